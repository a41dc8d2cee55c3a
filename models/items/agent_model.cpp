// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/agent_model.h"

#include "models/items/text_safety.h"
#include "models/items/trouble.h"
#include "models/items/workspace_lease.h"
#include "models/workspace/workspace.h"

#include <QFutureWatcher>
#include <QUrl>
#include <QUrlQuery>
#include <QtConcurrentRun>

#include <algorithm>
#include <variant>

namespace mandate {
namespace {

using Loaded = std::variant<std::vector<AgentItem>, Error>;

StatementItem itemOf(const Statement &statement)
{
    StatementItem item;
    item.entry = statement.entry;
    item.from = words::of(statement.from);
    item.to = words::of(statement.to);
    item.reason = words::reason(std::string_view(statement.reasonCode));
    item.note = QString::fromStdString(statement.note);
    item.by = visibleLine(statement.decidedByName.empty() ? words::person(statement.decidedBy) : QString::fromStdString(statement.decidedByName));
    if (!statement.actingFor.empty()) {
        const QString absent = visibleLine(words::person(statement.actingFor));
        //: who decided in whose place: %1 who decided, %2 who was away, %3 date and time
        item.by = statement.actingUntil ? AgentModel::tr("%1 for %2 (delegated until %3)").arg(item.by, absent, words::time(statement.actingUntil))
                                        //: who decided in whose place: %1 who decided, %2 who was away
                                        : AgentModel::tr("%1 for %2 (delegated)").arg(item.by, absent);
    }
    item.decidedAt = statement.decidedAt;
    item.pact = visibleLine(statement.pactId);
    if (!statement.pactVersion.empty())
        item.pact += QLatin1Char(' ') + visibleLine(statement.pactVersion);
    item.kind = statement.kind;
    item.requestedBy = visibleLine(words::person(statement.requestedBy));
    for (const std::string &tool : statement.tools)
        item.tools << visibleLine(tool, 80);
    item.validUntil = statement.validUntil;
    item.isSigned = !statement.keyId.empty();
    item.changes = statement.voidBecause.empty() && statement.kind == StatementKind::Decision;
    if (!statement.voidBecause.empty())
        item.standing = AgentModel::tr("Void: %1").arg(visibleLine(statement.voidBecause, 300));
    else if (statement.kind == StatementKind::Proposal)
        item.standing = AgentModel::tr("Proposed; by itself it changes nothing.");
    else if (statement.kind == StatementKind::Decline)
        item.standing = AgentModel::tr("The proposal was declined.");
    else if (!statement.requestedBy.empty())
        item.standing = AgentModel::tr("Proposed by %1.").arg(visibleLine(words::person(statement.requestedBy)));
    return item;
}

/// Empty unless the deployments of the agent differ.
std::vector<DeploymentState> perDeployment(const Workspace &workspace, const AgentOverview &overview)
{
    if (overview.deployments.size() < 2 || overview.deployments.size() > 50)
        return {};
    std::vector<DeploymentState> states;
    bool differ = false;
    for (const std::string &deployment : overview.deployments) {
        const AgentStanding standing = workspace.standing(overview.agent, deployment);
        differ = differ || standing.state != overview.state;
        states.push_back({visibleLine(deployment, 120), words::of(standing.state), standing.pacts.empty() ? QString() : visibleLine(standing.pacts.front())});
    }
    if (!differ)
        states.clear();
    return states;
}

AgentItem itemOf(const AgentOverview &overview, const std::vector<Statement> &statements)
{
    AgentItem item;
    item.agent = QString::fromStdString(overview.agent);
    item.shown = visibleLine(overview.agent, 200);
    for (const std::string &deployment : overview.deployments)
        item.deployments << visibleLine(deployment, 120);
    item.state = overview.state;
    item.since = overview.since;
    item.by = visibleLine(words::person(overview.by));
    item.reasonCode = QString::fromStdString(overview.reason);
    item.pactId = QString::fromStdString(overview.pactId);
    item.pactVersion = QString::fromStdString(overview.pactVersion);
    item.pactTitle = visibleLine(overview.pactTitle);
    for (std::size_t i = 1; i < overview.pacts.size(); ++i)
        item.furtherPacts.append(QString::fromStdString(overview.pacts[i]));
    item.owner = visibleLine(overview.owner);
    if (overview.appointment && !overview.appointment->vacated) {
        item.appointed = visibleLine(words::person(overview.appointment->owner));
        item.deputy = visibleLine(words::person(overview.appointment->deputy));
    }
    item.ownerFinding = visibleLine(overview.ownerFinding);
    item.scopePolicy = visibleLine(overview.scopePolicy, 120);
    item.scopeFinding = visibleLine(overview.scopeFinding, 500);
    for (const std::string &tool : overview.restrictedTools)
        item.restrictedTools << QString::fromStdString(tool);
    item.validUntil = overview.validUntil;
    if (overview.proposal)
        item.proposal = itemOf(*overview.proposal);
    item.runs = overview.runs;
    item.calls = overview.calls;
    item.refused = overview.refused;
    item.failedCalls = overview.failedCalls;
    item.attempted = overview.attemptedViolations;
    item.executed = overview.executedViolations;
    item.needsApproval = overview.needsApproval;
    item.undecidable = overview.undecidable;
    item.openIncidents = overview.openIncidents;
    item.lastSeen = overview.lastSeen;
    item.executedWhileSuspended = overview.executedWhileSuspended;
    for (const Statement &statement : statements)
        item.statements.push_back(itemOf(statement));
    std::sort(item.statements.begin(), item.statements.end(), [](const StatementItem &a, const StatementItem &b) { return a.entry > b.entry; });
    return item;
}

Loaded load(const Workspace &workspace)
{
    Result<std::vector<AgentOverview>> agents = workspace.agents();
    if (!agents)
        return agents.error();
    std::vector<AgentItem> items;
    items.reserve(agents->size());
    for (const AgentOverview &overview : *agents) {
        items.push_back(itemOf(overview, workspace.statements(overview.agent)));
        items.back().perDeployment = perDeployment(workspace, overview);
    }
    return items;
}

} // namespace

/// Suspended is what the register says; whether the agent stopped is another question, and the word answers both.
StateWord AgentItem::stateWord() const
{
    if (state != AgentState::Suspended)
        return words::of(state);
    switch (stop) {
    case StopSeen::Pending: return {AgentModel::tr("Suspended, stopping"), Shape::Glass, Tone::Warning};
    case StopSeen::NotConfirmed: return {AgentModel::tr("Suspended, not confirmed"), Shape::Triangle, Tone::Warning};
    case StopSeen::NotStopped: return {AgentModel::tr("Suspended, not stopped"), Shape::Octagon, Tone::Critical};
    case StopSeen::NotAsked:
    case StopSeen::Confirmed: break;
    }
    return words::of(state);
}

QString AgentItem::advice() const
{
    if (state == AgentState::Revoked)
        return AgentModel::tr("To let it act again, authorize it anew.");
    if (state == AgentState::Suspended)
        return AgentModel::tr("Find the cause, then resume it wholly or first without some of its tools.");
    if (state != AgentState::NotAuthorized)
        return {};
    if (reasonCode == QLatin1StringView("expired"))
        return AgentModel::tr("Its authorization ended by itself. Authorize it again.");
    if (reasonCode == QLatin1StringView("no_owner"))
        return AgentModel::tr("Nobody answers for it. Appoint an owner on the People page.");
    if (reasonCode == QLatin1StringView("not_yet"))
        return AgentModel::tr("Its authorization begins later. Wait, or authorize it from now on.");
    if (reasonCode == QLatin1StringView("broken_chain"))
        return AgentModel::tr("The chain of its statements does not hold. Compare this workspace with a copy before you rely on it.");
    if (pactId.isEmpty())
        return AgentModel::tr("Write a pact that binds it, and put it in force.");
    return AgentModel::tr("Authorize it when the five checks pass.");
}

QString AgentItem::answersFor() const
{
    if (!appointed.isEmpty())
        //: %1 and %2 persons
        return deputy.isEmpty() ? AgentModel::tr("%1, appointed, without a deputy").arg(appointed) : AgentModel::tr("%1, appointed; deputy %2").arg(appointed, deputy);
    if (!owner.isEmpty())
        //: %1 a person or a role
        return AgentModel::tr("%1, named by the pact").arg(owner);
    return AgentModel::tr("Nobody is named");
}

bool AgentItem::expiresSoon(const Instant &now) const
{
    constexpr qint64 dayNs = 24LL * 3600 * 1'000'000'000;
    return validUntil && state != AgentState::Suspended && state != AgentState::Revoked && validUntil->nanoseconds - now.nanoseconds <= expiryDays * dayNs;
}

QString AgentItem::expirySentence(const Instant &now) const
{
    if (!validUntil || state == AgentState::Suspended || state == AgentState::Revoked)
        return {};
    constexpr qint64 dayNs = 24LL * 3600 * 1'000'000'000;
    const QString when = words::time(validUntil);
    if (validUntil->nanoseconds <= now.nanoseconds)
        return AgentModel::tr("Its authorization ended at %1.").arg(when);
    return AgentModel::tr("Its authorization ends at %1, in %n day(s).", nullptr, static_cast<int>((validUntil->nanoseconds - now.nanoseconds) / dayNs)).arg(when);
}

QString AgentItem::pactName() const
{
    if (pactId.isEmpty())
        return AgentModel::tr("No pact binds it");
    const QString title = pactTitle.isEmpty() ? visibleLine(pactId) : pactTitle;
    //: a pact: %1 is its title, %2 its version number
    return AgentModel::tr("%1 %2").arg(title, visibleLine(pactVersion));
}

QStringList AgentItem::warnings() const
{
    QStringList all;
    if (pactId.isEmpty())
        all << AgentModel::tr("No pact in force binds this agent. What it does cannot be judged, and it is not authorized.");
    if (executedWhileSuspended > 0)
        all << AgentModel::tr("Executed %n action(s) after it was suspended: the suspension does not hold.", nullptr,
                              static_cast<int>(executedWhileSuspended));
    if (!ownerFinding.isEmpty())
        all << ownerFinding;
    else if (!pactId.isEmpty() && owner.isEmpty() && appointed.isEmpty())
        all << AgentModel::tr("The pact names no accountable owner, so nobody answers for this agent.");
    if (!scopeFinding.isEmpty())
        all << scopeFinding;
    return all;
}

QString AgentItem::stateSentence() const
{
    if (!since)
        return words::meaning(state);
    if (by.isEmpty())
        //: %1 what the state means, as a sentence; %2 date and time
        return AgentModel::tr("%1 Since %2.").arg(words::meaning(state), words::time(since));
    if (reasonCode.isEmpty())
        return AgentModel::tr("%1 Since %2, by %3.").arg(words::meaning(state), words::time(since), by);
    //: %1 what the state means, as a sentence; %2 date and time; %3 a person; %4 the reason, such as "Scope violation"
    return AgentModel::tr("%1 Since %2, by %3. Reason: %4.").arg(words::meaning(state), words::time(since), by, words::reason(reasonCode));
}

/// Of the days that are known.
static quint64 countedIn(const Sparkline &trend)
{
    double sum = 0;
    for (const double day : trend.values)
        sum += day >= 0 ? day : 0;
    return static_cast<quint64>(sum);
}

struct AgentModel::Private
{
    std::shared_ptr<Workspace> workspace;
    std::vector<AgentItem> items;
    QHash<QString, StopSeen> stops;
    QHash<QString, Sparkline> trends;
    QFutureWatcher<Loaded> watcher;
    bool again = false; ///< asked to refresh while reading
};

AgentModel::AgentModel(std::shared_ptr<Workspace> workspace, QObject *parent) : QAbstractTableModel(parent), m(std::make_unique<Private>())
{
    m->workspace = std::move(workspace);
    connect(&m->watcher, &QFutureWatcherBase::finished, this, [this] {
        if (m->again) {
            m->again = false;
            start();
            return;
        }
        Loaded loaded = m->watcher.result();
        if (const Error *error = std::get_if<Error>(&loaded)) {
            Q_EMIT troubled(troubleOf(*error));
        } else {
            beginResetModel();
            m->items = std::get<std::vector<AgentItem>>(std::move(loaded));
            for (AgentItem &item : m->items)
                item.stop = m->stops.value(item.agent, StopSeen::NotAsked);
            endResetModel();
        }
        Q_EMIT busyChanged(false);
        Q_EMIT refreshed();
    });
}

AgentModel::~AgentModel()
{
    m->watcher.disconnect(this); // the reading goes on for itself and is dropped
}

int AgentModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m->items.size());
}

int AgentModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(ColumnCount);
}

QString AgentModel::text(const AgentItem &agent, int column) const
{
    switch (column) {
    case Name: return agent.shown;
    case State: return agent.stateWord().text;
    case Deployment: return agent.deployments.join(QStringLiteral(", "));
    case Pact: return agent.pactName();
    case Calls:
        //: calls of an agent: %1 how many, %2 how many more the gateway refused
        return agent.refused > 0 ? tr("%1 (%2 more refused)").arg(words::number(agent.calls), words::number(agent.refused)) : words::number(agent.calls);
    case Violations: return words::number(agent.attempted);
    case Trend: {
        const auto trend = m->trends.constFind(agent.agent);
        return trend == m->trends.cend() ? QStringLiteral("–") : words::number(countedIn(*trend));
    }
    case LastSeen: return words::day(agent.lastSeen); // counted by day: a time of day would be made up
    default: return {};
    }
}

QVariant AgentModel::data(const QModelIndex &index, int role) const
{
    const AgentItem *agent = index.isValid() ? item(index.row()) : nullptr;
    if (!agent)
        return {};
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole: return text(*agent, column);
    case Qt::ToolTipRole:
        if (column == Trend)
            return plainToolTip(trendWords(*agent));
        return column == State ? plainToolTip(agent->stateSentence()) : plainToolTip(text(*agent, column));
    case Qt::AccessibleTextRole:
        if (column == Name)
            //: read aloud for a row: %1 agent, %2 its state, %3 number of calls, %4 number of calls that broke a prohibition
            return tr("%1, %2, %3 calls, %4 broke a prohibition")
                .arg(agent->shown, agent->stateWord().text, text(*agent, Calls), words::number(agent->attempted));
        if (column == Trend)
            return trendWords(*agent);
        return text(*agent, column).isEmpty() ? tr("none") : text(*agent, column);
    case Qt::TextAlignmentRole:
        return column == Calls || column == Violations || column == Trend ? QVariant::fromValue(Qt::Alignment(Qt::AlignRight | Qt::AlignVCenter)) : QVariant();
    case SparklineRole: return column == Trend ? QVariant::fromValue(m->trends.value(agent->agent)) : QVariant();
    case StateRole: return column == State ? QVariant::fromValue(agent->stateWord()) : QVariant();
    case IdRole: return agent->agent;
    case LinkRole: {
        QUrl link(QStringLiteral("mandate://agents"));
        QUrlQuery query;
        query.addQueryItem(QStringLiteral("agent"), QString::fromLatin1(QUrl::toPercentEncoding(agent->agent)));
        link.setQuery(query);
        return link;
    }
    case SortRole:
        switch (column) {
        case State: return static_cast<int>(AgentState::Revoked) - static_cast<int>(agent->state);
        case Calls: return static_cast<qulonglong>(agent->calls);
        case Violations: return static_cast<qulonglong>(agent->attempted);
        case Trend: return static_cast<qulonglong>(countedIn(m->trends.value(agent->agent)));
        case LastSeen: return agent->lastSeen ? static_cast<qlonglong>(agent->lastSeen->nanoseconds) : std::numeric_limits<qlonglong>::min();
        default: return text(*agent, column);
        }
    default: return {};
    }
}

