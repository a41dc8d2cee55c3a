// SPDX-License-Identifier: GPL-3.0-or-later
// Draws a FigurePicture: lines, points with intervals, bars; holes hatched. Decides colours and marks, never what they mean.
#pragma once

#include "models/items/figure_panel.h"
#include "views/charts/plot.h"

namespace mandate {

class PanelPlot : public Plot
{
    Q_OBJECT

public:
    explicit PanelPlot(const QString &name, QWidget *parent = nullptr);

    void show(const FigurePicture &picture, const QString &summary);
    QSize sizeHint() const override { return {420, 220}; }
    QSize minimumSizeHint() const override { return {240, 160}; }

protected:
    void applyTheme(const ThemeTokens &tokens) override;

private:
    void draw(const FigureSeries &series);

    FigurePicture m_picture;
    QList<QCPAbstractPlottable *> m_drawn; ///< a series each
    QList<QCPErrorBars *> m_intervals;
    QList<QCPItemRect *> m_holes;
};

} // namespace mandate
