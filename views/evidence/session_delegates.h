// SPDX-License-Identifier: GPL-3.0-or-later
// How a turn of a conversation and a bar of the waterfall are painted. Text of sources is drawn as it is, never as mark-up.
#pragma once

#include "views/widgets/table.h"

#include <QHash>
#include <QStyledItemDelegate>

class QAbstractItemModel;
class QListView;

namespace mandate {

class TurnDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

/// Makes a list show turns: as tall as their text, scrolled by the pixel.
void showTurns(QListView *list, QAbstractItemModel *turns);

/// Draws the part [from, to] of the session.
class BarDelegate : public RowDelegate
{
    Q_OBJECT

public:
    using RowDelegate::RowDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;

    double from = 0;
    double to = 1;
};

} // namespace mandate
