// SPDX-License-Identifier: GPL-3.0-or-later
// Checks a bundle with nothing else at hand: files, signatures, proofs, statements, and that table, selection and entries say the same. Ends at the first
// thing that does not hold, and says what that touches and what still holds.
#pragma once

#include "models/bundle/reveal.h"
#include "models/timestamps/timestamp.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace mandate {

/// What whoever checks has got by another way.
struct HeldElsewhere
{
    std::string checkpoint; ///< a signed note; empty: none
    std::string consistency; ///< consistencyText(), where the checkpoint is of fewer entries than the bundle's; empty: none
    std::string timestampTrust; ///< PEM of the time-stamp authority's certificates; empty: those that lie in the bundle
    std::string keyId;      ///< "ed25519:…" of the workspace; empty: not compared
    std::vector<bundle::RevealedValue> revealed;
};

struct BundleCheck
{
    std::string what;   ///< "every file is as it was sealed"
    std::string detail; ///< figures; empty when there is nothing to add
    bool operator==(const BundleCheck &) const = default;
};

struct BadBundlePart
{
    std::string place;  ///< file of the bundle, with line or entry where it is known
    std::string reason;
    std::string affects;
    std::string stillHolds;
};

struct BundleVerification
{
    bool ok = false;
    std::vector<BundleCheck> held; ///< in the order they were made
    std::optional<BadBundlePart> firstBad;
    std::string key;    ///< id of the key that signed the checkpoint; nobody knows by the bundle whose it is
    bool keyCompared = false;
    std::string origin;
    std::uint64_t size = 0;
    Digest root;
    std::uint64_t files = 0;
    std::uint64_t records = 0;
    std::uint64_t ledgerEntries = 0;
    std::uint64_t withheld = 0;     ///< entries of the ledger of which only the proof is there
    std::uint64_t erased = 0;       ///< records without text, each named by a tombstone
    std::uint64_t hiddenValues = 0; ///< what is shown beside them is taken on the workspace's word
    std::string profile;
    std::string selection;
    Digest selectionDigest;
    std::optional<Timestamp> stamp; ///< when an authority outside says that the checkpoint was there
    bool stampTrusted = false;      ///< by certificates that were held elsewhere
    std::string exportedBy;
    Instant exportedAt;
};

/// `path` is a folder, a ZIP or a tar. An error when it cannot be read at all, is no bundle of ours (Input), or it was stopped.
Result<BundleVerification> verifyBundle(const std::string &path, const HeldElsewhere &held = {}, std::stop_token stop = {});

/// Whether this is something verifyBundle() is for: a folder, or an archive.
[[nodiscard]] bool looksLikeBundle(const std::string &path);

} // namespace mandate
