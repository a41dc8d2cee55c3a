// SPDX-License-Identifier: GPL-3.0-or-later
// Recorded actions that a clause escalated, as the requests their agents would have filed. For tests and pictures of deciding; files nothing itself.
#pragma once

#include "models/workspace/workspace.h"

namespace mandate {

/// In ledger order, at most `most`. What the recording does not hold stays empty: a recorded agent gave no proposal, so nobody can approve as it is.
/// Times: asked at `now`, to be answered in the time of the clause. Source is "recorded".
Result<std::vector<ApprovalRequest>> recordedEscalations(const Workspace &workspace, const Instant &now, std::size_t most = SIZE_MAX);

} // namespace mandate
