// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/store/sqlite/reader.h"

#include "models/store/sqlite/schema.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace mandate::sqlite {

namespace {

Error damagedBlock(std::string_view what, std::uint64_t number)
{
    Error error =
        storeError(ErrorKind::Corrupt, "MND-STO-022", "The stored octets of " + std::string(what) + ' ' + std::to_string(number) + " are damaged.",
                   "Run a verification to see what still holds, and restore the file from a backup.");
    error.unaffected = "Nothing was changed.";
    return error;
}

/// A segment's columns for filling rows.
struct RawColumns
{
    std::array<ColumnValues, columnCount> values;

    template<typename T>
    [[nodiscard]] T at(Column column, std::size_t row) const
    {
        return valuesOf<T>(*values[static_cast<std::size_t>(column)])[row];
    }
};

void fillRow(Row &row, const RawColumns &columns, std::size_t at, const NameTables &names)
{
    const auto name = [&](Column column) { return std::string(names[nameKindOf(column)].text(columns.at<std::uint32_t>(column, at))); };
    const auto timeState = columns.at<std::uint8_t>(Column::TimeState, at);
    row.type = static_cast<EntryType>(columns.at<std::uint8_t>(Column::Type, at));
    row.kind = static_cast<RecordKind>(columns.at<std::uint8_t>(Column::Kind, at));
    if (timeState & HasOccurred)
        row.time = Instant{columns.at<std::int64_t>(Column::Time, at), (timeState & ZoneKnown) != 0};
    row.outOfOrder = (timeState & OutOfOrder) != 0;
    row.erased = (timeState & TextErased) != 0;
    row.agent = name(Column::Agent);
    row.deployment = name(Column::Deployment);
    row.session = name(Column::Session);
    row.tool = name(Column::Tool);
    row.source = name(Column::Source);
    row.format = name(Column::Format);
    row.clause = name(Column::Clause);
    row.message = columns.at<std::int32_t>(Column::Message, at);
    row.call = columns.at<std::int32_t>(Column::Call, at);
    row.outcome = static_cast<Outcome>(columns.at<std::uint8_t>(Column::Outcome, at));
    row.role = static_cast<Role>(columns.at<std::uint8_t>(Column::Role, at));
    row.completeness = columns.at<std::uint8_t>(Column::Completeness, at);
    row.verdict = static_cast<Verdict>(columns.at<std::uint8_t>(Column::Verdict, at));
    if (const auto item = columns.at<std::int64_t>(Column::Item, at); item >= 0)
        row.item = static_cast<std::uint64_t>(item);
}

} // namespace

Error noSuchEntry(EntryNumber entry, std::uint64_t entries)
{
    Error error = storeError(ErrorKind::Missing, "MND-STO-023",
                             "There is no entry " + std::to_string(entry) + "; the ledger holds " + std::to_string(entries) + " entries.",
                             "Ask for an entry below that number.");
    error.unaffected = "Nothing was changed.";
    return error;
}

Result<void> Reader::open(const std::string &path)
{
    return openForReading(m_connection, path);
}

Result<std::string_view> Reader::body(EntryNumber entry)
{
    return piece(Piece::Entry, entry);
}

Result<std::string_view> Reader::item(std::uint64_t number)
{
    return piece(Piece::Item, number);
}

