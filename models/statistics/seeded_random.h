// SPDX-License-Identifier: GPL-3.0-or-later
// Random numbers that are the same on every machine and in every version: a figure that rests on them can be computed again from its seed. Not for keys.
#pragma once

#include <cstdint>
#include <span>
#include <utility>

namespace mandate {

/// SplitMix64 (G. Steele, D. Lea, C. Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014).
class SeededRandom
{
public:
    explicit SeededRandom(std::uint64_t seed) : m_state(seed) {}

    std::uint64_t next()
    {
        std::uint64_t z = (m_state += 0x9E3779B97F4A7C15U);
        z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
        z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
        return z ^ (z >> 31U);
    }
    /// Each of 0 … bound−1 equally likely: numbers that would favour some are thrown away. bound > 0.
    std::uint64_t below(std::uint64_t bound)
    {
        const std::uint64_t unfair = (0 - bound) % bound;
        std::uint64_t drawn = next();
        while (drawn < unfair)
            drawn = next();
        return drawn % bound;
    }
    /// In [0, 1), of 53 bits.
    double unit() { return static_cast<double>(next() >> 11U) * 0x1.0p-53; }

    /// Fisher and Yates, in Durstenfeld's form (1964).
    template<typename T>
    void shuffle(std::span<T> values)
    {
        for (std::size_t left = values.size(); left > 1; --left)
            std::swap(values[left - 1], values[below(left)]);
    }

private:
    std::uint64_t m_state;
};

} // namespace mandate
