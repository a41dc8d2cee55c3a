// SPDX-License-Identifier: GPL-3.0-or-later
// What somebody signs when evidence leaves the workspace: that it does, what and why; then what the sealed bundle is, or that there is none; and
// later that a value it hides was revealed. A ledger entry of type note; it changes no agent's state.
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

enum class ExportStep : std::uint8_t { Begin, Sealed, Abandoned, Reveal };
/// "begin", "sealed", "abandoned", "reveal".
[[nodiscard]] std::string_view nameOf(ExportStep step);

struct ExportStatement
{
    ExportStep step = ExportStep::Begin;
    std::string selection;  ///< which records, as canonical JSON: what was asked for, not what was found
    std::string purpose;    ///< why; in the words of who exports. Abandoned: what went wrong. Reveal: why it was revealed
    std::string matter;     ///< number of the case, where there is one
    std::string zone;       ///< in which times are shown beside UTC; empty: UTC alone
    std::uint64_t records = 0;
    Digest selectionDigest; ///< of records/selection.txt: which records, and their verdicts
    std::string profile;    ///< of redaction; empty: nothing is hidden
    std::optional<Digest> profileDigest;
    std::uint64_t evidenceSize = 0; ///< of the ledger that was selected from
    Digest evidenceRoot;
    std::optional<Digest> begun;  ///< all but Begin: SHA-256 of the entry that began the export
    std::optional<Digest> bundle; ///< Sealed: SHA-256 of tagmanifest-sha256.txt
    std::uint64_t files = 0;      ///< Sealed: of the payload
    std::optional<std::uint64_t> entry; ///< Reveal
    std::string pointer;                ///< Reveal: JSON Pointer of the value
    std::string by;
    std::string byName;
    Instant at;
    std::string ledger; ///< id of the workspace's key, where a person's own key signed
    bool operator==(const ExportStatement &) const = default;
};

inline constexpr std::string_view exportPayloadType = "application/vnd.mandate.export.v1+json";

/// {"type":"note","v":1,"note":"export","step":step,"envelope"}.
[[nodiscard]] std::string exportEntry(const ExportStatement &statement, const SigningKey &key);
/// Whether an entry of type note is one of these.
[[nodiscard]] bool speaksOfExport(std::string_view body);
/// Corrupt when it is none, or who it names may not sign.
Result<ExportStatement> readExportEntry(std::string_view body, const Keyring &keys);

} // namespace mandate
