// SPDX-License-Identifier: GPL-3.0-or-later
// Enforcement points of a workspace, what each was told about which agent, and what it answered. Values; the telling is enforcer.h.
#pragma once

#include "models/enforcement/delivery.h"
#include "models/enforcement/point.h"
#include "models/store/store.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace mandate {

/// A point as it is configured, by a signed entry.
struct ConfiguredPoint
{
    EnforcementPoint point;
    std::string by; ///< person id
    Instant at;
    EntryNumber entry = 0;
};

/// How far one point is with one agent's present standing. Requested: told, or about to be, without an answer. Confirmed: the point said so.
/// Holds: asked again, it really answers as it must. NotStopped: it confirmed, or was told, and lets the agent act all the same. Unknown: it
/// says nothing that could be relied on; never to be shown as stopped.
enum class PointState : std::uint8_t { Requested, Confirmed, Holds, Failed, NotStopped, Unknown };
/// "requested", "confirmed", "holds", "failed", "not_stopped", "unknown".
[[nodiscard]] std::string_view nameOf(PointState state);

struct PointProgress
{
    EnforcementPoint point;
    PointState state = PointState::Requested;
    std::optional<Instant> confirmedAt;
    std::optional<Instant> heldAt;  ///< last time it was seen to hold
    std::uint32_t attempts = 0;     ///< of telling it
    std::string detail;             ///< what the point said last, in words
    std::string code;               ///< MND-ENF-…; empty when all is well
    std::string byHand;             ///< what a person does; empty when nothing is needed
    bool abandoned = false;         ///< told many times in vain; it is tried on, but people have to act
};

/// How an agent's present standing is enforced, point by point, and what is seen of it in the trail.
struct EnforcementView
{
    std::string agent;
    AgentState state = AgentState::NotAuthorized;
    std::optional<Instant> since;
    std::vector<PointProgress> points; ///< of those that are concerned with the agent
    std::optional<Instant> firstRefused; ///< first question that the gateway refused for it, after the stop
    std::optional<EntryNumber> firstRefusedEntry;
    std::optional<Instant> lastAction;   ///< last executed action seen after the stop: then it does not hold
    std::optional<EntryNumber> lastActionEntry;
    std::uint64_t actionsAfter = 0;
    std::uint64_t reportedLate = 0;      ///< actions reported after the stop and said to have run before it; nothing shows that they did
    std::optional<EntryNumber> reportedLateEntry; ///< the newest of them
    std::uint64_t openRequests = 0;      ///< approval requests that nobody decided

    /// The least that any point reached: all of them must hold. No point at all is Unknown.
    [[nodiscard]] PointState overall() const;
};

/// What a stop drill found. Passed when there is a point and each that can be asked refuses the agent now.
struct DrillReport
{
    std::string agent;
    Instant at;
    bool passed = false;
    std::vector<PointProgress> points;
    EntryNumber entry = 0; ///< the signed note that keeps it
};

} // namespace mandate
