// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/metric_sources/otlp_metrics.h"

#include "models/base/canonical_json.h"
#include "models/base/json_reader.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <set>

namespace mandate {

namespace {

using Attributes = std::map<std::string, std::string>;

std::span<const Value> listOf(const Value &object, std::string_view name)
{
    const Value *found = object.find(name);
    return found && found->isList() ? found->items() : std::span<const Value>();
}

/// 64-bit integers are texts in JSON of protobuf, and numbers are taken too.
std::optional<std::int64_t> wholeOf(const Value *value)
{
    if (!value)
        return std::nullopt;
    if (value->is(ValueKind::Int))
        return value->asInt();
    if (!value->isString())
        return std::nullopt;
    std::int64_t number = 0;
    const std::string_view text = value->text();
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
    return fault == std::errc() && end == text.data() + text.size() && !text.empty() ? std::optional(number) : std::nullopt;
}

std::optional<MetricPoint> otlpNumber(const Value *value, const Instant &at)
{
    if (!value)
        return std::nullopt;
    switch (value->kind()) {
    case ValueKind::Int: return MetricPoint{at, static_cast<double>(value->asInt()), {}};
    case ValueKind::Uint: return MetricPoint{at, static_cast<double>(value->asUint()), {}};
    case ValueKind::Double: return MetricPoint{at, value->asDouble(), {}};
    case ValueKind::String: return metricValue(value->text() == "Infinity" ? "+Inf" : value->text() == "-Infinity" ? "-Inf" : value->text(), at);
    default: return std::nullopt;
    }
}

void takeAttributes(Attributes &labels, const Value &object)
{
    for (const Value &attribute : listOf(object, "attributes")) {
        const auto key = attribute.findText("key");
        const Value *value = attribute.find("value");
        if (!key || !value)
            continue;
        if (const auto text = value->findText("stringValue"))
            labels[std::string(*key)] = *text;
        else if (value->isMap() && value->members().size() == 1)
            labels[std::string(*key)] = value->members()[0].value.isString() ? std::string(value->members()[0].value.text()) : canonicalJson(value->members()[0].value);
    }
}

class OtlpReader
{
public:
    explicit OtlpReader(const MetricSelector &selector) : m_selector(selector) {}

    Result<void> take(const Value &document)
    {
        if (!document.find("resourceMetrics") || !document.find("resourceMetrics")->isList())
            return fault("It has no resourceMetrics.");
        for (const Value &resource : listOf(document, "resourceMetrics")) {
            Attributes labels;
            if (const Value *of = resource.find("resource"))
                takeAttributes(labels, *of);
            for (const Value &scope : listOf(resource, "scopeMetrics")) {
                for (const Value &metric : listOf(scope, "metrics")) {
                    if (auto taken = takeMetric(metric, labels); !taken)
                        return taken;
                }
            }
        }
        return {};
    }

    Result<OtlpFigures> finish()
    {
        std::size_t torn = 0;
        for (MetricSeries &series : m_out.series) {
            std::ranges::stable_sort(series.points, {}, [](const MetricPoint &point) { return point.at.nanoseconds; });
            std::vector<MetricPoint> settled;
            for (MetricPoint &point : series.points) {
                if (settled.empty() || settled.back().at.nanoseconds != point.at.nanoseconds) {
                    settled.push_back(std::move(point));
                } else if (settled.back().value != point.value) {
                    torn += settled.back().word == "two values" ? 0 : 1;
                    settled.back() = {point.at, std::nullopt, "two values"};
                }
            }
            series.points = std::move(settled);
        }
        if (torn > 0)
            m_out.warnings.push_back("Times with two different values, which are shown as times without one: " + std::to_string(torn) + '.');
        if (m_delta)
            m_out.warnings.emplace_back("The source sends differences since its last point (delta), not totals; they are shown as they came.");
        if (m_units.size() == 1)
            m_out.unit = *m_units.begin();
        else if (m_units.size() > 1)
            m_out.warnings.emplace_back("The series have different units.");
        return std::move(m_out);
    }

