// SPDX-License-Identifier: GPL-3.0-or-later
// What the checks of a pact found: class, place, what is wrong, what to do. Enter goes to the clause.
#pragma once

#include "models/items/pact_model.h"

#include <QAbstractTableModel>
#include <QStackedWidget>

class QTableView;

namespace mandate {

class EmptyState;

class ProblemModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Class, Place, Reason, Remedy, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void setProblems(std::vector<ProblemItem> problems);
    [[nodiscard]] const ProblemItem &problem(int row) const { return m_problems[static_cast<std::size_t>(row)]; }
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    std::vector<ProblemItem> m_problems;
};

class ProblemTable : public QStackedWidget
{
    Q_OBJECT

public:
    explicit ProblemTable(QWidget *parent = nullptr);

    void show(const PactItem &pact);

Q_SIGNALS:
    void clauseWanted(const QString &clause);

protected:
    void changeEvent(QEvent *event) override;

private:
    void retranslate();

    ProblemModel *m_model;
    QTableView *m_table;
    EmptyState *m_empty;
};

} // namespace mandate
