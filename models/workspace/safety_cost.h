// SPDX-License-Identifier: GPL-3.0-or-later
// The requests that clauses made agents file, as the cost of safety counts them. The figures are models/metrics/safety_cost.
#pragma once

#include "models/metrics/safety_cost.h"
#include "models/workspace/workspace.h"

#include <vector>

namespace mandate {

/// Of pacts, not of other systems; without seeded test items.
Result<std::vector<ClauseRequest>> clauseRequests(const Workspace &workspace);

} // namespace mandate
