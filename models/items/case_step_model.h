// SPDX-License-Identifier: GPL-3.0-or-later
// The signed steps about one incident as a table, the newest first.
#pragma once

#include <QAbstractTableModel>

#ifndef Q_MOC_RUN // moc of Qt 6.4 stumbles over concepts of the standard library
#include "models/items/case_item.h"
#endif

namespace mandate {

class CaseStepModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { WhenColumn, StepColumn, ByColumn, TextColumn, StandingColumn, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;
    void setSteps(std::vector<StepItem> steps);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    std::vector<StepItem> m_steps;
};

} // namespace mandate
