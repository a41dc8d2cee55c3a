// SPDX-License-Identifier: GPL-3.0-or-later
// What the report of a bundle says, taken from the files of the bundle themselves: it can say nothing that they do not hold.
#pragma once

#include "models/bundle/bundle_export.h"
#include "models/report/pdf_report.h"

#include <string>

namespace mandate::bundle {

struct ReportSubject
{
    const ExportOrder &order;
    const ExportPlan &plan;
    const RecordedExport &begun;
    std::optional<Incident> incident;
    std::string origin;
    std::string key; ///< id of the workspace's
    PublicKey publicKey; ///< of the workspace
    std::string folder; ///< where the files are while the bag is written
};

[[nodiscard]] PdfReportHead headOf(const ReportSubject &subject);
/// Says the same each time.
Result<void> tellReport(const ReportSubject &subject, Report &report, const std::stop_token &stop);

} // namespace mandate::bundle
