// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/agent_trends.h"

#include "models/items/rate_model.h"
#include "models/items/session.h"
#include "models/items/text_safety.h"
#include "models/items/workspace_lease.h"
#include "models/workspace/kept_trail.h"
#include "models/workspace/workspace.h"

#include <algorithm>
#include <limits>

namespace mandate {

namespace {

constexpr std::int64_t nsPerDay = std::int64_t{86'400} * 1'000'000'000;

/// Rounded down, also before 1970.
std::int64_t dayOf(std::int64_t ns)
{
    return ns >= 0 ? ns / nsPerDay : -((-ns + nsPerDay - 1) / nsPerDay);
}

std::optional<QHash<QString, Sparkline>> countTrends(const Workspace &workspace, const std::stop_token &stop)
{
    const auto read = workspace.keptTrail()->take(workspace, stop);
    if (!read)
        return std::nullopt; // what there was stays: other pages say what is wrong with the ledger
    const MetricTrail &trail = **read;
    const RowColumns &rows = trail.rows;
    std::vector<std::int64_t> last(rows.agentNames.size(), std::numeric_limits<std::int64_t>::min());
    const std::int64_t now = workspace.now().nanoseconds;
    for (const std::uint32_t row : trail.byTime) {
        if (rows.timeNs[row] <= now) // a source's clock may run ahead by years: that is no last call to count back from
            last[rows.agent[row]] = std::max(last[rows.agent[row]], dayOf(rows.timeNs[row]));
    }
    constexpr std::int64_t window = AgentTrends::days;
    std::vector<QList<double>> counted(rows.agentNames.size());
    for (const std::uint32_t row : trail.byTime) {
        const std::uint32_t agent = rows.agent[row];
        if (rows.timeNs[row] > now || !trail.is(row, MetricTrail::Judged))
            continue;
        const std::int64_t ago = last[agent] - dayOf(rows.timeNs[row]);
        if (ago >= window)
            continue;
        if (counted[agent].isEmpty())
            counted[agent].fill(std::numeric_limits<double>::quiet_NaN(), window);
        double &day = counted[agent][window - 1 - ago];
        day = (day >= 0 ? day : 0) + (static_cast<Verdict>(rows.verdict[row]) == Verdict::Prohibited ? 1 : 0);
    }
    QHash<QString, Sparkline> trends;
    for (std::size_t agent = 0; agent < counted.size(); ++agent) {
        if (!counted[agent].isEmpty())
            trends.insert(toText(rows.agentNames[agent]), {std::move(counted[agent])});
    }
    return trends;
}

} // namespace

AgentTrends::AgentTrends(Session *session) : QObject(session), m_workspace(leaseOf(session->workspace())), m_question(this)
{
    const auto older = [this] { m_stale = true; };
    connect(m_workspace.get(), &Workspace::ledgerGrew, this, older);
    connect(m_workspace.get(), &Workspace::verdictsChanged, this, older);
}

AgentTrends *AgentTrends::of(Session *session)
{
    if (!session)
        return nullptr;
    auto *trends = session->findChild<AgentTrends *>(QString(), Qt::FindDirectChildrenOnly);
    return trends ? trends : new AgentTrends(session);
}

void AgentTrends::read()
{
    if (!m_stale)
        return;
    m_stale = false;
    m_question.ask([workspace = m_workspace](std::stop_token stop) { return countTrends(*workspace, stop); },
                   [this](std::optional<QHash<QString, Sparkline>> trends) {
                       if (!trends)
                           return;
                       m_trends = *std::move(trends);
                       Q_EMIT changed();
                   });
}

} // namespace mandate
