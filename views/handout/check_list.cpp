// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/handout/check_list.h"

#include "views/widgets/table.h"

#include <QHeaderView>
#include <QStandardItemModel>

namespace mandate {

CheckList::CheckList(QWidget *parent) : QTableView(parent), m_lines(new QStandardItemModel(0, 3, this))
{
    setUpTable(this, tr("What was checked"));
    setModel(m_lines);
    horizontalHeader()->setStretchLastSection(true);
}

void CheckList::show(const CheckedBundle &checked)
{
    m_lines->clear();
    m_lines->setHorizontalHeaderLabels({tr("Result"), tr("What was checked"), tr("Figures")});
    for (const CheckLine &line : checked.lines) {
        auto *state = new QStandardItem(line.state.text);
        state->setData(QVariant::fromValue(line.state), StateRole);
        //: a check as a sentence: %1 "Holds", %2 what, %3 figures
        const QString sentence = tr("%1: %2. %3").arg(line.state.text, line.what, line.detail);
        const QList<QStandardItem *> row{state, new QStandardItem(line.what), new QStandardItem(line.detail)};
        for (QStandardItem *cell : row) {
            cell->setEditable(false);
            cell->setData(sentence, Qt::AccessibleTextRole);
            cell->setToolTip(QString());
        }
        m_lines->appendRow(row);
    }
    resizeColumnToContents(0);
    resizeColumnToContents(1);
    setColumnWidth(1, std::min(columnWidth(1), fontMetrics().averageCharWidth() * 70));
}

} // namespace mandate
