// SPDX-License-Identifier: GPL-3.0-or-later
// Pairs of conditions whose relation is known by thought, each with actions over which the evaluator must find the same relation.
#pragma once

#include "models/pact/document.h"

#include <string>
#include <vector>

namespace mandate {

/// Of a prohibition's conditions, unless the row says another kind.
enum class Relation { Widens, Narrows, Same, Moves };

struct ConditionPair
{
    std::string name;
    std::string before;
    std::string after;
    Relation relation;
    std::string values; ///< JSON: dotted name → values to try
    ClauseKind kind = ClauseKind::Forbid;
};

[[nodiscard]] const std::vector<ConditionPair> &conditionPairs();

} // namespace mandate
