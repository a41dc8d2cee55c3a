// SPDX-License-Identifier: GPL-3.0-or-later
// What can be said of a source's own seal on a record, with the keys that are trusted now: a value, computed from exact bytes and never stored. Our own seal
// on receipt is the ledger, and something else.
#pragma once

#include "models/evidence/imported_key.h"
#include "models/evidence/record.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mandate {

enum class SealState : std::uint8_t {
    NotSealed,  ///< recorded, not sealed: the source signs nothing, or not this
    Valid,      ///< sealed, and the seal holds
    Broken,     ///< sealed, and the seal does not hold
    UnknownKey, ///< sealed with a key that nobody trusted for this source
    Unknown     ///< what the seal rests on does not hold or is not here
};
/// "not_sealed", "valid", "broken", "unknown_key", "unknown".
[[nodiscard]] std::string_view nameOf(SealState state);

enum class SealKind : std::uint8_t {
    None,
    Signature, ///< Ed25519 beside the record
    Envelope,  ///< DSSE
    HashChain, ///< of the Agent Governance Toolkit: no key, so whoever can write the whole file can make a new one
    DigestFile ///< of CloudTrail: over the whole log file
};
/// "none", "signature", "envelope", "hash_chain", "digest_file".
[[nodiscard]] std::string_view nameOf(SealKind kind);

struct Seal
{
    SealState state = SealState::NotSealed;
    SealKind kind = SealKind::None;
    std::string key; ///< id of the trusted key by which it holds; empty where none does
    std::string why; ///< a sentence for a person; empty where the state says all
    bool operator==(const Seal &) const = default;
};

/// A public key that was imported for a source.
struct TrustedKey
{
    ImportedKey key;
    std::string name; ///< what the source calls it in what it signs ("key_id", "keyid", "digestPublicKeyFingerprint"); empty: anything
};

/// Whether a seal of this kind covers a part of the record, named as the entry names it ("tool", "arguments", "basis"); labels are told apart by their
/// member: "labels/event_type". What a source does not say at all (where a record lies, when we received it) is covered by none.
[[nodiscard]] bool covers(SealKind kind, std::string_view part);

/// The parts that a source gave this record, in the order of the entry; of labels each member.
[[nodiscard]] std::vector<std::string> partsOf(const Record &record);

/// Keys that may have signed as `named`: those of that name or id, and those without a name.
[[nodiscard]] std::vector<const TrustedKey *> candidates(std::span<const TrustedKey> keys, std::string_view named);
/// Whether one of the keys is known by this name, so that a signature that it does not verify is broken, and not merely of an unknown key.
[[nodiscard]] bool isNamed(std::span<const TrustedKey> keys, std::string_view named);

} // namespace mandate
