// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/metrics/label_pane.h"

#include "models/items/text_safety.h"
#include "views/metrics/label_answer_view.h"
#include "views/metrics/label_draw_sheet.h"
#include "views/metrics/label_settle_sheet.h"
#include "views/metrics/panel_cards.h"
#include "views/widgets/empty_state.h"
#include "views/widgets/plain_text.h"
#include "views/widgets/scroll_pane.h"
#include "views/widgets/state_chip.h"
#include "views/widgets/tab_order.h"
#include "views/widgets/table.h"
#include "views/widgets/theme.h"
#include "views/widgets/three_pane.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

namespace mandate {

namespace {

enum SampleColumn { NameColumn, LabelStateColumn, SizeColumn, LeftColumn, KappaColumn, SampleAgentColumn, AskedColumn };

LineItem lineOf(const LabelSampleItem &sample)
{
    LineItem line;
    line.id = sample.name;
    line.state = sample.state;
    line.cells = {visibleLine(sample.name, 60), sample.state.text, words::number(sample.size), sample.refusal.isEmpty() ? words::number(static_cast<quint64>(sample.open.size())) : QStringLiteral("–"), sample.kappa, visibleLine(sample.agent, 80), sample.asked};
    line.said = LabelPane::tr("Sample %1: %2. %3").arg(line.cells.first(), sample.state.text, sample.progress);
    line.tip = sample.progress;
    return line;
}

QString wholeTrouble(const Trouble &trouble)
{
    return LabelPane::tr("%1 %2 (%3)").arg(trouble.happened, trouble.remedy, trouble.code);
}

} // namespace

LabelPane::LabelPane(QWidget *parent)
    : QWidget(parent),
      m_lines(new LineModel({tr("Sample"), tr("State"), tr("Drawn"), tr("Left for you"), tr("Kappa"), tr("Agent"), tr("Asked")}, LabelStateColumn, {SizeColumn, LeftColumn, KappaColumn}, this)),
      m_disputeLines(new LineModel({tr("Session"), tr("Record"), tr("First"), tr("Second"), tr("Offered")}, -1, {1}, this)),
      m_stack(new QStackedWidget(this)),
      m_contents(new QStackedWidget),
      m_empty(new EmptyState),
      m_words(new PlainText),
      m_draw(new QPushButton(tr("&Draw a sample…"))),
      m_drawSheet(new LabelDrawSheet),
      m_panes(new ThreePane(QStringLiteral("labels"))),
      m_samples(new QTableView),
      m_answers(new LabelAnswerView)
{
    setAccessibleName(tr("Labels"));
    m_words->setText(tr("People judge a sample, two of them, each without seeing what the other says."));
    m_words->setProperty("part", QStringLiteral("muted"));
    setUpTable(m_samples, tr("Samples"));
    m_samples->setAccessibleDescription(tr("Enter begins to label the sample."));
    m_samples->setModel(m_lines);
    fitColumns(m_samples, QStringLiteral("label-samples"), {NameColumn, LabelStateColumn, SampleAgentColumn, LeftColumn, KappaColumn, SizeColumn, AskedColumn}, SampleAgentColumn);
    auto *overview = new QWidget;
    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(16, 10, 16, 8);
    bar->addWidget(m_words, 1);
    bar->addWidget(m_draw, 0, Qt::AlignTop);
    auto *column = new QVBoxLayout(overview);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(bar);
    column->addWidget(m_drawSheet);
    column->addWidget(m_contents, 1);
    m_panes->setList(m_samples, tr("Samples"));
    m_panes->setDetail(buildDetail(), tr("The sample"));
    m_panes->setShares({38, 62});
    m_contents->addWidget(m_empty);
    m_contents->addWidget(m_panes);
    m_stack->addWidget(overview);
    m_stack->addWidget(m_answers);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);

    connect(m_draw, &QPushButton::clicked, this, &LabelPane::openDraw);
    connect(m_empty, &EmptyState::actionTriggered, this, &LabelPane::openDraw);
    connect(m_drawSheet, &LabelDrawSheet::closed, this, [this] { m_draw->setFocus(Qt::OtherFocusReason); });
    connect(m_drawSheet, &LabelDrawSheet::committed, this, [this](const LabelDrawWish &wish) {
        if (m_desk)
            m_desk->draw(wish);
    });
    connect(m_settleSheet, &LabelSettleSheet::closed, this, [this] {
        (m_settle->isEnabled() ? static_cast<QWidget *>(m_settle) : m_samples)->setFocus(Qt::OtherFocusReason);
    });
    connect(m_settleSheet, &LabelSettleSheet::committed, this, [this](const LabelAnswerWish &wish) {
        if (m_desk)
            m_desk->settle(wish);
    });
    connect(m_label, &QPushButton::clicked, this, &LabelPane::label);
    connect(m_samples, &QTableView::activated, this, &LabelPane::label);
    connect(m_settle, &QPushButton::clicked, this, &LabelPane::openSettle);
    connect(m_disputes, &QTableView::activated, this, [this](const QModelIndex &index) {
        if (const LineItem *line = m_disputeLines->line(index.row()))
            Q_EMIT linkActivated(line->link);
    });
    connect(m_samples->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex &index) {
        if (const LineItem *line = m_lines->line(index.row())) {
            m_current = line->id;
            showCurrent();
        }
    });
    connect(m_cards, &PanelCards::linkActivated, this, &LabelPane::linkActivated);
    connect(m_cards, &PanelCards::notSaved, this, [this](const Trouble &trouble) {
        if (m_desk)
            Q_EMIT m_desk->refused(trouble);
    });
    connect(m_answers, &LabelAnswerView::outWanted, this, [this](bool all) {
        m_stack->setCurrentIndex(0);
        showCurrent();
        m_samples->setFocus(Qt::OtherFocusReason);
        if (all && m_session)
            Q_EMIT m_session->noted(tr("You have answered all of this sample."));
    });
    setSession(nullptr);
}

