// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/metric_sources/series.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace mandate {

namespace {

constexpr std::int64_t singleGood = std::int64_t{300} * 1'000'000'000; ///< of a source with one point and no step: as long as Prometheus looks back

std::optional<std::int64_t> middleGap(const std::vector<MetricPoint> &points)
{
    std::vector<std::int64_t> gaps;
    for (std::size_t i = 1; i < points.size(); ++i)
        gaps.push_back(elapsed(points[i - 1].at.nanoseconds, points[i].at.nanoseconds));
    if (gaps.empty())
        return std::nullopt;
    const auto middle = gaps.begin() + static_cast<std::ptrdiff_t>(gaps.size() / 2);
    std::nth_element(gaps.begin(), middle, gaps.end());
    return *middle;
}

Freshness freshnessOf(const MetricSeries &series, std::int64_t asOf)
{
    if (!series.lastSeen)
        return Freshness::Unknown;
    const std::int64_t age = elapsed(series.lastSeen->nanoseconds, asOf);
    if (!series.usualGap)
        return age <= singleGood ? Freshness::Healthy : Freshness::Unknown;
    return freshnessAfter(age, *series.usualGap);
}

} // namespace

std::string MetricSeries::name() const
{
    std::string text;
    if (const auto metric = labels.find("__name__"); metric != labels.end())
        text = metric->second;
    std::string inside;
    for (const auto &[label, value] : labels) {
        if (label == "__name__")
            continue;
        inside += (inside.empty() ? "" : ",") + label + "=\"";
        for (const char c : value) {
            if (c == '\\' || c == '"')
                inside += '\\';
            inside += c == '\n' ? std::string("\\n") : std::string(1, c);
        }
        inside += '"';
    }
    return inside.empty() && !text.empty() ? text : text + '{' + inside + '}';
}

void findHoles(MetricSeries &series, const MetricRange &range, const Instant &now)
{
    series.holes.clear();
    series.completeThrough.reset();
    series.lastSeen.reset();
    series.usualGap = range.step > 0 ? std::optional(range.step) : middleGap(series.points);
    const std::int64_t gap = series.usualGap.value_or(0);
    const Instant begin = range.now ? range.until : range.since;
    Instant known = begin;      // up to here nothing is left out
    bool any = false;           // whether a value was seen
    bool saidNone = false;      // whether the source said since then that it has no value
    const auto hole = [&](const Instant &until) {
        series.holes.push_back({known, until});
        if (series.holes.size() == 1 && any)
            series.completeThrough = known;
    };
    for (const MetricPoint &point : series.points) {
        if (!point.value) {
            saidNone = true;
            continue;
        }
        if (saidNone || ((any || !range.now) && isHole(elapsed(known.nanoseconds, point.at.nanoseconds), gap)))
            hole(point.at);
        known = point.at;
        any = true;
        saidNone = false;
        series.lastSeen = point.at;
    }
    if (!any || saidNone || isHole(elapsed(known.nanoseconds, range.until.nanoseconds), range.now ? std::max(gap, singleGood) : gap))
        hole(range.until);
    if (series.holes.empty())
        series.completeThrough = series.lastSeen;
    series.freshness = freshnessOf(series, std::min(now.nanoseconds, range.until.nanoseconds));
}

std::optional<MetricPoint> metricValue(std::string_view text, const Instant &at)
{
    const std::string_view whole = text;
    if (text.starts_with('+'))
        text.remove_prefix(1);
    double value = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || text.starts_with('+') || end != text.data() + text.size() || (fault != std::errc() && fault != std::errc::result_out_of_range))
        return std::nullopt;
    if (fault == std::errc::result_out_of_range || !std::isfinite(value))
        return MetricPoint{at, std::nullopt, std::string(whole.substr(0, 40))};
    return MetricPoint{at, value, {}};
}

Error notThatShape(std::string code, std::string happened, std::string remedy, std::optional<std::uint64_t> line)
{
    Error error{ErrorKind::Input, std::move(code), std::move(happened), "Nothing of this answer is shown: what is not known is a hole and no zero.", std::move(remedy), {}};
    error.position.line = line;
    return error;
}

} // namespace mandate
