// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/enforcement_watch.h"

#include "models/authorization/signed_note.h"
#include "models/items/agent_model.h"
#include "models/items/trouble.h"
#include "models/items/workspace_lease.h"
#include "models/workspace/enforcer.h"
#include "models/workspace/workspace_watch.h"
#include "models/workspace/workspace.h"

#include <QElapsedTimer>

#include <algorithm>
#include <array>

namespace mandate {
namespace {

constexpr int soonMs = 40;       // after something was said
constexpr int pendingMs = 150;   // while a point has not answered
constexpr int watchedMs = 2000;  // while a stop must hold
constexpr int remindMs = 60'000; // a stop that does not hold is said again

/// The newest drill of each agent.
std::map<std::string, DrillItem> drillsIn(const Workspace &workspace)
{
    std::map<std::string, DrillItem> newest;
    RowFilter notes;
    notes.types = {EntryType::Note};
    const auto entries = workspace.store().select(notes, RowOrder::ArrivalAscending);
    if (!entries)
        return newest;
    const auto bodies = workspace.store().bodies(*entries);
    if (!bodies)
        return newest;
    const PeopleRegister people = workspace.people();
    for (std::size_t i = 0; i < bodies->size(); ++i) {
        const auto note = readSignedNote((*bodies)[i], people.keyring());
        if (note && note->kind == "drill")
            newest[note->agent] = {note->at, note->result == "held", (*entries)[i], {}};
    }
    return newest;
}

quint64 letThroughOf(const Workspace &workspace, const std::string &agent)
{
    ApprovalFilter filter;
    filter.agent = agent;
    const auto requests = workspace.approvals(filter);
    if (!requests)
        return 0;
    return static_cast<quint64>(std::ranges::count_if(*requests, [](const ApprovalPointer &view) {
        return view->operation == OperationState::Running || view->operation == OperationState::OutcomeUnknown;
    }));
}

std::vector<StopItem> readStops(const Workspace &workspace, const QStringList &agents, const std::stop_token &stop)
{
    std::vector<StopItem> items;
    const std::map<std::string, DrillItem> drills = drillsIn(workspace);
    for (const QString &agent : agents) {
        if (stop.stop_requested())
            break;
        const std::string name = agent.toStdString();
        const auto view = workspace.enforcement(name);
        if (!view)
            continue;
        StopItem item = stopItem(*view);
        item.letThrough = letThroughOf(workspace, name);
        if (const auto drill = drills.find(name); drill != drills.end())
            item.drill = drill->second;
        items.push_back(std::move(item));
    }
    return items;
}

} // namespace

struct EnforcementWatch::Drilled
{
    QString agent;
    std::optional<Error> error;
    DrillItem item;
};

EnforcementWatch::EnforcementWatch(std::shared_ptr<Workspace> workspace, bool enforces, QObject *parent)
    : QObject(parent), m_workspace(leaseOf(std::move(workspace))), m_question(this), m_drill(this)
{
    if (enforces) {
        m_enforcer = std::make_unique<Enforcer>(*m_workspace);
        m_witnesses = std::make_unique<WorkspaceWatch>(*m_workspace);
    }
    m_soon.setSingleShot(true);
    m_remind.setInterval(remindMs);
    connect(&m_soon, &QTimer::timeout, this, &EnforcementWatch::read);
    connect(&m_remind, &QTimer::timeout, this, [this] { Q_EMIT stopFails(notStopped()); });
    connect(m_workspace.get(), &Workspace::ledgerGrew, this, [this] { readIn(soonMs); });
}

EnforcementWatch::~EnforcementWatch() = default;

const StopItem *EnforcementWatch::of(const QString &agent) const
{
    const auto found = m_items.constFind(agent);
    return found == m_items.constEnd() ? nullptr : &*found;
}

StopSeen EnforcementWatch::seen(const QString &agent) const
{
    const StopItem *item = of(agent);
    if (!item || !item->mustStop() || (item->points.empty() && item->actionsAfter == 0))
        return StopSeen::NotAsked;
    if (item->isNotStopped())
        return StopSeen::NotStopped;
    if (item->isConfirmed())
        return StopSeen::Confirmed;
    const bool onlyPending = std::ranges::all_of(item->points, [](const PointLine &line) { return line.isGood() || line.point == PointState::Requested; });
    return onlyPending ? StopSeen::Pending : StopSeen::NotConfirmed;
}

QStringList EnforcementWatch::unconfirmed() const
{
    QStringList agents;
    for (const QString &agent : m_stopped) {
        const StopSeen now = seen(agent);
        if (now == StopSeen::Pending || now == StopSeen::NotConfirmed || now == StopSeen::NotStopped)
            agents << agent;
    }
    return agents;
}

QStringList EnforcementWatch::notStopped() const
{
    QStringList agents;
    for (const QString &agent : m_stopped) {
        if (seen(agent) == StopSeen::NotStopped)
            agents << agent;
    }
    return agents;
}

const PointLine *EnforcementWatch::worst(const QString &point) const
{
    constexpr std::array order{PointState::Holds, PointState::Confirmed, PointState::Requested, PointState::Unknown, PointState::Failed, PointState::NotStopped};
    const PointLine *found = nullptr;
    std::ptrdiff_t rank = -1;
    for (const StopItem &item : m_items) {
        for (const PointLine &line : item.points) {
            const std::ptrdiff_t now = std::ranges::find(order, line.point) - order.begin();
            if (line.id == point && now > rank) {
                rank = now;
                found = &line;
            }
        }
    }
    return found;
}

void EnforcementWatch::watch(const QStringList &stopped)
{
    if (m_stopped == stopped)
        return;
    m_stopped = stopped;
    m_soon.start(0);
}

void EnforcementWatch::show(const QString &agent)
{
    if (m_shown == agent)
        return;
    m_shown = agent;
    m_soon.start(0);
}

void EnforcementWatch::wake()
{
    if (m_enforcer)
        m_enforcer->wake();
    m_soon.start(soonMs);
}

/// With hundreds of stopped agents reading takes its time: it never takes more than a fifth of a thread.
void EnforcementWatch::readIn(int milliseconds)
{
    const auto wait = qMax<qint64>(milliseconds, 4 * m_tookToRead);
    if (!m_soon.isActive() || m_soon.remainingTime() > wait)
        m_soon.start(static_cast<int>(qMin<qint64>(wait, 60'000)));
}

void EnforcementWatch::read()
{
    if (m_question.isOpen()) {
        readIn(soonMs);
        return;
    }
    QStringList agents = m_stopped;
    if (!m_shown.isEmpty() && !agents.contains(m_shown))
        agents << m_shown;
    if (agents.isEmpty()) {
        take({});
        return;
    }
    QElapsedTimer timer;
    timer.start();
    m_question.ask([workspace = m_workspace, agents](const std::stop_token &stop) { return readStops(*workspace, agents, stop); },
                   [this, timer](std::vector<StopItem> items) {
                       m_tookToRead = timer.elapsed();
                       take(std::move(items));
                   });
}

void EnforcementWatch::take(std::vector<StopItem> items)
{
    const QStringList before = notStopped();
    const QHash<QString, StopItem> known = std::exchange(m_items, {});
    bool pending = false;
    for (StopItem &item : items) {
        pending = pending || item.isPending();
        for (PointLine &line : item.points) {
            if (item.mustStop() && line.tookMs)
                m_took.insert(line.id, *line.tookMs);
            else if (!item.mustStop()) // what a stop took there last; how long it took to be told anything else says little
                line.tookMs = m_took.contains(line.id) ? std::optional(m_took.value(line.id)) : std::nullopt;
        }
        if (const auto drill = m_drills.constFind(item.agent); drill != m_drills.constEnd() && (!item.drill || item.drill->entry <= drill->entry))
            item.drill = *drill;
        m_items.insert(item.agent, item);
    }
    if (!m_items.isEmpty() && !m_soon.isActive())
        readIn(pending ? pendingMs : watchedMs);
    if (known != m_items)
        Q_EMIT changed();
    const QStringList now = notStopped();
    if (now.isEmpty()) {
        m_remind.stop();
    } else if (now != before) {
        m_remind.start();
        Q_EMIT stopFails(now);
    }
}

void EnforcementWatch::drill(const QString &agent)
{
    if (m_drill.isOpen())
        return;
    m_drill.ask(
        [workspace = m_workspace, agent](const std::stop_token &) {
            auto drilled = std::make_shared<Drilled>();
            drilled->agent = agent;
            const auto report = workspace->drill(agent.toStdString());
            if (!report) {
                drilled->error = report.error();
                return drilled;
            }
            drilled->item = {report->at, report->passed, report->entry, {}};
            for (const PointProgress &progress : report->points)
                drilled->item.points.push_back(pointLine(progress, AgentState::Suspended, {}));
            return drilled;
        },
        [this](const std::shared_ptr<Drilled> &done) {
            if (done->error) {
                Q_EMIT troubled(troubleOf(*done->error));
            } else {
                m_drills.insert(done->agent, done->item);
                if (const auto item = m_items.find(done->agent); item != m_items.end())
                    item->drill = done->item;
            }
            Q_EMIT drilled(done->agent);
            Q_EMIT changed();
        });
    Q_EMIT changed();
}

} // namespace mandate
