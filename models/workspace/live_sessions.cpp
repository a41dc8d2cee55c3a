// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/live_sessions.h"

#include "models/evidence/record_json.h"

#include <algorithm>
#include <numeric>
#include <span>

namespace mandate {

namespace {

constexpr EntryNumber mostToFollow = 4096; ///< more than that was an import: everything is read again

Result<std::vector<EntryNumber>> entriesOf(const Store &store, std::string_view agent, std::string_view session)
{
    RowFilter filter;
    filter.kinds = {RecordKind::Action, RecordKind::Decision};
    filter.agents = {std::string(agent)};
    filter.sessions = {std::string(session)};
    filter.erased = false;
    return store.select(filter, RowOrder::ArrivalAscending);
}

/// Shows a judge the entries, in their order.
Result<void> show(const Store &store, std::span<const EntryNumber> entries, std::span<SessionJudge *const> judges)
{
    constexpr std::size_t atOnce = 4096; // bodies that are in memory
    JsonReader reader;
    Arena arena;
    for (std::size_t first = 0; first < entries.size(); first += atOnce) {
        const auto bodies = store.bodies(entries.subspan(first, std::min(atOnce, entries.size() - first)));
        if (!bodies)
            return bodies.error();
        for (const std::string &body : *bodies) {
            arena.reset();
            const auto record = readRecord(body, reader, arena);
            if (!record)
                return record.error();
            const bool permission = record->kind == RecordKind::Decision && record->outcome == Outcome::Unknown;
            for (SessionJudge *judge : judges)
                permission ? judge->begin(*record) : judge->settle(*record);
        }
    }
    return {};
}

} // namespace

std::string LiveSessions::keyOf(std::string_view agent, std::string_view session)
{
    std::string key(agent);
    key += '\0';
    key += session;
    return key;
}

void LiveSessions::follow(EntryNumber end)
{
    if (end <= m_seen)
        return;
    if (end - m_seen > mostToFollow || m_sessions.empty()) {
        clear();
        m_seen = end;
        return;
    }
    std::vector<EntryNumber> entries(end - m_seen);
    std::iota(entries.begin(), entries.end(), m_seen);
    const auto rows = m_store.rows(entries);
    m_seen = end;
    if (!rows) { // what cannot be read is read again, and refused then
        clear();
        return;
    }
    struct News
    {
        std::list<Session>::iterator session;
        std::vector<EntryNumber> entries;
    };
    std::unordered_map<std::string, News> news;
    for (const Row &row : *rows) {
        if (row.type != EntryType::Record || (row.kind != RecordKind::Action && row.kind != RecordKind::Decision))
            continue;
        std::string key = keyOf(row.agent, row.session);
        const auto found = m_byKey.find(key);
        if (found != m_byKey.end())
            news.try_emplace(std::move(key), News{found->second, {}}).first->second.entries.push_back(row.number);
    }
    for (auto &[key, added] : news) {
        std::vector<SessionJudge *> judges;
        for (auto &[pact, judge] : added.session->judges) {
            if (pact->remembersSessions())
                judges.push_back(&judge);
        }
        if (judges.empty() || show(m_store, added.entries, judges))
            continue;
        m_sessions.erase(added.session); // as above
        m_byKey.erase(key);
    }
}

LiveSessions::Session &LiveSessions::sessionOf(const std::string &key)
{
    const auto found = m_byKey.find(key);
    if (found != m_byKey.end()) {
        m_sessions.splice(m_sessions.begin(), m_sessions, found->second);
        return m_sessions.front();
    }
    if (m_sessions.size() >= m_most) {
        m_byKey.erase(m_sessions.back().key);
        m_sessions.pop_back();
    }
    m_sessions.push_front({key, {}});
    m_byKey.emplace(key, m_sessions.begin());
    return m_sessions.front();
}

const SessionJudge *LiveSessions::judgeIn(const std::string &key, const std::shared_ptr<const CompiledPact> &pact) const
{
    const auto found = m_byKey.find(key);
    if (found == m_byKey.end())
        return nullptr;
    const auto own = std::ranges::find_if(found->second->judges, [&](const auto &judging) { return judging.first == pact; });
    return own == found->second->judges.end() ? nullptr : &own->second;
}

Result<bool> LiveSessions::isLong(std::string_view agent, std::string_view session, const std::shared_ptr<const CompiledPact> &pact) const
{
    if (!pact->remembersSessions() || judgeIn(keyOf(agent, session), pact))
        return false;
    const auto entries = entriesOf(m_store, agent, session);
    if (!entries)
        return entries.error();
    return entries->size() > mostInTurn;
}

Result<LiveSessions::Read> LiveSessions::read(const Store &store, std::string_view agent, std::string_view session, const std::shared_ptr<const CompiledPact> &pact)
{
    Read read{std::string(agent), std::string(session), pact, SessionJudge(pact), store.size()}; // a room of its own: others judge meanwhile
    auto entries = entriesOf(store, agent, session);
    if (!entries)
        return entries.error();
    std::erase_if(*entries, [&](EntryNumber entry) { return entry >= read.end; });
    SessionJudge *const judge = &read.judge;
    if (auto shown = show(store, *entries, {&judge, 1}); !shown)
        return shown.error();
    return read;
}

Result<void> LiveSessions::adopt(Read read)
{
    const std::string key = keyOf(read.agent, read.session);
    if (judgeIn(key, read.pact))
        return {}; // somebody else asked, too
    auto entries = entriesOf(m_store, read.agent, read.session);
    if (!entries)
        return entries.error();
    std::erase_if(*entries, [&](EntryNumber entry) { return entry < read.end; });
    SessionJudge *const judge = &read.judge;
    if (auto shown = show(m_store, *entries, {&judge, 1}); !shown)
        return shown;
    sessionOf(key).judges.emplace_back(read.pact, std::move(read.judge));
    return {};
}

Result<SessionJudge *> LiveSessions::judgeOf(std::string_view agent, std::string_view session, const std::shared_ptr<const CompiledPact> &pact)
{
    auto &judges = sessionOf(keyOf(agent, session)).judges;
    const auto own = std::ranges::find_if(judges, [&](const auto &judging) { return judging.first == pact; });
    if (own != judges.end())
        return &own->second;
    SessionJudge made(pact, m_room);
    if (pact->remembersSessions()) {
        const auto entries = entriesOf(m_store, agent, session);
        if (!entries)
            return entries.error();
        SessionJudge *const judge = &made;
        if (auto shown = show(m_store, *entries, {&judge, 1}); !shown)
            return shown.error();
    }
    return &judges.emplace_back(pact, std::move(made)).second;
}

void LiveSessions::begin(const Record &record)
{
    const auto found = m_byKey.find(keyOf(record.agent, record.session));
    if (found == m_byKey.end())
        return;
    for (auto &[pact, judge] : found->second->judges) {
        if (pact->remembersSessions())
            judge.begin(record);
    }
}

} // namespace mandate
