// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/sources/otlp_values.h"

#include <algorithm>
#include <charconv>
#include <unordered_set>

namespace mandate {

namespace {

constexpr std::size_t labelsKept = 64; ///< of one span: more would be no labels

Value plainList(const Value &holder, Arena &arena)
{
    const Value *values = holder.find("values");
    if (!values || !values->isList())
        return Value::list({});
    const auto items = values->items();
    Value *room = arena.array<Value>(items.size());
    for (std::size_t i = 0; i < items.size(); ++i)
        new (room + i) Value(plainValue(items[i], arena));
    return Value::list({room, items.size()});
}

Value plainMembers(const Value *pairs, Arena &arena)
{
    if (!pairs || !pairs->isList())
        return Value::map({});
    const auto items = pairs->items();
    Member *room = arena.array<Member>(items.size());
    std::size_t count = 0;
    std::unordered_set<std::string_view> seen; // only for large lists
    const auto isNew = [&](std::string_view key) {
        if (items.size() > 24)
            return seen.insert(key).second;
        return std::none_of(room, room + count, [&](const Member &member) { return member.key.text() == key; });
    };
    for (const Value &pair : items) {
        const auto key = pair.findText("key");
        const Value *value = pair.find("value");
        if (key && isNew(*key)) // OTLP forbids a key given twice; the first stands
            new (room + count++) Member{Value::string(*key), value ? plainValue(*value, arena) : Value::null()};
    }
    return Value::map({room, count});
}

Value integerOf(const Value &written)
{
    if (!written.isString())
        return written;
    const std::string_view text = written.text();
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size() ? Value::integer(number) : written;
}

} // namespace

Value plainValue(const Value &anyValue, Arena &arena)
{
    if (!anyValue.isMap())
        return anyValue;
    for (const Member &member : anyValue.members()) {
        const std::string_view kind = member.key.text();
        if (kind == "stringValue" || kind == "boolValue" || kind == "doubleValue" || kind == "bytesValue")
            return member.value;
        if (kind == "intValue")
            return integerOf(member.value);
        if (kind == "arrayValue")
            return plainList(member.value, arena);
        if (kind == "kvlistValue")
            return plainMembers(member.value.find("values"), arena);
    }
    return Value::null();
}

Value plainAttributes(const Value &owner, Arena &arena)
{
    return plainMembers(owner.find("attributes"), arena);
}

std::optional<Instant> unixNano(const Value *value)
{
    if (!value)
        return std::nullopt;
    const Value number = integerOf(*value);
    if (number.is(ValueKind::Int) && number.asInt() > 0)
        return Instant{number.asInt(), true};
    if (number.is(ValueKind::Double) && number.asDouble() > 0 && number.asDouble() < 9.2e18)
        return Instant{static_cast<std::int64_t>(number.asDouble()), true};
    return std::nullopt;
}

std::string_view hexId(const Value &object, std::string_view key, Arena &arena)
{
    const std::string_view given = object.findText(key).value_or(std::string_view{});
    bool upper = false;
    for (const char c : given)
        upper |= c >= 'A' && c <= 'F';
    if (!upper)
        return given;
    char *room = arena.array<char>(given.size());
    for (std::size_t i = 0; i < given.size(); ++i)
        room[i] = given[i] >= 'A' && given[i] <= 'F' ? static_cast<char>(given[i] + ('a' - 'A')) : given[i];
    return {room, given.size()};
}

int enumNumber(const Value *value, std::span<const std::string_view> names)
{
    if (!value)
        return -1;
    if (value->is(ValueKind::Int) && value->asInt() >= 0 && value->asInt() < 1000)
        return static_cast<int>(value->asInt());
    if (!value->isString())
        return -1;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (value->text().ends_with(names[i]))
            return static_cast<int>(i);
    }
    return -1;
}

bool OtlpFacts::add(const Value &owner, std::string_view path, Reading &reading)
{
    const Value *attributes = present(owner, "attributes");
    if (!attributes)
        return true;
    if (!attributes->isList()) {
        return reading.wrong("\"attributes\" should be a list and is " + std::string(kindInWords(*attributes)) + '.',
                             std::string(path) + "/attributes");
    }
    const OtlpAttributes &table = OtlpAttributes::table();
    for (const Value &pair : attributes->items()) {
        const auto key = pair.findText("key");
        if (!key)
            return reading.wrong("An attribute should be an object with a \"key\".", std::string(path) + "/attributes");
        const Value *value = pair.find("value");
        if (!value)
            continue;
        for (const OtlpAttributes::Use &use : table.usesOf(*key)) {
            const auto field = static_cast<std::size_t>(use.field);
            if (m_values[field] && m_ranks[field] < use.rank)
                continue;
            m_values[field] = value;
            m_ranks[field] = use.rank;
        }
        if (m_labels.size() < labelsKept && table.isLabel(*key))
            m_labels.push_back(&pair);
    }
    return true;
}

std::string_view OtlpFacts::text(OtlpField field, Arena &arena) const
{
    const Value *anyValue = find(field);
    if (!anyValue)
        return {};
    const Value plain = plainValue(*anyValue, arena);
    return plain.isNull() ? std::string_view{} : textOf(plain, arena);
}

void OtlpFacts::copyLabels(MapWriter &labels, Arena &arena) const
{
    for (std::size_t i = 0; i < m_labels.size(); ++i) {
        const std::string_view key = m_labels[i]->find("key")->text();
        bool repeated = false;
        for (std::size_t later = i + 1; later < m_labels.size() && !repeated; ++later)
            repeated = m_labels[later]->find("key")->text() == key;
        if (!repeated)
            labels.add(key, plainValue(*m_labels[i]->find("value"), arena));
    }
}

} // namespace mandate
