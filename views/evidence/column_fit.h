// SPDX-License-Identifier: GPL-3.0-or-later
// Which columns of the Evidence table are shown: the most important that fit, unless the person chose. Remembers the choice.
#pragma once

#include <QObject>

class QAbstractItemModel;
class QTableView;

namespace mandate {

class ColumnFit : public QObject
{
    Q_OBJECT

public:
    explicit ColumnFit(QTableView *table);

    /// Gives the table its model and its columns their widths: those chosen before, else those that fit.
    void setModel(QAbstractItemModel *model);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void setWidths();
    void fit();
    void keep();
    void showMenu(const QPoint &at);

    QTableView *m_table;
    bool m_chosen = false;  ///< the person moved, sized or hid a column
    bool m_fitting = false; ///< what changes now is ours
};

} // namespace mandate
