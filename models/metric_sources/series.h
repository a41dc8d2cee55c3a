// SPDX-License-Identifier: GPL-3.0-or-later
// Figures that somebody else measured, as points in time and the holes between them. A hole is never a zero: what was not measured is not known.
// Values only.
#pragma once

#include "models/base/code_points.h"
#include "models/base/freshness.h"
#include "models/base/instant.h"
#include "models/base/result.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mandate {

/// More than so many series of one query say nothing to a reader; asking for them is refused.
inline constexpr std::size_t mostMetricSeries = 200;

/// One time at which a source said something. Without a value it said that it has none: `word` is how ("NaN", "+Inf", "stale", "empty").
struct MetricPoint
{
    Instant at;
    std::optional<double> value;
    std::string word;
    bool operator==(const MetricPoint &) const = default;
};

/// A time of which nothing is known: after `from`, before `until`.
struct MetricHole
{
    Instant from;
    Instant until;
    bool operator==(const MetricHole &) const = default;
};

struct MetricSeries
{
    std::map<std::string, std::string> labels; ///< "__name__" is the metric's name
    std::vector<MetricPoint> points;           ///< by time, one a time
    std::vector<MetricHole> holes;             ///< by time; filled by findHoles()
    std::optional<std::int64_t> usualGap;      ///< nanoseconds between two points: the step, or what lies in the middle of the gaps there are
    std::optional<Instant> completeThrough;    ///< no hole from the range's begin to here
    std::optional<Instant> lastSeen;           ///< of the newest point with a value
    Freshness freshness = Freshness::Unknown;  ///< as it stood when it was read

    /// "up{job=\"api\"}"; the values with everything that could end them escaped.
    [[nodiscard]] std::string name() const;
};

/// What was asked for: from `since` to `until`, both included, every `step`.
struct MetricRange
{
    Instant since;
    Instant until;
    std::int64_t step = 0; ///< nanoseconds; 0: as the source has it
    bool now = false;      ///< only what holds at `until`
};

/// Times without a value, or further apart than one and a half usual gaps, make a hole; so does what is missing at either end. Fills in what
/// follows from the points: holes, usual gap, complete through, last seen, freshness. `now` is when the source was read.
void findHoles(MetricSeries &series, const MetricRange &range, const Instant &now);

/// A number as metrics write them: decimal with exponent, "NaN", "+Inf", "-Inf", "Inf". Nothing when it is none of these. A value that is not
/// finite comes back as a point without one.
[[nodiscard]] std::optional<MetricPoint> metricValue(std::string_view text, const Instant &at);

/// What is wrong with what a source gave.
[[nodiscard]] Error notThatShape(std::string code, std::string happened, std::string remedy, std::optional<std::uint64_t> line = {});

} // namespace mandate
