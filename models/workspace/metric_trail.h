// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the trail that metrics are counted from.
#pragma once

#include "models/metrics/metric_trail.h"
#include "models/metrics/split_figures.h"
#include "models/workspace/workspace.h"

#include <memory>
#include <stop_token>

namespace mandate {

/// Reads a trail. A tool changes something when a pact that binds the agent says how far it can be undone, that it is destructive, or that it does more than
/// internal work; tools that no pact lists are in none of the writes.
class MetricTrails
{
public:
    explicit MetricTrails(const Workspace &workspace) : m_workspace(workspace) {}

    /// Actions and what is known of them up to now. `filter` says which records count: agents, deployments, sources, times; what it says of kinds and verdicts
    /// is not used.
    Result<std::shared_ptr<const MetricTrail>> read(const RowFilter &filter = {}, std::stop_token stop = {}) const;
    /// The whole trail, knowing what it was: of entries that were in it only columns are read again. `before` is one of this workspace without a filter, and no
    /// verdict changed since.
    Result<std::shared_ptr<const MetricTrail>> readOn(const MetricTrail &before, std::stop_token stop = {}) const;

private:
    class Reading;
    const Workspace &m_workspace;
};

/// The model of each run, from the text of its first call. `before`: those of an earlier reading of this trail, which are not read again.
Result<RunModels> readRunModels(const Workspace &workspace, const MetricTrail &trail, const RunModels &before = {}, std::stop_token stop = {});

/// Why a counting that was stopped has no answer.
[[nodiscard]] Error countingStopped();

/// The whole one.
Result<std::shared_ptr<const MetricTrail>> readMetricTrail(const Workspace &workspace, std::stop_token stop = {});

} // namespace mandate