Result<std::string_view> Reader::piece(Piece kind, std::uint64_t number)
{
    const bool wantsEntry = kind == Piece::Entry;
    const auto take = [&]() -> std::string_view { return wantsEntry ? m_block.entry(number - m_firstEntry) : m_block.item(number - m_firstItem); };
    const auto holds = [&] {
        const std::uint64_t first = wantsEntry ? m_firstEntry : m_firstItem;
        return m_hasBlock && number >= first && number - first < (wantsEntry ? m_block.entryCount() : m_block.itemCount());
    };
    if (holds())
        return take();

    const char *what = wantsEntry ? "entry" : "item";
    m_hasBlock = false;
    std::int64_t block = 0;
    {
        Statement place = wantsEntry ? m_connection.statement("SELECT block, first FROM entry_block WHERE first <= ?1 ORDER BY first DESC LIMIT 1")
                                     : m_connection.statement("SELECT block, first FROM item_block WHERE first <= ?1 ORDER BY first DESC LIMIT 1");
        place.bind(1, static_cast<std::int64_t>(number));
        const int code = place.step();
        if (code != SQLITE_ROW)
            return code == SQLITE_DONE ? damagedBlock(what, number) : m_connection.error("reading an entry");
        block = place.number(0);
        (wantsEntry ? m_firstEntry : m_firstItem) = static_cast<std::uint64_t>(place.number(1));
    }
    // The other kind's first number is not known yet: only this kind may be served from the kept block.
    (wantsEntry ? m_firstItem : m_firstEntry) = UINT64_MAX;
    Statement data = m_connection.statement("SELECT data FROM block WHERE id = ?1");
    data.bind(1, block);
    const int code = data.step();
    if (code != SQLITE_ROW)
        return code == SQLITE_DONE ? damagedBlock(what, number) : m_connection.error("reading an entry");
    auto opened = Block::open(data.octets(0));
    if (!opened)
        return damagedBlock(what, number);
    m_block = std::move(*opened);
    m_hasBlock = true;
    if (!holds()) {
        m_hasBlock = false;
        return damagedBlock(what, number);
    }
    return take();
}

Result<void> Reader::eachBody(std::span<const EntryNumber> entries, const std::function<bool(EntryNumber, std::string_view)> &visit)
{
    for (const EntryNumber entry : entries) {
        const auto text = body(entry);
        if (!text)
            return text.error();
        if (!visit(entry, *text))
            break;
    }
    return {};
}

Result<ReaderPool::Lease> ReaderPool::take()
{
    {
        const std::lock_guard lock(m_mutex);
        if (!m_idle.empty()) {
            Lease lease(*this, std::move(m_idle.back()));
            m_idle.pop_back();
            if (const std::uint64_t now = m_epoch; std::exchange(lease->m_epoch, now) != now)
                lease->forget();
            return lease;
        }
    }
    auto reader = std::make_unique<Reader>();
    reader->m_epoch = m_epoch;
    if (auto opened = reader->open(m_path); !opened)
        return opened.error();
    return Lease(*this, std::move(reader));
}

void ReaderPool::close()
{
    const std::lock_guard lock(m_mutex);
    m_idle.clear();
}

void ReaderPool::give(std::unique_ptr<Reader> reader)
{
    const std::lock_guard lock(m_mutex);
    if (m_idle.size() < 8)
        m_idle.push_back(std::move(reader));
}

Result<std::vector<Row>> readRows(Connection &connection, const Image &image, const NameTables &names, std::span<const EntryNumber> entries)
{
    std::vector<std::size_t> order(entries.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    if (!std::ranges::is_sorted(entries))
        std::ranges::sort(order, {}, [&](std::size_t i) { return entries[i]; });
    std::vector<Row> rows(entries.size());
    const Segment *segment = nullptr;
    RawColumns columns;
    for (const std::size_t i : order) {
        const EntryNumber entry = entries[i];
        if (!segment || entry >= segment->end()) {
            segment = image.segmentOf(entry);
            if (!segment)
                return noSuchEntry(entry, image.entries);
            for (std::size_t column = 0; column < columnCount; ++column) {
                if (static_cast<Column>(column) == Column::Leaf)
                    continue;
                auto values = segment->values(static_cast<Column>(column), connection);
                if (!values)
                    return values.error();
                columns.values[column] = std::move(values).value();
            }
        }
        rows[i].number = entry;
        fillRow(rows[i], columns, entry - segment->first(), names);
    }
    return rows;
}

} // namespace mandate::sqlite
