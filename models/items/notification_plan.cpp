// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/notification_plan.h"

#include "models/items/approval_words.h"

namespace mandate {
namespace {

struct NoteWords
{
    Q_DECLARE_TR_FUNCTIONS(mandate::NotificationPlan)
};

constexpr std::int64_t noteSecondNs = 1'000'000'000;
constexpr std::int64_t urgentRepeatNs = 60 * noteSecondNs;   // what cannot wait
constexpr std::int64_t pendingRepeatNs = 300 * noteSecondNs; // a stop that is told on and on
constexpr std::int64_t pendingGraceNs = 20 * noteSecondNs;   // points that answer do so within seconds
constexpr std::int64_t arrivalGroupNs = 15 * noteSecondNs;   // many requests at once are one note
constexpr std::int64_t endingRepeatNs = 24 * 3600 * noteSecondNs;

const QString decisionsLink = QStringLiteral("mandate://decisions");
const QString agentsLink = QStringLiteral("mandate://agents");

} // namespace

bool QuietHours::isQuiet(const QTime &now) const
{
    if (!on || !from.isValid() || !to.isValid() || from == to)
        return false;
    return from < to ? now >= from && now < to : now >= from || now < to;
}

/// A cause is told when it was there for the grace, when it is about more than was told, and again after the repetition.
bool NotificationPlan::isDue(NoteCause cause, const QSet<QString> &about, std::int64_t nowNs, std::int64_t again, std::int64_t grace)
{
    Told &told = m_told[static_cast<std::size_t>(cause)];
    if (about.isEmpty()) {
        told = {};
        return false;
    }
    if (!told.sinceNs || *told.sinceNs > nowNs) // the clock went back
        told = {told.about, std::nullopt, nowNs};
    if (nowNs - *told.sinceNs < grace)
        return false;
    if (told.atNs && nowNs - *told.atNs < again && told.about.contains(about))
        return false;
    told.about = about;
    told.atNs = nowNs;
    return true;
}

std::vector<DesktopNote> NotificationPlan::next(const NoteSituation &now, const Instant &at, bool quiet)
{
    std::vector<DesktopNote> notes;
    if (isDue(NoteCause::NotStopped, now.notStopped, at.nanoseconds, urgentRepeatNs, 0))
        notes.push_back(
            {NoteCause::NotStopped,
             NoteWords::tr("%n suspended agent(s) can still act or did. Stop them by hand now.", nullptr, static_cast<int>(now.notStopped.size())),
             true, QUrl(agentsLink)});
    const QSet<QString> pending = now.notConfirmed - now.notStopped;
    if (isDue(NoteCause::NotConfirmed, pending, at.nanoseconds, pendingRepeatNs, pendingGraceNs))
        notes.push_back({NoteCause::NotConfirmed,
                         NoteWords::tr("The stop of %n agent(s) is not confirmed everywhere.", nullptr, static_cast<int>(pending.size())), true,
                         QUrl(agentsLink)});
    if (isDue(NoteCause::Deadline, now.late, at.nanoseconds, urgentRepeatNs, 0))
        //: requests that nobody can decide soon; %1 is a length of time such as "4 min"
        notes.push_back({NoteCause::Deadline,
                         NoteWords::tr("%n request(s) expire soon, the next in %1.", nullptr, static_cast<int>(now.late.size()))
                             .arg(words::duration(now.soonestNs / noteSecondNs)),
                         true, QUrl(decisionsLink)});
    if (!m_began)
        m_known = now.waiting;
    m_began = true;
    m_known &= now.waiting;
    if (quiet)
        return notes;
    const QSet<QString> fresh = now.waiting - m_known;
    Told &arrived = m_told[static_cast<std::size_t>(NoteCause::Arrived)];
    if (!fresh.isEmpty() && (!arrived.atNs || *arrived.atNs > at.nanoseconds || at.nanoseconds - *arrived.atNs >= arrivalGroupNs)) {
        arrived.atNs = at.nanoseconds;
        m_known += fresh;
        notes.push_back({NoteCause::Arrived, NoteWords::tr("%n new request(s) wait for a decision.", nullptr, static_cast<int>(fresh.size())), false,
                         QUrl(decisionsLink)});
    }
    if (isDue(NoteCause::Ending, now.ending, at.nanoseconds, endingRepeatNs, 0))
        notes.push_back({NoteCause::Ending,
                         NoteWords::tr("The authorization of %n agent(s) ends within a day.", nullptr, static_cast<int>(now.ending.size())), false,
                         QUrl(agentsLink)});
    return notes;
}

} // namespace mandate
