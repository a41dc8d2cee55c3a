// SPDX-License-Identifier: GPL-3.0-or-later
// Checks entries against their hashes, their columns and their items, in several threads. A part of verification; reads no file.
#pragma once

#include "models/evidence/record_json.h"
#include "models/store/sqlite/block.h"
#include "models/store/sqlite/verify.h"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <thread>

namespace mandate::sqlite {

struct BlockPlace
{
    EntryNumber firstEntry = 0;
    std::uint64_t entries = 0;
    std::uint64_t firstItem = 0;
    std::uint64_t items = 0;
};

/// All columns of some rows as far as they could be read.
struct SegmentColumns
{
    EntryNumber first = 0;
    std::uint32_t rows = 0;
    std::array<ColumnValues, columnCount> values;

    [[nodiscard]] bool has(Column column) const { return values[static_cast<std::size_t>(column)] != nullptr; }
    template<typename T>
    [[nodiscard]] std::span<const T> of(Column column) const
    {
        return valuesOf<T>(*values[static_cast<std::size_t>(column)]);
    }
};

struct BlockTask
{
    struct Sealed
    {
        BlockPlace place;
        std::string octets;
        EntryNumber blame = 0; ///< entry to name when the block holds none
    };
    std::vector<Sealed> blocks;
    std::vector<std::shared_ptr<const SegmentColumns>> columns;
};

/// An entry whose item is not in its own block: compared afterwards.
struct DeferredItem
{
    EntryNumber entry;
    std::uint64_t item;
    Digest cited;
};

/// May be used by many threads, each with its own Room.
class EntryCheck
{
public:
    EntryCheck(const NameTables &names, FirstProblem &problem) : m_names(names), m_problem(problem) {}

    struct Room
    {
        JsonReader json;
        Arena arena{1 << 16};
    };
    void checkBlocks(const BlockTask &task, Room &room);
    /// Verdicts and clauses are derived data: only whether they can be what they claim.
    void checkDerived(const SegmentColumns &columns);
    [[nodiscard]] std::vector<DeferredItem> takeDeferred();
    /// Entries that are marked as erased and are.
    [[nodiscard]] std::uint64_t erased() const { return m_erased; }

private:
    void checkEntry(EntryNumber entry, std::string_view body, const SegmentColumns &columns, const BlockPlace &place, std::span<const Digest> items,
                    Room &room);
    void checkRemains(EntryNumber entry, std::string_view body, const SegmentColumns &columns, Room &room);
    /// `erased`: of what remains of a record, which has less than its columns count.
    [[nodiscard]] const char *differenceOf(const Record &record, const SegmentColumns &columns, std::size_t row, bool erased) const;

    const NameTables &m_names;
    FirstProblem &m_problem;
    std::mutex m_mutex;
    std::vector<DeferredItem> m_deferred;
    std::atomic<std::uint64_t> m_erased = 0;
};

/// Hands tasks to threads; `push` waits while enough of them are queued.
class WorkQueue
{
public:
    WorkQueue(EntryCheck &check, unsigned threads);
    ~WorkQueue() { finish(); }
    WorkQueue(const WorkQueue &) = delete;
    WorkQueue &operator=(const WorkQueue &) = delete;
    void push(BlockTask task);
    /// Returns when all tasks are done.
    void finish();

private:
    void work();
    EntryCheck &m_check;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<BlockTask> m_tasks;
    std::size_t m_most;
    bool m_closed = false;
    std::vector<std::thread> m_threads;
};

} // namespace mandate::sqlite
