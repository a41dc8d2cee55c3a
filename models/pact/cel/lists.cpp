// SPDX-License-Identifier: GPL-3.0-or-later
// CEL's lists extension: slice, flatten, sort, distinct, range, first, last. sum, min and max are in aggregates.cpp, reverse in
// strings.cpp, sortBy is a macro.
#include "models/pact/cel/compare.h"
#include "models/pact/cel/function.h"
#include "models/pact/cel/nodes.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <new>

namespace mandate::cel {
namespace {

using Arguments = std::span<const Value>;

Value slice(Evaluation &e, Arguments x)
{
    if (!x[0].isList() || !x[1].is(ValueKind::Int) || !x[2].is(ValueKind::Int))
        return e.noOverload("slice", x);
    const auto items = x[0].items();
    const std::int64_t begin = x[1].asInt();
    const std::int64_t end = x[2].asInt();
    if (begin < 0 || end < begin || static_cast<std::uint64_t>(end) > items.size())
        return e.error("slice: start and end must be within the list, start not after end");
    return Value::list(items.subspan(static_cast<std::size_t>(begin), static_cast<std::size_t>(end - begin)));
}

/// Counts (room null) or copies the elements, lists opened `depth` levels deep. Returns false when the budget ends.
bool flattenInto(Evaluation &e, std::span<const Value> items, std::int64_t depth, Value *room, std::size_t &count, int level = 0)
{
    for (const Value &item : items) {
        if (!e.charge(1) || level > 200)
            return false;
        if (item.isList() && depth > 0) {
            if (!flattenInto(e, item.items(), depth - 1, room, count, level + 1))
                return false;
        } else {
            if (room)
                new (room + count) Value(item);
            ++count;
        }
    }
    return true;
}

Value flatten(Evaluation &e, Arguments x)
{
    if (!x[0].isList() || (x.size() == 2 && !x[1].is(ValueKind::Int)))
        return e.noOverload("flatten", x);
    const std::int64_t depth = x.size() == 2 ? x[1].asInt() : 1;
    if (depth < 0)
        return e.error("flatten: the depth must not be negative");
    std::size_t count = 0;
    if (!flattenInto(e, x[0].items(), depth, nullptr, count))
        return e.tooLong();
    Value *room = e.arena.array<Value>(count);
    count = 0;
    if (!flattenInto(e, x[0].items(), depth, room, count))
        return e.tooLong();
    return Value::list({room, count});
}

Value sort(Evaluation &e, Arguments x)
{
    return x[0].isList() ? sortedBy(e, x[0].items(), x[0].items()) : e.noOverload("sort", x);
}

Value distinct(Evaluation &e, Arguments x)
{
    if (!x[0].isList())
        return e.noOverload("distinct", x);
    const auto items = x[0].items();
    if (!e.charge(1 + items.size()))
        return e.tooLong();
    Value *room = e.arena.array<Value>(items.size());
    std::size_t count = 0;
    for (const Value &item : items) {
        bool known = false;
        for (std::size_t i = 0; i < count && !known; ++i) {
            if (!e.charge(1))
                return e.tooLong();
            known = equalWithin(room[i], item, e.budget);
        }
        if (e.budget == 0)
            return e.tooLong();
        if (!known)
            new (room + count++) Value(item);
    }
    return Value::list({room, count});
}

Value range(Evaluation &e, Arguments x)
{
    if (!x[0].is(ValueKind::Int))
        return e.noOverload("lists.range", x);
    const std::int64_t count = std::max<std::int64_t>(0, x[0].asInt());
    if (!e.charge(1 + static_cast<std::uint64_t>(count)))
        return e.tooLong();
    Value *room = e.arena.array<Value>(static_cast<std::size_t>(count));
    for (std::int64_t i = 0; i < count; ++i)
        new (room + i) Value(Value::integer(i));
    return Value::list({room, static_cast<std::size_t>(count)});
}

Value first(Evaluation &e, Arguments x)
{
    if (!x[0].isList())
        return e.noOverload("first", x);
    return Value::optional(x[0].items().empty() ? nullptr : x[0].items().data());
}

Value last(Evaluation &e, Arguments x)
{
    if (!x[0].isList())
        return e.noOverload("last", x);
    return Value::optional(x[0].items().empty() ? nullptr : &x[0].items().back());
}

constexpr std::array listsRows{
    FunctionRow{"slice", CallStyle::Member, "list(A), int, int -> list(A)", slice},
    FunctionRow{"flatten", CallStyle::Member, "list(list(A)) -> list(A) | list(dyn) -> list(dyn) | list(dyn), int -> list(dyn)", flatten},
    FunctionRow{"sort", CallStyle::Member, "list(A) -> list(A)", sort},
    FunctionRow{"distinct", CallStyle::Member, "list(A) -> list(A)", distinct},
    FunctionRow{"lists.range", CallStyle::Global, "int -> list(int)", range},
    FunctionRow{"first", CallStyle::Member, "list(A) -> optional_type(A)", first},
    FunctionRow{"last", CallStyle::Member, "list(A) -> optional_type(A)", last},
};

/// Kinds that order among each other; numbers are one family, NaN last.
bool sortsBefore(const Value &a, const Value &b)
{
    const bool aNan = a.is(ValueKind::Double) && std::isnan(a.asDouble());
    const bool bNan = b.is(ValueKind::Double) && std::isnan(b.asDouble());
    if (aNan || bNan)
        return !aNan && bNan;
    return *compare(a, b) < 0;
}

} // namespace

Value sortedBy(Evaluation &e, std::span<const Value> keys, std::span<const Value> items)
{
    const std::size_t count = items.size();
    std::size_t logarithm = 1;
    while ((count >> logarithm) != 0)
        ++logarithm;
    if (count > std::numeric_limits<std::uint32_t>::max() || !e.charge(1 + count * logarithm))
        return e.tooLong();
    for (const Value &key : keys) {
        if (!compare(keys[0], key))
            return e.noOverload("sort", {keys[0], key});
    }
    auto *order = e.arena.array<std::uint32_t>(count);
    for (std::size_t i = 0; i < count; ++i)
        order[i] = static_cast<std::uint32_t>(i);
    std::sort(order, order + count, [&](std::uint32_t a, std::uint32_t b) {
        if (sortsBefore(keys[a], keys[b]))
            return true;
        return !sortsBefore(keys[b], keys[a]) && a < b;
    });
    Value *room = e.arena.array<Value>(count);
    for (std::size_t i = 0; i < count; ++i)
        new (room + i) Value(items[order[i]]);
    return Value::list({room, count});
}

std::span<const FunctionRow> listFunctions()
{
    return listsRows;
}

} // namespace mandate::cel
