// SPDX-License-Identifier: GPL-3.0-or-later
// The texts in which programs expose their metrics: OpenMetrics 1.0, and the Prometheus text format 0.0.4 before it. Read strictly: a text that
// was cut off, or says a series twice, says nothing. Exemplars are read over.
#pragma once

#include "models/metric_sources/selector.h"
#include "models/metric_sources/series.h"

#include <string>
#include <string_view>
#include <vector>

namespace mandate {

enum class ExpositionFormat : std::uint8_t { OpenMetrics, PrometheusText };

struct Exposition
{
    std::vector<MetricSeries> series; ///< those that the selector selects, in the order they stand there
    std::map<std::string, std::string> units; ///< by metric family; OpenMetrics only
};

/// `now` is the time of what has none. Input error MND-MSR-011 with the line when the text is not of the format.
Result<Exposition> readExposition(std::string_view text, ExpositionFormat format, const MetricSelector &selector, const Instant &now);

} // namespace mandate
