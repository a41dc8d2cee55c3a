// SPDX-License-Identifier: GPL-3.0-or-later
// For ten seconds after a suspension: takes it back by a statement of its own. The suspension itself is never held.
#pragma once

#include <QFrame>
#include <QTimer>

#ifndef Q_MOC_RUN // moc of Qt 6.4 stumbles over concepts of the standard library
#include "models/items/agent_change.h"
#endif

class QPushButton;

namespace mandate {

class PlainText;

class UndoBar : public QFrame
{
    Q_OBJECT

public:
    static constexpr int seconds = 10;

    explicit UndoBar(QWidget *parent = nullptr);

    /// Offers `undo`. `proposes`: people are enrolled, so that it waits for a second person.
    void offer(const AgentChange &undo, const QString &shown, bool proposes);
    void withdraw();

Q_SIGNALS:
    void undone(const mandate::AgentChange &change);

protected:
    void changeEvent(QEvent *event) override;

private:
    void say();

    AgentChange m_change;
    QString m_shown;
    bool m_proposes = false;
    int m_left = 0;
    QTimer m_tick;
    PlainText *m_text;
    QPushButton *m_undo;
};

} // namespace mandate
