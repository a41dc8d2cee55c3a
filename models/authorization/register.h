// SPDX-License-Identifier: GPL-3.0-or-later
// The register of agents' authorizations: a chain of signed statements in the ledger. The newest valid one is the truth; none means
// what the pact in force says, and no pact means not authorized.
#pragma once

#include "models/base/digest.h"
#include "models/base/instant.h"
#include "models/base/result.h"
#include "models/evidence/signing.h"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mandate {

enum class AgentState : std::uint8_t { NotAuthorized, Authorized, Restricted, Suspended, Revoked };
[[nodiscard]] std::string_view nameOf(AgentState state);
[[nodiscard]] std::optional<AgentState> agentStateOf(std::string_view name);

/// Why an authorization was changed: chosen first, the note is typed second. Codes are stable; words for people are in models/items.
inline constexpr std::array<std::string_view, 6> suspendReasons{"scope_violation", "wrong_action", "data_access", "drift", "security", "other"};
inline constexpr std::array<std::string_view, 4> resumeReasons{"cause_fixed", "false_alarm", "risk_accepted", "other"};

struct Statement
{
    std::uint64_t entry = 0;    ///< ledger entry that holds it
    std::string agent;
    AgentState from = AgentState::NotAuthorized;
    AgentState to = AgentState::NotAuthorized;
    std::string reasonCode;
    std::string note;
    std::string decidedBy;      ///< person id, never typed in
    std::string decidedByName;
    std::string pactId;         ///< pact in force then; empty when none
    std::string pactVersion;
    Digest pactDigest;
    Instant decidedAt;
    std::uint64_t evidenceSize = 0; ///< size of the ledger it rests on
    Digest evidenceRoot;
    Digest previous;            ///< SHA-256 of the agent's previous statement entry; zero for the first
    std::string keyId;
    bool operator==(const Statement &) const = default;
};

/// DSSE payload type of statements.
inline constexpr std::string_view statementPayloadType = "application/vnd.mandate.statement.v1+json";

/// The ledger entry of a statement: readable members beside the DSSE envelope that `key` signs. Sets `statement.keyId`.
[[nodiscard]] std::string statementEntry(Statement &statement, const SigningKey &key);
/// Reads a statement entry and checks its signature by `key`; Corrupt with the reason when it does not hold.
Result<Statement> readStatementEntry(std::string_view body, const PublicKey &key);

/// All agents' chains, built from the ledger's statements in order. A statement whose `previous` does not match its predecessor breaks the
/// chain: the agent counts as not authorized from there on.
class Register
{
public:
    void add(Statement statement, std::string_view entryBody);
    /// The statement in force, if any.
    [[nodiscard]] const Statement *current(std::string_view agent) const;
    [[nodiscard]] bool isBroken(std::string_view agent) const;
    [[nodiscard]] std::vector<Statement> history(std::string_view agent) const;
    [[nodiscard]] std::vector<std::string> agents() const;
    /// SHA-256 of the agent's last statement entry; zero when there is none.
    [[nodiscard]] Digest lastDigest(std::string_view agent) const;

private:
    struct Chain
    {
        std::vector<Statement> statements;
        Digest last;
        bool broken = false;
    };
    std::map<std::string, Chain, std::less<>> m_chains;
};

} // namespace mandate
