// SPDX-License-Identifier: GPL-3.0-or-later
// A year's outcome as a report (models/report), for whoever is given it on paper. What it says is models/workspace/outcome.
#pragma once

#include "models/report/report.h"
#include "models/workspace/outcome.h"
#include "models/workspace/workspace.h"

#include <string>

namespace mandate::bundle {

[[nodiscard]] std::string outcomeTitle(const YearOutcome &outcome);
/// What every page says below its text: the workspace, its ledger's head when it was made, and by whom.
[[nodiscard]] ReportFooter outcomeFooter(const Workspace &workspace, const YearOutcome &outcome);
Result<void> tellOutcome(const YearOutcome &outcome, Report &report);

/// The report as a file's bytes. A PDF needs an application object with fonts (models/report/painting.h).
Result<std::string> outcomeHtml(const Workspace &workspace, const YearOutcome &outcome);
Result<std::string> outcomePdf(const Workspace &workspace, const YearOutcome &outcome);

} // namespace mandate::bundle
