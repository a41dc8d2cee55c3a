// SPDX-License-Identifier: GPL-3.0-or-later
// What follows from the clauses of one pact alone: conditions that never or always hold, clauses that another decides before, permissions
// that reach into a prohibition. Proved with Z3, or shown by an action that our own evaluator confirms; "cannot tell" finds nothing.
// Takes its time, so it runs in the background; what is quick is in models/pact/check.h.
#pragma once

#include "models/pact/check.h"
#include "models/pact/redline/redline.h"

#include <cstddef>
#include <vector>

namespace mandate {

struct LogicReport
{
    std::vector<Problem> problems; ///< in the order of the document, the gravest class first
    std::size_t questions = 0;     ///< that were asked, or would have been
    std::size_t open = 0;          ///< of these, not answered in the time given
};

/// Rules: "never-holds", "never-decided", "always-holds", "no-effect" (another clause decides first), "contradiction" (all that is permitted is
/// forbidden), "wider-than-prohibition". `Problem::example` is an action with what the clauses answer to it. Clauses that look at the result and
/// conditions that do not compile are left out. Pairs are looked at two by two: what only several clauses cover together is not found.
/// The only error is Cancelled.
Result<LogicReport> logicFindings(const PactDocument &pact, const RedlineBudget &budget = {});

} // namespace mandate
