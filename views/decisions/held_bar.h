// SPDX-License-Identifier: GPL-3.0-or-later
// Decisions on their way, with Undo, and decisions that were not sent, with Send and Discard. Never takes the focus.
#pragma once

#include "models/items/decision_desk.h"

#include <QFrame>
#include <QPointer>

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace mandate {

class HeldBar : public QFrame
{
    Q_OBJECT

public:
    explicit HeldBar(QWidget *parent = nullptr);

    void setDesk(DecisionDesk *desk);
    [[nodiscard]] QPushButton *undoButton() const { return m_undo; }
    [[nodiscard]] QPushButton *sendNowButton() const { return m_now; }
    [[nodiscard]] QString said() const;

Q_SIGNALS:
    void announced(const QString &sentence); ///< to screen readers, as an alert

private:
    void showHeld();
    void showUnsent();
    void updateVisible();

    QPointer<DecisionDesk> m_desk;
    QFrame *m_held;
    QLabel *m_sentence;
    QPushButton *m_undo;
    QPushButton *m_now;
    QFrame *m_unsent;
    QVBoxLayout *m_lines;
    QString m_key;       ///< of the decision that Undo takes back
    QString m_announced; ///< said once a decision, not once a second
};

} // namespace mandate
