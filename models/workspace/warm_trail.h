// SPDX-License-Identifier: GPL-3.0-or-later
// The actions a replay is about, read from the ledger once and kept in memory as judging needs them, with what was said of them. Immutable:
// any number of threads may read one; what the ledger gained since makes another that shares its memory.
//
// Kept of an action: arguments, input, what it said, result, position, time, confidence, outcome, and whether other evidence is there. Not kept,
// because no condition can read it: reasoning, error, labels, the source's words on its basis, where its bytes lie.
#pragma once

#include "models/base/arena.h"
#include "models/evidence/record.h"
#include "models/workspace/import.h"
#include "models/workspace/name_table.h"
#include "models/workspace/replay.h"

#include <memory>
#include <set>
#include <span>
#include <stop_token>
#include <unordered_map>
#include <vector>

namespace mandate {

/// Which actions a replay judges.
struct TrailScope
{
    std::vector<Binding> binds;
    ReplayRange range;
    bool operator==(const TrailScope &) const = default;
};

/// An action, 128 bytes beside its values. Values are Null where the record has none.
struct WarmAction
{
    EntryNumber entry = 0;
    Instant occurred;
    double confidence = 0;
    Value arguments;           ///< Map
    Value input, said, result; ///< Strings
    std::uint32_t tool = 0;
    std::uint32_t deployment = 0;
    std::uint32_t session = 0;
    std::uint32_t customer = Customers::unknown;
    std::int32_t message = -1;
    std::int32_t call = -1;
    std::uint32_t callsInMessage = 0;
    Outcome outcome = Outcome::Unknown;
    std::uint8_t has = 0; ///< Record::completeness()
    bool isTimed = false;
    bool isConfident = false;
    bool isJudged = false; ///< bound and in the range; others are there for their sessions' sake
};

/// A number of an action: its place in the trail, from 0. It stays when the trail grows; of judged actions it ascends with the entry.
using TrailPosition = std::uint32_t;

class WarmTrail
{
public:
    struct Limits
    {
        std::size_t bytes = std::size_t{768} << 20; ///< of actions and their values; a trail that needs more is not kept
        unsigned threads = 0;                       ///< 0: as many as there are cores
    };

    /// Reads the trail. Null when it does not fit into the limits.
    static Result<std::shared_ptr<const WarmTrail>> read(const Store &store, TrailScope scope, const Limits &limits,
                                                         const ImportProgress &progress = {}, const std::stop_token &stop = {});
    /// The trail as it is now, reading only what was added; itself when nothing was. Null when it no longer fits.
    static Result<std::shared_ptr<const WarmTrail>> extend(const std::shared_ptr<const WarmTrail> &trail, const Store &store, const Limits &limits,
                                                           const ImportProgress &progress = {}, const std::stop_token &stop = {});

    [[nodiscard]] const TrailScope &scope() const { return m_body->scope; }
    [[nodiscard]] const Checkpoint &head() const { return m_head; }
    [[nodiscard]] TrailPosition size() const { return static_cast<TrailPosition>(m_body->actions.size()); }
    [[nodiscard]] const WarmAction &action(TrailPosition position) const { return *m_body->actions[position]; }
    [[nodiscard]] std::uint64_t judged() const { return m_body->judged; }
    [[nodiscard]] std::size_t sessions() const { return m_body->sessions.size(); }
    /// A session's actions in order.
    [[nodiscard]] std::span<const TrailPosition> session(std::size_t session) const;
    [[nodiscard]] std::string_view agentOf(std::size_t session) const { return m_body->agents.name(m_body->sessions[session].agent); }
    [[nodiscard]] std::string_view nameOf(std::size_t session) const { return m_body->sessionNames.name(m_body->sessions[session].name); }
    [[nodiscard]] const NameTable &tools() const { return m_body->tools; }
    [[nodiscard]] const NameTable &deployments() const { return m_body->deployments; }

    /// What was said of a judged action: verdict and deciding clause in force.
    [[nodiscard]] Verdict verdict(TrailPosition position) const { return m_said->verdicts[position]; }
    [[nodiscard]] std::string_view clause(TrailPosition position) const { return m_said->clauseNames[m_said->clauses[position]]; }

    /// Whether this is `before` as it grew: positions there are the same here.
    [[nodiscard]] bool continues(const WarmTrail &before) const;

    /// Memory held, bytes; what two trails share counts for both.
    [[nodiscard]] std::size_t footprint() const;

    /// Puts an action into a record whose other members are at their defaults, as far as judging looks at it. The record refers to the trail.
    void fill(Record &record, const WarmAction &action) const;

private:
    WarmTrail() = default;

    /// Actions read together, with the memory of their values.
    struct Chunk
    {
        explicit Chunk(std::size_t size) : arena(size * 64) { actions.reserve(size); }
        Arena arena;
        std::vector<WarmAction> actions;
    };
    struct Session
    {
        std::uint32_t agent = 0;
        std::uint32_t name = 0;
    };
    struct Body
    {
        TrailScope scope;
        std::set<std::string> agentsRead; ///< those bound in some deployment; all their actions are here, bound or not
        std::vector<std::shared_ptr<const Chunk>> chunks;
        std::vector<const WarmAction *> actions;
        std::uint64_t judged = 0;
        std::vector<Session> sessions;
        std::unordered_map<std::uint64_t, std::uint32_t> sessionNumbers; ///< by agent and name
        std::vector<TrailPosition> inSession;                            ///< positions, session after session
        std::vector<std::uint32_t> sessionBegin;                         ///< where each session begins there, and the end
        NameTable agents, sessionNames, tools, deployments;
        Customers customers;
        std::size_t bytes = 0; ///< of the chunks

        /// Selects the actions of `agentsRead`, which must not be empty: an empty filter would mean all agents.
        [[nodiscard]] RowFilter actionsRead() const;
    };
    struct Said
    {
        std::vector<Verdict> verdicts;
        std::vector<std::uint32_t> clauses;
        std::vector<std::string> clauseNames{std::string()};
    };
    class Reading;
    /// Reads verdicts and clauses of the judged actions.
    static Result<std::shared_ptr<const Said>> readSaid(const Store &store, const Body &body, const std::stop_token &stop);

    Checkpoint m_head;
    std::shared_ptr<const Body> m_body;
    std::shared_ptr<const Said> m_said;
};

} // namespace mandate
