// SPDX-License-Identifier: GPL-3.0-or-later
// The tree of RFC 6962 section 2.1 and the verifiers of RFC 9162 sections 2.1.3.2 and 2.1.4.2, as written there.
#include "models/evidence/merkle.h"

#include <bit>
#include <cassert>
#include <cstddef>

namespace mandate {

namespace {

constexpr std::string_view leafPrefix("\x00", 1);
constexpr std::string_view nodePrefix("\x01", 1);

/// Largest power of two smaller than n; n > 1.
std::size_t splitOf(std::size_t n)
{
    return std::bit_floor(n - 1);
}

void appendPath(std::span<const Digest> leaves, std::size_t index, std::vector<Digest> &path)
{
    if (leaves.size() <= 1)
        return;
    const std::size_t k = splitOf(leaves.size());
    if (index < k) {
        appendPath(leaves.first(k), index, path);
        path.push_back(rootOf(leaves.subspan(k)));
    } else {
        appendPath(leaves.subspan(k), index - k, path);
        path.push_back(rootOf(leaves.first(k)));
    }
}

/// SUBPROOF(m, D[n], complete) of RFC 6962 section 2.1.2.
void appendSubproof(std::span<const Digest> leaves, std::size_t older, bool complete, std::vector<Digest> &proof)
{
    if (older == leaves.size()) {
        if (!complete)
            proof.push_back(rootOf(leaves));
        return;
    }
    const std::size_t k = splitOf(leaves.size());
    if (older <= k) {
        appendSubproof(leaves.first(k), older, complete, proof);
        proof.push_back(rootOf(leaves.subspan(k)));
    } else {
        appendSubproof(leaves.subspan(k), older - k, false, proof);
        proof.push_back(rootOf(leaves.first(k)));
    }
}

} // namespace

Digest leafHash(std::string_view entry)
{
    return sha256({leafPrefix, entry});
}

Digest nodeHash(const Digest &left, const Digest &right)
{
    std::array<char, 65> node;
    node[0] = nodePrefix[0];
    std::copy(left.octets.begin(), left.octets.end(), node.begin() + 1);
    std::copy(right.octets.begin(), right.octets.end(), node.begin() + 33);
    return sha256(std::string_view(node.data(), node.size()));
}

Digest emptyRoot()
{
    return sha256(std::string_view());
}

void MerkleFrontier::append(const Digest &leaf)
{
    Digest node = leaf;
    for (std::uint64_t size = m_size; size & 1; size >>= 1) {
        node = nodeHash(m_nodes.back(), node);
        m_nodes.pop_back();
    }
    m_nodes.push_back(node);
    ++m_size;
}

Digest MerkleFrontier::root() const
{
    if (m_nodes.empty())
        return emptyRoot();
    Digest root = m_nodes.back();
    for (std::size_t i = m_nodes.size() - 1; i > 0; --i)
        root = nodeHash(m_nodes[i - 1], root);
    return root;
}

Digest rootOf(std::span<const Digest> leaves)
{
    MerkleFrontier frontier;
    for (const Digest &leaf : leaves)
        frontier.append(leaf);
    return frontier.root();
}

std::vector<Digest> inclusionProof(std::span<const Digest> leaves, std::uint64_t index, std::uint64_t size)
{
    assert(index < size && size <= leaves.size());
    std::vector<Digest> path;
    appendPath(leaves.first(size), index, path);
    return path;
}

std::vector<Digest> consistencyProof(std::span<const Digest> leaves, std::uint64_t older, std::uint64_t newer)
{
    assert(older > 0 && older <= newer && newer <= leaves.size());
    std::vector<Digest> proof;
    appendSubproof(leaves.first(newer), older, true, proof);
    return proof;
}

bool verifyInclusion(const Digest &leaf, std::uint64_t index, std::uint64_t size, std::span<const Digest> proof, const Digest &root)
{
    if (index >= size)
        return false;
    std::uint64_t fn = index;
    std::uint64_t sn = size - 1;
    Digest r = leaf;
    for (const Digest &p : proof) {
        if (sn == 0)
            return false;
        if ((fn & 1) || fn == sn) {
            r = nodeHash(p, r);
            while (!(fn & 1) && fn != 0) {
                fn >>= 1;
                sn >>= 1;
            }
        } else {
            r = nodeHash(r, p);
        }
        fn >>= 1;
        sn >>= 1;
    }
    return sn == 0 && r == root;
}

bool verifyConsistency(std::uint64_t older, const Digest &olderRoot, std::uint64_t newer, const Digest &newerRoot, std::span<const Digest> proof)
{
    if (older > newer)
        return false;
    if (older == newer)
        return proof.empty() && olderRoot == newerRoot;
    if (older == 0) // every tree extends the empty one
        return proof.empty() && olderRoot == emptyRoot();
    std::vector<Digest> path;
    if (std::has_single_bit(older))
        path.push_back(olderRoot);
    path.insert(path.end(), proof.begin(), proof.end());
    if (path.empty())
        return false;
    std::uint64_t fn = older - 1;
    std::uint64_t sn = newer - 1;
    while (fn & 1) {
        fn >>= 1;
        sn >>= 1;
    }
    Digest fr = path.front();
    Digest sr = path.front();
    for (std::size_t i = 1; i < path.size(); ++i) {
        const Digest &c = path[i];
        if (sn == 0)
            return false;
        if ((fn & 1) || fn == sn) {
            fr = nodeHash(c, fr);
            sr = nodeHash(c, sr);
            while (!(fn & 1) && fn != 0) {
                fn >>= 1;
                sn >>= 1;
            }
        } else {
            sr = nodeHash(sr, c);
        }
        fn >>= 1;
        sn >>= 1;
    }
    return sn == 0 && fr == olderRoot && sr == newerRoot;
}

} // namespace mandate
