// SPDX-License-Identifier: GPL-3.0-or-later
// What a pact does by itself when a prohibition was broken: suspend the agent or restrict the tool. The actor is the rule, and an owner can
// take it back. Only for what happened while the pact was in force by its signatures: an old log that is imported stops nobody.
#include "models/incidents/rules.h"
#include "models/workspace/workspace_private.h"

#include <algorithm>
#include <map>

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

/// A prohibition that the pact's authors wrote, or a target of theirs. What nothing permits and what nobody can decide is an incident, and nobody's prohibition.
bool isProhibitionOfThePact(const Incident &incident)
{
    return incident.clause.kind == ClauseKind::Forbid && !incident.pactId.empty() && (!builtInRule(incident.clause.id) || incident.clause.id.starts_with(targetMissed));
}

/// Of the last decision that a person made about the agent. Places in the ledger are compared and never times: a source says any time it likes.
std::optional<EntryNumber> lastDecisionOfAPerson(const std::vector<Statement> &history)
{
    const auto last = std::find_if(history.rbegin(), history.rend(), [](const Statement &statement) {
        return statement.voidBecause.empty() && statement.kind == StatementKind::Decision && isPerson(statement.decidedBy);
    });
    return last == history.rend() ? std::nullopt : std::optional<EntryNumber>(last->entry);
}

} // namespace

/// From the ledger alone: what was recorded as broken since a person last decided about the agent. So nothing is lost where a program is killed between
/// an incident and its answer, and what an owner took back is not done again. Only an incident's own findings count: what people put together by hand, or
/// merged into it, proves no prohibition broken.
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
        if (auto loaded = m->load(); !loaded)
            return loaded.error();
        const auto opened = ruleIncidents();
        if (!opened)
            return opened.error();
        const auto timelines = m->currentTimelines();
        const Instant now = m->surroundings.clock();
        std::map<std::string, std::optional<EntryNumber>> decisions; // by agent
        for (const Incident &incident : *opened) {
            if (!isProhibitionOfThePact(incident))
                continue;
            const auto [known, isNew] = decisions.try_emplace(incident.agent);
            if (isNew) {
                const std::shared_lock reading(m->lock);
                known->second = lastDecisionOfAPerson(m->authorizations.history(incident.agent));
            }
            const std::optional<EntryNumber> decided = known->second;
            for (const IncidentAction &action : incident.actions) {
                if (!action.executed)
                    continue;
                if (decided && action.entry < *decided)
                    continue;
                // A source that gives no time, or one that has not come, cannot escape by that: then the place in the ledger counts.
                const bool timed = action.time && action.time->nanoseconds <= now.nanoseconds;
                const PactTimelines::Window *window = timelines->inForce(incident.agent, incident.deployment, timed ? action.time->nanoseconds : now.nanoseconds);
                if (!window || window->pact->version.document.id != incident.pactId || (!timed && action.entry < window->entry))
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
