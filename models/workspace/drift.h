// SPDX-License-Identifier: GPL-3.0-or-later
// Drift of an agent: which runs of a workspace are compared with which. The comparison is models/metrics/drift.h, a value that a page or a command shows.
#pragma once

#include "models/metrics/drift.h"
#include "models/workspace/workspace.h"

#include <stop_token>
#include <string>

namespace mandate {

/// A set of runs as somebody named it.
struct DriftSelection
{
    std::string words;       ///< "deployment:shop since 2026-03-01"
    RowFilter filter;        ///< agents, deployments, sources, times or a query of these
};

inline constexpr std::uint32_t mostPermutations = 100'000;

struct DriftPlan
{
    double level = 0.05;     ///< how often an unchanged agent may be called changed; between 0 and 1
    PermutationPlan permutations;
    bool withinTasks = true; ///< see DriftTerms
    std::size_t firstRuns = 0; ///< since a baseline: only the first so many behind it, as they came into the ledger; 0: all
};

/// Compares two sets of runs. Missing when one of them is empty; a usage error for terms that make no test.
Result<DriftReport> drift(const Workspace &workspace, const DriftSelection &before, const DriftSelection &after, const DriftPlan &plan = {}, std::stop_token stop = {});

/// Compares a baseline with the agent's runs that began behind it, in the same deployment; `narrowed` may ask for less, or for another agent or deployment.
Result<DriftReport> driftSince(Workspace &workspace, const std::string &baseline, const RowFilter &narrowed = {}, const DriftPlan &plan = {}, std::stop_token stop = {});

} // namespace mandate
