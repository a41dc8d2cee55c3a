// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/shell/desktop_notes.h"

#include "models/items/agent_model.h"
#include "models/items/approval_model.h"
#include "models/items/enforcement_watch.h"
#include "models/items/session.h"
#include "views/shell/notification_settings.h"
#include "views/widgets/icon.h"

#include <QSystemTrayIcon>

namespace mandate {
namespace {

constexpr int lookMs = 1000;
constexpr int noteMs = 8000;
constexpr std::int64_t dayNs = 24LL * 3600 * 1'000'000'000;

QSet<QString> setOf(const QStringList &names)
{
    return {names.cbegin(), names.cend()};
}

} // namespace

DesktopNotes::DesktopNotes(QObject *parent) : QObject(parent)
{
    m_timer.setInterval(lookMs);
    connect(&m_timer, &QTimer::timeout, this, &DesktopNotes::look);
    applySettings();
}

DesktopNotes::~DesktopNotes() = default;

void DesktopNotes::setSession(Session *session)
{
    m_session = session;
    m_plan.forget();
    if (session)
        m_timer.start();
    else
        m_timer.stop();
}

void DesktopNotes::applySettings()
{
    const bool shown = NotificationSettings::load().inTray && QSystemTrayIcon::isSystemTrayAvailable();
    if (!shown) {
        delete m_tray;
        m_tray = nullptr;
        return;
    }
    if (m_tray)
        return;
    m_tray = new QSystemTrayIcon(icon(QStringLiteral("inbox")), this);
    m_tray->setToolTip(QStringLiteral("Mandate"));
    connect(m_tray, &QSystemTrayIcon::messageClicked, this, [this] { Q_EMIT wanted(m_link); });
    connect(m_tray, &QSystemTrayIcon::activated, this, [this] { Q_EMIT wanted(m_link); });
    m_tray->show();
}

NoteSituation DesktopNotes::situation() const
{
    NoteSituation now;
    const ApprovalModel *queue = m_session->approvals();
    const Instant at = queue->now();
    now.soonestNs = NotificationPlan::lateNs;
    for (const ApprovalItem &item : queue->all()) {
        if (!item.isOpen(at) || queue->isHeld(item.id()))
            continue;
        now.waiting.insert(item.id());
        const std::int64_t left = item.view->request.expiresAt.nanoseconds - at.nanoseconds;
        if (left >= NotificationPlan::lateNs)
            continue;
        now.late.insert(item.id());
        now.soonestNs = qMin(now.soonestNs, left);
    }
    const EnforcementWatch *stops = m_session->enforcement();
    now.notStopped = setOf(stops->notStopped());
    now.notConfirmed = setOf(stops->unconfirmed());
    const AgentModel *agents = m_session->agents();
    for (const QString &agent : agents->expiringAgents()) {
        const AgentItem *item = agents->item(agents->rowOf(agent));
        if (item && item->validUntil && item->validUntil->nanoseconds > at.nanoseconds && item->validUntil->nanoseconds - at.nanoseconds <= dayNs)
            now.ending.insert(agent);
    }
    return now;
}

void DesktopNotes::look()
{
    if (!m_session || !m_session->approvals()->wasRead())
        return;
    const bool quiet = NotificationSettings::load().quiet.isQuiet(QTime::currentTime());
    for (const DesktopNote &note : m_plan.next(situation(), m_session->approvals()->now(), quiet)) {
        Q_EMIT m_session->noted(note.sentence);
        show(note);
    }
}

void DesktopNotes::showTest()
{
    applySettings();
    show({NoteCause::Arrived, tr("This is what a note looks like."), false, QUrl(QStringLiteral("mandate://decisions"))});
}

void DesktopNotes::show(const DesktopNote &note)
{
    if (!NotificationSettings::load().inTray)
        return;
    applySettings(); // the tray may have come meanwhile
    Q_EMIT noted(note);
    if (!m_tray)
        return;
    m_link = note.link;
    m_tray->setToolTip(note.sentence);
    m_tray->showMessage(QStringLiteral("Mandate"), note.sentence, note.critical ? QSystemTrayIcon::Warning : QSystemTrayIcon::Information, noteMs);
}

} // namespace mandate
