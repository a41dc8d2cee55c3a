// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/approval_limits.h"

#include "models/base/canonical_json.h"
#include "models/base/json_reader.h"
#include "models/items/text_safety.h"

#include <algorithm>
#include <cmath>

namespace mandate {
namespace {

std::optional<double> limitable(const Value &value)
{
    switch (value.kind()) {
    case ValueKind::Int: return value.asInt() >= 0 ? std::optional(static_cast<double>(value.asInt())) : std::nullopt;
    case ValueKind::Uint: return static_cast<double>(value.asUint());
    case ValueKind::Double: return value.asDouble() >= 0 ? std::optional(value.asDouble()) : std::nullopt;
    default: return std::nullopt;
    }
}

bool isWhole(const Value &value)
{
    return value.is(ValueKind::Int) || value.is(ValueKind::Uint);
}

Value numberLike(const Value &before, double number)
{
    if (isWhole(before) && std::floor(number) == number)
        return Value::integer(static_cast<std::int64_t>(number));
    return Value::real(number);
}

} // namespace

std::vector<LimitField> limitFields(const ActionBinding &action)
{
    Arena arena;
    JsonReader reader;
    const auto read = reader.read(action.parameters, arena);
    std::vector<LimitField> fields;
    if (!read || !read->isMap())
        return fields;
    for (const Member &member : read->members()) {
        LimitField field;
        field.key = std::string(member.key.text());
        field.name = visibleLine(member.key.text(), 60);
        if (const auto number = limitable(member.value)) {
            field.most = *number;
            field.whole = isWhole(member.value);
            fields.push_back(std::move(field));
        } else if (member.value.isList() && member.value.items().size() > 1) {
            field.isList = true;
            for (const Value &element : member.value.items())
                field.elements << visibleLine(QStringView(toText(canonicalJson(element))), 120);
            fields.push_back(std::move(field));
        }
    }
    return fields;
}

std::optional<ActionBinding> narrowed(const ActionBinding &action, const std::vector<Limit> &limits)
{
    Arena arena;
    JsonReader reader;
    const auto read = reader.read(action.parameters, arena);
    if (!read || !read->isMap())
        return std::nullopt;
    std::vector<Member> members(read->members().begin(), read->members().end());
    for (const Limit &limit : limits) {
        const auto member = std::ranges::find_if(members, [&](const Member &one) { return one.key.text() == limit.key; });
        if (member == members.end())
            return std::nullopt;
        if (member->value.isList()) {
            const auto elements = member->value.items();
            auto *kept = arena.array<Value>(elements.size());
            std::size_t count = 0;
            for (std::size_t i = 0; i < elements.size(); ++i) {
                if (i >= limit.kept.size() || limit.kept[i])
                    kept[count++] = elements[i];
            }
            if (count == 0)
                return std::nullopt; // of nothing there is nothing to approve
            member->value = Value::list({kept, count});
        } else if (limit.number) {
            const auto most = limitable(member->value);
            if (!most || *limit.number < 0 || *limit.number > *most)
                return std::nullopt;
            if (*limit.number < *most) // else it stays as it was written
                member->value = numberLike(member->value, *limit.number);
        }
    }
    ActionBinding narrower = action;
    narrower.parameters = canonicalJson(Value::map(members));
    if (narrower == action || !isNarrower(narrower, action))
        return std::nullopt;
    return narrower;
}

} // namespace mandate
