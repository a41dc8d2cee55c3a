// SPDX-License-Identifier: GPL-3.0-or-later
// What one question is answered, with everything that is in the ledger before it: authorization state, pact, approval, verifier. Gathers what
// is to be stored of a round; stores nothing. Used by one thread, while nobody else writes.
#pragma once

#include "models/workspace/action_question.h"
#include "models/workspace/live_sessions.h"
#include "models/workspace/workspace_private.h"

#include <deque>
#include <optional>
#include <string>
#include <vector>

namespace mandate {

/// A question with what can be worked out before its turn.
struct PreparedQuestion
{
    explicit PreparedQuestion(ActionQuestion question);

    ActionQuestion question;
    Digest digest; ///< of the action
    Arena arena{2048};
    Value arguments; ///< lives in the arena
    Value proposal;
    bool readable = true; ///< the arguments are an object

    // Filled when it is answered:
    std::string payload;               ///< of the decision, RFC 8785; empty when nothing is recorded
    std::optional<std::size_t> entry;  ///< index in the round's batch
};

class DecisionMaker
{
public:
    DecisionMaker(Workspace::Private &workspace, std::size_t sessions) : m_workspace(workspace), m_sessions(*workspace.store, sessions) {}

    struct Breach
    {
        std::size_t entry;
        std::string agent, deployment, session;
        PactPointer pact;
        const Clause *clause;
    };
    struct Round
    {
        Batch batch;
        std::deque<std::string> texts; ///< what the batch points into
        std::deque<Record> records;
        std::size_t steps = 0;         ///< of approval requests in it
        std::vector<Breach> breaches;
    };

    /// The ledger is as it is now until stored() or forget().
    void beginRound();
    /// A long session that has to be read before this question can be answered: by who asks, so that nobody else waits for it.
    struct Unread
    {
        std::string agent, session;
        std::shared_ptr<const CompiledPact> pact;
        bool operator==(const Unread &) const = default;
    };
    [[nodiscard]] std::optional<Unread> unreadOf(const PreparedQuestion &prepared) const;
    /// Takes what was read of it.
    void adopt(LiveSessions::Read read) { (void)m_sessions.adopt(std::move(read)); } // what cannot be read now is read for the question
    /// Answers and adds what is to be stored to the round. Questions of one round see each other's permissions.
    ActionAnswer answer(PreparedQuestion &prepared, const SigningKey &key);
    [[nodiscard]] Round &made() { return m_round; }
    /// The round is in the ledger, from this entry on.
    void stored(EntryNumber first);
    /// It is not: what was taken in of it is read again.
    void forget();

private:
    struct Standing
    {
        AgentState state = AgentState::NotAuthorized;
        std::string reason; ///< why it may not act at all; empty when it may
        std::string words;
        PactPointer pact;
    };
    [[nodiscard]] Standing standingOf(const ActionQuestion &question) const;
    void judge(const Standing &standing, const Record &record, ActionAnswer &answer);
    void checkScope(const ActionQuestion &question, const Record &record, const Standing &standing, ActionAnswer &answer);
    void useApproval(const PreparedQuestion &prepared, const SigningKey &key, ActionAnswer &answer);
    void record(PreparedQuestion &prepared, Record &record, ActionAnswer &answer);
    [[nodiscard]] Record recordOf(const PreparedQuestion &prepared) const;

    Workspace::Private &m_workspace;
    LiveSessions m_sessions;
    Result<WindowBooks *> m_windows = nullptr; ///< of this round
    std::shared_ptr<const PactTimelines> m_timelines;
    Instant m_now;
    Instant m_latest; ///< newest time of a decision or statement seen: a clock before it is wrong
    bool m_clockWrong = false;
    Round m_round;
    std::vector<std::string> m_used; ///< approvals used in this round
    std::vector<const Clause *> m_broken; ///< prohibitions that the last question would have broken
    bool m_verifierNeeded = false;        ///< for the last question's action
    bool m_scopeStops = false;            ///< the scope policy does not let it pass, so no approval and no verdict does
};

} // namespace mandate
