// SPDX-License-Identifier: GPL-3.0-or-later
// A report as what it says, piece by piece: headings, paragraphs, facts and tables of any length. How it looks is html_report.h and pdf_report.h. All
// text is plain text; what nobody sees is named, as ⟦U+202E⟧.
#pragma once

#include "models/base/result.h"

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mandate {

/// Where a report's bytes go. Its first error ends the report.
using ReportSink = std::function<Result<void>(std::string_view)>;

/// What every page says below its text.
struct ReportFooter
{
    std::string subject; ///< case and matter
    std::string digest;  ///< of what is reported on
    std::string zone;    ///< of all times
    std::string by;      ///< who made it
};

struct ReportColumn
{
    std::string heading;
    int share = 1; ///< of the width, beside the shares of the others
};

class Report
{
public:
    virtual ~Report() = default;
    /// Level 1 is the report's title, once.
    virtual void heading(int level, std::string_view text) = 0;
    virtual void paragraph(std::string_view text) = 0;
    virtual void facts(const std::vector<std::pair<std::string, std::string>> &facts) = 0;
    virtual void beginTable(std::string_view caption, const std::vector<ReportColumn> &columns) = 0;
    virtual void row(const std::vector<std::string> &cells) = 0;
    virtual void endTable() = 0;
    virtual Result<void> finish() = 0;
};

/// Text with what nobody sees named, and with octets that are no UTF-8 named too. Line ends and tabs stay.
[[nodiscard]] std::string shownText(std::string_view text);

} // namespace mandate
