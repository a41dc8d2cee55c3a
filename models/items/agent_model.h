// SPDX-License-Identifier: GPL-3.0-or-later
// The agents of a workspace as rows: state, pact in force, counts, last seen, and the signed statements about each.
// Loads off the window's thread; holds no rule of its own.
#pragma once

#include "models/items/sparkline.h"
#include "models/items/words.h"

#include <QAbstractTableModel>
#include <QHash>
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
    StatementKind kind = StatementKind::Decision;
    QString requestedBy; ///< the first person, where a proposal was confirmed or declined
    QStringList tools;   ///< safe to read; Restricted: those it may not use
    std::optional<Instant> validUntil;
    bool isSigned = false;
    bool changes = true; ///< it is a decision that counts
    QString standing; ///< why it is no decision that counts: proposed, declined, void; empty when it is one, made by one person
};

/// What is seen of an agent's stop; words::of(AgentState) alone would say more than is known.
enum class StopSeen : std::uint8_t { NotAsked, Confirmed, Pending, NotConfirmed, NotStopped };

/// What one deployment of an agent may do, where its deployments differ.
struct DeploymentState
{
    QString deployment; ///< safe to read
    StateWord state;
    QString pact;
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
    QString owner;        ///< named by the pact
    QString appointed;    ///< who answers for it by an appointment; empty when nobody does
    QString deputy;       ///< by the appointment
    QString ownerFinding; ///< why nobody answers for it, in a sentence
    QString scopePolicy;  ///< "id@version" of the scope policy in force for it, safe to read; empty when none is
    QString scopeFinding; ///< why its destructive tools are refused for want of one, in a sentence
    QStringList restrictedTools; ///< as recorded: those it may not use
    std::optional<Instant> validUntil;
    std::vector<DeploymentState> perDeployment; ///< only where they differ
    std::optional<StatementItem> proposal;      ///< what waits for a second person
    StopSeen stop = StopSeen::NotAsked;
    quint64 runs = 0;
    quint64 calls = 0;
    quint64 refused = 0;   ///< attempts that the gateway refused; they are no calls
    quint64 failedCalls = 0;
    quint64 attempted = 0; ///< calls that broke a prohibition
    quint64 executed = 0;  ///< of these, executed
    quint64 needsApproval = 0;
    quint64 undecidable = 0;
    quint64 openIncidents = 0;
    std::optional<Instant> lastSeen;
    quint64 executedWhileSuspended = 0;
    std::vector<StatementItem> statements; ///< newest first

    [[nodiscard]] StateWord stateWord() const;
    /// "Refund agent 1.2.0"
    [[nodiscard]] QString pactName() const;
    /// Plain sentences about what should worry the owner; empty when there is nothing.
    [[nodiscard]] QStringList warnings() const;
    /// What the state means, since when, by whom and why.
    [[nodiscard]] QString stateSentence() const;
    /// What to do about the state; empty when nothing is to be done.
    [[nodiscard]] QString advice() const;
    /// "account:ada, deputy account:bob": the appointment, else whom the pact names.
    [[nodiscard]] QString answersFor() const;
    /// "Authorized until 02 Dec 2025; 3 days left", where it ends by itself; empty otherwise.
    [[nodiscard]] QString expirySentence(const Instant &now) const;
    [[nodiscard]] bool expiresSoon(const Instant &now) const;
    [[nodiscard]] bool mayAct() const { return state == AgentState::Authorized || state == AgentState::Restricted; }
    [[nodiscard]] bool canSuspend() const { return state != AgentState::Suspended && state != AgentState::Revoked; }
    [[nodiscard]] bool canResume() const { return state == AgentState::Suspended || state == AgentState::Restricted; }
    [[nodiscard]] bool canAuthorize() const { return state == AgentState::NotAuthorized || state == AgentState::Revoked || (state == AgentState::Authorized && (validUntil || reasonCode == QLatin1StringView("pact_in_force"))); }
};

/// An authorization that ends within so many days is warned of.
inline constexpr int expiryDays = 14;

class AgentModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Name, State, Deployment, Pact, Calls, Violations, LastSeen, Trend, ColumnCount };

    explicit AgentModel(std::shared_ptr<Workspace> workspace, QObject *parent = nullptr);
    ~AgentModel() override;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

    [[nodiscard]] const AgentItem *item(int row) const;
    [[nodiscard]] int rowOf(const QString &agent) const; ///< −1 when it is not there
    [[nodiscard]] QStringList suspendedAgents() const;
    /// Suspended and revoked ones: those whose stop must hold.
    [[nodiscard]] QStringList stoppedAgents() const;
    /// Whose authorization ends within expiryDays, or ended by itself; the soonest first.
    [[nodiscard]] QStringList expiringAgents() const;
    /// How many may act now.
    [[nodiscard]] int actingCount() const;
    /// What is seen of their stops, by agent as recorded; those that are not named are not asked.
    void setStops(const QHash<QString, StopSeen> &stops);
    /// Violations a day, by agent as recorded.
    void setTrends(const QHash<QString, Sparkline> &trends);
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
    [[nodiscard]] QString trendWords(const AgentItem &agent) const;
    void start();

    struct Private;
    std::unique_ptr<Private> m;
};

} // namespace mandate
