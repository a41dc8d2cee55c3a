// SPDX-License-Identifier: GPL-3.0-or-later
// How tables look and behave everywhere: no grid, hairlines, states as shape and word, Tab leaves the table, Enter opens the row.
#pragma once

#include <QList>
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

/// As RowDelegate, with the text in as many lines as it needs.
class WrappingDelegate : public RowDelegate
{
    Q_OBJECT

public:
    using RowDelegate::RowDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

/// Gives a table the console's looks, `name` as accessible name, and row heights that follow the theme's density.
void setUpTable(QTableView *table, const QString &name);

/// Shows only the columns that fit, the most important first; `stretch` takes the room that is left. Call it after
/// setModel(). Sideways scrolling hides what matters, so narrow panes drop columns instead. What the person does to the columns is kept under
/// `key` and goes before all of it; so call it after the first sorting.
void fitColumns(QTableView *table, const QString &key, const QList<int> &byImportance, int stretch);

} // namespace mandate
