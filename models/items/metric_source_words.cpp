// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/metric_source_words.h"

#include "models/items/text_safety.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace mandate {

namespace {

struct SourceText
{
    Q_DECLARE_TR_FUNCTIONS(MetricSourcePanel)
};

constexpr std::size_t mostLines = 5;       ///< of a picture: as many as there are colours
constexpr qsizetype mostMetricRows = 200;  ///< of the table; the newest

double secondsOf(const Instant &at)
{
    return static_cast<double>(at.nanoseconds) / 1e9;
}

/// Of the time that was asked for, how much is in no hole.
double knownShare(const MetricReading &reading)
{
    const double whole = secondsOf(reading.range.until) - secondsOf(reading.range.since);
    if (whole <= 0)
        return 0;
    double unknown = 0;
    for (const MetricHole &hole : reading.holes())
        unknown += std::max(0.0, secondsOf(hole.until) - secondsOf(hole.from));
    return std::clamp(1 - unknown / whole, 0.0, 1.0);
}

struct MetricLine
{
    Instant at;
    QStringList cells;
    bool known = false;
};

/// Points and holes in one order, the newest first. Where there are too many, points go before holes do.
void tellRows(const MetricReading &reading, FigurePanel &panel)
{
    const auto newestFirst = [](std::vector<MetricLine> &lines, qsizetype most) {
        std::ranges::stable_sort(lines, std::ranges::greater(), [](const MetricLine &line) { return line.at.nanoseconds; });
        if (static_cast<qsizetype>(lines.size()) > most)
            lines.resize(static_cast<std::size_t>(most));
    };
    std::vector<MetricLine> points, all;
    for (const MetricSeries &series : reading.series) {
        const QString name = visibleLine(series.name(), 120);
        for (const MetricPoint &point : series.points)
            points.push_back({point.at, {words::time(point.at), point.value ? MetricSourceList::number(*point.value) : SourceText::tr("Not known (%1)").arg(visibleLine(point.word, 20)), name}, point.value.has_value()});
    }
    for (const MetricHole &hole : reading.holes())
        all.push_back({hole.from, {SourceText::tr("%1 to %2").arg(words::time(hole.from), words::time(hole.until)), SourceText::tr("Not known"), SourceText::tr("hole")}, false});
    const std::size_t found = points.size() + all.size();
    newestFirst(all, mostMetricRows / 2);
    newestFirst(points, mostMetricRows - static_cast<qsizetype>(all.size()));
    all.insert(all.end(), points.begin(), points.end());
    newestFirst(all, mostMetricRows);
    panel.columns = {SourceText::tr("Time"), SourceText::tr("Value"), SourceText::tr("Series")};
    for (const MetricLine &line : all) {
        if (!line.known)
            panel.cellStates.append({static_cast<int>(panel.rows.size()), 1, {line.cells[1], Shape::Hatch, Tone::Muted}});
        panel.rows.append(line.cells);
    }
    if (found > all.size())
        panel.sentence += QLatin1Char(' ') + SourceText::tr("The table shows the newest: %1 of %2 points and holes.").arg(words::number(all.size()), words::number(found));
}

void draw(const MetricReading &reading, FigurePicture &picture)
{
    double low = std::numeric_limits<double>::infinity(), high = -low;
    for (const MetricSeries &series : reading.series) {
        if (static_cast<std::size_t>(picture.series.size()) == mostLines)
            break;
        constexpr std::array forms{FigureSeries::Form::Line, FigureSeries::Form::Dashed, FigureSeries::Form::Dotted, FigureSeries::Form::DashDot, FigureSeries::Form::Rings};
        FigureSeries line{visibleLine(series.name(), 40), forms.at(static_cast<std::size_t>(picture.series.size())), {}, {}, {}, {}};
        std::size_t hole = 0;
        for (const MetricPoint &point : series.points) {
            while (hole < series.holes.size() && series.holes[hole].until.nanoseconds <= point.at.nanoseconds) { // breaks the line
                line.x.append(secondsOf(series.holes[hole].until) - 1e-6);
                line.y.append(std::numeric_limits<double>::quiet_NaN());
                ++hole;
            }
            if (!point.value)
                continue;
            line.x.append(secondsOf(point.at));
            line.y.append(*point.value);
            low = std::min(low, *point.value);
            high = std::max(high, *point.value);
        }
        picture.series.append(line);
    }
    if (picture.series.isEmpty()) // one hole all over
        picture.series.append({SourceText::tr("Nothing is known (hatched)"), FigureSeries::Form::Line, {}, {}, {}, {}});
    if (low > high) {
        low = 0;
        high = 1;
    }
    const double room = high > low ? 0.08 * (high - low) : std::max(1.0, 0.1 * std::abs(high));
    picture.yFrom = low - room;
    picture.yTo = high + room;
    picture.xLabel = SourceText::tr("Time (UTC)");
    picture.yLabel = visibleLine(reading.unit, 40);
    picture.time = true;
    picture.xFrom = secondsOf(reading.range.since);
    picture.xTo = secondsOf(reading.range.until);
    for (const MetricHole &hole : reading.holes())
        picture.holes.append({secondsOf(hole.from), secondsOf(hole.until)});
}

} // namespace

FigurePanel metricSourcePanel(const MetricSourceItem &item)
{
    FigurePanel panel;
    panel.key = QStringLiteral("source %1").arg(item.source.id);
    panel.title = visibleLine(item.source.title.isEmpty() ? item.source.id : item.source.title, 80);
    if (!item.source.agent.isEmpty())
        panel.title = SourceText::tr("%1, of %2").arg(panel.title, visibleLine(item.source.agent, 80));
    panel.value = item.read ? MetricSourceList::valueOf(*item.read) : SourceText::tr("not known");
    if (item.read) {
        const double known = knownShare(*item.read);
        panel.state = MetricSourceList::stateOf(*item.read);
        //: %1 is "93.0 %"
        panel.sentence = SourceText::tr("Known of %1 of this time.").arg(SourceText::tr("%1\u00A0%").arg(QLocale().toString(100 * known, 'f', 1))) + QLatin1Char(' ') + MetricSourceList::sentences(*item.read);
        tellRows(*item.read, panel);
        draw(*item.read, panel.picture);
    } else {
        panel.state = StateWord{SourceText::tr("Not read yet"), Shape::Diamond, Tone::Neutral};
        panel.sentence = SourceText::tr("Somebody else measures this: it is shown beside the evidence and is none.");
    }
    if (item.reading)
        panel.state = StateWord{SourceText::tr("Reading"), Shape::Glass, Tone::Info};
    return panel;
}

} // namespace mandate
