// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/session_pool.h"

namespace mandate {

SessionJudge &SessionPool::judgeOf(const Record &record, const std::shared_ptr<const CompiledPact> &pact)
{
    m_lookup.assign(record.agent);
    m_lookup += '\0';
    m_lookup += record.session;
    if (const auto found = m_byKey.find(m_lookup); found != m_byKey.end()) {
        if (found->second->pact == pact) {
            m_entries.splice(m_entries.begin(), m_entries, found->second);
            return found->second->judge;
        }
        const auto stale = found->second;
        m_byKey.erase(found);
        m_entries.erase(stale);
    }
    m_entries.push_front({m_lookup, pact, SessionJudge(pact)});
    Entry &entry = m_entries.front();
    m_byKey.emplace(entry.key, m_entries.begin());
    if (m_seeder)
        m_seeder(entry.judge, record.agent, record.session, m_setAside.contains(std::hash<std::string>{}(m_lookup)));
    return entry.judge;
}

void SessionPool::trim()
{
    while (m_entries.size() > m_maximum) {
        m_setAside.insert(std::hash<std::string>{}(m_entries.back().key));
        m_byKey.erase(m_entries.back().key);
        m_entries.pop_back();
    }
}

} // namespace mandate
