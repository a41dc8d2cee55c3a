// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/session_pool.h"

namespace mandate {

SessionPool::Key::Key(std::string_view ofAgent, std::string_view ofSession)
    : agent(ofAgent), session(ofSession), hash(std::hash<std::string_view>{}(ofAgent) * 31 + std::hash<std::string_view>{}(ofSession))
{
}

SessionJudge &SessionPool::judgeOf(const Record &record, const std::shared_ptr<const CompiledPact> &pact)
{
    if (!pact->remembersSessions()) {
        for (auto &[of, judge] : m_forgetful) {
            if (of == pact)
                return judge;
        }
        return m_forgetful.emplace_back(pact, SessionJudge(pact, m_room)).second;
    }
    const Key key(record.agent, record.session);
    if (const auto found = m_byKey.find(key); found != m_byKey.end()) {
        const auto entry = found->second;
        if (entry->pact == pact) {
            m_entries.splice(m_entries.begin(), m_entries, entry);
            return entry->judge;
        }
        m_byKey.erase(found);
        m_entries.erase(entry);
    }
    m_entries.push_front({std::string(record.agent), std::string(record.session), pact, SessionJudge(pact, m_room)});
    Entry &entry = m_entries.front();
    m_byKey.emplace(entry.key(), m_entries.begin());
    if (m_seeder)
        m_seeder(entry.judge, entry.agent, entry.session, m_setAside.contains(key.hash));
    return entry.judge;
}

void SessionPool::trim()
{
    while (m_entries.size() > m_maximum) {
        const Key key = m_entries.back().key();
        m_setAside.insert(key.hash);
        m_byKey.erase(key);
        m_entries.pop_back();
    }
}

} // namespace mandate
