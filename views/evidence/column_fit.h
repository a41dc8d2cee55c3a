// SPDX-License-Identifier: GPL-3.0-or-later
// Which columns of the Evidence table are shown: the most important that fit, unless the person chose (views/widgets/kept_columns.h).
#pragma once

#include <QObject>

class QAbstractItemModel;
class QTableView;

namespace mandate {

class KeptColumns;

class ColumnFit : public QObject
{
    Q_OBJECT

public:
    explicit ColumnFit(QTableView *table);

    /// Gives the table its model and its columns their widths: those chosen before, else those that fit.
    void setModel(QAbstractItemModel *model);
    /// Chooses the columns again where the person did not.
    void fit();
    /// As KeptColumns.
    [[nodiscard]] QByteArray state() const;
    void take(const QByteArray &state);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void setWidths();

    QTableView *m_table;
    KeptColumns *m_kept;
};

} // namespace mandate
