// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/line_model.h"

#include "models/items/text_safety.h"

#include <algorithm>

namespace mandate {

LineModel::LineModel(QStringList headers, int stateColumn, QList<int> numbers, QObject *parent)
    : QAbstractTableModel(parent), m_headers(std::move(headers)), m_stateColumn(stateColumn), m_numbers(std::move(numbers))
{
}

void LineModel::setLines(QList<LineItem> lines)
{
    beginResetModel();
    m_lines = std::move(lines);
    endResetModel();
}

const LineItem *LineModel::line(int row) const
{
    return row >= 0 && row < m_lines.size() ? &m_lines[row] : nullptr;
}

int LineModel::rowOf(const QString &id) const
{
    const auto found = std::ranges::find(m_lines, id, &LineItem::id);
    return found == m_lines.end() ? -1 : static_cast<int>(found - m_lines.begin());
}

int LineModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_lines.size());
}
int LineModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_headers.size());
}

QVariant LineModel::data(const QModelIndex &index, int role) const
{
    const LineItem *shown = index.isValid() ? line(index.row()) : nullptr;
    if (!shown)
        return {};
    const QString cell = index.column() == m_stateColumn ? shown->state.text : shown->cells.value(index.column());
    switch (role) {
    case Qt::DisplayRole: return cell;
    case Qt::ToolTipRole: return plainToolTip(shown->tip.isEmpty() ? cell : shown->tip);
    case Qt::AccessibleTextRole: return shown->said;
    case Qt::TextAlignmentRole: return m_numbers.contains(index.column()) ? QVariant::fromValue(Qt::Alignment(Qt::AlignRight | Qt::AlignVCenter)) : QVariant();
    case StateRole: return index.column() == m_stateColumn && !shown->state.text.isEmpty() ? QVariant::fromValue(shown->state) : QVariant();
    case IdRole: return shown->id;
    case LinkRole: return shown->link;
    default: return {};
    }
}

QVariant LineModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    return orientation == Qt::Horizontal && role == Qt::DisplayRole ? QVariant(m_headers.value(section)) : QVariant();
}

} // namespace mandate
