// SPDX-License-Identifier: GPL-3.0-or-later
// Equality and order of the condition language: numbers compare by value whatever their kind (CEL specification, "Equality" and
// "Ordering"). Not `identical`, which tells 1 from 1.0.
#pragma once

#include "models/base/value.h"

#include <compare>
#include <cstdint>
#include <optional>

namespace mandate::cel {

/// CEL equality. Lists in order, maps whatever their order, NaN unequal to itself, values of different kinds unequal.
[[nodiscard]] bool equal(const Value &a, const Value &b);

/// CEL order of bool, int, uint, double, string, bytes, timestamp and duration; nothing when the two cannot be ordered by the language,
/// `unordered` for NaN. Strings order by code point.
[[nodiscard]] std::optional<std::partial_ordering> compare(const Value &a, const Value &b);

/// Equality with a bound: every value visited takes one from `budget`; at 0, or 1,000 levels down, the answer is false and `budget` 0.
[[nodiscard]] bool equalWithin(const Value &a, const Value &b, std::uint64_t &budget, int depth = 0);

/// Order of two numbers, exact across kinds. Both must be numbers.
[[nodiscard]] std::partial_ordering compareNumbers(const Value &a, const Value &b);

[[nodiscard]] constexpr bool isNumber(ValueKind kind)
{
    return kind == ValueKind::Int || kind == ValueKind::Uint || kind == ValueKind::Double;
}

/// Member of a map under a CEL key: numbers by value whatever their kind. Linear.
[[nodiscard]] const Value *findKey(const Value &map, const Value &key);

} // namespace mandate::cel
