// SPDX-License-Identifier: GPL-3.0-or-later
// Witnesses of the ledger: who they are and how far each is, adding and removing them, stamping now, and holding a kept checkpoint against the ledger of today.
#pragma once

#include "views/keeping/keeping_tab.h"

#include <memory>

class QStackedWidget;
class QTableView;

namespace mandate {

class EmptyState;
class PlainText;
class StateChip;
class WitnessDesk;
struct WitnessItem;

class WitnessesTab : public KeepingTab
{
    Q_OBJECT

public:
    explicit WitnessesTab(QWidget *parent = nullptr);
    ~WitnessesTab() override;

    void setSession(Session *session) override;
    [[nodiscard]] QString summary() const override;
    [[nodiscard]] QList<QWidget *> panes() const override;
    /// Holds a file against the ledger of today, and writes the present checkpoint to one.
    void compare(const QString &path);
    void save(const QString &path);

    [[nodiscard]] WitnessDesk *list() const { return m_witnesses.get(); }
    [[nodiscard]] QTableView *table() const { return m_table; }
    [[nodiscard]] QPushButton *addButton() const { return m_add; }
    [[nodiscard]] QPushButton *removeButton() const { return m_remove; }
    [[nodiscard]] QPushButton *stampButton() const { return m_stamp; }
    [[nodiscard]] QPushButton *compareButton() const { return m_compare; }
    [[nodiscard]] StateChip *answerState() const { return m_state; }
    [[nodiscard]] QString answer() const;

protected:
    void read() override;
    void showStanding() override;

private:
    void refreshed();
    void begin(const QString &what);
    [[nodiscard]] const WitnessItem *current() const;

    std::unique_ptr<WitnessDesk> m_witnesses;
    QPushButton *m_add;
    QPushButton *m_remove;
    QPushButton *m_stamp;
    QPushButton *m_compare;
    QPushButton *m_save;
    QWidget *m_strip;
    StateChip *m_state;
    PlainText *m_said;
    QStackedWidget *m_stack;
    QTableView *m_table;
    EmptyState *m_empty;
    PlainText *m_detail;
};

} // namespace mandate
