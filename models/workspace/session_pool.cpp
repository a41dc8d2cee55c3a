// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/session_pool.h"

#include <algorithm>

namespace mandate {

SessionPool::Key::Key(std::string_view ofAgent, std::string_view ofSession)
    : agent(ofAgent), session(ofSession), hash(std::hash<std::string_view>{}(ofAgent) * 31 + std::hash<std::string_view>{}(ofSession))
{
}

void SessionPool::observe(const Record &record)
{
    if (!m_mixed)
        return;
    const Key key(record.agent, record.session);
    const auto found = m_byKey.find(key);
    if (found == m_byKey.end()) {
        m_unseen.insert(key.hash);
        return;
    }
    for (auto &[pact, judge] : found->second->judges)
        judge.observe(record);
}

SessionJudge &SessionPool::forgetfulJudge(const std::shared_ptr<const CompiledPact> &pact)
{
    for (auto &[of, judge] : m_forgetful) {
        if (of == pact)
            return judge;
    }
    return m_forgetful.emplace_back(pact, SessionJudge(pact, m_room)).second;
}

SessionJudge &SessionPool::judgeOf(const Record &record, const std::shared_ptr<const CompiledPact> &pact)
{
    if (!pact->remembersSessions()) {
        observe(record);
        return forgetfulJudge(pact);
    }
    const Key key(record.agent, record.session);
    const auto found = m_byKey.find(key);
    Earlier earlier = Earlier::Unseen; // another pact's judge saw what came before
    if (found != m_byKey.end()) {
        m_entries.splice(m_entries.begin(), m_entries, found->second);
    } else {
        m_entries.push_front({std::string(record.agent), std::string(record.session), {}});
        m_byKey.emplace(m_entries.front().key(), m_entries.begin());
        if (!m_unseen.contains(key.hash))
            earlier = m_setAside.contains(key.hash) ? Earlier::SetAside : Earlier::None;
    }
    auto &judges = m_entries.front().judges;
    for (auto &[of, judge] : judges) {
        if (of != pact)
            judge.observe(record);
    }
    const auto own = std::find_if(judges.begin(), judges.end(), [&](const Judging &judging) { return judging.first == pact; });
    if (own != judges.end())
        return own->second;
    SessionJudge &judge = judges.emplace_back(pact, SessionJudge(pact, m_room)).second;
    if (m_seeder)
        m_seeder(judge, record, earlier);
    return judge;
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
