// SPDX-License-Identifier: GPL-3.0-or-later
// A signed remark about an agent that others rest on: that it was evaluated, that a stop was tried. Not a decision: it changes no state.
#pragma once

#include "models/base/digest.h"
#include "models/base/instant.h"
#include "models/people/keyring.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace mandate {

struct SignedNote
{
    std::string kind; ///< "evaluation", "drill"
    std::string agent;
    std::string subject; ///< evaluation: the suite; drill: the enforcement point
    std::string result;  ///< drill: "held" or "not_held"; evaluation: "recorded"
    Digest content;      ///< SHA-256 of what it speaks of, such as the file with the results
    std::string by;      ///< person id, or "rule:…", "system"
    Instant at;
    std::string ledger; ///< id of the workspace's key, where a person's own key signed
    std::uint64_t entry = 0; ///< that holds it; no part of what is signed
    bool operator==(const SignedNote &) const = default;
};

inline constexpr std::string_view signedNotePayloadType = "application/vnd.mandate.note.v1+json";

/// A ledger entry of type note: {"type":"note","note":kind,"agent","envelope"}.
[[nodiscard]] std::string signedNoteEntry(const SignedNote &note, const SigningKey &key);
/// Corrupt when it is none, or who it names may not sign.
Result<SignedNote> readSignedNote(std::string_view body, const Keyring &keys);

} // namespace mandate
