// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/metrics/metrics_page.h"

#include "models/items/metric_panels.h"
#include "models/items/metric_source_list.h"
#include "models/items/rate_model.h"
#include "models/items/session.h"
#include "models/items/text_safety.h"
#include "models/items/year_report.h"
#include "views/charts/chart_or_table.h"
#include "views/metrics/change_pane.h"
#include "views/metrics/evaluations_pane.h"
#include "views/metrics/label_pane.h"
#include "views/metrics/panel_cards.h"
#include "views/metrics/panel_grid.h"
#include "views/metrics/rate_chart.h"
#include "views/metrics/runs_picker.h"
#include "views/widgets/empty_state.h"
#include "views/widgets/page_header.h"
#include "views/widgets/plain_text.h"
#include "views/widgets/state_chip.h"
#include "views/widgets/table.h"
#include "views/widgets/theme.h"

#include <QClipboard>
#include <QComboBox>
#include <QEvent>
#include <QFileDialog>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabWidget>
#include <QTableView>
#include <QToolButton>
#include <QUrlQuery>
#include <QVBoxLayout>

#include <functional>

namespace mandate {

MetricsPage::MetricsPage(QWidget *parent)
    : Page(parent),
      m_header(new PageHeader(this)),
      m_agent(new QComboBox),
      m_clause(new QComboBox),
      m_copy(new QToolButton),
      m_pdf(new QToolButton),
      m_chart(new RateChart),
      m_either(new ChartOrTable(m_chart, tr("Violation rate by period"))),
      m_summary(new PlainText),
      m_panels(new PanelGrid),
      m_changes(new ChangePane),
      m_evaluations(new EvaluationsPane),
      m_labels(new LabelPane),
      m_tabs(new QTabWidget),
      m_hidden(new QFrame),
      m_hiddenWords(new PlainText),
      m_rows(new QTableView),
      m_sorted(new QSortFilterProxyModel(this)),
      m_rateStack(new QStackedWidget),
      m_noRates(new EmptyState),
      m_stack(new QStackedWidget(this)),
      m_empty(new EmptyState)
{
    m_content = buildContent();
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_content);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_header);
    layout->addWidget(m_stack, 1);
    connect(m_agent, &QComboBox::activated, this, &MetricsPage::ask);
    connect(m_clause, &QComboBox::activated, this, &MetricsPage::ask);
    connect(m_rows, &QTableView::activated, this, [this](const QModelIndex &index) {
        if (const QUrl link = index.data(LinkRole).toUrl(); !link.isEmpty())
            Q_EMIT linkActivated(link);
    });
    connect(m_chart, &RateChart::periodActivated, this, [this](int row) {
        if (m_model && row < m_model->rowCount())
            Q_EMIT linkActivated(m_model->index(row, RateModel::AttemptedColumn).data(LinkRole).toUrl());
    });
    connect(m_either->table(), &QTableView::activated, this, [this](const QModelIndex &index) {
        if (const QUrl link = index.data(LinkRole).toUrl(); !link.isEmpty())
            Q_EMIT linkActivated(link);
    });
    setSession(nullptr);
}

