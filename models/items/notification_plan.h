// SPDX-License-Identifier: GPL-3.0-or-later
// What the desktop is told, and when: one note a cause, with counts and never a word of an agent, a request or a record. Values in, values
// out; the clock comes in. Showing them is views/shell/desktop_notes.
#pragma once

#include "models/base/instant.h"

#include <QSet>
#include <QString>
#include <QTime>
#include <QUrl>

#include <array>
#include <optional>
#include <vector>

namespace mandate {

enum class NoteCause {
    NotStopped,   ///< a stopped agent is seen to act, or a point lets it: critical, repeats
    NotConfirmed, ///< a stop is still not confirmed everywhere: critical, repeats
    Deadline,     ///< requests that nobody can decide soon: critical, repeats
    Arrived,      ///< new requests wait
    Ending        ///< an authorization ends soon
};
inline constexpr std::size_t noteCauseCount = 5;

struct DesktopNote
{
    NoteCause cause = NoteCause::Arrived;
    QString sentence;
    bool critical = false;
    QUrl link; ///< where a click goes; it never does anything else
};

/// When notes are not shown but for critical ones.
struct QuietHours
{
    bool on = false;
    QTime from{20, 0};
    QTime to{7, 0};
    [[nodiscard]] bool isQuiet(const QTime &now) const;
    bool operator==(const QuietHours &) const = default;
};

/// What is so now. Names are only told apart, never shown.
struct NoteSituation
{
    QSet<QString> waiting;      ///< open requests
    QSet<QString> late;         ///< of those, with less than `lateNs` left
    std::int64_t soonestNs = 0; ///< how long the next of them has
    QSet<QString> notStopped;   ///< agents
    QSet<QString> notConfirmed; ///< agents whose stop is under way or failed somewhere
    QSet<QString> ending;       ///< agents whose authorization ends within a day
};

class NotificationPlan
{
public:
    static constexpr std::int64_t lateNs = 300'000'000'000;
    /// What is to be told now, the worst first. `quiet`: it is quiet hours; what is not told then and still is so is told after them.
    [[nodiscard]] std::vector<DesktopNote> next(const NoteSituation &now, const Instant &at, bool quiet);
    /// Another workspace: what waits in it is not new.
    void forget() { *this = NotificationPlan(); }

private:
    struct Told
    {
        QSet<QString> about;
        std::optional<std::int64_t> atNs;
        std::optional<std::int64_t> sinceNs; ///< the cause is there since then
    };
    [[nodiscard]] bool isDue(NoteCause cause, const QSet<QString> &about, std::int64_t nowNs, std::int64_t repeatNs, std::int64_t graceNs);
    std::array<Told, noteCauseCount> m_told;
    QSet<QString> m_known; ///< requests that are not new
    bool m_began = false;
};

} // namespace mandate
