// SPDX-License-Identifier: GPL-3.0-or-later
// The HTTP API of Prometheus, version 1, as texts: which paths are asked, and what an answer says. Sends nothing.
// https://prometheus.io/docs/prometheus/latest/querying/api/
#pragma once

#include "models/metric_sources/series.h"

#include <string>
#include <string_view>
#include <vector>

namespace mandate {

/// A range is answered with at most so many points a series.
inline constexpr std::int64_t prometheusMostPoints = 11'000;

struct PrometheusAnswer
{
    std::vector<MetricSeries> series; ///< points only
    std::vector<std::string> warnings; ///< the server's own words
};

/// "/api/v1/query?…" for what holds at a time.
[[nodiscard]] std::string prometheusNow(std::string_view query, const Instant &at);
/// "/api/v1/query_range?…"; times and step are whole milliseconds.
[[nodiscard]] std::string prometheusRange(std::string_view query, const MetricRange &range);
/// A range as ranges that are each within the limit, one behind the other on the same grid.
[[nodiscard]] std::vector<MetricRange> prometheusParts(const MetricRange &range);

/// Reads an answer with status 200. Input error MND-MSR-012 when it is none of the API's, or says what cannot be: times that go back, stand there
/// twice, lie outside of what was asked or off its grid, or too many.
Result<PrometheusAnswer> readPrometheus(std::string_view body, const MetricRange &range);
/// What an answer with another status says of itself, "bad_data: …"; empty when it says nothing in the API's form.
[[nodiscard]] std::string prometheusFault(std::string_view body);

} // namespace mandate
