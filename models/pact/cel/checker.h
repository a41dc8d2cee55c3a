// SPDX-License-Identifier: GPL-3.0-or-later
// Static checks of a parsed condition: every name is known, every call has a fitting signature. Gives the type of the result. Changes
// nothing in the tree.
#pragma once

#include "models/base/result.h"
#include "models/pact/cel/ast.h"
#include "models/pact/cel/environment.h"
#include "models/pact/cel/type.h"

#include <string_view>

namespace mandate::cel {

/// The type of the condition, or the first error, with its place in `source`.
Result<Type> check(const Ast &ast, std::string_view source, const Environment &environment);

} // namespace mandate::cel
