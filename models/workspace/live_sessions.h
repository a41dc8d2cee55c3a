// SPDX-License-Identifier: GPL-3.0-or-later
// The sessions of agents that ask before they act: what each has shown so far, from the ledger, with permitted actions that nobody has reported
// yet counted as on their way. Used by one thread, while nobody else writes.
#pragma once

#include "models/pact/judge.h"
#include "models/store/store.h"

#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace mandate {

class LiveSessions
{
public:
    LiveSessions(const Store &store, std::size_t most) : m_store(store), m_most(most) {}

    /// Takes in that the ledger has grown to `end`: sessions that others brought actions of are read again when they are asked for.
    void follow(EntryNumber end);
    /// What grew since is our own and taken in already.
    void skipTo(EntryNumber end) { m_seen = end; }

    /// The judge of a session under a pact, which has seen all of it that is in the ledger. An error when that cannot be read.
    Result<SessionJudge *> judgeOf(std::string_view agent, std::string_view session, const std::shared_ptr<const CompiledPact> &pact);
    /// Forgets all: it is read again.
    void clear()
    {
        m_sessions.clear();
        m_byKey.clear();
    }
    /// An action was permitted: every judge of the session counts it as on its way.
    void begin(const Record &record);

private:
    struct Session
    {
        std::string key;
        std::vector<std::pair<std::shared_ptr<const CompiledPact>, SessionJudge>> judges; ///< one a pact
    };
    static std::string keyOf(std::string_view agent, std::string_view session);
    Result<void> seed(SessionJudge &judge, std::string_view agent, std::string_view session) const;

    const Store &m_store;
    std::size_t m_most;
    EntryNumber m_seen = 0;
    std::shared_ptr<JudgeRoom> m_room = std::make_shared<JudgeRoom>();
    std::list<Session> m_sessions; ///< most recently used first
    std::unordered_map<std::string, std::list<Session>::iterator> m_byKey;
};

} // namespace mandate
