// SPDX-License-Identifier: GPL-3.0-or-later
// A report as the pages of a PDF (PDF/A-1b, A4), each with its number of all pages, what it is about, its digest and its zone. Pages are painted as
// they fill, so a report of any length takes the memory of one page; the number of all pages has to be counted before.
#pragma once

#include "models/report/report.h"

#include <cstdint>
#include <functional>

namespace mandate {

struct PdfReportHead
{
    std::string title;
    ReportFooter footer;
};

/// Calls `tell` twice with a report to say everything to: the first time pages are only counted. Must say the same both times.
/// Gives the number of pages. The error is that of `tell` or of the sink.
Result<std::uint64_t> writePdfReport(const PdfReportHead &head, const std::function<Result<void>(Report &)> &tell, const ReportSink &sink);

} // namespace mandate
