// SPDX-License-Identifier: GPL-3.0-or-later
// How tables look and behave everywhere: no grid, hairlines, states as shape and word, Tab leaves the table, Enter opens the row.
#pragma once

#include <QStyledItemDelegate>

class QTableView;

namespace mandate {

/// Paints StateRole as shape and word, MonoRole in the fixed font, a hairline under each row.
class RowDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

/// Gives a table the console's looks, `name` as accessible name, and row heights that follow the theme's density.
void setUpTable(QTableView *table, const QString &name);

} // namespace mandate
