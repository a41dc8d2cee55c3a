// SPDX-License-Identifier: GPL-3.0-or-later
// What a pact does by itself when a prohibition was broken: suspend the agent or restrict the tool. The actor is the rule, and an owner can
// take it back. Only for what happened while the pact was in force by its signatures: an old log that is imported stops nobody.
#include "models/workspace/workspace_private.h"

#include <algorithm>

namespace mandate {

namespace {

struct Response
{
    std::string agent;
    std::string tool;
    std::string rule;
    std::string sentence;
    bool suspend = false;
};

bool asks(const PactDocument &pact, std::string_view response)
{
    return std::ranges::find(pact.onBreach, response) != pact.onBreach.end();
}

} // namespace

Result<std::uint64_t> Workspace::respondToBreaches(EntryNumber since)
{
    std::vector<Response> responses;
    {
        const auto opened = incidents();
        if (!opened)
            return opened.error();
        const auto timelines = m->currentTimelines();
        for (const Incident &incident : *opened) {
            if (incident.entry < since || incident.clause.kind != ClauseKind::Forbid || incident.pactId.empty())
                continue;
            for (const IncidentAction &action : incident.actions) {
                if (!action.executed || !action.time)
                    continue;
                const PactTimelines::Window *window = timelines->inForce(incident.agent, incident.deployment, action.time->nanoseconds);
                if (!window || window->pact->version.document.id != incident.pactId)
                    continue;
                const PactDocument &pact = window->pact->version.document;
                if (!asks(pact, "suspend") && !asks(pact, "restrict_tool"))
                    continue;
                responses.push_back({incident.agent, action.tool, pact.id + '@' + pact.version + '#' + incident.clause.id, incident.clause.readsAs, asks(pact, "suspend")});
                break;
            }
        }
    }
    std::uint64_t done = 0;
    for (const Response &response : responses) {
        const AgentStanding standing = this->standing(response.agent);
        if (!mayAct(standing.state))
            continue;
        if (response.suspend) {
            const auto suspended = suspendByRule(response.agent, response.rule, "scope_violation", response.sentence);
            if (!suspended)
                return suspended.error();
        } else {
            std::vector<std::string> tools = standing.tools;
            if (std::ranges::find(tools, response.tool) != tools.end())
                continue;
            tools.push_back(response.tool);
            const auto restricted = restrictByRule(response.agent, std::move(tools), response.rule, "scope_violation", response.sentence);
            if (!restricted)
                return restricted.error();
        }
        ++done;
    }
    return done;
}

} // namespace mandate
