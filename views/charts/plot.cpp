// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/charts/plot.h"

#include "views/widgets/theme.h"

#include <QWheelEvent>
#include <QAccessible>
#include <QAccessibleWidget>
#include <QPainter>

namespace mandate {

namespace {

/// Without it a plot is a "client" without a role, and a screen reader skips it.
QAccessibleInterface *plotInterface(const QString &, QObject *object)
{
    auto *plot = qobject_cast<Plot *>(object);
    return plot ? new QAccessibleWidget(plot, QAccessible::Chart, plot->accessibleName()) : nullptr;
}

void installInterface()
{
    static const bool installed = [] {
        QAccessible::installFactory(plotInterface);
        return true;
    }();
    Q_UNUSED(installed)
}

} // namespace

Plot::Plot(const QString &name, QWidget *parent) : QCustomPlot(parent)
{
    installInterface();
    setAccessibleName(name);
    setFocusPolicy(Qt::StrongFocus);
    setNoAntialiasingOnDrag(true);
    connect(&Theme::instance(), &Theme::changed, this, [this] {
        retheme();
        replot(QCustomPlot::rpQueuedReplot);
    });
}

void Plot::setSummary(const QString &summary)
{
    if (summary == accessibleDescription())
        return;
    setAccessibleDescription(summary);
    QAccessibleEvent event(this, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&event);
}

void Plot::paintEvent(QPaintEvent *event)
{
    QCustomPlot::paintEvent(event);
    if (!hasFocus())
        return;
    QPainter painter(this);
    painter.setPen(QPen(Theme::instance().tokens().accent, 2));
    painter.drawRect(rect().adjusted(1, 1, -1, -1));
}

void Plot::focusInEvent(QFocusEvent *event)
{
    QCustomPlot::focusInEvent(event);
    update();
}

void Plot::focusOutEvent(QFocusEvent *event)
{
    QCustomPlot::focusOutEvent(event);
    update();
}

void Plot::changeEvent(QEvent *event)
{
    QCustomPlot::changeEvent(event);
    if (event->type() == QEvent::FontChange) {
        retheme();
        replot(QCustomPlot::rpQueuedReplot);
    }
}

void Plot::retheme()
{
    const ThemeTokens &tokens = Theme::instance().tokens();
    setBackground(QBrush(tokens.window));
    const QFont small = Theme::scaledFont(0.85);
    for (QCPAxisRect *rect : axisRects()) {
        rect->setBackground(QBrush(Qt::NoBrush));
        for (QCPAxis *axis : rect->axes()) {
            axis->setBasePen(QPen(tokens.border));
            axis->setTickPen(QPen(tokens.border));
            axis->setSubTickPen(QPen(Qt::NoPen));
            axis->setTickLabelColor(tokens.muted);
            axis->setLabelColor(tokens.muted);
            axis->setTickLabelFont(small);
            axis->setLabelFont(small);
            axis->grid()->setPen(QPen(tokens.line));
            axis->grid()->setZeroLinePen(QPen(tokens.line));
        }
    }
    applyTheme(tokens);
}

void Plot::wheelEvent(QWheelEvent *event)
{
    event->ignore();
}

} // namespace mandate

#include "moc_plot.cpp" // here, so that QCustomPlot is not compiled once more for moc
