// SPDX-License-Identifier: GPL-3.0-or-later
// Legal holds: what each keeps and how much now, for which matter, by whom, and releasing them.
#pragma once

#include "views/keeping/keeping_tab.h"

#include <memory>

class QStackedWidget;
class QTableView;

namespace mandate {

class EmptyState;
class FactGrid;
class HoldList;
class ScrollPane;
struct HoldItem;

class HoldsTab : public KeepingTab
{
    Q_OBJECT

public:
    explicit HoldsTab(QWidget *parent = nullptr);
    ~HoldsTab() override;

    void setSession(Session *session) override;
    [[nodiscard]] QString summary() const override;
    [[nodiscard]] QString linkPart() const override;
    void showLink(const QUrl &link) override;
    [[nodiscard]] QList<QWidget *> panes() const override;

    [[nodiscard]] HoldList *list() const { return m_holds.get(); }
    [[nodiscard]] QTableView *table() const { return m_table; }
    [[nodiscard]] QPushButton *placeButton() const { return m_place; }
    [[nodiscard]] QPushButton *releaseButton() const { return m_release; }
    [[nodiscard]] QPushButton *recordsButton() const { return m_records; }

protected:
    void read() override;
    void showStanding() override;

private:
    void refreshed();
    void currentChanged();
    [[nodiscard]] const HoldItem *current() const;

    std::unique_ptr<HoldList> m_holds;
    QString m_wanted;
    QPushButton *m_place;
    QPushButton *m_release;
    QPushButton *m_records;
    QStackedWidget *m_stack;
    QTableView *m_table;
    EmptyState *m_empty;
    ScrollPane *m_side;
    FactGrid *m_facts;
};

} // namespace mandate
