// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/metric_sources/exposition.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <set>
#include <span>

namespace mandate {

namespace {

struct Family
{
    std::string name;
    std::string type;
    std::string unit;
    bool typed = false;
    bool sampled = false;
};

using Suffixes = std::span<const std::string_view>;

/// What may stand behind the family's name in OpenMetrics, by type.
Suffixes suffixesOf(std::string_view type)
{
    static constexpr std::array<std::string_view, 2> counter{"_total", "_created"};
    static constexpr std::array<std::string_view, 4> histogram{"_bucket", "_count", "_sum", "_created"};
    static constexpr std::array<std::string_view, 3> gaugeHistogram{"_bucket", "_gcount", "_gsum"};
    static constexpr std::array<std::string_view, 4> summary{"", "_count", "_sum", "_created"};
    static constexpr std::array<std::string_view, 1> info{"_info"};
    static constexpr std::array<std::string_view, 1> plain{""};
    if (type == "counter")
        return counter;
    if (type == "histogram")
        return histogram;
    if (type == "gaugehistogram")
        return gaugeHistogram;
    if (type == "summary")
        return summary;
    return type == "info" ? Suffixes(info) : Suffixes(plain);
}

bool isType(std::string_view type, ExpositionFormat format)
{
    constexpr std::array<std::string_view, 8> open{"counter", "gauge", "histogram", "gaugehistogram", "stateset", "info", "summary", "unknown"};
    constexpr std::array<std::string_view, 5> text{"counter", "gauge", "histogram", "summary", "untyped"};
    return format == ExpositionFormat::OpenMetrics ? std::ranges::find(open, type) != open.end() : std::ranges::find(text, type) != text.end();
}

class ExpositionReader
{
public:
    ExpositionReader(ExpositionFormat format, const MetricSelector &selector, const Instant &now) : m_format(format), m_selector(selector), m_now(now) {}

    Result<Exposition> read(std::string_view text)
    {
        if (text.empty() || text.back() != '\n')
            return fault("It does not end with a line end: it was cut off.");
        bool ended = false;
        while (!text.empty()) {
            ++m_line;
            const std::size_t end = text.find('\n');
            std::string_view line = text.substr(0, end);
            text.remove_prefix(end + 1);
            if (isOpen() && ended)
                return fault("Something stands behind \"# EOF\".");
            if (isOpen() && line == "# EOF") {
                ended = true;
                continue;
            }
            if (auto taken = takeLine(line); !taken)
                return taken.error();
        }
        if (isOpen() && !ended)
            return fault("It does not end with \"# EOF\": it was cut off, or is no OpenMetrics.");
        return std::move(m_out);
    }

private:
    [[nodiscard]] bool isOpen() const { return m_format == ExpositionFormat::OpenMetrics; }
    [[nodiscard]] Error fault(std::string happened) const
    {
        return notThatShape("MND-MSR-011", std::move(happened), isOpen() ? "It must be OpenMetrics 1.0 text." : "It must be the Prometheus text format 0.0.4.", m_line == 0 ? 1 : m_line);
    }

    Result<void> takeLine(std::string_view line)
    {
        if (line.empty() || line.find_first_not_of(" \t") == std::string_view::npos)
            return isOpen() ? Result<void>(fault("A line is empty.")) : Result<void>();
        if (line.front() == '#')
            return takeComment(line);
        return takeSample(line);
    }

    Result<void> takeComment(std::string_view line)
    {
        line.remove_prefix(1);
        if (!line.starts_with(' '))
            return isOpen() ? Result<void>(fault("A line with \"#\" says neither HELP, TYPE nor UNIT.")) : Result<void>();
        line.remove_prefix(1);
        std::string what;
        for (const std::string_view word : {"HELP", "TYPE", "UNIT"}) {
            if (line.starts_with(std::string(word) + ' '))
                what = word;
        }
        if (what.empty() || (what == "UNIT" && !isOpen()))
            return isOpen() ? Result<void>(fault("A line with \"#\" says neither HELP, TYPE nor UNIT.")) : Result<void>();
        line.remove_prefix(5);
        const std::string name = takeName(line, true);
        if (name.empty() || (!line.empty() && line.front() != ' '))
            return fault(what + " names no metric.");
        line.remove_prefix(line.empty() ? 0 : 1);
        if (m_family.name != name) {
            if (isOpen() && !m_seen.insert(name).second)
                return fault("The lines of the metric " + name + " do not stand together.");
            m_family = Family{name, isOpen() ? "unknown" : "untyped", {}, false, false};
        }
        if (isOpen() && m_family.sampled)
            return fault(what + " stands behind the samples of " + name + '.');
        if (what == "TYPE") {
            if (m_family.typed || (!isOpen() && !m_types.insert(name).second))
                return fault("The type of " + name + " is said twice.");
            if (!isType(line, m_format))
                return fault("\"" + cutUtf8(line, 40) + "\" is no type of a metric.");
            m_family.type = line;
            m_family.typed = true;
        } else if (what == "UNIT" && !line.empty()) {
            if (!name.ends_with('_' + std::string(line)))
                return fault("The name " + name + " does not end with its unit " + cutUtf8(line, 40) + '.');
            m_out.units[name] = line;
        }
        return {};
    }

