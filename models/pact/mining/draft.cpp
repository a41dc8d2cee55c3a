// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pact/mining/draft.h"

#include "models/pact/judge.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace mandate::mining {

namespace {

using Json = nlohmann::ordered_json;

// clang-format off
/// The members of a document in the order in which people read them.
constexpr std::array members{
    "schema", "pact_id", "version", "title", "purpose", "parent_version", "valid_from", "valid_until", "review_by", "binds", "accountability",
    "identity", "clock", "tools", "state", "windows", "clauses", "hand_off", "verification", "targets", "evidence", "evaluation", "on_breach",
};
constexpr std::array clauseMembers{
    "id", "kind", "tools", "when", "reads_as", "why", "severity", "heuristic", "after_result", "escalation",
};
// clang-format on

template<std::size_t N>
Json inOrder(const Json &object, const std::array<const char *, N> &names)
{
    Json ordered = Json::object();
    for (const char *name : names) {
        if (const auto member = object.find(name); member != object.end())
            ordered[name] = *member;
    }
    return ordered;
}

std::string duration(std::uint32_t seconds)
{
    if (seconds % 3600 == 0)
        return std::to_string(seconds / 3600) + 'h';
    return seconds % 60 == 0 ? std::to_string(seconds / 60) + 'm' : std::to_string(seconds) + 's';
}

Json jsonOf(const Clause &clause)
{
    Json json{{"id", clause.id}, {"kind", nameOf(clause.kind)}};
    json["tools"] = clause.tools;
    json["when"] = clause.when;
    json["reads_as"] = clause.readsAs;
    json["why"] = clause.why;
    if (clause.kind != ClauseKind::Permit)
        json["severity"] = nameOf(clause.severity);
    if (clause.escalation)
        json["escalation"] = {{"to", clause.escalation->to},
                              {"respond_within", duration(clause.escalation->answerSeconds)},
                              {"if_unanswered", clause.escalation->handOff ? "hand_off" : "deny"}};
    return json;
}

std::string pactIdFrom(const std::string &text)
{
    std::string id;
    for (const char c : text.substr(0, 64))
        id += (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ? c : '-';
    return id;
}

/// "1.4.2" → "1.5.0"
std::string nextVersion(const std::string &version)
{
    const auto first = version.find('.');
    const auto second = version.find('.', first + 1);
    const auto minor = std::stoul(version.substr(first + 1, second - first - 1)); // the schema admits nine digits
    return version.substr(0, first + 1) + std::to_string(std::min(minor + 1, 999'999'999UL)) + ".0";
}

/// Whether the pact binds this agent where it was observed, and nobody and nowhere else.
bool bindsOnly(const PactDocument &pact, const DraftOrigin &origin)
{
    return std::ranges::all_of(pact.binds, [&](const Binding &binding) {
        return binding.agent == origin.agent &&
               (origin.everywhere || std::ranges::find(origin.deployments, binding.deployment) != origin.deployments.end());
    });
}

Error noDraft(std::string happened, std::string remedy)
{
    Error error;
    error.kind = ErrorKind::Refused;
    error.code = "MND-PCT-040";
    error.happened = std::move(happened);
    error.unaffected = "No draft was made.";
    error.remedy = std::move(remedy);
    return error;
}

void nameDraft(Json &document, const DraftOrigin &origin, const std::optional<PactDocument> &inForce)
{
    Json binds = Json::array();
    for (const std::string &deployment : origin.deployments) {
        Json binding{{"agent", origin.agent}};
        if (!deployment.empty())
            binding["deployment"] = deployment;
        binds.push_back(std::move(binding));
    }
    document["schema"] = "mandate.pact/1";
    if (inForce && bindsOnly(*inForce, origin)) {
        document["parent_version"] = inForce->version;
        document["version"] = nextVersion(inForce->version);
        return; // it binds what it bound
    }
    document["pact_id"] = pactIdFrom((inForce ? inForce->id.substr(0, 32) + '-' : std::string()) + origin.agent);
    document["version"] = "0.1.0";
    document["title"] = (inForce ? inForce->title + ": " : std::string("Observed use of ")) + origin.agent;
    document.erase("parent_version");
    document["binds"] = std::move(binds);
}

} // namespace

std::string clauseJson(const Clause &clause)
{
    return jsonOf(clause).dump(-1, ' ', false, Json::error_handler_t::replace);
}

Result<std::string> draftDocument(const MinedScope &scope, const DraftOrigin &origin)
{
    if (origin.agent.empty() || origin.agent.find('*') != std::string::npos ||
        std::ranges::any_of(origin.deployments, [](const std::string &deployment) { return deployment.find('*') != std::string::npos; }))
        return noDraft("A pact names agents by patterns, and this agent or its deployment has no name or one with a '*'.",
                       "Insert the proposed clauses into a draft by hand.");
    if (!origin.oneBasis)
        return noDraft("This agent acts in several deployments, and not the same pact binds it in all of them.", "Name one deployment.");
    Json document = Json::object();
    std::optional<PactDocument> inForce;
    if (!origin.inForce.empty()) {
        auto parsed = parsePact(origin.inForce);
        if (!parsed)
            return parsed.error();
        inForce = std::move(parsed->document);
        document = Json::parse(parsed->canonical);
    }
    nameDraft(document, origin, inForce);

    Json clauses = Json::array();
    Json tools = document.value("tools", Json::array());
    for (const Proposal &proposal : scope.proposals) {
        clauses.push_back(jsonOf(proposal.clause));
        const std::string &name = proposal.clause.tools.front();
        if (std::ranges::none_of(tools, [&](const Json &tool) { return tool["name"] == name; }))
            tools.push_back({{"name", name}, {"title", name}});
    }
    for (const Json &clause : document.value("clauses", Json::array())) {
        if (clause["kind"] != nameOf(ClauseKind::Permit))
            clauses.push_back(inOrder(clause, clauseMembers));
    }
    for (const Proposal &proposal : scope.proposals) {
        if (proposal.perSession)
            clauses.push_back(jsonOf(proposal.perSession->clause));
    }
    document["tools"] = std::move(tools);
    document["clauses"] = std::move(clauses);
    std::string text = inOrder(document, members).dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
    auto parsed = parsePact(text);
    if (!parsed)
        return parsed.error();
    if (const auto compiled = CompiledPact::compile(std::move(parsed->document)); !compiled)
        return compiled.error();
    return text;
}

} // namespace mandate::mining
