// SPDX-License-Identifier: GPL-3.0-or-later
// A mining report as the rows that people read and choose from. Pure functions of values; choosing and drafting is MinedDraft.
#pragma once

#include "models/items/mined_draft.h"
#include "models/pact/mining/choice.h"
#include "models/workspace/mining.h"

namespace mandate::minedwords {

/// Counts, time, and what was not mined, in a few sentences.
[[nodiscard]] QString summary(const MiningReport &report);
/// Of the proposal as it stands with what was chosen.
[[nodiscard]] MinedProposalItem itemOf(const mining::Proposal &proposal, const mining::ProposalChoice &choice);
[[nodiscard]] std::vector<MinedGroup> otherGroups(const MiningReport &report);

} // namespace mandate::minedwords
