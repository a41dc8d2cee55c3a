// SPDX-License-Identifier: GPL-3.0-or-later
// Retention: the dry run of what may go and why the rest stays, erasing exactly that, and the tombstones of what went.
#pragma once

#include "views/keeping/keeping_tab.h"

#include <memory>

class QComboBox;
class QTableView;

namespace mandate {

class FactGrid;
class PlainText;
class RetentionDesk;
class StateChip;

class RetentionTab : public KeepingTab
{
    Q_OBJECT

public:
    explicit RetentionTab(QWidget *parent = nullptr);
    ~RetentionTab() override;

    void setSession(Session *session) override;
    [[nodiscard]] QString summary() const override;
    [[nodiscard]] QString linkPart() const override;
    void showLink(const QUrl &link) override;
    [[nodiscard]] QList<QWidget *> panes() const override;

    [[nodiscard]] RetentionDesk *plan() const { return m_plan.get(); }
    [[nodiscard]] QTableView *table() const { return m_table; }
    [[nodiscard]] QTableView *tombstones() const { return m_tombstones; }
    [[nodiscard]] QComboBox *at() const { return m_at; }
    [[nodiscard]] QPushButton *eraseButton() const { return m_erase; }
    [[nodiscard]] QString sentence() const;

protected:
    void read() override;
    void showStanding() override;

private:
    void changed();

    std::unique_ptr<RetentionDesk> m_plan;
    QString m_wanted;
    QComboBox *m_at;
    QPushButton *m_erase;
    StateChip *m_state;
    PlainText *m_said;
    QTableView *m_table;
    PlainText *m_goneTitle;
    QTableView *m_tombstones;
    FactGrid *m_facts;
};

} // namespace mandate
