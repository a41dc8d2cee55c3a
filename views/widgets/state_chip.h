// SPDX-License-Identifier: GPL-3.0-or-later
// A state as shape + word on a tinted ground. Shows, never acts.
#pragma once

#include "models/items/words.h"

#include <QWidget>

namespace mandate {

class StateChip : public QWidget
{
    Q_OBJECT

public:
    explicit StateChip(QWidget *parent = nullptr);
    explicit StateChip(const StateWord &state, QWidget *parent = nullptr);

    [[nodiscard]] const StateWord &state() const { return m_state; }
    void setState(const StateWord &state);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    StateWord m_state;
};

} // namespace mandate
