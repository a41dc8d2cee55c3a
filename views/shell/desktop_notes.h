// SPDX-License-Identifier: GPL-3.0-or-later
// Shows in the desktop's tray, where there is one, what the plan says is to be told, and says new requests and deadlines in the status bar.
// What and when is models/items/notification_plan. A click only navigates.
#pragma once

#include "models/items/notification_plan.h"

#include <QObject>
#include <QPointer>
#include <QTimer>
#include <QUrl>

class QSystemTrayIcon;

namespace mandate {

class Session;

class DesktopNotes : public QObject
{
    Q_OBJECT

public:
    explicit DesktopNotes(QObject *parent = nullptr);
    ~DesktopNotes() override;

    void setSession(Session *session);
    /// Looks at what is so now; called once a second.
    void look();
    /// As the settings say now: the tray comes or goes.
    void applySettings();
    /// A note that says what notes are like.
    void showTest();
    [[nodiscard]] bool hasTray() const { return m_tray != nullptr; }

Q_SIGNALS:
    void noted(const mandate::DesktopNote &note); ///< shown in the tray, or would have been where there is none
    void wanted(const QUrl &link);                ///< a note was clicked

private:
    [[nodiscard]] NoteSituation situation() const;
    void show(const DesktopNote &note);

    QPointer<Session> m_session;
    NotificationPlan m_plan;
    QSystemTrayIcon *m_tray = nullptr;
    QUrl m_link; ///< of the note that is shown
    QTimer m_timer;
};

} // namespace mandate
