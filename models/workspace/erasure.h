// SPDX-License-Identifier: GPL-3.0-or-later
// What a tombstone says of the entries it names, computed anew from the store.
#pragma once

#include "models/cases/keeping.h"
#include "models/store/store.h"

#include <optional>
#include <span>
#include <stop_token>

namespace mandate {

class Workspace;

/// SHA-256 over the leaf hashes of the entries, one after another.
Result<Digest> leavesDigest(const Store &store, std::span<const EntryNumber> entries);
/// SHA-256 over what remains of the records (remainsOf()), a line each; the same before they are erased and after.
Result<Digest> remainsDigest(const Store &store, std::span<const EntryNumber> entries);

/// The first entry whose text is missing without a tombstone that counts, whose tombstone says something else, or that was erased although a hold kept it.
Result<std::optional<BadEntry>> objectionToErasures(const Workspace &workspace, const Keeping &kept, std::stop_token stop);

} // namespace mandate
