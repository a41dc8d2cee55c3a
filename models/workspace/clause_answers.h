// SPDX-License-Identifier: GPL-3.0-or-later
// What each clause of a pact answers to each judged action of a warm trail, kept so that a pact in which one clause changed is not judged as a
// whole again. A clause's answer depends on its condition, its tools, the state facts, the clock and the windows;
// on nothing else of the pact.
#pragma once

#include "models/pact/judge.h"
#include "models/workspace/warm_trail.h"

#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace mandate {

/// Answers of one clause, in no order. Every judged action that is in neither list is answered No or not asked.
struct ClauseAnswers
{
    struct Open
    {
        TrailPosition position;
        std::uint32_t missing; ///< index
    };
    std::vector<TrailPosition> yes;
    std::vector<Open> open;           ///< the undecidable
    std::vector<std::string> missing; ///< facts that were missing
    void append(ClauseAnswers &&more);
    /// Memory held, bytes.
    [[nodiscard]] std::size_t footprint() const;
};

/// Asks every clause of the pact about the judged actions from position `from` on, one list a clause. Sessions in which no clause speaks of such
/// an action are passed over. `windows` is a book of the same windows, if some clause looks at them.
Result<std::vector<ClauseAnswers>> askClauses(const WarmTrail &trail, const std::shared_ptr<const CompiledPact> &pact, const WindowBook *windows,
                                              TrailPosition from, unsigned threads, const ImportProgress &progress, const std::stop_token &stop);

} // namespace mandate
