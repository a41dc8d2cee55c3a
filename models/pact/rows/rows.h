// SPDX-License-Identifier: GPL-3.0-or-later
// Conditions to rows and back. Meaning never changes on the way: what rows cannot express stays source text, in whole or in part.
// An editor keeps rows for each clause and calls celOf(rows, typed) with the text it began with.
#pragma once

#include "models/base/result.h"
#include "models/pact/rows/row.h"

#include <span>
#include <string>
#include <string_view>

namespace mandate::rows {

/// The rows of a condition; for blank text the empty group, as for `true`. Fails (Input, with position) only where the text does not parse.
Result<Row> rowsOf(std::string_view cel);

/// Canonical CEL, except for one written row alone: that is its text. rowsOf() gives rows in normal form back, unless they nest deeper
/// than cel::Ast::maximumHeight or take more than cel::maximumSourceBytes, which the language refuses.
[[nodiscard]] std::string celOf(const Row &row);
/// `typed`, byte for byte, while it still says the same as the row.
[[nodiscard]] std::string celOf(const Row &row, std::string_view typed);
[[nodiscard]] std::string celOf(const Term &term);

/// Comparisons, properties and list rows on one side, written rows on the other, each counted wherever it is nested. Groups are not counted.
struct Expressed
{
    std::size_t rows = 0;
    std::size_t written = 0;
    bool operator==(const Expressed &) const = default;
};
[[nodiscard]] Expressed expressed(const Row &row);

/// Whether an element inside the list rows of `enclosing` elements may have this name: it is a plain name and hides nothing, so that any
/// field can be added there and means itself.
[[nodiscard]] bool mayName(std::string_view variable, std::span<const std::string> enclosing);

} // namespace mandate::rows
