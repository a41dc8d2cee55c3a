// SPDX-License-Identifier: GPL-3.0-or-later
// The five questions about one agent in words for people, each with what is missing and the way there. Read off the window's thread when a person
// looks; what the answers are is models/workspace/readiness.
#pragma once

#include <QObject>
#include <QUrl>

#ifndef Q_MOC_RUN // moc of Qt 6.4 stumbles over concepts of the standard library
#include "models/items/question.h"
#include "models/items/words.h"

#include <memory>
#endif

namespace mandate {

class Session;
class Workspace;

struct MissingLine
{
    QString says;
    QString remedy;
    QString link; ///< label of the way there
    QUrl target;  ///< mandate://…
};

struct ReadinessLine
{
    QString question; ///< "Is its behaviour measured?"
    StateWord answer; ///< "Yes", "Partly", "No"
    QString facts;    ///< a line each; safe to read
    QList<MissingLine> missing;
};

struct ReadinessReading
{
    QString agent;
    QList<ReadinessLine> lines; ///< five; none when it could not be read
    QString problem;            ///< why; empty when it could
};

class AgentReadinessReader : public QObject
{
    Q_OBJECT

public:
    /// That of a session, made when first asked for; nullptr for none.
    static AgentReadinessReader *of(Session *session);

    /// As read last; another agent's is never given.
    [[nodiscard]] const ReadinessReading *reading(const QString &agent) const { return m_reading.agent == agent && !agent.isEmpty() ? &m_reading : nullptr; }
    [[nodiscard]] bool isBusy() const { return m_question.isOpen(); }

public Q_SLOTS:
    void read(const QString &agent);

Q_SIGNALS:
    void changed(const QString &agent);

private:
    explicit AgentReadinessReader(std::shared_ptr<Workspace> workspace, QObject *parent);

    std::shared_ptr<Workspace> m_workspace;
    ReadinessReading m_reading;
    Question<ReadinessReading> m_question;
};

} // namespace mandate
