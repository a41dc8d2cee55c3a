// SPDX-License-Identifier: GPL-3.0-or-later
// The violation rate over time: attempted as a line with its 95 % band, executed as a dashed line, above bars of how many calls were judged.
// Periods with too few calls have no point, only their bar.
#pragma once

#include "models/items/rate_model.h"
#include "views/charts/plot.h"

namespace mandate {

class RateChart : public Plot
{
    Q_OBJECT

public:
    explicit RateChart(QWidget *parent = nullptr);

    void show(const RateModel &model);
    /// Points of the line as drawn: (middle of the period in seconds, rate in percent).
    [[nodiscard]] QList<QPointF> drawnAttempted() const;
    /// Bars as drawn: (middle of the period, judged calls).
    [[nodiscard]] QList<QPointF> drawnVolume() const;

    QSize sizeHint() const override { return {640, 340}; }
    QSize minimumSizeHint() const override { return {320, 200}; }

protected:
    void applyTheme(const ThemeTokens &tokens) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void drawPoints(const std::vector<RatePoint> &points);
    void setTicks(const std::vector<RatePoint> &points);

    QCPAxisRect *m_rates = nullptr;
    QCPAxisRect *m_volume = nullptr;
    QCPGraph *m_low = nullptr;
    QCPGraph *m_high = nullptr;
    QCPGraph *m_attempted = nullptr;
    QCPGraph *m_executed = nullptr;
    QCPErrorBars *m_interval = nullptr;
    QCPBars *m_judged = nullptr;
    QCPBars *m_undecidable = nullptr;
    QCPLegend *m_legend = nullptr;
    QCPItemText *m_note = nullptr;
    QSharedPointer<QCPAxisTickerDateTime> m_ticker;
    std::vector<RatePoint> m_points;
};

} // namespace mandate
