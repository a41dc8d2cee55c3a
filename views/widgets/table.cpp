// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/table.h"

#include "models/items/words.h"
#include "views/widgets/state_shape.h"
#include "views/widgets/theme.h"

#include <QHeaderView>
#include <QPainter>
#include <QTableView>

namespace mandate {
namespace {

constexpr int cellPadding = 10;

} // namespace

void RowDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const ThemeTokens &t = Theme::instance().tokens();
    painter->save();
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    if (selected)
        painter->fillRect(option.rect, t.selection);
    else if (const QVariant ground = index.data(Qt::BackgroundRole); ground.isValid())
        painter->fillRect(option.rect, ground.value<QBrush>());
    painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), t.line);
    if (selected && index.column() == 0) {
        const int edge = option.direction == Qt::RightToLeft ? option.rect.right() - 2 : option.rect.left();
        painter->fillRect(QRect(edge, option.rect.top(), 3, option.rect.height()), t.accent);
    }

    const QRect cell = option.rect.adjusted(cellPadding, 0, -cellPadding, -1);
    QFont font = option.font;
    if (const QVariant own = index.data(Qt::FontRole); own.isValid())
        font = own.value<QFont>();
    if (index.data(MonoRole).toBool())
        font = Theme::monoFont();
    painter->setFont(font);
    const QVariant state = index.data(StateRole);
    if (state.canConvert<StateWord>()) {
        paintState(*painter, cell, state.value<StateWord>(), selected);
    } else {
        QColor color = t.text;
        if (const QVariant own = index.data(Qt::ForegroundRole); own.isValid())
            color = own.value<QBrush>().color();
        if (!option.state.testFlag(QStyle::State_Enabled))
            color = t.muted;
        painter->setPen(color);
        const QVariant wish = index.data(Qt::TextAlignmentRole);
        const Qt::Alignment alignment = wish.isValid() ? wish.value<Qt::Alignment>() : Qt::Alignment(Qt::AlignLeft | Qt::AlignVCenter);
        const QString text = displayText(index.data(Qt::DisplayRole), option.locale);
        const QString shown = QFontMetrics(font).elidedText(text, option.textElideMode, cell.width());
        painter->drawText(cell, static_cast<int>(QStyle::visualAlignment(option.direction, alignment | Qt::AlignVCenter)) | Qt::TextSingleLine, shown);
    }
    painter->restore();
}

QSize RowDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QFont font = option.font;
    if (index.data(MonoRole).toBool())
        font = Theme::monoFont();
    const QVariant state = index.data(StateRole);
    const bool hasState = state.canConvert<StateWord>();
    const QString text = hasState ? state.value<StateWord>().text : displayText(index.data(Qt::DisplayRole), option.locale);
    const int width = QFontMetrics(font).horizontalAdvance(text) + (hasState ? 26 : 0) + 2 * cellPadding + 2;
    return {width, Theme::instance().rowHeight()};
}

void setUpTable(QTableView *table, const QString &name)
{
    table->setAccessibleName(name);
    table->setItemDelegate(new RowDelegate(table));
    table->setShowGrid(false);
    table->setWordWrap(false);
    table->setTabKeyNavigation(false);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setSelectionMode(QAbstractItemView::SingleSelection);
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setCornerButtonEnabled(false);
    table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    table->verticalHeader()->hide();
    table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    table->horizontalHeader()->setHighlightSections(false);
    table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    table->horizontalHeader()->setStretchLastSection(true);
    table->horizontalHeader()->setSectionsMovable(true);
    table->horizontalHeader()->setMinimumSectionSize(40);
    const auto adapt = [table] {
        table->verticalHeader()->setMinimumSectionSize(20);
        table->verticalHeader()->setDefaultSectionSize(Theme::instance().rowHeight());
        table->viewport()->update();
    };
    adapt();
    QObject::connect(&Theme::instance(), &Theme::changed, table, adapt);
}

} // namespace mandate
