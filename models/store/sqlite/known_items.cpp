// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/store/sqlite/known_items.h"

#include "models/store/sqlite/sealed.h"

#include <cstring>
#include <mutex>

namespace mandate::sqlite {

std::size_t KeySet::slotOf(std::uint64_t key) const
{
    const std::size_t mask = m_slots.size() - 1; // a power of two
    std::size_t slot = (key * 0x9E3779B97F4A7C15ULL >> 20) & mask;
    while (m_slots[slot] != 0 && m_slots[slot] != key)
        slot = (slot + 1) & mask;
    return slot;
}

bool KeySet::insert(std::uint64_t key)
{
    if ((m_size + 1) * 2 > m_slots.size()) {
        std::vector<std::uint64_t> old(m_slots.empty() ? 64 : m_slots.size() * 2);
        old.swap(m_slots);
        for (const std::uint64_t kept : old) {
            if (kept != 0)
                m_slots[slotOf(kept)] = kept;
        }
    }
    const std::size_t slot = slotOf(key);
    if (m_slots[slot] == key)
        return false;
    m_slots[slot] = key;
    ++m_size;
    return true;
}

bool KeySet::contains(std::uint64_t key) const
{
    return !m_slots.empty() && key != 0 && m_slots[slotOf(key)] == key;
}

Result<void> KnownItems::readTo(std::uint64_t items, Connection &connection)
{
    const std::unique_lock lock(m_mutex);
    if (m_items >= items)
        return {};
    Statement query = connection.statement("SELECT first, data FROM item_key WHERE first >= ?1 ORDER BY first");
    query.bind(1, static_cast<std::int64_t>(m_items));
    int code = query.step();
    for (; code == SQLITE_ROW && m_items < items; code = query.step()) {
        const auto octets = unseal(query.octets(1));
        if (!octets || octets->size() % sizeof(std::uint64_t) != 0 || query.number(0) != static_cast<std::int64_t>(m_items))
            break;
        for (std::size_t at = 0; at < octets->size(); at += sizeof(std::uint64_t)) {
            std::uint64_t key = 0;
            std::memcpy(&key, octets->data() + at, sizeof key);
            if (key != 0)
                m_keys.insert(key);
            ++m_items;
        }
    }
    if (code != SQLITE_DONE && code != SQLITE_ROW)
        return connection.error("reading which items are known");
    if (m_items < items)
        return storeError(ErrorKind::Corrupt, "MND-STO-028", "The list of items that are stored already is damaged.",
                          "Run a verification to see what still holds, and restore the file from a backup.");
    return {};
}

bool KnownItems::hasReadTo(std::uint64_t items) const
{
    const std::shared_lock lock(m_mutex);
    return m_items >= items;
}

void KnownItems::add(std::uint64_t first, std::span<const std::uint64_t> keys)
{
    const std::unique_lock lock(m_mutex);
    if (m_items != first)
        return;
    for (const std::uint64_t key : keys) {
        if (key != 0)
            m_keys.insert(key);
    }
    m_items += keys.size();
}

bool KnownItems::contains(std::uint64_t key) const
{
    const std::shared_lock lock(m_mutex);
    return m_keys.contains(key);
}

} // namespace mandate::sqlite