QWidget *MetricsPage::buildFigures()
{
    auto *box = new QWidget;
    auto *row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(12);
    const auto add = [this, row](const QString &name, const std::function<QUrl()> &records) {
        auto *card = new QFrame;
        card->setProperty("surface", QStringLiteral("card"));
        card->setAccessibleName(name);
        auto *column = new QVBoxLayout(card);
        column->setContentsMargins(12, 8, 12, 8);
        column->setSpacing(2);
        auto *heading = new QLabel(name);
        heading->setProperty("part", QStringLiteral("heading"));
        auto *value = new QLabel;
        value->setFont(Theme::scaledFont(1.5, QFont::DemiBold));
        auto *said = new QLabel;
        said->setProperty("part", QStringLiteral("muted"));
        said->setWordWrap(true);
        for (QLabel *label : {heading, value, said})
            label->setTextFormat(Qt::PlainText);
        auto *lead = new QToolButton;
        lead->setProperty("role", QStringLiteral("button"));
        lead->setText(tr("Records"));
        lead->setToolTip(tr("Shows the records that the number counts"));
        lead->setAccessibleName(tr("%1: %2").arg(lead->text(), name)); // begins with what is read on it
        connect(lead, &QToolButton::clicked, this, [this, records] {
            if (m_model)
                Q_EMIT linkActivated(records());
        });
        auto *figure = new QHBoxLayout; // beside the number: below it the chart would lose the height
        figure->addWidget(value, 1);
        figure->addWidget(lead, 0, Qt::AlignTop);
        column->addWidget(heading);
        column->addLayout(figure);
        column->addWidget(said);
        column->addStretch(1);
        row->addWidget(card, 1);
        return Figure{value, said};
    };
    m_attempted = add(tr("Attempted violations"), [this] { return m_model->recordsOf(RateModel::AttemptedColumn); });
    m_executed = add(tr("Executed violations"), [this] { return m_model->recordsOf(RateModel::ExecutedColumn); });
    m_undecidable = add(tr("Cannot be decided"), [this] { return m_model->recordsOf(RateModel::UndecidableColumn); });
    m_runs = add(tr("Runs with a violation"), [this] { return m_model->violatingRunRecords(); });
    return box;
}

/// Lines of words wrap, which a layout's minimum does not know.
int MetricsPage::upperHeight() const
{
    return 220 + 12 * fontMetrics().height();
}

QWidget *MetricsPage::buildHidden()
{
    m_hidden->setProperty("surface", QStringLiteral("card"));
    m_hidden->setAccessibleName(tr("Success hides violations"));
    auto *row = new QHBoxLayout(m_hidden);
    row->setContentsMargins(12, 6, 12, 6);
    row->setSpacing(10);
    row->addWidget(new StateChip({tr("Success hides violations"), mandate::Shape::Triangle, Tone::Warning}), 0, Qt::AlignTop);
    m_hiddenWords->setProperty("untranslated", false);
    row->addWidget(m_hiddenWords, 1);
    auto *lead = new QToolButton;
    lead->setProperty("role", QStringLiteral("button"));
    lead->setText(tr("Show the runs"));
    lead->setAccessibleName(tr("%1: %2").arg(lead->text(), m_hidden->accessibleName()));
    connect(lead, &QToolButton::clicked, this, [this] {
        if (m_model)
            Q_EMIT linkActivated(m_model->hiddenRunRecords());
    });
    row->addWidget(lead, 0, Qt::AlignTop);
    m_hidden->hide();
    return m_hidden;
}

