// SPDX-License-Identifier: GPL-3.0-or-later
// Opening incidents for findings, and showing them with what is known now.
#include "models/workspace/workspace_private.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

namespace mandate {

namespace {

/// Rows of many findings, by entry.
Result<std::unordered_map<EntryNumber, Row>> rowsOf(const Store &store, const std::vector<Finding> &findings)
{
    std::vector<EntryNumber> entries;
    for (const Finding &finding : findings) {
        if (entries.empty() || entries.back() != finding.entry)
            entries.push_back(finding.entry);
    }
    auto rows = store.rows(entries);
    if (!rows)
        return rows.error();
    std::unordered_map<EntryNumber, Row> byEntry;
    byEntry.reserve(rows->size());
    for (Row &row : *rows)
        byEntry.emplace(row.number, std::move(row));
    return byEntry;
}

} // namespace

Result<std::uint64_t> Workspace::Private::openIncidents()
{
    const auto findings = store->findings();
    if (!findings)
        return findings.error();
    const auto rows = rowsOf(*store, *findings);
    if (!rows)
        return rows.error();
    std::set<std::string> known;
    {
        const std::shared_lock reading(lock);
        for (const auto &[entry, incident] : incidents)
            known.insert(incident.id);
    }
    std::map<std::string, IncidentEntry> opening;
    std::map<std::pair<std::string, std::string>, std::shared_ptr<const LoadedPact>> pactCache;
    for (const Finding &finding : *findings) {
        if (finding.undecidable)
            continue;
        const Row &row = rows->at(finding.entry);
        auto cached = pactCache.find({row.agent, row.deployment});
        if (cached == pactCache.end())
            cached = pactCache.emplace(std::pair(row.agent, row.deployment), pactFor(row.agent, row.deployment)).first;
        const auto &pact = cached->second;
        if (!pact)
            continue;
        const auto clauses = pact->compiled->clauses();
        const auto clause = std::find_if(clauses.begin(), clauses.end(), [&](const Clause &c) { return c.id == finding.clause; });
        if (clause == clauses.end() || !opensIncident(*clause, countsAsExecuted(row.outcome)))
            continue;
        const std::string id = incidentId(row.agent, row.session, clause->id, pact->version.digest);
        if (known.contains(id))
            continue;
        IncidentEntry &incident = opening[id];
        if (incident.id.empty()) {
            incident = {id, row.agent, row.deployment, row.session, clause->id, pact->version.document.id,
                        pact->version.document.version, pact->version.digest, systemNow(), {}};
        }
        incident.actions.push_back(finding.entry);
    }
    if (opening.empty())
        return std::uint64_t{0};
    std::vector<const IncidentEntry *> inOrder; // by when they happened, not by the letters of their id
    for (const auto &[id, incident] : opening)
        inOrder.push_back(&incident);
    std::sort(inOrder.begin(), inOrder.end(), [](const IncidentEntry *a, const IncidentEntry *b) {
        return std::tie(a->actions.front(), a->clause) < std::tie(b->actions.front(), b->clause);
    });
    Batch batch;
    std::vector<std::string> bodies;
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
    return static_cast<std::uint64_t>(opening.size());
}

Result<std::vector<Incident>> Workspace::incidents() const
{
    if (auto loaded = m->load(); !loaded)
        return loaded.error();
    const auto findings = m->store->findings();
    if (!findings)
        return findings.error();
    const auto rows = rowsOf(*m->store, *findings);
    if (!rows)
        return rows.error();
    std::map<std::tuple<std::string_view, std::string_view, std::string_view>, std::vector<const Row *>> actions;
    for (const Finding &finding : *findings) {
        if (!finding.undecidable) {
            const Row &row = rows->at(finding.entry);
            actions[{row.agent, row.session, finding.clause}].push_back(&row);
        }
    }
    std::vector<Incident> incidents;
    const std::shared_lock reading(m->lock);
    for (const auto &[entry, opened] : m->incidents) {
        const auto pact = std::find_if(m->pacts.begin(), m->pacts.end(), [&](const auto &p) { return p->version.digest == opened.pactDigest; });
        if (pact == m->pacts.end())
            continue;
        const auto clauses = (*pact)->compiled->clauses();
        const auto clause = std::find_if(clauses.begin(), clauses.end(), [&](const Clause &c) { return c.id == opened.clause; });
        if (clause == clauses.end())
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
        const auto found = actions.find({opened.agent, opened.session, opened.clause});
        std::vector<Row> fallback;
        std::vector<const Row *> rowsHere;
        if (found != actions.end()) {
            rowsHere = found->second;
        } else { // judged otherwise by a newer pact: what it was opened for stays
            auto read = m->store->rows(opened.actions);
            if (!read)
                return read.error();
            fallback = std::move(read).value();
            for (const Row &row : fallback)
                rowsHere.push_back(&row);
        }
        for (const Row *row : rowsHere) {
            const bool executed = countsAsExecuted(row->outcome);
            incident.actions.push_back({row->number, row->time, row->message, row->call, row->tool, executed});
            ++incident.attempted;
            incident.executed += executed;
            if (row->time && (!incident.firstTime || row->time->nanoseconds < incident.firstTime->nanoseconds))
                incident.firstTime = row->time;
            if (row->time && (!incident.lastTime || row->time->nanoseconds > incident.lastTime->nanoseconds))
                incident.lastTime = row->time;
        }
        incident.severity = severityOf(*clause, incident.executed);
        incidents.push_back(std::move(incident));
    }
    return incidents;
}

} // namespace mandate
