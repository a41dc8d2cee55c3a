// SPDX-License-Identifier: GPL-3.0-or-later
// The sessions being judged at once, each with its judges, within a bound on memory. Sessions that were set aside are read again from the
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

/// A session's history is all its actions, whichever pact binds them: an agent that acts in two deployments is judged under each with
/// what it did in both.
class SessionPool
{
public:
    /// What this pool knows of a session's actions before the one at hand.
    enum class Earlier : std::uint8_t {
        None,     ///< it saw none: if there are any, they are in the ledger since before
        SetAside, ///< it saw some, and all are in the ledger
        Unseen,   ///< it saw some, bound by no pact or by another, and the last of them may not be in the ledger yet
    };
    /// Feeds a judge with the actions of `next`'s session before `next` (SessionJudge::observe), if there are any.
    using Seeder = std::function<void(SessionJudge &judge, const Record &next, Earlier earlier)>;

    /// `mixed` says that a session's actions may be bound by different pacts, or some by none. Where no pact looks at more than the action
    /// itself, or one pact binds all, leave it out: actions that no judge needs are then not followed.
    explicit SessionPool(Seeder seeder, std::size_t maximumSessions = 20'000, bool mixed = false)
        : m_seeder(std::move(seeder)),
          m_maximum(maximumSessions),
          m_mixed(mixed)
    {
    }
    SessionPool(const SessionPool &) = delete;
    SessionPool &operator=(const SessionPool &) = delete;

    /// The judge of the action's session under the pact that binds it, which has seen all before `record` and is to judge it next. The
    /// session's judges under other pacts see `record` too.
    SessionJudge &judgeOf(const Record &record, const std::shared_ptr<const CompiledPact> &pact);
    /// Takes in an action that no pact binds.
    void observe(const Record &record);

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
    using Judging = std::pair<std::shared_ptr<const CompiledPact>, SessionJudge>;
    struct Entry
    {
        std::string agent;
        std::string session;
        std::vector<Judging> judges; ///< one a pact; most sessions have one
        [[nodiscard]] Key key() const { return Key(agent, session); }
    };
    SessionJudge &forgetfulJudge(const std::shared_ptr<const CompiledPact> &pact);

    Seeder m_seeder;
    std::shared_ptr<JudgeRoom> m_room = std::make_shared<JudgeRoom>();
    std::vector<Judging> m_forgetful; ///< of pacts that judge every action alone
    std::size_t m_maximum;
    bool m_mixed;
    std::list<Entry> m_entries; ///< most recently used first
    std::unordered_map<Key, std::list<Entry>::iterator, HashOf> m_byKey;
    std::unordered_set<std::size_t> m_setAside; ///< hashes of keys; a clash only reads a session in vain
    std::unordered_set<std::size_t> m_unseen;   ///< of sessions with actions that no judge took in
};

} // namespace mandate
