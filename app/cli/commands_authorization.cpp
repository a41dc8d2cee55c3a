// SPDX-License-Identifier: GPL-3.0-or-later
// agents, incidents, suspend, resume, status.
#include "app/cli/commands.h"
#include "app/cli/output.h"
#include "models/workspace/workspace.h"

#include <nlohmann/json.hpp>

namespace mandate::cli {

namespace {

using Json = nlohmann::ordered_json;

/// What binds the agent where it acts. A pact authorizes it in the deployments it binds and in no other; a signed statement everywhere.
struct Place
{
    std::string deployment;
    std::string pact; ///< id@version; empty when none binds it there
    AgentState state;
};

std::vector<Place> placesOf(const Workspace &workspace, const AgentOverview &agent)
{
    std::vector<Place> places;
    for (const std::string &deployment : agent.deployments) {
        const auto pact = workspace.pactFor(agent.agent, deployment);
        const bool byPact = agent.reason == "pact_in_force";
        places.push_back({deployment, pact ? pact->document.id + '@' + pact->document.version : std::string(),
                          byPact && !pact ? AgentState::NotAuthorized : agent.state});
    }
    return places;
}

Json agentJson(const Workspace &workspace, const AgentOverview &agent)
{
    Json places = Json::array();
    for (const Place &place : placesOf(workspace, agent))
        places.push_back({{"deployment", place.deployment}, {"state", nameOf(place.state)}, {"pact", place.pact.empty() ? Json(nullptr) : Json(place.pact)}});
    return {{"agent", agent.agent},
            {"deployments", agent.deployments},
            {"places", std::move(places)},
            {"state", nameOf(agent.state)},
            {"since", jsonOf(agent.since)},
            {"by", agent.by.empty() ? Json(nullptr) : Json(agent.by)},
            {"reason", agent.reason.empty() ? Json(nullptr) : Json(agent.reason)},
            {"pact", agent.pactId.empty() ? Json(nullptr) : Json(agent.pactId + '@' + agent.pactVersion)},
            {"pacts", agent.pacts},
            {"owner", agent.owner.empty() ? Json(nullptr) : Json(agent.owner)},
            {"runs", agent.runs},
            {"calls", agent.calls},
            {"failed_calls", agent.failedCalls},
            {"violations_attempted", agent.attemptedViolations},
            {"violations_executed", agent.executedViolations},
            {"needs_approval", agent.needsApproval},
            {"undecidable", agent.undecidable},
            {"open_incidents", agent.openIncidents},
            {"last_seen", jsonOf(agent.lastSeen)},
            {"executed_after_suspension", agent.executedWhileSuspended}};
}

int listAgents(const Arguments &arguments)
{
    auto workspace = Workspace::open(arguments.word(0), true);
    if (!workspace)
        return fail(workspace.error());
    const auto agents = (*workspace)->agents();
    if (!agents)
        return fail(agents.error());
    if (arguments.json()) {
        Json list = Json::array();
        for (const AgentOverview &agent : *agents)
            list.push_back(agentJson(**workspace, agent));
        printJson(Json{{"agents", std::move(list)}});
        return Done;
    }
    std::vector<std::vector<std::string>> rows{{"agent", "deployment", "state", "pact", "owner", "runs", "calls", "prohibited (executed)", "incidents"}};
    for (const AgentOverview &agent : *agents) {
        std::vector<Place> places = placesOf(**workspace, agent);
        if (places.empty())
            places.push_back({"-", {}, agent.state});
        for (const Place &place : places) {
            std::vector<std::string> row{agent.agent, place.deployment, std::string(nameOf(place.state)), place.pact.empty() ? "none" : place.pact};
            if (&place == &places.front()) // counted over all places
                row.insert(row.end(), {agent.owner.empty() ? "nobody" : agent.owner, std::to_string(agent.runs), std::to_string(agent.calls),
                                       std::to_string(agent.attemptedViolations) + " (" + std::to_string(agent.executedViolations) + ')',
                                       std::to_string(agent.openIncidents)});
            rows.push_back(std::move(row));
        }
    }
    printTable(rows);
    return Done;
}

int listIncidents(const Arguments &arguments)
{
    auto workspace = Workspace::open(arguments.word(0), true);
    if (!workspace)
        return fail(workspace.error());
    const auto incidents = (*workspace)->incidents();
    if (!incidents)
        return fail(incidents.error());
    if (arguments.json()) {
        Json list = Json::array();
        for (const Incident &incident : *incidents) {
            Json actions = Json::array();
            for (const IncidentAction &action : incident.actions)
                actions.push_back({{"entry", action.entry}, {"time", jsonOf(action.time)}, {"message", action.message}, {"call", action.call},
                                   {"tool", action.tool}, {"executed", action.executed}});
            list.push_back({{"id", incident.id},
                            {"severity", nameOf(incident.severity)},
                            {"opened", formatInstant(incident.opened)},
                            {"opened_by", incident.openedBy},
                            {"agent", incident.agent},
                            {"deployment", incident.deployment},
                            {"session", incident.session},
                            {"clause", incident.clause.id},
                            {"reads_as", incident.clause.readsAs},
                            {"pact", incident.pactId + '@' + incident.pactVersion},
                            {"owner", incident.owner},
                            {"attempted", incident.attempted},
                            {"executed", incident.executed},
                            {"first", jsonOf(incident.firstTime)},
                            {"last", jsonOf(incident.lastTime)},
                            {"actions", std::move(actions)}});
        }
        printJson(Json{{"total", incidents->size()}, {"incidents", std::move(list)}});
        return Done;
    }
    std::vector<std::vector<std::string>> rows{{"incident", "severity", "clause", "agent", "session", "attempted", "executed", "owner"}};
    for (const Incident &incident : *incidents)
        rows.push_back({incident.id, std::string(nameOf(incident.severity)), incident.clause.id, incident.agent, incident.session,
                        std::to_string(incident.attempted), std::to_string(incident.executed), incident.owner});
    printTable(rows);
    return Done;
}

Json statementJson(const Statement &statement)
{
    return {{"entry", statement.entry},        {"agent", statement.agent},         {"from", nameOf(statement.from)},
            {"to", nameOf(statement.to)},      {"reason", statement.reasonCode},   {"note", statement.note},
            {"by", statement.decidedBy},       {"at", formatInstant(statement.decidedAt)},
            {"pact", statement.pactId.empty() ? Json(nullptr) : Json(statement.pactId + '@' + statement.pactVersion)},
            {"evidence", {{"size", statement.evidenceSize}, {"root", statement.evidenceRoot.hex()}}}, {"key", statement.keyId}};
}

int change(const Arguments &arguments, bool suspend)
{
    auto workspace = Workspace::open(arguments.word(0));
    if (!workspace)
        return fail(workspace.error());
    const std::string reason = arguments.has("reason") ? arguments.text("reason") : suspend ? std::string() : std::string("other");
    const auto statement = suspend ? (*workspace)->suspend(arguments.word(1), reason, arguments.text("note"))
                                   : (*workspace)->resume(arguments.word(1), reason, arguments.text("note"));
    if (!statement)
        return fail(statement.error());
    if (arguments.json()) {
        printJson(Json{{"statement", statementJson(*statement)}});
        return Done;
    }
    print(visible(statement->agent) + " is " + std::string(nameOf(statement->to)) + " since " + formatInstant(statement->decidedAt) + ", by " + statement->decidedBy
          + ". Signed and recorded as entry " + std::to_string(statement->entry) + '.');
    if (suspend)
        print("No enforcement point is connected: actions of this agent that are seen from now on will be flagged.");
    else if (statement->pactId.empty())
        print("No pact in force binds this agent: its actions will not be judged.");
    return Done;
}

int status(const Arguments &arguments)
{
    auto workspace = Workspace::open(arguments.word(0), true);
    if (!workspace)
        return fail(workspace.error());
    const auto agents = (*workspace)->agents();
    if (!agents)
        return fail(agents.error());
    Json states = Json::object();
    std::vector<std::vector<std::string>> rows{{"agent", "state", "since", "by", "reason"}};
    for (const AgentOverview &agent : *agents) {
        if (arguments.words().size() > 1 && agent.agent != arguments.word(1))
            continue;
        states[agent.agent] = {{"state", nameOf(agent.state)},
                               {"since", jsonOf(agent.since)},
                               {"by", agent.by.empty() ? Json(nullptr) : Json(agent.by)},
                               {"reason", agent.reason.empty() ? Json(nullptr) : Json(agent.reason)},
                               {"pact", agent.pactId.empty() ? Json(nullptr) : Json(agent.pactId + '@' + agent.pactVersion)},
                               {"executed_after_suspension", agent.executedWhileSuspended}};
        rows.push_back({agent.agent, std::string(nameOf(agent.state)), agent.since ? formatInstant(*agent.since) : "-", agent.by.empty() ? "-" : agent.by,
                        agent.reason.empty() ? "-" : agent.reason});
    }
    if (arguments.words().size() > 1 && states.empty()) {
        Error error;
        error.kind = ErrorKind::Missing;
        error.code = "MND-WSP-007";
        error.happened = "There is no agent \"" + arguments.word(1) + "\" in the workspace, so it is not authorized.";
        error.unaffected = "Nothing was changed.";
        error.remedy = "See \"mandate agents\" for those there are.";
        return fail(error);
    }
    if (arguments.json())
        printJson(Json{{"agents", std::move(states)}});
    else
        printTable(rows);
    return Done;
}

} // namespace

std::vector<Command> authorizationCommands()
{
    return {
        {"incidents", "incidents opened by rule, one per session and clause", {"incidents W", 1, 1, {}, {}}, listIncidents},
        {"agents", "agents with state and pact in force where they act, and counts", {"agents W", 1, 1, {}, {}}, listAgents},
        {"suspend", "suspend an agent by a signed statement", {"suspend W AGENT --reason CODE [--note T]", 2, 2, {"reason", "note"}, {}},
         [](const Arguments &arguments) { return change(arguments, true); }},
        {"resume", "authorize a suspended agent again by a signed statement", {"resume W AGENT [--reason CODE] [--note T]", 2, 2, {"reason", "note"}, {}},
         [](const Arguments &arguments) { return change(arguments, false); }},
        {"status", "authorization of the agents", {"status W [AGENT]", 1, 2, {}, {}}, status},
    };
}

} // namespace mandate::cli
