// SPDX-License-Identifier: GPL-3.0-or-later
// What may be done about one agent now, by whom, and what it takes: refusals in words, the five checks, its tools. Read off the window's
// thread when a person looks at the agent; decides nothing itself.
#pragma once

#include <QObject>
#include <QUrl>

#ifndef Q_MOC_RUN // moc of Qt 6.4 stumbles over concepts of the standard library
#include "models/items/agent_change.h"
#include "models/items/question.h"
#include "models/items/words.h"

#include <map>
#include <memory>
#include <vector>
#endif

namespace mandate {

class Session;
class Workspace;

/// One of the five checks before an agent is authorized.
struct GateLine
{
    QString item; ///< "Pact"
    StateWord state;
    QString says;
    QString remedy; ///< empty when it passed
    QString link;   ///< label of the way to mend it
    QUrl target;    ///< mandate://…; `drill` names the stop drill of this page
    bool passed = false;
};

struct ToolLine
{
    QString tool;  ///< as recorded
    QString shown; ///< safe to read
    quint64 used = 0;
    bool listed = false; ///< in the pact's list of tools
};

struct AgentOptions
{
    QString agent;
    bool needsPassphrase = false; ///< the signed-in person's keys are locked
    bool needsSecond = false; ///< people are enrolled: giving back what was taken waits for a second person
    std::map<AgentChange::Kind, QString> refusals; ///< why the signed-in person may not, with who can; not there when they may
    std::vector<GateLine> gate;
    QString gateProblem; ///< the gate could not be read
    std::vector<ToolLine> tools; ///< most used first
    QString model; ///< of its newest run; empty when none is recorded. Safe to read

    [[nodiscard]] bool gatePasses() const;
    [[nodiscard]] QString refusal(AgentChange::Kind kind) const;
};

class AgentOptionsReader : public QObject
{
    Q_OBJECT

public:
    explicit AgentOptionsReader(std::shared_ptr<Workspace> workspace, QObject *parent);
    /// That of a session, made when first asked for; nullptr for none.
    static AgentOptionsReader *of(Session *session);

    /// As read last; another agent's are never given.
    [[nodiscard]] const AgentOptions *options(const QString &agent) const { return m_options.agent == agent && !agent.isEmpty() ? &m_options : nullptr; }
    [[nodiscard]] bool isBusy() const { return m_question.isOpen(); }

public Q_SLOTS:
    void read(const QString &agent);

Q_SIGNALS:
    void changed(const QString &agent);

private:
    std::shared_ptr<Workspace> m_workspace;
    AgentOptions m_options;
    Question<AgentOptions> m_question;
};

} // namespace mandate
