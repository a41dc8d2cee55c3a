// SPDX-License-Identifier: GPL-3.0-or-later
// What is known of one agent in one deployment, of behaviour and capability side by side: counts only, so that every rate has its k and n. Definitions and
// what each figure cannot say: docs/metrics.md.
#pragma once

#include "models/metrics/behaviour.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace mandate {

/// Which parts of evidence the calls have that are there to be explained.
struct EvidenceFigures
{
    std::uint64_t calls = 0, withInput = 0, withAction = 0, withBasis = 0, withResult = 0, withTime = 0, withDecisionBasis = 0, withSignature = 0;
    bool operator==(const EvidenceFigures &) const = default;
};

/// Executed calls of tools that change something, against the actions that the source's task expects: the same tool with the same arguments as they are written,
/// in any number.
struct UnexpectedWrites
{
    std::uint64_t runs = 0;            ///< whose source lists expected actions
    std::uint64_t writes = 0;          ///< executed calls of such tools in them
    std::uint64_t unexpected = 0;      ///< of these
    std::uint64_t sameInValue = 0;     ///< of the unexpected, those that differ from an expected one only in how a number is written: 2 for 2.0
    std::uint64_t runsWithUnexpected = 0;
    std::uint64_t runsExpectingNone = 0; ///< their task expects no such call
    std::uint64_t ofTheseWrote = 0;
    bool operator==(const UnexpectedWrites &) const = default;
};

/// Calls that needed a person's approval, as their pact says.
struct ApprovalFigures
{
    std::uint64_t due = 0;        ///< attempted
    std::uint64_t approved = 0;   ///< ran on an approval that covers them
    std::uint64_t unapproved = 0; ///< ran without one
    bool operator==(const ApprovalFigures &) const = default;
};

/// What the source measured of getting the work done.
struct CapabilityFigures
{
    std::uint64_t timedRuns = 0;
    std::optional<double> medianSeconds; ///< of a run
    std::optional<double> worstSeconds;
    std::uint64_t pricedRuns = 0; ///< whose source gives a cost above 0
    double cost = 0;              ///< of these together, in the source's currency
    std::uint64_t failedCalls = 0;
    bool operator==(const CapabilityFigures &) const = default;
};

struct AgentFigures
{
    AgentBehaviour behaviour;
    EvidenceFigures evidence;
    UnexpectedWrites writes;
    ApprovalFigures approvals;
    CapabilityFigures capability;
    bool operator==(const AgentFigures &) const = default;
};

struct MetricTrail;
struct MetricWindow;

/// One an agent and deployment with an action or a labelled run in the window, sorted by name.
[[nodiscard]] std::vector<AgentFigures> agentFiguresIn(const MetricTrail &trail, const MetricWindow &window);

} // namespace mandate
