// SPDX-License-Identifier: GPL-3.0-or-later
// SplitMix64 (Steele, Lea, Flood 2014): the same numbers on every machine and standard library, which std distributions do not promise.
#pragma once

#include <cstdint>

namespace mandate::bench {

class Random
{
public:
    explicit Random(std::uint64_t seed) : m_state(seed) {}

    std::uint64_t next()
    {
        std::uint64_t z = (m_state += 0x9E3779B97F4A7C15ULL);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
        return z ^ (z >> 31);
    }
    /// 0 to n−1.
    std::uint32_t below(std::uint32_t n) { return static_cast<std::uint32_t>(((next() >> 32) * n) >> 32); }
    /// Both included.
    std::int64_t between(std::int64_t low, std::int64_t high) { return low + below(static_cast<std::uint32_t>(high - low + 1)); }
    bool chance(std::uint32_t perMille) { return below(1000) < perMille; }

private:
    std::uint64_t m_state;
};

} // namespace mandate::bench
