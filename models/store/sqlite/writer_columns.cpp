// SPDX-License-Identifier: GPL-3.0-or-later
// The writer's part for columns: new rows, and new verdicts of old rows.
#include "models/store/sqlite/growth.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace mandate::sqlite {

namespace {

constexpr std::uint32_t mostSegmentRows = 65'536;
constexpr std::uint32_t smallSegmentRows = 256;

} // namespace

Result<void> Writer::storeColumn(EntryNumber first, Column column, const Octets &values)
{
    const std::string sealed = sealColumn(column, values);
    if (m_connection.statement("INSERT OR REPLACE INTO segment_column(id, data) VALUES(?1, ?2)")
            .bind(1, static_cast<std::int64_t>(first) * columnStride + static_cast<std::int64_t>(column))
            .bindBlob(2, sealed)
            .step() != SQLITE_DONE)
        return failed("storing new entries");
    return {};
}

/// New rows become segments. Small segments before them are joined with them, in the manner of a binary counter, so that many small
/// appends make few segments and each row is rewritten only some log2(65,536) times.
Result<void> Writer::storeSegments(Growth &growth)
{
    growth.segments = growth.before->segments;
    if (growth.rows.empty())
        return {};
    std::vector<std::shared_ptr<Segment>> joined;
    std::uint64_t joinedRows = 0;
    while (!growth.segments.empty()) {
        const std::uint64_t last = growth.segments.back()->rows();
        const std::uint64_t rows = growth.rows.size() + joinedRows;
        if (last + rows > mostSegmentRows || (last > smallSegmentRows && last > rows))
            break;
        joinedRows += last;
        joined.insert(joined.begin(), growth.segments.back());
        growth.segments.pop_back();
    }
    if (!growth.segments.empty())
        growth.segments.back() = growth.segments.back()->lightened(growth.segments.back());

    std::array<Octets, columnCount> before; // read all before anything of it is deleted
    for (std::size_t column = 0; column < columnCount; ++column) {
        for (const auto &segment : joined) {
            const auto values = segment->values(static_cast<Column>(column), m_connection);
            if (!values)
                return values.error();
            before[column].insert(before[column].end(), (*values)->begin(), (*values)->end());
        }
    }
    EntryNumber first = joined.empty() ? growth.before->entries : joined.front()->first();
    std::int64_t version = 1;
    for (const auto &segment : joined) {
        version = std::max(version, segment->version() + 1);
        const auto key = static_cast<std::int64_t>(segment->first());
        if (m_connection.statement("DELETE FROM segment WHERE first = ?1").bind(1, key).step() != SQLITE_DONE)
            return failed("storing new entries");
        if (segment->first() != first && m_connection.statement("DELETE FROM segment_column WHERE id >= ?1 AND id < ?2")
                                                 .bind(1, key * columnStride)
                                                 .bind(2, (key + 1) * columnStride)
                                                 .step() != SQLITE_DONE)
            return failed("storing new entries");
    }
    for (std::size_t begin = 0; begin < growth.rows.size();) {
        const std::size_t count = std::min<std::size_t>(growth.rows.size() - begin, mostSegmentRows - joinedRows);
        const std::span<const PackedRow> part(growth.rows.data() + begin, count);
        auto segment = std::make_shared<Segment>(first, static_cast<std::uint32_t>(joinedRows + count), version);
        for (std::size_t c = 0; c < columnCount; ++c) {
            const auto column = static_cast<Column>(c);
            Octets values = std::exchange(before[c], {});
            const Octets added = columnOf(part, column);
            values.insert(values.end(), added.begin(), added.end());
            if (auto stored = storeColumn(first, column, values); !stored)
                return stored;
            segment->keep(column, std::move(values));
        }
        if (m_connection.statement("INSERT INTO segment(first, rows, version) VALUES(?1, ?2, ?3)")
                .bind(1, static_cast<std::int64_t>(first))
                .bind(2, segment->rows())
                .bind(3, version)
                .step() != SQLITE_DONE)
            return failed("storing new entries");
        first = segment->end();
        begin += count;
        joinedRows = 0;
        growth.segments.push_back(std::move(segment));
    }
    return {};
}

