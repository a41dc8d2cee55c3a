// SPDX-License-Identifier: GPL-3.0-or-later
// Errors of running conditions, and the paths that name absent facts.
#include "models/pact/cel/evaluation.h"

#include "models/pact/cel/describe.h"

#include <new>
#include <string>

namespace mandate::cel {
namespace {

constexpr std::size_t longestPath = 400;

std::string keyText(const Value &key)
{
    switch (key.kind()) {
    case ValueKind::String: return quoted(key.text().substr(0, 100));
    case ValueKind::Int:
    case ValueKind::Uint:
    case ValueKind::Double:
    case ValueKind::Bool: return literalText(key);
    default: return "?";
    }
}

bool isPath(const Node &node)
{
    switch (node.form) {
    case NodeForm::Slot: return true;
    case NodeForm::Select:
    case NodeForm::Index: return isPath(*node.a);
    case NodeForm::Element:
    case NodeForm::Alias: return node.a && isPath(*node.a);
    case NodeForm::Other: break;
    }
    return false;
}

std::string pathOf(const Node &node, Evaluation &e)
{
    switch (node.form) {
    case NodeForm::Slot: return std::string(node.text);
    case NodeForm::Select: return pathOf(*node.a, e) + '.' + std::string(node.text);
    case NodeForm::Index: return pathOf(*node.a, e) + '[' + keyText((*node.b)(e)) + ']';
    case NodeForm::Element:
        if (node.a && isPath(*node.a)) { // with two variables, the first is the position or key
            const std::string position = node.flag ? keyText(e.locals[node.second]) : std::to_string(e.positions[node.index]);
            return pathOf(*node.a, e) + '[' + position + ']';
        }
        return std::string(node.text);
    case NodeForm::Alias:
        if (node.a && isPath(*node.a))
            return pathOf(*node.a, e);
        return std::string(node.text);
    case NodeForm::Other: break;
    }
    return unparse(*e.ast, node.id).substr(0, 120);
}

} // namespace

Value Evaluation::error(std::string_view lastingMessage)
{
    return Value::error(new (arena.array<ValueError>(1)) ValueError{lastingMessage, {}});
}

Value Evaluation::noOverload(std::string_view function, std::span<const Value> arguments)
{
    std::string text = "no such overload: " + std::string(function) + "(";
    for (std::size_t i = 0; i < arguments.size() && i < 8; ++i)
        text += (i ? ", " : "") + std::string(typeName(arguments[i]));
    return Value::error(arena, text + ")");
}

Value Evaluation::optionalOf(const Value &inner)
{
    return Value::optional(new (arena.array<Value>(1)) Value(inner));
}

Value missingField(const Node &node, Evaluation &e)
{
    if (!e.charge(16))
        return e.tooLong();
    const std::string path = pathOf(*node.a, e) + '.' + std::string(node.text);
    return Value::error(e.arena, "no such key: " + std::string(node.text.substr(0, 100)), std::string_view(path).substr(0, longestPath));
}

Value missingKey(const Node &node, Evaluation &e, const Value &key, std::string_view message)
{
    if (!e.charge(16))
        return e.tooLong();
    const std::string text = keyText(key);
    const std::string path = pathOf(*node.a, e) + '[' + text + ']';
    return Value::error(e.arena, std::string(message) + text, std::string_view(path).substr(0, longestPath));
}

} // namespace mandate::cel
