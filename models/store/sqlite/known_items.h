// SPDX-License-Identifier: GPL-3.0-or-later
// Which items are stored already, by their idempotency keys. In memory; the file's item_key table is its source.
#pragma once

#include "models/base/result.h"
#include "models/store/sqlite/connection.h"

#include <cstdint>
#include <shared_mutex>
#include <span>
#include <vector>

namespace mandate::sqlite {

/// A set of 64-bit keys that grows: open addressing, no deletion.
class KeySet
{
public:
    bool insert(std::uint64_t key);
    [[nodiscard]] bool contains(std::uint64_t key) const;
    [[nodiscard]] std::size_t size() const { return m_size; }

private:
    [[nodiscard]] std::size_t slotOf(std::uint64_t key) const;
    std::vector<std::uint64_t> m_slots; ///< 0 is free
    std::size_t m_size = 0;
};

/// Keys of all items that a picture of the ledger holds; item keys of 0 are no keys.
class KnownItems
{
public:
    /// Reads the keys of items that were added since the last call.
    Result<void> readTo(std::uint64_t items, Connection &connection);
    [[nodiscard]] bool hasReadTo(std::uint64_t items) const;
    /// Adds the keys of items [first, …) unless they were read already or earlier ones were not.
    void add(std::uint64_t first, std::span<const std::uint64_t> keys);
    [[nodiscard]] bool contains(std::uint64_t key) const;

private:
    mutable std::shared_mutex m_mutex;
    KeySet m_keys;
    std::uint64_t m_items = 0;
};

} // namespace mandate::sqlite
