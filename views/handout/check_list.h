// SPDX-License-Identifier: GPL-3.0-or-later
// What the check of a bundle shows, line by line: what holds, and the first thing that does not. Shows, never checks.
#pragma once

#include "models/items/export_form.h"

#include <QTableView>

class QStandardItemModel;

namespace mandate {

class CheckList : public QTableView
{
    Q_OBJECT

public:
    explicit CheckList(QWidget *parent = nullptr);

    void show(const CheckedBundle &checked);
    using QTableView::show;

private:
    QStandardItemModel *m_lines;
};

} // namespace mandate
