// SPDX-License-Identifier: GPL-3.0-or-later
// What a reader sees: an unchanging picture of the ledger after one commit, with its columns read when first asked for. Cheap to copy
// from: pictures share their segments. Many threads read one picture.
#pragma once

#include "models/evidence/merkle.h"
#include "models/store/sqlite/columns.h"
#include "models/store/sqlite/connection.h"
#include "models/store/sqlite/names.h"

#include <array>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace mandate::sqlite {

/// All names of a ledger. Whoever adds names, or reads a picture that comes with new ones, holds `growing`.
struct NameTables
{
    std::array<Names, nameKinds> ofKind;
    std::mutex growing;

    Names &operator[](std::size_t kind) { return ofKind[kind]; }
    const Names &operator[](std::size_t kind) const { return ofKind[kind]; }
};
using ColumnValues = std::shared_ptr<const Octets>;

/// Rows [first, first + rows) of all columns.
class Segment
{
public:
    Segment(EntryNumber first, std::uint32_t rows, std::int64_t version) : m_first(first), m_rows(rows), m_version(version) {}

    [[nodiscard]] EntryNumber first() const { return m_first; }
    [[nodiscard]] std::uint32_t rows() const { return m_rows; }
    [[nodiscard]] EntryNumber end() const { return m_first + m_rows; }
    [[nodiscard]] std::int64_t version() const { return m_version; }

    /// The column's values, read on first use. Leaves are not kept.
    Result<ColumnValues> values(Column column, Connection &connection) const;
    /// For the writer, which has the values at hand.
    void keep(Column column, Octets values);
    /// The same rows with nothing kept in memory, unless a reader wanted them.
    [[nodiscard]] std::shared_ptr<Segment> lightened(std::shared_ptr<Segment> self) const;
    /// A copy of version + 1 that shares all columns but these.
    [[nodiscard]] std::shared_ptr<Segment> with(std::vector<std::pair<Column, Octets>> columns) const;

private:
    EntryNumber m_first;
    std::uint32_t m_rows;
    std::int64_t m_version;
    mutable std::mutex m_mutex;
    mutable std::array<ColumnValues, columnCount> m_columns;
    mutable bool m_readByReader = false;
};

struct Image
{
    std::int64_t generation = 0;
    std::uint64_t entries = 0;
    std::uint64_t items = 0;
    std::int64_t blocks = 0;
    MerkleFrontier frontier;
    Digest root;
    std::vector<std::shared_ptr<Segment>> segments;
    std::string damage; ///< why parts of the file could not be read on opening; empty when all is well

    /// The segment that holds a row, or null.
    [[nodiscard]] const Segment *segmentOf(EntryNumber entry) const;
};

/// Reads the head, the segments and the names that `names` does not hold yet, in one read transaction.
Result<std::shared_ptr<const Image>> loadImage(Connection &connection, const Image *before, NameTables &names);

[[nodiscard]] std::string frontierOctets(const MerkleFrontier &frontier);

} // namespace mandate::sqlite
