// SPDX-License-Identifier: GPL-3.0-or-later
// Witnesses of a ledger: who or what outside of it keeps its checkpoints, so that a past that was cut off or written anew is found. A time-stamp authority,
// a folder, a mailbox file. The signed entry that sets one up or takes it away, and the entry that keeps what an authority answered.
#pragma once

#include "models/base/digest.h"
#include "models/base/instant.h"
#include "models/base/result.h"
#include "models/people/people_register.h"
#include "models/timestamps/timestamp.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mandate {

enum class WitnessKind : std::uint8_t { Authority, Folder, Mailbox };
/// "authority", "folder", "mailbox".
[[nodiscard]] std::string_view nameOf(WitnessKind kind);
[[nodiscard]] std::optional<WitnessKind> witnessKindOf(std::string_view name);

struct WitnessStatement
{
    std::string id; ///< what people call it: small letters, digits and hyphens
    WitnessKind kind = WitnessKind::Folder;
    bool removed = false;
    std::string place;        ///< Authority: URL, empty where requests are carried by hand; Folder, Mailbox: absolute path
    std::string certificates; ///< Authority: PEM of those that are trusted
    std::string note;
    std::string by;
    std::string byName;
    Instant at;
    std::string ledger; ///< id of the workspace's key, where a person's own key signed
    bool operator==(const WitnessStatement &) const = default;
};

inline constexpr std::string_view witnessPayloadType = "application/vnd.mandate.witness.v1+json";

/// Why it cannot be one, whoever says it: its id, its place, its certificates. Nothing when it can.
[[nodiscard]] std::optional<Error> witnessRefusal(const WitnessStatement &statement);

/// {"type":"note","v":1,"note":"witness","witness":id,"envelope"}.
[[nodiscard]] std::string witnessEntry(const WitnessStatement &statement, const SigningKey &key);
/// Corrupt when it is none, or cannot be one, or who it names may not say so.
Result<WitnessStatement> readWitnessEntry(std::string_view body, const PeopleRegister &people);
/// Owners and legal say who witnesses a ledger. Nothing where this person may.
[[nodiscard]] std::optional<Error> witnessRoleRefusal(const PeopleRegister &people, const std::string &person);

/// What an authority answered about a checkpoint of this ledger.
struct KeptTimestamp
{
    std::uint64_t entry = 0; ///< ledger entry that holds it
    std::string witness;     ///< id of the authority
    std::string checkpoint;  ///< the signed note
    std::string response;    ///< DER
    std::string certificates; ///< of the authority, as they were trusted when it was kept; not in the entry: who reads the ledger in order knows
    bool operator==(const KeptTimestamp &) const = default;
};

/// {"type":"note","v":1,"note":"timestamp","witness":id,"checkpoint","response"}: nobody signs it, it is a signature itself.
[[nodiscard]] std::string timestampEntry(const KeptTimestamp &kept);
/// Corrupt when it is none.
Result<KeptTimestamp> readTimestampEntry(std::string_view body);
/// "witness", "timestamp", or another kind of note; empty when the entry is no note.
[[nodiscard]] std::string noteKind(std::string_view body);

} // namespace mandate
