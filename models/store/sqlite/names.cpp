// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/store/sqlite/names.h"

#include <bit>
#include <mutex>

namespace mandate::sqlite {

Names::Place Names::placeOf(std::uint32_t number)
{
    const std::size_t shifted = number + firstChunk;
    const auto chunk = static_cast<std::size_t>(std::bit_width(shifted) - std::bit_width(firstChunk));
    return {chunk, shifted - (firstChunk << chunk)};
}

std::string_view Names::text(std::uint32_t number) const
{
    if (number == 0 || number > count())
        return {};
    const Place place = placeOf(number);
    return m_chunks[place.chunk][place.index];
}

std::optional<std::uint32_t> Names::find(std::string_view text) const
{
    if (text.empty())
        return 0;
    const std::shared_lock lock(m_mutex);
    const auto found = m_numbers.find(text);
    return found == m_numbers.end() ? std::nullopt : std::optional(found->second);
}

void Names::add(std::string_view text)
{
    const std::unique_lock lock(m_mutex);
    const std::uint32_t number = m_count.load(std::memory_order_relaxed) + 1;
    const Place place = placeOf(number);
    if (!m_chunks[place.chunk])
        m_chunks[place.chunk] = std::make_unique<std::string[]>(firstChunk << place.chunk);
    std::string &kept = m_chunks[place.chunk][place.index];
    kept = text;
    m_numbers.emplace(kept, number);
    m_count.store(number, std::memory_order_release);
}

} // namespace mandate::sqlite
