// SPDX-License-Identifier: GPL-3.0-or-later
// Number tokens to values, with their ranges. The text forms of numbers elsewhere (int("5")) are in conversions.cpp.
#pragma once

#include "models/base/result.h"
#include "models/base/value.h"
#include "models/pact/cel/lexer.h"

#include <string_view>

namespace mandate::cel {

/// The value of an Int, Uint or Double token; `negative` when a minus belongs to it. Fails when it does not fit into 64 bits.
Result<Value> numberValue(std::string_view source, const Token &token, bool negative);

} // namespace mandate::cel
