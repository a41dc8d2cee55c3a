// SPDX-License-Identifier: GPL-3.0-or-later
// Looking at agents again and again, without taking chance for change: each look at another level, so that all of them together keep theirs.
#include "models/incidents/rules.h"
#include "models/workspace/drift.h"
#include "models/workspace/drift_baselines.h"
#include "models/workspace/run_reading.h"
#include "models/workspace/workspace_private.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace mandate {

namespace {

constexpr double levelOfAll = 0.05;
constexpr std::size_t mostShown = 1000; ///< actions that an incident names

/// The newest baseline of each agent and deployment.
std::vector<DriftBaseline> newestOf(std::vector<DriftBaseline> all)
{
    std::vector<DriftBaseline> newest;
    std::set<std::pair<std::string, std::string>> seen;
    for (auto baseline = all.rbegin(); baseline != all.rend(); ++baseline) {
        if (seen.emplace(baseline->agent, baseline->deployment).second)
            newest.push_back(std::move(*baseline));
    }
    return newest;
}

std::set<std::string> sessionsThatShow(const DriftReport &report)
{
    std::set<std::string> sessions;
    for (const DriftSignal &signal : report.signals) {
        if (signal.answer == DriftAnswer::Worse || signal.answer == DriftAnswer::Changed)
            sessions.insert(signal.sessions.begin(), signal.sessions.end());
    }
    return sessions;
}

/// Stands where other incidents have the digest of their pact.
Digest digestOfName(const DriftBaseline &baseline)
{
    return sha256("baseline " + baseline.name);
}

} // namespace

std::optional<DriftBaseline> DriftBaselines::behindIncident(const std::string &incident) const
{
    for (DriftBaseline &baseline : list()) {
        if (incidentId(baseline.agent, {}, drifted, digestOfName(baseline)) == incident)
            return std::move(baseline);
    }
    return std::nullopt;
}

unsigned driftLook(std::uint64_t runs)
{
    unsigned look = 0;
    for (std::uint64_t due = fewestRuns; due <= runs; due *= 2) {
        ++look;
        if (due > runs / 2)
            break;
    }
    return look;
}

double levelOfLook(unsigned look)
{
    return look == 0 ? 0 : levelOfAll / (static_cast<double>(look) * (static_cast<double>(look) + 1));
}

Result<std::uint64_t> DriftBaselines::lookAt(const DriftBaseline &baseline, unsigned look, const std::stop_token &stop)
{
    auto &inside = *m_workspace.m;
    DriftPlan plan;
    plan.level = levelOfLook(look);
    plan.permutations.permutations = std::max<std::uint32_t>(999, static_cast<std::uint32_t>(std::ceil(20 / plan.level)) - 1); // so that the level can be reached
    const auto report = driftSince(m_workspace, baseline.name, {}, plan, stop);
    if (!report)
        return report.error();
    if (report->answer != DriftAnswer::Worse && report->answer != DriftAnswer::Changed)
        return std::uint64_t{0};
    const std::set<std::string> sessions = sessionsThatShow(*report);
    RowFilter shown;
    shown.kinds = {RecordKind::Action};
    shown.agents = {baseline.agent};
    shown.deployments = {baseline.deployment};
    shown.sessions.assign(sessions.begin(), sessions.end());
    auto actions = inside.store->select(shown, RowOrder::ArrivalAscending, stop);
    if (!actions)
        return actions.error();
    if (actions->size() > mostShown)
        actions->resize(mostShown);
    Workspace::Private::Writing writing(inside);
    if (auto begun = writing.begin(std::chrono::seconds(30)); !begun)
        return begun.error();
    IncidentEntry incident;
    incident.agent = baseline.agent;
    incident.deployment = baseline.deployment;
    incident.clause = drifted;
    incident.pactDigest = digestOfName(baseline);
    incident.id = incidentId(baseline.agent, {}, drifted, incident.pactDigest);
    incident.opened = inside.surroundings.clock();
    incident.actions = std::move(actions).value();
    if (incident.actions.empty() || inside.isOpenIncident(incident.id))
        return std::uint64_t{0};
    return inside.openAll({incident});
}

Result<std::uint64_t> DriftBaselines::watch(DriftLooks &looks, std::stop_token stop)
{
    std::uint64_t opened = 0;
    std::optional<Error> problem; ///< the first; the other agents are looked at all the same
    for (const DriftBaseline &baseline : newestOf(list())) {
        if (stop.stop_requested())
            break;
        RunReading since;
        since.filter.agents = {baseline.agent};
        since.filter.deployments = {baseline.deployment};
        since.first = baseline.ledgerSize;
        const auto runs = readRuns(m_workspace, since, stop);
        if (!runs) {
            problem = problem ? problem : runs.error();
            continue;
        }
        const unsigned look = driftLook(runs->size());
        unsigned &last = looks[baseline.name];
        if (look <= last)
            continue;
        const auto found = lookAt(baseline, look, stop);
        if (!found) {
            problem = problem ? problem : found.error();
            continue;
        }
        last = look;
        opened += *found;
    }
    if (opened > 0)
        Q_EMIT m_workspace.ledgerGrew(m_workspace.store().size());
    if (problem && opened == 0)
        return *problem;
    return opened;
}

} // namespace mandate
