// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/evidence/session_delegates.h"

#include "models/items/session_trail.h"
#include "views/widgets/state_shape.h"
#include "views/widgets/theme.h"

#include <QAbstractItemView>
#include <QListView>
#include <QPainter>
#include <QTextLayout>

#include <algorithm>
#include <vector>

namespace mandate {

namespace {

constexpr int side = 16;
constexpr int gap = 6;
constexpr int indent = 22;

/// One paragraph of a turn.
struct Paragraph
{
    QString label;
    QString text;
    bool mono = false;
    int indent = 0;
};

std::vector<Paragraph> paragraphsOf(const TrailItem &item)
{
    std::vector<Paragraph> all;
    if (!item.said.isEmpty())
        all.push_back({{}, item.said, false, 0});
    if (!item.call.isEmpty())
        all.push_back({TurnDelegate::tr("Asked the tool"), item.call, true, indent});
    if (!item.result.isEmpty())
        all.push_back({TurnDelegate::tr("It returned"), item.result, true, indent});
    if (item.cutOff > 0)
        all.push_back({{}, TurnDelegate::tr("%n more character(s): Enter opens the record.", nullptr, static_cast<int>(item.cutOff)), false, indent});
    return all;
}

QFont fontOf(const Paragraph &paragraph, const QFont &base)
{
    return paragraph.mono ? Theme::monoFont() : base;
}

/// Lays a paragraph out in a width; returns its height.
int layOut(QTextLayout &layout, const QString &text, const QFont &font, int width)
{
    QString lines = text;
    lines.replace(u'\n', QChar::LineSeparator);
    layout.setText(lines);
    layout.setFont(font);
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    layout.setTextOption(option);
    layout.beginLayout();
    qreal height = 0;
    for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        line.setLineWidth(std::max(60, width));
        line.setPosition(QPointF(0, height));
        height += line.height();
    }
    layout.endLayout();
    return static_cast<int>(height + 0.5);
}

const TrailItem *itemOf(const QModelIndex &index)
{
    return static_cast<const TrailItem *>(index.data(TrailItemRole).value<void *>());
}

} // namespace

void showTurns(QListView *list, QAbstractItemModel *turns)
{
    list->setModel(turns);
    list->setItemDelegate(new TurnDelegate(list));
    list->setResizeMode(QListView::Adjust);
    list->setLayoutMode(QListView::Batched);
    list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list->setFrameShape(QFrame::NoFrame);
    list->setEditTriggers(QAbstractItemView::NoEditTriggers);
}

QSize TurnDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const TrailItem *item = itemOf(index);
    const auto *view = qobject_cast<const QAbstractItemView *>(option.widget);
    const int width = view ? view->viewport()->width() : 600;
    if (item == nullptr)
        return {width, 0};
    int height = gap + option.fontMetrics.lineSpacing();
    for (const Paragraph &paragraph : paragraphsOf(*item)) {
        QTextLayout layout;
        height += gap / 2 + layOut(layout, paragraph.text, fontOf(paragraph, option.font), width - 2 * side - paragraph.indent);
        if (!paragraph.label.isEmpty())
            height += option.fontMetrics.lineSpacing();
    }
    return {width, height + gap + 1};
}

void TurnDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const TrailItem *item = itemOf(index);
    if (item == nullptr)
        return;
    const ThemeTokens &t = Theme::instance().tokens();
    painter->save();
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    const bool mirrored = option.direction == Qt::RightToLeft;
    if (selected) {
        painter->fillRect(option.rect, t.selection);
        painter->fillRect(QRect(mirrored ? option.rect.right() - 2 : option.rect.left(), option.rect.top(), 3, option.rect.height()), t.accent);
    }
    painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), t.line);
    QRect room = option.rect.adjusted(side, gap, -side, 0);
    const int lineHeight = option.fontMetrics.lineSpacing();
    // Who, when; and for an action its verdict at the far end.
    QFont bold = option.font;
    bold.setWeight(QFont::DemiBold);
    QRect head(room.left(), room.top(), room.width(), lineHeight);
    if (const QVariant state = index.data(StateRole); state.canConvert<StateWord>()) {
        const auto word = state.value<StateWord>();
        const int width = std::min(head.width() / 2, option.fontMetrics.horizontalAdvance(word.text) + 28);
        paintState(*painter, mirrored ? QRect(head.left(), head.top(), width, lineHeight) : QRect(head.right() - width + 1, head.top(), width, lineHeight), word, selected);
        head.adjust(mirrored ? width + 8 : 0, 0, mirrored ? 0 : -width - 8, 0);
    }
    painter->setFont(bold);
    painter->setPen(t.text);
    const QString who = QFontMetrics(bold).elidedText(item->who, Qt::ElideRight, head.width() * 2 / 3);
    painter->drawText(head, static_cast<int>(QStyle::visualAlignment(option.direction, Qt::AlignLeft | Qt::AlignVCenter)), who);
    const int used = QFontMetrics(bold).horizontalAdvance(who) + 12;
    painter->setFont(option.font);
    painter->setPen(t.muted);
    painter->drawText(head.adjusted(mirrored ? 0 : used, 0, mirrored ? -used : 0, 0), static_cast<int>(QStyle::visualAlignment(option.direction, Qt::AlignLeft | Qt::AlignVCenter)),
                      option.fontMetrics.elidedText(index.data(Qt::StatusTipRole).toString(), Qt::ElideRight, head.width() - used));
    int y = room.top() + lineHeight;
    for (const Paragraph &paragraph : paragraphsOf(*item)) {
        y += gap / 2;
        if (!paragraph.label.isEmpty()) {
            painter->setFont(option.font);
            painter->setPen(t.muted);
            painter->drawText(QRect(room.left(), y, room.width(), lineHeight), static_cast<int>(QStyle::visualAlignment(option.direction, Qt::AlignLeft | Qt::AlignVCenter)), paragraph.label);
            y += lineHeight;
        }
        QTextLayout layout;
        const int height = layOut(layout, paragraph.text, fontOf(paragraph, option.font), room.width() - paragraph.indent);
        painter->setPen(t.text);
        layout.draw(painter, QPointF(room.left() + (mirrored ? 0 : paragraph.indent), y));
        y += height;
    }
    painter->restore();
}

void BarDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    RowDelegate::paint(painter, option, index);
    const double begin = index.data(TrailBeginRole).toDouble();
    const double end = index.data(TrailEndRole).toDouble();
    if (index.column() != WaterfallModel::BarColumn || end <= begin || end < from || begin > to)
        return;
    const ThemeTokens &t = Theme::instance().tokens();
    const QRect room = option.rect.adjusted(8, 0, -8, -1); // time runs left to right in every language
    const auto at = [&](double place) { return room.left() + static_cast<int>((std::clamp(place, from, to) - from) / (to - from) * room.width()); };
    const TrailItem *item = itemOf(index);
    const Tone tone = item && !item->call.isEmpty() ? item->verdict.tone : Tone::Muted;
    const int height = std::min(10, option.rect.height() - 8);
    const QRect bar(at(begin), room.center().y() - height / 2, std::max(3, at(end) - at(begin)), height);
    painter->save();
    painter->setClipRect(room.adjusted(-2, 0, 2, 0));
    painter->fillRect(bar, t.chip(tone));
    painter->setPen(QPen(t.of(tone), 1));
    painter->drawRect(bar.adjusted(0, 0, -1, -1));
    painter->fillRect(QRect(bar.left(), bar.top() - 2, 3, height + 4), t.of(tone)); // where it begins is what the source says
    painter->restore();
}

} // namespace mandate
