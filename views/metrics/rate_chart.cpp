// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/metrics/rate_chart.h"

#include "views/widgets/theme.h"

#include <QAccessible>
#include <QKeyEvent>
#include <QLocale>

#include <algorithm>
#include <limits>

namespace mandate {

namespace {

QString wordsOf(const RatePoint &point)
{
    return RateChart::tr("%1. Attempted: %2 of %3 (%4). Executed: %5. Cannot be decided: %6.")
        .arg(point.period, words::number(point.attempted), words::number(point.decidable), point.rateWords(), words::number(point.executed), words::number(point.undecidable));
}

double middle(const RatePoint &point)
{
    return (point.begin + point.end) / 2;
}

} // namespace

RateChart::RateChart(QWidget *parent) : Plot(tr("Violation rate over time"), parent), m_ticker(new QCPAxisTickerDateTime)
{
    plotLayout()->clear();
    m_rates = new QCPAxisRect(this);
    m_volume = new QCPAxisRect(this);
    plotLayout()->addElement(0, 0, m_rates);
    plotLayout()->addElement(1, 0, m_volume);
    plotLayout()->setRowStretchFactor(0, 3);
    plotLayout()->setRowStretchFactor(1, 1.2);
    plotLayout()->setRowSpacing(2);
    auto *margins = new QCPMarginGroup(this);
    m_rates->setMarginGroup(QCP::msLeft | QCP::msRight, margins);
    m_volume->setMarginGroup(QCP::msLeft | QCP::msRight, margins);
    for (QCPAxisRect *rect : {m_rates, m_volume}) {
        rect->axis(QCPAxis::atBottom)->setTicker(m_ticker);
        rect->axis(QCPAxis::atBottom)->grid()->setVisible(false);
        for (QCPAxis *axis : rect->axes()) {
            axis->setLayer(QStringLiteral("axes"));
            axis->grid()->setLayer(QStringLiteral("grid"));
        }
    }
    m_ticker->setTickCount(5);
    m_rates->axis(QCPAxis::atBottom)->setTickLabels(false);
    m_rates->axis(QCPAxis::atLeft)->setLabel(tr("Rate, %"));
    m_volume->axis(QCPAxis::atLeft)->setLabel(tr("Calls"));
    m_volume->axis(QCPAxis::atLeft)->ticker()->setTickCount(3);
    m_volume->axis(QCPAxis::atLeft)->setNumberFormat(QStringLiteral("f"));
    m_volume->axis(QCPAxis::atLeft)->setNumberPrecision(0);
    m_rates->axis(QCPAxis::atLeft)->ticker()->setTickCount(4);

    QCPAxis *time = m_rates->axis(QCPAxis::atBottom);
    QCPAxis *rate = m_rates->axis(QCPAxis::atLeft);
    m_low = new QCPGraph(time, rate);
    m_high = new QCPGraph(time, rate);
    m_attempted = new QCPGraph(time, rate);
    m_executed = new QCPGraph(time, rate);
    m_high->setChannelFillGraph(m_low);
    m_attempted->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssDisc, 8));
    m_executed->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssDiamond, 9));
    m_interval = new QCPErrorBars(time, rate);
    m_interval->setDataPlottable(m_attempted);
    m_interval->setAntialiased(false);
    m_interval->removeFromLegend();
    m_judged = new QCPBars(m_volume->axis(QCPAxis::atBottom), m_volume->axis(QCPAxis::atLeft));
    m_undecidable = new QCPBars(m_volume->axis(QCPAxis::atBottom), m_volume->axis(QCPAxis::atLeft));
    m_undecidable->moveAbove(m_judged);
    m_attempted->setName(tr("Attempted (disc)"));
    m_executed->setName(tr("Executed (diamond, dashed)"));
    m_high->setName(tr("95 % interval of attempted"));
    m_judged->setName(tr("Calls judged"));
    m_undecidable->setName(tr("Cannot be decided (striped)"));

    m_legend = new QCPLegend;
    auto *legendRow = new QCPLayoutGrid;
    plotLayout()->insertRow(0);
    plotLayout()->addElement(0, 0, legendRow);
    plotLayout()->setRowStretchFactor(0, 0.001);
    legendRow->addElement(0, 0, m_legend);
    legendRow->addElement(0, 1, new QCPLayoutElement(this)); // keeps the legend at the left
    legendRow->setColumnStretchFactor(0, 0.001);
    m_legend->setLayer(QStringLiteral("legend"));
    m_legend->setFillOrder(QCPLegend::foColumnsFirst);
    m_legend->setWrap(5);
    m_legend->setBorderPen(Qt::NoPen);
    m_legend->setMargins(QMargins(4, 2, 4, 2));
    m_legend->setMinimumSize(0, 24);
    m_legend->setMaximumSize(QWIDGETSIZE_MAX, 26);
    for (QCPAbstractPlottable *one : {static_cast<QCPAbstractPlottable *>(m_attempted), static_cast<QCPAbstractPlottable *>(m_executed),
                                      static_cast<QCPAbstractPlottable *>(m_high), static_cast<QCPAbstractPlottable *>(m_judged),
                                      static_cast<QCPAbstractPlottable *>(m_undecidable)})
        one->addToLegend(m_legend);

    m_note = new QCPItemText(this);
    m_note->setClipToAxisRect(false);
    m_note->position->setType(QCPItemPosition::ptAxisRectRatio);
    m_note->position->setAxisRect(m_rates);
    m_note->position->setCoords(0.5, 0.45);
    m_note->setVisible(false);
    m_marker = new QCPItemStraightLine(this);
    m_marker->setClipAxisRect(m_rates);
    m_said = new QCPItemText(this);
    m_said->setClipToAxisRect(false);
    m_said->setPositionAlignment(Qt::AlignTop | Qt::AlignHCenter);
    m_said->setPadding(QMargins(6, 3, 6, 3));
    m_said->position->setType(QCPItemPosition::ptAxisRectRatio);
    m_said->position->setAxisRect(m_rates);
    m_said->position->setCoords(0.5, 0.01);
    setCurrent(-1);
    retheme();
}

