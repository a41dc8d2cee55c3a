// SPDX-License-Identifier: GPL-3.0-or-later
// What is known of each agent, gathered from columns, verdicts and what sources label. Definitions: models/metrics/agent_figures.h.
#pragma once

#include "models/metrics/agent_figures.h"
#include "models/workspace/workspace.h"

#include <stop_token>
#include <vector>

namespace mandate {

/// One an agent and deployment, sorted; `filter` as for behaviour(). A tool changes something when a pact that binds the agent says how far it can be undone,
/// that it is destructive, or that it does more than internal work; tools that no pact lists are in none of the writes.
Result<std::vector<AgentFigures>> agentFigures(const Workspace &workspace, const RowFilter &filter = {}, std::stop_token stop = {});

} // namespace mandate
