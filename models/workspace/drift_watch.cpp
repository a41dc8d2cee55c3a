// SPDX-License-Identifier: GPL-3.0-or-later
// Looking at agents again and again, without taking chance for change: each look at another level, so that all of them together keep theirs.
#include "models/incidents/rules.h"
#include "models/workspace/drift.h"
#include "models/workspace/drift_baselines.h"
#include "models/workspace/run_reading.h"
#include "models/workspace/workspace_private.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace mandate {

namespace {

constexpr double levelOfAll = 0.05;
constexpr std::size_t mostShown = 1000; ///< actions that an incident names

/// The baselines of each agent and deployment that its own people pinned, newest first.
std::map<std::pair<std::string, std::string>, std::vector<DriftBaseline>> byAgent(std::vector<DriftBaseline> all)
{
    std::map<std::pair<std::string, std::string>, std::vector<DriftBaseline>> found;
    for (auto baseline = all.rbegin(); baseline != all.rend(); ++baseline)
        if (baseline->mayBeWatched)
            found[{baseline->agent, baseline->deployment}].push_back(std::move(*baseline));
    return found;
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

std::uint64_t runsOfLook(unsigned look)
{
    return look == 0 ? 0 : std::uint64_t{fewestRuns} << (look - 1);
}

double levelOfLook(unsigned look)
{
    return look == 0 ? 0 : levelOfAll / (static_cast<double>(look) * (static_cast<double>(look) + 1));
}

DriftPlan planOfLook(unsigned look)
{
    DriftPlan plan;
    plan.level = levelOfLook(look);
    plan.permutations.permutations = static_cast<std::uint32_t>(std::clamp(std::ceil(20 / plan.level) - 1, 999.0, static_cast<double>(mostPermutations)));
    plan.firstRuns = runsOfLook(look);
    return plan;
}

Result<std::uint64_t> DriftBaselines::lookAt(const DriftBaseline &baseline, unsigned look, const std::stop_token &stop)
{
    auto &inside = *m_workspace.m;
    const auto report = driftSince(m_workspace, baseline.name, {}, planOfLook(look), stop);
    if (!report)
        return report.error();
    if (report->answer != DriftAnswer::Worse && report->answer != DriftAnswer::Changed)
        return std::uint64_t{0};
    const std::set<std::string> sessions = sessionsThatShow(*report);
    RowFilter shown;
    shown.kinds = {RecordKind::Action};
    shown.agents = {baseline.agent};
    shown.deployments = {baseline.deployment};
    shown.sessions.assign(sessions.begin(), sessions.end()); // none: where only the arguments are others, everything since shows it
    shown.since = endOf(baseline);
    auto actions = inside.store->select(shown, RowOrder::ArrivalAscending, stop);
    if (!actions)
        return actions.error();
    if (!shown.since)
        std::erase_if(*actions, [&](EntryNumber action) { return action < baseline.ledgerSize; });
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

Result<std::uint64_t> DriftBaselines::lookAtNewest(const std::vector<DriftBaseline> &baselines, DriftLooks &looks, const std::stop_token &stop)
{
    for (const DriftBaseline &baseline : baselines) {
        RunReading since;
        since.filter.agents = {baseline.agent};
        since.filter.deployments = {baseline.deployment};
        since.filter.since = endOf(baseline);
        since.first = since.filter.since ? 0 : baseline.ledgerSize;
        const auto runs = readRuns(m_workspace, since, stop);
        if (!runs)
            return runs.error();
        const unsigned look = driftLook(runs->size());
        if (look == 0)
            continue; // else who pins often enough is never looked at
        unsigned &last = looks[baseline.name];
        if (look <= last)
            return std::uint64_t{0};
        auto found = lookAt(baseline, look, stop);
        if (found)
            last = look;
        return found;
    }
    return std::uint64_t{0};
}

Result<std::uint64_t> DriftBaselines::watch(DriftLooks &looks, std::stop_token stop)
{
    std::uint64_t opened = 0;
    std::optional<Error> problem; ///< the first; the other agents are looked at all the same
    for (const auto &[of, baselines] : byAgent(list())) {
        if (stop.stop_requested())
            break;
        const auto found = lookAtNewest(baselines, looks, stop);
        if (found)
            opened += *found;
        else
            problem = problem ? problem : found.error();
    }
    if (opened > 0)
        Q_EMIT m_workspace.ledgerGrew(m_workspace.store().size());
    if (problem && opened == 0)
        return *problem;
    return opened;
}

} // namespace mandate
