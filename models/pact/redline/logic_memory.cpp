// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pact/redline/logic_memory.h"

namespace mandate {

namespace {

constexpr std::size_t mostNames = 5'000;
constexpr std::size_t mostTold = 100'000;

/// Numbers of clauses have 31 bits; a memory that met so many would have run for years.
std::uint64_t keyOf(LogicQuestion question, std::uint32_t first, std::uint32_t second)
{
    return static_cast<std::uint64_t>(question) << 62U | static_cast<std::uint64_t>(first & 0x7FFFFFFFU) << 31U | (second & 0x7FFFFFFFU);
}

} // namespace

LogicMemory::LogicMemory() : m(std::make_unique<Kept>()) {}
LogicMemory::~LogicMemory() = default;

std::uint32_t LogicMemory::Kept::fingerprintOf(const std::string &text)
{
    Named &named = m_names[text];
    if (named.number == 0)
        named.number = ++m_next;
    named.check = m_check;
    return named.number;
}

LogicMemory::Kept::Told &LogicMemory::Kept::of(LogicQuestion question, std::uint32_t first, std::uint32_t second)
{
    Told &told = m_told[keyOf(question, first, second)];
    told.check = m_check;
    return told;
}

const LogicMemory::Kept::Told *LogicMemory::Kept::find(LogicQuestion question, std::uint32_t first, std::uint32_t second) const
{
    const auto found = m_told.find(keyOf(question, first, second));
    return found == m_told.end() ? nullptr : &found->second;
}

void LogicMemory::Kept::begin()
{
    ++m_check;
}

void LogicMemory::Kept::end(std::set<std::uint32_t> ofCheck)
{
    clauses = std::move(ofCheck);
    if (m_names.size() > mostNames)
        std::erase_if(m_names, [this](const auto &one) { return one.second.check != m_check; });
    if (m_told.size() > mostTold)
        std::erase_if(m_told, [this](const auto &one) { return one.second.check != m_check; });
}

} // namespace mandate
