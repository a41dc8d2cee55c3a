// SPDX-License-Identifier: GPL-3.0-or-later
// The Agents page: every agent with its state on the left, one agent with all that is done about it on the right; and the enforcement points
// of the workspace, in place of both.
#pragma once

#include "views/shell/page.h"

#include <QPointer>

class QLineEdit;
class QPushButton;
class QSortFilterProxyModel;
class QStackedWidget;
class QTableView;

namespace mandate {

class AgentDetail;
class AgentModel;
class EmptyState;
class PageHeader;
class PointsPane;
class ThreePane;

class AgentsPage : public Page
{
    Q_OBJECT

public:
    explicit AgentsPage(QWidget *parent = nullptr);

    [[nodiscard]] QString title() const override;
    [[nodiscard]] QString iconName() const override { return QStringLiteral("robot"); }
    [[nodiscard]] QString key() const override { return QStringLiteral("agents"); }
    void setSession(Session *session) override;
    bool showLink(const QUrl &link) override;
    [[nodiscard]] QUrl currentLink() const override;
    void focusFilter() override;
    [[nodiscard]] QList<QWidget *> panes() const override;
    [[nodiscard]] QString agentShown() const override;

    [[nodiscard]] AgentDetail *detail() const { return m_detail; }
    [[nodiscard]] QTableView *table() const { return m_table; }
    [[nodiscard]] PointsPane *points() const { return m_points; }
    [[nodiscard]] QPushButton *suspendAllButton() const { return m_suspendAll; }
    void showPoints(bool points);

protected:
    void showEvent(QShowEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void refreshed();
    void readTrends();
    void showCurrent();
    void select(const QString &agent);
    void act(const QString &sheet);
    void retranslate();
    void updateTools();
    void updateList();

    QPointer<Session> m_session;
    PageHeader *m_header;
    QLineEdit *m_filter;
    QStackedWidget *m_stack;
    EmptyState *m_empty;
    ThreePane *m_panes;
    QTableView *m_table;
    QSortFilterProxyModel *m_proxy;
    AgentDetail *m_detail;
    PointsPane *m_points;
    QPushButton *m_suspendAll;
    QPushButton *m_pointsButton;
    QString m_current; ///< agent shown
    QString m_wanted;  ///< agent a link asked for before the model had read
    QString m_wantedSheet; ///< and what to do there
};

} // namespace mandate