void RateChart::show(const RateModel &model)
{
    m_points = model.points();
    setCurrent(-1);
    drawPoints(m_points);
    setTicks(m_points);
    const bool local = model.zoneKnown() && words::zone() == words::Zone::Local;
    m_ticker->setDateTimeSpec(local ? Qt::LocalTime : Qt::UTC);
    m_volume->axis(QCPAxis::atBottom)
        ->setLabel(model.zoneKnown() ? tr("Time (%1)").arg(words::zoneName()) : tr("Time as the source wrote it (zone unknown)"));
    const bool any = std::any_of(m_points.begin(), m_points.end(), [](const RatePoint &point) { return point.enough; });
    m_note->setVisible(!any);
    m_note->setText(m_points.empty()
                        ? tr("No judged call has a time, so nothing can be drawn over time.")
                        : tr("No period has the %1 judged calls a rate takes.\nThe bars below and the table show the counts.").arg(fewestForRate));
    setSummary(model.summary());
    replot(QCustomPlot::rpQueuedReplot);
}

void RateChart::drawPoints(const std::vector<RatePoint> &points)
{
    constexpr double gap = std::numeric_limits<double>::quiet_NaN(); // breaks the line where there are too few calls
    QVector<double> keys, low, high, attempted, executed, judged, undecidable, below, above;
    double highest = 1;
    double most = 1;
    double width = 1;
    for (const RatePoint &point : points) {
        keys.append(middle(point));
        low.append(point.enough ? 100 * point.attemptedLow : gap);
        high.append(point.enough ? 100 * point.attemptedHigh : gap);
        attempted.append(point.enough ? 100 * point.attemptedRate : gap);
        executed.append(point.enough ? 100 * point.executedRate : gap);
        below.append(point.enough ? 100 * (point.attemptedRate - point.attemptedLow) : gap);
        above.append(point.enough ? 100 * (point.attemptedHigh - point.attemptedRate) : gap);
        judged.append(static_cast<double>(point.decidable));
        undecidable.append(static_cast<double>(point.undecidable));
        if (point.enough)
            highest = std::max(highest, 100 * point.attemptedHigh);
        most = std::max(most, static_cast<double>(point.decidable + point.undecidable));
        width = point.end - point.begin;
    }
    m_low->setData(keys, low, true);
    m_high->setData(keys, high, true);
    m_attempted->setData(keys, attempted, true);
    m_executed->setData(keys, executed, true);
    m_interval->setData(below, above);
    m_judged->setWidth(width * 0.8);
    m_undecidable->setWidth(width * 0.8);
    m_judged->setData(keys, judged, true);
    m_undecidable->setData(keys, undecidable, true);
    m_rates->axis(QCPAxis::atLeft)->setRange(-highest * 0.04, highest * 1.15); // room for markers at nought
    m_volume->axis(QCPAxis::atLeft)->setRange(0, most * 1.15);
}

void RateChart::setTicks(const std::vector<RatePoint> &points)
{
    for (QCPAxisRect *rect : {m_rates, m_volume}) {
        rect->axis(QCPAxis::atBottom)->setTicks(!points.empty());
        if (!points.empty())
            rect->axis(QCPAxis::atBottom)->setRange(points.front().begin, points.back().end);
    }
    if (points.empty())
        return;
    const double span = points.back().end - points.front().begin;
    m_ticker->setDateTimeFormat(span > 4 * 86400 ? QStringLiteral("d MMM yyyy")
                                : span > 3600    ? QStringLiteral("HH:mm\nd MMM yyyy")
                                                 : QStringLiteral("HH:mm:ss\nd MMM yyyy"));
}

