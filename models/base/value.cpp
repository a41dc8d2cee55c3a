// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/value.h"

#include <new>

namespace mandate {

Value Value::error(Arena &arena, std::string_view message, std::string_view missing)
{
    auto *why = new (arena.array<ValueError>(1)) ValueError{arena.copy(message), arena.copy(missing)};
    return error(why);
}

const Value *Value::find(std::string_view key) const
{
    if (m_kind != ValueKind::Map)
        return nullptr;
    for (const Member &member : members()) {
        if (member.key.isString() && member.key.text() == key)
            return &member.value;
    }
    return nullptr;
}

std::optional<std::string_view> Value::findText(std::string_view key) const
{
    const Value *value = find(key);
    if (!value || !value->isString())
        return std::nullopt;
    return value->text();
}

bool identical(const Value &a, const Value &b)
{
    if (a.kind() != b.kind())
        return false;
    switch (a.kind()) {
    case ValueKind::Null: return true;
    case ValueKind::Bool: return a.asBool() == b.asBool();
    case ValueKind::Int: return a.asInt() == b.asInt();
    case ValueKind::Uint: return a.asUint() == b.asUint();
    case ValueKind::Double: return a.asDouble() == b.asDouble();
    case ValueKind::String:
    case ValueKind::Bytes:
    case ValueKind::Type: return a.text() == b.text();
    case ValueKind::List: {
        const auto left = a.items();
        const auto right = b.items();
        return std::equal(left.begin(), left.end(), right.begin(), right.end(), identical);
    }
    case ValueKind::Map: {
        const auto left = a.members();
        const auto right = b.members();
        return std::equal(left.begin(), left.end(), right.begin(), right.end(), [](const Member &x, const Member &y) {
            return identical(x.key, y.key) && identical(x.value, y.value);
        });
    }
    case ValueKind::Timestamp:
    case ValueKind::Duration: return a.seconds() == b.seconds() && a.nanoseconds() == b.nanoseconds();
    case ValueKind::Optional:
        return a.inner() && b.inner() ? identical(*a.inner(), *b.inner()) : a.inner() == b.inner();
    case ValueKind::Error: return a.why().message == b.why().message;
    }
    return false;
}

Value clone(const Value &value, Arena &arena)
{
    switch (value.kind()) {
    case ValueKind::String: return Value::string(arena.copy(value.text()));
    case ValueKind::Bytes: return Value::bytes(arena.copy(value.text()));
    case ValueKind::Type: return Value::type(arena.copy(value.text()));
    case ValueKind::List: {
        const auto items = value.items();
        Value *room = arena.array<Value>(items.size());
        for (std::size_t i = 0; i < items.size(); ++i)
            new (room + i) Value(clone(items[i], arena));
        return Value::list({room, items.size()});
    }
    case ValueKind::Map: {
        const auto members = value.members();
        Member *room = arena.array<Member>(members.size());
        for (std::size_t i = 0; i < members.size(); ++i)
            new (room + i) Member{clone(members[i].key, arena), clone(members[i].value, arena)};
        return Value::map({room, members.size()});
    }
    case ValueKind::Optional: {
        if (!value.inner())
            return value;
        return Value::optional(new (arena.array<Value>(1)) Value(clone(*value.inner(), arena)));
    }
    case ValueKind::Error: return Value::error(arena, value.why().message, value.why().missing);
    default: return value;
    }
}

std::optional<double> Value::number() const
{
    switch (kind()) {
    case ValueKind::Int: return static_cast<double>(asInt());
    case ValueKind::Uint: return static_cast<double>(asUint());
    case ValueKind::Double: return asDouble();
    default: return std::nullopt;
    }
}

} // namespace mandate