QWidget *MetricsPage::buildContent()
{
    auto *agentLabel = new QLabel(tr("&Agent"));
    agentLabel->setBuddy(m_agent);
    auto *clauseLabel = new QLabel(tr("C&lause"));
    clauseLabel->setBuddy(m_clause);
    m_agent->setAccessibleName(tr("Agent"));
    m_clause->setAccessibleName(tr("Clause"));
    m_agent->setMinimumContentsLength(18);
    m_clause->setMinimumContentsLength(30);
    for (QComboBox *box : {m_agent, m_clause})
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_header->setTitle(title());
    m_copy->setText(tr("Copy"));
    m_copy->setToolTip(tr("Copies what the chart shows and its points as text"));
    m_copy->setAccessibleName(tr("Copy the violation rate"));
    m_pdf->setText(tr("Save picture…"));
    m_pdf->setToolTip(tr("Saves the picture as a PDF with lines that stay sharp"));
    m_pdf->setAccessibleName(tr("Save picture of the violation rate"));
    for (QToolButton *button : {m_copy, m_pdf})
        button->setProperty("role", QStringLiteral("button"));
    connect(m_copy, &QToolButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(ratesAsText()); });
    connect(m_pdf, &QToolButton::clicked, this, &MetricsPage::saveChart);
    m_tools = {agentLabel, m_agent, clauseLabel, m_clause, m_either->button(), m_copy, m_pdf};
    m_clauseTools = {clauseLabel, m_clause, m_either->button(), m_copy, m_pdf};
    for (QWidget *tool : std::as_const(m_tools))
        m_header->addTool(tool);

    setUpTable(m_rows, tr("Violations by agent and clause"));
    m_rows->setAccessibleDescription(tr("Enter shows the records of an agent and a clause in Evidence."));
    m_rows->setModel(m_sorted);
    m_sorted->setSortRole(SortRole);
    m_rows->setSortingEnabled(true);
    m_rows->sortByColumn(-1, Qt::AscendingOrder); // most attempted first, as the model gives them
    m_rows->horizontalHeader()->setSectionsClickable(true);
    fitColumns(m_rows, QStringLiteral("metrics"),
               {RateRowModel::AgentColumn, RateRowModel::ClauseColumn, RateRowModel::AttemptedColumn, RateRowModel::ExecutedColumn,
                RateRowModel::UndecidableColumn, RateRowModel::DecidableColumn, RateRowModel::SentenceColumn},
               RateRowModel::SentenceColumn);
    m_summary->setProperty("untranslated", false);
    m_summary->setAccessibleName(tr("What the chart shows"));
    auto *rowsHeading = new QLabel(tr("By agent and clause, over the whole time"));
    rowsHeading->setTextFormat(Qt::PlainText);
    rowsHeading->setProperty("part", QStringLiteral("heading"));

    m_either->setMinimumHeight(200);
    m_upper = new QWidget;
    auto *upperLayout = new QVBoxLayout(m_upper);
    upperLayout->setContentsMargins(16, 12, 16, 8);
    upperLayout->setSpacing(10);
    upperLayout->addWidget(buildFigures());
    upperLayout->addWidget(buildHidden());
    upperLayout->addWidget(m_either, 1);
    upperLayout->addWidget(m_summary);
    m_upper->setMinimumHeight(upperHeight());
    auto *lower = new QWidget;
    auto *lowerLayout = new QVBoxLayout(lower);
    lowerLayout->setContentsMargins(0, 8, 0, 0);
    lowerLayout->setSpacing(4);
    rowsHeading->setContentsMargins(16, 0, 16, 0);
    lowerLayout->addWidget(rowsHeading);
    lowerLayout->addWidget(m_rows, 1);
    m_rows->setMinimumHeight(72);
    auto *split = new QSplitter(Qt::Vertical);
    split->addWidget(m_upper);
    split->addWidget(lower);
    split->setChildrenCollapsible(false);
    split->setHandleWidth(1);
    split->setStretchFactor(0, 2);
    split->setStretchFactor(1, 1);
    split->setSizes({600, 300});
    m_tabs->setDocumentMode(true);
    m_rateStack->addWidget(m_noRates);
    m_rateStack->addWidget(split);
    m_tabs->addTab(m_rateStack, tr("Violation rate"));
    m_tabs->addTab(m_panels, tr("Targets and behaviour"));
    m_tabs->setAccessibleName(tr("Parts of the page"));
    m_tabs->addTab(m_changes, tr("What changed"));
    m_tabs->addTab(m_evaluations, tr("Evaluations"));
    m_tabs->addTab(m_labels, tr("Labels"));
    connect(m_labels, &LabelPane::linkActivated, this, &MetricsPage::linkActivated);
    connect(m_panels, &PanelGrid::linkActivated, this, &MetricsPage::linkActivated);
    connect(m_changes, &ChangePane::linkActivated, this, &MetricsPage::linkActivated);
    connect(m_evaluations, &EvaluationsPane::linkActivated, this, &MetricsPage::linkActivated);
    connect(m_tabs, &QTabWidget::currentChanged, this, [this] { showTools(true); });
    return m_tabs;
}

