// SPDX-License-Identifier: GPL-3.0-or-later
// Names, fields, keys, membership and size.
#include "models/pact/cel/compare.h"
#include "models/pact/cel/describe.h"
#include "models/pact/cel/function.h"
#include "models/pact/cel/nodes.h"
#include "models/pact/cel/text.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace mandate::cel {
namespace {

/// Field of a value that is no map: through an optional, or an error.
Value selectElsewhere(const Node &n, Evaluation &e, const Value &operand)
{
    if (operand.isError())
        return operand;
    if (operand.is(ValueKind::Optional)) {
        if (!operand.inner())
            return operand;
        const Value &inner = *operand.inner();
        if (inner.isMap()) {
            const Value *member = inner.find(n.text);
            if (!member)
                return Value::optional(nullptr);
            return member->isError() ? *member : Value::optional(member);
        }
        if (inner.isError())
            return inner;
        return Value::error(e.arena, "type " + std::string(typeName(inner)) + " has no fields: ." + std::string(n.text));
    }
    return Value::error(e.arena, "type " + std::string(typeName(operand)) + " has no fields: ." + std::string(n.text));
}

Value selectFrom(const Node &n, Evaluation &e, const Value &operand)
{
    if (!operand.isMap())
        return selectElsewhere(n, e, operand);
    const Value *member = operand.find(n.text);
    if (n.flag) {
        if (!member)
            return Value::optional(nullptr);
        return member->isError() ? *member : Value::optional(member);
    }
    return member ? *member : missingField(n, e);
}

/// The whole number a list index stands for, or -1.
std::int64_t listPosition(const Value &key)
{
    switch (key.kind()) {
    case ValueKind::Int: return key.asInt();
    case ValueKind::Uint: return key.asUint() > 0xFFFFFFFFU ? -1 : static_cast<std::int64_t>(key.asUint());
    case ValueKind::Double: {
        const double d = key.asDouble();
        return d >= 0 && d < 4294967296.0 && std::trunc(d) == d ? static_cast<std::int64_t>(d) : -1;
    }
    default: return -1;
    }
}

Value index(const Node &n, Evaluation &e)
{
    const Value operand = (*n.a)(e);
    if (operand.isError())
        return operand;
    const Value key = (*n.b)(e);
    if (key.isError())
        return key;
    if (operand.is(ValueKind::Optional)) {
        if (!operand.inner())
            return operand;
        const Found found = lookUp(e, *operand.inner(), key);
        if (found.error.isError())
            return found.error;
        return found.value && found.value->isError() ? *found.value : Value::optional(found.value);
    }
    const Found found = lookUp(e, operand, key);
    if (found.error.isError())
        return found.error;
    if (found.value)
        return *found.value;
    return missingKey(n, e, key, operand.isMap() ? "no such key: " : "index out of range: ");
}

Value optionalIndex(const Node &n, Evaluation &e)
{
    Value operand = (*n.a)(e);
    if (operand.isError())
        return operand;
    const Value key = (*n.b)(e);
    if (key.isError())
        return key;
    if (operand.is(ValueKind::Optional)) {
        if (!operand.inner())
            return operand;
        operand = *operand.inner();
    }
    const Found found = lookUp(e, operand, key);
    if (found.error.isError())
        return found.error;
    return found.value && found.value->isError() ? *found.value : Value::optional(found.value);
}

Value membership(const Node &n, Evaluation &e)
{
    const Value element = (*n.a)(e);
    if (element.isError())
        return element;
    const Value container = (*n.b)(e);
    if (container.isError())
        return container;
    if (container.isMap()) {
        if (!e.charge(1 + container.members().size() / 4))
            return e.tooLong();
        const Value *member = findKey(container, element);
        return member && member->isError() ? *member : Value::boolean(member != nullptr);
    }
    if (!container.isList())
        return e.noOverload("@in", {element, container});
    if (!e.charge(1 + container.items().size() / 4))
        return e.tooLong();
    if (element.isString()) {
        const std::string_view text = element.text();
        for (const Value &item : container.items()) {
            if (item.isString() && item.text() == text)
                return Value::boolean(true);
        }
        return Value::boolean(false);
    }
    for (const Value &item : container.items()) {
        if (equalWithin(element, item, e.budget))
            return Value::boolean(true);
        if (e.budget == 0)
            return e.tooLong();
    }
    return Value::boolean(false);
}

Value size(Evaluation &e, std::span<const Value> arguments)
{
    const Value &x = arguments[0];
    switch (x.kind()) {
    case ValueKind::String: return Value::integer(static_cast<std::int64_t>(text::codePoints(x.text())));
    case ValueKind::Bytes: return Value::integer(static_cast<std::int64_t>(x.text().size()));
    case ValueKind::List: return Value::integer(static_cast<std::int64_t>(x.items().size()));
    case ValueKind::Map: return Value::integer(static_cast<std::int64_t>(x.members().size()));
    default: return e.noOverload("size", arguments);
    }
}

constexpr std::string_view sizeSignatures = "string -> int | bytes -> int | list(A) -> int | map(A, B) -> int";
constexpr std::string_view optionalIndexSignatures =
    "list(A), int -> optional_type(A) | map(A, B), A -> optional_type(B) | optional_type(list(A)), int -> optional_type(A) | "
    "optional_type(map(A, B)), A -> optional_type(B)";

constexpr std::array accessRows{
    FunctionRow{"_[_]", CallStyle::Global,
                "list(A), int -> A | map(A, B), A -> B | optional_type(list(A)), int -> optional_type(A) | "
                "optional_type(map(A, B)), A -> optional_type(B)",
                nullptr, index},
    FunctionRow{"_[?_]", CallStyle::Global, optionalIndexSignatures, nullptr, optionalIndex},
    FunctionRow{"@in", CallStyle::Global, "A, list(A) -> bool | A, map(A, B) -> bool", nullptr, membership},
    FunctionRow{"size", CallStyle::Global, sizeSignatures, size},
    FunctionRow{"size", CallStyle::Member, sizeSignatures, size},
};

} // namespace

