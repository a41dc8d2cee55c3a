// SPDX-License-Identifier: GPL-3.0-or-later
// Names as small numbers, in the order they were first met.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>

namespace mandate {

class NameTable
{
public:
    NameTable() = default;
    NameTable(const NameTable &other) : m_names(other.m_names)
    {
        m_numbers.reserve(m_names.size());
        for (std::uint32_t i = 0; i < m_names.size(); ++i)
            m_numbers.emplace(m_names[i], i);
    }
    NameTable(NameTable &&) = default; // texts stay where they are
    NameTable &operator=(const NameTable &) = delete;
    NameTable &operator=(NameTable &&) = delete;
    ~NameTable() = default;

    std::uint32_t numberOf(std::string_view name)
    {
        const auto found = m_numbers.find(name);
        if (found != m_numbers.end())
            return found->second;
        const auto number = static_cast<std::uint32_t>(m_names.size());
        m_numbers.emplace(m_names.emplace_back(name), number);
        return number;
    }
    [[nodiscard]] std::string_view name(std::uint32_t number) const { return m_names[number]; }
    [[nodiscard]] std::uint32_t count() const { return static_cast<std::uint32_t>(m_names.size()); }

private:
    std::deque<std::string> m_names; ///< a deque, so that a name stays where it is
    std::unordered_map<std::string_view, std::uint32_t> m_numbers;
};

} // namespace mandate
