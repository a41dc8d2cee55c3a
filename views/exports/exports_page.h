// SPDX-License-Identifier: GPL-3.0-or-later
// The Exports page: what left the workspace, when, by whom and why, as the ledger says it, and the check of any bundle file; beside it, as tabs, what is kept and
// what was erased, the custody of all of it, and who witnesses the ledger (views/keeping).
#pragma once

#include "models/items/bundle_check.h"
#include "views/shell/page.h"

#include <QPointer>

#include <memory>

class QPushButton;
class QSplitter;
class QStackedWidget;
class QTabWidget;
class QTableView;

namespace mandate {

class CheckList;
class CustodyTab;
class EmptyState;
class ExportFacts;
class ExportModel;
class HoldsTab;
class KeepingTab;
class PageHeader;
class PlainText;
class RetentionTab;
class StateChip;
class WitnessesTab;
struct ExportItem;

class ExportsPage : public Page
{
    Q_OBJECT

public:
    explicit ExportsPage(QWidget *parent = nullptr);
    ~ExportsPage() override;

    [[nodiscard]] QString title() const override { return tr("Exports"); }
    [[nodiscard]] QString iconName() const override { return QStringLiteral("box-arrow-up"); }
    [[nodiscard]] QString key() const override { return QStringLiteral("exports"); }
    void setSession(Session *session) override;
    /// mandate://exports?entry=…; ?tab=holds&hold=…, ?tab=retention&tombstone=…, ?tab=custody&of=…, ?tab=witnesses
    bool showLink(const QUrl &link) override;
    [[nodiscard]] QUrl currentLink() const override;
    [[nodiscard]] QList<std::pair<QString, QUrl>> places() const override;
    [[nodiscard]] QList<QWidget *> panes() const override;
    /// Every record: what is narrower is chosen in Evidence or Incidents.
    [[nodiscard]] std::optional<ExportWish> evidenceShown() const override;

    /// Checks a bundle and shows what holds.
    void verify(const QString &path);

    [[nodiscard]] QTabWidget *tabs() const { return m_tabs; }
    [[nodiscard]] HoldsTab *holds() const { return m_holds; }
    [[nodiscard]] RetentionTab *retention() const { return m_retention; }
    [[nodiscard]] CustodyTab *custody() const { return m_custody; }
    [[nodiscard]] WitnessesTab *witnesses() const { return m_witnesses; }
    [[nodiscard]] QTableView *table() const { return m_table; }
    [[nodiscard]] ExportModel *model() const { return m_model.get(); }
    [[nodiscard]] CheckList *checks() const { return m_checks; }
    [[nodiscard]] StateChip *checkState() const { return m_checkState; }
    [[nodiscard]] QPushButton *verifyButton() const { return m_verify; }
    [[nodiscard]] QPushButton *exportButton() const { return m_export; }
    [[nodiscard]] QPushButton *coverButton() const { return m_cover; }
    [[nodiscard]] QPushButton *recordsButton() const { return m_records; }

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    [[nodiscard]] QWidget *buildDetail();
    [[nodiscard]] QWidget *buildCheck();
    void chooseBundle();
    void showChecked(const CheckedBundle &checked);
    void refreshed();
    void currentChanged();
    void showEmpty();
    void showSummary();
    [[nodiscard]] KeepingTab *keepingTab() const; ///< the one in front; nullptr: exports
    [[nodiscard]] const ExportItem *current() const;

    QPointer<Session> m_session;
    std::unique_ptr<ExportModel> m_model;
    BundleCheckWork m_checking;
    std::optional<quint64> m_wanted;
    PageHeader *m_header;
    QPushButton *m_export;
    QPushButton *m_verify;
    QTabWidget *m_tabs;
    QSplitter *m_splitter;
    HoldsTab *m_holds;
    RetentionTab *m_retention;
    CustodyTab *m_custody;
    WitnessesTab *m_witnesses;
    QStackedWidget *m_list;
    QTableView *m_table;
    EmptyState *m_empty;
    QStackedWidget *m_side;
    QWidget *m_detail = nullptr;
    ExportFacts *m_facts;
    QPushButton *m_cover;
    QPushButton *m_records;
    QWidget *m_check = nullptr;
    PlainText *m_checkTitle;
    StateChip *m_checkState;
    PlainText *m_checkSaid;
    CheckList *m_checks;
    QPushButton *m_checkClose;
};

} // namespace mandate
