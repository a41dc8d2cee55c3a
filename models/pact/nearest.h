// SPDX-License-Identifier: GPL-3.0-or-later
// The known name that a misspelt one probably means.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace mandate {

/// Fewest characters to insert, delete, replace, or swap with their neighbour; anything above `most` is told as most + 1. Bytes, not code
/// points.
[[nodiscard]] std::size_t editDistance(std::string_view a, std::string_view b, std::size_t most);

/// Remembers the nearest of the names offered.
class Nearest
{
public:
    enum class How {
        Guess,    ///< good enough to ask "did you mean": a third of the name may differ
        Misspelt, ///< near enough to call the name a misspelling of it: one character in six
    };
    explicit Nearest(std::string_view wanted, How how = How::Guess) : m_wanted(wanted), m_distance(wanted.size() / (how == How::Guess ? 3 : 6) + 1) {}
    void offer(std::string_view candidate);
    /// Empty when none is near.
    [[nodiscard]] const std::string &name() const { return m_best; }

private:
    std::string_view m_wanted;
    std::size_t m_distance;
    std::string m_best;
};

} // namespace mandate
