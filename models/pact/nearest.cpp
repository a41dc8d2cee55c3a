// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pact/nearest.h"

#include <algorithm>
#include <array>
#include <vector>

namespace mandate {

std::size_t editDistance(std::string_view a, std::string_view b, std::size_t most)
{
    if (a.size() > b.size() + most || b.size() > a.size() + most)
        return most + 1;
    std::array<std::vector<std::size_t>, 3> rows; // of this character of a, the one before it, and the one before that
    rows.fill(std::vector<std::size_t>(b.size() + 1));
    for (std::size_t j = 0; j <= b.size(); ++j)
        rows[0][j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::rotate(rows.begin(), rows.begin() + 2, rows.end());
        auto &[row, above, aboveThat] = rows;
        row[0] = i;
        std::size_t least = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = std::min(row[j], aboveThat[j - 2] + 1);
            least = std::min(least, row[j]);
        }
        if (least > most + 1) // a swap may still save one
            return most + 1;
    }
    return std::min(rows[0][b.size()], most + 1);
}

void Nearest::offer(std::string_view candidate)
{
    const std::size_t distance = editDistance(m_wanted, candidate, m_distance);
    // A name whose every character is replaced is another name, however short.
    if (distance > m_distance || distance >= std::max(m_wanted.size(), candidate.size()))
        return;
    m_distance = distance;
    m_best = candidate;
}

} // namespace mandate
