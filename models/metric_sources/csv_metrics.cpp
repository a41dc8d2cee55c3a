// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/metric_sources/csv_metrics.h"

#include "models/metric_sources/selector.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace mandate {

namespace {

Error badCsv(std::string happened, std::string remedy, std::uint64_t line)
{
    return notThatShape("MND-MSR-013", std::move(happened), std::move(remedy), line);
}

/// Takes one row off the text. `lines` counts on over those that a quoted field spans. Nothing when quotation marks do not close.
std::optional<std::vector<std::string>> takeRow(std::string_view &text, std::uint64_t &lines)
{
    std::vector<std::string> fields(1);
    bool quoted = false;
    while (!text.empty()) {
        const char c = text.front();
        text.remove_prefix(1);
        lines += c == '\n' ? 1 : 0;
        if (quoted) {
            if (c != '"') {
                fields.back() += c;
            } else if (text.starts_with('"')) {
                fields.back() += '"';
                text.remove_prefix(1);
            } else {
                quoted = false;
                if (!text.empty() && text.front() != ',' && text.front() != '\n' && text.front() != '\r')
                    return std::nullopt;
            }
        } else if (c == '"') {
            if (!fields.back().empty())
                return std::nullopt;
            quoted = true;
        } else if (c == ',') {
            fields.emplace_back();
        } else if (c == '\n') {
            return fields;
        } else if (c != '\r' || !text.starts_with('\n')) {
            fields.back() += c;
        }
    }
    return quoted ? std::nullopt : std::optional(fields);
}

std::optional<Instant> csvTime(const std::string &text, const MetricSource &source)
{
    if (source.timeFormat == "rfc3339" || source.timeFormat.empty()) {
        auto at = parseInstant(text);
        if (at && !at->zoneKnown) {
            if (source.zone != "utc")
                return std::nullopt;
            at->zoneKnown = true;
        }
        return at;
    }
    const auto number = metricValue(text, {});
    const double scale = source.timeFormat == "unix_ms" ? 1e3 : 1.0;
    if (!number || !number->value || std::abs(*number->value / scale) > 9e9)
        return std::nullopt;
    return Instant{static_cast<std::int64_t>(std::llround(*number->value / scale * 1e6)) * 1000, true};
}

/// One point a time: rows that agree are one, rows that do not leave none.
void settle(CsvFigures &figures, bool inOrder)
{
    std::vector<MetricPoint> &points = figures.series.points;
    if (!inOrder) {
        std::ranges::stable_sort(points, {}, [](const MetricPoint &point) { return point.at.nanoseconds; });
        figures.warnings.emplace_back("The rows were not in the order of their times; they were put in order.");
    }
    std::vector<MetricPoint> settled;
    std::size_t repeated = 0, torn = 0;
    for (MetricPoint &point : points) {
        if (settled.empty() || settled.back().at.nanoseconds != point.at.nanoseconds) {
            settled.push_back(std::move(point));
        } else if (settled.back().value == point.value) {
            ++repeated;
        } else if (settled.back().word != "two values") {
            settled.back() = {point.at, std::nullopt, "two values"};
            ++torn;
        }
    }
    points = std::move(settled);
    if (repeated > 0)
        figures.warnings.push_back("Rows that say again what a row before them says: " + std::to_string(repeated) + '.');
    if (torn > 0)
        figures.warnings.push_back("Times with two different values, which are shown as times without one: " + std::to_string(torn) + '.');
}

} // namespace

Result<CsvFigures> readCsvMetrics(std::string_view text, const MetricSource &source)
{
    const auto selector = parseSelector(source.query);
    if (!selector)
        return selector.error();
    if (!isUtf8(text))
        return badCsv("It is not UTF-8.", "Save it as UTF-8.", 1);
    if (text.starts_with("\xef\xbb\xbf"))
        text.remove_prefix(3);
    std::uint64_t line = 1;
    const auto head = takeRow(text, line);
    if (!head)
        return badCsv("Its first line cannot be read as column names.", "The first line must name the columns.", 1);
    if (std::set<std::string>(head->begin(), head->end()).size() != head->size())
        return badCsv("Two columns have the same name.", "Give every column its own name.", 1);
    const auto columnOf = [&](const std::string &name) { return static_cast<std::size_t>(std::ranges::find(*head, name) - head->begin()); };
    const std::size_t time = columnOf(source.timeColumn.empty() ? "time" : source.timeColumn), value = columnOf(source.valueColumn.empty() ? "value" : source.valueColumn);
    for (const auto &[column, name] : {std::pair{time, source.timeColumn.empty() ? std::string("time") : source.timeColumn}, {value, source.valueColumn.empty() ? std::string("value") : source.valueColumn}}) {
        if (column == head->size())
            return badCsv("There is no column \"" + name + "\".", "Name the columns of the time and of the value as the first line does.", 1);
    }
    CsvFigures figures;
    bool inOrder = true;
    while (!text.empty()) {
        const std::uint64_t at = line;
        const auto row = takeRow(text, line);
        if (!row)
            return badCsv("A quotation mark is not closed, or stands inside a field.", "Correct the row.", at);
        if (row->size() == 1 && row->front().empty())
            continue;
        if (row->size() != head->size())
            return badCsv("The row has " + std::to_string(row->size()) + " fields, the first line " + std::to_string(head->size()) + '.', "Correct the row.", at);
        std::map<std::string, std::string> labels;
        for (std::size_t i = 0; i < head->size(); ++i) {
            if (i != time && i != value)
                labels.emplace((*head)[i], (*row)[i]);
        }
        MetricSelector others = *selector;
        others.name.clear();
        if (!others.selects(labels))
            continue;
        const auto when = csvTime((*row)[time], source);
        if (!when)
            return badCsv("\"" + cutUtf8((*row)[time], 40) + "\" is no time, or one without a zone.", "Times are RFC 3339 with their zone. Say that they are UTC, or seconds or milliseconds since 1970, where they are.", at);
        auto point = metricValue((*row)[value], *when);
        if ((*row)[value].empty() || (*row)[value] == "null")
            point = MetricPoint{*when, std::nullopt, "empty"};
        if (!point)
            return badCsv("\"" + cutUtf8((*row)[value], 40) + "\" is no value.", "Values are numbers with a decimal point; nothing where there is none.", at);
        inOrder = inOrder && (figures.series.points.empty() || figures.series.points.back().at.nanoseconds <= when->nanoseconds);
        figures.series.points.push_back(*std::move(point));
    }
    for (const MetricSelector::Matcher &matcher : selector->matchers) {
        if (matcher.equal)
            figures.series.labels[matcher.label] = matcher.value;
    }
    figures.series.labels["__name__"] = selector->name.empty() ? (*head)[value] : selector->name;
    settle(figures, inOrder);
    return figures;
}

} // namespace mandate
