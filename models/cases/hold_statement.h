// SPDX-License-Identifier: GPL-3.0-or-later
// What somebody signs to keep evidence from being erased for a matter, and to end that. Says which records by what they have in common and not by a
// list, so that what comes in later is held too. A ledger entry of type note; whether it counts is hold_book.h.
#pragma once

#include "models/base/digest.h"
#include "models/people/note_envelope.h"

#include <optional>
#include <string>
#include <string_view>

namespace mandate {

enum class HoldStep : std::uint8_t { Place, Release };
/// "place", "release".
[[nodiscard]] std::string_view nameOf(HoldStep step);

struct HoldStatement
{
    HoldStep step = HoldStep::Place;
    std::string matter;          ///< number or name of the case. Place
    std::string selection;       ///< which records, as canonical JSON; "{}": all of them. Place
    std::optional<Digest> placed; ///< Release: SHA-256 of the entry that placed it
    std::string reason;
    NoteSigner signer;
    bool operator==(const HoldStatement &) const = default;
};

inline constexpr std::string_view holdPayloadType = "application/vnd.mandate.hold.v1+json";

[[nodiscard]] std::string holdEntry(const HoldStatement &statement, const SigningKey &key);
/// Corrupt when it is none, or who it names may not sign.
Result<HoldStatement> readHoldEntry(std::string_view body, const Keyring &keys);

/// "HOLD-" and 8 hexadecimal digits of the entry that placed it.
[[nodiscard]] std::string holdId(const Digest &placed);

} // namespace mandate
