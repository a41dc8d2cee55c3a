// SPDX-License-Identifier: GPL-3.0-or-later
// A year's outcome as JSON. What it says is models/workspace/outcome; how it looks on paper is models/bundle/outcome_report.
#pragma once

#include "models/workspace/outcome.h"

#include <nlohmann/json_fwd.hpp>

namespace mandate::cli {

[[nodiscard]] nlohmann::ordered_json outcomeJson(const YearOutcome &outcome);

/// "half within 5 min, worst 20 min (n = 4)"; "none (n = 0)".
[[nodiscard]] std::string summaryWords(const TimeSummary &summary);

} // namespace mandate::cli
