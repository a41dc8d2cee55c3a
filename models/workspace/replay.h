// SPDX-License-Identifier: GPL-3.0-or-later
// Replay: what a candidate pact would have said of actions that are in the ledger, beside what was said of them. Says nothing about the
// future, is no authorization, and changes nothing.
#pragma once

#include "models/workspace/judgement.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace mandate {

/// Which recorded actions; times compare when the action occurred. An action without time is replayed only when neither is set.
struct ReplayRange
{
    std::optional<Instant> since; ///< inclusive
    std::optional<Instant> until; ///< exclusive
};

/// Actions whose verdict changes in the same way.
struct ReplayChange
{
    /// One action, with the clauses that decided then and would decide now; empty where none does.
    struct Case
    {
        ClauseCase action;
        std::string clauseBefore;
        std::string clauseAfter;
        bool operator==(const Case &) const = default;
    };
    Verdict from = Verdict::NotJudged;
    Verdict to = Verdict::NotJudged;
    std::uint64_t sessions = 0; ///< different ones, of the same agent
    std::uint64_t executed = 0; ///< of the cases
    std::vector<Case> cases;    ///< in order of arrival
};

struct ReplayReport
{
    std::uint64_t judged = 0;                     ///< actions in the range of agents that the candidate binds
    std::uint64_t undecidable = 0;                ///< of these, the candidate gives no answer
    std::map<std::string, std::uint64_t> missing; ///< the undecidable by missing fact
    std::vector<ReplayChange> changed;            ///< most frequent first
    Digest pact;                                  ///< of the candidate's RFC 8785 form
    EntryNumber trailEntries = 0;                 ///< the ledger that was replayed: its size and root
    Digest trailRoot;
};

} // namespace mandate
