// SPDX-License-Identifier: GPL-3.0-or-later
// Closed requests as cases of oversight. The figures are models/metrics/oversight.
#pragma once

#include "models/metrics/oversight.h"
#include "models/workspace/approvals.h"

#include <optional>

namespace mandate {

/// The case that a request ended in; none while it is open, or when the agent withdrew it. `words`: above the fold of its card.
[[nodiscard]] std::optional<OversightCase> oversightCase(const ApprovalView &view, int words);

} // namespace mandate
