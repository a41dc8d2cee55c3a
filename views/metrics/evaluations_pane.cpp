// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/metrics/evaluations_pane.h"

#include "models/items/evaluation_reports.h"
#include "models/items/evaluation_words.h"
#include "models/items/session.h"
#include "views/metrics/bring_in_sheet.h"
#include "views/metrics/evaluation_parts.h"
#include "views/metrics/threshold_part.h"
#include "views/widgets/empty_state.h"
#include "views/widgets/flow_layout.h"
#include "views/widgets/state_sentence.h"
#include "views/widgets/table.h"

#include <QComboBox>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFileDialog>
#include <QHeaderView>
#include <QItemSelectionModel>
#include <QMimeData>
#include <QPushButton>
#include <QTabBar>
#include <QTableView>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>
#include <array>

namespace mandate {

namespace {

constexpr int mostListRows = 6; ///< that are seen at once

QStringList droppedFiles(const QMimeData *data)
{
    QStringList files;
    for (const QUrl &url : data->urls()) {
        if (url.isLocalFile())
            files << url.toLocalFile();
    }
    return files;
}

} // namespace

EvaluationsPane::EvaluationsPane(QWidget *parent)
    : ScrollPane(parent),
      m_bringIn(new QPushButton(tr("&Bring in results…"))),
      m_ofSessions(new QPushButton(tr("From the trail's &sessions…"))),
      m_stop(new QPushButton(tr("Stop"))),
      m_sheet(new BringInSheet),
      m_sessions(new SessionsSheet),
      m_state(new StateSentence(tr("State of bringing in results"))),
      m_list(new QTableView),
      m_empty(new EmptyState),
      m_parts(new QTabBar),
      m_chosen(new ChosenPart),
      m_comparison(new ComparisonPart),
      m_grid(new GridPart),
      m_threshold(new ThresholdPart)
{
    setAccessibleName(tr("Evaluations"));
    viewport()->setAcceptDrops(true); // which hands them to this pane
    m_bringIn->setToolTip(tr("Reads files that an evaluation program wrote. Nothing is signed before you have seen what was recognised. You can also drop them here."));
    m_ofSessions->setToolTip(tr("Makes an evaluation of what sources say became of an agent's sessions"));
    setUpTable(m_list, tr("Evaluations, the newest first"));
    m_list->setSelectionMode(QAbstractItemView::ExtendedSelection);
    for (const auto asked : {&QAbstractItemView::clicked, &QAbstractItemView::activated}) {
        connect(m_list, asked, this, [this](const QModelIndex &index) { // the row that is shown, once more
            if (m_desk && m_reports && m_reports->chosenAnswer().old && index.row() < m_desk->choices().size() && m_desk->choices()[index.row()].entry == m_reports->chosen())
                m_reports->choose(m_reports->chosen(), m_reports->cases()->choice());
        });
    }
    m_list->setAccessibleDescription(tr("Choosing a row shows it below. Choosing two rows compares them."));
    m_parts->setAccessibleName(tr("What is shown of evaluations"));
    m_parts->setDrawBase(false);
    m_parts->setExpanding(false);
    m_parts->setUsesScrollButtons(true);
    for (const QString &words : {tr("Chosen evaluation"), tr("Comparison"), tr("Attacks against versions"), tr("Handing over")})
        m_parts->addTab(words);
    auto *tools = new QWidget;
    auto *buttons = new FlowLayout(tools);
    buttons->setContentsMargins(0, 0, 0, 0);
    for (QPushButton *button : {m_bringIn, m_ofSessions, m_stop})
        buttons->addWidget(button);
    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(16, 12, 16, 12);
    column->setSpacing(8);
    for (QWidget *widget : std::initializer_list<QWidget *>{tools, m_sheet, m_sessions, m_state, m_list, m_empty, m_parts, m_chosen, m_comparison, m_grid, m_threshold})
        column->addWidget(widget);
    column->addStretch(1);
    setWidget(content);

    connect(m_bringIn, &QPushButton::clicked, this, [this] {
        if (!mayBringIn())
            return;
        const QStringList paths = QFileDialog::getOpenFileNames(this, tr("Bring in results"), QString(), tr("Results (*.json *.jsonl *.eval *.csv);;All files (*)"));
        if (!paths.isEmpty())
            take(paths);
    });
    connect(m_ofSessions, &QPushButton::clicked, this, [this] {
        if (!mayBringIn())
            return;
        m_sheet->close();
        m_sessions->open(m_desk->agents(), m_desk->needsPassphrase());
        ensureWidgetVisible(m_sessions);
    });
    connect(m_empty, &EmptyState::actionTriggered, m_bringIn, &QPushButton::click);
    connect(m_stop, &QPushButton::clicked, this, [this] {
        m_waiting.clear();
        if (m_desk)
            m_desk->cancel();
        m_bringIn->setFocus(Qt::OtherFocusReason);
    });
    connect(m_sheet, &BringInSheet::closed, this, [this] {
        m_bringIn->setFocus(Qt::OtherFocusReason);
        next();
    });
    connect(m_sessions, &SessionsSheet::closed, this, [this] { m_ofSessions->setFocus(Qt::OtherFocusReason); });
    connect(m_sheet, &BringInSheet::committed, this, [this](const ResultsWish &wish) {
        m_signing = true;
        if (m_desk)
            m_desk->bringIn(wish);
    });
    connect(m_sessions, &SessionsSheet::committed, this, [this](const SessionsWish &wish) {
        m_signing = true;
        if (m_desk)
            m_desk->takeSessions(wish);
    });
    connect(m_parts, &QTabBar::currentChanged, this, [this] { showState(); });
    for (EvaluationPart *part : std::initializer_list<EvaluationPart *>{m_chosen, m_comparison, m_grid})
        connect(part, &EvaluationPart::linkActivated, this, &EvaluationsPane::linkActivated);
    connect(m_threshold, &ThresholdPart::linkActivated, this, &EvaluationsPane::linkActivated);
    setSession(nullptr);
}

void EvaluationsPane::setSession(Session *session)
{
    for (QObject *model : {static_cast<QObject *>(m_desk), static_cast<QObject *>(m_reports)}) {
        if (model)
            disconnect(model, nullptr, this, nullptr);
    }
    m_session = session;
    m_desk = EvaluationDesk::of(session);
    m_reports = EvaluationReports::of(session);
    m_waiting.clear();
    m_problems.clear();
    m_signing = false;
    m_sheet->close();
    m_sessions->close();
    if (m_list->selectionModel())
        disconnect(m_list->selectionModel(), nullptr, this, nullptr);
    m_list->setModel(m_desk ? m_desk->list() : nullptr);
    for (EvaluationPart *part : std::initializer_list<EvaluationPart *>{m_chosen, m_comparison, m_grid})
        part->setReports(m_desk, m_reports);
    m_threshold->setDesk(ThresholdDesk::of(session));
    if (m_desk) {
        using namespace evaluations;
        fitColumns(m_list, QStringLiteral("evaluations"),
                   {SuiteColumn, FailedOfColumn, AgentColumn, ModelColumn, RanColumn, CasesColumn, PassedColumn, FailedColumn, ErrorColumn, NotScoredColumn, PactColumn, SignedColumn, KindColumn}, SuiteColumn);
        connect(m_list->selectionModel(), &QItemSelectionModel::selectionChanged, this, &EvaluationsPane::chosenInList);
        connect(m_desk, &EvaluationDesk::refreshed, this, &EvaluationsPane::refreshed);
        connect(m_desk, &EvaluationDesk::workChanged, this, &EvaluationsPane::showState);
        connect(m_desk, &EvaluationDesk::refused, this, &EvaluationsPane::refused);
        connect(m_desk, &EvaluationDesk::previewed, this, [this](const ResultsPreview &preview) {
            m_sessions->close();
            m_sheet->open(preview, m_desk->agents(), m_desk->needsPassphrase());
            ensureWidgetVisible(m_sheet);
        });
        connect(m_desk, &EvaluationDesk::broughtIn, this, [this](quint64 entry, const QString &sentence) {
            m_signing = false;
            m_wanted = entry;
            m_sheet->close();
            m_sessions->close();
            if (m_session)
                Q_EMIT m_session->noted(sentence);
        });
        connect(m_reports, &EvaluationReports::changed, this, [this] {
            m_chosen->refresh();
            m_comparison->refresh();
            m_grid->refresh();
            leadToCases();
        });
        if (m_desk->wasRead())
            refreshed();
        else if (isVisible())
            m_desk->refresh();
    }
    showState();
}

void EvaluationsPane::showEvent(QShowEvent *event)
{
    ScrollPane::showEvent(event);
    if (m_desk && !m_desk->wasRead())
        m_desk->refresh(); // nobody pays for a list that nobody looks at
}

void EvaluationsPane::refreshed()
{
    const int rows = std::clamp(m_desk->list()->rowCount(), 1, mostListRows);
    const int height = m_list->horizontalHeader()->sizeHint().height() + rows * m_list->verticalHeader()->defaultSectionSize() + 2 * m_list->frameWidth() + 2;
    m_list->setFixedHeight(height);
    m_comparison->refresh();
    m_grid->refresh();
    if (const int row = m_desk->list()->rowOf(QString::number(m_wanted > 0 ? m_wanted : shown())); row >= 0)
        m_list->selectRow(row);
    else if (m_desk->list()->rowCount() > 0 && shown() == 0)
        m_list->selectRow(0);
    if (const quint64 wanted = std::exchange(m_wanted, 0); wanted > 0 && m_reports && m_desk->list()->rowOf(QString::number(wanted)) >= 0) {
        m_leadToCases = m_wantedCases != CaseChoice();
        m_reports->choose(wanted, m_wantedCases);
        leadToCases();
    }
    showState();
}

quint64 EvaluationsPane::shown() const
{
    return m_wanted > 0 ? m_wanted : m_reports ? m_reports->chosen() : 0;
}

/// Who came from a number of a figure looks at its cases first.
void EvaluationsPane::leadToCases()
{
    if (!m_leadToCases || !m_reports || m_reports->chosenAnswer().reading)
        return;
    m_leadToCases = false;
    QTimer::singleShot(0, this, [this] { // when the cards above have their heights
        ensureWidgetVisible(m_chosen->cases(), 0, 24);
        m_chosen->cases()->setFocus(Qt::OtherFocusReason);
    });
}

CaseChoice EvaluationsPane::shownCases() const
{
    return m_wanted > 0 ? m_wantedCases : m_reports ? m_reports->cases()->choice() : CaseChoice();
}

void EvaluationsPane::showEvaluation(quint64 entry, const CaseChoice &cases)
{
    m_wanted = entry;
    m_wantedCases = cases;
    showPart(ChosenTab);
    if (m_desk && m_desk->wasRead())
        refreshed();
}

void EvaluationsPane::showPart(Part part)
{
    m_parts->setCurrentIndex(part);
}

/// One row is shown, two are compared: the older one first, whichever was chosen first.
void EvaluationsPane::chosenInList()
{
    if (!m_desk || !m_reports || !m_list->selectionModel())
        return;
    QList<int> rows;
    for (const QModelIndex &index : m_list->selectionModel()->selectedRows())
        rows << index.row();
    if (rows.isEmpty())
        return; // also when the list goes with its session
    std::ranges::sort(rows);
    const QList<EvaluationChoice> &choices = m_desk->choices();
    if (rows.size() == 1 && rows.first() < choices.size()) {
        const EvaluationChoice &one = choices[rows.first()];
        const bool same = one.entry == m_reports->chosen(); // the list was read again: what is old is read again, and what was chosen since is left, when somebody asks
        if (!same || !m_reports->chosenAnswer().old)
            m_reports->choose(one.entry, same ? m_reports->cases()->choice() : CaseChoice());
        if (one.answers && !same)
            m_threshold->prefer(one.entry);
    } else if (rows.size() == 2 && rows.last() < choices.size()) {
        m_comparison->compare(choices[rows.last()].entry, choices[rows.first()].entry);
        showPart(ComparisonTab);
    }
}

bool EvaluationsPane::mayBringIn()
{
    if (!m_desk)
        return false;
    const QString refusal = m_desk->refusal();
    m_problems.clear();
    if (!refusal.isEmpty())
        m_problems << refusal;
    showState();
    return refusal.isEmpty();
}

void EvaluationsPane::take(const QStringList &paths)
{
    if (!mayBringIn())
        return;
    if (m_waiting.isEmpty() && !m_desk->isWorking())
        m_problems.clear(); // of what was brought in before
    m_waiting += paths;
    next();
}

void EvaluationsPane::next()
{
    if (m_waiting.isEmpty() || !m_desk || !m_sheet->isHidden() || m_desk->isWorking())
        return;
    m_desk->look(m_waiting.takeFirst());
}

void EvaluationsPane::refused(const Trouble &trouble)
{
    const QString sentence = tr("%1 %2 %3 (%4)").arg(trouble.happened, trouble.unaffected, trouble.remedy, trouble.code);
    if (m_signing) {
        m_signing = false;
        for (SigningSheet *sheet : std::initializer_list<SigningSheet *>{m_sheet, m_sessions}) {
            if (!sheet->isHidden())
                sheet->complain(sentence);
        }
        showState();
        return;
    }
    m_problems << sentence;
    next();
    showState();
}

void EvaluationsPane::showState()
{
    const bool read = m_desk && m_desk->wasRead();
    const bool working = m_desk && m_desk->isWorking();
    const bool any = read && m_desk->list()->rowCount() > 0;
    m_bringIn->setEnabled(m_desk && !working);
    m_ofSessions->setEnabled(m_desk && !working);
    m_stop->setVisible(working);
    m_list->setVisible(any);
    m_empty->setVisible(read && !any && m_parts->currentIndex() != ThresholdTab);
    m_empty->say(QStringLiteral("clipboard"), tr("No results of an evaluation yet"),
                 tr("Mandate runs no evaluation. Bring in what an evaluation program wrote: promptfoo, garak, Inspect, PyRIT, AgentDojo, labelled sessions, answers with their confidence. Or drop the files here."), tr("Bring in results…"));
    m_chosen->setVisible(any && m_parts->currentIndex() == ChosenTab);
    m_comparison->setVisible(any && m_parts->currentIndex() == ComparisonTab);
    m_grid->setVisible(any && m_parts->currentIndex() == GridTab);
    m_threshold->setVisible(m_parts->currentIndex() == ThresholdTab);
    if (working)
        m_state->say({tr("Working"), mandate::Shape::Glass, Tone::Info}, tr("Results are read. Nothing is kept before it is signed."));
    else
        m_state->say({tr("Not brought in"), mandate::Shape::Octagon, Tone::Critical}, m_problems.join(u'\n'));
}

QString EvaluationsPane::said() const
{
    return m_state->said();
}

void EvaluationsPane::dragEnterEvent(QDragEnterEvent *event)
{
    if (!m_desk || droppedFiles(event->mimeData()).isEmpty())
        return;
    event->acceptProposedAction();
    m_state->say({tr("Drop"), mandate::Shape::Disc, Tone::Info}, tr("Drop to look into the results. Nothing is signed by that."));
}

void EvaluationsPane::dragLeaveEvent(QDragLeaveEvent *)
{
    showState();
}

void EvaluationsPane::dropEvent(QDropEvent *event)
{
    const QStringList files = droppedFiles(event->mimeData());
    showState();
    if (files.isEmpty())
        return;
    event->acceptProposedAction();
    take(files);
}

EvaluationReports *EvaluationsPane::reports() const
{
    return m_reports;
}

} // namespace mandate
