// SPDX-License-Identifier: GPL-3.0-or-later
// agents, incidents, status, and every change of what an agent may do: suspend, restrict, resume, revoke, authorize, confirm, decline.
#include "app/cli/commands.h"
#include "app/cli/incident_json.h"
#include "app/cli/enforcement_output.h"
#include "app/cli/opened_evidence.h"
#include "app/cli/output.h"
#include "app/cli/pact_file.h"
#include "app/cli/surroundings.h"
#include "models/gateway/token_file.h"
#include "models/workspace/workspace.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <functional>

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
            {"asked_gateway", agent.asked},
            {"refused_by_gateway", agent.refused},
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
    std::vector<std::vector<std::string>> rows{{"agent", "deployment", "state", "pact", "owner", "runs", "calls", "refused by the gateway", "prohibited (executed)", "incidents"}};
    for (const AgentOverview &agent : *agents) {
        std::vector<Place> places = placesOf(**workspace, agent);
        if (places.empty())
            places.push_back({"-", {}, agent.state});
        for (const Place &place : places) {
            std::vector<std::string> row{agent.agent, place.deployment, std::string(nameOf(place.state)), place.pact.empty() ? "none" : place.pact};
            if (&place == &places.front()) // counted over all places
                row.insert(row.end(), {agent.owner.empty() ? "nobody" : agent.owner, std::to_string(agent.runs), std::to_string(agent.calls), std::to_string(agent.refused),
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
    auto workspace = openEvidence(arguments.word(0));
    if (!workspace)
        return fail(workspace.error());
    const auto incidents = (*workspace)->incidents();
    if (!incidents)
        return fail(incidents.error());
    if (arguments.json()) {
        Json list = Json::array();
        for (const Incident &incident : *incidents)
            list.push_back(incidentJson(incident));
        printJson(Json{{"total", incidents->size()}, {"incidents", std::move(list)}});
        return Done;
    }
    std::vector<std::vector<std::string>> rows{{"incident", "severity", "state", "clause", "agent", "session", "attempted", "executed", "owner", "cause"}};
    for (const Incident &incident : *incidents)
        rows.push_back({incident.id, std::string(nameOf(incident.severity)), std::string(nameOf(incident.state)), incident.clause.id, incident.agent, incident.session,
                        std::to_string(incident.attempted), std::to_string(incident.executed), incident.owner,
                        incident.cause ? std::string(nameOf(*incident.cause)) : incident.attribution == AttributionState::Disputed ? "disputed" : ""});
    printTable(rows);
    return Done;
}

Json statementJson(const Statement &statement)
{
    return {{"entry", statement.entry},        {"kind", nameOf(statement.kind)},   {"agent", statement.agent},
            {"from", nameOf(statement.from)},
            {"to", nameOf(statement.to)},      {"tools", statement.tools},         {"reason", statement.reasonCode},
            {"note", statement.note},
            {"by", statement.decidedBy},       {"acting_for", statement.actingFor.empty() ? Json(nullptr) : Json(statement.actingFor)},
            {"acting_until", jsonOf(statement.actingUntil)}, {"requested_by", statement.requestedBy.empty() ? Json(nullptr) : Json(statement.requestedBy)},
            {"at", formatInstant(statement.decidedAt)},
            {"valid_from", jsonOf(statement.validFrom)}, {"valid_until", jsonOf(statement.validUntil)},
            {"pact", statement.pactId.empty() ? Json(nullptr) : Json(statement.pactId + '@' + statement.pactVersion)},
            {"evidence", {{"size", statement.evidenceSize}, {"root", statement.evidenceRoot.hex()}}}, {"key", statement.keyId}};
}

std::vector<std::string> toolsOf(const std::string &text)
{
    std::vector<std::string> tools;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find(',', begin), text.size());
        if (end > begin)
            tools.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return tools;
}

std::string told(const Statement &statement)
{
    const std::string signedAs = ". Signed by " + actedBy(statement.decidedBy, statement.actingFor, statement.actingUntil) + " and recorded as entry " + std::to_string(statement.entry) + '.';
    std::string state = std::string(nameOf(statement.to));
    for (const std::string &tool : statement.tools)
        state += (&tool == &statement.tools.front() ? " without " : ", ") + visible(tool);
    if (statement.kind == StatementKind::Proposal)
        return "It is proposed that " + visible(statement.agent) + " becomes " + state + signedAs + "\nNothing is changed until another owner or deputy confirms it: mandate confirm W AGENT.";
    if (statement.kind == StatementKind::Decline)
        return "The proposal about " + visible(statement.agent) + " is declined" + signedAs;
    return visible(statement.agent) + " is " + state + " since " + formatInstant(statement.decidedAt) +
           (statement.validUntil ? ", until " + formatInstant(*statement.validUntil) : "") + ", by " + actedBy(statement.decidedBy, statement.actingFor, statement.actingUntil) +
           (statement.requestedBy.empty() ? "" : ", proposed by " + statement.requestedBy) + ". Signed and recorded as entry " +
           std::to_string(statement.entry) + '.';
}

/// How long points are waited for.
std::chrono::milliseconds patience(const Arguments &arguments)
{
    return std::chrono::milliseconds(arguments.has("no-wait") ? 0 : 5000);
}

/// Whether a token beside the workspace speaks for an agent by this name. One for all agents names none: a slip of the pen would pass for a name.
bool isNamedByToken(const std::string &workspace, const std::string &agent)
{
    TokenFile file(TokenFile::besideWorkspace(workspace));
    const auto tokens = file.current();
    return tokens && std::ranges::any_of((*tokens)->tokens(), [&](const Token &token) {
        return token.speaksFor(agent) && std::ranges::find(token.agents, "*") == token.agents.end();
    });
}

int change(const Arguments &arguments, const std::function<Result<Statement>(Workspace &)> &act)
{
    Surroundings around = surroundings();
    around.knowsAgent = [path = arguments.word(0)](const std::string &agent) { return isNamedByToken(path, agent); };
    auto workspace = Workspace::open(arguments.word(0), false, std::move(around));
    if (!workspace)
        return fail(workspace.error());
    const auto statement = act(**workspace);
    if (!statement)
        return fail(statement.error());
    if (statement->kind != StatementKind::Decision) {
        if (arguments.json())
            printJson(Json{{"statement", statementJson(*statement)}});
        else
            print(told(*statement));
        return Done;
    }
    if (!arguments.json())
        print(told(*statement)); // at once: the points may take their time
    const std::vector<EnforcementView> views = tellPoints(**workspace, {statement->agent}, patience(arguments));
    const bool confirmed = views.empty() || views.front().points.empty() || isConfirmed(views.front());
    if (arguments.json()) {
        printJson(Json{{"statement", statementJson(*statement)}, {"enforcement", views.empty() ? Json(nullptr) : enforcementJson(views.front())}});
        return confirmed || arguments.has("no-wait") ? Done : Findings;
    }
    if (!views.empty())
        printEnforcement(views.front());
    if (statement->to == AgentState::Suspended && !views.empty() && views.front().points.empty())
        print("Actions of this agent that are seen from now on will be flagged.");
    else if (statement->to != AgentState::Suspended && statement->pactId.empty())
        print("No pact in force binds this agent: its actions will not be judged.");
    return confirmed || arguments.has("no-wait") ? Done : Findings;
}

/// Every agent that may act; the number has to be typed, so that nobody stops more than they know of.
int suspendAll(const Arguments &arguments)
{
    auto workspace = Workspace::open(arguments.word(0), false, surroundings());
    if (!workspace)
        return fail(workspace.error());
    const auto agents = (*workspace)->agents();
    if (!agents)
        return fail(agents.error());
    std::vector<std::string> acting;
    for (const AgentOverview &agent : *agents) {
        if (agent.state == AgentState::Authorized || agent.state == AgentState::Restricted)
            acting.push_back(agent.agent);
    }
    Error error;
    error.unaffected = "No agent was suspended.";
    if (arguments.text("count") != std::to_string(acting.size())) {
        error.kind = ErrorKind::Refused;
        error.code = "MND-CLI-032";
        error.happened = counted(acting.size(), "agent") + " may act now, and --count says " + (arguments.has("count") ? '"' + arguments.text("count") + '"' : std::string("nothing")) + '.';
        error.remedy = "If you mean all of them, say --count " + std::to_string(acting.size()) + '.';
        return fail(error);
    }
    const auto suspended = (*workspace)->suspendAll(arguments.text("reason"), arguments.text("note"));
    if (!suspended)
        return fail(suspended.error());
    if (!arguments.json())
        print(counted(*suspended, "agent is suspended, by a statement of its own.", "agents are suspended, each by a statement of its own."));
    const std::vector<EnforcementView> views = tellPoints(**workspace, acting, patience(arguments));
    bool confirmed = *suspended == acting.size();
    Json states = Json::object();
    for (const EnforcementView &view : views) {
        confirmed = confirmed && (view.points.empty() || isConfirmed(view));
        states[view.agent] = enforcementJson(view);
        if (!arguments.json()) {
            print(visible(view.agent) + ": " + std::string(nameOf(view.overall())));
            if (!isConfirmed(view))
                printEnforcement(view);
        }
    }
    if (arguments.json())
        printJson(Json{{"suspended", *suspended}, {"enforcement", std::move(states)}});
    return confirmed || arguments.has("no-wait") ? Done : Findings;
}

int suspend(const Arguments &arguments)
{
    if (arguments.has("all") == (arguments.words().size() > 1)) {
        Error error;
        error.kind = ErrorKind::Usage;
        error.code = "MND-CLI-033";
        error.happened = arguments.has("all") ? "An agent is named beside --all." : "No agent is named.";
        error.unaffected = "No agent was suspended.";
        error.remedy = "Name one agent, or say --all with --count N.";
        return fail(error);
    }
    if (arguments.has("all"))
        return suspendAll(arguments);
    return change(arguments, [&](Workspace &workspace) { return workspace.suspend(arguments.word(1), arguments.text("reason"), arguments.text("note")); });
}

int resume(const Arguments &arguments)
{
    return change(arguments, [&](Workspace &workspace) {
        return workspace.resume(arguments.word(1), arguments.text("reason"), arguments.text("note"), toolsOf(arguments.text("without")));
    });
}

int restrict(const Arguments &arguments)
{
    return change(arguments, [&](Workspace &workspace) {
        return workspace.restrict(arguments.word(1), toolsOf(arguments.text("tool")), arguments.text("reason"), arguments.text("note"));
    });
}

int revoke(const Arguments &arguments)
{
    return change(arguments, [&](Workspace &workspace) { return workspace.revoke(arguments.word(1), arguments.text("reason"), arguments.text("note")); });
}

int authorize(const Arguments &arguments)
{
    const auto from = arguments.time("from");
    const auto until = arguments.time("until");
    if (!from)
        return fail(from.error());
    if (!until)
        return fail(until.error());
    AuthorizationRequest request;
    request.from = *from;
    request.until = *until;
    if (arguments.has("reason"))
        request.reasonCode = arguments.text("reason");
    request.note = arguments.text("note");
    return change(arguments, [&](Workspace &workspace) { return workspace.authorize(arguments.word(1), request); });
}

int confirm(const Arguments &arguments)
{
    return change(arguments, [&](Workspace &workspace) { return workspace.confirm(arguments.word(1), arguments.text("note")); });
}

int decline(const Arguments &arguments)
{
    return change(arguments, [&](Workspace &workspace) { return workspace.decline(arguments.word(1), arguments.text("note")); });
}

int showGate(const Arguments &arguments)
{
    const auto workspace = Workspace::open(arguments.word(0), true);
    if (!workspace)
        return fail(workspace.error());
    const auto gate = (*workspace)->gate(arguments.word(1));
    if (!gate)
        return fail(gate.error());
    Json checks = Json::array();
    std::vector<std::vector<std::string>> rows{{"", "needed", "found", "what to do"}};
    for (const GateCheck &check : gate->checks) {
        checks.push_back({{"item", nameOf(check.item)}, {"passed", !check.refusal}, {"says", check.says},
                          {"code", check.refusal ? Json(check.refusal->code) : Json(nullptr)}, {"remedy", check.refusal ? Json(check.refusal->remedy) : Json(nullptr)}});
        rows.push_back({check.refusal ? "no" : "ok", std::string(nameOf(check.item)), check.says, check.refusal ? check.refusal->remedy : ""});
    }
    if (arguments.json())
        printJson(Json{{"agent", arguments.word(1)}, {"passed", gate->firstRefusal() == nullptr}, {"checks", std::move(checks)}});
    else
        printTable(rows);
    return gate->firstRefusal() ? Findings : Done;
}

int recordEvaluation(const Arguments &arguments)
{
    const auto result = readFile(arguments.text("result"));
    if (!result)
        return fail(result.error());
    auto workspace = Workspace::open(arguments.word(0), false, surroundings());
    if (!workspace)
        return fail(workspace.error());
    const auto entry = (*workspace)->recordEvaluation(arguments.word(1), arguments.text("suite"), *result);
    if (!entry)
        return fail(entry.error());
    if (arguments.json())
        printJson(Json{{"entry", *entry}, {"content", sha256(*result).hex()}});
    else
        print("That " + visible(arguments.word(1)) + " was evaluated is signed and recorded as entry " + std::to_string(*entry) + ", with the digest of the file: " + sha256(*result).hex());
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
    const auto finding = (*workspace)->peopleFinding();
    Json states = Json::object();
    std::vector<std::vector<std::string>> rows{{"agent", "state", "points", "since", "by", "reason"}};
    std::vector<EnforcementView> open; ///< whose points are listed one by one
    for (const AgentOverview &agent : *agents) {
        if (arguments.words().size() > 1 && agent.agent != arguments.word(1))
            continue;
        states[agent.agent] = {{"state", nameOf(agent.state)},
                               {"since", jsonOf(agent.since)},
                               {"by", agent.by.empty() ? Json(nullptr) : Json(agent.by)},
                               {"reason", agent.reason.empty() ? Json(nullptr) : Json(agent.reason)},
                               {"pact", agent.pactId.empty() ? Json(nullptr) : Json(agent.pactId + '@' + agent.pactVersion)},
                               {"restricted_tools", agent.restrictedTools},
                               {"valid_until", jsonOf(agent.validUntil)},
                               {"owner", agent.appointment && !agent.appointment->vacated ? Json(agent.appointment->owner) : Json(nullptr)},
                               {"owner_finding", agent.ownerFinding.empty() ? Json(nullptr) : Json(agent.ownerFinding)},
                               {"scope_policy", agent.scopePolicy.empty() ? Json(nullptr) : Json(agent.scopePolicy)},
                               {"scope_finding", agent.scopeFinding.empty() ? Json(nullptr) : Json(agent.scopeFinding)},
                               {"proposal", agent.proposal ? statementJson(*agent.proposal) : Json(nullptr)},
                               {"executed_after_suspension", agent.executedWhileSuspended}};
        const auto view = (*workspace)->enforcement(agent.agent);
        states[agent.agent]["enforcement"] = view ? enforcementJson(*view) : Json(nullptr);
        const bool stopped = agent.state == AgentState::Suspended || agent.state == AgentState::Revoked;
        if (view && ((stopped && !isConfirmed(*view)) || arguments.words().size() > 1))
            open.push_back(*view);
        std::string state(nameOf(agent.state));
        for (std::size_t i = 0; agent.state == AgentState::Restricted && i < agent.restrictedTools.size(); ++i)
            state += (i == 0 ? ", may not use " : ", ") + visible(agent.restrictedTools[i]);
        rows.push_back({agent.agent, std::move(state), view && !view->points.empty() ? std::string(nameOf(view->overall())) : "no point", agent.since ? formatInstant(*agent.since) : "-", agent.by.empty() ? "-" : agent.by,
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
    if (arguments.json()) {
        printJson(Json{{"agents", std::move(states)}, {"finding", finding ? Json{{"code", finding->code}, {"says", finding->happened}} : Json(nullptr)}});
        return Done;
    }
    if (finding)
        print(visible(finding->happened) + '\n');
    printTable(rows);
    for (const EnforcementView &view : open) {
        print('\n' + visible(view.agent) + ", " + std::string(nameOf(view.state)) + ':');
        printEnforcement(view);
    }
    for (const AgentOverview &agent : *agents) {
        if (!agent.scopeFinding.empty() && (arguments.words().size() < 2 || agent.agent == arguments.word(1)))
            print('\n' + visible(agent.agent) + ": " + visible(agent.scopeFinding));
        if (agent.proposal && (arguments.words().size() < 2 || agent.agent == arguments.word(1)))
            print("\nWaits for a second person: " + told(*agent.proposal));
    }
    return Done;
}

} // namespace

std::vector<Command> authorizationCommands()
{
    return {
        {"incidents", "incidents opened by rule, one per session and clause", {"incidents W|BUNDLE", 1, 1, {}, {}}, listIncidents},
        {"agents", "agents with state and pact in force where they act, and counts", {"agents W", 1, 1, {}, {}}, listAgents},
        {"suspend", "suspend an agent, or all that may act, and wait for the enforcement points", {"suspend W AGENT|--all --count N --reason CODE [--note T] [--no-wait]", 1, 2, {"reason", "note", "count"}, {"all", "no-wait"}}, suspend},
        {"restrict", "forbid an agent some of its tools", {"restrict W AGENT --tool T[,T] --reason CODE [--note T] [--no-wait]", 2, 2, {"tool", "reason", "note"}, {"no-wait"}}, restrict},
        {"resume", "authorize a suspended agent again, wholly or first without some tools", {"resume W AGENT [--without T[,T]] [--reason CODE] [--note T] [--no-wait]", 2, 2, {"without", "reason", "note"}, {"no-wait"}}, resume},
        {"revoke", "end an agent's authorization for good", {"revoke W AGENT --reason CODE [--note T] [--no-wait]", 2, 2, {"reason", "note"}, {"no-wait"}}, revoke},
        {"authorize", "authorize an agent that passes the gate", {"authorize W AGENT [--from TIME] [--until TIME] [--reason CODE] [--note T] [--no-wait]", 2, 2, {"from", "until", "reason", "note"}, {"no-wait"}}, authorize},
        {"confirm", "confirm as the second person what was proposed", {"confirm W AGENT [--note T] [--no-wait]", 2, 2, {"note"}, {"no-wait"}}, confirm},
        {"decline", "decline what was proposed", {"decline W AGENT [--note T]", 2, 2, {"note"}, {}}, decline},
        {"gate", "what an agent has and lacks to be authorized", {"gate W AGENT", 2, 2, {}, {}}, showGate},
        {"evaluate record", "keep that an agent was evaluated, with the digest of the results", {"evaluate record W AGENT --suite S --result FILE", 2, 2, {"suite", "result"}, {}}, recordEvaluation},
        {"status", "authorization of the agents", {"status W [AGENT]", 1, 2, {}, {}}, status},
    };
}

} // namespace mandate::cli
