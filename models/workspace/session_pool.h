// SPDX-License-Identifier: GPL-3.0-or-later
// The sessions being judged at once, each with its judge, within a bound on memory. Sessions that were set aside are read again from the
// ledger when they go on. Used by one thread.
#pragma once

#include "models/pact/judge.h"

#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace mandate {

class SessionPool
{
public:
    /// Feeds a judge with the session's earlier actions (SessionJudge::observe), if there are any in the ledger. `setAside` is true when
    /// this pool held the session before.
    using Seeder = std::function<void(SessionJudge &judge, std::string_view agent, std::string_view session, bool setAside)>;

    explicit SessionPool(Seeder seeder, std::size_t maximumSessions = 20'000) : m_seeder(std::move(seeder)), m_maximum(maximumSessions) {}
    SessionPool(const SessionPool &) = delete;
    SessionPool &operator=(const SessionPool &) = delete;

    /// The judge of the record's session under this pact. A session whose actions are judged under another pact from now on starts anew
    /// from its earlier actions.
    SessionJudge &judgeOf(const Record &record, const std::shared_ptr<const CompiledPact> &pact);

    /// Sets aside the sessions not used for longest, down to the bound. Call only when everything judged so far is in the ledger.
    void trim();

private:
    /// Agent and session with their hash, so that a look-up copies no text.
    struct Key
    {
        Key(std::string_view ofAgent, std::string_view ofSession);
        std::string_view agent;
        std::string_view session;
        std::size_t hash;
        bool operator==(const Key &other) const { return hash == other.hash && session == other.session && agent == other.agent; }
    };
    struct HashOf
    {
        std::size_t operator()(const Key &key) const { return key.hash; }
    };
    struct Entry
    {
        std::string agent;
        std::string session;
        std::shared_ptr<const CompiledPact> pact;
        SessionJudge judge;
        [[nodiscard]] Key key() const { return Key(agent, session); }
    };
    Seeder m_seeder;
    std::shared_ptr<JudgeRoom> m_room = std::make_shared<JudgeRoom>();
    std::vector<std::pair<std::shared_ptr<const CompiledPact>, SessionJudge>> m_forgetful; ///< of pacts that judge every action alone
    std::size_t m_maximum;
    std::list<Entry> m_entries; ///< most recently used first
    std::unordered_map<Key, std::list<Entry>::iterator, HashOf> m_byKey;
    std::unordered_set<std::size_t> m_setAside; ///< hashes of keys; a clash only reads a session in vain
};

} // namespace mandate
