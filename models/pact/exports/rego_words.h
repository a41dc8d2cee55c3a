// SPDX-License-Identifier: GPL-3.0-or-later
// Formulas in Rego v1: bodies of rules, one for each way in which a formula holds. Variables of the conditions are members of the input
// document under the names in `roots`.
#pragma once

#include "models/pact/exports/formula.h"
#include "models/pact/exports/translation.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mandate::exports {

using RegoRoots = std::map<std::string, std::string>; ///< "args" → "input.args"

/// Lines of each body; an empty body always holds. Nothing when there are too many.
[[nodiscard]] std::optional<std::vector<std::vector<std::string>>> regoBodies(const Formula &formula, const RegoRoots &roots);
/// Bodies that hold when a place has a value that the formulas are not made for.
[[nodiscard]] std::vector<std::vector<std::string>> regoMisfits(const Place &place, const RegoRoots &roots);
/// A name of the form that Rego takes without quotes.
[[nodiscard]] std::string regoName(std::string_view text);
/// The tool in `tool` is one that a clause speaks of; empty for every tool.
[[nodiscard]] std::string regoToolTest(const std::vector<std::string> &tools, const std::string &tool);

} // namespace mandate::exports
