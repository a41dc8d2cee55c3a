// SPDX-License-Identifier: GPL-3.0-or-later
// A bump allocator for values that live and die together: one import batch, one session, one evaluation.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

namespace mandate {

/// Memory that is released all at once. Not thread-safe; objects in it must be trivially destructible.
class Arena
{
public:
    explicit Arena(std::size_t firstBlock = 4096) : m_nextBlock(firstBlock) {}
    Arena(Arena &&) noexcept = default;
    Arena &operator=(Arena &&) noexcept = default;
    Arena(const Arena &) = delete;
    Arena &operator=(const Arena &) = delete;

    [[nodiscard]] void *allocate(std::size_t bytes, std::size_t alignment)
    {
        const std::size_t gap = -reinterpret_cast<std::uintptr_t>(m_cursor) & (alignment - 1);
        if (m_cursor == nullptr || gap + bytes > static_cast<std::size_t>(m_end - m_cursor))
            return allocateInNewBlock(bytes, alignment);
        std::byte *room = m_cursor + gap;
        m_cursor = room + bytes;
        return room;
    }

    /// Uninitialised room for `count` objects.
    template<typename T>
    [[nodiscard]] T *array(std::size_t count)
    {
        static_assert(std::is_trivially_destructible_v<T>);
        return static_cast<T *>(allocate(std::max<std::size_t>(1, count * sizeof(T)), alignof(T)));
    }

    [[nodiscard]] std::string_view copy(std::string_view text)
    {
        char *room = array<char>(text.size());
        if (!text.empty())
            std::memcpy(room, text.data(), text.size());
        return {room, text.size()};
    }

    template<typename T>
    [[nodiscard]] T *copy(std::span<const T> items)
    {
        T *room = array<T>(items.size());
        std::copy(items.begin(), items.end(), room);
        return room;
    }

    /// Forgets everything allocated so far and keeps the largest block for reuse.
    void reset()
    {
        if (m_blocks.size() > 1) {
            std::swap(m_blocks.front(), m_blocks.back());
            m_blocks.resize(1);
        }
        rewind();
        m_reserved = m_blocks.empty() ? 0 : m_blocks.front().size;
    }

    /// Forgets everything allocated so far and keeps every block, for rounds of about the same size.
    void rewind()
    {
        m_block = 0;
        if (!m_blocks.empty())
            enter(m_blocks.front());
    }

    /// Bytes reserved from the system.
    [[nodiscard]] std::size_t reserved() const { return m_reserved; }

private:
    struct Block
    {
        std::unique_ptr<std::byte[]> memory;
        std::size_t size;
    };

    void enter(const Block &block)
    {
        m_cursor = block.memory.get();
        m_end = m_cursor + block.size;
    }

    void *allocateInNewBlock(std::size_t bytes, std::size_t alignment)
    {
        while (m_block + 1 < m_blocks.size()) { // of an earlier round
            enter(m_blocks[++m_block]);
            if (m_blocks[m_block].size >= bytes + alignment)
                return allocate(bytes, alignment);
        }
        const std::size_t size = std::max(m_nextBlock, bytes + alignment);
        m_nextBlock = std::min<std::size_t>(std::max(m_nextBlock, size) * 2, std::size_t{1} << 22);
        m_blocks.push_back({std::unique_ptr<std::byte[]>(new std::byte[size]), size});
        m_reserved += size;
        m_block = m_blocks.size() - 1;
        enter(m_blocks.back());
        return allocate(bytes, alignment);
    }

    std::vector<Block> m_blocks;
    std::size_t m_block = 0; ///< the one being filled; those after it are free
    std::byte *m_cursor = nullptr;
    std::byte *m_end = nullptr;
    std::size_t m_nextBlock;
    std::size_t m_reserved = 0;
};

} // namespace mandate
