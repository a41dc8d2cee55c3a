// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/metrics/change_pane.h"

#include "models/items/drift_panels.h"
#include "models/items/session.h"
#include "views/metrics/baseline_sheet.h"
#include "views/metrics/panel_cards.h"
#include "views/metrics/runs_picker.h"
#include "views/widgets/flow_layout.h"
#include "views/widgets/state_sentence.h"
#include "views/widgets/tab_order.h"

#include <QComboBox>
#include <QPushButton>
#include <QVBoxLayout>

namespace mandate {

ChangePane::ChangePane(QWidget *parent)
    : ScrollPane(parent),
      m_before(new RunsPicker(RunsPicker::Side::Before)),
      m_after(new RunsPicker(RunsPicker::Side::After)),
      m_compare(new QPushButton(tr("&Compare"))),
      m_stop(new QPushButton(tr("Stop comparing"))),
      m_keep(new QPushButton(tr("&Keep as baseline…"))),
      m_sheet(new BaselineSheet),
      m_state(new StateSentence(tr("State of the comparison"))),
      m_cards(new PanelCards({QStringLiteral("answer"), QStringLiteral("signals")}))
{
    setWidgetResizable(true);
    setAccessibleName(tr("What changed"));
    m_compare->setProperty("role", QStringLiteral("primary"));
    m_compare->setToolTip(tr("Compares the runs before with the runs after, and says what is more than chance"));
    m_keep->setToolTip(tr("Signs what one side's runs were like, so that later runs can be held against them"));
    auto *tools = new QWidget;
    auto *buttons = new FlowLayout(tools);
    buttons->setContentsMargins(0, 0, 0, 0);
    for (QPushButton *button : {m_compare, m_stop, m_keep})
        buttons->addWidget(button);
    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(16, 12, 16, 12);
    column->setSpacing(8);
    column->addWidget(m_before);
    column->addWidget(m_after);
    column->addWidget(tools);
    column->addWidget(m_sheet);
    column->addWidget(m_state);
    column->addWidget(m_cards);
    column->addStretch(1);
    setWidget(content);
    connect(m_before, &RunsPicker::chosen, this, &ChangePane::proposeAfter);
    connect(m_compare, &QPushButton::clicked, this, &ChangePane::compare);
    connect(m_stop, &QPushButton::clicked, this, [this] {
        if (m_model)
            m_model->cancel();
        m_compare->setFocus(Qt::OtherFocusReason);
    });
    connect(m_keep, &QPushButton::clicked, this, &ChangePane::openSheet);
    connect(m_sheet, &BaselineSheet::closed, this, [this] { m_keep->setFocus(Qt::OtherFocusReason); });
    connect(m_sheet, &BaselineSheet::committed, this, [this](const BaselineWish &wish) {
        if (m_model)
            m_model->keep(wish);
    });
    connect(m_cards, &PanelCards::linkActivated, this, &ChangePane::linkActivated);
    connect(m_cards, &PanelCards::notSaved, this, [this](const Trouble &trouble) {
        if (m_model)
            Q_EMIT m_model->troubled(trouble);
    });
    setSession(nullptr);
}

const QList<PanelView *> &ChangePane::views() const
{
    return m_cards->views();
}

QString ChangePane::said() const
{
    return m_state->said();
}

void ChangePane::setSession(Session *session)
{
    if (m_model)
        disconnect(m_model, nullptr, this, nullptr);
    m_session = session;
    m_model = DriftPanels::of(session);
    m_wanted.reset();
    m_sheet->close();
    m_before->offer({});
    m_after->offer({});
    if (m_model) {
        connect(m_model, &DriftPanels::refreshed, this, &ChangePane::refreshed);
        connect(m_model, &DriftPanels::compared, this, &ChangePane::showAnswer);
        connect(m_model, &DriftPanels::staleChanged, this, &ChangePane::showState);
        connect(m_model, &DriftPanels::kept, this, [this](const QString &, const QString &sentence) {
            m_sheet->close();
            if (m_session)
                Q_EMIT m_session->noted(sentence);
        });
        connect(m_model, &DriftPanels::refused, this,
                [this](const Trouble &trouble) { m_sheet->complain(tr("%1 %2 (%3)").arg(trouble.happened, trouble.remedy, trouble.code)); });
        if (m_model->wasRead())
            refreshed();
        else if (isVisible())
            m_model->refresh();
    }
    showAnswer();
}

void ChangePane::showEvent(QShowEvent *event)
{
    ScrollPane::showEvent(event);
    if (m_model && !m_model->wasRead())
        m_model->refresh(); // nobody pays for choices that nobody sees
}

void ChangePane::refreshed()
{
    const bool first = m_before->runs().isEmpty();
    m_before->offer(m_model->choices());
    m_after->offer(m_model->choices());
    if (m_wanted) {
        const auto [before, after] = *std::exchange(m_wanted, std::nullopt);
        ask(before, after);
    } else if (first) {
        const auto [before, after] = asked();
        if (before.isEmpty()) {
            proposeAfter();
        } else {
            m_before->setRuns(before);
            m_after->setRuns(after);
        }
    }
    showState();
}

/// A baseline is held against what its agent did since; else two sides are never the same runs.
void ChangePane::proposeAfter()
{
    const ComparedRuns before = m_before->runs();
    if (before.isEmpty())
        return;
    if (!before.baseline.isEmpty()) {
        m_after->setRuns(m_before->agent());
        return;
    }
    if (m_after->runs().ofAnyTime() != before || m_after->runs().since.isValid())
        return;
    for (const RunsChoice &choice : m_model->choices()) {
        if (choice.runs.baseline.isEmpty() && choice.runs != before) {
            m_after->setRuns(choice.runs);
            return;
        }
    }
}

void ChangePane::ask(const ComparedRuns &before, const ComparedRuns &after)
{
    if (!m_model)
        return;
    if (!m_model->wasRead()) {
        m_wanted.emplace(before, after);
        m_model->refresh();
        return;
    }
    m_before->setRuns(before);
    m_after->setRuns(after);
    const bool known = asked() == std::pair(before, after) && (m_model->isComparing() || !m_model->panels().isEmpty() || m_model->problem());
    if (!known)
        compare();
}

std::pair<ComparedRuns, ComparedRuns> ChangePane::asked() const
{
    if (m_wanted)
        return *m_wanted;
    return m_model ? std::pair(m_model->before(), m_model->after()) : std::pair<ComparedRuns, ComparedRuns>();
}

void ChangePane::compare()
{
    if (!m_model)
        return;
    m_model->compare(m_before->runs(), m_after->runs());
    showAnswer();
}

void ChangePane::showAnswer()
{
    m_cards->show(m_model ? m_model->panels() : QList<FigurePanel>());
    m_cards->setVisible(m_model && !m_model->panels().isEmpty());
    tabBehind(m_keep, m_cards);
    showState();
}

void ChangePane::showState()
{
    const bool read = m_model && m_model->wasRead();
    const bool comparing = m_model && m_model->isComparing();
    const bool anything = read && !m_model->choices().isEmpty();
    m_compare->setEnabled(anything && !comparing);
    m_keep->setEnabled(anything);
    m_stop->setVisible(comparing);
    StateWord state;
    QString said;
    if (comparing) {
        state = {tr("Comparing"), mandate::Shape::Glass, Tone::Info};
        said = tr("Reading the runs of both sides, and trying what chance alone does.");
    } else if (m_model && m_model->problem()) {
        const Trouble &trouble = *m_model->problem();
        state = {tr("Not compared"), mandate::Shape::Octagon, Tone::Critical};
        said = tr("%1 %2 (%3)").arg(trouble.happened, trouble.remedy, trouble.code);
    } else if (m_model && m_model->isStale()) {
        state = {tr("Older than the record"), mandate::Shape::Triangle, Tone::Warning};
        said = tr("Something was recorded or judged since these runs were compared. Compare again to take it in.");
    } else if (read && !anything) {
        state = {tr("Nothing to compare"), mandate::Shape::Hatch, Tone::Muted};
        said = tr("No action of an agent is recorded. Import evidence first.");
    } else if (anything && m_model->panels().isEmpty()) {
        state = {tr("Not asked yet"), mandate::Shape::Diamond, Tone::Neutral};
        said = tr("Choose what was before and what came after: a baseline and everything since, two agents, or one agent until and from a time.");
    }
    m_state->say(state, said);
}

void ChangePane::openSheet()
{
    if (!m_model)
        return;
    QList<ComparedRuns> runs;
    for (const ComparedRuns &side : {m_after->runs(), m_before->runs()}) {
        if (side.baseline.isEmpty() && !side.isEmpty() && !runs.contains(side))
            runs.append(side);
    }
    m_sheet->open(runs, m_model->needsPassphrase());
    if (const QString refusal = m_model->keepRefusal(); !refusal.isEmpty())
        m_sheet->complain(refusal);
    ensureWidgetVisible(m_sheet);
}

} // namespace mandate
