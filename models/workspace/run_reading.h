// SPDX-License-Identifier: GPL-3.0-or-later
// Reads agents' runs from stored verdicts, findings and what sources label: the one reading that figures and comparisons share.
#pragma once

#include "models/metrics/drift_run.h"
#include "models/workspace/workspace.h"

#include <stop_token>
#include <vector>

namespace mandate {

enum class RunDepth : std::uint8_t {
    Counted, ///< `facts` alone: columns, findings and labels
    Whole    ///< everything: also the text of every call
};

struct RunReading
{
    RowFilter filter;                    ///< agents, deployments, sources, times; what it says of kinds and verdicts is not used
    RunDepth depth = RunDepth::Counted;
    EntryNumber first = 0;               ///< only runs that begin at or behind this entry
    EntryNumber below = UINT64_MAX;      ///< only entries below
};

/// Sorted by agent, deployment and session; what names no session is of no run. A hard clause is a prohibition, or an evidence duty that is more than minor; clauses judged from words are none.
Result<std::vector<AgentRun>> readRuns(const Workspace &workspace, const RunReading &reading, std::stop_token stop = {});

} // namespace mandate