void MetricsPage::setSession(Session *session)
{
    if (m_model)
        disconnect(m_model, nullptr, this, nullptr);
    m_model = session ? session->rates() : nullptr;
    m_sorted->setSourceModel(m_model ? m_model->perClause() : nullptr);
    m_either->setModel(m_model);
    m_panels->setModel(session ? session->metrics() : nullptr);
    m_panels->setSources(MetricSourceList::of(session));
    m_panels->setYearReport(YearReport::of(session));
    m_figures = session ? session->metrics() : nullptr;
    m_changes->setSession(session);
    m_evaluations->setSession(session);
    m_labels->setSession(session);
    if (!m_model) {
        m_empty->say(QStringLiteral("graph-up"), tr("No workspace is open"), tr("Open a workspace to see how its agents keep to their pacts."));
        showContent(false);
        return;
    }
    fitColumns(m_either->table(), QStringLiteral("metrics-periods"),
               {RateModel::PeriodColumn, RateModel::AttemptedRateColumn, RateModel::DecidableColumn, RateModel::AttemptedColumn,
                RateModel::ExecutedColumn, RateModel::IntervalColumn, RateModel::UndecidableColumn, RateModel::ExecutedRateColumn},
               RateModel::PeriodColumn);
    connect(m_model, &RateModel::refreshed, this, &MetricsPage::refreshed);
    refreshed();
}

void MetricsPage::showContent(bool shown)
{
    m_stack->setCurrentWidget(shown ? m_content : m_empty);
    showTools(shown);
}

/// What there is nothing to choose from is not offered: figures beside the rate are of no one clause, and a comparison has its own two agents.
void MetricsPage::showTools(bool shown)
{
    const int tab = m_tabs->currentIndex();
    for (QWidget *tool : std::as_const(m_tools)) {
        const bool visible = shown && ((tab == RateTab && m_hasRates) || (tab == BehaviourTab && !m_clauseTools.contains(tool)));
        if (!visible)
            tool->clearFocus(); // else it would go on to what comes next, which nobody asked for
        tool->setVisible(visible);
    }
}

void MetricsPage::setFigure(const Figure &figure, const QString &value, const QString &words)
{
    figure.value->setText(value);
    figure.words->setText(words);
}

void MetricsPage::refreshed()
{
    const bool anything = m_model->decidable() + m_model->undecidable() + m_model->withoutTime() > 0 || m_model->perClause()->rowCount() > 0;
    if (!m_model->wasRead()) {
        m_empty->say(QStringLiteral("graph-up"), tr("Reading the figures"), {});
        showContent(false);
        return;
    }
    m_hasRates = anything || !m_model->agent().isEmpty() || !m_model->clause().isEmpty();
    m_noRates->say(QStringLiteral("graph-up"), tr("No call has been judged yet"),
                   tr("Rates need recorded actions and a pact in force that binds their agents. Add a pact on the Pacts page, or import evidence."));
    m_rateStack->setCurrentIndex(m_hasRates ? 1 : 0);
    showContent(true);
    fillPickers();
    const quint64 n = m_model->decidable();
    const auto share = [n](quint64 part) {
        return n < fewestForRate ? tr("too few")
                                 : tr("%1\u00A0%").arg(QLocale().toString(100.0 * static_cast<double>(part) / static_cast<double>(n), 'f', 1));
    };
    const auto said = [n](quint64 part) {
        return countSentence(part, n);
    };
    setFigure(m_attempted, share(m_model->attempted()), said(m_model->attempted()));
    setFigure(m_executed, share(m_model->executed()), said(m_model->executed()));
    const quint64 asked = n + m_model->undecidable();
    setFigure(m_undecidable, words::number(m_model->undecidable()),
              asked == 0 ? tr("no call to decide") : tr("of %1 calls: a fact they are judged by was not recorded").arg(words::number(asked)));
    setFigure(m_runs, tr("%1 of %2").arg(words::number(m_model->violatingRuns()), words::number(m_model->runs())),
              tr("runs with at least one attempted violation"));
    constexpr qsizetype mostSentences = 3;
    const QStringList hidden = m_model->hiddenViolations();
    QString note = hidden.mid(0, mostSentences).join(u'\n');
    const QChar apart = hidden.size() > 1 ? u'\n' : u' ';
    if (hidden.size() > mostSentences)
        note += apart + tr("The same holds for %n more agent(s).", nullptr, static_cast<int>(hidden.size() - mostSentences));
    if (!hidden.isEmpty())
        note += apart + tr("Whether a task succeeded is what the source says.");
    m_hiddenWords->setUntrusted(note, 4000);
    m_hidden->setVisible(!hidden.isEmpty());
    const auto lines = note.isEmpty() ? 0 : note.count(u'\n') + 1;
    m_upper->setMinimumHeight(upperHeight() + (lines == 0 ? 0 : 24 + static_cast<int>(lines) * fontMetrics().height()));
    m_chart->show(*m_model);
    m_summary->setUntrusted(m_model->summary(), 2000);
}

