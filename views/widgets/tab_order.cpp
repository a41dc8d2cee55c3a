// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/tab_order.h"

#include <QWidget>

namespace mandate {

void tabBehind(QWidget *anchor, QWidget *content)
{
    QList<QWidget *> widgets;
    for (QWidget *widget : content->findChildren<QWidget *>()) {
        if (widget->focusPolicy() & Qt::TabFocus)
            widgets << widget;
    }
    tabBehind(anchor, widgets);
}

void tabBehind(QWidget *anchor, const QList<QWidget *> &widgets)
{
    QWidget *last = anchor;
    while (!(last->focusPolicy() & Qt::TabFocus) || widgets.contains(last)) {
        last = last->previousInFocusChain();
        if (last == anchor)
            return; // nothing else takes Tab
    }
    for (QWidget *widget : widgets) {
        QWidget::setTabOrder(last, widget);
        last = widget;
    }
}

} // namespace mandate
