// SPDX-License-Identifier: GPL-3.0-or-later
// Figures from OTLP metrics in JSON (OpenTelemetry protocol 1.x): one object, or one a line. Gauges and sums by their name; of histograms and
// summaries the count and the sum, as NAME_count and NAME_sum.
#pragma once

#include "models/metric_sources/selector.h"
#include "models/metric_sources/series.h"

#include <string>
#include <string_view>
#include <vector>

namespace mandate {

struct OtlpFigures
{
    std::vector<MetricSeries> series;
    std::string unit; ///< as the source says it, where all say the same
    std::vector<std::string> warnings;
};

/// Input error MND-MSR-014 with the line. Labels are the attributes of resource and point. A point with the flag "no recorded value" has none; delta
/// sums are left as they are, and a warning says so.
Result<OtlpFigures> readOtlpMetrics(std::string_view text, const MetricSelector &selector);

} // namespace mandate
