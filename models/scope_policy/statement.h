// SPDX-License-Identifier: GPL-3.0-or-later
// A signed statement about a scope policy: the entry's format and its signature. The document is part of what is signed. What may follow what is
// life.h.
#pragma once

#include "models/base/digest.h"
#include "models/base/instant.h"
#include "models/base/result.h"
#include "models/evidence/signing.h"
#include "models/people/keyring.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace mandate {

/// Set puts a version in force in place of the one before.
enum class ScopeStep : std::uint8_t { Set, Withdraw };
/// "set", "withdraw".
[[nodiscard]] std::string_view nameOf(ScopeStep step);

struct ScopeStatement
{
    std::uint64_t entry = 0; ///< ledger entry that holds it
    ScopeStep step = ScopeStep::Set;
    std::string policyId;
    std::string version;
    Digest digest;        ///< of the document's RFC 8785 form
    std::string document; ///< Set: that form
    std::string note;     ///< the person's words; of a withdrawal the reason
    std::string decidedBy; ///< person id, never typed in
    std::string decidedByName;
    Instant decidedAt;
    std::uint64_t evidenceSize = 0; ///< size of the ledger then
    Digest evidenceRoot;
    Digest previous;    ///< SHA-256 of the previous statement entry about the same policy id; zero for the first
    std::string ledger; ///< id of the workspace's key, where a person's own key signed
    std::string keyId;
    std::string voidBecause; ///< why its signer does not count; empty when they do. No part of the entry
    bool operator==(const ScopeStatement &) const = default;
};

/// DSSE payload type.
inline constexpr std::string_view scopeStatementPayloadType = "application/vnd.mandate.scope-policy-statement.v1+json";

/// The ledger entry: readable members beside the DSSE envelope that `key` signs. Sets `statement.keyId`.
[[nodiscard]] std::string scopeStatementEntry(ScopeStatement &statement, const SigningKey &key);
/// Corrupt with the reason when it does not hold. Where the key is not the one that `decided_by` signs with at this place of the ledger,
/// `voidBecause` says so.
Result<ScopeStatement> readScopeStatementEntry(std::string_view body, const Keyring &keys);

} // namespace mandate
