// SPDX-License-Identifier: GPL-3.0-or-later
// A draft brought together with a version that came into being beside it: what models/pact/merge gives, in the order that the draft has, and
// what is chosen at each conflict.
#pragma once

#include "models/drafts/pact_draft.h"
#include "models/pact/merge.h"

#include <vector>

namespace mandate {

struct DraftMerge
{
    PactDraft::Json document; ///< holds what the draft says where there is a conflict
    std::vector<MergeConflict> conflicts;
};

/// Three-way merge of `ours` with `theirs`, both written after `base`. Members and number of the version are as in `ours`.
[[nodiscard]] DraftMerge mergeDraft(const ParsedPact &base, const ParsedPact &ours, const ParsedPact &theirs);
/// Puts their text where the conflict is. What they have and the draft no longer has comes last in its list.
void takeTheirs(PactDraft::Json &document, const MergeConflict &conflict);

} // namespace mandate
