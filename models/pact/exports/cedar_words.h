// SPDX-License-Identifier: GPL-3.0-or-later
// Formulas over an action's arguments in Cedar's syntax. Arguments are members of context.input; numbers are whole units of 10^-scale.
#pragma once

#include "models/pact/exports/formula.h"

#include <string>
#include <string_view>

namespace mandate::exports {

/// Whether a member of this name is written after a dot.
[[nodiscard]] bool isCedarName(std::string_view text);
/// A text as a Cedar string literal with its quotes.
[[nodiscard]] std::string cedarText(std::string_view text);
/// The same as a pattern of `like`: '*' stands for itself.
[[nodiscard]] std::string cedarPattern(std::string_view text, bool before, bool after);
/// `formula` must ask of arguments only, and nothing about null.
[[nodiscard]] std::string cedarCondition(const Formula &formula, int scale);

} // namespace mandate::exports
