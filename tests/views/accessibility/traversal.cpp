// SPDX-License-Identifier: GPL-3.0-or-later
// A3: the way of the Tab key.
#include "tests/views/accessibility/walk.h"

#include <QApplication>
#include <QRadioButton>
#include <QTest>
#include <QWidget>

namespace mandate::accessibility {
namespace {

QSet<QWidget *> reachedBy(QWidget *window, QWidget *start, Qt::Key key, int presses, QStringList &trapped)
{
    QSet<QWidget *> reached;
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

} // namespace

QStringList unreachableWidgets(QWidget *window, QWidget *root)
{
    QList<QWidget *> wanted;
    int presses = 8;
    for (QWidget *widget : window->findChildren<QWidget *>()) {
        const bool takesTab =
            widget->isVisible() && widget->isEnabled() && (widget->focusPolicy() & Qt::TabFocus) == Qt::TabFocus && !widget->focusProxy();
        if (!takesTab)
            continue;
        ++presses;
        // Of a group of radio buttons Tab reaches one; the arrows reach the rest.
        if (root->isAncestorOf(widget) && !qobject_cast<QRadioButton *>(widget))
            wanted << widget;
    }
    if (wanted.isEmpty())
        return {};
    QStringList found;
    const QSet<QWidget *> forward = reachedBy(window, wanted.first(), Qt::Key_Tab, presses, found);
    const QSet<QWidget *> backward = reachedBy(window, wanted.first(), Qt::Key_Backtab, presses, found);
    for (QWidget *widget : std::as_const(wanted)) {
        if (!forward.contains(widget))
            found << whereIs(widget) + QLatin1String(": Tab does not reach it");
        if (!backward.contains(widget))
            found << whereIs(widget) + QLatin1String(": Shift+Tab does not reach it");
    }
    return found;
}

} // namespace mandate::accessibility