QVariant AgentModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return section == Calls || section == Violations ? QVariant::fromValue(Qt::Alignment(Qt::AlignRight | Qt::AlignVCenter)) : QVariant();
    if (role == Qt::ToolTipRole && section == Trend)
        return tr("Calls that broke a prohibition, by day, over the 30 days up to the agent's last call. A gap is a day without a call that was judged.");
    if (role == Qt::ToolTipRole && section == Violations)
        return tr("Calls that broke a prohibition, executed or not");
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name: return tr("Agent");
    case State: return tr("State");
    case Deployment: return tr("Acts in");
    case Pact: return tr("Pact in force");
    case Calls: return tr("Calls");
    case Violations: return tr("Violations");
    case LastSeen: return tr("Last seen");
    case Trend: return tr("30 days");
    default: return {};
    }
}

QString AgentModel::trendWords(const AgentItem &agent) const
{
    const auto trend = m->trends.constFind(agent.agent);
    if (trend == m->trends.cend())
        return tr("Violations by day: no call was judged at a known time");
    //: %1 a number, %2 numbers by day
    return tr("%1 violations in the 30 days up to its last call; by day: %2").arg(words::number(countedIn(*trend)), trend->words());
}

void AgentModel::setTrends(const QHash<QString, Sparkline> &trends)
{
    m->trends = trends;
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, Trend), index(rowCount() - 1, Trend));
}

