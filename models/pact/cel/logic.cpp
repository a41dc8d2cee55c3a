// SPDX-License-Identifier: GPL-3.0-or-later
// Three-valued logic: an error of one side is absorbed when the other side decides (CEL specification, "Logical Operators"). Also list and
// map literals and calls.
#include "models/pact/cel/compare.h"
#include "models/pact/cel/function.h"
#include "models/pact/cel/nodes.h"

#include <array>
#include <new>

namespace mandate::cel {
namespace {

/// && decides on false, || on true; an undecided error stays the answer unless a later operand decides.
template<bool deciding>
Value junction(const Node &n, Evaluation &e)
{
    Value undecided;
    for (const Node *child : n.children) {
        const Value value = (*child)(e);
        if (value.is(ValueKind::Bool)) {
            if (value.asBool() == deciding)
                return value;
        } else if (!undecided.isError()) {
            undecided = value.isError() ? value : e.noOverload(deciding ? "_||_" : "_&&_", {value});
        }
    }
    return undecided.isError() ? undecided : Value::boolean(!deciding);
}

bool isKeyKind(ValueKind kind)
{
    return kind == ValueKind::String || kind == ValueKind::Int || kind == ValueKind::Uint || kind == ValueKind::Bool;
}

constexpr std::array logicRows{
    FunctionRow{"!_", CallStyle::Global, "bool -> bool", nullptr, runNot},
    FunctionRow{"_&&_", CallStyle::Global, "bool, bool -> bool", nullptr, runAnd},
    FunctionRow{"_||_", CallStyle::Global, "bool, bool -> bool", nullptr, runOr},
    FunctionRow{"_?_:_", CallStyle::Global, "bool, A, A -> A", nullptr, runConditional},
};

} // namespace

std::span<const FunctionRow> logicFunctions()
{
    return logicRows;
}

Value runAnd(const Node &n, Evaluation &e)
{
    return junction<false>(n, e);
}

Value runOr(const Node &n, Evaluation &e)
{
    return junction<true>(n, e);
}

Value runNot(const Node &n, Evaluation &e)
{
    const Value x = (*n.a)(e);
    if (x.is(ValueKind::Bool))
        return Value::boolean(!x.asBool());
    return x.isError() ? x : e.noOverload("!_", {x});
}

Value runConditional(const Node &n, Evaluation &e)
{
    const Value condition = (*n.a)(e);
    if (condition.is(ValueKind::Bool))
        return condition.asBool() ? (*n.b)(e) : (*n.c)(e);
    return condition.isError() ? condition : e.noOverload("_?_:_", {condition});
}

Value runList(const Node &n, Evaluation &e)
{
    Value *room = e.arena.array<Value>(n.children.size());
    std::size_t count = 0;
    if (!e.charge(1 + n.children.size()))
        return e.tooLong();
    for (std::size_t i = 0; i < n.children.size(); ++i) {
        Value item = (*n.children[i])(e);
        if (item.isError())
            return item;
        if (n.optionalParts && (*n.optionalParts)[i]) {
            if (!item.is(ValueKind::Optional))
                return e.noOverload("[?_]", {item});
            if (!item.inner())
                continue;
            item = *item.inner();
        }
        new (room + count++) Value(item);
    }
    return Value::list({room, count});
}

Value runMap(const Node &n, Evaluation &e)
{
    const std::size_t entries = n.children.size() / 2;
    if (!e.charge(1 + entries * (entries / 64 + 1)))
        return e.tooLong();
    Member *room = e.arena.array<Member>(entries);
    std::size_t count = 0;
    for (std::size_t i = 0; i < entries; ++i) {
        const Value key = (*n.children[2 * i])(e);
        if (key.isError())
            return key;
        if (!isKeyKind(key.kind()))
            return e.error("unsupported key type");
        Value value = (*n.children[2 * i + 1])(e);
        if (value.isError())
            return value;
        if (n.optionalParts && (*n.optionalParts)[i]) {
            if (!value.is(ValueKind::Optional))
                return e.noOverload("{?_:_}", {value});
            if (!value.inner())
                continue;
            value = *value.inner();
        }
        if (findKey(Value::map({room, count}), key))
            return e.error("repeated key in a map");
        new (room + count++) Member{key, value};
    }
    return Value::map({room, count});
}

Value runCall1(const Node &n, Evaluation &e)
{
    const Value x = (*n.a)(e);
    return x.isError() ? x : n.function(e, {&x, 1});
}

Value runCall2(const Node &n, Evaluation &e)
{
    std::array<Value, 2> arguments;
    arguments[0] = (*n.a)(e);
    if (arguments[0].isError())
        return arguments[0];
    arguments[1] = (*n.b)(e);
    if (arguments[1].isError())
        return arguments[1];
    return n.function(e, arguments);
}

Value runCall(const Node &n, Evaluation &e)
{
    Value *arguments = e.arena.array<Value>(n.children.size());
    for (std::size_t i = 0; i < n.children.size(); ++i) {
        new (arguments + i) Value((*n.children[i])(e));
        if (arguments[i].isError())
            return arguments[i];
    }
    return n.function(e, {arguments, n.children.size()});
}

Value runVariadic(const Node &n, Evaluation &e)
{
    const Value list = runList(n, e);
    return list.isError() ? list : n.function(e, {&list, 1});
}

} // namespace mandate::cel
