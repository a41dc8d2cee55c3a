// SPDX-License-Identifier: GPL-3.0-or-later
// A table of lines that are in words already: cells, a state, a link, and the whole line as a sentence. For lists of some hundred lines that are read at
// once; long ones have models of their own.
#pragma once

#include "models/items/words.h"

#include <QAbstractTableModel>
#include <QStringList>
#include <QUrl>

namespace mandate {

struct LineItem
{
    QString id;
    StateWord state;
    QStringList cells; ///< by column; that of the state is its text
    QString said;      ///< the line as a sentence
    QString tip;       ///< plain text; empty: what the cell says
    QUrl link;         ///< the page that shows what it is about; may be empty
};

class LineModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    /// `numbers` are columns that stand at the right.
    LineModel(QStringList headers, int stateColumn, QList<int> numbers, QObject *parent = nullptr);

    void setLines(QList<LineItem> lines);
    [[nodiscard]] const QList<LineItem> &lines() const { return m_lines; }
    [[nodiscard]] const LineItem *line(int row) const;
    [[nodiscard]] int rowOf(const QString &id) const; ///< −1 when it is not there

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    QStringList m_headers;
    int m_stateColumn;
    QList<int> m_numbers;
    QList<LineItem> m_lines;
};

} // namespace mandate
