// SPDX-License-Identifier: GPL-3.0-or-later
// What a trail says about the targets of the pacts in force.
#pragma once

#include "models/metrics/metric_trail.h"
#include "models/workspace/workspace.h"

#include <optional>
#include <string>
#include <vector>

namespace mandate {

/// One target of a pact in force, for one agent and deployment that it binds.
struct TargetStanding
{
    std::string agent, deployment;
    std::string pactId, pactVersion;
    std::vector<std::string> onBreach; ///< what the pact does by itself
    Target target;
    const TargetMetric *metric = nullptr; ///< none: nothing measures it
    std::int64_t windowSeconds = 0;       ///< 0: the window cannot be read
    std::int64_t atNs = 0;                ///< the end of the window
    bool asOfLastAction = false;          ///< the window ends with the agent's last action, because it has none in the one that ends now
    std::optional<Budget> budget;         ///< of a metric that spends one
    std::uint64_t k = 0, n = 0;           ///< of a share
    TargetAnswer answer = TargetAnswer::NoData;
};

/// The actions that its budget is counted from.
[[nodiscard]] MetricWindow windowOf(const TargetStanding &standing);

struct TargetQuestion
{
    std::string agent;             ///< empty: all
    std::optional<Instant> at;     ///< none: now, or where an agent has no action in the window that ends now, its last action
};
/// Sorted by agent, deployment and the pact's order.
[[nodiscard]] std::vector<TargetStanding> targetStandings(const Workspace &workspace, const MetricTrail &trail, const TargetQuestion &question);

} // namespace mandate
