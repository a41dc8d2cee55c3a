// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/shell/stop_banners.h"

#include "models/items/agent_model.h"
#include "models/items/enforcement_watch.h"
#include "models/items/session.h"
#include "models/items/text_safety.h"
#include "models/items/words.h"
#include "views/widgets/banner.h"

#include <QAccessible>
#include <QApplication>

namespace mandate {
namespace {

QString namesOf(const QStringList &agents)
{
    QStringList names;
    for (const QString &agent : agents.mid(0, 3))
        names << visibleLine(agent, 60);
    return names.join(QStringLiteral(", "));
}

} // namespace

StopBanners::StopBanners(BannerStack *banners, QWidget *window) : QObject(window), m_banners(banners), m_window(window) {}

void StopBanners::setSession(Session *session)
{
    if (m_session) {
        m_session->disconnect(this);
        m_session->enforcement()->disconnect(this);
    }
    m_session = session;
    if (session) {
        connect(session, &Session::agentsChanged, this, &StopBanners::update);
        connect(session->enforcement(), &EnforcementWatch::stopFails, this, &StopBanners::remind);
    }
    update();
}

QUrl StopBanners::linkTo(const QString &agent) const
{
    QUrl link(QStringLiteral("mandate://agents"));
    link.setQuery(QLatin1String("agent=") + QString::fromLatin1(QUrl::toPercentEncoding(agent)) + QLatin1String("&view=enforcement"));
    return link;
}

void StopBanners::update()
{
    showFailing();
    showSuspended();
    showExpiring();
}

/// A stop that does not hold goes before everything else and cannot be dismissed.
void StopBanners::showFailing()
{
    const QString id = QStringLiteral("not-stopped");
    const QStringList failing = m_session ? m_session->enforcement()->notStopped() : QStringList();
    if (failing.isEmpty()) {
        m_banners->withdraw(id);
        return;
    }
    Notice notice;
    notice.id = id;
    notice.state = {tr("Not stopped"), Shape::Octagon, Tone::Critical};
    //: %1 names of agents
    notice.sentence = tr("%n suspended agent(s) can still act or did: %1", nullptr, static_cast<int>(failing.size())).arg(namesOf(failing));
    notice.detail = tr("Stop them by hand now. The agent's page says what to do at each point. This is said again every minute.");
    notice.action = failing.size() == 1 ? tr("Show agent") : tr("Show agents");
    notice.dismissible = false;
    notice.onAction = [this, link = linkTo(failing.first())] { Q_EMIT linkActivated(link); };
    m_banners->show(notice);
}

void StopBanners::showSuspended()
{
    const QString id = QStringLiteral("suspended");
    const QStringList suspended = m_session ? m_session->suspendedAgents() : QStringList();
    if (suspended.isEmpty()) {
        m_banners->withdraw(id);
        return;
    }
    QStringList open;
    for (const QString &agent : m_session->enforcement()->unconfirmed()) {
        if (suspended.contains(agent))
            open << agent;
    }
    const auto count = static_cast<int>(suspended.size());
    Notice notice;
    notice.id = id;
    notice.state = words::of(AgentState::Suspended);
    notice.sentence = count <= 3 ? tr("%n agent(s) suspended: %1", nullptr, count).arg(namesOf(suspended)) : tr("%n agent(s) suspended: %1 and others", nullptr, count).arg(namesOf(suspended));
    if (!open.isEmpty()) {
        notice.state = {tr("Suspended, not confirmed"), Shape::Triangle, Tone::Warning};
        notice.detail = tr("Not confirmed at every enforcement point: %1").arg(namesOf(open));
    }
    notice.action = count == 1 ? tr("Show agent") : tr("Show agents");
    notice.dismissible = false;
    notice.onAction = [this, link = linkTo(open.isEmpty() ? suspended.first() : open.first())] { Q_EMIT linkActivated(link); };
    m_banners->show(notice);
}

void StopBanners::showExpiring()
{
    const QString id = QStringLiteral("expiring");
    const QStringList soon = m_session ? m_session->agents()->expiringAgents() : QStringList();
    if (soon.isEmpty()) {
        m_banners->withdraw(id);
        return;
    }
    const AgentModel *model = m_session->agents();
    Notice notice;
    notice.id = id;
    notice.state = {tr("Ends soon"), Shape::Glass, Tone::Warning};
    notice.sentence = tr("The authorization of %n agent(s) ends within %1 days, or ended: %2", nullptr, static_cast<int>(soon.size())).arg(expiryDays).arg(namesOf(soon));
    notice.detail = model->item(model->rowOf(soon.first()))->expirySentence(systemNow());
    notice.action = tr("Show agent");
    notice.onAction = [this, agent = soon.first()] {
        QUrl link(QStringLiteral("mandate://agents"));
        link.setQuery(QLatin1String("agent=") + QString::fromLatin1(QUrl::toPercentEncoding(agent)));
        Q_EMIT linkActivated(link);
    };
    m_banners->show(notice);
}

void StopBanners::remind(const QStringList &agents)
{
    if (agents.isEmpty())
        return;
    update();
    QApplication::alert(m_window); // the task bar says so where the window is not looked at
    QAccessibleEvent alert(m_banners, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

} // namespace mandate
