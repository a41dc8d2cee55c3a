// SPDX-License-Identifier: GPL-3.0-or-later
// An Agent Control Specification manifest for AGT over a Rego module that reads what such a runtime hands to a policy at pre_tool_call.
#include "models/pact/exports/export.h"
#include "models/pact/exports/rego_module.h"
#include "models/pact/exports/writing.h"

#include <nlohmann/json.hpp>

namespace mandate {

namespace exports {
namespace {

/// What an Agent Control Specification runtime hands to a policy at pre_tool_call.
const RegoTarget &agentControl()
{
    static const RegoTarget target{{"AGT", false, true, true, true}, {{"args", "input.policy_target.value"}}, "input.tool.name"};
    return target;
}

} // namespace
} // namespace exports

Result<Export> exportAgt(const ParsedPact &pact)
{
    using Json = nlohmann::ordered_json;
    auto rego = exports::regoPact(pact, exports::agentControl());
    if (!rego)
        return rego.error();
    const PactDocument &document = pact.document;
    Json left = Json::array();
    for (const Inexpressible &part : rego->left)
        left.push_back({{"place", part.place}, {"reason", part.reason}});
    Json tools = Json::object();
    for (const std::string &tool : exports::knownTools(document))
        tools[tool] = {{"id", tool}};
    std::uint32_t seconds = 0; // the shortest time a desk has: nobody is given longer than the pact says
    for (const Clause &clause : document.clauses) {
        if (clause.escalation && (seconds == 0 || clause.escalation->answerSeconds < seconds))
            seconds = clause.escalation->answerSeconds;
    }
    Json manifest{{"agent_control_specification_version", "0.3.0-alpha-agt"},
                  {"metadata",
                   {{"name", document.id},
                    {"title", document.title},
                    {"pact", exports::versionedName(pact)},
                    {"digest", exports::digestText(pact)},
                    {"owner", document.owner},
                    {"not_said", std::move(left)}}},
                  {"extends", Json::array()},
                  {"policies",
                   {{"pact", {{"type", "rego"}, {"bundle", "./policy"}, {"query", "data.mandate." + exports::regoName(document.id) + ".verdict"}}}}},
                  {"intervention_points",
                   {{"pre_tool_call",
                     {{"policy_target", "$.tool_call.args"},
                      {"policy_target_kind", "tool_args"},
                      {"tool_name_from", "$.tool_call.name"},
                      {"policy", {{"id", "pact"}}}}}}},
                  {"tools", std::move(tools)}};
    if (seconds > 0)
        manifest["approval"] = {{"timeout_seconds", seconds}, {"on_timeout", "deny"}};
    Export out;
    out.files = {{"manifest.yaml", "# JSON is YAML.\n" + manifest.dump(2, ' ', false, Json::error_handler_t::replace) + '\n'},
                 {"policy/pact.rego", exports::regoModule(*rego, pact, exports::agentControl())}};
    exports::addOutcome(std::move(*rego), out);
    for (const Clause &clause : document.clauses) {
        if (clause.escalation && (clause.escalation->handOff || clause.escalation->answerSeconds != seconds))
            out.left.push_back({clause.id + ", escalation",
                                "the manifest has one time and one end for all approvals: " + std::to_string(seconds) + " s, then deny"});
    }
    return out;
}

} // namespace mandate
