// SPDX-License-Identifier: GPL-3.0-or-later
// The cases of one evaluation as rows: all, or those behind a number of a figure. Words are made when a row is looked at, so that a hundred thousand cases cost nothing.
#pragma once

#include <QAbstractTableModel>

#ifndef Q_MOC_RUN // moc of Qt 6.4 stumbles over concepts of the standard library
#include "models/items/case_choice.h"

#include <array>
#include <memory>
#include <vector>
#endif

namespace mandate {

class EvaluationCaseModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Task, Result, Attack, Subject, Suite, Says, Useful, Confidence, Session, Became, Scorer, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void setCases(std::shared_ptr<const std::vector<ResultCase>> cases);
    void setChoice(const CaseChoice &choice);
    [[nodiscard]] const CaseChoice &choice() const { return m_choice; }
    /// Of all cases.
    [[nodiscard]] const ResultCounts &counts() const { return m_counts; }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    void choose();
    [[nodiscard]] QString cell(const ResultCase &one, int column) const;

    std::shared_ptr<const std::vector<ResultCase>> m_cases;
    std::vector<std::uint32_t> m_shown;
    CaseChoice m_choice;
    ResultCounts m_counts;
};

} // namespace mandate
