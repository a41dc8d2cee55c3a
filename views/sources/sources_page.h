// SPDX-License-Identifier: GPL-3.0-or-later
// The Sources page: what was imported, how much of it, and what was set aside because it could not be read; and, in its place, the metrics sources. Import
// begins here.
#pragma once

#include "views/shell/page.h"

#include <QPointer>

class QLabel;
class QLineEdit;
class QPushButton;
class QSortFilterProxyModel;
class QSplitter;
class QStackedWidget;
class QTableView;

namespace mandate {

class CoveragePane;
class EmptyState;
class GatewayPane;
class MetricSourcesPane;
class PageHeader;
class SourceModel;

class SourcesPage : public Page
{
    Q_OBJECT

public:
    explicit SourcesPage(QWidget *parent = nullptr);

    [[nodiscard]] QString title() const override;
    [[nodiscard]] QString iconName() const override { return QStringLiteral("database"); }
    [[nodiscard]] QString key() const override { return QStringLiteral("sources"); }
    void setSession(Session *session) override;
    bool showLink(const QUrl &link) override;
    /// mandate://sources, mandate://sources?show=metrics
    [[nodiscard]] QUrl currentLink() const override;
    void focusFilter() override;
    [[nodiscard]] QList<QWidget *> panes() const override;

    [[nodiscard]] QLineEdit *filter() const { return m_filter; }
    [[nodiscard]] QTableView *table() const { return m_table; }
    [[nodiscard]] GatewayPane *gateway() const { return m_gateway; }
    [[nodiscard]] CoveragePane *coverage() const { return m_coverage; }
    [[nodiscard]] MetricSourcesPane *metrics() const { return m_metrics; }

protected:
    void changeEvent(QEvent *event) override;

private:
    void refreshed();
    void filtered();
    void showCurrent();
    void importFiles();
    void retranslate();

    QPointer<Session> m_session;
    QPointer<SourceModel> m_model;
    PageHeader *m_header;
    QLineEdit *m_filter;
    QPushButton *m_import;
    GatewayPane *m_gateway; ///< made after the header's tools: Tab goes as one reads
    MetricSourcesPane *m_metrics;
    QStackedWidget *m_stack;
    EmptyState *m_empty;
    QSplitter *m_split;
    QWidget *m_upper;
    QTableView *m_table;
    CoveragePane *m_coverage;
    QSortFilterProxyModel *m_proxy;
    QWidget *m_lower;
    QLabel *m_quarantineHeading;
    QTableView *m_quarantine;
    QSortFilterProxyModel *m_quarantineProxy;
};

} // namespace mandate
