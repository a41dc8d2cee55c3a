// SPDX-License-Identifier: GPL-3.0-or-later
// What somebody signs about masked values: that they are masked in this workspace, or that one of them was shown. Ledger entries of type note.
#pragma once

#include "models/base/digest.h"
#include "models/people/note_envelope.h"
#include "models/people/people_register.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mandate {

/// Whether values are masked. Off until somebody says otherwise.
struct MaskingSetting
{
    bool on = false;
    std::string reason;
    std::optional<NoteSigner> signer; ///< none: nobody ever said
    bool operator==(const MaskingSetting &) const = default;
};

/// A masked value of a record was shown to who signed.
struct FieldReveal
{
    std::uint64_t entry = 0;
    Digest leaf;            ///< of that entry
    std::string pointer;    ///< JSON Pointer of the value
    std::string fieldClass; ///< as which it was masked
    std::string reason;
    NoteSigner signer;
    bool operator==(const FieldReveal &) const = default;
};

inline constexpr std::string_view maskingPayloadType = "application/vnd.mandate.masking.v1+json";
inline constexpr std::string_view fieldRevealPayloadType = "application/vnd.mandate.reveal.v1+json";

[[nodiscard]] std::string maskingEntry(const MaskingSetting &setting, const SigningKey &key);
Result<MaskingSetting> readMaskingEntry(std::string_view body, const Keyring &keys);
[[nodiscard]] std::string fieldRevealEntry(const FieldReveal &reveal, const SigningKey &key);
Result<FieldReveal> readFieldReveal(std::string_view body, const Keyring &keys);

/// Why this person is not shown what is masked; nothing when they are: owners, deputies and legal, with a reason.
[[nodiscard]] std::optional<Error> revealRefusal(const PeopleRegister &people, const std::string &person, const std::string &reason);

} // namespace mandate
