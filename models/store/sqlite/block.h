// SPDX-License-Identifier: GPL-3.0-or-later
// A block: some consecutive entries with the items they came from, sealed together, because an entry repeats most of its item's text.
// Positions in the ledger are not in the block; the store's tables say which entry and item a block begins with.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mandate::sqlite {

/// A block being filled, in ledger order.
class BlockWriter
{
public:
    static constexpr std::size_t mostEntries = 64;
    static constexpr std::size_t mostOctets = std::size_t{192} * 1024;

    void addItem(std::string_view bytes);
    void addEntry(std::string_view body);
    [[nodiscard]] bool isFull() const { return m_entryLengths.size() >= mostEntries || m_content.size() >= mostOctets; }
    [[nodiscard]] bool isEmpty() const { return m_entryLengths.empty() && m_itemLengths.empty(); }
    [[nodiscard]] std::uint32_t entries() const { return static_cast<std::uint32_t>(m_entryLengths.size()); }
    [[nodiscard]] std::uint32_t items() const { return static_cast<std::uint32_t>(m_itemLengths.size()); }
    [[nodiscard]] std::size_t octets() const { return m_content.size(); }
    /// The sealed block; the writer is empty again.
    [[nodiscard]] std::string finish();

private:
    std::string m_content;
    std::vector<std::uint64_t> m_entryLengths;
    std::vector<std::uint64_t> m_itemLengths;
    std::string m_order; ///< 'i' or 'e' a piece
};

/// A block read back. Views live as long as it.
class Block
{
public:
    /// Nothing when the seal does not hold or the content is malformed.
    static std::optional<Block> open(std::string_view sealed);
    [[nodiscard]] std::size_t entryCount() const { return m_entries.size(); }
    [[nodiscard]] std::size_t itemCount() const { return m_items.size(); }
    [[nodiscard]] std::string_view entry(std::size_t index) const { return viewOf(m_entries[index]); }
    [[nodiscard]] std::string_view item(std::size_t index) const { return viewOf(m_items[index]); }
    [[nodiscard]] std::size_t octets() const { return m_content.size(); }

private:
    struct Piece
    {
        std::size_t begin;
        std::size_t length;
    };
    [[nodiscard]] std::string_view viewOf(const Piece &piece) const { return std::string_view(m_content).substr(piece.begin, piece.length); }
    std::string m_content;
    std::vector<Piece> m_entries;
    std::vector<Piece> m_items;
};

} // namespace mandate::sqlite
