// SPDX-License-Identifier: GPL-3.0-or-later
// How an agent behaves against its newest signed baseline, in one sentence with the way to the comparison. Compared off the window's thread when a person looks;
// the comparison is models/workspace/drift.
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

struct BaselineReading
{
    QString agent;
    StateWord state;  ///< "Worse", "Not distinguishable"; without text while there is no baseline
    QString sentence; ///< safe to read
    QUrl comparison;  ///< the tab "What changed" with the same two sides
};

class AgentBaselineReader : public QObject
{
    Q_OBJECT

public:
    /// That of a session, made when first asked for; nullptr for none.
    static AgentBaselineReader *of(Session *session);

    /// As read last, where the agent has a baseline; another agent's is never given.
    [[nodiscard]] const BaselineReading *reading(const QString &agent) const;
    [[nodiscard]] bool isBusy() const { return m_question.isOpen(); }

public Q_SLOTS:
    /// What was read of the same ledger is not read again.
    void read(const QString &agent);

Q_SIGNALS:
    void changed(const QString &agent);

private:
    explicit AgentBaselineReader(std::shared_ptr<Workspace> workspace, QObject *parent);

    std::shared_ptr<Workspace> m_workspace;
    BaselineReading m_reading;
    QString m_asked;
    quint64 m_size = 0; ///< of the ledger that was asked
    Question<BaselineReading> m_question;
};

} // namespace mandate
