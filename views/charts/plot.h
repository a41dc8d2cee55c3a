// SPDX-License-Identifier: GPL-3.0-or-later
// QCustomPlot as the console uses it: colours and fonts of the theme, a visible focus, and a name, role and description for screen readers.
// What is drawn is decided by its users; each of them also offers the same points as a table.
#pragma once

#include "views/charts/qcustomplot_header.h"

namespace mandate {

struct ThemeTokens;

class Plot : public QCustomPlot
{
    Q_OBJECT

public:
    /// `name` is the accessible name; the description is set with the data.
    explicit Plot(const QString &name, QWidget *parent = nullptr);

    /// Sentences that say what is drawn; read instead of the picture.
    void setSummary(const QString &summary);

    QSize sizeHint() const override { return {480, 240}; }
    QSize minimumSizeHint() const override { return {160, 40}; }

protected:
    void paintEvent(QPaintEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void changeEvent(QEvent *event) override;
    /// The page scrolls: no plot takes the wheel for itself.
    void wheelEvent(QWheelEvent *event) override;

    /// Colours of what was added to the plot; called after the axes are done, on every change of theme.
    virtual void applyTheme(const ThemeTokens &tokens) { Q_UNUSED(tokens) }
    /// Axis colours, fonts, grid: call it once the axis rects are there.
    void retheme();
};

} // namespace mandate
