// SPDX-License-Identifier: GPL-3.0-or-later
// Tells the enforcement points of the open workspace what agents may do (by an Enforcer), and reads for the views how far each stop is.
// Reminds while a stop does not hold. Lives in the window's thread.
#pragma once

#include <QHash>
#include <QObject>
#include <QTimer>

#ifndef Q_MOC_RUN // moc of Qt 6.4 stumbles over concepts of the standard library
#include "models/items/question.h"
#include "models/items/stop_item.h"

#include <memory>
#endif

namespace mandate {

class Enforcer;
class WorkspaceWatch;
class Workspace;
enum class StopSeen : std::uint8_t;
struct Trouble;

class EnforcementWatch : public QObject
{
    Q_OBJECT

public:
    /// `enforces`: runs an Enforcer. Without one, such as for the sample or read-only, it only reads.
    EnforcementWatch(std::shared_ptr<Workspace> workspace, bool enforces, QObject *parent);
    ~EnforcementWatch() override;

    [[nodiscard]] bool isEnforcing() const { return m_enforcer != nullptr; }
    /// As read last; nullptr before that.
    [[nodiscard]] const StopItem *of(const QString &agent) const;
    [[nodiscard]] StopSeen seen(const QString &agent) const;
    /// Agents that must be stopped and are not confirmed to be everywhere; those without any point are not among them.
    [[nodiscard]] QStringList unconfirmed() const;
    /// Agents that must be stopped and are seen not to be.
    [[nodiscard]] QStringList notStopped() const;
    /// What is worst of a point, over the agents that are watched; nullptr when it was asked about none.
    [[nodiscard]] const PointLine *worst(const QString &point) const;
    [[nodiscard]] bool isDrilling() const { return m_drill.isOpen(); }

    /// Agents whose stop must hold; asked again and again.
    void watch(const QStringList &stopped);
    /// The agent on screen is read too.
    void show(const QString &agent);
    /// After a statement: tells the points now, and reads what they say.
    void wake();
    /// Asks every point whether it refuses the agent, and keeps the answer in the ledger.
    void drill(const QString &agent);
    /// How often a stop that does not hold is said again.
    void setReminder(int milliseconds) { m_remind.setInterval(milliseconds); }

Q_SIGNALS:
    void changed();
    void drilled(const QString &agent);
    /// Said at once when a stop is seen not to hold, and again every minute while it does not.
    void stopFails(const QStringList &agents);
    void troubled(const mandate::Trouble &trouble);

private:
    void read();
    void readIn(int milliseconds);
    void take(std::vector<StopItem> items);

    std::shared_ptr<Workspace> m_workspace;
    std::unique_ptr<Enforcer> m_enforcer;
    std::unique_ptr<WorkspaceWatch> m_witnesses; ///< beside it: what goes on by itself while somebody works here
    QHash<QString, StopItem> m_items;
    QHash<QString, DrillItem> m_drills; ///< of this session, with their points
    QHash<QString, qint64> m_took;        ///< by point: how long the last stop took to be confirmed, in milliseconds
    QStringList m_stopped;
    QString m_shown;
    QTimer m_soon;
    qint64 m_tookToRead = 0; ///< milliseconds, the last time
    QTimer m_remind;
    Question<std::vector<StopItem>> m_question;
    struct Drilled;
    Question<std::shared_ptr<Drilled>> m_drill;
};

} // namespace mandate
