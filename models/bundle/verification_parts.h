// SPDX-License-Identifier: GPL-3.0-or-later
// What the checks of a bundle share while they run. Private to this folder.
#pragma once

#include "models/authorization/export_statement.h"
#include "models/bundle/bundle_verification.h"
#include "models/bundle/redaction.h"
#include "models/cases/tombstone.h"

#include <optional>
#include <set>
#include <stop_token>
#include <string>

namespace mandate::bundle {

/// A bundle whose files are those of its manifests, while its content is checked.
struct Checking
{
    std::string data; ///< folder data/
    std::stop_token stop;
    BundleVerification result;
    PublicKey key;
    std::optional<ExportStatement> exported;
    Digest exportDigest;             ///< of the export's entry
    std::set<Digest> pactDigests;    ///< of the versions that the ledger's entries hold
    TombstoneBook tombstones;        ///< that are in the bundle and count
    std::set<Digest> received;       ///< of the items that are there
    std::optional<RedactionClaim> redaction;

    [[nodiscard]] std::string path(std::string_view name) const { return data + '/' + std::string(name); }
    void holds(std::string what, std::string detail = {}) { result.held.push_back({std::move(what), std::move(detail)}); }
};

/// Nothing when all of it holds. An error only when it was stopped.
using CheckOutcome = Result<std::optional<BadBundlePart>>;

[[nodiscard]] CheckOutcome checkRedactionWord(Checking &checking);
[[nodiscard]] CheckOutcome checkReceived(Checking &checking);
[[nodiscard]] CheckOutcome checkRecords(Checking &checking);
[[nodiscard]] CheckOutcome checkRevealed(Checking &checking, const std::vector<RevealedValue> &revealed);

[[nodiscard]] bool isThere(const std::string &path);
/// Whole, at most `most` octets; empty when it is not there or longer.
[[nodiscard]] std::string smallFile(const std::string &path, std::size_t most = 64U << 20);
/// SHA-256 of a file; zero when it cannot be read.
[[nodiscard]] Digest digestOfFile(const std::string &path);

} // namespace mandate::bundle
