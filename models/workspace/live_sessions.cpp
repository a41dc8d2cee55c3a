// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/live_sessions.h"

#include "models/evidence/record_json.h"

#include <algorithm>
#include <numeric>

namespace mandate {

namespace {

constexpr EntryNumber mostToFollow = 4096; ///< more than that was an import: everything is read again

bool isPermission(const Record &record)
{
    return record.kind == RecordKind::Decision && record.outcome == Outcome::Unknown;
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
    for (const Row &row : *rows) {
        if (row.type != EntryType::Record || (row.kind != RecordKind::Action && row.kind != RecordKind::Decision))
            continue;
        const auto found = m_byKey.find(keyOf(row.agent, row.session));
        if (found == m_byKey.end())
            continue;
        m_sessions.erase(found->second);
        m_byKey.erase(found);
    }
}

Result<void> LiveSessions::seed(SessionJudge &judge, std::string_view agent, std::string_view session) const
{
    RowFilter filter;
    filter.kinds = {RecordKind::Action, RecordKind::Decision};
    filter.agents = {std::string(agent)};
    filter.sessions = {std::string(session)};
    const auto entries = m_store.select(filter, RowOrder::ArrivalAscending);
    if (!entries)
        return entries.error();
    const auto bodies = m_store.bodies(*entries);
    if (!bodies)
        return bodies.error();
    JsonReader reader;
    Arena arena;
    for (const std::string &body : *bodies) {
        arena.reset();
        const auto record = readRecord(body, reader, arena);
        if (!record)
            return record.error();
        if (isPermission(*record))
            judge.begin(*record);
        else
            judge.settle(*record);
    }
    return {};
}

Result<SessionJudge *> LiveSessions::judgeOf(std::string_view agent, std::string_view session, const std::shared_ptr<const CompiledPact> &pact)
{
    const std::string key = keyOf(agent, session);
    const auto found = m_byKey.find(key);
    if (found != m_byKey.end()) {
        m_sessions.splice(m_sessions.begin(), m_sessions, found->second);
    } else {
        if (m_sessions.size() >= m_most) {
            m_byKey.erase(m_sessions.back().key);
            m_sessions.pop_back();
        }
        m_sessions.push_front({key, {}});
        m_byKey.emplace(key, m_sessions.begin());
    }
    auto &judges = m_sessions.front().judges;
    const auto own = std::ranges::find_if(judges, [&](const auto &judging) { return judging.first == pact; });
    if (own != judges.end())
        return &own->second;
    SessionJudge judge(pact, m_room);
    if (pact->remembersSessions()) {
        if (auto seeded = seed(judge, agent, session); !seeded)
            return seeded.error();
    }
    return &judges.emplace_back(pact, std::move(judge)).second;
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
