// SPDX-License-Identifier: GPL-3.0-or-later
// A reading of a metrics source over time: a line a series, broken and hatched where nothing is known. Draws what it is given.
#pragma once

#include "models/items/metric_source_list.h"
#include "views/charts/plot.h"

namespace mandate {

class MetricChart : public Plot
{
    Q_OBJECT

public:
    static constexpr std::size_t mostSeries = 5; ///< as many as there are colours; the table has all

    explicit MetricChart(QWidget *parent = nullptr);
    void show(const MetricReadingPointer &reading);
    /// For tests: how many hatched times and lines there are.
    [[nodiscard]] int hatches() const { return static_cast<int>(m_hatches.size()); }

protected:
    void applyTheme(const ThemeTokens &tokens) override;

private:
    MetricReadingPointer m_reading;
    std::vector<QCPItemRect *> m_hatches;
    QCPItemText *m_note = nullptr;
    QSharedPointer<QCPAxisTickerDateTime> m_ticker;
};

} // namespace mandate
