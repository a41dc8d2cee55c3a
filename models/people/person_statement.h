// SPDX-License-Identifier: GPL-3.0-or-later
// A signed statement about a person: the entry's format. Whose signature it needs and what may follow what is people_register.h.
#pragma once

#include "models/base/digest.h"
#include "models/base/instant.h"
#include "models/base/result.h"
#include "models/evidence/signing.h"
#include "models/people/identity.h"
#include "models/people/person_role.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mandate {

enum class PersonStep : std::uint8_t { Enrol, ChangeRoles, NewKey, RevokeKey, Leave, Appoint, Delegate, EndDelegation };
/// Stable names: "enrol", "roles", "new_key", "revoke_key", "leave", "appoint", "delegate", "end_delegation".
[[nodiscard]] std::string_view nameOf(PersonStep step);
[[nodiscard]] std::optional<PersonStep> personStepOf(std::string_view name);

/// What an accountable owner takes on with an appointment. Stable names.
inline constexpr std::array<std::string_view, 5> ownerDuties{"review_pact", "watch_metrics", "answer_escalations", "own_attribution",
                                                             "decide_suspend"};

struct PersonStatement
{
    std::uint64_t entry = 0; ///< ledger entry that holds it
    PersonStep step = PersonStep::Enrol;
    std::string person; ///< person id it is about; Appoint: the owner; Delegate: who is away
    std::string name;   ///< Enrol: display name
    std::vector<PersonRole> roles; ///< Enrol, ChangeRoles
    std::optional<PublicKey> key;  ///< Enrol, NewKey
    std::string proof;             ///< Enrol, NewKey: keyRequest() signed by `key`
    std::string agent;             ///< Appoint
    std::string deputy;            ///< Appoint: person id; may be empty
    std::string delegate;          ///< Delegate: person id
    std::optional<Instant> from;   ///< Appoint, Delegate
    std::optional<Instant> until;  ///< Delegate; exclusive
    std::string note;
    std::string decidedBy; ///< person id of the signer, never typed in
    std::string decidedByName;
    Instant decidedAt;
    std::string ledger; ///< id of the workspace's key: a statement counts in one workspace alone
    Digest previous;    ///< SHA-256 of the last statement entry that counted; zero for the first
    std::string keyId;
    bool operator==(const PersonStatement &) const = default;
};

/// DSSE payload types of statements about people, and of the proof that who asks holds a key.
inline constexpr std::string_view personStatementPayloadType = "application/vnd.mandate.person-statement.v1+json";
inline constexpr std::string_view keyRequestPayloadType = "application/vnd.mandate.key-request.v1+json";

/// What a person hands to an owner to be enrolled: "I am this account and hold this key", signed by that key.
[[nodiscard]] std::string keyRequest(const Person &person, const SigningKey &key);
struct KeyRequest
{
    Person person;
    PublicKey key;
};
/// Corrupt when its signature does not hold.
Result<KeyRequest> readKeyRequest(std::string_view envelope);

/// The ledger entry: readable members beside the DSSE envelope that `key` signs. Sets `statement.keyId`.
[[nodiscard]] std::string personStatementEntry(PersonStatement &statement, const SigningKey &key);
/// What an entry claims, its signature not checked: for finding the key that has to have signed it.
Result<PersonStatement> claimedPersonStatement(std::string_view body);
/// Whether `key` signed it.
Result<void> checkPersonStatement(std::string_view body, const PublicKey &key);

} // namespace mandate
