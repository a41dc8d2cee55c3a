// SPDX-License-Identifier: GPL-3.0-or-later
// Reading a metrics source: asks the server or opens the file, and gives series with their holes, or says plainly why there is nothing. Within
// limits of time and size; credentials go to the address that was set up and to no other, and stand in no message.
#pragma once

#include "models/metric_sources/metric_source.h"
#include "models/metric_sources/series.h"

#include <chrono>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

namespace mandate {

struct MetricReading
{
    std::string asked;   ///< what was asked, in words
    MetricRange range;   ///< as it was asked: times cut to whole steps of the source
    Instant at;          ///< when
    std::size_t requests = 0;
    std::vector<MetricSeries> series;
    std::vector<std::string> warnings;
    std::optional<Error> problem; ///< then there are no series, and the whole range is one hole
    std::string unit;

    /// Of the source as a whole: the worst of its series; Unknown without any.
    [[nodiscard]] Freshness freshness() const;
    /// The least of its series; absent where one of them is complete through nothing.
    [[nodiscard]] std::optional<Instant> completeThrough() const;
    [[nodiscard]] std::optional<Instant> lastSeen() const;
    /// Of all series together: times of which at least one says nothing; the whole range when there is no series.
    [[nodiscard]] std::vector<MetricHole> holes() const;
};

struct MetricLimits
{
    std::chrono::milliseconds connect{5'000};
    std::chrono::milliseconds silence{30'000}; ///< longest
    std::chrono::milliseconds whole{120'000};
    std::size_t body = std::size_t{32} << 20; ///< of one answer; of a file
};

/// What a reading needs from outside.
struct MetricSurroundings
{
    std::function<std::optional<std::string>(const std::string &name)> secret; ///< by the name under which it is kept
    std::function<Instant()> clock = systemNow;
    MetricLimits limits{};
};

/// Never fails: what went wrong is in the reading. `range.step` of 0 is the source's own.
[[nodiscard]] MetricReading readMetrics(const MetricSource &source, const MetricRange &range, const MetricSurroundings &surroundings, const std::stop_token &stop = {});

} // namespace mandate
