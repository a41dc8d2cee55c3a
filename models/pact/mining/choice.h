// SPDX-License-Identifier: GPL-3.0-or-later
// What a person took of the proposals: which go into a draft, and where a tighter bound than observed was chosen.
#pragma once

#include "models/pact/mining/mined_scope.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace mandate::mining {

struct ProposalChoice
{
    bool taken = true;
    std::vector<std::optional<Number>> bounds; ///< one for each of Proposal::tighter; absent, or missing at the end: as proposed
    bool limited = true;                       ///< with the limit a session
    std::optional<std::uint64_t> most;         ///< of that limit, instead of the one proposed
    bool operator==(const ProposalChoice &) const = default;
};

/// The clauses of a proposal as they would be. `why` says what was chosen tighter.
[[nodiscard]] Clause clauseOf(const Proposal &proposal, const ProposalChoice &choice);
[[nodiscard]] std::optional<Clause> limitOf(const Proposal &proposal, const ProposalChoice &choice);
/// The scope with what was taken of it; `choices` one for each proposal, missing ones: as proposed.
[[nodiscard]] MinedScope chosen(MinedScope scope, const std::vector<ProposalChoice> &choices);

/// The condition and sentence of a limit of so many calls a session; the clause names its one tool.
void limitCalls(Clause &clause, std::uint64_t most);

} // namespace mandate::mining
