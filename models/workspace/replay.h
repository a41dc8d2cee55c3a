// SPDX-License-Identifier: GPL-3.0-or-later
// Replay: what a candidate pact would have said of actions that are in the ledger, beside what was said of them. Says nothing about the
// future, is no authorization, and changes nothing.
#pragma once

#include "models/workspace/judgement.h"
#include "models/workspace/stakes.h"

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
    [[nodiscard]] bool holds(const std::optional<Instant> &time) const
    {
        if (!time)
            return !since && !until;
        return (!since || time->nanoseconds >= since->nanoseconds) && (!until || time->nanoseconds < until->nanoseconds);
    }
    bool operator==(const ReplayRange &) const = default;
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
    std::uint64_t count = 0;    ///< actions
    std::uint64_t sessions = 0; ///< different ones, of the same agent
    std::uint64_t executed = 0; ///< of the actions
    CustomersAtStake customers;
    MoneyAtStake money;      ///< of actions whose tool the candidate says spends, executed or not
    std::vector<Case> cases; ///< in order of arrival: all of them, or as many as were asked for
    bool operator==(const ReplayChange &) const = default;
};

/// A version of a pact, as evidence names it.
struct PactName
{
    std::string id;
    std::string version;
    Digest digest;
    auto operator<=>(const PactName &) const = default;
};

struct ReplayReport
{
    std::uint64_t judged = 0;                     ///< actions in the range of agents that the candidate binds
    std::uint64_t undecidable = 0;                ///< of these, the candidate gives no answer
    std::map<std::string, std::uint64_t> missing; ///< the undecidable by missing fact
    std::vector<ReplayChange> changed;            ///< most frequent first
    Digest changes;                               ///< SHA-256 over one line a changed action, see docs/json.md
    ReplayRange range;
    std::string pactId; ///< of the candidate
    std::string pactVersion;
    Digest pact;                   ///< of its RFC 8785 form
    std::vector<Binding> binds;    ///< the candidate's
    std::vector<PactName> inForce; ///< pacts in force for the agents that the candidate binds, sorted
    EntryNumber trailEntries = 0;  ///< the ledger that was replayed: its size and root
    Digest trailRoot;
    bool operator==(const ReplayReport &) const = default;
};

} // namespace mandate
