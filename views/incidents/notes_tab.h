// SPDX-License-Identifier: GPL-3.0-or-later
// The tab with everything that people signed about an incident: notes and steps in a table, and the incidents that it is linked to.
#pragma once

#include "models/items/case_item.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QTableView;

namespace mandate {

class CaseStepModel;

class NotesTab : public QWidget
{
    Q_OBJECT

public:
    explicit NotesTab(QWidget *parent = nullptr);

    void show(const CaseItem &item);
    [[nodiscard]] QTableView *table() const { return m_table; }
    [[nodiscard]] QList<QWidget *> panes() const;

Q_SIGNALS:
    void linkActivated(const QUrl &link);
    void unlinkWanted(const QString &incident);

private:
    CaseStepModel *m_steps;
    QWidget *m_head;
    QLabel *m_said;
    QWidget *m_links = nullptr;
    QTableView *m_table;
};

} // namespace mandate
