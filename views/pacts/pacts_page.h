// SPDX-License-Identifier: GPL-3.0-or-later
// The Pacts page: drafts and versions on the left; one version as prose, source, checks and people on the right; a draft in the editor.
#pragma once

#include "views/shell/page.h"

#include <QPointer>

class QLineEdit;
class QListView;
class QMenu;
class QPushButton;
class QSortFilterProxyModel;
class QStackedWidget;
class QTableView;

namespace mandate {

class EmptyState;
class MiningView;
class PactEditor;
class PactDetail;
class PageHeader;
class ThreePane;

class PactsPage : public Page
{
    Q_OBJECT

public:
    explicit PactsPage(QWidget *parent = nullptr);

    [[nodiscard]] QString title() const override;
    [[nodiscard]] QString iconName() const override { return QStringLiteral("file-earmark-text"); }
    [[nodiscard]] QString key() const override { return QStringLiteral("pacts"); }
    [[nodiscard]] bool isFor(const Session &) const override { return true; }
    void setSession(Session *session) override;
    /// mandate://pacts?pact=id@version&clause=A4
    bool showLink(const QUrl &link) override;
    [[nodiscard]] QUrl currentLink() const override;
    void focusFilter() override;
    [[nodiscard]] QList<QWidget *> panes() const override;

    [[nodiscard]] PactDetail *detail() const { return m_detail; }
    [[nodiscard]] PactEditor *editor() const { return m_editor; }
    [[nodiscard]] MiningView *mining() const { return m_mining; }
    [[nodiscard]] QListView *drafts() const { return m_drafts; }
    /// Opens a draft in the editor.
    bool editDraft(const QString &key);
    /// A draft of the next version of the chosen one, or of what it said where it is over.
    void newVersion();
    void newFromTemplate(const QString &file);
    /// Proposes clauses from what an agent did.
    void newFromTrail();

protected:
    void changeEvent(QEvent *event) override;

private:
    [[nodiscard]] bool isRestorable() const;
    void refreshed();
    void showCurrent();
    bool select(const QString &pact);
    void addPact();
    void fillNewMenu();
    void leaveEditor();
    void updateDrafts();
    void retranslate();

    QPointer<Session> m_session;
    PageHeader *m_header;
    QLineEdit *m_filter;
    QPushButton *m_add;
    QPushButton *m_new;
    QMenu *m_newMenu;
    QPushButton *m_version;
    QPushButton *m_restore;
    QListView *m_drafts;
    QStackedWidget *m_stack;
    EmptyState *m_empty;
    ThreePane *m_panes;
    QTableView *m_table;
    QSortFilterProxyModel *m_proxy;
    PactDetail *m_detail;
    PactEditor *m_editor;
    MiningView *m_mining;
    QString m_current;
    QString m_wanted;
    QString m_wantedClause;
};

} // namespace mandate
