// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/sources/metric_chart.h"

#include "models/items/text_safety.h"
#include "views/widgets/theme.h"

#include <algorithm>
#include <limits>

namespace mandate {

namespace {

constexpr std::array<Qt::PenStyle, MetricChart::mostSeries> dashes{Qt::SolidLine, Qt::DashLine, Qt::DotLine, Qt::DashDotLine, Qt::DashDotDotLine};
constexpr std::array<QCPScatterStyle::ScatterShape, MetricChart::mostSeries> markers{QCPScatterStyle::ssDisc, QCPScatterStyle::ssDiamond, QCPScatterStyle::ssSquare, QCPScatterStyle::ssTriangle, QCPScatterStyle::ssCross};
constexpr std::size_t fewEnoughForMarkers = 150;

double inSeconds(const Instant &at)
{
    return static_cast<double>(at.nanoseconds) / 1e9;
}

} // namespace

MetricChart::MetricChart(QWidget *parent) : Plot(tr("Readings over time"), parent), m_ticker(new QCPAxisTickerDateTime)
{
    xAxis->setTicker(m_ticker);
    m_ticker->setTickCount(5);
    yAxis->ticker()->setTickCount(4);
    m_note = new QCPItemText(this);
    m_note->position->setType(QCPItemPosition::ptAxisRectRatio);
    m_note->position->setCoords(0.5, 0.5);
    m_note->setVisible(false);
    m_note->setPadding(QMargins(8, 4, 8, 4));
    legend->setVisible(false);
    axisRect()->insetLayout()->setInsetAlignment(0, Qt::AlignTop | Qt::AlignLeft);
    retheme();
}

void MetricChart::show(const MetricReadingPointer &reading)
{
    m_reading = reading;
    clearGraphs();
    for (QCPItemRect *hatch : m_hatches)
        removeItem(hatch);
    m_hatches.clear();
    const bool any = reading && std::ranges::any_of(reading->series, [](const MetricSeries &series) { return series.lastSeen.has_value(); });
    m_note->setVisible(!any);
    m_note->setText(!reading ? tr("Not read yet.") : reading->problem ? tr("Not readable: nothing is known of this time.") : tr("Nothing is known of this time."));
    xAxis->setTicks(reading != nullptr);
    yAxis->setTicks(any);
    if (!reading) {
        setSummary(m_note->text());
        applyTheme(Theme::instance().tokens());
        replot(QCustomPlot::rpQueuedReplot);
        return;
    }
    double low = std::numeric_limits<double>::max(), high = std::numeric_limits<double>::lowest();
    for (std::size_t i = 0; i < std::min(mostSeries, reading->series.size()); ++i) {
        const MetricSeries &series = reading->series[i];
        QVector<double> keys, values;
        std::size_t hole = 0;
        for (const MetricPoint &point : series.points) {
            if (!point.value)
                continue;
            while (hole < series.holes.size() && series.holes[hole].until.nanoseconds <= point.at.nanoseconds) { // breaks the line
                keys.append(inSeconds(series.holes[hole].until) - 1e-6);
                values.append(std::numeric_limits<double>::quiet_NaN());
                ++hole;
            }
            keys.append(inSeconds(point.at));
            values.append(*point.value);
            low = std::min(low, *point.value);
            high = std::max(high, *point.value);
        }
        QCPGraph *graph = addGraph();
        graph->setName(visibleLine(series.name(), 60));
        graph->setData(keys, values, true);
    }
    const double room = any ? std::max((high - low) * 0.1, std::max(std::abs(high), 1.0) * 0.02) : 1;
    yAxis->setRange(any ? low - room : 0, any ? high + room : 1);
    //: the axis of a chart: %1 a unit
    yAxis->setLabel(reading->unit.empty() ? tr("Value") : tr("Value, %1").arg(visibleLine(reading->unit, 30)));
    const double since = inSeconds(reading->range.since), until = inSeconds(reading->range.until);
    xAxis->setRange(since, std::max(until, since + 1));
    xAxis->setLabel(tr("Time (%1)").arg(words::zoneName()));
    m_ticker->setDateTimeSpec(words::zone() == words::Zone::Local ? Qt::LocalTime : Qt::UTC);
    m_ticker->setDateTimeFormat(until - since > 4 * 86400 ? QStringLiteral("d MMM yyyy") : until - since > 7200 ? QStringLiteral("HH:mm\nd MMM") : QStringLiteral("HH:mm:ss\nd MMM"));
    for (const MetricHole &hole : reading->holes()) {
        auto *rect = new QCPItemRect(this);
        rect->setLayer(QStringLiteral("background"));
        rect->topLeft->setCoords(inSeconds(hole.from), yAxis->range().upper);
        rect->bottomRight->setCoords(inSeconds(hole.until), yAxis->range().lower);
        m_hatches.push_back(rect);
    }
    legend->setVisible(reading->series.size() > 1);
    QString summary = MetricSourceList::sentences(*reading);
    if (reading->series.size() > mostSeries)
        summary += QLatin1Char(' ') + tr("The chart draws the first %1 of %2 series; the table has all.").arg(mostSeries).arg(reading->series.size());
    setSummary(summary);
    applyTheme(Theme::instance().tokens());
    replot(QCustomPlot::rpQueuedReplot);
}

void MetricChart::applyTheme(const ThemeTokens &tokens)
{
    if (!m_note)
        return; // still being made
    for (int i = 0; i < graphCount(); ++i) {
        const auto at = static_cast<std::size_t>(i);
        graph(i)->setPen(QPen(tokens.series[at], 2, dashes[at]));
        const bool few = graph(i)->dataCount() <= static_cast<int>(fewEnoughForMarkers);
        graph(i)->setScatterStyle(few ? QCPScatterStyle(markers[at], QPen(tokens.series[at], 1.5), QBrush(tokens.base), 6) : QCPScatterStyle::ssNone);
    }
    for (QCPItemRect *hatch : m_hatches) {
        hatch->setPen(Qt::NoPen);
        hatch->setBrush(QBrush(tokens.border, Qt::BDiagPattern));
    }
    m_note->setColor(tokens.text);
    m_note->setBrush(QBrush(tokens.window));
    m_note->setFont(Theme::scaledFont(1));
    legend->setBrush(QBrush(tokens.window));
    legend->setBorderPen(QPen(tokens.line));
    legend->setTextColor(tokens.text);
    legend->setFont(Theme::scaledFont(0.85));
}

} // namespace mandate
