// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/store/sqlite/entry_check.h"

#include "models/evidence/merkle.h"

namespace mandate::sqlite {

namespace {

std::string named(EntryNumber entry)
{
    return "Entry " + std::to_string(entry);
}

} // namespace

void EntryCheck::checkBlocks(const BlockTask &task, Room &room)
{
    std::vector<Digest> items;
    for (const auto &[place, octets, blame] : task.blocks) {
        const auto block = Block::open(octets);
        if (!block || block->entryCount() != place.entries || block->itemCount() != place.items) {
            const std::string range =
                place.entries > 0 ? "entries " + std::to_string(place.firstEntry) + " to " + std::to_string(place.firstEntry + place.entries - 1)
                                  : "item " + std::to_string(place.firstItem) + ", received before entry " + std::to_string(blame) + ',';
            m_problem.report(blame, "The stored text of " + range +
                                        (block ? " is not where it should be." : " was changed: its bytes do not match their seal."));
            continue;
        }
        items.clear();
        for (std::size_t i = 0; i < block->itemCount(); ++i)
            items.push_back(sha256(block->item(i)));
        const SegmentColumns *columns = nullptr;
        for (std::size_t i = 0; i < block->entryCount(); ++i) {
            const EntryNumber entry = place.firstEntry + i;
            if (!columns || entry >= columns->first + columns->rows) {
                columns = nullptr;
                for (const auto &candidate : task.columns) {
                    if (entry >= candidate->first && entry < candidate->first + candidate->rows)
                        columns = candidate.get();
                }
            }
            if (!columns) {
                m_problem.report(entry, "The columns of entry " + std::to_string(entry) + " are missing.");
                break;
            }
            checkEntry(entry, block->entry(i), *columns, place, items, room);
        }
    }
}

void EntryCheck::checkEntry(EntryNumber entry, std::string_view body, const SegmentColumns &columns, const BlockPlace &place,
                            std::span<const Digest> items, Room &room)
{
    const std::size_t row = entry - columns.first;
    if (columns.has(Column::TimeState) && (columns.of<std::uint8_t>(Column::TimeState)[row] & TextErased) != 0) {
        checkRemains(entry, body, columns, room);
        return;
    }
    if (columns.has(Column::Leaf) && leafHash(body) != columns.of<Digest>(Column::Leaf)[row]) {
        m_problem.report(entry, named(entry) + " does not have the hash that the ledger holds for it: its text or its hash was changed.");
        return;
    }
    if (!columns.has(Column::Type) || !columns.has(Column::Item))
        return; // told already
    const std::int64_t item = columns.of<std::int64_t>(Column::Item)[row];
    const bool isRecord = columns.of<std::uint8_t>(Column::Type)[row] == static_cast<std::uint8_t>(EntryType::Record);
    std::optional<Digest> cited;
    if (isRecord) {
        room.arena.reset();
        const auto record = readRecord(body, room.json, room.arena);
        if (!record) {
            m_problem.report(entry, named(entry) + " is listed as a record, but its text is none.");
            return;
        }
        if (const char *field = differenceOf(*record, columns, row, false)) {
            m_problem.report(entry, named(entry) + " says another " + field + " than the columns that lists and figures are made from.");
            return;
        }
        cited = record->itemDigest;
    } else if (body.starts_with(R"({"action":)") && body.find(R"(,"type":"record","v":1,)") != std::string_view::npos) {
        m_problem.report(entry, named(entry) + " is a record, but is not listed as one.");
        return;
    }
    if (item < 0)
        return;
    const auto number = static_cast<std::uint64_t>(item);
    const bool here = number >= place.firstItem && number - place.firstItem < items.size();
    if (!here) {
        if (cited) {
            const std::lock_guard lock(m_mutex);
            m_deferred.push_back({entry, number, *cited});
        }
        return;
    }
    const Digest &digest = items[number - place.firstItem];
    if (cited ? *cited != digest : body.find(digest.hex()) == std::string_view::npos)
        m_problem.report(entry, "The bytes that " + std::string("entry ") + std::to_string(entry) + " came from are not the ones it cites.");
}

/// Of an erased record: only what may remain of it is there, and it says what the columns say.
void EntryCheck::checkRemains(EntryNumber entry, std::string_view body, const SegmentColumns &columns, Room &room)
{
    const std::size_t row = entry - columns.first;
    if (columns.has(Column::Type) && columns.of<std::uint8_t>(Column::Type)[row] != static_cast<std::uint8_t>(EntryType::Record)) {
        m_problem.report(entry, named(entry) + " is marked as erased, but is no record: nothing else may be erased.");
        return;
    }
    room.arena.reset();
    const auto record = readRecord(body, room.json, room.arena);
    std::string remains;
    if (record)
        appendRecordJson(remains, remainsOf(*record));
    if (!record || remains != body) {
        m_problem.report(entry, named(entry) + " is marked as erased, but its text is more than may remain of it.");
        return;
    }
    if (const char *field = differenceOf(*record, columns, row, true)) {
        m_problem.report(entry, "What remains of entry " + std::to_string(entry) + " says another " + field + " than the columns that lists and figures are made from.");
        return;
    }
    ++m_erased;
}

/// The first field in which a record and its columns differ, in words, or null.
const char *EntryCheck::differenceOf(const Record &record, const SegmentColumns &columns, std::size_t row, bool erased) const
{
    PackedRow packed;
    packRecord(packed, record);
    const auto differs = [&]<typename T>(Column column, T value) { return columns.has(column) && columns.of<T>(column)[row] != value; };
    if (differs(Column::Kind, packed.kind))
        return "kind";
    if (differs(Column::Outcome, packed.outcome))
        return "outcome";
    if (differs(Column::Role, packed.role))
        return "role";
    if (!erased && differs(Column::Completeness, packed.completeness))
        return "completeness";
    if (differs(Column::Message, packed.message) || differs(Column::Call, packed.call))
        return "position";
    if (differs(Column::Time, packed.time) ||
        (columns.has(Column::TimeState) && (columns.of<std::uint8_t>(Column::TimeState)[row] & ~unsigned{OutOfOrder | TextErased}) != packed.timeState))
        return "time";
    static constexpr std::array<const char *, nameKinds - 1> words{"agent", "deployment", "session", "tool", "source", "format"};
    const auto names = namesOf(record);
    for (std::size_t kind = 0; kind < names.size(); ++kind) {
        const auto column = static_cast<Column>(static_cast<std::size_t>(Column::Agent) + kind);
        if (columns.has(column) && m_names[kind].text(columns.of<std::uint32_t>(column)[row]) != names[kind])
            return words[kind];
    }
    return nullptr;
}

void EntryCheck::checkDerived(const SegmentColumns &columns)
{
    if (!columns.has(Column::Verdict) || !columns.has(Column::Clause))
        return;
    const auto verdicts = columns.of<std::uint8_t>(Column::Verdict);
    const auto clauses = columns.of<std::uint32_t>(Column::Clause);
    for (std::size_t row = 0; row < columns.rows; ++row) {
        if (verdicts[row] > static_cast<std::uint8_t>(Verdict::Undecidable) || clauses[row] > m_names[clauseNames].count()) {
            m_problem.report(columns.first + row,
                             "The stored verdict of entry " + std::to_string(columns.first + row) + " is damaged; judging it anew repairs it.");
            return;
        }
    }
}

std::vector<DeferredItem> EntryCheck::takeDeferred()
{
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_deferred, {});
}

WorkQueue::WorkQueue(EntryCheck &check, unsigned threads) : m_check(check), m_most(threads * std::size_t{4})
{
    for (unsigned i = 0; i < threads; ++i)
        m_threads.emplace_back([this] { work(); });
}

void WorkQueue::push(BlockTask task)
{
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return m_tasks.size() < m_most; });
    m_tasks.push_back(std::move(task));
    m_changed.notify_all();
}

void WorkQueue::finish()
{
    {
        const std::lock_guard lock(m_mutex);
        m_closed = true;
    }
    m_changed.notify_all();
    for (std::thread &thread : m_threads)
        thread.join();
    m_threads.clear();
}

void WorkQueue::work()
{
    EntryCheck::Room room;
    for (;;) {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return m_closed || !m_tasks.empty(); });
        if (m_tasks.empty())
            return;
        const BlockTask task = std::move(m_tasks.front());
        m_tasks.pop_front();
        lock.unlock();
        m_changed.notify_all();
        m_check.checkBlocks(task, room);
    }
}

} // namespace mandate::sqlite
