// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/tab_order.h"

#include <QAbstractSpinBox>
#include <QComboBox>

#include <QWidget>

#include <algorithm>
#include <vector>

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

QList<QWidget *> inReadingOrder(QWidget *content)
{
    struct Place
    {
        QWidget *widget;
        QPoint middle;
    };
    std::vector<Place> places;
    for (QWidget *widget : content->findChildren<QWidget *>()) {
        const bool takesTab = (widget->focusPolicy() & Qt::TabFocus) == Qt::TabFocus && widget->isVisibleTo(content);
        if (takesTab && !qobject_cast<QComboBox *>(widget->parentWidget()) && !qobject_cast<QAbstractSpinBox *>(widget->parentWidget()))
            places.push_back({widget, widget->mapTo(content, widget->rect().center())});
    }
    std::ranges::stable_sort(places, {}, [](const Place &place) { return place.middle.y(); });
    constexpr int sameLine = 10; // pixels
    const bool mirrored = content->layoutDirection() == Qt::RightToLeft;
    QList<QWidget *> order;
    if ((content->focusPolicy() & Qt::TabFocus) == Qt::TabFocus)
        order << content;
    for (auto line = places.begin(); line != places.end();) {
        auto end = line + 1;
        while (end != places.end() && end->middle.y() - (end - 1)->middle.y() <= sameLine)
            ++end;
        std::stable_sort(line, end, [mirrored](const Place &a, const Place &b) { return mirrored ? a.middle.x() > b.middle.x() : a.middle.x() < b.middle.x(); });
        for (; line != end; ++line)
            order << line->widget;
    }
    return order;
}

} // namespace mandate
