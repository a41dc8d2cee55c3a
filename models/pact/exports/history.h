// SPDX-License-Identifier: GPL-3.0-or-later
// What a clause asks of earlier calls of its session, as far as an operator over recorded events says exactly the same: whether one ran, how
// many did, with how many values of an argument, and a sum of whole numbers. No engine's words are known here.
#pragma once

#include "models/pact/document.h"
#include "models/pact/exports/formula.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace mandate::exports {

/// An argument of an earlier call that is what the present call has there, or a constant.
struct SameArgument
{
    std::string earlier;                ///< name of the argument
    std::optional<std::string> present; ///< argument of the present call; else `constant`
    Term constant;
};

struct HistoryTest
{
    enum class Form : std::uint8_t { Ran, Count, Distinct, Sum };
    Form form = Form::Ran;
    bool holds = true;              ///< false: asked with "not"
    std::vector<std::string> tools; ///< executed calls of any of these; one tool unless `form` is Ran
    std::vector<SameArgument> same;
    std::string argument;   ///< of Distinct (a text) and Sum (a whole number)
    std::int64_t least = 1; ///< Count, Distinct and Sum: at least so many
};

struct SplitClause
{
    Clause present;                 ///< the clause without what it asks of history
    std::vector<HistoryTest> tests; ///< all must be so; empty: the clause does not speak of history
    std::string reason;             ///< why not; empty when split
};

/// Exact where each call of the tools asked about has the arguments named, of their kind, and no two calls of a session run side by side.
[[nodiscard]] SplitClause splitHistory(const Clause &clause);

} // namespace mandate::exports
