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

/// From the ledger alone: what was broken since the agent's authorization was last decided. So nothing is lost where a program is killed between
/// an incident and its answer, and what an owner took back is not done again.
Result<std::uint64_t> Workspace::respondToBreaches()
{
    std::vector<Response> responses;
    const auto timelinesNow = m->currentTimelines();
    const bool answers = std::ranges::any_of(timelinesNow->windows(), [](const PactTimelines::Window *window) {
        return asks(window->pact->version.document, "suspend") || asks(window->pact->version.document, "restrict_tool");
    });
    if (!answers)
        return std::uint64_t{0};
    {
        const auto opened = incidents();
        if (!opened)
            return opened.error();
        const auto timelines = m->currentTimelines();
        for (const Incident &incident : *opened) {
            if (incident.clause.kind != ClauseKind::Forbid || incident.pactId.empty())
                continue;
            for (const IncidentAction &action : incident.actions) {
                if (!action.executed)
                    continue;
                // A source that gives no time cannot escape by that: then the place in the ledger counts.
                const Instant at = action.time.value_or(m->surroundings.clock());
                const PactTimelines::Window *window = timelines->inForce(incident.agent, incident.deployment, at.nanoseconds);
                if (!window || window->pact->version.document.id != incident.pactId || (!action.time && action.entry < window->entry))
                    continue;
                {
                    const std::shared_lock reading(m->lock);
                    const Statement *decided = m->authorizations.current(incident.agent);
                    if (decided && (action.time ? at.nanoseconds <= decided->decidedAt.nanoseconds : action.entry < decided->entry))
                        continue;
                }
                const PactDocument &pact = window->pact->version.document;
                if (!asks(pact, "suspend") && !asks(pact, "restrict_tool"))
                    continue;
                responses.push_back({incident.agent, action.tool, pact.id + '@' + pact.version + '#' + incident.clause.id, incident.clause.readsAs, asks(pact, "suspend")});
                break;
            }
        }
    }
    std::uint64_t done = 0;
    std::optional<Error> problem; ///< the first; the other agents are answered all the same
    for (const Response &response : responses) {
        const AgentStanding standing = this->standing(response.agent);
        if (!mayAct(standing.state))
            continue;
        if (response.suspend) {
            const auto suspended = suspendByRule(response.agent, response.rule, "scope_violation", response.sentence);
            if (!suspended) {
                problem = problem ? problem : suspended.error();
                continue;
            }
        } else {
            std::vector<std::string> tools = standing.tools;
            if (std::ranges::find(tools, response.tool) != tools.end())
                continue;
            tools.push_back(response.tool);
            const auto restricted = restrictByRule(response.agent, std::move(tools), response.rule, "scope_violation", response.sentence);
            if (!restricted) {
                problem = problem ? problem : restricted.error();
                continue;
            }
        }
        ++done;
    }
    if (problem)
        return *problem;
    return done;
}

} // namespace mandate
