// SPDX-License-Identifier: GPL-3.0-or-later
// One agent: its state with what a person may do about it, the sheet in which they do it, what waits for a second person, and tabs: overview,
// enforcement, history, pact, scope policy, incidents, readiness.
#pragma once

#include <QPointer>
#include <QUrl>
#include <QWidget>

#ifndef Q_MOC_RUN // moc of Qt 6.4 stumbles over concepts of the standard library
#include "models/items/agent_change.h"
#include "models/items/agent_model.h"
#include "views/agents/sheet_words.h"
#endif

class QHBoxLayout;
class QPushButton;
class QTabWidget;

namespace mandate {

class AgentFacts;
class AgentHistory;
class PlainText;
class ProposalCard;
class ReadinessPanel;
class ScopePanel;
class ScrollPane;
class Session;
class StateChip;
class StateLines;
class StatementSheet;
class StopPanel;
class UndoBar;

class AgentDetail : public QWidget
{
    Q_OBJECT

public:
    enum Tab { OverviewTab, EnforcementTab, HistoryTab, PactTab, ScopeTab, IncidentsTab, ReadinessTab };

    explicit AgentDetail(QWidget *parent = nullptr);

    void setSession(Session *session);
    void show(const AgentItem *agent);
    /// Opens the sheet when the step can be taken; else nothing happens.
    void open(AgentChange::Kind kind);
    void openSuspend() { open(AgentChange::Kind::Suspend); }
    void openResume() { open(AgentChange::Kind::Resume); }
    void showEnforcement();
    /// The stop drill, in sight.
    void showDrill();
    /// The scope policy that a second agent checks against.
    void showScope();
    void showOverview();
    /// The five questions.
    void showReadiness();
    [[nodiscard]] StatementSheet *sheet() const { return m_sheet; }
    [[nodiscard]] StopPanel *stop() const { return m_stop; }
    [[nodiscard]] UndoBar *undo() const { return m_undo; }
    [[nodiscard]] ProposalCard *proposal() const { return m_proposal; }
    [[nodiscard]] ScopePanel *scope() const { return m_scope; }
    [[nodiscard]] ReadinessPanel *readiness() const { return m_readiness; }
    [[nodiscard]] QTabWidget *tabs() const { return m_tabs; }
    [[nodiscard]] QPushButton *button(AgentChange::Kind kind) const;
    [[nodiscard]] const AgentItem &agent() const { return m_agent; }

Q_SIGNALS:
    void linkActivated(const QUrl &link);
    void sheetClosed();

private:
    using Kind = AgentChange::Kind;
    struct Act
    {
        AgentChange::Kind kind;
        QPushButton *button;
    };
    void rebuild();
    void showPart(Tab tab, QWidget *part);
    void rebuildActs();
    void rebuildIncidents();
    void readStop();
    void readOptions();
    void commit(const AgentChange &change);
    void offerUndo(const QString &agent);
    [[nodiscard]] SheetSubject subject(AgentChange::Kind kind) const;
    [[nodiscard]] bool canOpen(AgentChange::Kind kind) const;
    [[nodiscard]] QString drillRefusal() const;
    [[nodiscard]] bool readOnly() const;

    QPointer<Session> m_session;
    AgentItem m_agent;
    std::optional<AgentItem> m_before; ///< as it was when its suspension was committed
    PlainText *m_name;
    StateChip *m_chip;
    PlainText *m_state;
    QWidget *m_actRow;
    QList<Act> m_acts;
    ProposalCard *m_proposal;
    UndoBar *m_undo;
    StatementSheet *m_sheet;
    QTabWidget *m_tabs;
    AgentFacts *m_overview;
    StopPanel *m_stop;
    AgentHistory *m_history;
    AgentFacts *m_pact;
    ScopePanel *m_scope;
    ScrollPane *m_incidentPane;
    StateLines *m_incidents;
    ReadinessPanel *m_readiness;
};

} // namespace mandate
