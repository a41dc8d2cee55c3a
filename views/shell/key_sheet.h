// SPDX-License-Identifier: GPL-3.0-or-later
// The sheet of keys that `?` shows over the window. Escape closes it.
#pragma once

#include "views/shell/help_page.h"

#include <QFrame>
#include <QPointer>

class QGridLayout;
class QLabel;
class QPushButton;

namespace mandate {

class KeySheet : public QFrame
{
    Q_OBJECT

public:
    explicit KeySheet(QWidget *window);

    void open(const QList<KeyHint> &keys);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void close();

    QLabel *m_title;
    QGridLayout *m_grid;
    QPushButton *m_close;
    QPointer<QWidget> m_focusBefore;
};

} // namespace mandate
