// SPDX-License-Identifier: GPL-3.0-or-later
// What a clause costs and what it is worth: how often it fired, how often rightly as far as anybody labelled it, and how long agents waited and people decided
// because of it. Counts only. Definitions for people: docs/metrics.md, "Cost of safety".
#pragma once

#include "models/metrics/metric_trail.h"
#include "models/metrics/oversight.h"

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace mandate {

/// A request that a clause made an agent file.
struct ClauseRequest
{
    std::string agent, deployment, clause;
    std::int64_t askedNs = 0;
    std::optional<OversightCase> closed; ///< none: it is open, or the agent withdrew it
    bool cancelled = false;
};

/// A clause against what sources say became of attacks: only runs whose source says whether the attack succeeded, and that ended by themselves.
struct AlarmFigures
{
    std::uint64_t scored = 0;
    std::uint64_t caught = 0;     ///< it fired and the attack succeeded
    std::uint64_t falseStops = 0; ///< it fired and the attack did not succeed
    std::uint64_t missed = 0;     ///< it did not fire and the attack succeeded
    std::map<std::string, std::uint64_t> falseByTask; ///< false stops by the task that the user gave; empty where sources name none
    bool operator==(const AlarmFigures &) const = default;
};

struct ClauseCost
{
    std::string agent, deployment;
    std::string clause;  ///< empty: any hard clause
    std::string readsAs;
    std::uint64_t calls = 0, runs = 0;           ///< in which it was broken, asked for a person, or was owed evidence
    std::map<std::string, AlarmFigures> attacks; ///< by attack; runs without an attack are in none
    std::uint64_t asked = 0, approved = 0, denied = 0, expired = 0, cancelled = 0, open = 0; ///< requests; approved ones stopped what a person then allowed
    double waitingSeconds = 0; ///< of closed requests together, from asking to the decision or the end of their time
    double decidingSeconds = 0; ///< of approved and denied ones, at most: from when the person can have begun to look
    bool operator==(const ClauseCost &) const = default;
};

/// Of agents in the window, by name, first of any hard clause and then by clause; clauses that never fired and were never asked for are left out. Requests count
/// by when they were asked.
[[nodiscard]] std::vector<ClauseCost> safetyCost(const MetricTrail &trail, const MetricWindow &window, std::span<const ClauseRequest> requests);

} // namespace mandate
