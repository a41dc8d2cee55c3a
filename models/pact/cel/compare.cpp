// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pact/cel/compare.h"

#include <cmath>
#include <limits>

namespace mandate::cel {
namespace {

constexpr int maximumDepth = 1000;

std::partial_ordering compareIntToDouble(std::int64_t i, double d)
{
    if (std::isnan(d))
        return std::partial_ordering::unordered;
    if (d >= 9223372036854775808.0)
        return static_cast<double>(i) == d ? std::partial_ordering::equivalent : std::partial_ordering::less;
    if (d < -9223372036854775808.0)
        return std::partial_ordering::greater;
    const double whole = std::trunc(d);
    const auto truncated = static_cast<std::int64_t>(whole);
    if (i != truncated)
        return i < truncated ? std::partial_ordering::less : std::partial_ordering::greater;
    return whole <=> d;
}

std::partial_ordering compareUintToDouble(std::uint64_t u, double d)
{
    if (std::isnan(d))
        return std::partial_ordering::unordered;
    if (d >= 18446744073709551616.0)
        return static_cast<double>(u) == d ? std::partial_ordering::equivalent : std::partial_ordering::less;
    if (d < 0)
        return std::partial_ordering::greater;
    const double whole = std::trunc(d);
    const auto truncated = static_cast<std::uint64_t>(whole);
    if (u != truncated)
        return u < truncated ? std::partial_ordering::less : std::partial_ordering::greater;
    return whole <=> d;
}

std::partial_ordering reversed(std::partial_ordering order)
{
    return 0 <=> order;
}

bool equalItems(std::span<const Value> a, std::span<const Value> b, std::uint64_t &budget, int depth)
{
    if (a.size() != b.size())
        return false;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (!equalWithin(a[i], b[i], budget, depth))
            return false;
    }
    return true;
}

bool equalMembers(const Value &a, const Value &b, std::uint64_t &budget, int depth)
{
    if (a.members().size() != b.members().size())
        return false;
    for (const Member &member : a.members()) {
        const std::uint64_t scan = b.members().size();
        if (budget <= scan) {
            budget = 0;
            return false;
        }
        budget -= scan;
        const Value *other = findKey(b, member.key);
        if (!other || !equalWithin(member.value, *other, budget, depth))
            return false;
    }
    return true;
}

} // namespace

std::partial_ordering compareNumbers(const Value &a, const Value &b)
{
    switch (a.kind()) {
    case ValueKind::Int:
        if (b.is(ValueKind::Int))
            return a.asInt() <=> b.asInt();
        if (b.is(ValueKind::Double))
            return compareIntToDouble(a.asInt(), b.asDouble());
        return a.asInt() < 0 ? std::partial_ordering::less : static_cast<std::uint64_t>(a.asInt()) <=> b.asUint();
    case ValueKind::Uint:
        if (b.is(ValueKind::Uint))
            return a.asUint() <=> b.asUint();
        if (b.is(ValueKind::Double))
            return compareUintToDouble(a.asUint(), b.asDouble());
        return b.asInt() < 0 ? std::partial_ordering::greater : a.asUint() <=> static_cast<std::uint64_t>(b.asInt());
    default:
        if (b.is(ValueKind::Double))
            return a.asDouble() <=> b.asDouble();
        return reversed(compareNumbers(b, a));
    }
}

bool equalWithin(const Value &a, const Value &b, std::uint64_t &budget, int depth)
{
    if (isNumber(a.kind()))
        return isNumber(b.kind()) && compareNumbers(a, b) == std::partial_ordering::equivalent;
    if (a.kind() != b.kind())
        return false;
    if (budget == 0 || depth > maximumDepth) {
        budget = 0;
        return false;
    }
    --budget;
    switch (a.kind()) {
    case ValueKind::Null: return true;
    case ValueKind::Bool: return a.asBool() == b.asBool();
    case ValueKind::String:
    case ValueKind::Bytes:
    case ValueKind::Type: return a.text() == b.text();
    case ValueKind::List: return equalItems(a.items(), b.items(), budget, depth + 1);
    case ValueKind::Map: return equalMembers(a, b, budget, depth + 1);
    case ValueKind::Timestamp:
    case ValueKind::Duration: return a.seconds() == b.seconds() && a.nanoseconds() == b.nanoseconds();
    case ValueKind::Optional:
        if (!a.inner() || !b.inner())
            return a.inner() == b.inner();
        return equalWithin(*a.inner(), *b.inner(), budget, depth + 1);
    default: return false;
    }
}

bool equal(const Value &a, const Value &b)
{
    std::uint64_t budget = std::numeric_limits<std::uint64_t>::max();
    return equalWithin(a, b, budget);
}

std::optional<std::partial_ordering> compare(const Value &a, const Value &b)
{
    if (isNumber(a.kind()) && isNumber(b.kind()))
        return compareNumbers(a, b);
    if (a.kind() != b.kind())
        return std::nullopt;
    switch (a.kind()) {
    case ValueKind::Bool: return a.asBool() <=> b.asBool();
    case ValueKind::String:
    case ValueKind::Bytes: return a.text().compare(b.text()) <=> 0; // UTF-8 octets order as code points do
    case ValueKind::Timestamp:
    case ValueKind::Duration:
        if (a.seconds() != b.seconds())
            return a.seconds() <=> b.seconds();
        return a.nanoseconds() <=> b.nanoseconds();
    default: return std::nullopt;
    }
}

const Value *findKey(const Value &map, const Value &key)
{
    if (key.isString())
        return map.find(key.text());
    for (const Member &member : map.members()) {
        const ValueKind kind = member.key.kind();
        if (isNumber(kind) ? isNumber(key.kind()) && compareNumbers(member.key, key) == std::partial_ordering::equivalent
                           : kind == ValueKind::Bool && key.is(ValueKind::Bool) && member.key.asBool() == key.asBool()) {
            return &member.value;
        }
    }
    return nullptr;
}

} // namespace mandate::cel
