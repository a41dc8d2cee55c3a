// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/decisions/decision_notices.h"

#include "models/items/approval_model.h"
#include "views/decisions/decision_settings.h"
#include "views/widgets/icon.h"

#include <QSystemTrayIcon>

namespace mandate {
namespace {

constexpr qint64 nanosPerSecond = 1'000'000'000;
constexpr qint64 lastMinutes = 300 * nanosPerSecond;
constexpr qint64 repeatAfter = 60 * nanosPerSecond;
constexpr int noteMs = 8000;

} // namespace

DecisionNotices::DecisionNotices(QObject *parent) : QObject(parent) {}

DecisionNotices::~DecisionNotices() = default;

void DecisionNotices::setQueue(ApprovalModel *queue)
{
    if (m_queue)
        disconnect(m_queue, nullptr, this, nullptr);
    m_queue = queue;
    m_warnedNs.reset();
    m_warned.clear();
    if (queue)
        connect(queue, &ApprovalModel::arrived, this, &DecisionNotices::arrived);
    else if (m_tray)
        m_tray->hide();
}

void DecisionNotices::arrived(const QStringList &ids)
{
    const QString sentence = tr("%n new request(s) wait for a decision.", nullptr, static_cast<int>(ids.size()));
    Q_EMIT said(sentence);
    note(sentence, false);
}

void DecisionNotices::look()
{
    if (!m_queue)
        return;
    const Instant now = m_queue->now();
    QSet<QString> late;
    qint64 soonest = lastMinutes;
    for (const ApprovalItem &item : m_queue->all()) { // in the order of their expiry
        const qint64 left = item.view->request.expiresAt.nanoseconds - now.nanoseconds;
        if (left >= lastMinutes)
            break;
        if (!item.isOpen(now) || m_queue->isHeld(item.id()))
            continue;
        late.insert(item.id());
        soonest = qMin(soonest, left);
    }
    if (late.isEmpty()) {
        m_warned.clear();
        m_warnedNs.reset();
        return;
    }
    const bool again = !m_warnedNs || now.nanoseconds - *m_warnedNs >= repeatAfter;
    if (!again && m_warned.contains(late))
        return;
    m_warned = late;
    m_warnedNs = now.nanoseconds;
    //: requests that nobody can decide soon; %1 is a length of time such as "4 min"
    const QString sentence = tr("%n request(s) expire soon, the next in %1.", nullptr, static_cast<int>(late.size())).arg(words::duration(soonest / nanosPerSecond));
    Q_EMIT said(sentence);
    note(sentence, true);
}

void DecisionNotices::note(const QString &sentence, bool critical)
{
    const DecisionSettings settings = DecisionSettings::load();
    if (!settings.notices || (!critical && settings.isQuiet(QTime::currentTime())))
        return;
    Q_EMIT noted(sentence, critical);
    if (!QSystemTrayIcon::isSystemTrayAvailable())
        return;
    if (!m_tray) {
        m_tray = new QSystemTrayIcon(icon(QStringLiteral("inbox")), this);
        connect(m_tray, &QSystemTrayIcon::messageClicked, this, &DecisionNotices::wanted);
        connect(m_tray, &QSystemTrayIcon::activated, this, &DecisionNotices::wanted);
    }
    m_tray->setToolTip(sentence);
    m_tray->show();
    m_tray->showMessage(QStringLiteral("Mandate"), sentence, critical ? QSystemTrayIcon::Warning : QSystemTrayIcon::Information, noteMs);
}

} // namespace mandate
