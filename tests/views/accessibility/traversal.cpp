// SPDX-License-Identifier: GPL-3.0-or-later
// A3: the way of the Tab key.
#include "tests/views/accessibility/walk.h"

#include <QAbstractScrollArea>
#include <QApplication>
#include <QRadioButton>
#include <QSet>
#include <QTest>
#include <QWidget>

#include <algorithm>

namespace mandate::accessibility {
namespace {

QList<QWidget *> reachedBy(QWidget *window, QWidget *start, Qt::Key key, int presses, QStringList &trapped)
{
    QList<QWidget *> reached;
    start->setFocus(Qt::TabFocusReason);
    QWidget *before = nullptr;
    int same = 0;
    for (int i = 0; i < presses; ++i) {
        QWidget *focus = QApplication::focusWidget();
        if (!focus)
            break;
        same = focus == before ? same + 1 : 0;
        if (same == 3) {
            trapped << whereIs(focus) + QLatin1String(": keeps Tab");
            break;
        }
        before = focus;
        reached << focus;
        QTest::keyClick(window->windowHandle(), key, key == Qt::Key_Backtab ? Qt::ShiftModifier : Qt::NoModifier);
    }
    return reached;
}

bool takesTab(const QWidget *widget)
{
    return widget->isVisible() && widget->isEnabled() && (widget->focusPolicy() & Qt::TabFocus) == Qt::TabFocus && !widget->focusProxy();
}

/// What a person sees of a widget, in the window's coordinates, mirrored so that reading always goes from left to right.
QRect seen(const QWidget *widget, const QWidget *window)
{
    const QRect rect(widget->mapTo(window, QPoint(0, 0)), widget->size());
    return window->layoutDirection() == Qt::RightToLeft ? QRect(window->width() - rect.right() - 1, rect.top(), rect.width(), rect.height()) : rect;
}

/// Reading order: below, or beside on the same line, or at the top of the next column.
bool comesAfter(const QRect &next, const QRect &before)
{
    const int shared = qMin(next.bottom(), before.bottom()) - qMax(next.top(), before.top()) + 1;
    if (2 * shared > qMin(next.height(), before.height()))
        return next.left() >= before.left();
    return next.top() >= before.top() || next.left() > before.right();
}

/// What is to be compared of a widget that another follows or precedes: of what scrolls, the window on it, unless both scroll together.
const QWidget *standingFor(const QWidget *widget, const QWidget *other)
{
    const QWidget *stands = widget;
    for (const QWidget *at = widget->parentWidget(); at && !at->isAncestorOf(other); at = at->parentWidget()) {
        if (qobject_cast<const QAbstractScrollArea *>(at))
            stands = at;
    }
    return stands;
}

QWidget *paneOf(QWidget *widget, const QList<QWidget *> &panes)
{
    QWidget *found = nullptr;
    for (QWidget *pane : panes) {
        if ((pane == widget || pane->isAncestorOf(widget)) && (!found || found->isAncestorOf(pane)))
            found = pane;
    }
    return found;
}

} // namespace

QStringList disorderedTab(QWidget *window, QWidget *root, const QList<QWidget *> &panes)
{
    QList<QWidget *> all;
    for (QWidget *widget : window->findChildren<QWidget *>()) {
        if (takesTab(widget))
            all << widget;
    }
    if (all.isEmpty())
        return {};
    QStringList found;
    QList<QWidget *> way = reachedBy(window, all.first(), Qt::Key_Tab, static_cast<int>(all.size()) + 1, found);
    if (way.size() > 1 && way.last() == way.first())
        way.removeLast();
    // The way is a circle: it begins where it comes into the root from elsewhere, else with what is seen first.
    qsizetype begin = -1;
    for (qsizetype i = 0; i < way.size(); ++i) {
        const bool inside = root->isAncestorOf(way[i]);
        const bool insideBefore = root->isAncestorOf(way[(i + way.size() - 1) % way.size()]);
        if (inside && !insideBefore) {
            if (begin >= 0)
                found << whereIs(way[i]) + QLatin1String(": Tab comes back here after it had left");
            else
                begin = i;
        }
    }
    if (begin < 0) {
        begin = 0;
        for (qsizetype i = 1; i < way.size(); ++i) {
            if (!comesAfter(seen(way[i], window), seen(way[begin], window)))
                begin = i;
        }
    }
    std::rotate(way.begin(), way.begin() + begin, way.end());
    QSet<QWidget *> left;
    QWidget *before = nullptr;
    for (QWidget *widget : std::as_const(way)) {
        if (!root->isAncestorOf(widget))
            continue;
        QWidget *pane = paneOf(widget, panes);
        if (pane && left.contains(pane))
            found << whereIs(widget) + QLatin1String(": Tab comes back to a pane it had left");
        if (before) {
            QWidget *paneBefore = paneOf(before, panes);
            const bool same = pane == paneBefore;
            if (!same && paneBefore)
                left << paneBefore;
            const QRect next = seen(same || !pane ? standingFor(widget, before) : pane, window);
            const QRect last = seen(same || !paneBefore ? standingFor(before, widget) : paneBefore, window);
            const bool inside = before->isAncestorOf(widget) || (!same && pane && paneBefore && paneBefore->isAncestorOf(pane));
            if (!inside && !comesAfter(next, last))
                found << QStringLiteral("%1: comes after %2 in Tab order, and stands before it").arg(whereIs(widget), whereIs(before));
        }
        before = widget;
    }
    return found;
}

QStringList unreachableWidgets(QWidget *window, QWidget *root)
{
    QList<QWidget *> wanted;
    int presses = 8;
    for (QWidget *widget : window->findChildren<QWidget *>()) {
        if (!takesTab(widget))
            continue;
        ++presses;
        // Of a group of radio buttons Tab reaches one; the arrows reach the rest.
        if (root->isAncestorOf(widget) && !qobject_cast<QRadioButton *>(widget))
            wanted << widget;
    }
    if (wanted.isEmpty())
        return {};
    QStringList found;
    const QList<QWidget *> forward = reachedBy(window, wanted.first(), Qt::Key_Tab, presses, found);
    const QList<QWidget *> backward = reachedBy(window, wanted.first(), Qt::Key_Backtab, presses, found);
    for (QWidget *widget : std::as_const(wanted)) {
        if (!forward.contains(widget))
            found << whereIs(widget) + QLatin1String(": Tab does not reach it");
        if (!backward.contains(widget))
            found << whereIs(widget) + QLatin1String(": Shift+Tab does not reach it");
    }
    return found;
}

} // namespace mandate::accessibility
