// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/behaviour.h"

#include "models/workspace/run_reading.h"

#include <map>

namespace mandate {

Result<std::vector<AgentBehaviour>> behaviour(const Workspace &workspace, const RowFilter &filter, std::stop_token stop)
{
    const auto runs = readRuns(workspace, {filter}, std::move(stop));
    if (!runs)
        return runs.error();
    std::map<std::pair<std::string, std::string>, AgentBehaviour> agents;
    for (const AgentRun &run : *runs) {
        AgentBehaviour &agent = agents[{run.agent, run.deployment}];
        agent.agent = run.agent;
        agent.deployment = run.deployment;
        count(run.facts, agent);
    }
    std::vector<AgentBehaviour> sorted;
    for (auto &[key, agent] : agents)
        sorted.push_back(std::move(agent));
    return sorted;
}

} // namespace mandate
