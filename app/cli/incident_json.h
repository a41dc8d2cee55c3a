// SPDX-License-Identifier: GPL-3.0-or-later
// Incidents and what people did about them, as docs/json.md says.
#pragma once

#include "models/cases/attribution.h"
#include "models/cases/reporting_duties.h"
#include "models/workspace/case_view.h"

#include <nlohmann/json.hpp>

#include <vector>

namespace mandate::cli {

[[nodiscard]] nlohmann::ordered_json incidentJson(const Incident &incident);
/// The incident with its life: claims, duties with their clocks at `now`, every step.
[[nodiscard]] nlohmann::ordered_json caseJson(const CaseView &view, const std::vector<ReportingDuty> &duties, const std::string &zone, const Instant &now);
[[nodiscard]] nlohmann::ordered_json suggestionJson(const CauseSuggestion &suggestion);
[[nodiscard]] nlohmann::ordered_json dutyJson(const ReportingDuty &duty);

} // namespace mandate::cli
