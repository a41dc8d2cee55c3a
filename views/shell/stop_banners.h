// SPDX-License-Identifier: GPL-3.0-or-later
// What the window says above every page about stops: who is suspended and where that is not confirmed, who is not stopped (said again every
// minute), whose authorization ends soon. Reads the session, changes nothing.
#pragma once

#include <QObject>
#include <QPointer>
#include <QUrl>

namespace mandate {

class BannerStack;
class Session;

class StopBanners : public QObject
{
    Q_OBJECT

public:
    StopBanners(BannerStack *banners, QWidget *window);

    void setSession(Session *session);

Q_SIGNALS:
    void linkActivated(const QUrl &link);

private:
    void update();
    void showFailing();
    void showSuspended();
    void showExpiring();
    void remind(const QStringList &agents);
    [[nodiscard]] QUrl linkTo(const QString &agent) const;

    BannerStack *m_banners;
    QWidget *m_window;
    QPointer<Session> m_session;
};

} // namespace mandate
