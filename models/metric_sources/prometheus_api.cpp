// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/metric_sources/prometheus_api.h"

#include "models/base/json_reader.h"
#include "models/http_client/url.h"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace mandate {

namespace {

constexpr std::int64_t millisecond = 1'000'000;

Error notTheApi(std::string why)
{
    return notThatShape("MND-MSR-012", "It answered what the Prometheus API does not: " + std::move(why), "Check that the address is Prometheus's own, without /api/v1 at its end.");
}

/// "1767225600.5": seconds with as many digits as it takes.
std::string secondsOf(std::int64_t nanoseconds)
{
    const std::int64_t milliseconds = nanoseconds / millisecond;
    std::string text = std::to_string(milliseconds / 1000);
    if (const std::int64_t rest = milliseconds % 1000; rest != 0) {
        const std::string digits = std::to_string(1000 + std::abs(rest)).substr(1);
        text += '.' + digits;
        if (milliseconds < 0 && milliseconds > -1000)
            text.insert(0, "-");
    }
    return text;
}

/// [ unix_time, "value" ]
std::optional<MetricPoint> pairOf(const Value &value)
{
    if (!value.isList() || value.items().size() != 2 || !value.items()[1].isString())
        return std::nullopt;
    const auto seconds = value.items()[0].number();
    if (!seconds || std::abs(*seconds) > 9e9)
        return std::nullopt;
    return metricValue(value.items()[1].text(), {static_cast<std::int64_t>(std::llround(*seconds * 1000)) * millisecond, true});
}

std::optional<std::map<std::string, std::string>> labelsOf(const Value *metric)
{
    if (!metric || !metric->isMap())
        return std::nullopt;
    std::map<std::string, std::string> labels;
    for (const Member &member : metric->members()) {
        if (!member.value.isString())
            return std::nullopt;
        labels.emplace(member.key.text(), member.value.text());
    }
    return labels;
}

Result<void> takePoints(MetricSeries &series, const Value *values, const MetricRange &range)
{
    if (!values || !values->isList())
        return notTheApi("a series without values.");
    const std::int64_t most = range.step > 0 ? (range.until.nanoseconds - range.since.nanoseconds) / range.step + 1 : 0;
    if (!range.now && values->items().size() > static_cast<std::size_t>(most))
        return notTheApi(std::to_string(values->items().size()) + " points of one series, where " + std::to_string(most) + " were asked for.");
    for (const Value &item : values->items()) {
        auto point = pairOf(item);
        if (!point)
            return notTheApi("a point that is no pair of a time and a number as text.");
        if (!series.points.empty() && point->at.nanoseconds <= series.points.back().at.nanoseconds)
            return notTheApi(point->at == series.points.back().at ? "a time stands there twice: " + formatInstant(point->at) + '.' : "its times go back at " + formatInstant(point->at) + '.');
        if (!range.now) {
            const std::int64_t from = elapsed(range.since.nanoseconds, point->at.nanoseconds);
            if (from < 0 || point->at.nanoseconds > range.until.nanoseconds)
                return notTheApi("a time that was not asked about: " + formatInstant(point->at) + '.');
            if (from % range.step != 0)
                return notTheApi("a time between the steps that were asked for: " + formatInstant(point->at) + '.');
        }
        series.points.push_back(*std::move(point));
    }
    return {};
}

} // namespace

std::string prometheusNow(std::string_view query, const Instant &at)
{
    return "/api/v1/query?query=" + percentEncoded(query) + "&time=" + secondsOf(at.nanoseconds);
}

std::string prometheusRange(std::string_view query, const MetricRange &range)
{
    return "/api/v1/query_range?query=" + percentEncoded(query) + "&start=" + secondsOf(range.since.nanoseconds) + "&end=" + secondsOf(range.until.nanoseconds) + "&step=" + secondsOf(range.step);
}

std::vector<MetricRange> prometheusParts(const MetricRange &range)
{
    std::vector<MetricRange> parts;
    const std::int64_t length = (prometheusMostPoints - 1) * range.step;
    for (std::int64_t since = range.since.nanoseconds; since <= range.until.nanoseconds; since += length + range.step) {
        MetricRange part = range;
        part.since.nanoseconds = since;
        part.until.nanoseconds = std::min(range.until.nanoseconds, since + length);
        parts.push_back(part);
    }
    return parts;
}

Result<PrometheusAnswer> readPrometheus(std::string_view body, const MetricRange &range)
{
    Arena arena;
    JsonReader reader;
    const auto answer = reader.read(body, arena);
    if (!answer)
        return notTheApi("it is no JSON. " + answer.error().happened);
    if (answer->findText("status") != "success")
        return notTheApi(prometheusFault(body).empty() ? "it does not say whether it succeeded." : '"' + cutUtf8(prometheusFault(body), 300) + "\", with the status of success.");
    const Value *data = answer->find("data");
    const Value *result = data ? data->find("result") : nullptr;
    const auto type = data ? data->findText("resultType") : std::nullopt;
    if (!type || !result || !result->isList())
        return notTheApi("no result.");
    PrometheusAnswer out;
    for (const char *member : {"warnings", "infos"}) {
        const Value *said = answer->find(member);
        for (const Value &warning : said && said->isList() ? said->items() : std::span<const Value>()) {
            if (warning.isString())
                out.warnings.emplace_back(cutUtf8(warning.text(), 500));
        }
    }
    if (*type == "scalar" && range.now) {
        auto point = pairOf(*result);
        if (!point)
            return notTheApi("a scalar that is no pair of a time and a number as text.");
        MetricSeries series;
        series.points.push_back(*std::move(point));
        out.series.push_back(std::move(series));
        return out;
    }
    if (*type == "string")
        return notTheApi("a text where numbers were asked for. The query gives no figure.");
    if (*type != "matrix" && (*type != "vector" || !range.now))
        return notTheApi("the result is a \"" + cutUtf8(*type, 40) + "\".");
    for (const Value &item : result->items()) {
        if (out.series.size() > mostMetricSeries)
            return out; // too many: whoever asked says so
        MetricSeries series;
        auto labels = labelsOf(item.find("metric"));
        if (!labels)
            return notTheApi("a series without labels.");
        series.labels = *std::move(labels);
        if (item.find("histogram") || item.find("histograms"))
            return notTheApi("native histograms. Ask for histogram_quantile(), histogram_count() or histogram_sum() of them.");
        if (*type == "vector") {
            const Value *value = item.find("value");
            auto point = value ? pairOf(*value) : std::nullopt;
            if (!point)
                return notTheApi("a point that is no pair of a time and a number as text.");
            if (point->at.nanoseconds > range.until.nanoseconds)
                return notTheApi("a time that was not asked about: " + formatInstant(point->at) + '.');
            series.points.push_back(*std::move(point));
        } else if (auto taken = takePoints(series, item.find("values"), range); !taken) {
            return taken.error();
        }
        if (std::ranges::any_of(out.series, [&](const MetricSeries &other) { return other.labels == series.labels; }))
            return notTheApi("the same series twice.");
        out.series.push_back(std::move(series));
    }
    return out;
}

std::string prometheusFault(std::string_view body)
{
    Arena arena;
    JsonReader reader;
    const auto answer = reader.read(body, arena);
    if (!answer || answer->findText("status") != "error" || !answer->findText("error"))
        return {};
    return std::string(answer->findText("errorType").value_or("error")) + ": " + std::string(*answer->findText("error"));
}

} // namespace mandate
