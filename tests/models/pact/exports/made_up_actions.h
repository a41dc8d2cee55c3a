// SPDX-License-Identifier: GPL-3.0-or-later
// A pact whose clauses try every form of condition that exports can say, and calls with gaps, nulls and hostile texts for it.
#pragma once

#include "answered_actions.h"

#include <string>
#include <vector>

namespace mandate {

[[nodiscard]] std::string conditionPact();
inline constexpr std::size_t conditionPactClauses = 41;

/// Conditions put together at random, the same ones every time.
[[nodiscard]] std::string randomConditionPact(int clauses);

/// The same ones every time.
[[nodiscard]] std::vector<AnsweredAction> madeUpActions(const Pacts &pacts, const std::string &pact, int count);

} // namespace mandate