void MetricsPage::fillPickers()
{
    const QSignalBlocker quietAgent(m_agent);
    const QSignalBlocker quietClause(m_clause);
    m_agent->clear();
    m_agent->addItem(tr("All agents"), QString());
    for (const QString &agent : m_model->agents())
        m_agent->addItem(visibleLine(agent, 120), agent);
    m_clause->clear();
    m_clause->addItem(tr("Any prohibition"), QString());
    for (const RateModel::ClauseChoice &clause : m_model->clauses())
        m_clause->addItem(tr("%1. %2").arg(visibleLine(clause.id, 60), visibleLine(clause.sentence, 120)), clause.id);
    m_agent->setCurrentIndex(std::max(0, m_agent->findData(m_model->agent())));
    m_clause->setCurrentIndex(std::max(0, m_clause->findData(m_model->clause())));
}

QString MetricsPage::ratesAsText() const
{
    QStringList lines{tr("Violation rate"), m_model->summary()};
    for (int row = -1; row < m_model->rowCount(); ++row) {
        QStringList cells;
        for (int column = 0; column < m_model->columnCount(); ++column)
            cells << (row < 0 ? m_model->headerData(column, Qt::Horizontal).toString() : m_model->index(row, column).data().toString());
        lines << cells.join(u'\t');
    }
    return lines.join(u'\n') + u'\n';
}

void MetricsPage::saveChart()
{
    const QString path = QFileDialog::getSaveFileName(this, tr("Save picture"), QStringLiteral("violation-rate.pdf"), tr("PDF (*.pdf)"));
    if (!path.isEmpty() && !m_chart->savePdf(path, 720, 400, QCP::epNoCosmetic, QStringLiteral("Mandate"), tr("Violation rate")))
        Q_EMIT m_model->troubled(PanelCards::notWritten(path));
}

void MetricsPage::ask()
{
    if (m_model)
        m_model->setQuestion(m_agent->currentData().toString(), m_clause->currentData().toString());
    if (m_figures)
        m_figures->setAgent(m_agent->currentData().toString());
}

bool MetricsPage::showLink(const QUrl &link)
{
    if (!m_model)
        return false;
    const QUrlQuery query(link);
    m_model->setQuestion(query.queryItemValue(QStringLiteral("agent"), QUrl::FullyDecoded),
                         query.queryItemValue(QStringLiteral("clause"), QUrl::FullyDecoded));
    m_figures->setAgent(m_model->agent());
    const QString tab = query.queryItemValue(QStringLiteral("tab"));
    const QStringList tabs{QString(), QStringLiteral("behaviour"), QStringLiteral("changed"), QStringLiteral("evaluations"), QStringLiteral("labels")}; // by Tab
    m_tabs->setCurrentIndex(std::max<int>(RateTab, static_cast<int>(tabs.indexOf(tab))));
    if (const quint64 entry = query.queryItemValue(QStringLiteral("entry")).toULongLong(); m_tabs->currentIndex() == EvaluationsTab && entry > 0)
        m_evaluations->showEvaluation(entry, caseChoiceOf(query));
    if (m_tabs->currentIndex() == LabelsTab)
        m_labels->showSample(query.queryItemValue(QStringLiteral("sample"), QUrl::FullyDecoded));
    const auto runs = [&query](const QString &side) { return ComparedRuns::fromLink(query.queryItemValue(side, QUrl::FullyDecoded)); };
    if (const ComparedRuns before = runs(QStringLiteral("before")), after = runs(QStringLiteral("after")); tab == QStringLiteral("changed") && !before.isEmpty() && !after.isEmpty())
        m_changes->ask(before, after);
    return true;
}