const AgentItem *AgentModel::item(int row) const
{
    return row >= 0 && row < rowCount() ? &m->items[static_cast<std::size_t>(row)] : nullptr;
}

int AgentModel::rowOf(const QString &agent) const
{
    for (int row = 0; row < rowCount(); ++row) {
        if (m->items[static_cast<std::size_t>(row)].agent == agent)
            return row;
    }
    return -1;
}

QStringList AgentModel::suspendedAgents() const
{
    QStringList names;
    for (const AgentItem &agent : m->items) {
        if (agent.state == AgentState::Suspended)
            names << agent.agent;
    }
    return names;
}

QStringList AgentModel::stoppedAgents() const
{
    QStringList names;
    for (const AgentItem &agent : m->items) {
        if (agent.state == AgentState::Suspended || agent.state == AgentState::Revoked)
            names << agent.agent;
    }
    return names;
}

QStringList AgentModel::expiringAgents() const
{
    std::vector<const AgentItem *> soon;
    const Instant now = systemNow();
    for (const AgentItem &agent : m->items) {
        if (agent.expiresSoon(now))
            soon.push_back(&agent);
    }
    std::ranges::sort(soon, {}, [](const AgentItem *agent) { return agent->validUntil->nanoseconds; });
    QStringList names;
    for (const AgentItem *agent : soon)
        names << agent->agent;
    return names;
}

int AgentModel::actingCount() const
{
    return static_cast<int>(std::ranges::count_if(m->items, &AgentItem::mayAct));
}

void AgentModel::setStops(const QHash<QString, StopSeen> &stops)
{
    if (stops == m->stops)
        return;
    m->stops = stops;
    for (std::size_t row = 0; row < m->items.size(); ++row) {
        AgentItem &item = m->items[row];
        const StopSeen seen = stops.value(item.agent, StopSeen::NotAsked);
        if (seen == item.stop)
            continue;
        item.stop = seen;
        Q_EMIT dataChanged(index(static_cast<int>(row), Name), index(static_cast<int>(row), State));
    }
}

bool AgentModel::isBusy() const
{
    return m->watcher.isRunning() || m->again;
}

void AgentModel::refresh()
{
    if (m->watcher.isRunning()) {
        m->again = true;
        return;
    }
    Q_EMIT busyChanged(true);
    start();
}

void AgentModel::start()
{
    m->watcher.setFuture(QtConcurrent::run([workspace = leaseOf(m->workspace)] { return load(*workspace); }));
}

} // namespace mandate
