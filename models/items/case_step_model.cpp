// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/case_step_model.h"

#include "models/items/text_safety.h"

#include <algorithm>

namespace mandate {

void CaseStepModel::setSteps(std::vector<StepItem> steps)
{
    beginResetModel();
    m_steps = std::move(steps);
    std::ranges::reverse(m_steps);
    endResetModel();
}

int CaseStepModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_steps.size());
}
int CaseStepModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant CaseStepModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const StepItem &step = m_steps[static_cast<std::size_t>(index.row())];
    const QString text = [&] {
        switch (index.column()) {
        case WhenColumn: return step.at;
        case StepColumn: return step.step;
        case ByColumn: return step.by;
        case TextColumn: return step.text;
        default: return step.standing.text;
        }
    }();
    switch (role) {
    case Qt::DisplayRole: return text;
    case Qt::ToolTipRole: return plainToolTip(text);
    case Qt::AccessibleTextRole:
        if (index.column() == WhenColumn)
            //: a step about an incident, read aloud: %1 the step, %2 a person, %3 date and time, %4 whether it counts, %5 what they wrote
            return tr("%1 by %2, %3. %4. %5").arg(step.step, step.by, step.at, step.standing.text, step.text);
        //: a column's heading and the cell's text
        return tr("%1: %2").arg(headerData(index.column(), Qt::Horizontal).toString(), text.isEmpty() ? tr("nothing") : text);
    case StateRole: return index.column() == StandingColumn ? QVariant::fromValue(step.standing) : QVariant();
    case IdRole: return QVariant::fromValue<quint64>(step.entry);
    default: return {};
    }
}

QVariant CaseStepModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case WhenColumn: return tr("When");
    case StepColumn: return tr("Step");
    case ByColumn: return tr("By");
    case TextColumn: return tr("What they wrote");
    case StandingColumn: return tr("Standing");
    default: return {};
    }
}

} // namespace mandate
