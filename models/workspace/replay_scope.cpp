// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/replay_scope.h"

#include "models/workspace/workspace.h"

#include <array>

namespace mandate {

Result<std::set<std::pair<std::string, std::string>>> boundAgents(const Store &store, const std::vector<Binding> &binds)
{
    RowFilter actions;
    actions.kinds = {RecordKind::Action};
    const auto tallies = store.tally(actions, std::array{Dimension::Agent, Dimension::Deployment});
    if (!tallies)
        return tallies.error();
    PactDocument binding;
    binding.binds = binds;
    std::set<std::pair<std::string, std::string>> bound;
    for (const Tally &tally : *tallies) {
        if (binding.bindsAgent(tally.key[0], tally.key[1]))
            bound.emplace(tally.key[0], tally.key[1]);
    }
    return bound;
}

std::vector<PactName> pactsInForce(const Workspace &workspace, const std::set<std::pair<std::string, std::string>> &agents)
{
    std::set<PactName> names;
    for (const auto &[agent, deployment] : agents) {
        if (const auto pact = workspace.pactFor(agent, deployment))
            names.insert({pact->document.id, pact->document.version, pact->digest});
    }
    return {names.begin(), names.end()};
}

Result<ReplayReport> beginReport(const Workspace &workspace, const ParsedPact &candidate, const ReplayRange &range, const Checkpoint &head)
{
    const auto agents = boundAgents(workspace.store(), candidate.document.binds);
    if (!agents)
        return agents.error();
    ReplayReport report;
    report.range = range;
    report.pactId = candidate.document.id;
    report.pactVersion = candidate.document.version;
    report.pact = candidate.digest;
    report.binds = candidate.document.binds;
    report.inForce = pactsInForce(workspace, *agents);
    report.trailEntries = head.size;
    report.trailRoot = head.root;
    return report;
}

} // namespace mandate
