// SPDX-License-Identifier: GPL-3.0-or-later
// libFuzzer target: what a source of metrics answers. The first byte picks the form (and what is asked of it), the first line is the query, the rest is the
// answer. Looks for crashes, for points outside of what was asked or out of order, and for holes that are none: what is not known must not look known.
#include "models/metric_sources/prometheus_api.h"
#include "models/metric_sources/reading.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <unistd.h>

using namespace mandate;

namespace {

constexpr std::int64_t second = 1'000'000'000;
constexpr Instant asked{1'772'323'200 * second, true}; ///< 2026-03-01

void require(bool holds)
{
    if (!holds)
        std::abort();
}

void requireSeries(const MetricSeries &series, const MetricRange &range)
{
    require(isUtf8(series.name()));
    const MetricPoint *before = nullptr;
    for (const MetricPoint &point : series.points) {
        require(point.value.has_value() == point.word.empty() && isUtf8(point.word));
        require(!before || before->at.nanoseconds < point.at.nanoseconds);
        require(point.at.nanoseconds <= range.until.nanoseconds && (range.now || point.at.nanoseconds >= range.since.nanoseconds));
        before = &point;
    }
    std::int64_t end = INT64_MIN;
    for (const MetricHole &hole : series.holes) {
        require(hole.from.nanoseconds <= hole.until.nanoseconds && hole.from.nanoseconds >= end);
        end = hole.until.nanoseconds;
    }
    if (series.points.empty() || !series.points.back().value) {
        require(!series.holes.empty() && series.holes.back().until == range.until);
    } else {
        // A year is no usual gap of what is asked every minute.
        const bool old = static_cast<__int128>(range.until.nanoseconds) - series.lastSeen->nanoseconds > static_cast<__int128>(365) * 86'400 * second;
        require(!old || (range.step <= 0 && series.usualGap.value_or(0) > 0) || (!series.holes.empty() && series.freshness != Freshness::Healthy));
    }
}

void prometheus(std::string_view body, const MetricRange &range)
{
    require(isUtf8(prometheusFault(body)));
    auto answer = readPrometheus(body, range);
    if (!answer) {
        require(answer.error().code == "MND-MSR-012" && isUtf8(answer.error().happened));
        return;
    }
    for (MetricSeries &series : answer->series) {
        findHoles(series, range, range.until);
        requireSeries(series, range);
    }
}

void file(MetricSource source, std::string_view text, const MetricRange &range, std::string_view ending)
{
    static const std::string home = (std::filesystem::temp_directory_path() / ("metrics-fuzz-" + std::to_string(::getpid()))).string();
    source.address = home + std::string(ending);
    std::ofstream(source.address, std::ios::binary) << text;
    MetricSurroundings surroundings;
    surroundings.clock = [&range] { return range.until; };
    const MetricReading reading = readMetrics(source, range, surroundings);
    std::filesystem::remove(source.address);
    require(!reading.problem || reading.series.empty());
    if (reading.problem)
        require(!reading.problem->code.empty() && isUtf8(reading.problem->happened));
    for (const std::string &warning : reading.warnings)
        require(isUtf8(warning));
    require(isUtf8(reading.unit));
    for (const MetricSeries &series : reading.series)
        requireSeries(series, reading.range);
    (void)reading.freshness();
    (void)reading.completeThrough();
    (void)reading.holes();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size == 0)
        return 0;
    std::string_view text(reinterpret_cast<const char *>(data) + 1, size - 1);
    const unsigned picked = data[0] & 0x3fU;
    MetricSource source;
    source.id = "fuzz";
    source.step = (data[0] & 0x40U) != 0 ? 60 : 0;
    const std::size_t end = std::min(text.find('\n'), text.size());
    source.query = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (!isUtf8(source.query))
        return 0; // stands in a signed entry, which is JSON
    const MetricRange range{{asked.nanoseconds - 3600 * second, true}, asked, source.step * second, (data[0] & 0x80U) != 0};
    constexpr std::array<const char *, 3> times{"rfc3339", "unix", "unix_ms"};
    switch (picked % 7) {
    case 0:
        source.kind = MetricSourceKind::OpenMetrics;
        file(source, text, range, ".txt");
        break;
    case 1:
        source.kind = MetricSourceKind::OpenMetrics;
        file(source, text, range, ".prom");
        break;
    case 2:
        source.kind = MetricSourceKind::Otlp;
        file(source, text, range, ".json");
        break;
    case 6: prometheus(text, {range.since, range.until, range.now ? 0 : 60 * second, range.now}); break;
    default:
        source.kind = MetricSourceKind::Csv;
        source.timeFormat = times[picked % 7 - 3];
        source.zone = picked > 6 ? "utc" : "";
        file(source, text, range, ".csv");
    }
    return 0;
}
