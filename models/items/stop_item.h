// SPDX-License-Identifier: GPL-3.0-or-later
// How an agent's present state is enforced, in words: each enforcement point, and what was seen of the agent after a stop. Says "Stopped"
// only when every point confirmed it. Values; read by EnforcementWatch.
#pragma once

#include "models/items/words.h"
#include "models/workspace/enforcement.h"

#include <vector>

namespace mandate {

/// What one enforcement point does about one agent.
struct PointLine
{
    QString id;
    QString title; ///< safe to read
    QString kind;
    QString effect; ///< what it does when an agent is suspended
    PointState point = PointState::Unknown;
    StateWord state;
    QString sentence; ///< what it says and since when; holds what the point said, so for plain-text widgets only
    QString byHand;   ///< what a person does; empty when nothing is needed
    QString code;     ///< MND-ENF-…; empty when all is well
    std::optional<qint64> tookMs; ///< of a stop, from the statement to the confirmation; of other states that of the last stop

    bool operator==(const PointLine &) const = default;
    [[nodiscard]] bool isGood() const { return point == PointState::Confirmed || point == PointState::Holds; }
};

/// A stop drill as it was kept.
struct DrillItem
{
    Instant at;
    bool passed = false;
    quint64 entry = 0;
    std::vector<PointLine> points; ///< as they answered then; empty when read from the ledger
    bool operator==(const DrillItem &) const = default;
};

struct StopItem
{
    QString agent; ///< as recorded
    QString shown;
    AgentState state = AgentState::NotAuthorized;
    std::optional<Instant> since;
    std::vector<PointLine> points;
    std::optional<Instant> firstRefused;
    std::optional<quint64> firstRefusedEntry;
    std::optional<Instant> lastAction;
    std::optional<quint64> lastActionEntry;
    quint64 actionsAfter = 0;
    quint64 reportedLate = 0; ///< actions reported after the stop and said to have run before it; nothing shows that they did
    std::optional<quint64> reportedLateEntry;
    quint64 openRequests = 0; ///< approval requests that nobody decided
    quint64 letThrough = 0;   ///< approved, and nobody said what became of the action
    std::optional<DrillItem> drill;
    bool operator==(const StopItem &) const = default;

    /// A state in which every point must refuse the agent.
    [[nodiscard]] bool mustStop() const { return state == AgentState::Suspended || state == AgentState::Revoked; }
    [[nodiscard]] std::size_t good() const;
    /// Every point confirmed it or was seen to hold, there is one, and no action was seen after the stop.
    [[nodiscard]] bool isConfirmed() const;
    /// A point lets it act, or it acted: the alarm.
    [[nodiscard]] bool isNotStopped() const;
    [[nodiscard]] bool isPending() const;
    /// "Stopped" (all of them hold), "Stopped, reports in doubt", "Stop confirmed" (all said so, not all can be asked), "Stopping", "Not stopped", "Not confirmed", "Not known", "No enforcement point"; of other states how far they are told.
    [[nodiscard]] StateWord overall() const;
    /// "2 of 3 points confirmed."
    [[nodiscard]] QString overallSentence() const;
    /// How old the last drill is, and whether one is due.
    [[nodiscard]] QString drillSentence(const Instant &now) const;
    [[nodiscard]] bool isDrillDue(const Instant &now) const;
};

/// A stop drill older than this is due again.
inline constexpr int drillDays = 90;

namespace words {
/// `stops`: what the point was told is that the agent must not act.
[[nodiscard]] StateWord of(PointState state, bool stops);
[[nodiscard]] QString name(PointKind kind); ///< "Gateway"
/// What a point of this kind does when an agent is suspended: "New actions are refused."
[[nodiscard]] QString stops(PointKind kind);
} // namespace words

[[nodiscard]] PointLine pointLine(const PointProgress &progress, AgentState state, const std::optional<Instant> &since);
[[nodiscard]] StopItem stopItem(const EnforcementView &view);

} // namespace mandate
