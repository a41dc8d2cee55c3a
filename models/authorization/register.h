// SPDX-License-Identifier: GPL-3.0-or-later
// The register of agents' authorizations: a chain of signed statements in the ledger. The newest that counts is the truth; none means what
// the pact in force says, and no pact means not authorized. Who may change what is here too: pure, fed in order, asked. A statement that
// breaks a rule counts for nothing, whoever wrote it.
#pragma once

#include "models/authorization/statement.h"
#include "models/people/people_register.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mandate {

/// A proposal that nobody confirmed for so long is dead.
inline constexpr std::int64_t proposalLifeNs = 7LL * 24 * 3600 * 1'000'000'000;

/// All agents' chains, built from the ledger's statements in order. A statement whose `previous` does not match its predecessor breaks the
/// chain: the agent counts as not authorized from there on. A void one is no part of the chain.
class Register
{
public:
    /// As in a workspace where nobody is enrolled.
    void add(Statement statement, std::string_view entryBody);
    /// With the people as they were before this entry.
    void add(Statement statement, std::string_view entryBody, const PeopleRegister &people);

    /// What somebody is about to do to one agent.
    struct Attempt
    {
        StatementKind kind = StatementKind::Decision;
        std::string agent;
        AgentState to = AgentState::Suspended;
        std::vector<std::string> tools; ///< to Restricted: those it may not use
        std::string by;                 ///< person id, or "rule:…", "timeout", "system"
        Instant at;
        std::optional<Digest> proposal; ///< it confirms or declines this one
        std::string actingFor{};        ///< person id in whose place `by` decides by a delegation; empty: in their own right
    };
    /// Why it must not be done: what happened, who can, what to do. Nothing when it may. Whether the agent passes the gate is not asked here.
    [[nodiscard]] std::optional<Error> refusal(const Attempt &attempt, const PeopleRegister &people) const;
    /// Whether this gives the agent back something that a statement took: then a second person has to confirm it, where people are enrolled.
    [[nodiscard]] bool widens(std::string_view agent, AgentState to, const std::vector<std::string> &tools) const;

    /// The decision in force, if any.
    [[nodiscard]] const Statement *current(std::string_view agent) const;
    /// What waits for a second person, if anything does at this time.
    [[nodiscard]] const Statement *proposal(std::string_view agent, const Instant &at) const;
    [[nodiscard]] std::optional<Digest> proposalDigest(std::string_view agent) const;
    [[nodiscard]] bool isBroken(std::string_view agent) const;
    /// Everything that was signed, also what is void.
    [[nodiscard]] std::vector<Statement> history(std::string_view agent) const;
    [[nodiscard]] std::vector<std::string> agents() const;
    /// SHA-256 of the agent's last statement entry that is part of the chain; zero when there is none.
    [[nodiscard]] Digest lastDigest(std::string_view agent) const;

private:
    struct Chain
    {
        std::vector<Statement> statements;
        std::optional<std::size_t> current;  ///< the last decision that counts
        std::optional<std::size_t> proposal; ///< one that nobody confirmed or declined
        Digest proposalDigest;
        std::optional<Instant> latest;
        Digest last;
        bool broken = false;
    };
    [[nodiscard]] const Chain *chainOf(std::string_view agent) const;
    [[nodiscard]] std::optional<Error> answerRefusal(const Attempt &attempt, const PeopleRegister &people) const;
    std::map<std::string, Chain, std::less<>> m_chains;
};

/// Whether this person decides about this agent in their own right: its owner or deputy; any owner or deputy where it has none.
[[nodiscard]] bool mayDecide(const PeopleRegister &people, std::string_view person, std::string_view agent);
/// Whether `by` does at this time as said: in their own right, or in the place of `actingFor`, who handed over to them and decides about it
/// in their own right. What was handed over is not passed on.
[[nodiscard]] bool mayDecide(const PeopleRegister &people, std::string_view by, std::string_view actingFor, std::string_view agent, const Instant &at);
/// In whose place this person decides about this agent at this time, where they do not in their own right. Nothing: in nobody's.
[[nodiscard]] std::optional<Delegation> decidesInPlaceOf(const PeopleRegister &people, std::string_view person, std::string_view agent, const Instant &at);
/// Who does at this time, as one reads it: "account:ada (away until 2026-03-09T08:00:00Z; account:bob decides for them), account:dee".
[[nodiscard]] std::string whoMayDecide(const PeopleRegister &people, std::string_view agent, const Instant &at, std::string_view except = {});

} // namespace mandate