QWidget *LabelPane::buildDetail()
{
    m_scroll = new ScrollPane;
    m_title = new PlainText;
    m_drawnWords = new PlainText;
    m_checkWords = new PlainText;
    m_chip = new StateChip;
    m_summary = new PlainText;
    m_label = new QPushButton;
    m_settle = new QPushButton(tr("&Settle…"));
    m_refusal = new PlainText;
    m_settleSheet = new LabelSettleSheet;
    m_disputeBox = new QWidget;
    m_disputes = new QTableView;
    m_cards = new PanelCards({QStringLiteral("agreement"), QStringLiteral("follows"), QStringLiteral("strata")});
    m_scroll->setWidgetResizable(true);
    m_scroll->setAccessibleName(tr("The sample"));
    m_title->setFont(Theme::scaledFont(1.2, QFont::DemiBold));
    m_drawnWords->setProperty("part", QStringLiteral("muted"));
    m_checkWords->setAccessibleName(tr("What drawing it again gives"));
    m_summary->setAccessibleName(tr("What the labels say"));
    m_summary->setProperty("untranslated", false);
    m_label->setProperty("role", QStringLiteral("primary"));
    m_settle->setToolTip(tr("Signs the answer to what the two labellers disagree on"));
    setUpTable(m_disputes, tr("Disagreements to settle"));
    m_disputes->setAccessibleDescription(tr("Enter shows the session in Evidence; Settle signs an answer."));
    m_disputes->setModel(m_disputeLines);
    m_disputes->setMinimumHeight(140);
    m_disputes->setItemDelegate(new WrappingDelegate(m_disputes));
    fitColumns(m_disputes, QStringLiteral("label-disputes"), {2, 3, 0, 4, 1}, 3);
    auto *heading = new QLabel(tr("Disagreements to settle"));
    heading->setTextFormat(Qt::PlainText);
    heading->setProperty("part", QStringLiteral("heading"));
    auto *row = new QHBoxLayout;
    row->addWidget(heading, 1);
    row->addWidget(m_settle);
    auto *box = new QVBoxLayout(m_disputeBox);
    box->setContentsMargins(0, 0, 0, 0);
    box->addLayout(row);
    box->addWidget(m_disputes);
    box->addWidget(m_settleSheet);
    auto *state = new QHBoxLayout;
    state->setSpacing(10);
    state->addWidget(m_chip, 0, Qt::AlignTop);
    state->addWidget(m_title, 1);
    state->addWidget(m_label, 0, Qt::AlignTop);
    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(16, 12, 16, 12);
    column->setSpacing(8);
    column->addLayout(state);
    column->addWidget(m_refusal);
    column->addWidget(m_drawnWords);
    column->addWidget(m_checkWords);
    column->addWidget(m_summary);
    column->addWidget(m_disputeBox);
    column->addWidget(m_cards);
    column->addStretch(1);
    m_scroll->setWidget(content);
    return m_scroll;
}

void LabelPane::setSession(Session *session)
{
    if (m_desk)
        disconnect(m_desk, nullptr, this, nullptr);
    m_session = session;
    m_desk = nullptr;
    m_answers->setDesk(nullptr);
    m_stack->setCurrentIndex(0);
    m_drawSheet->hide();
    m_settleSheet->hide();
    m_current.clear();
    if (isVisible())
        attach();
    refreshed();
}

void LabelPane::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (!m_desk)
        attach(); // nobody pays for samples that nobody sees
}

void LabelPane::attach()
{
    m_desk = LabelDesk::of(m_session);
    m_answers->setDesk(m_desk);
    if (m_desk) {
        connect(m_desk, &LabelDesk::refreshed, this, &LabelPane::refreshed);
        connect(m_desk, &LabelDesk::drawn, this, [this](const QString &name, const QString &) {
            m_drawSheet->close();
            m_current = name;
            refreshed();
            m_samples->setFocus(Qt::OtherFocusReason);
        });
        connect(m_desk, &LabelDesk::settled, this, [this] { m_settleSheet->close(); });
        connect(m_desk, &LabelDesk::checkedAgain, this, &LabelPane::showCheck);
        connect(m_desk, &LabelDesk::refused, this, [this](const Trouble &trouble) {
            if (m_drawSheet->isVisible())
                m_drawSheet->complain(wholeTrouble(trouble));
            else if (m_settleSheet->isVisible())
                m_settleSheet->complain(wholeTrouble(trouble));
            else if (!isLabelling() && m_session)
                Q_EMIT m_session->troubled(trouble);
        });
    }
    refreshed();
}

