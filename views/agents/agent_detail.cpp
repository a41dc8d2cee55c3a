// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/agents/agent_detail.h"

#include "models/items/agent_options.h"
#include "models/items/enforcement_watch.h"
#include "models/items/agent_baseline.h"
#include "models/items/evaluation_watch.h"
#include "models/items/incident_model.h"
#include "models/items/session.h"
#include "models/items/text_safety.h"
#include "views/agents/agent_facts.h"
#include "views/agents/agent_history.h"
#include "views/agents/proposal_card.h"
#include "views/agents/readiness_panel.h"
#include "views/agents/scope_panel.h"
#include "views/agents/statement_sheet.h"
#include "views/agents/stop_panel.h"
#include "views/agents/undo_bar.h"
#include "views/widgets/plain_text.h"
#include "views/widgets/scroll_pane.h"
#include "views/widgets/state_chip.h"
#include "views/widgets/tab_order.h"
#include "views/widgets/theme.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QTabBar>
#include <QTabWidget>
#include <QVBoxLayout>

namespace mandate {

AgentDetail::AgentDetail(QWidget *parent)
    : QWidget(parent),
      m_name(new PlainText(this)),
      m_chip(new StateChip(this)),
      m_state(new PlainText(this)),
      m_actRow(new QWidget(this)),
      m_proposal(new ProposalCard(this)),
      m_undo(new UndoBar(this)),
      m_sheet(new StatementSheet(this)),
      m_tabs(new QTabWidget(this)),
      m_overview(new AgentFacts(this)),
      m_stop(new StopPanel(this)),
      m_history(new AgentHistory(this)),
      m_pact(new AgentFacts(this)),
      m_scope(new ScopePanel(this)),
      m_incidentPane(new ScrollPane(this)),
      m_incidents(new StateLines),
      m_readiness(new ReadinessPanel(this))
{
    m_name->setFont(Theme::scaledFont(1.2, QFont::DemiBold));
    m_state->setProperty("part", QStringLiteral("muted"));
    auto *titles = new QHBoxLayout;
    titles->setSpacing(10);
    titles->addWidget(m_name, 1, Qt::AlignVCenter);
    titles->addWidget(m_chip, 0, Qt::AlignTop);
    auto *acts = new QHBoxLayout(m_actRow);
    acts->setContentsMargins(0, 2, 0, 0);
    acts->setSpacing(8);
    for (const Kind kind : {Kind::Suspend, Kind::Resume, Kind::Authorize, Kind::Restrict, Kind::Revoke}) {
        auto *button = new QPushButton(m_actRow);
        connect(button, &QPushButton::clicked, this, [this, kind] { open(kind); });
        acts->addWidget(button);
        m_acts << Act{kind, button};
    }
    acts->addStretch(1);
    auto *head = new QVBoxLayout;
    head->setContentsMargins(20, 14, 16, 8);
    head->setSpacing(6);
    head->addLayout(titles);
    head->addWidget(m_state);
    head->addWidget(m_actRow);
    head->addWidget(m_proposal);
    m_tabs->setDocumentMode(true);
    m_tabs->setUsesScrollButtons(false); // in a narrow window their words are cut, and none is out of sight
    m_tabs->setElideMode(Qt::ElideRight);
    auto *incidents = new QWidget;
    auto *column = new QVBoxLayout(incidents);
    column->setContentsMargins(20, 12, 20, 20);
    column->addWidget(m_incidents);
    column->addStretch(1);
    m_incidentPane->setWidget(incidents);
    for (QWidget *tab : std::initializer_list<QWidget *>{m_overview, m_stop, m_history, m_pact, m_scope, m_incidentPane, m_readiness})
        m_tabs->addTab(tab, QString());
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addWidget(m_undo);
    layout->addWidget(m_sheet, 1);
    layout->addWidget(m_tabs, 1);
    m_sheet->hide();

    connect(m_sheet, &StatementSheet::committed, this, &AgentDetail::commit);
    connect(m_sheet, &StatementSheet::closed, this, [this] {
        for (QWidget *part : std::initializer_list<QWidget *>{m_tabs, m_state, m_actRow})
            part->setVisible(!m_agent.agent.isEmpty());
        Q_EMIT sheetClosed();
    });
    connect(m_proposal, &ProposalCard::confirmWanted, this, [this] { open(Kind::Confirm); });
    connect(m_proposal, &ProposalCard::declineWanted, this, [this] { open(Kind::Decline); });
    connect(m_undo, &UndoBar::undone, this, [this](const AgentChange &change) {
        if (m_session)
            m_session->changeAgent(change);
    });
    connect(m_stop, &StopPanel::drillWanted, this, [this] {
        if (m_session)
            m_session->enforcement()->drill(m_agent.agent);
    });
    connect(m_sheet, &StatementSheet::linkActivated, this, &AgentDetail::linkActivated);
    connect(m_stop, &StopPanel::linkActivated, this, &AgentDetail::linkActivated);
    connect(m_incidents, &StateLines::linkActivated, this, &AgentDetail::linkActivated);
    connect(m_readiness, &ReadinessPanel::linkActivated, this, &AgentDetail::linkActivated);
    connect(m_overview, &AgentFacts::linkActivated, this, &AgentDetail::linkActivated);
    connect(m_pact, &AgentFacts::linkActivated, this, &AgentDetail::linkActivated);
    QList<QWidget *> order; // as it is seen: what can be done before where one reads
    for (const Act &act : std::as_const(m_acts))
        order << act.button;
    order << m_proposal->declineButton() << m_proposal->confirmButton() << m_undo->findChild<QPushButton *>();
    tabBehind(m_name, order);
    show(nullptr);
}

void AgentDetail::setSession(Session *session)
{
    if (m_session) {
        m_session->disconnect(this);
        m_session->enforcement()->disconnect(this);
        AgentOptionsReader::of(m_session)->disconnect(this);
        AgentBaselineReader::of(m_session)->disconnect(this);
        if (EvaluationWatch *evaluations = EvaluationWatch::of(m_session))
            evaluations->disconnect(this);
        m_session->incidents()->disconnect(this);
    }
    m_session = session;
    m_scope->setSession(session);
    m_readiness->setSession(session);
    m_before.reset();
    m_undo->withdraw();
    m_sheet->close();
    if (session) {
        connect(session->enforcement(), &EnforcementWatch::changed, this, &AgentDetail::readStop);
        connect(session, &Session::statementMade, this, &AgentDetail::offerUndo);
        connect(session, &Session::agentChanged, this, [this] { readOptions(); });
        connect(AgentOptionsReader::of(session), &AgentOptionsReader::changed, this, [this](const QString &agent) {
            if (agent == m_agent.agent && !agent.isEmpty())
                rebuild();
        });
        connect(AgentBaselineReader::of(session), &AgentBaselineReader::changed, this, [this](const QString &agent) {
            if (agent == m_agent.agent && !agent.isEmpty())
                rebuild();
        });
        if (EvaluationWatch *evaluations = EvaluationWatch::of(session))
            connect(evaluations, &EvaluationWatch::changed, this, [this] {
                if (!m_agent.agent.isEmpty())
                    rebuild();
            });
        connect(session->incidents(), &IncidentModel::refreshed, this, &AgentDetail::rebuildIncidents);
    }
    show(nullptr);
}

bool AgentDetail::readOnly() const
{
    return !m_session || m_session->isReadOnly();
}

void AgentDetail::show(const AgentItem *agent)
{
    const bool another = !agent || agent->agent != m_agent.agent;
    if (another) {
        m_sheet->close();
        m_undo->withdraw();
    }
    m_agent = agent ? *agent : AgentItem();
    for (QWidget *part : std::initializer_list<QWidget *>{m_name, m_chip})
        part->setVisible(agent != nullptr);
    for (QWidget *part : std::initializer_list<QWidget *>{m_tabs, m_state, m_actRow})
        part->setVisible(agent != nullptr && m_sheet->isHidden());
    if (!agent) {
        m_proposal->hide();
        return;
    }
    m_session->enforcement()->show(m_agent.agent);
    readOptions();
    rebuild();
    if (another)
        m_tabs->setCurrentIndex(OverviewTab);
}

void AgentDetail::readOptions()
{
    if (!m_session || m_agent.agent.isEmpty())
        return;
    AgentOptionsReader::of(m_session)->read(m_agent.agent);
    AgentBaselineReader::of(m_session)->read(m_agent.agent);
}

SheetSubject AgentDetail::subject(Kind kind) const
{
    SheetSubject subject;
    subject.kind = kind;
    subject.agent = m_agent;
    if (!m_session)
        return subject;
    subject.acting = m_session->agents()->actingCount();
    if (const StopItem *stop = m_session->enforcement()->of(m_agent.agent))
        subject.stop = *stop;
    if (const AgentOptions *options = AgentOptionsReader::of(m_session)->options(m_agent.agent))
        subject.options = *options;
    return subject;
}

bool AgentDetail::canOpen(Kind kind) const
{
    if (readOnly())
        return false;
    if (kind == Kind::SuspendAll)
        return m_session->agents()->actingCount() > 0;
    if (m_agent.agent.isEmpty())
        return false;
    switch (kind) {
    case Kind::Suspend: return m_agent.canSuspend();
    case Kind::Restrict: return m_agent.mayAct();
    case Kind::Resume: return m_agent.canResume();
    case Kind::Revoke: return m_agent.state != AgentState::Revoked;
    case Kind::Authorize: return m_agent.canAuthorize();
    default: return m_agent.proposal.has_value();
    }
}

void AgentDetail::open(Kind kind)
{
    if (!canOpen(kind))
        return;
    for (QWidget *part : std::initializer_list<QWidget *>{m_tabs, m_state, m_actRow}) // the sheet needs the room, and says what they said
        part->hide();
    m_sheet->open(subject(kind));
}

QPushButton *AgentDetail::button(Kind kind) const
{
    for (const Act &act : m_acts) {
        if (act.kind == kind)
            return act.button;
    }
    return nullptr;
}

void AgentDetail::commit(const AgentChange &change)
{
    if (!m_session)
        return;
    m_undo->withdraw();
    m_before.reset();
    if (change.kind == Kind::Suspend && m_agent.mayAct())
        m_before = m_agent;
    if (change.kind == Kind::Suspend || change.kind == Kind::Revoke || change.kind == Kind::Restrict)
        m_tabs->setCurrentIndex(EnforcementTab); // where it is seen to hold, or not
    m_session->changeAgent(change);
}

void AgentDetail::offerUndo(const QString &agent)
{
    if (!m_before || m_before->agent != agent)
        return;
    // What it could do before, and no more: a restriction stays one.
    const AgentChange change{Kind::Resume, agent, QStringLiteral("false_alarm"), tr("Undone within ten seconds."), m_before->restrictedTools, {}, {}};
    const AgentOptions *options = AgentOptionsReader::of(m_session)->options(agent);
    m_undo->offer(change, m_before->shown, options && options->needsSecond);
    m_before.reset();
}

void AgentDetail::readStop()
{
    if (m_agent.agent.isEmpty() || !m_session)
        return;
    const EnforcementWatch *watch = m_session->enforcement();
    m_agent.stop = m_agent.canResume() || m_agent.state == AgentState::Revoked ? watch->seen(m_agent.agent) : StopSeen::NotAsked;
    m_chip->setState(m_agent.stateWord());
    m_stop->show(watch->of(m_agent.agent), watch->isEnforcing(), watch->isDrilling(), drillRefusal());
    m_sheet->update(subject(m_sheet->kind()));
}

QString AgentDetail::drillRefusal() const
{
    if (readOnly())
        return tr("This workspace is open for reading. Open it for writing to run a drill.");
    if (m_agent.mayAct())
        return tr("A drill of a running agent is a suspension. Suspend it first, run the drill, then resume it.");
    return {};
}

void AgentDetail::rebuild()
{
    m_name->setUntrusted(m_agent.agent, 240);
    m_chip->setState(m_agent.stateWord());
    const QString advice = m_agent.advice();
    m_state->setUntrusted(advice.isEmpty() ? m_agent.stateSentence() : m_agent.stateSentence() + QLatin1Char(' ') + advice);
    const AgentOptions *options = m_session ? AgentOptionsReader::of(m_session)->options(m_agent.agent) : nullptr;
    rebuildActs();
    m_proposal->show(m_agent, options, readOnly());
    const EvaluationWatch *evaluations = EvaluationWatch::of(m_session);
    m_overview->showOverview(m_agent, options, evaluations ? evaluations->item(m_agent.agent) : nullptr,
                             m_session ? AgentBaselineReader::of(m_session)->reading(m_agent.agent) : nullptr);
    m_history->show(m_agent);
    m_pact->showPact(m_agent);
    m_scope->show(m_agent);
    m_readiness->setAgent(m_agent.agent);
    rebuildIncidents();
    m_tabs->setTabText(OverviewTab, tr("Overview"));
    m_tabs->setTabText(EnforcementTab, tr("Enforcement"));
    m_tabs->setTabText(HistoryTab, m_agent.statements.empty() ? tr("History") : tr("History %L1").arg(m_agent.statements.size()));
    m_tabs->setTabText(PactTab, tr("Pact"));
    m_tabs->setTabText(ScopeTab, tr("Scope"));
    m_tabs->setTabText(IncidentsTab, m_agent.openIncidents == 0 ? tr("Incidents") : tr("Incidents %L1").arg(m_agent.openIncidents));
    m_tabs->setTabText(ReadinessTab, tr("Readiness"));
    m_tabs->setTabToolTip(ReadinessTab, tr("Five questions about the agent, and what is missing"));
    m_tabs->setTabToolTip(HistoryTab, tr("Authorization history"));
    m_tabs->tabBar()->setAccessibleName(tr("Parts of the agent"));
    readStop();
}

void AgentDetail::rebuildActs()
{
    const AgentOptions *options = m_session ? AgentOptionsReader::of(m_session)->options(m_agent.agent) : nullptr;
    const auto prepare = [&](Kind kind, const QString &text, const QString &toolTip, bool shown) {
        QPushButton *act = button(kind);
        act->setText(text);
        act->setVisible(shown);
        QString why = readOnly() ? tr("This workspace is open for reading. Open it for writing to change an agent.") : QString();
        if (why.isEmpty() && options && kind != Kind::Authorize) // the sheet itself says what is missing for that
            why = options->refusal(kind);
        act->setEnabled(why.isEmpty());
        act->setToolTip(why.isEmpty() ? toolTip : plainToolTip(why));
    };
    prepare(Kind::Suspend, tr("Suspend…"), tr("Stops the agent at once (Ctrl+Shift+S)"), m_agent.canSuspend());
    prepare(Kind::Resume, tr("Resume…"), tr("Lets the agent act again, wholly or without some of its tools"), m_agent.canResume());
    prepare(Kind::Authorize, tr("Authorize…"), tr("Checks what it has to have, and authorizes it"), m_agent.canAuthorize());
    prepare(Kind::Restrict, tr("Restrict…"), tr("Forbids it some of its tools"), m_agent.mayAct());
    prepare(Kind::Revoke, tr("Revoke…"), tr("Ends its authorization for good"), m_agent.state != AgentState::Revoked);
}

void AgentDetail::rebuildIncidents()
{
    if (!m_session || m_agent.agent.isEmpty())
        return;
    IncidentModel *model = m_session->incidents();
    m_incidentPane->setAccessibleName(tr("Incidents of the agent"));
    QList<StateLine> lines;
    if (!model->wasRead()) {
        if (!model->isBusy())
            model->refresh();
        lines << StateLine{{tr("Reading"), mandate::Shape::Glass, Tone::Muted}, tr("Incidents are being read."), {}, {}, {}};
    }
    for (int row = 0; row < model->rowCount() && lines.size() < 100; ++row) {
        const IncidentItem *item = model->item(row);
        if (item->agent != m_agent.agent)
            continue;
        //: an incident: %1 its clause in words, %2 such as "3 attempted, 2 executed", %3 when it was opened
        lines << StateLine{item->severity, tr("%1 %2. Opened %3.").arg(item->clauseSentence, item->countWords(), item->opened), {}, tr("Show %1").arg(visibleLine(item->id, 60)),
                           AgentFacts::linkTo(QStringLiteral("incidents"), QStringLiteral("incident"), item->id)};
    }
    if (lines.isEmpty())
        lines << StateLine{{tr("None"), mandate::Shape::Disc, Tone::Info}, tr("No incident is open about this agent, in the records we have."), {}, {}, {}};
    m_incidents->setLines(lines);
    tabBehind(m_incidentPane, m_incidentPane->widget());
}

void AgentDetail::showPart(Tab tab, QWidget *part)
{
    if (m_agent.agent.isEmpty())
        return;
    m_sheet->close();
    m_tabs->setCurrentIndex(tab);
    part->setFocus(Qt::OtherFocusReason);
}

void AgentDetail::showEnforcement()
{
    showPart(EnforcementTab, m_stop);
}

void AgentDetail::showScope()
{
    showPart(ScopeTab, m_scope);
}

void AgentDetail::showOverview()
{
    showPart(OverviewTab, m_overview);
}

void AgentDetail::showReadiness()
{
    showPart(ReadinessTab, m_readiness);
}

void AgentDetail::showDrill()
{
    if (m_agent.agent.isEmpty())
        return;
    showEnforcement();
    m_stop->scrollToDrill();
}

} // namespace mandate
