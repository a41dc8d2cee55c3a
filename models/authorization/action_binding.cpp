// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/authorization/action_binding.h"

#include "models/base/object_writer.h"
#include "models/base/json_reader.h"

#include <algorithm>

namespace mandate {

namespace {

constexpr std::string_view bindingSchema = "mandate.action/1";

/// Of arguments that are signed: inside an entry they lie some levels deeper, and must be readable there.
constexpr int deepestArguments = 400;

bool isDeeperThan(const Value &value, int levels)
{
    if (levels < 0)
        return true;
    if (value.isList())
        return std::ranges::any_of(value.items(), [levels](const Value &item) { return isDeeperThan(item, levels - 1); });
    if (value.isMap())
        return std::ranges::any_of(value.members(), [levels](const Member &member) { return isDeeperThan(member.value, levels - 1); });
    return false;
}

double numberIn(const Value &value)
{
    switch (value.kind()) {
    case ValueKind::Int: return static_cast<double>(value.asInt());
    case ValueKind::Uint: return static_cast<double>(value.asUint());
    default: return value.asDouble();
    }
}

bool isNumber(const Value &value)
{
    return value.is(ValueKind::Int) || value.is(ValueKind::Uint) || value.is(ValueKind::Double);
}

bool isNarrowerValue(const Value &narrower, const Value &approved)
{
    if (isNumber(narrower) && isNumber(approved)) {
        const double to = numberIn(narrower);
        return to <= numberIn(approved) && (to >= 0 || to == numberIn(approved));
    }
    if (narrower.isList() && approved.isList()) { // what is left stays in its order
        auto next = approved.items().begin();
        for (const Value &item : narrower.items()) {
            next = std::find_if(next, approved.items().end(), [&](const Value &candidate) { return isNarrowerValue(item, candidate); });
            if (next == approved.items().end())
                return false;
            ++next;
        }
        return true;
    }
    if (narrower.isMap() && approved.isMap()) {
        return narrower.members().size() == approved.members().size() && std::ranges::all_of(narrower.members(), [&](const Member &member) {
                   const Value *before = member.key.isString() ? approved.find(member.key.text()) : nullptr;
                   return before && isNarrowerValue(member.value, *before);
               });
    }
    return canonicalJson(narrower) == canonicalJson(approved);
}

} // namespace

std::string ActionBinding::canonical() const
{
    // In RFC 8785 order; `parameters` is in that form already.
    std::string out = "{\"agent_id\":";
    appendCanonicalString(out, agent);
    out += ",\"operation\":";
    appendCanonicalString(out, operation);
    out += ",\"parameters\":";
    out += parameters;
    out += ",\"schema_version\":";
    appendCanonicalString(out, bindingSchema);
    out += ",\"subject_id\":";
    appendCanonicalString(out, onBehalfOf);
    out += ",\"target\":{\"resource\":";
    appendCanonicalString(out, resource);
    out += ",\"tool_name\":";
    appendCanonicalString(out, tool);
    out += ",\"tool_schema_version\":";
    appendCanonicalString(out, toolSchemaVersion);
    out += "}}";
    return out;
}

Digest ActionBinding::digest() const
{
    return sha256(canonical());
}

Result<void> normalise(ActionBinding &action)
{
    JsonReader reader;
    Arena arena;
    const auto parameters = reader.read(action.parameters, arena);
    if (parameters && parameters->isMap() && !isDeeperThan(*parameters, deepestArguments)) {
        action.parameters = canonicalJson(*parameters);
        return {};
    }
    Error error;
    error.kind = ErrorKind::Input;
    error.code = "MND-APR-004";
    error.happened = "The action's arguments are no JSON object of at most " + std::to_string(deepestArguments) + " levels" +
                     (parameters ? std::string(".") : ": " + parameters.error().happened);
    error.unaffected = "Nothing was filed.";
    error.remedy = "Send the arguments as an object, {} when there are none.";
    return error;
}

Result<ActionBinding> readActionBinding(const Value &binding)
{
    const Value *target = binding.find("target");
    const Value *parameters = binding.find("parameters");
    const auto text = [](const Value *of, std::string_view name) { return of ? std::string(of->findText(name).value_or(std::string_view())) : std::string(); };
    ActionBinding action;
    action.operation = text(&binding, "operation");
    action.agent = text(&binding, "agent_id");
    action.onBehalfOf = text(&binding, "subject_id");
    action.tool = text(target, "tool_name");
    action.toolSchemaVersion = text(target, "tool_schema_version");
    action.resource = text(target, "resource");
    if (binding.findText("schema_version") != bindingSchema || action.agent.empty() || action.tool.empty() || action.operation.empty() || !parameters ||
        !parameters->isMap()) {
        Error error;
        error.kind = ErrorKind::Input;
        error.code = "MND-APR-001";
        error.happened = "This is no action binding: it lacks its schema version, operation, agent, tool or parameters.";
        error.unaffected = "Nothing was decided.";
        error.remedy = "Send the members that docs/gateway.md names.";
        return error;
    }
    action.parameters = canonicalJson(*parameters);
    return action;
}

bool isNarrower(const ActionBinding &narrower, const ActionBinding &approved)
{
    ActionBinding same = narrower;
    same.parameters = approved.parameters;
    if (same != approved)
        return false;
    JsonReader reader;
    Arena arena;
    const auto to = reader.read(narrower.parameters, arena);
    const auto from = reader.read(approved.parameters, arena);
    return to && from && isNarrowerValue(*to, *from);
}

} // namespace mandate
