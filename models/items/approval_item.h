// SPDX-License-Identifier: GPL-3.0-or-later
// One request as a row: the core's view of it beside the pact that asked, with what the queue says and sorts by. Words are made when they are
// shown, so that a long queue costs no memory for them.
#pragma once

#include "models/items/approval_words.h"
#include "models/pact/document.h"

#include <memory>
#include <optional>

namespace mandate {

struct ApprovalItem
{
    std::shared_ptr<const ApprovalView> view;
    std::shared_ptr<const PactDocument> pact; ///< absent when it is not in the workspace
    int rank = 0;                             ///< of its consequence; 0 is the worst
    std::string owner;                        ///< person who answers for the agent by appointment, else by the pact's word; empty when nobody does
    std::string deputy;
    std::optional<Delegation> away; ///< who it is for is away, and who decides for them
    std::optional<int> foldWords;             ///< above the fold of its card, once they were counted

    [[nodiscard]] QString id() const;
    [[nodiscard]] QString agent() const; ///< as recorded
    [[nodiscard]] const PactTool *tool() const;
    [[nodiscard]] bool isOpen(const Instant &now) const;
    /// Shown in the same way: nothing a row says differs.
    [[nodiscard]] bool saysTheSame(const ApprovalItem &other) const;
};

/// Rank of a consequence in the queue: what cannot be recalled first.
[[nodiscard]] int consequenceRank(const PactTool *tool);
/// Consequences as chips, the worst first; "Cannot be recalled" last when it cannot. Of what is not declared nothing is known: one chip says so.
[[nodiscard]] QList<StateWord> consequenceChips(const PactTool *tool);
/// What exactly would happen, from the tool's title and the arguments: "Gives the customer a certificate · amount 150 · user_id “sara”".
/// At most `words` words; amounts come first, every value from outside stands in quotes.
[[nodiscard]] QString whatHappens(const ActionBinding &action, const PactTool *tool, int words);
/// Requests that may be approved together have the same: agent, tool, names of the arguments, pact and clause.
[[nodiscard]] Digest approvalClass(const ApprovalItem &item);
/// Order of the queue: least time left, then consequence, then age.
[[nodiscard]] bool comesFirst(const ApprovalItem &a, const ApprovalItem &b);

} // namespace mandate
