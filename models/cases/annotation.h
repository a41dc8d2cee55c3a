// SPDX-License-Identifier: GPL-3.0-or-later
// What somebody signs beside a record: a star, a tag, a note, or that one of these is taken back. A ledger entry of type note; it never changes the
// record, and takes nothing out of the ledger.
#pragma once

#include "models/base/digest.h"
#include "models/base/instant.h"
#include "models/base/result.h"
#include "models/people/keyring.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mandate {

enum class AnnotationStep : std::uint8_t { Star, Unstar, Tag, Untag, Note, Withdraw };
/// "star", "unstar", "tag", "untag", "note", "withdraw".
[[nodiscard]] std::string_view nameOf(AnnotationStep step);

struct Annotation
{
    AnnotationStep step = AnnotationStep::Star;
    std::uint64_t entry = 0;    ///< number of the record in the ledger
    Digest leaf;                ///< its leaf hash: of which record it is said, whatever number it has elsewhere
    std::string text;           ///< the tag, or the note
    std::optional<Digest> note; ///< Withdraw: SHA-256 of the entry that holds the note
    std::string by;
    std::string byName;
    Instant at;
    std::string ledger; ///< id of the workspace's key, where a person's own key signed
    bool operator==(const Annotation &) const = default;
};

inline constexpr std::string_view annotationPayloadType = "application/vnd.mandate.annotation.v1+json";
inline constexpr std::size_t longestTag = 64;    ///< bytes
inline constexpr std::size_t longestNote = 8192; ///< bytes

/// {"type":"note","v":1,"note":"annotation","step","entry","envelope"}.
[[nodiscard]] std::string annotationEntry(const Annotation &annotation, const SigningKey &key);
/// Whether an entry of type note is one of these.
[[nodiscard]] bool speaksOfAnnotation(std::string_view body);
/// Corrupt when it is none, or who it names may not sign.
Result<Annotation> readAnnotationEntry(std::string_view body, const Keyring &keys);

/// Why a text can be no tag or no note, such as none at all; empty when it can.
[[nodiscard]] std::string annotationTextFault(AnnotationStep step, std::string_view text);

} // namespace mandate