Result<void> Writer::replaceSegment(std::shared_ptr<Segment> &segment, std::vector<std::pair<Column, Octets>> columns)
{
    for (const auto &[column, values] : columns) {
        if (auto stored = storeColumn(segment->first(), column, values); !stored)
            return stored;
    }
    segment = segment->with(std::move(columns));
    if (m_connection.statement("UPDATE segment SET version = ?2 WHERE first = ?1")
            .bind(1, static_cast<std::int64_t>(segment->first()))
            .bind(2, segment->version())
            .step() != SQLITE_DONE)
        return failed("storing columns");
    return {};
}

Result<std::shared_ptr<const Image>> Writer::setVerdicts(std::span<const Store::NewVerdict> verdicts, std::span<const Finding> findings,
                                                         std::shared_ptr<const Image> image)
{
    std::vector<const Store::NewVerdict *> sorted;
    for (const Store::NewVerdict &verdict : verdicts)
        sorted.push_back(&verdict);
    const auto byEntry = [](const Store::NewVerdict *verdict) { return verdict->entry; };
    if (!std::ranges::is_sorted(sorted, {}, byEntry))
        std::ranges::stable_sort(sorted, {}, byEntry);
    if (auto begun = begin(image, sorted.size() <= durableEntries); !begun) {
        const Transaction rollBack(m_connection);
        return begun.error();
    }
    Transaction transaction(m_connection);
    if (!sorted.empty() && sorted.back()->entry >= image->entries)
        return storeError(ErrorKind::Missing, "MND-STO-023",
                          "A verdict names entry " + std::to_string(sorted.back()->entry) + ", which does not exist.", "Report this message.");
    Growth growth;
    growth.before = image;
    growth.segments = image->segments;
    for (std::size_t i = 0; i < sorted.size();) { // findings go, a run of neighbours at a time
        std::size_t end = i + 1;
        while (end < sorted.size() && sorted[end]->entry <= sorted[end - 1]->entry + 1)
            ++end;
        if (m_connection.statement("DELETE FROM finding WHERE entry >= ?1 AND entry <= ?2")
                .bind(1, static_cast<std::int64_t>(sorted[i]->entry))
                .bind(2, static_cast<std::int64_t>(sorted[end - 1]->entry))
                .step() != SQLITE_DONE)
            return failed("storing verdicts");
        i = end;
    }
    auto next = sorted.begin();
    for (auto &segment : growth.segments) {
        if (next == sorted.end() || (*next)->entry >= segment->end())
            continue;
        const auto oldVerdicts = segment->values(Column::Verdict, m_connection);
        const auto oldClauses = segment->values(Column::Clause, m_connection);
        if (!oldVerdicts || !oldClauses)
            return oldVerdicts ? oldClauses.error() : oldVerdicts.error();
        Octets newVerdicts = **oldVerdicts;
        Octets newClauses = **oldClauses;
        for (; next != sorted.end() && (*next)->entry < segment->end(); ++next) {
            const std::size_t row = (*next)->entry - segment->first();
            newVerdicts[row] = static_cast<std::byte>((*next)->verdict);
            const std::uint32_t clause = growth.numberOf(clauseNames, (*next)->clause, m_names);
            std::memcpy(newClauses.data() + row * sizeof clause, &clause, sizeof clause);
        }
        if (auto stored = replaceSegment(segment, {{Column::Verdict, std::move(newVerdicts)}, {Column::Clause, std::move(newClauses)}}); !stored)
            return stored.error();
    }
    std::int64_t ordinal = 0;
    EntryNumber of = UINT64_MAX;
    for (const Finding &finding : findings) {
        ordinal = finding.entry == of ? ordinal + 1 : 0;
        of = finding.entry;
        if (auto stored = storeFinding(finding, finding.entry, ordinal, growth); !stored)
            return stored.error();
    }
    if (auto stored = storeNames(growth); !stored)
        return stored.error();
    if (m_connection.run("UPDATE head SET generation = generation + 1 WHERE id = 1") != SQLITE_OK)
        return failed("storing verdicts");
    {
        const std::lock_guard growing(m_names.growing);
        if (transaction.commit() != SQLITE_OK)
            return failed("storing verdicts");
        for (const std::string &text : growth.newNames[clauseNames])
            m_names[clauseNames].add(text);
    }
    auto after = std::make_shared<Image>(*image);
    ++after->generation;
    after->segments = std::move(growth.segments);
    return std::shared_ptr<const Image>(std::move(after));
}

} // namespace mandate::sqlite
