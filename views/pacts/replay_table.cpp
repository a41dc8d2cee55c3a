// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/pacts/replay_table.h"

#include "views/widgets/table.h"

#include <QCoreApplication>
#include <QTableWidget>

namespace mandate {

namespace {

QString said(const char *text)
{
    return QCoreApplication::translate("ReplayTable", text);
}

} // namespace

QTableWidget *makeReplayTable(const QString &before, const QString &after, const QString &name, QWidget *parent)
{
    auto *table = new QTableWidget(parent);
    const QStringList heads{before,
                            after,
                            said(QT_TRANSLATE_NOOP("ReplayTable", "Actions")),
                            said(QT_TRANSLATE_NOOP("ReplayTable", "Executed")),
                            said(QT_TRANSLATE_NOOP("ReplayTable", "Sessions")),
                            said(QT_TRANSLATE_NOOP("ReplayTable", "Customers")),
                            said(QT_TRANSLATE_NOOP("ReplayTable", "Money at stake")),
                            said(QT_TRANSLATE_NOOP("ReplayTable", "First case"))};
    table->setColumnCount(static_cast<int>(heads.size()));
    table->setHorizontalHeaderLabels(heads);
    setUpTable(table, name);
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    return table;
}

void fillReplayTable(QTableWidget *table, const std::vector<DraftReplayChange> &changes)
{
    table->setRowCount(static_cast<int>(changes.size()));
    for (int row = 0; row < table->rowCount(); ++row) {
        const DraftReplayChange &change = changes[static_cast<std::size_t>(row)];
        const QStringList cells{change.from.text, change.to.text, words::number(change.count), words::number(change.executed), words::number(change.sessions), change.customers, change.money, change.firstCase};
        for (int column = 0; column < table->columnCount(); ++column)
            table->setItem(row, column, new QTableWidgetItem(cells[column]));
        table->item(row, 0)->setData(StateRole, QVariant::fromValue(change.from));
        table->item(row, 1)->setData(StateRole, QVariant::fromValue(change.to));
        table->item(row, 0)->setData(LinkRole, change.firstLink);
    }
    table->resizeColumnsToContents();
}

} // namespace mandate
