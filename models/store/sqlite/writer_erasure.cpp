// SPDX-License-Identifier: GPL-3.0-or-later
// The writer's part for erasing: blocks are written anew with what remains in place of the text, rows are marked, all in one transaction. What SQLite freed by it is then
// taken out of the file and its log, by this writer or, should it be killed, the next.
#include "models/evidence/record_json.h"
#include "models/store/sqlite/growth.h"
#include "models/store/sqlite/schema.h"

#include <algorithm>
#include <map>
#include <set>

namespace mandate::sqlite {

namespace {

constexpr std::string_view doing = "erasing records";
constexpr std::chrono::milliseconds scrubPatience{200};
constexpr std::chrono::milliseconds firstScrubPause{100};
constexpr std::chrono::milliseconds longestScrubPause = std::chrono::minutes(1);

/// What a block loses: indexes in it.
struct Loss
{
    std::set<std::uint64_t> entries;
    std::set<std::uint64_t> items;
};

Error noRecord(EntryNumber entry)
{
    return storeError(ErrorKind::Refused, "MND-STO-031", "Entry " + std::to_string(entry) + " is no record, so nothing was erased: only records may be.",
                      "Report this message: it is a fault of the program, not of the data.");
}

} // namespace

Result<Writer::ErasedImage> Writer::erase(std::span<const EntryNumber> entries, std::shared_ptr<const Image> image)
{
    std::vector<EntryNumber> wanted(entries.begin(), entries.end());
    std::ranges::sort(wanted);
    wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
    if (auto begun = begin(image, true); !begun) {
        const Transaction rollBack(m_connection);
        return begun.error();
    }
    Transaction transaction(m_connection);
    m_connection.run("PRAGMA secure_delete = ON"); // until scrub() it is the best there is
    if (!wanted.empty() && wanted.back() >= image->entries)
        return storeError(ErrorKind::Missing, "MND-STO-032", "There is no entry " + std::to_string(wanted.back()) + " to erase.", "Report this message.");
    auto after = std::make_shared<Image>(*image);
    std::vector<EntryNumber> going;
    std::set<std::uint64_t> items;
    auto next = wanted.begin();
    for (auto &segment : after->segments) {
        if (next == wanted.end() || *next >= segment->end())
            continue;
        const auto states = segment->values(Column::TimeState, m_connection);
        const auto types = segment->values(Column::Type, m_connection);
        const auto cited = segment->values(Column::Item, m_connection);
        for (const auto *column : {&states, &types, &cited}) {
            if (!*column)
                return column->error();
        }
        Octets marked = **states;
        for (; next != wanted.end() && *next < segment->end(); ++next) {
            const std::size_t row = *next - segment->first();
            if (valuesOf<std::uint8_t>(**types)[row] != static_cast<std::uint8_t>(EntryType::Record))
                return noRecord(*next);
            if ((valuesOf<std::uint8_t>(**states)[row] & TimeState::TextErased) != 0)
                continue;
            marked[row] |= static_cast<std::byte>(TimeState::TextErased);
            going.push_back(*next);
            if (const std::int64_t item = valuesOf<std::int64_t>(**cited)[row]; item >= 0)
                items.insert(static_cast<std::uint64_t>(item));
        }
        if (auto replaced = replaceSegment(segment, {{Column::TimeState, std::move(marked)}}); !replaced)
            return replaced.error();
    }
    if (going.empty())
        return ErasedImage{{}, std::move(image)};
    for (const auto &segment : after->segments) { // what others still came from stays
        const auto states = segment->values(Column::TimeState, m_connection);
        const auto cited = segment->values(Column::Item, m_connection);
        if (!states || !cited)
            return !states ? states.error() : cited.error();
        const auto item = valuesOf<std::int64_t>(**cited);
        for (std::size_t row = 0; row < item.size(); ++row) {
            if (item[row] >= 0 && (valuesOf<std::uint8_t>(**states)[row] & TimeState::TextErased) == 0)
                items.erase(static_cast<std::uint64_t>(item[row]));
        }
    }
    const std::vector<std::uint64_t> itemsGoing(items.begin(), items.end());
    const auto octets = replacePieces(going, itemsGoing);
    if (!octets)
        return octets.error();
    for (const EntryNumber entry : going) { // the fact that was missing may name what a source said
        if (m_connection.statement("UPDATE finding SET missing = '' WHERE entry = ?1 AND missing <> ''").bind(1, static_cast<std::int64_t>(entry)).step() != SQLITE_DONE)
            return failed(doing);
    }
    if (m_connection.run("CREATE TABLE IF NOT EXISTS erasure(id INTEGER PRIMARY KEY CHECK(id = 1), scrubbed INTEGER NOT NULL); "
                         "INSERT OR REPLACE INTO erasure(id, scrubbed) VALUES(1, 0); PRAGMA user_version = 2; "
                         "UPDATE head SET generation = generation + 1 WHERE id = 1") != SQLITE_OK ||
        transaction.commit() != SQLITE_OK)
        return failed(doing);
    m_needsScrubbing = true;
    m_writtenAnew = false;
    m_scrubNotBefore = {};
    m_scrubPause = firstScrubPause;
    ++after->generation;
    return ErasedImage{{going.size(), itemsGoing.size(), *octets, false}, std::move(after)};
}

Result<std::uint64_t> Writer::replacePieces(std::span<const EntryNumber> entries, std::span<const std::uint64_t> items)
{
    std::map<std::int64_t, Loss> losses; // by block
    const auto place = [&](const char *sql, std::span<const std::uint64_t> numbers, std::set<std::uint64_t> Loss::*into) {
        for (const std::uint64_t number : numbers) {
            Statement query = m_connection.statement(sql);
            if (query.bind(1, static_cast<std::int64_t>(number)).step() != SQLITE_ROW)
                return false;
            (losses[query.number(0)].*into).insert(number - static_cast<std::uint64_t>(query.number(1)));
        }
        return true;
    };
    if (!place("SELECT block, first FROM entry_block WHERE first <= ?1 ORDER BY first DESC LIMIT 1", entries, &Loss::entries) ||
        !place("SELECT block, first FROM item_block WHERE first <= ?1 ORDER BY first DESC LIMIT 1", items, &Loss::items))
        return failed(doing);
    std::uint64_t octets = 0;
    JsonReader reader;
    Arena arena;
    for (const auto &[number, loss] : losses) {
        std::optional<Block> block;
        {
            Statement query = m_connection.statement("SELECT data FROM block WHERE id = ?1");
            if (query.bind(1, number).step() == SQLITE_ROW)
                block = Block::open(query.octets(0));
        }
        const auto within = [](const std::set<std::uint64_t> &indexes, std::size_t count) { return indexes.empty() || *indexes.rbegin() < count; };
        if (!block || !within(loss.entries, block->entryCount()) || !within(loss.items, block->itemCount()))
            return storeError(ErrorKind::Corrupt, "MND-STO-033", "The stored text of a record that is to be erased is damaged, so nothing was erased.",
                              "Run a verification to see what still holds, and restore the file from a backup.");
        BlockWriter rest;
        for (std::size_t i = 0; i < block->itemCount(); ++i) {
            const bool goes = loss.items.contains(i);
            octets += goes ? block->item(i).size() : 0;
            rest.addItem(goes ? std::string_view() : block->item(i));
        }
        for (std::size_t i = 0; i < block->entryCount(); ++i) {
            if (!loss.entries.contains(i)) {
                rest.addEntry(block->entry(i));
                continue;
            }
            arena.reset();
            const auto record = readRecord(block->entry(i), reader, arena);
            if (!record)
                return record.error();
            octets += block->entry(i).size();
            std::string remains;
            appendRecordJson(remains, remainsOf(*record));
            rest.addEntry(remains);
        }
        const std::string sealed = rest.finish();
        if (m_connection.statement("UPDATE block SET data = ?2 WHERE id = ?1").bind(1, number).bindBlob(2, sealed).step() != SQLITE_DONE)
            return failed(doing);
    }
    return octets;
}

Result<void> Writer::readScrubbing()
{
    Statement version = m_connection.statement("PRAGMA user_version");
    if (version.step() != SQLITE_ROW)
        return failed("opening the workspace for writing");
    if (version.number(0) < 2)
        return {};
    Statement erasure = m_connection.statement("SELECT scrubbed FROM erasure WHERE id = 1");
    m_needsScrubbing = erasure.step() == SQLITE_ROW && erasure.number(0) == 0;
    return {};
}

/// VACUUM writes every page anew, so that nothing freed, moved or split off stays behind; the log then holds the new file and is emptied. The first may be many
/// times the work of an append, and the second fails as long as another program reads.
bool Writer::scrub()
{
    m_scrubNotBefore = std::chrono::steady_clock::now() + m_scrubPause; // unless it succeeds
    m_scrubPause = std::min(2 * m_scrubPause, longestScrubPause);
    if (!m_writtenAnew && m_connection.run("VACUUM") != SQLITE_OK)
        return false;
    m_writtenAnew = true;
    m_connection.waitForOthers(scrubPatience); // who writes next does not wait for a reader
    const bool emptied = sqlite3_wal_checkpoint_v2(m_connection.handle(), nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr) == SQLITE_OK;
    m_connection.waitForOthers(Connection::usualPatience);
    if (!emptied || m_connection.run("UPDATE erasure SET scrubbed = 1 WHERE id = 1") != SQLITE_OK)
        return false;
    m_needsScrubbing = false;
    return true;
}

} // namespace mandate::sqlite
