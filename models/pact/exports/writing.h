// SPDX-License-Identifier: GPL-3.0-or-later
// What every export needs beyond the translation: the tools a pact knows by name, clauses with those that other parts imply, text that stays
// inside a comment, numbers as whole units.
#pragma once

#include "models/pact/exports/export.h"
#include "models/pact/exports/formula.h"

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace mandate::exports {

/// Written clauses, then implied ones. Input error when a condition does not compile.
Result<std::vector<Clause>> allClauses(const PactDocument &pact);
/// Tools listed or named by a clause, without patterns, sorted.
[[nodiscard]] std::vector<std::string> knownTools(const PactDocument &pact);
/// Of those, the ones a clause speaks of.
[[nodiscard]] std::vector<std::string> toolsOf(const Clause &clause, const std::vector<std::string> &known);

/// One line without control characters, for comments and annotations.
[[nodiscard]] std::string oneLine(std::string_view text);
/// As a JSON text with its quotes; Rego reads the same.
[[nodiscard]] std::string jsonText(std::string_view text);

/// Digits after the point that a number needs as it is written shortest; nothing for numbers of more than 15 digits.
[[nodiscard]] std::optional<int> decimalsOf(double number);
/// The number times 10^scale where that is exact and below 10^15.
[[nodiscard]] std::optional<std::int64_t> unitsOf(double number, int scale);

/// The parts of a document that no engine's policies say, whatever the target.
void addPartsLeft(const PactDocument &pact, std::vector<Inexpressible> &left);

/// "id@version" and "sha256:…".
[[nodiscard]] std::string versionedName(const ParsedPact &pact);
[[nodiscard]] std::string digestText(const ParsedPact &pact);

} // namespace mandate::exports
