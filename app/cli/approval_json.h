// SPDX-License-Identifier: GPL-3.0-or-later
// Requests as docs/json.md tells them.
#pragma once

#include "models/workspace/approvals.h"

#include <nlohmann/json.hpp>

namespace mandate::cli {

/// As in a list; `full`: with arguments, proposal and history too. `away`: who it is for is away.
[[nodiscard]] nlohmann::ordered_json approvalJson(const ApprovalView &view, const std::optional<Delegation> &away, bool full);
[[nodiscard]] nlohmann::ordered_json stepJson(const ApprovalLife::Event &event);

} // namespace mandate::cli
