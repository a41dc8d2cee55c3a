// SPDX-License-Identifier: GPL-3.0-or-later
// A year's outcome as a report (models/report) and as JSON. What it says is models/workspace/outcome.
#pragma once

#include "models/report/report.h"
#include "models/workspace/outcome.h"

#include <nlohmann/json_fwd.hpp>

namespace mandate::cli {

[[nodiscard]] std::string outcomeTitle(const YearOutcome &outcome);
/// What every page says below its text: the workspace, its ledger's head when it was made, and by whom.
[[nodiscard]] ReportFooter outcomeFooter(const Workspace &workspace, const YearOutcome &outcome);
Result<void> tellOutcome(const YearOutcome &outcome, Report &report);
[[nodiscard]] nlohmann::ordered_json outcomeJson(const YearOutcome &outcome);

/// "half within 5 min, worst 20 min (n = 4)"; "none (n = 0)".
[[nodiscard]] std::string summaryWords(const TimeSummary &summary);

} // namespace mandate::cli
