// SPDX-License-Identifier: GPL-3.0-or-later
// The list of requests: three lines a row, clock and consequence first. Letters are no search here; the page gives them a meaning.
#pragma once

#include <QListView>
#include <QStyledItemDelegate>

namespace mandate {

class QueueDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

class DecisionQueue : public QListView
{
    Q_OBJECT

public:
    explicit DecisionQueue(QWidget *parent = nullptr);

    /// Goes to the next or the one before; stays where there is none.
    void move(int step);
    /// Ids of what is selected, in the order of the list.
    [[nodiscard]] QStringList selectedIds() const;
    [[nodiscard]] QString currentId() const;

Q_SIGNALS:
    void currentMoved();
    void selectionMoved();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void selectionChanged(const QItemSelection &selected, const QItemSelection &deselected) override;
};

} // namespace mandate
