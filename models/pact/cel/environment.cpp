// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pact/cel/environment.h"

namespace mandate::cel {

std::uint32_t Environment::declare(std::string name, Type type)
{
    const auto [entry, fresh] = m_slots.try_emplace(name, static_cast<std::uint32_t>(m_variables.size()));
    if (fresh)
        m_variables.push_back({std::move(name), std::move(type)});
    else
        m_variables[entry->second].type = std::move(type);
    return entry->second;
}

Result<void> Environment::declareFunction(std::string name, std::string_view signatures)
{
    Result<std::vector<Signature>> parsed = parseSignatures(signatures);
    if (!parsed)
        return std::move(parsed).error();
    m_functions[std::move(name)] = std::move(parsed).value();
    return {};
}

std::optional<std::uint32_t> Environment::slotOf(std::string_view name) const
{
    const auto found = m_slots.find(name);
    return found == m_slots.end() ? std::nullopt : std::optional(found->second);
}

const std::vector<Signature> *Environment::function(std::string_view name) const
{
    const auto found = m_functions.find(name);
    return found == m_functions.end() ? nullptr : &found->second;
}

} // namespace mandate::cel
