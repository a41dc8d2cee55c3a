// SPDX-License-Identifier: GPL-3.0-or-later
// Draws that are the same on every machine and in every version of a standard library: SplitMix64 (G. L. Steele, D. Lea, C. H. Flood, "Fast splittable
// pseudorandom number generators", OOPSLA 2014). For simulations whose seed is told beside their result; never for keys or salts.
#pragma once

#include <cstdint>

namespace mandate {

class SeededDraws
{
public:
    explicit SeededDraws(std::uint64_t seed) : m_state(seed) {}

    [[nodiscard]] std::uint64_t next()
    {
        std::uint64_t z = (m_state += 0x9E3779B97F4A7C15ULL);
        z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
        z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
        return z ^ (z >> 31U);
    }
    /// In [0, 1), with 53 bits.
    [[nodiscard]] double unit() { return static_cast<double>(next() >> 11U) * 0x1.0p-53; }
    /// In [0, n), each as likely; 0 for n = 0.
    [[nodiscard]] std::uint64_t below(std::uint64_t n)
    {
        if (n == 0)
            return 0;
        const std::uint64_t least = (0 - n) % n; // what is below would make the small numbers likelier
        std::uint64_t drawn = next();
        while (drawn < least)
            drawn = next();
        return drawn % n;
    }

private:
    std::uint64_t m_state;
};

} // namespace mandate
