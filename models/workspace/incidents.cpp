// SPDX-License-Identifier: GPL-3.0-or-later
// Opening incidents for findings, and showing them with what is known now.
#include "models/incidents/rules.h"
#include "models/workspace/incident_opening.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <map>
#include <set>
#include <tuple>

namespace mandate {

namespace {

/// Calls `visit` with every finding and its row, a bounded number of rows at a time. The row is valid during the call.
Result<void> eachFinding(const Store &store, std::span<const Finding> findings, const std::function<void(const Finding &, const Row &)> &visit)
{
    constexpr std::size_t atOnce = 4096;
    for (std::size_t done = 0; done < findings.size(); done += atOnce) {
        const auto some = findings.subspan(done, std::min(atOnce, findings.size() - done));
        std::vector<EntryNumber> entries;
        for (const Finding &finding : some) {
            if (entries.empty() || entries.back() != finding.entry)
                entries.push_back(finding.entry);
        }
        const auto rows = store.rows(entries);
        if (!rows)
            return rows.error();
        std::size_t at = 0;
        for (const Finding &finding : some) {
            if ((*rows)[at].number != finding.entry)
                ++at;
            visit(finding, (*rows)[at]);
        }
    }
    return {};
}

/// Calls `visit` with every action of which a pact said that nothing permits it or that it cannot be decided. The row is valid during the call.
Result<void> eachUnanswered(const Store &store, const std::function<void(const Row &)> &visit)
{
    RowFilter filter;
    filter.kinds = {RecordKind::Action};
    filter.verdicts = {Verdict::OutOfScope, Verdict::Undecidable};
    const auto entries = store.select(filter, RowOrder::ArrivalAscending);
    if (!entries)
        return entries.error();
    constexpr std::size_t atOnce = 4096;
    for (std::size_t done = 0; done < entries->size(); done += atOnce) {
        const auto rows = store.rows(std::span(*entries).subspan(done, std::min(atOnce, entries->size() - done)));
        if (!rows)
            return rows.error();
        std::ranges::for_each(*rows, visit);
    }
    return {};
}

void countActions(Incident &incident)
{
    for (const IncidentAction &action : incident.actions) {
        ++incident.attempted;
        incident.executed += action.executed;
        if (action.time && (!incident.firstTime || action.time->nanoseconds < incident.firstTime->nanoseconds))
            incident.firstTime = action.time;
        if (action.time && (!incident.lastTime || action.time->nanoseconds > incident.lastTime->nanoseconds))
            incident.lastTime = action.time;
    }
}

IncidentAction actionOf(const Row &row)
{
    return {row.number, row.time, row.message, row.call, row.tool, countsAsExecuted(row.outcome)};
}

} // namespace

ApprovalCover Workspace::Private::approvalCover(const Store *with) const
{
    const std::shared_lock reading(lock);
    return ApprovalCover(approvals, with);
}

IncidentOpening Workspace::Private::incidentOpening() const
{
    const std::shared_lock reading(lock);
    return IncidentOpening({incidentIds.begin(), incidentIds.end()}, surroundings.clock);
}

Result<std::uint64_t> Workspace::Private::openIncidents()
{
    const auto findings = store->findings();
    if (!findings)
        return findings.error();
    IncidentOpening opening = incidentOpening();
    RowPacts rowPacts(*this);
    const auto read = eachFinding(*store, *findings, [&](const Finding &finding, const Row &row) {
        if (finding.undecidable)
            return;
        const PactPointer &pact = rowPacts.find(row);
        if (!pact)
            return;
        const auto clauses = pact->compiled->clauses();
        const auto clause = std::find_if(clauses.begin(), clauses.end(), [&](const Clause &c) { return c.id == finding.clause; });
        if (clause != clauses.end() && !isDecided(*clause, row.verdict) && opensIncident(*clause, countsAsExecuted(row.outcome)))
            opening.add({row.agent, row.deployment, row.session, pact->version, *clause}, finding.entry);
    });
    if (!read)
        return read.error();
    const auto unanswered = eachUnanswered(*store, [&](const Row &row) {
        const Clause *rule = ruleForVerdict(row.verdict, countsAsExecuted(row.outcome));
        const PactPointer &pact = rule ? rowPacts.find(row) : PactPointer();
        if (rule && pact)
            opening.add({row.agent, row.deployment, row.session, pact->version, *rule}, row.number);
    });
    if (!unanswered)
        return unanswered.error();
    if (rowPacts.problem())
        return *rowPacts.problem();
    return openIncidents(opening);
}

Result<std::uint64_t> Workspace::Private::openIncidents(const IncidentOpening &opening)
{
    if (opening.empty())
        return std::uint64_t{0};
    Batch batch;
    std::vector<std::string> bodies;
    const auto inOrder = opening.inOrder();
    bodies.reserve(inOrder.size());
    for (const IncidentEntry *incident : inOrder) {
        bodies.push_back(incidentEntry(*incident));
        NewEntry entry;
        entry.type = EntryType::Incident;
        entry.body = bodies.back();
        batch.entries.push_back(entry);
    }
    std::vector<std::unique_ptr<Store::Prepared>> prepared;
    prepared.push_back(store->prepare(batch));
    if (auto appended = store->append(std::move(prepared)); !appended)
        return appended.error();
    if (auto loaded = load(); !loaded)
        return loaded.error();
    return static_cast<std::uint64_t>(inOrder.size());
}

Result<Incident> Workspace::ofRule(const Clause &rule, EntryNumber entry, const IncidentEntry &opened) const
{
    Incident incident;
    incident.id = opened.id;
    incident.entry = entry;
    incident.opened = opened.opened;
    incident.openedBy = "rule " + opened.clause;
    incident.agent = opened.agent;
    incident.deployment = opened.deployment;
    incident.session = opened.session;
    incident.clause = rule;
    incident.severity = rule.severity;
    const auto timelines = m->currentTimelines();
    if (const PactTimelines::Window *window = timelines->inForce(opened.agent, opened.deployment, opened.opened.nanoseconds))
        incident.owner = window->pact->version.document.owner;
    const auto actions = m->actionsOfRule(opened);
    if (!actions)
        return actions.error();
    const auto rows = m->store->rows(*actions);
    if (!rows)
        return rows.error();
    std::ranges::transform(*rows, std::back_inserter(incident.actions), actionOf);
    countActions(incident);
    return incident;
}

Result<std::vector<Incident>> Workspace::ruleIncidents() const
{
    const auto findings = m->store->findings();
    if (!findings)
        return findings.error();
    std::map<std::tuple<std::string, std::string, std::string, Digest>, std::vector<IncidentAction>> actions; // by agent, session, clause, pact
    RowPacts pacts(*m);
    const auto read = eachFinding(*m->store, *findings, [&](const Finding &finding, const Row &row) {
        if (finding.undecidable)
            return;
        if (const PactPointer &pact = pacts.find(row))
            actions[{row.agent, row.session, finding.clause, pact->version.digest}].push_back(actionOf(row));
    });
    if (!read)
        return read.error();
    const auto unanswered = eachUnanswered(*m->store, [&](const Row &row) {
        const Clause *rule = ruleForVerdict(row.verdict, countsAsExecuted(row.outcome));
        if (!rule)
            return;
        if (const PactPointer &pact = pacts.find(row))
            actions[{row.agent, row.session, rule->id, pact->version.digest}].push_back(actionOf(row));
    });
    if (!unanswered)
        return unanswered.error();
    if (pacts.problem())
        return *pacts.problem();
    // Copies: what is asked of rules takes the lock itself, and a thread that takes it twice waits for ever when somebody writes in between.
    decltype(m->incidents) known;
    decltype(m->pacts) pactsNow;
    {
        const std::shared_lock reading(m->lock);
        known = m->incidents;
        pactsNow = m->pacts;
    }
    std::vector<Incident> incidents;
    for (const auto &[entry, opened] : known) {
        if (const Clause *rule = opened.pactId.empty() ? builtInRule(opened.clause) : nullptr) {
            auto incident = ofRule(*rule, entry, opened);
            if (!incident)
                return incident.error();
            incidents.push_back(std::move(incident).value());
            continue;
        }
        const auto pact = std::find_if(pactsNow.begin(), pactsNow.end(), [&](const auto &p) { return p->version.digest == opened.pactDigest; });
        if (pact == pactsNow.end())
            continue;
        const auto clauses = (*pact)->compiled->clauses();
        const auto written = std::find_if(clauses.begin(), clauses.end(), [&](const Clause &c) { return c.id == opened.clause; });
        const Clause *clause = written == clauses.end() ? builtInRule(opened.clause) : &*written;
        if (!clause)
            continue;
        Incident incident;
        incident.id = opened.id;
        incident.entry = entry;
        incident.opened = opened.opened;
        incident.openedBy = "rule " + opened.clause;
        incident.agent = opened.agent;
        incident.deployment = opened.deployment;
        incident.session = opened.session;
        incident.clause = *clause;
        incident.pactId = opened.pactId;
        incident.pactVersion = opened.pactVersion;
        incident.owner = (*pact)->version.document.owner;
        if (auto found = actions.find({opened.agent, opened.session, opened.clause, opened.pactDigest}); found != actions.end() && !m->store->isExcerpt()) {
            incident.actions = found->second;
        } else { // judged by another pact since, or the findings are not at hand: what it was opened for stays
            std::vector<EntryNumber> there = opened.actions;
            std::erase_if(there, [this](EntryNumber action) { return !m->store->holds(action); });
            const auto rows = m->store->rows(there);
            if (!rows)
                return rows.error();
            std::ranges::transform(*rows, std::back_inserter(incident.actions), actionOf);
        }
        countActions(incident);
        incident.severity = severityOf(*clause, incident.executed);
        incidents.push_back(std::move(incident));
    }
    return incidents;
}

} // namespace mandate