Found lookUp(Evaluation &e, const Value &operand, const Value &key)
{
    if (operand.isMap())
        return {findKey(operand, key), {}};
    if (!operand.isList())
        return {nullptr, e.noOverload("_[_]", {operand, key})};
    if (!isNumber(key.kind()))
        return {nullptr, e.noOverload("_[_]", {operand, key})};
    const std::int64_t position = listPosition(key);
    const auto items = operand.items();
    if (position < 0 || static_cast<std::uint64_t>(position) >= items.size())
        return {};
    return {&items[static_cast<std::size_t>(position)], {}};
}

Value runConstant(const Node &n, Evaluation &)
{
    return n.constant;
}

Value runSlot(const Node &n, Evaluation &e)
{
    return e.slots[n.index];
}

Value runLocal(const Node &n, Evaluation &e)
{
    return e.locals[n.index];
}

Value runSelect(const Node &n, Evaluation &e)
{
    return selectFrom(n, e, (*n.a)(e));
}

Value runSlotSelect(const Node &n, Evaluation &e)
{
    return selectFrom(n, e, e.slots[n.index]);
}

Value runHas(const Node &n, Evaluation &e)
{
    Value operand = (*n.a)(e);
    if (operand.is(ValueKind::Optional)) {
        if (!operand.inner())
            return Value::boolean(false);
        operand = *operand.inner();
    }
    if (!operand.isMap())
        return selectElsewhere(n, e, operand);
    const Value *member = operand.find(n.text);
    return member && member->isError() ? *member : Value::boolean(member != nullptr);
}

Value runInTexts(const Node &n, Evaluation &e)
{
    const Value element = (*n.a)(e);
    if (element.isError())
        return element;
    if (!element.isString())
        return Value::boolean(false);
    const auto &set = *static_cast<const TextSet *>(n.extra);
    return Value::boolean(std::binary_search(set.texts.begin(), set.texts.end(), element.text()));
}

std::span<const FunctionRow> accessFunctions()
{
    return accessRows;
}

} // namespace mandate::cel
