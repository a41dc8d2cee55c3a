// SPDX-License-Identifier: GPL-3.0-or-later
// A chart and the same points as a table, one at a time: button "View as table", key T while either has the focus.
#pragma once

#include <QWidget>

class QAbstractItemModel;
class QStackedWidget;
class QTableView;
class QToolButton;

namespace mandate {

class Plot;

class ChartOrTable : public QWidget
{
    Q_OBJECT

public:
    /// Takes the plot. `tableName` is the accessible name of the table.
    ChartOrTable(Plot *plot, const QString &tableName, QWidget *parent = nullptr);

    void setModel(QAbstractItemModel *model);
    [[nodiscard]] QTableView *table() const { return m_table; }
    [[nodiscard]] bool showsTable() const;
    void showTable(bool table);
    /// The button that switches; the page places it.
    [[nodiscard]] QToolButton *button() const { return m_button; }

private:
    Plot *m_plot;
    QTableView *m_table;
    QStackedWidget *m_stack;
    QToolButton *m_button;
};

} // namespace mandate
