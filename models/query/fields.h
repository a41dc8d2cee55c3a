// SPDX-License-Identifier: GPL-3.0-or-later
// The fields of the query language and what kind of values each takes. Inside of models/query.
#pragma once

#include "models/store/row_condition.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace mandate::query {

enum class Takes : std::uint8_t { Name, Code, Number, Time, Part, Finding, Mark, Counted, Query };

struct Field
{
    std::string_view name;
    Takes takes = Takes::Name;
    std::uint8_t which = 0; ///< NameIs::Field, CodeIs::Field, NumberIn::Field, MarkedBy::What or CountedIn::By, or a variant below
};

/// Variants of Takes::Time, Takes::Part, Takes::Finding and Takes::Query. `where:(…)` is a query in brackets, for texts in which it stands among others.
enum class TimeField : std::uint8_t { Time, Since, Until };
enum class PartField : std::uint8_t { Has, Missing };
enum class FindingField : std::uint8_t { Finding, Undecided };
enum class QueryField : std::uint8_t { SameSession, Where };

[[nodiscard]] std::span<const Field> fields();
/// Case makes no difference.
[[nodiscard]] const Field *fieldNamed(std::string_view name);

/// The names of a Code field's values, by number.
[[nodiscard]] std::span<const std::string_view> codeNames(CodeIs::Field field);
/// Bit by bit of Has.
[[nodiscard]] std::span<const std::string_view> partNames();
/// Case, "-" and "_" make no difference.
[[nodiscard]] std::optional<std::uint8_t> codeOf(std::span<const std::string_view> names, std::string_view value);

} // namespace mandate::query
