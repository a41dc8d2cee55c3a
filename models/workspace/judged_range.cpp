// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/judged_range.h"

#include <charconv>
#include <numeric>

namespace mandate {

void JudgedRange::add(EntryNumber entry, Verdict verdict, std::string_view clause)
{
    ++m_counts[static_cast<std::size_t>(verdict)];
    char number[24];
    const auto end = std::to_chars(number, number + sizeof number, entry).ptr;
    m_lines.append(number, end) += ' ';
    m_lines.append(nameOf(verdict)) += ' ';
    m_lines.append(clause) += '\n';
    constexpr std::size_t piece = 16'384;
    if (m_lines.size() >= piece) {
        m_digest.add(m_lines);
        m_lines.clear();
    }
}

std::uint64_t JudgedRange::total() const
{
    return std::accumulate(m_counts.begin(), m_counts.end(), std::uint64_t{0});
}

Digest JudgedRange::digest()
{
    m_digest.add(m_lines);
    m_lines.clear();
    return m_digest.digest();
}

} // namespace mandate
