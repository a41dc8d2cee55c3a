// SPDX-License-Identifier: GPL-3.0-or-later
// A report as one HTML file that loads nothing: no script, no picture, no font from elsewhere. Structure for screen readers: language, headings in
// order, tables with captions and headers.
#pragma once

#include "models/report/report.h"

#include <memory>

namespace mandate {

[[nodiscard]] std::unique_ptr<Report> htmlReport(std::string title, ReportFooter footer, ReportSink sink);

} // namespace mandate
