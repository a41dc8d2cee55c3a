// SPDX-License-Identifier: GPL-3.0-or-later
// What somebody signs when they trust a public key for a source, or no longer: by it the source's own seals are checked. A ledger entry of type note; it
// changes no agent's state, and no record. What follows from it is computed (models/seals).
#pragma once

#include "models/base/instant.h"
#include "models/evidence/imported_key.h"
#include "models/people/people_register.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mandate {

enum class SourceKeyStep : std::uint8_t { Trust, Remove };
/// "trust", "remove".
[[nodiscard]] std::string_view nameOf(SourceKeyStep step);

struct SourceKeyStatement
{
    SourceKeyStep step = SourceKeyStep::Trust;
    std::string source; ///< as records name it, or a pattern with '*'
    std::string name;   ///< what the source calls the key; empty: anything
    std::string keyId;  ///< ImportedKey::id()
    std::optional<ImportedKey> key; ///< Trust
    std::string note;   ///< where the key is from, or why it is trusted no longer; in the words of who says so
    std::string by;
    std::string byName;
    Instant at;
    std::string ledger; ///< id of the workspace's key, where a person's own key signed
    std::uint64_t entry = 0; ///< of the ledger; no part of what is signed
    bool operator==(const SourceKeyStatement &) const = default;
};

inline constexpr std::string_view sourceKeyPayloadType = "application/vnd.mandate.source-key.v1+json";

/// {"type":"note","v":1,"note":"source_key","step":step,"source","envelope"}.
[[nodiscard]] std::string sourceKeyEntry(const SourceKeyStatement &statement, const SigningKey &key);
/// Corrupt when it is none, or who it names may not sign it: owners and legal do, once somebody is enrolled.
Result<SourceKeyStatement> readSourceKeyEntry(std::string_view body, const PeopleRegister &people);
/// Why this person may not say which keys are trusted; nothing when they may.
[[nodiscard]] std::optional<Error> sourceKeyRefusal(const PeopleRegister &people, const std::string &person);

/// Which keys are trusted for which source, from statements in the order of the ledger.
class SourceKeys
{
public:
    void add(SourceKeyStatement statement);
    /// Those that are trusted now, in the order they came in.
    [[nodiscard]] const std::vector<SourceKeyStatement> &trusted() const { return m_trusted; }
    [[nodiscard]] std::vector<SourceKeyStatement> trustedFor(std::string_view source) const;
    [[nodiscard]] bool trusts(std::string_view source, std::string_view keyId) const;
    /// Grows with every statement: what was computed with other keys has another.
    [[nodiscard]] std::uint64_t version() const { return m_version; }

private:
    std::vector<SourceKeyStatement> m_trusted;
    std::uint64_t m_version = 0;
};

} // namespace mandate