void LabelPane::showSample(const QString &sample)
{
    m_current = sample;
    refreshed();
}

bool LabelPane::isLabelling() const
{
    return m_stack->currentWidget() == m_answers;
}

QString LabelPane::check() const
{
    return m_checkWords->text();
}

QString LabelPane::summary() const
{
    return m_summary->text();
}

void LabelPane::focusContent()
{
    if (isLabelling())
        m_answers->focusContent();
    else if (m_contents->currentWidget() == m_panes)
        m_samples->setFocus(Qt::OtherFocusReason);
    else
        m_draw->setFocus(Qt::OtherFocusReason);
}

void LabelPane::refreshed()
{
    const bool read = m_desk && m_desk->wasRead();
    const bool any = read && !m_desk->samples().isEmpty();
    m_draw->setEnabled(read);
    m_contents->setCurrentIndex(any ? 1 : 0);
    if (!read)
        m_empty->say(QStringLiteral("graph-up"), m_session && m_session->bundle() ? tr("A bundle has no labels") : tr("Reading the samples"), {});
    else if (!any)
        m_empty->say(QStringLiteral("graph-up"), tr("No sample was drawn yet"),
                     tr("Draw some sessions of an agent, and two persons say whether it should have handed them over. From that follows how many should have been, with an interval, and how far two people agree."), tr("Draw a sample…"));
    if (!any)
        return m_lines->setLines({});
    QList<LineItem> lines;
    for (const LabelSampleItem &sample : m_desk->samples())
        lines.append(lineOf(sample));
    const QString wanted = m_current;
    m_lines->setLines(std::move(lines));
    m_samples->setCurrentIndex(m_lines->index(std::max(0, m_lines->rowOf(wanted)), 0));
    m_current = m_lines->line(m_samples->currentIndex().row())->id;
    showCurrent();
}

void LabelPane::showCurrent()
{
    const LabelSampleItem *sample = m_desk ? m_desk->sample(m_current) : nullptr;
    if (!sample)
        return;
    m_title->setUntrusted(sample->name, 80);
    m_chip->setState(sample->state);
    m_drawnWords->setUntrusted(sample->asked + QLatin1Char(' ') + sample->drawn, 1500);
    if (!isLabelling())
        m_desk->check(m_current);
    showCheck();
    m_summary->setUntrusted(sample->summary, 3000);
    m_refusal->setUntrusted(sample->refusal, 800);
    m_refusal->setVisible(!sample->refusal.isEmpty());
    const auto left = static_cast<int>(sample->open.size());
    m_label->setText(left == 0 ? tr("Nothing left for you") : sample->ofSessions ? tr("&Label %n session(s)", nullptr, left) : tr("&Label %n action(s)", nullptr, left));
    m_label->setEnabled(left > 0);
    m_disputeLines->setLines(sample->disputes);
    m_disputeBox->setVisible(!sample->disputes.isEmpty() || m_settleSheet->isVisible());
    m_settle->setEnabled(!sample->disputes.isEmpty());
    if (!sample->disputes.isEmpty())
        m_disputes->setCurrentIndex(m_disputeLines->index(0, 0));
    m_disputes->resizeRowsToContents();
    m_cards->show(sample->panels);
    tabBehind(m_disputes, m_cards);
}

void LabelPane::showCheck()
{
    const QString checked = m_desk->checked(m_current);
    m_checkWords->setUntrusted(checked.isEmpty() ? tr("It is being drawn again …") : checked, 600);
}

void LabelPane::openDraw()
{
    if (!m_desk)
        return;
    m_drawSheet->open(m_desk->agents(), m_desk->needsPassphrase());
    if (const QString refusal = m_desk->refusal(); !refusal.isEmpty())
        m_drawSheet->complain(refusal);
}

void LabelPane::openSettle()
{
    const LineItem *line = m_disputeLines->line(std::max(0, m_disputes->currentIndex().row()));
    if (!m_desk || !line)
        return;
    m_settleSheet->open(m_current, *line, m_desk->needsPassphrase());
    if (const QString refusal = m_desk->refusal(); !refusal.isEmpty())
        m_settleSheet->complain(refusal);
    m_scroll->ensureWidgetVisible(m_settleSheet);
}

void LabelPane::label()
{
    const LabelSampleItem *sample = m_desk ? m_desk->sample(m_current) : nullptr;
    if (!sample || sample->open.isEmpty())
        return;
    m_stack->setCurrentWidget(m_answers);
    m_answers->begin(*sample);
    m_answers->focusContent();
}

} // namespace mandate
