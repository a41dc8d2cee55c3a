// SPDX-License-Identifier: GPL-3.0-or-later
// Names by number and numbers by name, growing while others read. In memory only; the writer keeps the table in the file in step.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace mandate::sqlite {

/// Number 0 is the empty name. One thread adds, any number read.
class Names
{
public:
    Names() = default;
    Names(const Names &) = delete;
    Names &operator=(const Names &) = delete;

    /// Names 1 to count() exist.
    [[nodiscard]] std::uint32_t count() const { return m_count.load(std::memory_order_acquire); }
    /// Empty for 0 and for numbers that do not exist. Never waits.
    [[nodiscard]] std::string_view text(std::uint32_t number) const;
    [[nodiscard]] std::optional<std::uint32_t> find(std::string_view text) const;
    /// Gives the next number to `text`.
    void add(std::string_view text);

private:
    static constexpr std::size_t firstChunk = 1024; ///< chunk c holds 1024 × 2^c names, so that none ever moves
    struct Place
    {
        std::size_t chunk;
        std::size_t index;
    };
    static Place placeOf(std::uint32_t number);

    std::array<std::unique_ptr<std::string[]>, 23> m_chunks;
    std::atomic<std::uint32_t> m_count = 0;
    mutable std::shared_mutex m_mutex; ///< guards m_numbers
    std::unordered_map<std::string_view, std::uint32_t> m_numbers;
};

} // namespace mandate::sqlite
