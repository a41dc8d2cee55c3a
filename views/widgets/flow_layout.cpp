// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/flow_layout.h"

#include <QStyle>
#include <QWidget>

#include <algorithm>

namespace mandate {

FlowLayout::FlowLayout(QWidget *parent, int gap) : QLayout(parent), m_gap(gap)
{
    setContentsMargins(0, 0, 0, 0);
}

FlowLayout::~FlowLayout()
{
    qDeleteAll(m_items);
}

void FlowLayout::addItem(QLayoutItem *item)
{
    m_items.append(item);
}
int FlowLayout::count() const
{
    return static_cast<int>(m_items.size());
}
QLayoutItem *FlowLayout::itemAt(int index) const
{
    return m_items.value(index);
}
QLayoutItem *FlowLayout::takeAt(int index)
{
    return index >= 0 && index < m_items.size() ? m_items.takeAt(index) : nullptr;
}
int FlowLayout::heightForWidth(int width) const
{
    return arrange(QRect(0, 0, width, 0), false);
}

QSize FlowLayout::sizeHint() const
{
    int width = 0;
    int height = 0;
    for (const QLayoutItem *item : m_items) {
        if (item->isEmpty())
            continue;
        width += item->sizeHint().width() + m_gap;
        height = std::max(height, item->sizeHint().height());
    }
    const QMargins margins = contentsMargins();
    return {width + margins.left() + margins.right(), height + margins.top() + margins.bottom()};
}

QSize FlowLayout::minimumSize() const
{
    QSize size;
    for (const QLayoutItem *item : m_items)
        size = size.expandedTo(item->minimumSize());
    const QMargins margins = contentsMargins();
    return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom());
}

void FlowLayout::setGeometry(const QRect &rect)
{
    QLayout::setGeometry(rect);
    arrange(rect, true);
}

int FlowLayout::arrange(const QRect &rect, bool apply) const
{
    const QMargins margins = contentsMargins();
    const QRect inner = rect.marginsRemoved(margins);
    const Qt::LayoutDirection direction = parentWidget() ? parentWidget()->layoutDirection() : Qt::LeftToRight;
    int x = inner.left();
    int y = inner.top();
    int line = 0;
    QList<std::pair<QLayoutItem *, QRect>> placed; // of this line: what is lower than the rest stands in its middle
    const auto endLine = [&] {
        for (auto &[item, place] : placed) {
            place.translate(0, (line - place.height()) / 2);
            if (apply)
                item->setGeometry(QStyle::visualRect(direction, inner, place));
        }
        placed.clear();
    };
    for (QLayoutItem *item : m_items) {
        if (item->isEmpty())
            continue;
        const QSize wish = item->sizeHint();
        const int width = std::min(wish.width(), std::max(inner.width(), item->minimumSize().width()));
        if (x > inner.left() && x + width > inner.right() + 1) {
            endLine();
            x = inner.left();
            y += line + m_gap;
            line = 0;
        }
        const int height = item->hasHeightForWidth() ? item->heightForWidth(width) : wish.height();
        placed.append({item, QRect(x, y, width, height)});
        x += width + m_gap;
        line = std::max(line, height);
    }
    endLine();
    return y + line - rect.top() + margins.bottom();
}

} // namespace mandate
