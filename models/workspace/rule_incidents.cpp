// SPDX-License-Identifier: GPL-3.0-or-later
// Incidents that no clause opens: an agent that acts while it is suspended, or reports after a stop what nothing shows to have happened before, an
// action that ran on an approval which did not cover it, disagreement with a scope policy (scope_disagreements.cpp), and what a source signed
// that does not hold (source_seals.cpp).
#include "models/incidents/rules.h"
#include "models/pact/target_window.h"
#include "models/workspace/incident_opening.h"
#include "models/workspace/metric_trail.h"
#include "models/workspace/target_standings.h"
#include "models/workspace/scope_breaches.h"

#include <algorithm>

namespace mandate {

namespace {

constexpr std::size_t mostActions = 1000; ///< named in an incident's entry; the count is taken from the trail when it is shown

bool stops(AgentState state)
{
    return state == AgentState::Suspended || state == AgentState::Revoked;
}

/// Stands for the stop in the incident's id, so that each stop that does not hold is an incident of its own.
Digest digestOf(const Statement &stop)
{
    return sha256("statement " + std::to_string(stop.entry));
}

} // namespace

std::vector<Workspace::Private::Stop> Workspace::Private::stopsOf(const std::string &agent) const
{
    std::vector<Stop> found;
    for (const Statement &statement : authorizations.history(agent)) {
        if (!statement.voidBecause.empty() || statement.kind != StatementKind::Decision)
            continue; // what was only proposed, or counts for nothing, ends no stop
        const bool stopped = !found.empty() && !found.back().until;
        if (stops(statement.to) && !stopped && !found.empty())
            found.back().next = statement.decidedAt;
        if (stops(statement.to) && !stopped)
            found.push_back({statement.decidedAt, std::nullopt, digestOf(statement), statement.entry, UINT64_MAX, std::nullopt});
        else if (!stops(statement.to) && stopped) {
            found.back().until = statement.decidedAt;
            found.back().endEntry = statement.entry;
        }
    }
    return found;
}

Result<std::vector<EntryNumber>> Workspace::Private::actionsDuring(const std::string &agent, const Stop &stop) const
{
    RowFilter filter;
    filter.kinds = {RecordKind::Action};
    filter.agents = {agent};
    filter.outcomes = {Outcome::Executed, Outcome::Unknown};
    const auto all = store->select(filter, RowOrder::ArrivalAscending);
    if (!all)
        return all.error();
    filter.since = stop.from;
    filter.until = stop.until;
    auto timed = store->select(filter, RowOrder::TimeAscending);
    if (!timed)
        return timed;
    std::vector<EntryNumber> behind;
    std::ranges::copy_if(*all, std::back_inserter(behind), [&](EntryNumber entry) { return entry > stop.entry && entry < stop.endEntry; });
    const auto rows = store->rows(behind);
    if (!rows)
        return rows.error();
    for (const Row &row : *rows) {
        if (!row.time)
            timed->push_back(row.number);
    }
    return timed;
}

Result<std::uint64_t> Workspace::Private::openRuleIncidents()
{
    auto disagreements = scopeDisagreements();
    if (!disagreements)
        return disagreements.error();
    std::vector<IncidentEntry> opening = std::move(disagreements).value();
    auto broken = brokenSeals();
    if (!broken)
        return broken.error();
    std::ranges::move(*broken, std::back_inserter(opening));
    {
        const std::shared_lock reading(lock);
        for (const std::string &agent : authorizations.agents()) {
            for (const Stop &stop : stopsOf(agent)) {
                for (const std::string_view rule : {actingWhileSuspended, reportedAfterStop}) {
                    IncidentEntry incident;
                    incident.id = incidentId(agent, {}, rule, stop.digest);
                    if (isOpenIncident(incident.id))
                        continue;
                    auto actions = rule == actingWhileSuspended ? actionsDuring(agent, stop) : reportedLate(agent, stop);
                    if (!actions)
                        return actions.error();
                    if (actions->empty())
                        continue;
                    actions->resize(std::min(actions->size(), mostActions));
                    const auto first = store->rows({actions->data(), 1});
                    if (!first)
                        return first.error();
                    incident.agent = agent;
                    incident.deployment = first->front().deployment;
                    incident.session = first->front().session;
                    incident.clause = rule;
                    incident.pactDigest = stop.digest;
                    incident.opened = surroundings.clock();
                    incident.actions = std::move(actions).value();
                    opening.push_back(std::move(incident));
                }
            }
        }
        std::ranges::move(strayIncidents(nullptr), std::back_inserter(opening));
    }
    return openAll(opening);
}

/// One a target, pact version and length of the target's window: a target that stays missed is one incident, and one that is missed again a new one.
Result<std::uint64_t> Workspace::openTargetIncidents()
{
    std::int64_t longest = 0;
    for (const PactTimelines::Window *window : m->currentTimelines()->windows()) {
        for (const Target &target : window->pact->version.document.targets)
            longest = std::max(longest, targetMetric(target.metric) ? windowSecondsOf(target.window).value_or(0) : 0);
    }
    if (longest == 0)
        return std::uint64_t{0};
    TargetQuestion now;
    now.at = m->surroundings.clock();
    RowFilter lately;
    lately.since = Instant{now.at->nanoseconds - longest * 1'000'000'000};
    const auto trail = MetricTrails(*this).read(lately);
    if (!trail)
        return trail.error();
    std::vector<IncidentEntry> opening;
    for (const TargetStanding &standing : targetStandings(*this, **trail, now)) {
        if (!standing.budget || (standing.budget->state != BudgetState::Critical && !standing.budget->spent()))
            continue;
        IncidentEntry incident;
        incident.agent = standing.agent;
        incident.deployment = standing.deployment;
        incident.clause = std::string(targetMissed) + '.' + standing.target.metric;
        incident.pactId = standing.pactId;
        incident.pactVersion = standing.pactVersion;
        incident.actions = badEntries(**trail, windowOf(standing), *standing.metric, mostActions);
        const auto pact = this->pact(standing.pactId + '@' + standing.pactVersion);
        if (!pact || incident.actions.empty())
            continue;
        incident.pactDigest = pact->digest;
        const std::int64_t period = standing.atNs / (standing.windowSeconds * 1'000'000'000);
        incident.id = incidentId(incident.agent, "target " + standing.deployment + ' ' + std::to_string(period), incident.clause, incident.pactDigest);
        incident.opened = m->surroundings.clock();
        if (!m->isOpenIncident(incident.id))
            opening.push_back(std::move(incident));
    }
    return m->openAll(opening);
}

Result<std::uint64_t> Workspace::recordFailedVerification(const Verification &verification)
{
    if (verification.ok || !verification.firstBad)
        return std::uint64_t{0};
    if (m->readOnly)
        return m->unlock().error();
    std::uint64_t opened = 0;
    {
        Private::Writing writing(*m);
        if (auto begun = writing.begin(std::chrono::seconds(30)); !begun)
            return begun.error();
        const EntryNumber bad = verification.firstBad->entry;
        IncidentEntry incident;
        if (const auto rows = m->store->rows({&bad, 1}); rows && !rows->empty()) {
            incident.agent = rows->front().agent;
            incident.deployment = rows->front().deployment;
            incident.session = rows->front().session;
        }
        incident.clause = verificationFailed;
        incident.pactDigest = sha256("entry " + std::to_string(bad));
        incident.id = incidentId(incident.agent, {}, verificationFailed, incident.pactDigest);
        incident.opened = m->surroundings.clock();
        incident.actions = {bad};
        if (m->isOpenIncident(incident.id))
            return std::uint64_t{0};
        auto done = m->openAll({incident});
        if (!done)
            return done;
        opened = *done;
    }
    Q_EMIT ledgerGrew(m->store->size());
    return opened;
}

Result<std::uint64_t> Workspace::Private::openReportIncidents(const std::string &request)
{
    std::vector<IncidentEntry> opening;
    {
        const std::shared_lock reading(lock);
        opening = strayIncidents(&request);
    }
    return openAll(opening);
}

std::vector<IncidentEntry> Workspace::Private::strayIncidents(const std::string *request) const
{
    std::vector<IncidentEntry> found;
    for (const auto &[life, entry] : approvals.strays()) {
        if (request && life->id() != *request)
            continue;
        IncidentEntry incident;
        incident.agent = life->request().action.agent;
        incident.deployment = life->request().deployment;
        incident.session = life->request().session;
        incident.clause = approvalNotCovering;
        incident.pactDigest = sha256(life->id()); // one a request
        incident.id = incidentId(incident.agent, incident.session, approvalNotCovering, incident.pactDigest);
        if (isOpenIncident(incident.id))
            continue;
        incident.opened = surroundings.clock();
        incident.actions = {entry};
        found.push_back(std::move(incident));
    }
    return found;
}

Result<std::uint64_t> Workspace::Private::openAll(const std::vector<IncidentEntry> &opening)
{
    if (opening.empty())
        return std::uint64_t{0};
    std::vector<std::pair<EntryType, std::string>> entries;
    for (const IncidentEntry &incident : opening)
        entries.emplace_back(EntryType::Incident, incidentEntry(incident));
    if (const auto appended = appendEntries(entries); !appended)
        return appended.error();
    if (auto loaded = load(); !loaded)
        return loaded.error();
    return static_cast<std::uint64_t>(opening.size());
}

Result<std::vector<EntryNumber>> Workspace::Private::actionsOfRule(const IncidentEntry &opened) const
{
    if (opened.clause == againstScopePolicy) {
        RowFilter session;
        session.agents = {opened.agent};
        session.sessions = {opened.session};
        std::vector<EntryNumber> actions;
        const auto read = ScopeBreaches(*this).each(session, 0, [&](EntryNumber entry, const Record &, const ScopeVersion &version) {
            if (version.digest == opened.pactDigest && actions.size() < mostActions)
                actions.push_back(entry);
        });
        if (!read)
            return read.error();
        return actions.empty() ? opened.actions : actions;
    }
    if (opened.clause != actingWhileSuspended && opened.clause != reportedAfterStop)
        return opened.actions;
    std::vector<Stop> stops;
    {
        const std::shared_lock reading(lock);
        stops = stopsOf(opened.agent);
    }
    for (const Stop &stop : stops) {
        if (stop.digest == opened.pactDigest)
            return opened.clause == reportedAfterStop ? reportedLate(opened.agent, stop) : actionsDuring(opened.agent, stop);
    }
    return opened.actions;
}

} // namespace mandate
