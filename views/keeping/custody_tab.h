// SPDX-License-Identifier: GPL-3.0-or-later
// Custody: who held, erased, handed out, revealed and noted, by the ledger, of a record, an incident, or everything; and whether personal text is masked.
#pragma once

#include "views/keeping/keeping_tab.h"

#include <memory>

class QLabel;
class QLineEdit;
class QStackedWidget;
class QTableView;

namespace mandate {

class CustodyList;
class EmptyState;
class FactGrid;
class PlainText;
class PlainTextView;
class StateChip;
struct CustodyItem;

class CustodyTab : public KeepingTab
{
    Q_OBJECT

public:
    /// Of an incident or a record that show() names; of what somebody asks, and with masking.
    enum class Of { Incident, Record, Anything };
    explicit CustodyTab(Of of, QWidget *parent = nullptr);
    ~CustodyTab() override;

    void setSession(Session *session) override;
    [[nodiscard]] QString summary() const override;
    [[nodiscard]] QString linkPart() const override;
    void showLink(const QUrl &link) override;
    [[nodiscard]] QList<QWidget *> panes() const override;
    /// A record's number, an incident's id, or empty for everything.
    void show(const QString &of);
    using QWidget::show;

    [[nodiscard]] CustodyList *list() const { return m_custody.get(); }
    [[nodiscard]] QTableView *table() const { return m_table; }
    [[nodiscard]] QLineEdit *asked() const { return m_asked; }
    [[nodiscard]] QPushButton *copyButton() const { return m_copy; }
    [[nodiscard]] QPushButton *aboutButton() const { return m_about; }
    [[nodiscard]] QPushButton *maskButton() const { return m_mask; }
    [[nodiscard]] StateChip *maskState() const { return m_masked; }

protected:
    void read() override;
    void showStanding() override;

private:
    void refreshed();
    void currentChanged();
    [[nodiscard]] const CustodyItem *current() const;

    Of m_of;
    QString m_id;
    std::unique_ptr<CustodyList> m_custody;
    QLineEdit *m_asked;
    QPushButton *m_read;
    QPushButton *m_copy;
    QPushButton *m_about;
    QWidget *m_masking;
    StateChip *m_masked;
    PlainText *m_maskedSaid;
    QPushButton *m_mask;
    PlainText *m_held;
    QStackedWidget *m_stack;
    QTableView *m_table;
    EmptyState *m_empty;
    QWidget *m_side;
    FactGrid *m_facts;
    PlainTextView *m_body;
};

} // namespace mandate