QUrl MetricsPage::currentLink() const
{
    QUrl link(QStringLiteral("mandate://metrics"));
    QUrlQuery query;
    if (m_model && !m_model->agent().isEmpty())
        query.addQueryItem(QStringLiteral("agent"), QString::fromUtf8(QUrl::toPercentEncoding(m_model->agent())));
    if (m_model && !m_model->clause().isEmpty())
        query.addQueryItem(QStringLiteral("clause"), QString::fromUtf8(QUrl::toPercentEncoding(m_model->clause())));
    if (m_tabs->currentIndex() == BehaviourTab)
        query.addQueryItem(QStringLiteral("tab"), QStringLiteral("behaviour"));
    if (m_tabs->currentIndex() == EvaluationsTab) {
        query.addQueryItem(QStringLiteral("tab"), QStringLiteral("evaluations"));
        if (m_evaluations->shown() > 0)
            query.addQueryItem(QStringLiteral("entry"), QString::number(m_evaluations->shown()));
        addTo(query, m_evaluations->shownCases());
    }
    if (m_tabs->currentIndex() == ChangedTab) {
        query.addQueryItem(QStringLiteral("tab"), QStringLiteral("changed"));
        const auto [before, after] = m_changes->asked();
        for (const auto &[side, runs] : {std::pair{QStringLiteral("before"), &before}, {QStringLiteral("after"), &after}}) {
            if (!runs->isEmpty())
                query.addQueryItem(side, QString::fromUtf8(QUrl::toPercentEncoding(runs->toLink())));
        }
    }
    if (m_tabs->currentIndex() == LabelsTab) {
        query.addQueryItem(QStringLiteral("tab"), QStringLiteral("labels"));
        if (!m_labels->current().isEmpty())
            query.addQueryItem(QStringLiteral("sample"), QString::fromUtf8(QUrl::toPercentEncoding(m_labels->current())));
    }
    if (!query.isEmpty())
        link.setQuery(query);
    return link;
}

void MetricsPage::focusFilter()
{
    QWidget *field = m_agent;
    if (m_tabs->currentIndex() == ChangedTab)
        field = m_changes->before()->box();
    if (m_tabs->currentIndex() == EvaluationsTab)
        field = m_evaluations->list();
    if (m_tabs->currentIndex() == LabelsTab)
        return m_labels->focusContent();
    field->setFocus(Qt::ShortcutFocusReason);
}

QList<QWidget *> MetricsPage::panes() const
{
    if (m_stack->currentWidget() != m_content)
        return {m_stack};
    switch (m_tabs->currentIndex()) {
    case BehaviourTab: return {m_agent, m_panels};
    case ChangedTab: return {m_changes};
    case EvaluationsTab: return {m_evaluations};
    case LabelsTab: return {m_labels};
    default: return m_hasRates ? QList<QWidget *>{m_agent, m_either, m_rows} : QList<QWidget *>{m_rateStack};
    }
}

QString MetricsPage::hiddenNote() const
{
    return m_hidden->isVisibleTo(this) ? m_hiddenWords->text() : QString();
}
QString MetricsPage::summary() const
{
    return m_summary->text();
}

void MetricsPage::changeEvent(QEvent *event)
{
    Page::changeEvent(event);
    if (event->type() == QEvent::LocaleChange && m_model)
        m_model->refresh(); // periods in another zone
}

} // namespace mandate
