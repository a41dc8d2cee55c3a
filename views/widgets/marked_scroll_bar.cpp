// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/marked_scroll_bar.h"

#include "views/widgets/theme.h"

#include <QPainter>

namespace mandate {

namespace {

constexpr int markWidth = 5; // at the outer edge: the handle keeps its own place

} // namespace

MarkedScrollBar::MarkedScrollBar(QWidget *parent) : QScrollBar(Qt::Vertical, parent) {}

void MarkedScrollBar::setMarks(Kind kind, const std::vector<int> &rows, int total, const QString &said)
{
    const bool tells = !rows.empty() && static_cast<int>(rows.size()) < total;
    m_marks[kind] = {tells ? rows : std::vector<int>(), total, tells ? said : QString()};
    showTips();
    update();
}

void MarkedScrollBar::showTips()
{
    QStringList said;
    for (const Marks &marks : m_marks) {
        if (!marks.said.isEmpty())
            said.append(marks.said);
    }
    setToolTip(said.join(u'\n'));
}

std::vector<int> MarkedScrollBar::marks(Kind kind) const
{
    std::vector<int> places;
    const int room = height() - markHeight;
    for (const int row : m_marks[kind].rows) {
        const int place = static_cast<int>(static_cast<qint64>(row) * room / std::max(1, m_marks[kind].total - 1));
        if (places.empty() || place >= places.back() + markHeight + 1)
            places.push_back(place);
    }
    return places;
}

void MarkedScrollBar::paintEvent(QPaintEvent *event)
{
    QScrollBar::paintEvent(event);
    QPainter painter(this);
    const ThemeTokens &tokens = Theme::instance().tokens();
    const bool mirrored = layoutDirection() == Qt::RightToLeft;
    const int outer = mirrored ? 0 : width() - markWidth;
    const int inner = mirrored ? width() - markWidth : 0;
    for (const int place : marks(Gaps)) // dashes across the bar
        for (int x = 0; x < width(); x += 4)
            painter.fillRect(QRect(x, place + 1, 2, 1), tokens.muted);
    for (const int place : marks(Hits))
        painter.fillRect(QRect(outer, place, markWidth, markHeight), tokens.critical);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(tokens.accent);
    for (const int place : marks(Stars)) // points to the rows, from the other edge
        painter.drawPolygon(QPolygonF({QPointF(inner, place - 1), QPointF(inner + markWidth, place + markHeight / 2.0), QPointF(inner, place + markHeight + 1)}));
}

} // namespace mandate
