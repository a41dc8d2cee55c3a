// SPDX-License-Identifier: GPL-3.0-or-later
// RFC 6962 section 2.1: the append-only Merkle tree over the ledger's entries, and its proofs. Pure computation; storage is elsewhere.
#pragma once

#include "models/base/digest.h"

#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

namespace mandate {

/// SHA-256(0x00 ‖ entry).
[[nodiscard]] Digest leafHash(std::string_view entry);
/// SHA-256(0x01 ‖ left ‖ right).
[[nodiscard]] Digest nodeHash(const Digest &left, const Digest &right);
/// Root of the empty tree: SHA-256 of nothing.
[[nodiscard]] Digest emptyRoot();

/// The right edge of a growing tree: O(log n) digests, amortised O(1) per append.
class MerkleFrontier
{
public:
    MerkleFrontier() = default;
    /// Digests of the perfect subtrees from left (largest) to right, as `nodes()` gave them for a tree of `size` leaves.
    MerkleFrontier(std::uint64_t size, std::vector<Digest> nodes) : m_size(size), m_nodes(std::move(nodes)) {}

    void append(const Digest &leaf);
    [[nodiscard]] std::uint64_t size() const { return m_size; }
    [[nodiscard]] Digest root() const;
    [[nodiscard]] const std::vector<Digest> &nodes() const { return m_nodes; }

private:
    std::uint64_t m_size = 0;
    std::vector<Digest> m_nodes;
};

/// Reads leaf hashes [first, first+count) of a stored tree.
using LeafReader = std::function<std::vector<Digest>(std::uint64_t first, std::uint64_t count)>;

[[nodiscard]] Digest rootOf(std::span<const Digest> leaves);
/// PATH(index, D[0:size]) of section 2.1.1. Requires index < size ≤ leaves.size().
[[nodiscard]] std::vector<Digest> inclusionProof(std::span<const Digest> leaves, std::uint64_t index, std::uint64_t size);
/// PROOF(older, D[0:newer]) of section 2.1.2. Requires 0 < older ≤ newer.
[[nodiscard]] std::vector<Digest> consistencyProof(std::span<const Digest> leaves, std::uint64_t older, std::uint64_t newer);

/// True only if the proof leads from the leaf to the root (RFC 9162 section 2.1.3.2).
[[nodiscard]] bool verifyInclusion(const Digest &leaf, std::uint64_t index, std::uint64_t size, std::span<const Digest> proof, const Digest &root);
/// True only if the newer tree extends the older one (RFC 9162 section 2.1.4.2).
[[nodiscard]] bool verifyConsistency(std::uint64_t older, const Digest &olderRoot, std::uint64_t newer, const Digest &newerRoot, std::span<const Digest> proof);

} // namespace mandate
