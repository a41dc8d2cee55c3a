// SPDX-License-Identifier: GPL-3.0-or-later
// The macros that go over lists and maps, and those that bind a name. They give what the specification's folds give, without folding:
// `all` and `exists` absorb errors as && and || do, the others end at the first error.
#include "models/pact/cel/compare.h"
#include "models/pact/cel/nodes.h"

#include <algorithm>
#include <array>
#include <new>
#include <string>

namespace mandate::cel {
namespace {

/// Elements of a list (index and value) or entries of a map (key and value), as the variables of a macro see them.
class Range
{
public:
    explicit Range(const Value &value) : m_value(value), m_isMap(value.isMap()) {}

    static bool fits(const Value &value) { return value.isList() || value.isMap(); }
    [[nodiscard]] std::size_t size() const { return m_isMap ? m_value.members().size() : m_value.items().size(); }

    /// Sets the variables of the macro to the element `i`.
    void bind(const Node &n, Evaluation &e, std::size_t i) const
    {
        e.positions[n.index] = e.positions[n.second] = static_cast<std::uint32_t>(i);
        if (!n.flag) {
            e.locals[n.index] = m_isMap ? m_value.members()[i].key : m_value.items()[i];
        } else if (m_isMap) {
            e.locals[n.index] = m_value.members()[i].key;
            e.locals[n.second] = m_value.members()[i].value;
        } else {
            e.locals[n.index] = Value::integer(static_cast<std::int64_t>(i));
            e.locals[n.second] = m_value.items()[i];
        }
    }

private:
    const Value &m_value;
    bool m_isMap;
};

Value noRange(const Node &n, Evaluation &e, const Value &value)
{
    return value.isError() ? value : e.noOverload(std::string(n.text) + "()", {value});
}

/// `all` ends at the first false, `exists` at the first true.
template<bool deciding>
Value quantified(const Node &n, Evaluation &e)
{
    const Value value = (*n.a)(e);
    if (!Range::fits(value))
        return noRange(n, e, value);
    const Range range(value);
    Value undecided;
    for (std::size_t i = 0; i < range.size(); ++i) {
        if (!e.charge(n.cost))
            return e.tooLong();
        range.bind(n, e, i);
        const Value answer = (*n.b)(e);
        if (answer.is(ValueKind::Bool)) {
            if (answer.asBool() == deciding)
                return answer;
        } else if (!undecided.isError()) {
            undecided = answer.isError() ? answer : e.noOverload(deciding ? "_||_" : "_&&_", {answer});
        }
    }
    return undecided.isError() ? undecided : Value::boolean(!deciding);
}

/// Whether the macro's condition (c, if any) admits the bound element: Bool, or an error.
Value admitted(const Node &n, Evaluation &e)
{
    if (!n.c)
        return Value::boolean(true);
    const Value condition = (*n.c)(e);
    if (condition.is(ValueKind::Bool) || condition.isError())
        return condition;
    return e.noOverload("_?_:_", {condition});
}

/// Calls `visit` for every admitted element; an error from it or a condition ends the loop and is returned, else null.
template<typename Visit>
Value forEachAdmitted(const Node &n, Evaluation &e, const Range &range, Visit visit)
{
    for (std::size_t i = 0; i < range.size(); ++i) {
        if (!e.charge(n.cost))
            return e.tooLong();
        range.bind(n, e, i);
        const Value condition = admitted(n, e);
        if (condition.isError())
            return condition;
        if (!condition.asBool())
            continue;
        if (const Value failure = visit(i); failure.isError())
            return failure;
    }
    return {};
}

} // namespace

Value runAll(const Node &n, Evaluation &e)
{
    return quantified<false>(n, e);
}

Value runExists(const Node &n, Evaluation &e)
{
    return quantified<true>(n, e);
}

Value runExistsOne(const Node &n, Evaluation &e)
{
    const Value value = (*n.a)(e);
    if (!Range::fits(value))
        return noRange(n, e, value);
    std::size_t count = 0;
    const Value failure = forEachAdmitted(n, e, Range(value), [&](std::size_t) {
        ++count;
        return Value();
    });
    return failure.isError() ? failure : Value::boolean(count == 1);
}

Value runMapMacro(const Node &n, Evaluation &e)
{
    const Value value = (*n.a)(e);
    if (!Range::fits(value))
        return noRange(n, e, value);
    const Range range(value);
    if (!e.charge(range.size()))
        return e.tooLong();
    Value *room = e.arena.array<Value>(range.size());
    std::size_t count = 0;
    const Value failure = forEachAdmitted(n, e, range, [&](std::size_t) {
        const Value result = (*n.b)(e);
        if (!result.isError())
            new (room + count++) Value(result);
        return result;
    });
    return failure.isError() ? failure : Value::list({room, count});
}

Value runFilter(const Node &n, Evaluation &e)
{
    const Value value = (*n.a)(e);
    if (!Range::fits(value))
        return noRange(n, e, value);
    const Range range(value);
    if (!e.charge(range.size()))
        return e.tooLong();
    Value *room = e.arena.array<Value>(range.size());
    std::size_t count = 0;
    const Value failure = forEachAdmitted(n, e, range, [&](std::size_t) {
        new (room + count++) Value(e.locals[n.index]);
        return Value();
    });
    return failure.isError() ? failure : Value::list({room, count});
}

Value runTransformMap(const Node &n, Evaluation &e)
{
    const Value value = (*n.a)(e);
    if (!Range::fits(value))
        return noRange(n, e, value);
    const Range range(value);
    if (!e.charge(range.size() * 2))
        return e.tooLong();
    Member *room = e.arena.array<Member>(range.size());
    std::size_t count = 0;
    const Value failure = forEachAdmitted(n, e, range, [&](std::size_t) {
        const Value key = e.locals[n.index];
        const Value result = (*n.b)(e);
        if (!result.isError())
            new (room + count++) Member{key, result};
        return result;
    });
    return failure.isError() ? failure : Value::map({room, count});
}

Value runTransformMapEntry(const Node &n, Evaluation &e)
{
    const Value value = (*n.a)(e);
    if (!Range::fits(value))
        return noRange(n, e, value);
    const Range range(value);
    Member *room = nullptr;
    std::size_t count = 0;
    std::size_t capacity = 0;
    const Value failure = forEachAdmitted(n, e, range, [&](std::size_t) -> Value {
        const Value entries = (*n.b)(e);
        if (entries.isError())
            return entries;
        if (!entries.isMap())
            return e.noOverload("transformMapEntry()", {entries});
        for (const Member &entry : entries.members()) {
            if (!e.charge(1 + count / 4))
                return e.tooLong();
            if (findKey(Value::map({room, count}), entry.key))
                return e.error("repeated key in a map");
            if (count == capacity) {
                capacity = std::max<std::size_t>(8, capacity * 2);
                Member *larger = e.arena.array<Member>(capacity);
                std::copy(room, room + count, larger);
                room = larger;
            }
            new (room + count++) Member(entry);
        }
        return {};
    });
    return failure.isError() ? failure : Value::map({room, count});
}

Value runSortBy(const Node &n, Evaluation &e)
{
    const Value value = (*n.a)(e);
    if (!value.isList())
        return noRange(n, e, value);
    const auto items = value.items();
    if (!e.charge(items.size() * 4))
        return e.tooLong();
    Value *keys = e.arena.array<Value>(items.size());
    std::size_t count = 0;
    const Value failure = forEachAdmitted(n, e, Range(value), [&](std::size_t) {
        const Value key = (*n.b)(e);
        new (keys + count++) Value(key);
        return key;
    });
    return failure.isError() ? failure : sortedBy(e, {keys, count}, items);
}

Value runOptionalMap(const Node &n, Evaluation &e)
{
    const Value value = (*n.a)(e);
    if (!value.is(ValueKind::Optional))
        return noRange(n, e, value);
    if (!value.inner())
        return value;
    e.locals[n.index] = *value.inner();
    const Value result = (*n.b)(e);
    if (result.isError())
        return result;
    if (!n.flag)
        return e.optionalOf(result);
    return result.is(ValueKind::Optional) ? result : e.noOverload("optFlatMap()", {result});
}

Value runBind(const Node &n, Evaluation &e)
{
    e.locals[n.index] = (*n.a)(e);
    return (*n.b)(e);
}

Value runBlock(const Node &n, Evaluation &e)
{
    for (std::size_t i = 0; i < n.children.size(); ++i)
        e.locals[n.index + i] = (*n.children[i])(e);
    return (*n.b)(e);
}

} // namespace mandate::cel
