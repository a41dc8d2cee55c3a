// SPDX-License-Identifier: GPL-3.0-or-later
// Planning what retention lets go. A record goes with its whole session and with all that shares its received bytes, or not at all: what is left is
// judged as before, and no copy of it stays beside it.
#include "models/evidence/record_json.h"
#include "models/workspace/holds.h"
#include "models/workspace/workspace_private.h"

#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <set>
#include <utility>

namespace mandate {

namespace {

constexpr std::size_t plannedAtOnce = 4096;
constexpr std::int64_t nanosecondsOfDay = std::int64_t{86'400} * 1'000'000'000;

/// Entries that only go together.
class Company
{
public:
    explicit Company(std::size_t entries) : m_leader(entries) { std::iota(m_leader.begin(), m_leader.end(), std::size_t{0}); }
    void join(std::size_t a, std::size_t b) { m_leader[leaderOf(a)] = leaderOf(b); }
    std::size_t leaderOf(std::size_t entry)
    {
        while (m_leader[entry] != entry)
            entry = m_leader[entry] = m_leader[m_leader[entry]];
        return entry;
    }

private:
    std::vector<std::size_t> m_leader;
};

class Planning
{
public:
    Planning(const Workspace &workspace, const Workspace::Private &state, const Instant &at, std::stop_token stop)
        : m_workspace(workspace), m_store(*state.store), m_stop(std::move(stop)), m_timelines(state.currentTimelines()), m_then(m_timelines), m_now(m_timelines)
    {
        m_plan.at = at;
        m_plan.size = m_store.size();
        for (const PactTimelines::Window *window : m_timelines->windows()) {
            if (window->until <= at.nanoseconds)
                continue;
            for (const ActionWindow &looksAt : window->pact->version.document.windows)
                m_looksBack = std::max(m_looksBack, std::int64_t{looksAt.withinSeconds} * 1'000'000'000);
        }
    }

    Result<RetentionPlan> run()
    {
        m_holds = m_workspace.holds();
        auto held = HeldEntries::of(m_workspace, m_holds, m_stop);
        if (!held)
            return held.error();
        if (auto read = readIncidents(); !read)
            return read.error();
        Company company(m_plan.size);
        std::vector<std::uint8_t> state(m_plan.size, NoRecord);
        std::vector<std::uint32_t> lengths(m_plan.size);
        for (EntryNumber first = 0; first < m_plan.size; first += plannedAtOnce) {
            if (m_stop.stop_requested())
                return Error{ErrorKind::Cancelled, "MND-WSP-035", "Planning was stopped.", "Nothing was changed.", "Start it again when you like.", {}};
            if (auto sorted = sortOut(first, std::min<EntryNumber>(m_plan.size, first + plannedAtOnce), *held, company, state, lengths); !sorted)
                return sorted.error();
        }
        std::vector<bool> stays(m_plan.size);
        for (std::size_t entry = 0; entry < state.size(); ++entry) {
            if (state[entry] != Goes && state[entry] != ErasedBefore)
                stays[company.leaderOf(entry)] = true;
        }
        std::set<std::uint64_t> items;
        for (std::size_t entry = 0; entry < state.size(); ++entry) {
            if (state[entry] != Goes)
                continue;
            if (stays[company.leaderOf(entry)]) {
                keep(KeptBecause::Together, {}, entry, {});
                continue;
            }
            m_plan.going.push_back(entry);
            m_plan.entryOctets += lengths[entry];
            ++m_plan.pacts[m_pactOf.at(entry)].records;
            if (const auto item = m_itemOf.find(entry); item != m_itemOf.end())
                items.insert(item->second);
        }
        std::erase_if(m_plan.pacts, [](const Tombstone::Pact &pact) { return pact.records == 0; });
        m_plan.items = items.size();
        for (const std::uint64_t number : items) {
            const auto item = m_store.item(number);
            if (!item)
                return item.error();
            m_plan.itemOctets += item->bytes.size();
        }
        for (auto &[key, kept] : m_kept)
            m_plan.kept.push_back(std::move(kept));
        return std::move(m_plan);
    }

private:
    enum State : std::uint8_t { NoRecord, Stays, Goes, ErasedBefore };

    /// Of incidents that still ask for work; a merged one does as long as the one it was merged into.
    Result<void> readIncidents()
    {
        const auto incidents = m_workspace.incidents();
        if (!incidents)
            return incidents.error();
        for (const Incident &incident : *incidents) {
            const Incident *whose = &incident; // merged ones are as the one at the end
            for (std::size_t step = 0; whose->state == CaseState::Merged && step < incidents->size(); ++step) {
                const auto next = std::ranges::find(*incidents, whose->mergedInto, &Incident::id);
                if (next == incidents->end())
                    break;
                whose = &*next;
            }
            if (whose->state == CaseState::Closed)
                continue;
            if (!incident.session.empty())
                m_incidentSessions.try_emplace({incident.agent, incident.session}, incident.id);
            for (const IncidentAction &action : incident.actions)
                m_incidentEntries.try_emplace(action.entry, incident.id);
        }
        return {};
    }

    Result<void> sortOut(EntryNumber first, EntryNumber end, const HeldEntries &held, Company &company, std::vector<std::uint8_t> &state, std::vector<std::uint32_t> &lengths)
    {
        std::vector<EntryNumber> entries(end - first);
        std::iota(entries.begin(), entries.end(), first);
        const auto rows = m_store.rows(entries);
        if (!rows)
            return rows.error();
        std::vector<EntryNumber> old;
        for (const Row &row : *rows) {
            if (row.item) {
                if (const auto [other, isFirst] = m_items.try_emplace(*row.item, row.number); !isFirst)
                    company.join(row.number, other->second);
            }
            if (row.type != EntryType::Record)
                continue; // where it cites received bytes, these stay
            if (row.erased) {
                state[row.number] = ErasedBefore;
                ++m_plan.erasedBefore;
                continue;
            }
            if (const auto [other, isFirst] = m_sessions.try_emplace({row.agent, row.session}, row.number); !isFirst)
                company.join(row.number, other->second);
            state[row.number] = Stays;
            if (const std::int32_t hold = held.by(row.number); hold >= 0)
                keep(KeptBecause::Hold, m_holds[static_cast<std::size_t>(hold)].id, row.number, {});
            else if (const std::string incident = incidentOf(row); !incident.empty())
                keep(KeptBecause::OpenIncident, incident, row.number, {});
            else if (!row.time || mayGo(row, row.time->nanoseconds))
                old.push_back(row.number);
        }
        const auto bodies = m_store.bodies(old);
        if (!bodies)
            return bodies.error();
        for (std::size_t i = 0; i < old.size(); ++i) { // an agent tells its own times; when a record was received, it does not
            m_arena.reset();
            const auto record = readRecord((*bodies)[i], m_reader, m_arena);
            if (!record)
                return record.error();
            const Row &row = (*rows)[old[i] - first];
            if (!mayGo(row, std::max(row.time ? row.time->nanoseconds : record->received.nanoseconds, record->received.nanoseconds)))
                continue;
            state[old[i]] = Goes;
            lengths[old[i]] = static_cast<std::uint32_t>((*bodies)[i].size());
            m_pactOf[old[i]] = m_lastPact;
            if (row.item)
                m_itemOf[old[i]] = *row.item;
        }
        return {};
    }

    std::string incidentOf(const Row &row) const
    {
        if (const auto entry = m_incidentEntries.find(row.number); entry != m_incidentEntries.end())
            return entry->second;
        const auto session = m_incidentSessions.find({row.agent, row.session});
        return session == m_incidentSessions.end() ? std::string() : session->second;
    }

    /// By the longer of what the pact of its time and the one in force now say. Where it may not, that is noted.
    bool mayGo(const Row &row, std::int64_t time)
    {
        PactPointer pact = m_then.find(row.agent, row.deployment, time);
        const PactPointer now = m_now.find(row.agent, row.deployment, m_plan.at.nanoseconds);
        if (now && (!pact || pact->version.document.retentionDays < now->version.document.retentionDays))
            pact = now;
        if (!pact) {
            keep(KeptBecause::NoPact, row.agent, row.number, {});
            return false;
        }
        const PactDocument &document = pact->version.document;
        const std::string version = document.id + '@' + document.version;
        if (document.retentionDays == 0) {
            keep(KeptBecause::NoRetention, version, row.number, {});
            return false;
        }
        const std::uint32_t days = std::max(document.retentionDays, leastRetentionDays);
        std::int64_t over = 0;
        const bool beyondTime = __builtin_mul_overflow(static_cast<std::int64_t>(days), std::int64_t{nanosecondsOfDay}, &over) || __builtin_add_overflow(over, time, &over) ||
                                __builtin_add_overflow(over, static_cast<std::int64_t>(m_looksBack), &over);
        if (beyondTime || over > m_plan.at.nanoseconds) {
            keep(KeptBecause::Younger, version, row.number, beyondTime ? std::nullopt : std::optional(Instant{over, true}));
            return false;
        }
        const auto known = std::ranges::find(m_plan.pacts, version, &Tombstone::Pact::version);
        m_lastPact = static_cast<std::size_t>(known - m_plan.pacts.begin());
        if (known == m_plan.pacts.end())
            m_plan.pacts.push_back({version, pact->version.digest, days, 0});
        return true;
    }

    void keep(KeptBecause because, const std::string &what, EntryNumber entry, const std::optional<Instant> &next)
    {
        RetentionPlan::Kept &kept = m_kept.try_emplace({because, what}, RetentionPlan::Kept{because, what, 0, entry, entry, next}).first->second;
        ++kept.records;
        kept.first = std::min(kept.first, entry);
        kept.last = std::max(kept.last, entry);
        if (next && next->nanoseconds < kept.next->nanoseconds)
            kept.next = next;
        ++m_plan.keptRecords;
    }

    const Workspace &m_workspace;
    const Store &m_store;
    std::stop_token m_stop;
    std::shared_ptr<const PactTimelines> m_timelines;
    PactFinder m_then, m_now;
    std::int64_t m_looksBack = 0; ///< how far windows of pacts look: what they see stays
    RetentionPlan m_plan;
    std::vector<LegalHold> m_holds;
    std::map<std::pair<std::string, std::string>, std::string> m_incidentSessions;
    std::map<EntryNumber, std::string> m_incidentEntries;
    std::map<std::pair<std::string, std::string>, EntryNumber> m_sessions; ///< first entry by agent and session
    std::map<std::uint64_t, EntryNumber> m_items;                         ///< first entry by item
    std::map<EntryNumber, std::size_t> m_pactOf;
    std::map<EntryNumber, std::uint64_t> m_itemOf;
    std::size_t m_lastPact = 0;
    std::map<std::pair<KeptBecause, std::string>, RetentionPlan::Kept> m_kept;
    JsonReader m_reader;
    Arena m_arena{1 << 16};
};

} // namespace

std::string_view nameOf(KeptBecause because)
{
    static constexpr std::array<std::string_view, 6> names{"hold", "open_incident", "no_pact", "no_retention", "younger", "together"};
    return names[static_cast<std::size_t>(because)];
}

Result<RetentionPlan> Workspace::retentionPlan(const std::optional<Instant> &at, std::stop_token stop) const
{
    if (auto loaded = m->load(); !loaded)
        return loaded.error();
    return Planning(*this, *m, at.value_or(now()), std::move(stop)).run();
}

} // namespace mandate
