// SPDX-License-Identifier: GPL-3.0-or-later
// An entry with values hidden. A hidden value gives way to "sha256:" and SHA-256(salt ‖ the value's canonical JSON), with a salt of 32 octets for
// each value of each export: nobody can guess the value by trying, and who has value and salt can show that it was this one. What binds the result to
// the entry's leaf in the ledger is the workspace's signed word; see redactionPayload().
#pragma once

#include "models/base/result.h"
#include "models/base/value.h"
#include "models/bundle/redaction_profile.h"
#include "models/store/store.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace mandate::bundle {

inline constexpr std::string_view hiddenMark = "sha256:";
inline constexpr std::string_view redactionPayloadType = "application/vnd.mandate.redaction.v1+json";

/// 32 octets: HMAC-SHA256 of the export's secret over entry and pointer.
[[nodiscard]] std::string saltOf(std::string_view secret, EntryNumber entry, std::string_view pointer);
/// SHA-256(salt ‖ canonical JSON).
[[nodiscard]] Digest saltedDigest(std::string_view salt, std::string_view canonicalValue);

/// The line that stands for an entry: {"document":…,"entry":N,"leaf":hex,"redacted":[pointer…]}, canonical.
struct RedactedEntry
{
    std::string line;
    std::map<std::string, std::uint64_t> hidden; ///< how many values, by class
};
Result<RedactedEntry> redact(const RedactionProfile &profile, std::string_view secret, EntryNumber entry, const Digest &leaf, std::string_view body);

/// What such a line holds. Lives in `arena`.
struct RedactedLine
{
    EntryNumber entry = 0;
    Digest leaf;
    Value document;
    std::vector<std::string> pointers;
};
/// Why it is none goes to `why`: each pointer has to lead to a hidden value, and every hidden value has to be named.
[[nodiscard]] bool readRedactedLine(std::string_view line, Arena &arena, RedactedLine &read, std::string &why);

/// The value at a JSON Pointer; nullptr when there is none.
[[nodiscard]] const Value *valueAt(const Value &document, std::string_view pointer);

/// What the workspace signs: that each line named in redactions.txt (whose digest this holds) is the entry of its leaf with nothing changed but
/// hidden values.
[[nodiscard]] std::string redactionPayload(const std::string &origin, const Digest &exportEntry, const Digest &profile, const Digest &redactions, std::uint64_t entries,
                                           std::uint64_t values);
struct RedactionClaim
{
    std::string origin;
    Digest exportEntry, profile, redactions;
    std::uint64_t entries = 0, values = 0;
};
[[nodiscard]] bool readRedactionPayload(std::string_view payload, RedactionClaim &claim);

} // namespace mandate::bundle
