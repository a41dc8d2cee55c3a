// SPDX-License-Identifier: GPL-3.0-or-later
// Calls per agent and clause, with how many of them broke it.
#include "models/items/panel_text.h"
#include "models/items/rate_model.h"
#include "models/items/text_safety.h"


namespace mandate {

namespace {

QString cellText(const RateRow &row, int column)
{
    switch (column) {
    case RateRowModel::AgentColumn: return visibleLine(row.agent, 120);
    case RateRowModel::ClauseColumn: return visibleLine(row.clause, 60);
    case RateRowModel::SentenceColumn: return row.sentence;
    case RateRowModel::DecidableColumn: return words::number(row.decidable);
    case RateRowModel::AttemptedColumn: return words::share(row.attempted, row.decidable);
    case RateRowModel::ExecutedColumn: return words::number(row.executed);
    case RateRowModel::UndecidableColumn: return words::number(row.undecidable);
    default: return {};
    }
}

quint64 countOf(const RateRow &row, int column)
{
    switch (column) {
    case RateRowModel::DecidableColumn: return row.decidable;
    case RateRowModel::AttemptedColumn: return row.attempted;
    case RateRowModel::ExecutedColumn: return row.executed;
    case RateRowModel::UndecidableColumn: return row.undecidable;
    default: return 0;
    }
}

/// Who asks for a clause without a number asks for what broke it.
RateModel::Column rateColumn(int column)
{
    switch (column) {
    case RateRowModel::DecidableColumn: return RateModel::DecidableColumn;
    case RateRowModel::ExecutedColumn: return RateModel::ExecutedColumn;
    case RateRowModel::UndecidableColumn: return RateModel::UndecidableColumn;
    default: return RateModel::AttemptedColumn;
    }
}

} // namespace

void RateRowModel::setRows(std::vector<RateRow> rows)
{
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

const RateRow *RateRowModel::row(int row) const
{
    return row < 0 || row >= rowCount() ? nullptr : &m_rows[static_cast<std::size_t>(row)];
}

int RateRowModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}
int RateRowModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant RateRowModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const RateRow &row = m_rows[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole: return cellText(row, index.column());
    case Qt::ToolTipRole: return plainToolTip(cellText(row, index.column()));
    case Qt::TextAlignmentRole:
        return index.column() >= DecidableColumn ? int(Qt::AlignRight | Qt::AlignVCenter) : int(Qt::AlignLeft | Qt::AlignVCenter);
    case LinkRole: return FigureLinks().of(row.agent.toStdString(), rateQuery(rateColumn(index.column()), row.clause.toStdString()));
    case SortRole:
        return index.column() >= DecidableColumn ? QVariant::fromValue(countOf(row, index.column())) : QVariant(cellText(row, index.column()));
    case Qt::AccessibleTextRole:
        if (index.column() == AgentColumn)
            return tr("%1, clause %2: %3 calls judged, %4 attempted violations, %5 executed, %6 cannot be decided.")
                .arg(cellText(row, AgentColumn), cellText(row, ClauseColumn), words::number(row.decidable), words::number(row.attempted),
                     words::number(row.executed), words::number(row.undecidable));
        return tr("%1: %2").arg(headerData(index.column(), Qt::Horizontal).toString(), cellText(row, index.column()));
    default: return {};
    }
}

QVariant RateRowModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role == Qt::TextAlignmentRole && orientation == Qt::Horizontal)
        return section >= DecidableColumn ? int(Qt::AlignRight | Qt::AlignVCenter) : int(Qt::AlignLeft | Qt::AlignVCenter);
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case AgentColumn: return tr("Agent");
    case ClauseColumn: return tr("Clause");
    case SentenceColumn: return tr("Reads as");
    case DecidableColumn: return tr("Calls judged");
    case AttemptedColumn: return tr("Attempted");
    case ExecutedColumn: return tr("Executed");
    case UndecidableColumn: return tr("Cannot be decided");
    default: return {};
    }
}

} // namespace mandate
