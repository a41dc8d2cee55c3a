// SPDX-License-Identifier: GPL-3.0-or-later
// One reading connection with the block it read last, and the pool of them: a reader serves one thread at a time.
#pragma once

#include "models/store/sqlite/block.h"
#include "models/store/sqlite/image.h"

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace mandate::sqlite {

class Reader
{
public:
    Result<void> open(const std::string &path);
    [[nodiscard]] Connection &connection() { return m_connection; }

    /// The view lives until the next call. The entry must exist.
    Result<std::string_view> body(EntryNumber entry);
    Result<std::string_view> item(std::uint64_t number);
    /// The next piece is read from the file: blocks may have changed.
    void forget() { m_hasBlock = false; }
    /// Calls `visit` for each entry, which must be ascending, until it returns false.
    Result<void> eachBody(std::span<const EntryNumber> entries, const std::function<bool(EntryNumber, std::string_view)> &visit);

private:
    enum class Piece : std::uint8_t { Entry, Item };
    Result<std::string_view> piece(Piece kind, std::uint64_t number);

    friend class ReaderPool;
    std::uint64_t m_epoch = 0; ///< of the pool, when it was taken last
    Connection m_connection;
    Block m_block;
    bool m_hasBlock = false;
    std::uint64_t m_firstEntry = 0;
    std::uint64_t m_firstItem = 0;
};

class ReaderPool
{
public:
    explicit ReaderPool(std::string path) : m_path(std::move(path)) {}

    /// Gives the reader back when it goes out of scope.
    class Lease
    {
    public:
        Lease(ReaderPool &pool, std::unique_ptr<Reader> reader) : m_pool(&pool), m_reader(std::move(reader)) {}
        ~Lease()
        {
            if (m_reader)
                m_pool->give(std::move(m_reader));
        }
        Lease(Lease &&) noexcept = default;
        Lease &operator=(Lease &&) = delete;
        Reader *operator->() { return m_reader.get(); }
        Reader &operator*() { return *m_reader; }

    private:
        ReaderPool *m_pool;
        std::unique_ptr<Reader> m_reader;
    };
    Result<Lease> take();
    /// Closes the connections that nobody uses.
    void close();
    /// No reader that is taken from now on knows a block from before.
    void forgetBlocks() { ++m_epoch; }

private:
    void give(std::unique_ptr<Reader> reader);
    std::string m_path;
    std::mutex m_mutex;
    std::vector<std::unique_ptr<Reader>> m_idle;
    std::atomic<std::uint64_t> m_epoch = 0;
};

/// Rows with their names resolved, in the order asked. Numbers beyond the picture are Missing.
Result<std::vector<Row>> readRows(Connection &connection, const Image &image, const NameTables &names, std::span<const EntryNumber> entries);

[[nodiscard]] Error noSuchEntry(EntryNumber entry, std::uint64_t entries);

} // namespace mandate::sqlite
