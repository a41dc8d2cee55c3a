// SPDX-License-Identifier: GPL-3.0-or-later
// Condition text to syntax tree, after the grammar of the CEL specification ("Syntax"). Knows macros, knows no variables and no types.
#pragma once

#include "models/base/result.h"
#include "models/pact/cel/ast.h"

#include <string_view>

namespace mandate::cel {

/// Longest source accepted.
inline constexpr std::size_t maximumSourceBytes = std::size_t{64} * 1024;

/// Parses one expression. Errors are of kind Input with line and column; constructs that are not offered are named.
Result<Ast> parse(std::string_view source);

/// Whether a word may not name a variable (CEL: RESERVED and the literals).
[[nodiscard]] bool isReserved(std::string_view word);

} // namespace mandate::cel
