// SPDX-License-Identifier: GPL-3.0-or-later
// Conditions of AGT rules: comparisons of the tool's name and its arguments with constants, joined by "and".
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mandate::imports {

struct AgtCondition
{
    std::vector<std::string> tools; ///< empty: every tool
    std::string when = "true";      ///< CEL
    bool readsActionType = false;
    std::string reason; ///< why it is no simple condition; empty when it is
};

struct AgtConstant
{
    enum class Kind : unsigned char { Text, Number, Truth };
    Kind kind = Kind::Text;
    std::string text; ///< the text meant, or the number or truth value as CEL
};

/// "tool_name == 'pay' and args.amount > 100"
[[nodiscard]] AgtCondition readAgtCondition(std::string_view text);
/// {field, operator, value}; `values` has one element unless the operator is "in".
[[nodiscard]] AgtCondition agtComparison(std::string_view field, std::string_view comparison, const std::vector<AgtConstant> &values);
/// A number as written, if it is one of at most 15 digits.
[[nodiscard]] bool isAgtNumber(std::string_view text);

} // namespace mandate::imports
