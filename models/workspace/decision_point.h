// SPDX-License-Identifier: GPL-3.0-or-later
// Answers agents that ask before they act (policy decision point, NIST SP 800-207): authorization state, then pact, then approval and
// verifier, then a signed decision in the ledger. Fails closed: what cannot be judged or recorded is refused, with the reason.
#pragma once

#include "models/workspace/action_question.h"

#include <chrono>
#include <memory>
#include <vector>

namespace mandate {

class Workspace;

/// Questions that come at the same time are answered and stored together: the ledger's order is the order of the decisions, and each one
/// is made with everything that is in the ledger before it. So no permission stands behind a suspension.
class DecisionPoint
{
public:
    struct Limits
    {
        std::size_t sessions = 20'000;                    ///< whose facts are held in memory; others are read again from the ledger
        std::size_t atOnce = 512;                         ///< decisions of one transaction
        std::chrono::milliseconds patience{2000};         ///< how long another writer is waited for before everything is refused
        std::chrono::microseconds gathering{500};         ///< how long the first question of a round waits for others
    };
    explicit DecisionPoint(Workspace &workspace) : DecisionPoint(workspace, Limits()) {}
    DecisionPoint(Workspace &workspace, const Limits &limits);
    ~DecisionPoint();
    DecisionPoint(const DecisionPoint &) = delete;
    DecisionPoint &operator=(const DecisionPoint &) = delete;

    /// Blocks until the decision is in the ledger. Any thread. Never fails: a refusal says why.
    [[nodiscard]] ActionAnswer decide(ActionQuestion question);
    /// In their order, each as if asked alone, in one transaction.
    [[nodiscard]] std::vector<ActionAnswer> decide(std::vector<ActionQuestion> questions);

    struct Counts
    {
        std::uint64_t decisions = 0, permits = 0, refusals = 0, unrecorded = 0, rounds = 0;
    };
    [[nodiscard]] Counts counts() const;

private:
    struct Private;
    std::unique_ptr<Private> m;
};

} // namespace mandate
