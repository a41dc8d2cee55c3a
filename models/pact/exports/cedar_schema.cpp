// SPDX-License-Identifier: GPL-3.0-or-later
// Beside the policies: the schema that they are valid under, the entities, and the machine-readable way from a call to a request.
#include "models/pact/exports/cedar_policies.h"
#include "models/pact/exports/cedar_words.h"
#include "models/pact/exports/writing.h"

#include <nlohmann/json.hpp>

namespace mandate::exports {

namespace {

using Json = nlohmann::ordered_json;

std::string_view cedarType(Kind kind)
{
    switch (kind) {
    case Kind::Text: return "String";
    case Kind::Number: return "Long";
    case Kind::TextList: return "Set<String>";
    case Kind::Object:
    case Kind::Countable:
    case Kind::Truth:
    case Kind::Any: break;
    }
    return "Bool"; // Any: only whether it is there is asked
}

bool isChild(const Path &parent, const Path &child)
{
    if (child.steps.size() != parent.steps.size() + 1)
        return false;
    for (std::size_t i = 0; i < parent.steps.size(); ++i) {
        if (parent.steps[i].key != child.steps[i].key)
            return false;
    }
    return true;
}

std::string recordType(const Arguments &arguments, const Path &parent, const std::string &indent)
{
    std::string out;
    for (const auto &[name, argument] : arguments) {
        const Path &path = argument.place.path;
        if (!isChild(parent, path))
            continue;
        out += (out.empty() ? "" : ",") + ('\n' + indent + "  ") + cedarText(path.steps.back().key) + (argument.required ? ": " : "?: ");
        out += argument.place.kind == Kind::Object ? recordType(arguments, path, indent + "  ") : std::string(cedarType(argument.place.kind));
    }
    return out.empty() ? "{}" : '{' + out + '\n' + indent + '}';
}

Json readAs(const Argument &argument, int scale)
{
    Json path = Json::array();
    for (const Step &step : argument.place.path.steps)
        path.push_back(step.key);
    Json out{{"argument", std::move(path)}};
    switch (argument.place.kind) {
    case Kind::Number:
        out["kind"] = "number";
        out["decimal_places"] = scale;
        break;
    case Kind::Any: out["kind"] = "presence"; break;
    default: out["kind"] = nameOf(argument.place.kind);
    }
    if (argument.whole)
        out["whole"] = true;
    out["null"] = argument.nullIsAbsent && !argument.required ? "leave_out" : "refuse";
    if (argument.required)
        out["required"] = true;
    return out;
}

} // namespace

std::string cedarSchema(const CedarPact &pact)
{
    std::string out =
        "namespace AgentCore {\n  entity OAuthUser tags String;\n  entity Gateway;\n  action \"Mcp\";\n  action \"CallTool\" in [Action::\"Mcp\"];\n";
    for (const auto &[tool, arguments] : pact.arguments) {
        out += "  action " + cedarText(pact.target + "___" + tool) +
               " in [Action::\"CallTool\"] appliesTo {\n    principal: [OAuthUser],\n    resource: [Gateway],\n" +
               "    context: {\n      \"input\": " + recordType(arguments, Path{"args", {}, "args"}, "      ") + "\n    }\n  };\n";
    }
    return out + "}\n";
}

std::string cedarEntities(const CedarPact &pact)
{
    const Json entities =
        Json::array({{{"uid", {{"type", "AgentCore::Gateway"}, {"id", pact.gateway}}}, {"attrs", Json::object()}, {"parents", Json::array()}}});
    return entities.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

std::string cedarMapping(const CedarPact &pact, const ParsedPact &source)
{
    Json actions = Json::object();
    for (const auto &[tool, arguments] : pact.arguments) {
        Json input = Json::array();
        for (const auto &[name, argument] : arguments)
            input.push_back(readAs(argument, pact.scale));
        actions[tool] = {{"action", {{"type", "AgentCore::Action"}, {"id", pact.target + "___" + tool}}}, {"input", std::move(input)}};
    }
    Json clauses = Json::object();
    for (const CedarClause &clause : pact.clauses) {
        const bool told = clause.clause.kind != ClauseKind::Permit;
        const auto ids = [&](bool undecidable) {
            Json all = Json::array();
            for (std::size_t i = 0; i < clause.alternatives(); ++i)
                all.push_back(clause.id(i, undecidable));
            return all.size() == 1 ? Json(all[0]) : all;
        };
        Json one{{"kind", nameOf(clause.clause.kind)}, {"yes", ids(false)}};
        one["undecidable"] = !clause.mayBeUndecidable ? Json(nullptr) : told ? ids(true) : Json("not permitted");
        if (!clause.history.empty())
            one["history"] = true;
        clauses[clause.clause.id] = std::move(one);
    }
    Json left = Json::array();
    for (const Inexpressible &part : pact.left)
        left.push_back({{"place", part.place}, {"reason", part.reason}});
    Json mapping{
        {"format", "mandate.cedar-mapping/1"},
        {"pact", versionedName(source)},
        {"digest", digestText(source)},
        {"principal", {{"type", "AgentCore::OAuthUser"}}},
        {"resource", {{"type", "AgentCore::Gateway"}, {"id", pact.gateway}}},
        {"context_member", "input"},
        {"how",
         {"Only the listed arguments are handed on, each under its own name in the context member; what is not in the call is left out.",
          "number: multiplied by 10^decimal_places. It must come out as a whole number below 10^15 exactly; otherwise the call is refused.",
          "presence: true when the argument is there, whatever it holds. A value of another kind than listed: the call is refused.",
          "null: leave_out treats it as an argument that is not there; refuse refuses the call.",
          "Refused means: Cedar is not asked; the call is undecidable, so it does not run before a person has seen it.",
          "A call without arguments as an object is refused; so is a tool that is not listed."}},
        {"actions", std::move(actions)},
        {"clauses", std::move(clauses)},
        {"left", std::move(left)}};
    if (pact.temporal) {
        mapping["how"].push_back("required: a call without the argument is refused. whole: a number that is not whole is refused.");
        mapping["history"] = {
            {"window", temporalWindow},
            {"session", "The caller names the session; in AgentCore in the header x-amzn-bedrock-agentcore-policy-session-id. It is the session of the pact."},
            {"exact_for",
             {"Sessions no longer than the window: the pact looks over the whole session, the dialect over the window.",
              "Calls one after another: each is asked about when the response or error of the one before it is recorded, and a message has one call. The pact "
              "does not let calls of one message see each other.",
              "A call that ran is recorded as a response, any other as an error. Where the pact's trail does not say what became of a call, it counts as run.",
              "At most 9,000 calls of a tool whose argument is added up."}},
            {"not_run", "Written from the published description of the language; it was not run in an engine of it."}};
    }
    return mapping.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

} // namespace mandate::exports
