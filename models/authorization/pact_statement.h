// SPDX-License-Identifier: GPL-3.0-or-later
// A signed statement about one version of a pact: the entry's format and its signature. What may follow what is pact_life.h.
#pragma once

#include "models/base/digest.h"
#include "models/base/instant.h"
#include "models/base/result.h"
#include "models/evidence/signing.h"
#include "models/people/keyring.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mandate {

/// What a person does with a version. RequestChanges and Withdraw spend the version number.
enum class PactStep : std::uint8_t { Submit, Approve, RequestChanges, Observe, Activate, Withdraw };
/// Stable names: "submit", "approve", "return", "observe", "activate", "withdraw".
[[nodiscard]] std::string_view nameOf(PactStep step);
[[nodiscard]] std::optional<PactStep> pactStepOf(std::string_view name);

struct PactStatement
{
    std::uint64_t entry = 0; ///< ledger entry that holds it
    std::string pactId;
    std::string version;
    Digest pactDigest; ///< of the version's RFC 8785 form
    PactStep step = PactStep::Submit;
    std::string role;      ///< Approve: as whom; empty where the pact names no reviewers
    std::string note;      ///< the person's words: summary of a submission, reason of a refusal
    std::string decidedBy; ///< person id, never typed in
    std::string decidedByName;
    Instant decidedAt;
    std::optional<Instant> effective; ///< Activate: from when it is in force
    std::uint64_t evidenceSize = 0;   ///< size of the ledger it rests on
    Digest evidenceRoot;
    std::optional<Digest> replay; ///< of the replay it rests on
    Digest previous;              ///< SHA-256 of the previous statement entry about the same pact id; zero for the first
    std::string ledger;           ///< id of the workspace's key, where a person's own key signed
    std::string keyId;
    std::string voidBecause;      ///< why its signer does not count; empty when they do. No part of the entry
    bool operator==(const PactStatement &) const = default;
};

/// DSSE payload type of statements about pacts: what was signed about an agent is none of them, and the other way round.
inline constexpr std::string_view pactStatementPayloadType = "application/vnd.mandate.pact-statement.v1+json";

/// The ledger entry of a statement: readable members beside the DSSE envelope that `key` signs. Sets `statement.keyId`.
[[nodiscard]] std::string pactStatementEntry(PactStatement &statement, const SigningKey &key);
/// Reads a statement entry and checks its signature by a key of the ring; Corrupt with the reason when it does not hold. Where the key is not
/// the one that `decided_by` signs with at this place of the ledger, `voidBecause` says so.
Result<PactStatement> readPactStatementEntry(std::string_view body, const Keyring &keys);
/// Whether a statement entry says that it is about a pact. Proves nothing: reading it does.
[[nodiscard]] bool speaksOfPact(std::string_view body);

} // namespace mandate
