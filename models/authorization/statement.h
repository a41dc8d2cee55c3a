// SPDX-License-Identifier: GPL-3.0-or-later
// A signed statement about an agent's authorization: the entry's format and its signature. What may follow what is register.h.
#pragma once

#include "models/base/digest.h"
#include "models/base/instant.h"
#include "models/base/result.h"
#include "models/evidence/signing.h"
#include "models/people/keyring.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mandate {

enum class AgentState : std::uint8_t { NotAuthorized, Authorized, Restricted, Suspended, Revoked };
[[nodiscard]] std::string_view nameOf(AgentState state);
[[nodiscard]] std::optional<AgentState> agentStateOf(std::string_view name);

/// Why an authorization was changed: chosen first, the note is typed second. Codes are stable; words for people are in models/items.
inline constexpr std::array<std::string_view, 6> suspendReasons{"scope_violation", "wrong_action", "data_access", "drift", "security", "other"};
inline constexpr std::array<std::string_view, 4> resumeReasons{"cause_fixed", "false_alarm", "risk_accepted", "other"};
inline constexpr std::array<std::string_view, 4> authorizeReasons{"gate_passed", "renewal", "risk_accepted", "other"};

/// Decision: changes the state. Proposal: changes nothing until a second person makes the Decision that cites it. Decline: ends a proposal.
enum class StatementKind : std::uint8_t { Decision, Proposal, Decline };
/// Stable names: "decision", "proposal", "decline".
[[nodiscard]] std::string_view nameOf(StatementKind kind);

struct Statement
{
    std::uint64_t entry = 0;    ///< ledger entry that holds it
    StatementKind kind = StatementKind::Decision;
    std::string agent;
    AgentState from = AgentState::NotAuthorized;
    AgentState to = AgentState::NotAuthorized;
    std::vector<std::string> tools; ///< Restricted: those it may not use, sorted; else empty
    std::string reasonCode;
    std::string note;
    std::string decidedBy;      ///< person id of the signer, never typed in; of a confirmed proposal the second person
    std::string decidedByName;
    std::string actingFor;      ///< in whose place they decided, by a delegation; empty: in their own right
    std::optional<Instant> actingUntil; ///< when that delegation ends
    std::string requestedBy;    ///< the first person, where a proposal was confirmed or declined
    std::string pactId;         ///< pact in force then; empty when none
    std::string pactVersion;
    Digest pactDigest;
    Instant decidedAt;
    std::optional<Instant> validFrom;  ///< not authorized before
    std::optional<Instant> validUntil; ///< not authorized from then on
    std::uint64_t evidenceSize = 0; ///< size of the ledger it rests on
    Digest evidenceRoot;
    std::optional<Digest> proposal; ///< SHA-256 of the proposal's entry that it confirms or declines
    Digest previous;            ///< SHA-256 of the agent's previous statement entry; zero for the first
    std::string ledger;         ///< id of the workspace's key, where a person's own key signed
    std::string keyId;
    std::string voidBecause;    ///< why it counts for nothing; empty when it counts. No part of the entry
    bool operator==(const Statement &) const = default;
};

/// DSSE payload type of statements.
inline constexpr std::string_view statementPayloadType = "application/vnd.mandate.statement.v1+json";

/// The ledger entry of a statement: readable members beside the DSSE envelope that `key` signs. Sets `statement.keyId`.
[[nodiscard]] std::string statementEntry(Statement &statement, const SigningKey &key);
/// Reads a statement entry and checks its signature by a key of the ring; Corrupt with the reason when it does not hold. Where the key is not
/// the one that `decided_by` signs with at this place of the ledger, `voidBecause` says so.
Result<Statement> readStatementEntry(std::string_view body, const Keyring &keys);

} // namespace mandate
