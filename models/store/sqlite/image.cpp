// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/store/sqlite/image.h"

#include "models/store/sqlite/sealed.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace mandate::sqlite {

namespace {

/// Ends a read transaction however it is left.
class ReadTransaction
{
public:
    explicit ReadTransaction(Connection &connection) : m_connection(connection) { m_begun = connection.run("BEGIN") == SQLITE_OK; }
    ~ReadTransaction()
    {
        if (m_begun)
            m_connection.run("COMMIT");
    }
    ReadTransaction(const ReadTransaction &) = delete;
    ReadTransaction &operator=(const ReadTransaction &) = delete;

private:
    Connection &m_connection;
    bool m_begun = false;
};

bool readFrontier(std::string_view sealed, std::uint64_t entries, MerkleFrontier &frontier)
{
    const auto octets = unseal(sealed);
    const auto nodes = static_cast<std::size_t>(std::popcount(entries));
    if (!octets || octets->size() != nodes * sizeof(Digest))
        return false;
    std::vector<Digest> digests(nodes);
    if (nodes > 0)
        std::memcpy(digests.data(), octets->data(), octets->size());
    frontier = MerkleFrontier(entries, std::move(digests));
    return true;
}

void readNames(Connection &connection, Names &names, std::size_t kind, std::string &damage)
{
    Statement query = connection.statement("SELECT number, text FROM name WHERE kind = ?1 AND number > ?2 ORDER BY number");
    query.bind(1, static_cast<std::int64_t>(kind)).bind(2, names.count());
    int code = query.step();
    for (; code == SQLITE_ROW; code = query.step()) {
        if (query.number(0) != static_cast<std::int64_t>(names.count()) + 1) {
            damage = "a name is missing from the dictionaries";
            return;
        }
        names.add(query.octets(1));
    }
    if (code != SQLITE_DONE)
        damage = "the dictionaries of names cannot be read";
}

Error damagedColumn(EntryNumber first, std::uint32_t rows)
{
    Error error = storeError(ErrorKind::Corrupt, "MND-STO-021",
                             "The columns of entries " + std::to_string(first) + " to " + std::to_string(first + rows - 1) + " are damaged.",
                             "Run a verification to see what still holds, and restore the file from a backup.");
    error.unaffected = "Nothing was changed; the entries themselves may still be intact.";
    return error;
}

} // namespace

Result<ColumnValues> Segment::values(Column column, Connection &connection) const
{
    const std::lock_guard lock(m_mutex);
    m_readByReader = true;
    ColumnValues &kept = m_columns[static_cast<std::size_t>(column)];
    if (kept)
        return kept;
    // A later append may have joined these rows with others since: then they are a part of the segment that is stored now.
    Statement query = connection.statement("SELECT s.first, s.rows, c.data FROM segment s JOIN segment_column c ON c.id = s.first * 32 + ?2 "
                                           "WHERE s.first = (SELECT max(first) FROM segment WHERE first <= ?1)");
    query.bind(1, static_cast<std::int64_t>(m_first)).bind(2, static_cast<std::int64_t>(column));
    const int code = query.step();
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        return connection.error("reading columns");
    if (code == SQLITE_DONE)
        return damagedColumn(m_first, m_rows);
    const auto first = static_cast<EntryNumber>(query.number(0));
    const auto rows = static_cast<std::uint64_t>(query.number(1));
    auto octets = unsealColumn(column, query.octets(2), rows);
    if (!octets || first > m_first || first + rows < end())
        return damagedColumn(m_first, m_rows);
    if (rows != m_rows) {
        const std::size_t width = widthOf(column);
        const auto begin = octets->begin() + static_cast<std::ptrdiff_t>((m_first - first) * width);
        octets = Octets(begin, begin + static_cast<std::ptrdiff_t>(m_rows * width));
    }
    auto values = std::make_shared<const Octets>(std::move(*octets));
    if (column != Column::Leaf)
        kept = values;
    return values;
}