    std::uint64_t line = 1;

private:
    [[nodiscard]] Error fault(std::string happened) const { return notThatShape("MND-MSR-014", std::move(happened), "It must be OTLP metrics as JSON.", line); }

    Result<void> takeMetric(const Value &metric, const Attributes &resource)
    {
        const auto name = metric.findText("name");
        if (!name || name->empty())
            return fault("A metric has no name.");
        constexpr std::array<std::string_view, 5> kinds{"gauge", "sum", "histogram", "exponentialHistogram", "summary"};
        for (std::size_t kind = 0; kind < kinds.size(); ++kind) {
            const Value *data = metric.find(kinds[kind]);
            if (!data)
                continue;
            for (const Value &point : listOf(*data, "dataPoints")) {
                Attributes labels = resource;
                takeAttributes(labels, point);
                const std::string unit(metric.findText("unit").value_or(std::string_view()));
                const bool delta = wholeOf(data->find("aggregationTemporality")).value_or(0) == 1;
                if (kind < 2) {
                    const Value *value = point.find("asDouble") ? point.find("asDouble") : point.find("asInt");
                    if (auto taken = takePoint(std::string(*name), labels, point, value, unit, delta); !taken)
                        return taken;
                    continue;
                }
                if (auto taken = takePoint(std::string(*name) + "_count", labels, point, point.find("count"), {}, delta); !taken)
                    return taken;
                if (!point.find("sum"))
                    continue; // may be left out
                if (auto taken = takePoint(std::string(*name) + "_sum", labels, point, point.find("sum"), unit, delta); !taken)
                    return taken;
            }
        }
        return {};
    }

    Result<void> takePoint(const std::string &name, Attributes labels, const Value &point, const Value *value, const std::string &unit, bool delta)
    {
        labels["__name__"] = name;
        if (!m_selector.selects(labels))
            return {};
        const auto time = wholeOf(point.find("timeUnixNano"));
        if (!time || *time <= 0)
            return fault("A point of " + name + " has no time.");
        const Instant at{*time, true};
        const bool none = (wholeOf(point.find("flags")).value_or(0) & 1) != 0; // FLAG_NO_RECORDED_VALUE: what Prometheus calls stale
        auto read = none ? std::optional(MetricPoint{at, std::nullopt, "stale"}) : otlpNumber(value, at);
        if (!read)
            return fault("A point of " + name + " has no value that is a number.");
        const auto found = std::ranges::find(m_out.series, labels, &MetricSeries::labels);
        if (found == m_out.series.end() && m_out.series.size() > mostMetricSeries)
            return {}; // too many already, which the reader of the file says
        MetricSeries &series = found != m_out.series.end() ? *found : m_out.series.emplace_back();
        series.labels = std::move(labels);
        series.points.push_back(*std::move(read));
        m_delta = m_delta || delta;
        if (!unit.empty())
            m_units.insert(unit);
        return {};
    }

    const MetricSelector &m_selector;
    OtlpFigures m_out;
    std::set<std::string> m_units;
    bool m_delta = false;
};

} // namespace

Result<OtlpFigures> readOtlpMetrics(std::string_view text, const MetricSelector &selector)
{
    JsonReader reader;
    OtlpReader figures(selector);
    {
        Arena arena;
        if (const auto whole = reader.read(text, arena)) {
            if (auto taken = figures.take(*whole); !taken)
                return taken.error();
            return figures.finish();
        }
    }
    bool any = false;
    for (figures.line = 1; !text.empty(); ++figures.line) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view one = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (one.find_first_not_of(" \t\r") == std::string_view::npos)
            continue;
        Arena arena;
        const auto document = reader.read(one, arena);
        if (!document)
            return notThatShape("MND-MSR-014", "It is no JSON: " + document.error().happened, "It must be OTLP metrics as JSON: one object, or one a line.", figures.line);
        if (auto taken = figures.take(*document); !taken)
            return taken.error();
        any = true;
    }
    if (!any)
        return notThatShape("MND-MSR-014", "It is empty.", "It must be OTLP metrics as JSON: one object, or one a line.", 1);
    return figures.finish();
}

} // namespace mandate
