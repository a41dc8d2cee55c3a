// SPDX-License-Identifier: GPL-3.0-or-later
// How often each agent broke its pact, day by day: counted from columns off the window's thread while somebody looks at agents.
#pragma once

#include <QHash>
#include <QObject>

#ifndef Q_MOC_RUN // moc of Qt 6.4 stumbles over concepts of the standard library
#include "models/items/question.h"
#include "models/items/sparkline.h"

#include <memory>
#include <optional>
#endif

namespace mandate {

class Session;
class Workspace;

class AgentTrends : public QObject
{
    Q_OBJECT

public:
    /// So many days up to an agent's last call are looked at.
    static constexpr int days = 30;

    /// That of a session, made when first asked for; nullptr for none.
    static AgentTrends *of(Session *session);

    /// By agent as recorded: attempted violations a day, UTC. A day without a call that was judged is a hole.
    [[nodiscard]] const QHash<QString, Sparkline> &trends() const { return m_trends; }
    [[nodiscard]] bool isBusy() const { return m_question.isOpen(); }

public Q_SLOTS:
    /// Counts again where something was recorded or judged since.
    void read();

Q_SIGNALS:
    void changed();

private:
    explicit AgentTrends(Session *session);

    std::shared_ptr<Workspace> m_workspace;
    QHash<QString, Sparkline> m_trends;
    bool m_stale = true;
    Question<std::optional<QHash<QString, Sparkline>>> m_question;
};

} // namespace mandate
