// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/metrics/panel_plot.h"

#include "views/widgets/theme.h"

#include <algorithm>

namespace mandate {

namespace {

constexpr int namesInALine = 3, lineOfNames = 22; ///< of the legend

Qt::PenStyle penOf(FigureSeries::Form form)
{
    switch (form) {
    case FigureSeries::Form::Dashed: return Qt::DashLine;
    case FigureSeries::Form::Dotted: return Qt::DotLine;
    case FigureSeries::Form::DashDot: return Qt::DashDotLine;
    default: return Qt::SolidLine;
    }
}

} // namespace

PanelPlot::PanelPlot(const QString &name, QWidget *parent) : Plot(name, parent)
{
    for (QCPAxis *axis : axisRect()->axes({QCPAxis::atTop, QCPAxis::atRight}))
        axis->setVisible(false);
    xAxis->grid()->setVisible(false);
    legend->setVisible(true);
    legend->setBorderPen(Qt::NoPen);
    legend->setFillOrder(QCPLegend::foColumnsFirst);
    legend->setMargins(QMargins(4, 0, 4, 0));
    legend->setWrap(namesInALine);
    plotLayout()->insertRow(0);
    plotLayout()->addElement(0, 0, legend); // above the picture, never over points
    plotLayout()->setRowStretchFactor(0, 0.001);
    retheme();
}

void PanelPlot::draw(const FigureSeries &series)
{
    if (series.form == FigureSeries::Form::Bars || series.form == FigureSeries::Form::HollowBars) {
        auto *bars = new QCPBars(xAxis, yAxis);
        bars->setWidth(m_picture.series.size() > 1 ? 0.36 : 0.7);
        bars->setData(series.x, series.y);
        m_drawn.append(bars);
    } else {
        auto *graph = new QCPGraph(xAxis, yAxis);
        if (series.form == FigureSeries::Form::Points || series.form == FigureSeries::Form::Rings)
            graph->setLineStyle(QCPGraph::lsNone);
        graph->setData(series.x, series.y, true);
        m_drawn.append(graph);
    }
    m_drawn.last()->setName(series.name);
    QCPErrorBars *interval = nullptr;
    if (!series.below.isEmpty()) {
        interval = new QCPErrorBars(xAxis, yAxis);
        interval->setDataPlottable(m_drawn.last());
        interval->setData(series.below, series.above);
        interval->removeFromLegend();
    }
    m_intervals.append(interval);
}

void PanelPlot::show(const FigurePicture &picture, const QString &summary)
{
    m_picture = picture;
    m_drawn.clear();
    m_intervals.clear();
    m_holes.clear();
    clearPlottables();
    clearItems();
    for (const auto &[from, to] : picture.holes) {
        auto *hole = new QCPItemRect(this);
        hole->topLeft->setType(QCPItemPosition::ptPlotCoords);
        hole->bottomRight->setType(QCPItemPosition::ptPlotCoords);
        hole->topLeft->setCoords(from, picture.yTo);
        hole->bottomRight->setCoords(to, picture.yFrom);
        m_holes.append(hole);
    }
    for (const FigureSeries &series : picture.series)
        draw(series);
    if (!picture.xWords.isEmpty()) {
        QSharedPointer<QCPAxisTickerText> words(new QCPAxisTickerText);
        for (const auto &[at, word] : picture.xWords)
            words->addTick(at, word);
        xAxis->setTicker(words);
        xAxis->setTickLabelRotation(picture.xWords.size() > 3 ? 30 : 0);
    } else if (picture.time) {
        QSharedPointer<QCPAxisTickerDateTime> times(new QCPAxisTickerDateTime);
        times->setDateTimeSpec(Qt::UTC);
        times->setDateTimeFormat(picture.xTo - picture.xFrom > 4 * 86400 ? QStringLiteral("d MMM\nyyyy") : QStringLiteral("HH:mm\nd MMM"));
        times->setTickCount(4);
        xAxis->setTicker(times);
        xAxis->setTickLabelRotation(0);
    } else {
        xAxis->setTicker(QSharedPointer<QCPAxisTicker>(new QCPAxisTicker));
        xAxis->setTickLabelRotation(0);
    }
    xAxis->setLabel(picture.xLabel);
    yAxis->setLabel(picture.yLabel);
    xAxis->setRange(picture.xFrom, picture.xTo);
    yAxis->setRange(picture.yFrom, picture.yTo);
    legend->setVisible(picture.series.size() > 1);
    legend->setMaximumSize(QWIDGETSIZE_MAX, lineOfNames * ((static_cast<int>(picture.series.size()) + namesInALine - 1) / namesInALine));
    setSummary(summary);
    retheme();
    replot(QCustomPlot::rpQueuedReplot);
}

void PanelPlot::applyTheme(const ThemeTokens &tokens)
{
    legend->setBrush(Qt::NoBrush);
    legend->setTextColor(tokens.text);
    legend->setFont(Theme::scaledFont(0.85));
    for (int i = 0; i < m_drawn.size(); ++i) {
        const FigureSeries &series = m_picture.series[i];
        const QColor colour = tokens.series[static_cast<std::size_t>(i) % tokens.series.size()];
        if (auto *graph = qobject_cast<QCPGraph *>(m_drawn[i])) {
            graph->setPen(QPen(colour, 2, penOf(series.form)));
            if (series.form == FigureSeries::Form::Points || series.form == FigureSeries::Form::Rings)
                graph->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssCircle, QPen(colour, 2), series.form == FigureSeries::Form::Rings ? QBrush(tokens.base) : QBrush(colour), 9)); // a disc is filled whatever its brush
        } else if (auto *bars = qobject_cast<QCPBars *>(m_drawn[i])) {
            bars->setPen(QPen(colour, 1.5));
            bars->setBrush(series.form == FigureSeries::Form::HollowBars ? QBrush(colour, Qt::BDiagPattern) : QBrush(colour));
        }
        if (m_intervals[i])
            m_intervals[i]->setPen(QPen(tokens.text, 1));
    }
    for (QCPItemRect *hole : std::as_const(m_holes)) {
        hole->setPen(Qt::NoPen);
        hole->setBrush(QBrush(tokens.muted, Qt::BDiagPattern));
    }
}

} // namespace mandate

#include "moc_panel_plot.cpp" // here, so that QCustomPlot is not compiled once more for moc
