// SPDX-License-Identifier: GPL-3.0-or-later
// Which calls are macros, and what they become in the tree. Only names, numbers of arguments and shapes; no evaluation.
#pragma once

#include "models/base/result.h"
#include "models/pact/cel/ast.h"

#include <optional>
#include <string_view>
#include <vector>

namespace mandate::cel {

/// The tree of a call that is a macro; nothing when it is an ordinary call; an error when it is a macro wrongly used. `target` is
/// absent for global calls.
[[nodiscard]] std::optional<Result<ExprId>> expandMacro(Ast &ast, std::string_view source, std::string_view name,
                                                        std::optional<ExprId> target, const std::vector<ExprId> &arguments,
                                                        std::uint32_t offset);

/// The name a macro is called by, without cel. in front.
[[nodiscard]] std::string_view macroName(const Expr &expression);

/// How the source writes a macro variable: "x", or "cel.iterVar(0, 0)".
[[nodiscard]] std::string spellVariable(std::string_view variable);

} // namespace mandate::cel
