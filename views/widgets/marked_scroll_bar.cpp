// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/marked_scroll_bar.h"

#include "views/widgets/theme.h"

#include <QPainter>

namespace mandate {

namespace {

constexpr int markWidth = 5; // at the outer edge: the handle keeps its own place

} // namespace

MarkedScrollBar::MarkedScrollBar(QWidget *parent) : QScrollBar(Qt::Vertical, parent) {}

void MarkedScrollBar::setMarks(const std::vector<int> &rows, int total, const QString &said)
{
    const bool tells = !rows.empty() && static_cast<int>(rows.size()) < total;
    m_rows = tells ? rows : std::vector<int>();
    m_total = total;
    setToolTip(tells ? said : QString());
    update();
}

std::vector<int> MarkedScrollBar::marks() const
{
    std::vector<int> places;
    const int room = height() - markHeight;
    for (const int row : m_rows) {
        const int place = static_cast<int>(static_cast<qint64>(row) * room / std::max(1, m_total - 1));
        if (places.empty() || place >= places.back() + markHeight + 1)
            places.push_back(place);
    }
    return places;
}

void MarkedScrollBar::paintEvent(QPaintEvent *event)
{
    QScrollBar::paintEvent(event);
    if (m_rows.empty())
        return;
    QPainter painter(this);
    const int left = layoutDirection() == Qt::RightToLeft ? 0 : width() - markWidth;
    for (const int place : marks())
        painter.fillRect(QRect(left, place, markWidth, markHeight), Theme::instance().tokens().critical);
}

} // namespace mandate
