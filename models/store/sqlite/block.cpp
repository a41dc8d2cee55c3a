// SPDX-License-Identifier: GPL-3.0-or-later
// Layout before sealing: number of pieces, then per piece its length × 2 (+ 1 for an item), all LEB128; then the pieces' octets.
#include "models/store/sqlite/block.h"

#include "models/store/sqlite/sealed.h"

namespace mandate::sqlite {

namespace {

void appendNumber(std::string &out, std::uint64_t number)
{
    while (number >= 0x80) {
        out += static_cast<char>(number | 0x80);
        number >>= 7;
    }
    out += static_cast<char>(number);
}

bool takeNumber(std::string_view text, std::size_t &at, std::uint64_t &number)
{
    number = 0;
    for (unsigned shift = 0; shift < 63; shift += 7) {
        if (at >= text.size())
            return false;
        const auto octet = static_cast<unsigned char>(text[at++]);
        number |= static_cast<std::uint64_t>(octet & 0x7F) << shift;
        if (octet < 0x80)
            return true;
    }
    return false;
}

} // namespace

void BlockWriter::addItem(std::string_view bytes)
{
    m_content += bytes;
    m_itemLengths.push_back(bytes.size());
    m_order += 'i';
}

void BlockWriter::addEntry(std::string_view body)
{
    m_content += body;
    m_entryLengths.push_back(body.size());
    m_order += 'e';
}

std::string BlockWriter::finish()
{
    std::string layout;
    appendNumber(layout, m_order.size());
    std::size_t entry = 0;
    std::size_t item = 0;
    for (const char piece : m_order)
        appendNumber(layout, piece == 'i' ? m_itemLengths[item++] * 2 + 1 : m_entryLengths[entry++] * 2);
    m_content.insert(0, layout);
    std::string sealed = seal(m_content);
    m_content.clear();
    m_entryLengths.clear();
    m_itemLengths.clear();
    m_order.clear();
    return sealed;
}

std::optional<Block> Block::open(std::string_view sealed)
{
    auto content = unseal(sealed);
    if (!content)
        return std::nullopt;
    Block block;
    block.m_content = std::move(*content);
    std::size_t at = 0;
    std::uint64_t pieces = 0;
    if (!takeNumber(block.m_content, at, pieces) || pieces > block.m_content.size())
        return std::nullopt;
    std::size_t begin = 0;
    for (std::uint64_t i = 0; i < pieces; ++i) {
        std::uint64_t number = 0;
        if (!takeNumber(block.m_content, at, number) || number / 2 > block.m_content.size() - begin)
            return std::nullopt;
        ((number & 1) ? block.m_items : block.m_entries).push_back({begin, number / 2});
        begin += number / 2;
    }
    if (begin + at != block.m_content.size())
        return std::nullopt;
    for (Piece &piece : block.m_entries)
        piece.begin += at;
    for (Piece &piece : block.m_items)
        piece.begin += at;
    return block;
}

} // namespace mandate::sqlite
