// SPDX-License-Identifier: GPL-3.0-or-later
// The form that signed notes share: {"type":"note","v":1,"note":kind,"envelope"}, with who signed and when in the payload. Knows no kind of note by name;
// what was signed is the business of each.
#pragma once

#include "models/base/instant.h"
#include "models/base/object_writer.h"
#include "models/base/result.h"
#include "models/people/keyring.h"

#include <optional>
#include <string>
#include <string_view>

namespace mandate {

/// Who signed a note, and when.
struct NoteSigner
{
    std::string by;     ///< person id
    std::string byName; ///< as it was then; may be empty
    Instant at;
    std::string ledger; ///< id of the workspace's key, where a person's own key signed
    bool operator==(const NoteSigner &) const = default;
};

/// The ledger entry; adds the signer to the payload. `content`: the digest, in hexadecimal, of bytes that are kept beside it; empty: none.
[[nodiscard]] std::string noteEntry(std::string_view kind, std::string_view payloadType, ObjectWriter payload, const NoteSigner &signer, const SigningKey &key, std::string_view content = {});

/// Whether an entry is a note of this kind.
[[nodiscard]] bool isNoteOf(std::string_view kind, std::string_view body);

/// Keyring::objection of what only people sign: once somebody is enrolled, neither a rule nor a timeout nor the system signs it, whoever holds the workspace's key.
[[nodiscard]] std::string personObjection(const Keyring &keys, std::string_view by, std::string_view keyId, std::string_view ledger);

struct OpenedNote
{
    Value payload; ///< lives in the arena
    NoteSigner signer;
    std::string cited; ///< digest, in hexadecimal, of the bytes beside it, as the entry has it: not signed; empty: none

    [[nodiscard]] std::string text(std::string_view name) const { return std::string(payload.findText(name).value_or(std::string_view())); }
    [[nodiscard]] std::optional<std::uint64_t> number(std::string_view name) const;
};
/// Corrupt, with what is wrong as a part of a sentence in `happened`, when it is none or who it names may not sign.
Result<OpenedNote> openNote(std::string_view kind, std::string_view payloadType, std::string_view body, const Keyring &keys, Arena &arena);

} // namespace mandate
