// SPDX-License-Identifier: GPL-3.0-or-later
// The agents of a workspace as rows: state, pact in force, counts, last seen, and the signed statements about each.
// Loads off the window's thread; holds no rule of its own.
#pragma once

#include "models/items/words.h"

#include <QAbstractTableModel>
#include <QStringList>

#include <memory>
#include <vector>

namespace mandate {

class Workspace;
struct Trouble;

/// One signed statement about an agent, in words.
struct StatementItem
{
    quint64 entry = 0;
    StateWord from;
    StateWord to;
    QString reason;
    QString note; ///< as written: for plain-text widgets only
    QString by;
    std::optional<Instant> decidedAt;
    QString pact; ///< "refunds 1.2.0" in force then; empty when none
    bool isSigned = false;
    bool changes = true; ///< it is a decision that counts
    QString standing; ///< why it is no decision that counts: proposed, declined, void; empty when it is one, made by one person
};

struct AgentItem
{
    QString agent; ///< as recorded: the key for suspend and resume
    QString shown; ///< the same, safe to read
    QStringList deployments;
    AgentState state = AgentState::NotAuthorized;
    std::optional<Instant> since;
    QString by;
    QString reasonCode;
    QString pactId;
    QString pactVersion;
    QString pactTitle;
    QStringList furtherPacts; ///< "id@version" of pacts that bind it in its other deployments
    QString owner;
    quint64 runs = 0;
    quint64 calls = 0;
    quint64 failedCalls = 0;
    quint64 attempted = 0; ///< calls that broke a prohibition
    quint64 executed = 0;  ///< of these, executed
    quint64 needsApproval = 0;
    quint64 undecidable = 0;
    quint64 openIncidents = 0;
    std::optional<Instant> lastSeen;
    quint64 executedWhileSuspended = 0;
    QString ownerFinding; ///< why nobody answers for it; empty when somebody does
    QString proposal;     ///< what waits for a second person; empty when nothing does
    std::vector<StatementItem> statements; ///< newest first

    [[nodiscard]] StateWord stateWord() const;
    /// "Refund agent 1.2.0"
    [[nodiscard]] QString pactName() const;
    /// Plain sentences about what should worry the owner; empty when there is nothing.
    [[nodiscard]] QStringList warnings() const;
    /// What the state means, since when, by whom and why.
    [[nodiscard]] QString stateSentence() const;
    [[nodiscard]] bool canSuspend() const { return state != AgentState::Suspended && state != AgentState::Revoked; }
    [[nodiscard]] bool canResume() const { return state == AgentState::Suspended; }
};

class AgentModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Name, State, Deployment, Pact, Calls, Violations, LastSeen, ColumnCount };

    explicit AgentModel(std::shared_ptr<Workspace> workspace, QObject *parent = nullptr);
    ~AgentModel() override;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

    [[nodiscard]] const AgentItem *item(int row) const;
    [[nodiscard]] int rowOf(const QString &agent) const; ///< −1 when it is not there
    [[nodiscard]] QStringList suspendedAgents() const;
    [[nodiscard]] bool isBusy() const;

public Q_SLOTS:
    /// Reads again in a worker; the newest call wins.
    void refresh();

Q_SIGNALS:
    void busyChanged(bool busy);
    void refreshed();
    void troubled(const mandate::Trouble &trouble);

private:
    [[nodiscard]] QString text(const AgentItem &agent, int column) const;
    void start();

    struct Private;
    std::unique_ptr<Private> m;
};

} // namespace mandate
