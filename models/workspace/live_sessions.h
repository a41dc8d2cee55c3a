// SPDX-License-Identifier: GPL-3.0-or-later
// The sessions of agents that ask before they act: what each has shown so far, from the ledger, with permitted actions that nobody has reported
// yet counted as on their way. Used by one thread, while nobody else writes. Long sessions are read by whoever asks about them, outside that.
#pragma once

#include "models/pact/judge.h"
#include "models/store/store.h"

#include <list>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace mandate {

class LiveSessions
{
public:
    LiveSessions(const Store &store, std::size_t most) : m_store(store), m_most(most) {}

    /// Entries of a session that are read while everybody waits; of more, the rest is read by who asks, before its turn.
    static constexpr std::size_t mostInTurn = 64;

    /// Takes in that the ledger has grown to `end`: what others brought of sessions that are here is added to them.
    void follow(EntryNumber end);
    /// What grew since is our own and taken in already.
    void skipTo(EntryNumber end) { m_seen = end; }

    /// A session as it was when the ledger had grown to `end`.
    struct Read
    {
        std::string agent, session;
        std::shared_ptr<const CompiledPact> pact;
        SessionJudge judge;
        EntryNumber end = 0;
    };
    /// Whether judgeOf() would read more than mostInTurn entries.
    Result<bool> isLong(std::string_view agent, std::string_view session, const std::shared_ptr<const CompiledPact> &pact) const;
    /// Any thread, while others write.
    static Result<Read> read(const Store &store, std::string_view agent, std::string_view session, const std::shared_ptr<const CompiledPact> &pact);
    /// Takes a session that was read before, with what came of it since.
    Result<void> adopt(Read read);

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
    /// The newest, made when it is not there.
    Session &sessionOf(const std::string &key);
    [[nodiscard]] const SessionJudge *judgeIn(const std::string &key, const std::shared_ptr<const CompiledPact> &pact) const;

    const Store &m_store;
    std::size_t m_most;
    EntryNumber m_seen = 0;
    std::shared_ptr<JudgeRoom> m_room = std::make_shared<JudgeRoom>();
    std::list<Session> m_sessions; ///< most recently used first
    std::unordered_map<std::string, std::list<Session>::iterator> m_byKey;
};

} // namespace mandate
