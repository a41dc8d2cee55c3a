// SPDX-License-Identifier: GPL-3.0-or-later
// The violation rate over time: attempted as a line with its 95 % band, executed as a dashed line, above bars of how many calls were judged.
// Periods with too few calls have no point, only their bar. Left, Right, Home and End go from period to period and say what it holds; Enter asks for its records.
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

    /// The period that the keyboard is at, of RateModel's rows; −1: none.
    [[nodiscard]] int currentPeriod() const { return m_current; }
    /// What is said of it; empty: none.
    [[nodiscard]] QString currentWords() const;

    QSize sizeHint() const override { return {640, 340}; }
    QSize minimumSizeHint() const override { return {320, 200}; }

Q_SIGNALS:
    void periodActivated(int row);

protected:
    void keyPressEvent(QKeyEvent *event) override;
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
    void setCurrent(int row);

    QCPItemStraightLine *m_marker = nullptr;
    QCPItemText *m_said = nullptr;
    int m_current = -1;
    std::vector<RatePoint> m_points;
};

} // namespace mandate
