// SPDX-License-Identifier: GPL-3.0-or-later
// How the agents of a workspace behaved, run by run, from stored verdicts and what sources label. Definitions: models/metrics/behaviour.h.
#pragma once

#include "models/metrics/behaviour.h"
#include "models/workspace/workspace.h"

#include <stop_token>
#include <vector>

namespace mandate {

/// One an agent and deployment, sorted. `filter` says which records count: agents, deployments, sources, times; what it says of kinds and verdicts is
/// not used. A hard clause is a prohibition, or an evidence duty that is more than minor; clauses judged from words are none.
Result<std::vector<AgentBehaviour>> behaviour(const Workspace &workspace, const RowFilter &filter = {}, std::stop_token stop = {});

} // namespace mandate