void RateChart::resizeEvent(QResizeEvent *event)
{
    m_rates->axis(QCPAxis::atLeft)->ticker()->setTickCount(std::clamp(height() / 80, 2, 5)); // labels must not touch
    Plot::resizeEvent(event);
}

void RateChart::applyTheme(const ThemeTokens &tokens)
{
    if (!m_note || !m_said)
        return; // still being made
    m_attempted->setPen(QPen(tokens.series[0], 2));
    m_executed->setPen(QPen(tokens.series[1], 2, Qt::DashLine));
    m_executed->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssDiamond, QPen(tokens.series[1], 2), QBrush(tokens.base), 7));
    m_attempted->setScatterStyle(
        QCPScatterStyle(QCPScatterStyle::ssDisc, QPen(tokens.series[0], 1), QBrush(tokens.series[0]), 13)); // seen around a diamond on it
    QColor band = tokens.series[0];
    band.setAlpha(tokens.dark ? 60 : 40);
    m_low->setPen(QPen(band, 1));
    m_high->setPen(QPen(band, 1));
    m_high->setBrush(band);
    m_interval->setPen(QPen(tokens.series[0], 1));
    QColor bars = tokens.series[4];
    m_judged->setPen(QPen(bars, 1));
    m_judged->setBrush(QBrush(bars));
    m_undecidable->setPen(QPen(tokens.neutral, 1));
    m_undecidable->setBrush(QBrush(tokens.neutral, Qt::BDiagPattern));
    m_legend->setBrush(Qt::NoBrush);
    m_legend->setTextColor(tokens.text);
    m_legend->setFont(Theme::scaledFont(0.85));
    m_marker->setPen(QPen(tokens.text, 1, Qt::DotLine));
    m_said->setColor(tokens.text);
    m_said->setBrush(tokens.base);
    m_said->setPen(QPen(tokens.border));
    m_said->setFont(Theme::scaledFont(0.92));
    m_note->setColor(tokens.muted);
    m_note->setFont(Theme::scaledFont(1.0));
}

void RateChart::mouseMoveEvent(QMouseEvent *event)
{
    Plot::mouseMoveEvent(event);
    const double at = m_rates->axis(QCPAxis::atBottom)->pixelToCoord(event->pos().x());
    const auto point = std::find_if(m_points.begin(), m_points.end(), [&](const RatePoint &p) { return p.begin <= at && at < p.end; });
    setToolTip(point == m_points.end() ? QString() : wordsOf(*point));
}

QString RateChart::currentWords() const
{
    return m_current < 0 ? QString() : wordsOf(m_points[static_cast<std::size_t>(m_current)]);
}

void RateChart::setCurrent(int row)
{
    m_current = row;
    m_marker->setVisible(row >= 0);
    m_said->setVisible(row >= 0);
    if (row < 0)
        return;
    const double at = middle(m_points[static_cast<std::size_t>(row)]);
    m_marker->point1->setCoords(at, 0);
    m_marker->point2->setCoords(at, 1);
    m_said->setText(currentWords());
}

void RateChart::keyPressEvent(QKeyEvent *event)
{
    const int last = static_cast<int>(m_points.size()) - 1;
    int to = m_current;
    switch (event->key()) {
    case Qt::Key_Left: to = m_current < 0 ? last : std::max(0, m_current - 1); break;
    case Qt::Key_Right: to = std::min(last, m_current + 1); break;
    case Qt::Key_Home: to = last < 0 ? -1 : 0; break;
    case Qt::Key_End: to = last; break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_current >= 0)
            return Q_EMIT periodActivated(m_current);
        return Plot::keyPressEvent(event);
    default: return Plot::keyPressEvent(event);
    }
    setCurrent(to);
    replot();
    if (to < 0)
        return;
    QAccessibleValueChangeEvent said(this, currentWords()); // read aloud as the value of the chart
    QAccessible::updateAccessibility(&said);
}

QList<QPointF> RateChart::drawnAttempted() const
{
    QList<QPointF> points;
    for (const QCPGraphData &one : *m_attempted->data()) {
        if (!qIsNaN(one.value))
            points.append({one.key, one.value});
    }
    return points;
}

QList<QPointF> RateChart::drawnVolume() const
{
    QList<QPointF> points;
    for (const QCPBarsData &one : *m_judged->data())
        points.append({one.key, one.value});
    return points;
}

} // namespace mandate

#include "moc_rate_chart.cpp" // here, so that QCustomPlot is not compiled once more for moc
