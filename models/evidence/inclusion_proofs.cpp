// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/evidence/inclusion_proofs.h"

#include <algorithm>

namespace mandate {

namespace {

constexpr std::uint64_t blockLeaves = 4096;

} // namespace

TreeLevels::TreeLevels(std::vector<Digest> leaves)
{
    m_levels.push_back(std::move(leaves));
    while (m_levels.back().size() > 1) {
        const std::vector<Digest> &below = m_levels.back();
        std::vector<Digest> level;
        level.reserve((below.size() + 1) / 2);
        for (std::size_t i = 0; i < below.size(); i += 2)
            level.push_back(i + 1 < below.size() ? nodeHash(below[i], below[i + 1]) : below[i]);
        m_levels.push_back(std::move(level));
    }
}

void TreeLevels::appendPath(std::vector<Digest> &path, std::size_t leaf) const
{
    for (const std::vector<Digest> &level : m_levels) {
        const std::size_t sibling = leaf ^ 1;
        if (sibling < level.size())
            path.push_back(level[sibling]);
        leaf /= 2;
    }
}

Result<InclusionProofs> InclusionProofs::of(std::uint64_t size, Leaves leaves)
{
    std::vector<Digest> roots;
    for (std::uint64_t first = 0; first < size; first += blockLeaves) {
        auto some = leaves(first, std::min(blockLeaves, size - first));
        if (!some)
            return some.error();
        roots.push_back(TreeLevels(std::move(some).value()).root());
    }
    return InclusionProofs(size, std::move(leaves), TreeLevels(std::move(roots)));
}

Result<void> InclusionProofs::load(std::uint64_t block)
{
    if (block == m_block)
        return {};
    const std::uint64_t first = block * blockLeaves;
    auto some = m_leaves(first, std::min(blockLeaves, m_size - first));
    if (!some)
        return some.error();
    m_lower = TreeLevels(std::move(some).value());
    m_block = block;
    return {};
}

Result<std::vector<Digest>> InclusionProofs::path(std::uint64_t index)
{
    if (auto loaded = load(index / blockLeaves); !loaded)
        return loaded.error();
    std::vector<Digest> path;
    m_lower.appendPath(path, index % blockLeaves);
    m_upper.appendPath(path, index / blockLeaves);
    return path;
}

Result<Digest> InclusionProofs::leaf(std::uint64_t index)
{
    if (auto loaded = load(index / blockLeaves); !loaded)
        return loaded.error();
    return m_lower.leaf(index % blockLeaves);
}

} // namespace mandate
