// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/mining_json.h"

#include "app/cli/output.h"

#include <nlohmann/json.hpp>

namespace mandate::cli {

namespace {

using Json = nlohmann::ordered_json;

Json numberJson(const mining::Number &number)
{
    switch (number.value.kind()) {
    case ValueKind::Int: return number.value.asInt();
    case ValueKind::Uint: return number.value.asUint();
    case ValueKind::Double: return number.value.asDouble();
    default: return nullptr;
    }
}

template<typename T>
Json orNull(const std::optional<T> &value)
{
    return value ? Json(*value) : Json(nullptr);
}

Json pactJson(const PactName &pact)
{
    return pact.id + '@' + pact.version;
}

Json boundsJson(const std::vector<mining::TighterBound> &bounds)
{
    Json list = Json::array();
    for (const mining::TighterBound &bound : bounds)
        list.push_back({{"at_most", numberJson(bound.bound)},
                        {"next_lower", bound.nextLower},
                        {"percentile", orNull(bound.percentile)},
                        {"stops", {{"calls", bound.calls}, {"sessions", orNull(bound.sessions)}, {"first", bound.first}}}});
    return list;
}

Json argumentJson(const mining::ArgumentEvidence &argument)
{
    Json json{{"argument", argument.path}, {"calls", argument.calls}, {"always", argument.always}, {"kinds", argument.kinds}};
    if (argument.range)
        json["range"] = {{"from", numberJson(argument.range->from)},
                         {"to", numberJson(argument.range->to)},
                         {"from_entry", argument.range->fromEntry},
                         {"to_entry", argument.range->toEntry}};
    if (!argument.values.empty()) {
        json["values"] = Json::array();
        for (const mining::TextValue &value : argument.values)
            json["values"].push_back({{"value", value.text}, {"calls", value.calls}, {"first", value.first}});
    }
    if (argument.only)
        json["only"] = *argument.only;
    json["not_covered"] = argument.notCovered.empty() ? Json(nullptr) : Json(argument.notCovered);
    return json;
}

Json proposalJson(const mining::Proposal &proposal)
{
    Json arguments = Json::array();
    for (const mining::ArgumentEvidence &argument : proposal.arguments)
        arguments.push_back(argumentJson(argument));
    Json tighter = Json::array();
    for (const mining::Tighter &one : proposal.tighter)
        tighter.push_back({{"argument", one.path}, {"now", numberJson(one.now)}, {"bounds", boundsJson(one.bounds)}});
    Json json{{"tool", proposal.clause.tools.front()},
              {"clause", Json::parse(mining::clauseJson(proposal.clause))},
              {"calls", proposal.calls},
              {"sessions", orNull(proposal.sessions)},
              {"first", proposal.first},
              {"last", proposal.last},
              {"out_of_scope", proposal.outOfScope},
              {"rests_on_little", proposal.restsOnLittle},
              {"arguments", std::move(arguments)},
              {"not_covered", proposal.notCovered},
              {"tighter", std::move(tighter)},
              {"per_session", nullptr}};
    if (const auto &limit = proposal.perSession)
        json["per_session"] = {{"clause", Json::parse(mining::clauseJson(limit->clause))},
                               {"most", limit->most},
                               {"entry", limit->entry},
                               {"bounds", boundsJson(limit->tighter)}};
    return json;
}

} // namespace

std::string plain(const mining::Number &number)
{
    return numberJson(number).dump();
}

Json jsonOf(const MiningQuery &query, const MiningReport &report)
{
    Json leftOut = Json::array();
    for (const LeftOutOfMining &left : report.leftOut)
        leftOut.push_back({{"verdict", nameOf(left.verdict)},
                           {"clause", left.clause.empty() ? Json(nullptr) : Json(left.clause)},
                           {"tool", left.tool},
                           {"calls", left.calls},
                           {"first", left.first}});
    Json proposals = Json::array();
    for (const mining::Proposal &proposal : report.scope.proposals)
        proposals.push_back(proposalJson(proposal));
    Json withoutProposal = Json::array();
    for (const auto &left : report.scope.left)
        withoutProposal.push_back({{"tool", left.tool}, {"calls", left.calls}, {"reason", left.reason}});
    Json inForce = Json::array();
    for (const PactName &pact : report.inForce)
        inForce.push_back(pactJson(pact));
    Json neverUsed = Json::array();
    for (const NeverUsed &never : report.neverUsed)
        neverUsed.push_back({{"tool", never.tool}, {"pact", pactJson(never.pact)}, {"clauses", never.clauses}, {"attempted", never.attempted}});
    Json broader = Json::array();
    for (const BroadPermission &broad : report.broader)
        broader.push_back({{"pact", pactJson(broad.pact)}, {"clause", broad.clause}, {"pattern", broad.pattern}, {"used", broad.used}});
    return {
        {"agent", query.agent},
        {"deployment", orNull(query.deployment)},
        {"actions", report.actions},
        {"mined", report.mined},
        {"not_executed", report.notExecuted},
        {"observed", {{"since", jsonOf(report.since)}, {"until", jsonOf(report.until)}, {"first", report.firstEntry}, {"last", report.lastEntry}}},
        {"in_force", std::move(inForce)},
        {"left_out", std::move(leftOut)},
        {"proposals", std::move(proposals)},
        {"without_proposal", std::move(withoutProposal)},
        {"calls_of_further_tools", report.scope.callsOfFurtherTools},
        {"never_used", std::move(neverUsed)},
        {"broader", std::move(broader)},
        {"trail", {{"entries", report.trailEntries}, {"root", report.trailRoot.hex()}}}};
}

} // namespace mandate::cli
