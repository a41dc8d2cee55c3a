// SPDX-License-Identifier: GPL-3.0-or-later
// Finds the few numbers that need care; most records have none and are not copied.
#include "models/evidence/record_numbers.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <new>

namespace mandate {

namespace {

constexpr std::int64_t largestExact = (std::int64_t{1} << 53) - 1;

enum class Care { None, ListReal, TextReal, TextInteger };

Care careOf(const Value &number)
{
    switch (number.kind()) {
    case ValueKind::Int: return number.asInt() > largestExact || number.asInt() < -largestExact ? Care::TextInteger : Care::None;
    case ValueKind::Uint: return number.asUint() > static_cast<std::uint64_t>(largestExact) ? Care::TextInteger : Care::None;
    case ValueKind::Double: {
        const double size = std::fabs(number.asDouble());
        if (size >= 1e21 || std::floor(size) != size) // written with a point or an exponent
            return Care::None;
        return size <= static_cast<double>(largestExact) ? Care::ListReal : Care::TextReal;
    }
    default: return Care::None;
    }
}

bool needsCare(const Value &value)
{
    if (value.isList())
        return std::ranges::any_of(value.items(), needsCare);
    if (value.isMap())
        return std::ranges::any_of(value.members(), [](const Member &member) { return needsCare(member.value); });
    return careOf(value) != Care::None;
}

/// RFC 6901 section 3.
void appendReferenceToken(std::string &pointer, std::string_view token)
{
    pointer += '/';
    for (const char c : token) {
        if (c == '~')
            pointer += "~0";
        else if (c == '/')
            pointer += "~1";
        else
            pointer += c;
    }
}

template<typename Number>
Value textOf(Number number, Arena &arena)
{
    std::array<char, 40> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    return Value::string(arena.copy({digits.data(), static_cast<std::size_t>(end - digits.data())}));
}

} // namespace

bool nestedDeeperThan(const Value &value, int levels)
{
    if (!value.isList() && !value.isMap())
        return false;
    if (levels == 0)
        return true;
    if (value.isList())
        return std::ranges::any_of(value.items(), [levels](const Value &item) { return nestedDeeperThan(item, levels - 1); });
    return std::ranges::any_of(value.members(), [levels](const Member &member) { return nestedDeeperThan(member.value, levels - 1); });
}

Value ExactNumbers::written(const Value &value, std::string_view pointer)
{
    if (!needsCare(value))
        return value;
    std::string path(pointer);
    return rewritten(value, path);
}

Value ExactNumbers::rewritten(const Value &value, std::string &pointer)
{
    const std::size_t here = pointer.size();
    if (value.isList()) {
        const auto items = value.items();
        Value *room = m_arena.array<Value>(items.size());
        for (std::size_t i = 0; i < items.size(); ++i) {
            pointer += '/' + std::to_string(i);
            new (room + i) Value(rewritten(items[i], pointer));
            pointer.resize(here);
        }
        return Value::list({room, items.size()});
    }
    if (value.isMap()) {
        const auto members = value.members();
        Member *room = m_arena.array<Member>(members.size());
        for (std::size_t i = 0; i < members.size(); ++i) {
            appendReferenceToken(pointer, members[i].key.text());
            new (room + i) Member{members[i].key, rewritten(members[i].value, pointer)};
            pointer.resize(here);
        }
        return Value::map({room, members.size()});
    }
    switch (careOf(value)) {
    case Care::None: return value;
    case Care::ListReal: m_reals.push_back(pointer); return value;
    case Care::TextReal: m_reals.push_back(pointer); return textOf(value.asDouble(), m_arena);
    case Care::TextInteger:
        m_integers.push_back(pointer);
        return value.is(ValueKind::Int) ? textOf(value.asInt(), m_arena) : textOf(value.asUint(), m_arena);
    }
    return value;
}

const std::vector<std::string> &ExactNumbers::integersAsText()
{
    std::ranges::sort(m_integers);
    return m_integers;
}

const std::vector<std::string> &ExactNumbers::reals()
{
    std::ranges::sort(m_reals);
    return m_reals;
}

std::string instantText(const Instant &instant)
{
    std::string text = formatInstant(instant);
    if (parseInstant(text) == instant)
        return text;
    return std::to_string(instant.nanoseconds) + (instant.zoneKnown ? "nsZ" : "ns");
}

std::optional<Instant> instantOfText(std::string_view text)
{
    if (const auto instant = parseInstant(text))
        return instant;
    Instant instant;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), instant.nanoseconds);
    const std::string_view unit(end, static_cast<std::size_t>(text.data() + text.size() - end));
    if (error != std::errc() || (unit != "ns" && unit != "nsZ"))
        return std::nullopt;
    instant.zoneKnown = unit == "nsZ";
    return instant;
}

} // namespace mandate
