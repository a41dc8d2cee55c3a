// SPDX-License-Identifier: GPL-3.0-or-later
// What follows from the clauses of one pact alone: conditions that never or always hold, clauses that another decides before, permissions
// that reach into a prohibition. Proved with Z3, or shown by an action that our own evaluator confirms; "cannot tell" finds nothing.
// Takes its time, so it runs in the background; what is quick is in models/pact/check.h.
#pragma once

#include "models/pact/check.h"
#include "models/pact/redline/redline.h"

#include <chrono>
#include <cstddef>
#include <memory>
#include <vector>

namespace mandate {

struct LogicReport
{
    std::vector<Problem> problems; ///< in the order of the document, the gravest class first
    std::size_t questions = 0;     ///< that were asked, or would have been
    std::size_t open = 0;          ///< of these, not answered in the time given
    std::size_t remembered = 0;    ///< of these, answered by the memory alone
    std::chrono::milliseconds taken{0};
    [[nodiscard]] std::size_t answered() const { return questions - open; }
};

/// What was answered in earlier checks, of any pact: an answer holds for as long as both conditions, their tools, and the facts, windows and clock
/// that they read are the same, whatever else of the pact changed. Bounded; one check at a time uses it, others wait.
class LogicMemory
{
public:
    LogicMemory();
    ~LogicMemory();
    LogicMemory(const LogicMemory &) = delete;
    LogicMemory &operator=(const LogicMemory &) = delete;

    struct Kept; ///< opaque; public only so that the files implementing it can name it
    [[nodiscard]] Kept &kept() const { return *m; }

private:
    std::unique_ptr<Kept> m;
};

/// Rules: "never-holds", "never-decided", "always-holds", "no-effect" (another clause decides first), "contradiction" (all that is permitted is
/// forbidden), "wider-than-prohibition". `Problem::example` is an action with what the clauses answer to it. Clauses that look at the result and
/// conditions that do not compile are left out. Pairs are looked at two by two: what only several clauses cover together is not found.
/// With a memory, what it holds is not asked again, what was answered before a cancel stays, and a check goes on where the last one ended: first
/// clauses that changed since, then questions not asked yet, then those that were tried in vain, each with more time.
/// The only error is Cancelled.
Result<LogicReport> logicFindings(const PactDocument &pact, const RedlineBudget &budget = {}, LogicMemory *memory = nullptr);

} // namespace mandate
