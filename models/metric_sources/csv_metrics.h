// SPDX-License-Identifier: GPL-3.0-or-later
// Figures from CSV (RFC 4180, first line names the columns): one column is the time, one the value, others are labels to select by.
#pragma once

#include "models/metric_sources/metric_source.h"
#include "models/metric_sources/series.h"

#include <string>
#include <string_view>
#include <vector>

namespace mandate {

struct CsvFigures
{
    MetricSeries series;
    std::vector<std::string> warnings;
};

/// Input error MND-MSR-013 with the line. An empty value, NaN and infinities are times without a value; rows out of order are put in order, and two
/// rows that say different things of one time leave it without a value: each is said in a warning.
Result<CsvFigures> readCsvMetrics(std::string_view text, const MetricSource &source);

} // namespace mandate
