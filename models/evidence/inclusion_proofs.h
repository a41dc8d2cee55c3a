// SPDX-License-Identifier: GPL-3.0-or-later
// Inclusion proofs of many entries of a stored tree, in memory that grows by one digest for 4096 entries: the tree is cut into blocks of
// 4096 leaves, of which only the roots are kept; RFC 6962 splits at powers of two, so a block is a subtree.
#pragma once

#include "models/base/result.h"
#include "models/evidence/merkle.h"

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace mandate {

/// All levels of one tree, the leaves first: a node without a right neighbour goes up as it is.
class TreeLevels
{
public:
    explicit TreeLevels(std::vector<Digest> leaves);
    [[nodiscard]] Digest root() const { return m_levels.back().empty() ? emptyRoot() : m_levels.back().front(); }
    [[nodiscard]] std::size_t size() const { return m_levels.front().size(); }
    [[nodiscard]] const Digest &leaf(std::size_t index) const { return m_levels.front()[index]; }
    /// Appends the siblings on the way from a leaf to the root.
    void appendPath(std::vector<Digest> &path, std::size_t leaf) const;

private:
    std::vector<std::vector<Digest>> m_levels;
};

class InclusionProofs
{
public:
    /// Reads leaf hashes [first, first+count) of the stored tree.
    using Leaves = std::function<Result<std::vector<Digest>>(std::uint64_t first, std::uint64_t count)>;

    /// Reads all leaves of the tree of `size` once.
    static Result<InclusionProofs> of(std::uint64_t size, Leaves leaves);

    [[nodiscard]] Digest root() const { return m_upper.root(); }
    [[nodiscard]] std::uint64_t size() const { return m_size; }
    /// PATH(index, D[0:size]). Fast for indices that come in order.
    Result<std::vector<Digest>> path(std::uint64_t index);
    /// The leaf hash itself.
    Result<Digest> leaf(std::uint64_t index);

private:
    InclusionProofs(std::uint64_t size, Leaves leaves, TreeLevels upper) : m_size(size), m_leaves(std::move(leaves)), m_upper(std::move(upper)) {}
    Result<void> load(std::uint64_t block);

    std::uint64_t m_size;
    Leaves m_leaves;
    TreeLevels m_upper; ///< over the roots of the blocks
    std::uint64_t m_block = UINT64_MAX;
    TreeLevels m_lower{{}};
};

} // namespace mandate
