// SPDX-License-Identifier: GPL-3.0-or-later
// From what the arguments of a tool were to the condition that admits exactly such calls, and to its words.
#pragma once

#include "models/pact/mining/argument_use.h"
#include "models/pact/mining/mined_scope.h"

#include <string>
#include <vector>

namespace mandate::mining {

struct MinedCondition
{
    std::string when;                 ///< CEL, with boundMark() for each bound of `tighter`
    std::vector<std::string> phrases; ///< `"amount" from 1 to 100`, each a limit in words, marked likewise
    std::vector<ArgumentEvidence> arguments;
    std::vector<std::string> notCovered;
    std::vector<Tighter> tighter;
};

/// `arguments` is the use of the argument object itself.
[[nodiscard]] MinedCondition conditionOf(const ArgumentUse &arguments);

/// A number as CEL writes it, and as people read it.
[[nodiscard]] std::string celNumber(const Number &number);
[[nodiscard]] std::string plainNumber(const Number &number);

} // namespace mandate::mining