void Segment::keep(Column column, Octets values)
{
    if (column != Column::Leaf)
        m_columns[static_cast<std::size_t>(column)] = std::make_shared<const Octets>(std::move(values));
}

std::shared_ptr<Segment> Segment::lightened(std::shared_ptr<Segment> self) const
{
    const std::lock_guard lock(m_mutex);
    return m_readByReader ? std::move(self) : std::make_shared<Segment>(m_first, m_rows, m_version);
}

std::shared_ptr<Segment> Segment::with(std::vector<std::pair<Column, Octets>> columns) const
{
    auto copy = std::make_shared<Segment>(m_first, m_rows, m_version + 1);
    const std::lock_guard lock(m_mutex);
    copy->m_columns = m_columns;
    copy->m_readByReader = m_readByReader;
    for (auto &[column, values] : columns)
        copy->keep(column, std::move(values));
    return copy;
}

const Segment *Image::segmentOf(EntryNumber entry) const
{
    const auto after = std::upper_bound(segments.begin(), segments.end(), entry,
                                        [](EntryNumber number, const std::shared_ptr<Segment> &segment) { return number < segment->first(); });
    if (after == segments.begin() || entry >= (*std::prev(after))->end())
        return nullptr;
    return std::prev(after)->get();
}

Result<std::shared_ptr<const Image>> loadImage(Connection &connection, const Image *before, NameTables &names)
{
    constexpr std::string_view doing = "reading the workspace";
    const std::lock_guard growing(names.growing);
    const ReadTransaction transaction(connection);
    auto image = std::make_shared<Image>();
    {
        Statement head = connection.statement("SELECT generation, entries, items, blocks, frontier FROM head WHERE id = 1");
        const int code = head.step();
        if (code != SQLITE_ROW)
            return code == SQLITE_DONE ? errorOf(SQLITE_CORRUPT, 0, doing, {}) : connection.error(doing);
        image->generation = head.number(0);
        image->entries = static_cast<std::uint64_t>(head.number(1));
        image->items = static_cast<std::uint64_t>(head.number(2));
        image->blocks = head.number(3);
        if (!readFrontier(head.octets(4), image->entries, image->frontier))
            image->damage = "the state of the hash tree is damaged";
        image->root = image->frontier.root();
    }
    Statement segments = connection.statement("SELECT first, rows, version FROM segment ORDER BY first");
    std::size_t known = 0;
    EntryNumber next = 0;
    int code = segments.step();
    for (; code == SQLITE_ROW; code = segments.step()) {
        const auto first = static_cast<EntryNumber>(segments.number(0));
        const auto rows = static_cast<std::uint32_t>(segments.number(1));
        if (first != next || rows == 0 || first + rows > image->entries) {
            image->damage = "the list of columns does not fit the number of entries";
            break;
        }
        next = first + rows;
        const std::int64_t version = segments.number(2);
        while (before && known < before->segments.size() && before->segments[known]->first() < first)
            ++known;
        const bool same = before && known < before->segments.size() && before->segments[known]->first() == first &&
                          before->segments[known]->rows() == rows && before->segments[known]->version() == version;
        image->segments.push_back(same ? before->segments[known] : std::make_shared<Segment>(first, rows, version));
    }
    if (code != SQLITE_DONE && code != SQLITE_ROW)
        image->damage = "the list of columns cannot be read";
    else if (next != image->entries && image->damage.empty())
        image->damage = "the list of columns does not fit the number of entries";
    for (std::size_t kind = 0; kind < nameKinds; ++kind)
        readNames(connection, names[kind], kind, image->damage);
    return std::shared_ptr<const Image>(std::move(image));
}

std::string frontierOctets(const MerkleFrontier &frontier)
{
    const auto &nodes = frontier.nodes();
    return sealPlain({reinterpret_cast<const char *>(nodes.data()), nodes.size() * sizeof(Digest)});
}

} // namespace mandate::sqlite
