// SPDX-License-Identifier: GPL-3.0-or-later
// The Metrics page: how often agents went beyond their pact, over time, per agent and clause, with counts and intervals in words; and beside it their targets,
// behaviour and capability, what changed, and evaluations. Shows RateModel, MetricPanels and DriftPanels; computes nothing.
#pragma once

#include "views/shell/page.h"

#include <QPointer>

class QComboBox;
class QFrame;
class QLabel;
class QSortFilterProxyModel;
class QStackedWidget;
class QTabWidget;
class QTableView;
class QToolButton;

namespace mandate {

class ChangePane;
class ChartOrTable;
class EmptyState;
class EvaluationsPane;
class LabelPane;
class MetricPanels;
class PageHeader;
class PanelGrid;
class PlainText;
class RateChart;
class RateModel;

class MetricsPage : public Page
{
    Q_OBJECT

public:
    explicit MetricsPage(QWidget *parent = nullptr);

    QString title() const override { return tr("Metrics"); }
    QString iconName() const override { return QStringLiteral("graph-up"); }
    QString key() const override { return QStringLiteral("metrics"); }
    void setSession(Session *session) override;
    /// mandate://metrics?agent=…&clause=…&tab=behaviour, …?tab=changed&before=…&after=…, …?tab=evaluations&entry=…, …?tab=labels&sample=…
    bool showLink(const QUrl &link) override;
    QUrl currentLink() const override;
    void focusFilter() override;
    QList<QWidget *> panes() const override;

    [[nodiscard]] RateChart *chart() const { return m_chart; }
    [[nodiscard]] ChartOrTable *chartOrTable() const { return m_either; }
    [[nodiscard]] QTableView *rows() const { return m_rows; }
    [[nodiscard]] QComboBox *agentPicker() const { return m_agent; }
    [[nodiscard]] QComboBox *clausePicker() const { return m_clause; }
    [[nodiscard]] PanelGrid *panelGrid() const { return m_panels; }
    [[nodiscard]] ChangePane *changes() const { return m_changes; }
    [[nodiscard]] EvaluationsPane *evaluations() const { return m_evaluations; }
    [[nodiscard]] LabelPane *labels() const { return m_labels; }
    [[nodiscard]] QTabWidget *tabs() const { return m_tabs; }
    [[nodiscard]] QString summary() const;
    /// Task success beside the violations it hides; empty when it hides none.
    [[nodiscard]] QString hiddenNote() const;

protected:
    void changeEvent(QEvent *event) override;

private:
    enum Tab { RateTab, BehaviourTab, ChangedTab, EvaluationsTab, LabelsTab };
    [[nodiscard]] QWidget *buildFigures();
    [[nodiscard]] QWidget *buildHidden();
    [[nodiscard]] int upperHeight() const;
    [[nodiscard]] QWidget *buildContent();
    void refreshed();
    void fillPickers();
    void showContent(bool shown);
    void showTools(bool shown);
    void ask();
    /// The figure as text: what the chart shows, then its points.
    [[nodiscard]] QString ratesAsText() const;
    void saveChart();

    /// One figure with its words.
    struct Figure
    {
        QLabel *value = nullptr;
        QLabel *words = nullptr;
    };
    void setFigure(const Figure &figure, const QString &value, const QString &words);

    QPointer<RateModel> m_model;
    PageHeader *m_header;
    QList<QWidget *> m_tools; ///< of the header
    QList<QWidget *> m_clauseTools; ///< of these, those of the violation rate alone
    QPointer<MetricPanels> m_figures;
    QComboBox *m_agent;
    QComboBox *m_clause;
    QToolButton *m_copy;
    QToolButton *m_pdf;
    Figure m_attempted;
    Figure m_executed;
    Figure m_undecidable;
    Figure m_runs;
    RateChart *m_chart;
    ChartOrTable *m_either;
    PlainText *m_summary;
    PanelGrid *m_panels;
    ChangePane *m_changes;
    EvaluationsPane *m_evaluations;
    LabelPane *m_labels;
    QTabWidget *m_tabs;
    QWidget *m_upper = nullptr;
    QFrame *m_hidden;
    PlainText *m_hiddenWords;
    QTableView *m_rows;
    QSortFilterProxyModel *m_sorted;
    QStackedWidget *m_rateStack; ///< the rates, or why there are none: the other tabs need no verdict
    EmptyState *m_noRates;
    bool m_hasRates = false;
    QStackedWidget *m_stack;
    EmptyState *m_empty;
    QWidget *m_content = nullptr;
};

} // namespace mandate
