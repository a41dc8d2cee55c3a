// SPDX-License-Identifier: GPL-3.0-or-later
// Which agents have to be evaluated again, in words for the pages: read off the window's thread when the ledger grew, and now and then, as days
// pass. It reads; what pacts let happen by itself is done by models/workspace/workspace_watch.h.
#pragma once

#include <QObject>
#include <QString>
#include <QTimer>
#include <QUrl>

#ifndef Q_MOC_RUN // moc of Qt 6.4 stumbles over concepts of the standard library
#include "models/items/question.h"
#include "models/items/words.h"

#include <memory>
#include <vector>
#endif

namespace mandate {

class Session;
class Workspace;

struct EvaluationItem
{
    QString agent; ///< as recorded
    StateWord state;
    bool isDue = false;  ///< due or overdue
    QString sentence;    ///< what is due, by when, and who answers for it. Safe to read
    QString why;         ///< what changed, when; the reason with the earliest deadline. Empty when nothing is due. Safe to read
    QUrl agentPage;
    QUrl seenIn;         ///< the record that shows it; empty: none
    bool operator==(const EvaluationItem &) const = default;
};

class EvaluationWatch : public QObject
{
    Q_OBJECT

public:
    EvaluationWatch(std::shared_ptr<Workspace> workspace, QObject *parent);
    /// That of a session, made when first asked for; nullptr for none, and for a bundle, whose agents are not watched.
    static EvaluationWatch *of(Session *session);

    /// Agents whose pact asks for evaluations: overdue first, then by deadline.
    [[nodiscard]] const std::vector<EvaluationItem> &items() const { return m_items; }
    [[nodiscard]] const EvaluationItem *item(const QString &agent) const;
    [[nodiscard]] QString trouble() const { return m_trouble; } ///< why it could not be read; empty: it could
    [[nodiscard]] bool isBusy() const { return m_question.isOpen() || m_soon.isActive(); }

public Q_SLOTS:
    void refresh();

Q_SIGNALS:
    void changed();

private:
    std::shared_ptr<Workspace> m_workspace;
    std::vector<EvaluationItem> m_items;
    QString m_trouble;
    QTimer m_soon; ///< an import appends many times: one look behind them
    QTimer m_later;
    struct Answer
    {
        std::vector<EvaluationItem> items;
        QString trouble;
    };
    Question<Answer> m_question;
};

} // namespace mandate
