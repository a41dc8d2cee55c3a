// SPDX-License-Identifier: GPL-3.0-or-later
// What stands where there is nothing: what belongs here, why it is empty, and one action.
#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace mandate {

class EmptyState : public QWidget
{
    Q_OBJECT

public:
    explicit EmptyState(QWidget *parent = nullptr);

    /// `action` empty: no button.
    void say(const QString &iconName, const QString &title, const QString &why, const QString &action = {});

Q_SIGNALS:
    void actionTriggered();

private:
    QLabel *m_icon;
    QLabel *m_title;
    QLabel *m_why;
    QPushButton *m_action;
};

} // namespace mandate