    Result<void> takeSample(std::string_view line)
    {
        MetricSeries series;
        const std::string name = takeName(line, true);
        if (name.empty())
            return fault("A line begins with no name of a metric.");
        if (line.starts_with('{')) {
            line.remove_prefix(1);
            const auto labels = takeLabels(line, false);
            if (!labels)
                return fault("The labels of " + name + " cannot be read.");
            for (const auto &label : *labels)
                series.labels[label.label] = label.value;
        }
        if (series.labels.contains("__name__"))
            return fault("A label of " + name + " is called __name__.");
        series.labels["__name__"] = name;
        if (isOpen()) {
            if (!belongs(name)) {
                if (!m_seen.insert(name).second)
                    return fault(name + " is no sample of the metric before it, or stands apart from its own.");
                m_family = Family{name, "unknown", {}, false, true};
            }
            m_family.sampled = true;
        }
        const auto words = wordsOf(line);
        if (!words)
            return fault("Behind " + name + " stands no value.");
        Instant at = m_now;
        if (words->size() > 1) {
            const auto time = timeOf((*words)[1]);
            if (!time)
                return fault("\"" + cutUtf8((*words)[1], 40) + "\" is no time.");
            at = *time;
        }
        auto point = metricValue(words->front(), at);
        if (!point)
            return fault("\"" + cutUtf8(words->front(), 40) + "\" is no value.");
        const std::string key = series.name();
        const auto [times, isNew] = m_times.try_emplace(key);
        if (!times->second.insert(at.nanoseconds).second)
            return fault(name + " stands there twice with the same labels and time.");
        if (!m_selector.selects(series.labels))
            return {};
        if (isNew) {
            m_places[key] = m_out.series.size();
            m_out.series.push_back(std::move(series));
        }
        std::vector<MetricPoint> &points = m_out.series[m_places[key]].points;
        if (!points.empty() && points.back().at.nanoseconds > at.nanoseconds)
            return fault("The times of " + name + " go back.");
        points.push_back(*std::move(point));
        return {};
    }

    [[nodiscard]] bool belongs(std::string_view name) const
    {
        return !m_family.name.empty() && name.starts_with(m_family.name) && std::ranges::any_of(suffixesOf(m_family.type), [&](std::string_view suffix) { return name.substr(m_family.name.size()) == suffix; });
    }

    /// Value and time, one or two words; an exemplar behind " # " is left out.
    [[nodiscard]] std::optional<std::vector<std::string_view>> wordsOf(std::string_view line) const
    {
        if (isOpen()) {
            if (const std::size_t exemplar = line.find(" # "); exemplar != std::string_view::npos)
                line = line.substr(0, exemplar);
        }
        if (line.empty() || (line.front() != ' ' && line.front() != '\t') || (isOpen() && line.front() != ' '))
            return std::nullopt;
        std::vector<std::string_view> words;
        while (!line.empty()) {
            const std::size_t begin = line.find_first_not_of(isOpen() ? " " : " \t");
            if (begin == std::string_view::npos)
                break;
            line.remove_prefix(begin);
            const std::size_t end = std::min(line.find_first_of(isOpen() ? " " : " \t"), line.size());
            words.push_back(line.substr(0, end));
            line.remove_prefix(end);
        }
        return words.empty() || words.size() > 2 ? std::nullopt : std::optional(words);
    }

    /// Seconds with a fraction in OpenMetrics, whole milliseconds before.
    [[nodiscard]] std::optional<Instant> timeOf(std::string_view text) const
    {
        if (!isOpen()) {
            std::int64_t milliseconds = 0;
            const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), milliseconds);
            if (fault != std::errc() || end != text.data() + text.size() || milliseconds > 9'000'000'000'000 || milliseconds < -9'000'000'000'000)
                return std::nullopt;
            return Instant{milliseconds * 1'000'000, true};
        }
        const auto seconds = metricValue(text, {});
        if (!seconds || !seconds->value || std::abs(*seconds->value) > 9e9)
            return std::nullopt;
        return Instant{static_cast<std::int64_t>(std::llround(*seconds->value * 1e6)) * 1000, true};
    }

    ExpositionFormat m_format;
    const MetricSelector &m_selector;
    Instant m_now;
    std::uint64_t m_line = 0;
    Family m_family;
    std::set<std::string> m_seen;  ///< families whose lines began
    std::set<std::string> m_types; ///< whose type was said
    std::map<std::string, std::set<std::int64_t>> m_times;
    std::map<std::string, std::size_t> m_places;
    Exposition m_out;
};

} // namespace

Result<Exposition> readExposition(std::string_view text, ExpositionFormat format, const MetricSelector &selector, const Instant &now)
{
    if (!isUtf8(text))
        return notThatShape("MND-MSR-011", "It is not UTF-8.", "It must be text of the format.");
    return ExpositionReader(format, selector, now).read(text);
}

} // namespace mandate
