// SPDX-License-Identifier: GPL-3.0-or-later
// One thread reads the file in one snapshot and walks the tree; the others unpack blocks, hash entries and read them (entry_check.h).
#include "models/store/sqlite/verify.h"

#include "models/store/sqlite/entry_check.h"
#include "models/store/sqlite/filter.h"
#include "models/store/sqlite/known_items.h"
#include "models/store/sqlite/reader.h"

#include <algorithm>
#include <map>
#include <thread>
#include <unordered_map>

namespace mandate::sqlite {

namespace {

constexpr std::size_t blocksPerTask = 16;

struct Note
{
    std::uint64_t size;
    std::string text;
};

class Verifier
{
public:
    Verifier(const std::string &origin, const PublicKey &publicKey, Reader &reader, const Image &image, const NameTables &names,
             const Progress &progress, std::stop_token stop)
        : m_origin(origin),
          m_publicKey(publicKey),
          m_reader(reader),
          m_connection(reader.connection()),
          m_image(image),
          m_names(names),
          m_progress(progress),
          m_stop(stop),
          m_check(names, m_problem)
    {
    }

    Result<Verification> run();

private:
    void countBlocks();
    void readNotes();
    void readPlaces(const char *sql, std::uint64_t total, bool items);
    bool loadSegment(std::size_t index);
    void walkTree(const SegmentColumns &columns);
    void walkOrder(const SegmentColumns &columns);
    void checkNotesAt(std::uint64_t size, const Digest &root);
    void checkBlocks();
    void checkDeferred();
    void checkTails();
    void checkFindings();
    void checkStructure();

    const std::string &m_origin;
    const PublicKey &m_publicKey;
    Reader &m_reader;
    Connection &m_connection;
    const Image &m_image;
    const NameTables &m_names;
    const Progress &m_progress;
    std::stop_token m_stop;

    FirstProblem m_problem;
    EntryCheck m_check;
    std::vector<Note> m_notes;
    std::size_t m_nextNote = 0;
    std::uint64_t m_checkpoints = 0;
    std::vector<std::uint64_t> m_provenSizes; ///< of checkpoints that hold
    MerkleFrontier m_frontier;
    bool m_treeBroken = false;
    std::unordered_map<std::uint32_t, std::int64_t> m_lastTimes; ///< by source
    std::vector<BlockPlace> m_places;                            ///< by block number − 1
    std::vector<std::shared_ptr<const SegmentColumns>> m_loaded; ///< segments that blocks still need
    std::size_t m_nextSegment = 0;
};

/// As many as there really are, whatever a damaged head claims.
void Verifier::countBlocks()
{
    Statement query = m_connection.statement("SELECT count(*), max(block) FROM (SELECT block FROM entry_block UNION SELECT block FROM item_block)");
    const bool readable = query.step() == SQLITE_ROW;
    const std::int64_t count = readable ? query.number(0) : 0;
    if (!readable || count != m_image.blocks || query.number(1) != m_image.blocks)
        m_problem.report(0, "The list that says where entries are stored does not fit the number of blocks: the file is damaged.");
    m_places.resize(static_cast<std::size_t>(std::min(count, std::max<std::int64_t>(0, m_image.blocks))));
}

void Verifier::readNotes()
{
    Statement query = m_connection.statement("SELECT size, note FROM checkpoint ORDER BY size");
    int code = query.step();
    for (; code == SQLITE_ROW; code = query.step())
        m_notes.push_back({static_cast<std::uint64_t>(query.number(0)), std::string(query.octets(1))});
    if (code != SQLITE_DONE)
        m_problem.report(m_notes.empty() ? 0 : m_notes.back().size, "The signed checkpoints from here on cannot be read: the file is damaged.");
    if (m_notes.empty() || m_notes.back().size != m_image.entries)
        m_problem.report(m_notes.empty() ? 0 : std::min(m_notes.back().size, m_image.entries),
                         "No signed checkpoint covers the ledger from here to its end.");
}

void Verifier::checkNotesAt(std::uint64_t size, const Digest &root)
{
    for (; m_nextNote < m_notes.size() && m_notes[m_nextNote].size == size; ++m_nextNote) {
        ++m_checkpoints;
        const EntryNumber last = size == 0 ? 0 : size - 1;
        const std::uint64_t proven = m_provenSizes.empty() ? 0 : m_provenSizes.back();
        const auto checkpoint = openCheckpoint(m_notes[m_nextNote].text, m_publicKey);
        if (!checkpoint || checkpoint->origin != m_origin || checkpoint->size != size)
            m_problem.report(last, "The signed checkpoint after entry " + std::to_string(last) + " does not hold" +
                                       (checkpoint ? ": it speaks of another ledger or size." : ". " + checkpoint.error().happened));
        else if (checkpoint->root != root)
            m_problem.report(proven, "Between entry " + std::to_string(proven) + " and entry " + std::to_string(last) +
                                         " the ledger differs from what its checkpoint signed: an entry was changed, added or left out.");
        else
            m_provenSizes.push_back(size);
    }
}

void Verifier::readPlaces(const char *sql, std::uint64_t total, bool items)
{
    Statement query = m_connection.statement(sql);
    std::uint64_t before = 0;
    BlockPlace *place = nullptr;
    std::int64_t lastBlock = 0;
    int code = query.step();
    for (; code == SQLITE_ROW; code = query.step()) {
        const auto first = static_cast<std::uint64_t>(query.number(0));
        const std::int64_t block = query.number(1);
        const bool fits =
            block > lastBlock && block <= static_cast<std::int64_t>(m_places.size()) && first < total && (place ? first > before : first == 0);
        if (!fits) {
            m_problem.report(items || before >= m_image.entries ? 0 : before, "The list that says where entries are stored is damaged.");
            return;
        }
        if (place)
            (items ? place->items : place->entries) = first - before;
        place = &m_places[static_cast<std::size_t>(block - 1)];
        (items ? place->firstItem : place->firstEntry) = first;
        before = first;
        lastBlock = block;
    }
    if (place)
        (items ? place->items : place->entries) = total - before;
    if (code != SQLITE_DONE || (total > 0 && !place))
        m_problem.report(items ? 0 : before, "The list that says where entries are stored cannot be read: the file is damaged.");
}

/// Reads all columns of a segment; what cannot be read is a problem of its first entry.
bool Verifier::loadSegment(std::size_t index)
{
    const Segment &segment = *m_image.segments[index];
    auto columns = std::make_shared<SegmentColumns>();
    columns->first = segment.first();
    columns->rows = segment.rows();
    for (std::size_t c = 0; c < columnCount; ++c) {
        auto values = segment.values(static_cast<Column>(c), m_connection);
        if (values)
            columns->values[c] = std::move(values).value();
        else
            m_problem.report(segment.first(), "The columns of entries " + std::to_string(segment.first()) + " to " +
                                                  std::to_string(segment.end() - 1) + " are damaged, so their hashes or fields cannot be compared.");
    }
    walkTree(*columns);
    walkOrder(*columns);
    m_check.checkDerived(*columns);
    m_loaded.push_back(std::move(columns));
    return true;
}

void Verifier::walkTree(const SegmentColumns &columns)
{
    if (!columns.has(Column::Leaf))
        m_treeBroken = true;
    if (m_treeBroken)
        return;
    for (const Digest &leaf : columns.of<Digest>(Column::Leaf)) {
        m_frontier.append(leaf);
        if (m_nextNote < m_notes.size() && m_notes[m_nextNote].size <= m_frontier.size())
            checkNotesAt(m_frontier.size(), m_frontier.root());
    }
}

void Verifier::walkOrder(const SegmentColumns &columns)
{
    if (!columns.has(Column::Source) || !columns.has(Column::Time) || !columns.has(Column::TimeState) || !columns.has(Column::Type))
        return;
    const auto sources = columns.of<std::uint32_t>(Column::Source);
    const auto times = columns.of<std::int64_t>(Column::Time);
    const auto states = columns.of<std::uint8_t>(Column::TimeState);
    const auto types = columns.of<std::uint8_t>(Column::Type);
    std::uint32_t source = UINT32_MAX;
    std::int64_t *last = nullptr;
    for (std::size_t i = 0; i < columns.rows; ++i) {
        bool late = false;
        if (types[i] == static_cast<std::uint8_t>(EntryType::Record) && (states[i] & HasOccurred)) {
            if (!last || sources[i] != source) {
                source = sources[i];
                last = &m_lastTimes.try_emplace(source, INT64_MIN).first->second;
            }
            late = times[i] < *last;
            *last = times[i];
        }
        if (late != ((states[i] & OutOfOrder) != 0))
            m_problem.report(columns.first + i,
                             "Entry " + std::to_string(columns.first + i) + " is marked wrongly as being in or out of order of time.");
    }
}

void Verifier::checkBlocks()
{
    WorkQueue queue(m_check, std::clamp(std::thread::hardware_concurrency(), 1U, 8U));
    BlockTask task;
    EntryNumber done = 0;
    for (std::size_t b = 0; b < m_places.size() && !m_stop.stop_requested(); ++b) {
        const BlockPlace &place = m_places[b];
        const EntryNumber end = place.firstEntry + place.entries;
        while (place.entries > 0 && m_nextSegment < m_image.segments.size() && m_image.segments[m_nextSegment]->first() < end)
            loadSegment(m_nextSegment++);
        if (place.entries > 0)
            done = end;
        const EntryNumber near = std::min(done, m_image.entries == 0 ? 0 : m_image.entries - 1);
        Statement query = m_connection.statement("SELECT data FROM block WHERE id = ?1");
        query.bind(1, static_cast<std::int64_t>(b) + 1);
        if (query.step() != SQLITE_ROW) {
            m_problem.report(place.entries > 0 ? place.firstEntry : near, "The stored text of entries " + std::to_string(place.firstEntry) + " to " +
                                                                              std::to_string(end == 0 ? 0 : end - 1) +
                                                                              " cannot be read: the file is damaged there.");
            continue;
        }
        task.blocks.push_back({place, std::string(query.octets(0)), place.entries > 0 ? place.firstEntry : near});
        if (task.blocks.size() == blocksPerTask || b + 1 == m_places.size()) {
            task.columns = m_loaded;
            queue.push(std::exchange(task, {}));
            std::erase_if(m_loaded, [&](const auto &columns) { return columns->first + columns->rows <= done; });
            if (m_progress)
                m_progress(done, m_image.entries);
        }
    }
    if (!task.blocks.empty()) {
        task.columns = m_loaded;
        queue.push(std::move(task));
    }
    queue.finish();
    while (m_nextSegment < m_image.segments.size() && !m_stop.stop_requested())
        loadSegment(m_nextSegment++);
}

/// Entries whose item is in another block.
void Verifier::checkDeferred()
{
    auto deferred = m_check.takeDeferred();
    std::ranges::sort(deferred, {}, &DeferredItem::item);
    std::uint64_t item = UINT64_MAX;
    Digest digest;
    bool readable = false;
    for (const DeferredItem &one : deferred) {
        if (m_stop.stop_requested())
            return;
        if (one.item != item) {
            item = one.item;
            const auto bytes = item < m_image.items ? m_reader.item(item) : Result<std::string_view>(cancelled());
            readable = bytes.ok();
            digest = readable ? sha256(*bytes) : Digest{};
        }
        if (!readable || digest != one.cited)
            m_problem.report(one.entry, "The bytes that entry " + std::to_string(one.entry) + " came from are " +
                                            (readable ? "not the ones it cites." : "damaged or missing."));
    }
}

/// Everything that belongs to the ledger's end: counts, the tree's state, keys of items, order of sources.
void Verifier::checkTails()
{
    const EntryNumber last = m_image.entries == 0 ? 0 : m_image.entries - 1;
    if (!m_image.damage.empty())
        m_problem.report(last, "The file is damaged: " + m_image.damage + '.');
    if (!m_treeBroken && (m_frontier.size() != m_image.entries || m_frontier.nodes() != m_image.frontier.nodes()))
        m_problem.report(std::min(m_frontier.size(), last), "The stored state of the hash tree does not fit its entries.");
    KnownItems keys;
    if (!keys.readTo(m_image.items, m_connection))
        m_problem.report(last, "The list of items that are stored already is damaged, so an import could store something twice.");
    Statement query = m_connection.statement("SELECT number, last FROM name WHERE kind = ?1 AND last IS NOT NULL");
    query.bind(1, sourceNames);
    std::size_t sources = 0;
    int code = query.step();
    for (; code == SQLITE_ROW; code = query.step(), ++sources) {
        const auto found = m_lastTimes.find(static_cast<std::uint32_t>(query.number(0)));
        if (found == m_lastTimes.end() || found->second != query.number(1))
            break;
    }
    if (code != SQLITE_DONE || sources != m_lastTimes.size())
        m_problem.report(last, "The stored time of a source's last record does not fit its records.");
}

/// Findings are derived from pacts: only whether they can be what they claim.
void Verifier::checkFindings()
{
    Statement query = m_connection.statement("SELECT entry FROM finding WHERE entry < 0 OR entry >= ?1 OR clause < 0 OR clause > ?2 LIMIT 1");
    query.bind(1, static_cast<std::int64_t>(m_image.entries)).bind(2, m_names[clauseNames].count());
    const int code = query.step();
    if (code != SQLITE_DONE)
        m_problem.report(m_image.entries == 0 ? 0 : m_image.entries - 1, "The list of findings is damaged; judging the trail anew repairs it.");
}

/// SQLite's own look at its pages, for damage that no entry shows yet.
void Verifier::checkStructure()
{
    Statement query = m_connection.statement("PRAGMA quick_check(1)");
    const int code = query.step();
    if (code == SQLITE_ROW && query.octets(0) == "ok")
        return;
    const std::string what = code == SQLITE_ROW ? std::string(query.octets(0)) : std::string(sqlite3_errmsg(m_connection.handle()));
    m_problem.report(m_image.entries == 0 ? 0 : m_image.entries - 1,
                     "All entries could be read and hold, but the file's inner structure is damaged (" + what + ").");
}

Result<Verification> Verifier::run()
{
    countBlocks();
    readNotes();
    readPlaces("SELECT first, block FROM entry_block ORDER BY first", m_image.entries, false);
    readPlaces("SELECT first, block FROM item_block ORDER BY first", m_image.items, true);
    checkNotesAt(0, emptyRoot());
    checkBlocks();
    if (!m_stop.stop_requested())
        checkDeferred();
    if (!m_stop.stop_requested())
        checkTails();
    checkFindings();
    if (!m_stop.stop_requested() && !m_problem.first())
        checkStructure();
    if (m_stop.stop_requested())
        return cancelled();

    Verification result;
    result.entries = m_image.entries;
    result.checkpoints = m_checkpoints;
    result.root = m_frontier.root();
    result.erased = m_check.erased();
    if (const auto problem = m_problem.first()) {
        std::uint64_t proven = 0;
        for (const std::uint64_t size : m_provenSizes) {
            if (size <= problem->first)
                proven = std::max(proven, size);
        }
        result.firstBad = badEntryOf(problem->first, problem->second, m_image.entries, proven, m_publicKey);
    }
    result.ok = !result.firstBad;
    return result;
}

} // namespace

Result<Verification> verifyFile(const std::string &path, const std::string &origin, const PublicKey &publicKey, const Progress &progress,
                                std::stop_token stop)
{
    Reader reader;
    if (auto opened = reader.open(path); !opened)
        return opened.error();
    // One snapshot for everything: what is appended meanwhile is for the next verification.
    if (reader.connection().run("BEGIN") != SQLITE_OK)
        return reader.connection().error("verifying the workspace");
    NameTables names;
    auto image = loadImage(reader.connection(), nullptr, names);
    if (!image)
        return image.error();
    Verifier verifier(origin, publicKey, reader, **image, names, progress, stop);
    return verifier.run();
}

} // namespace mandate::sqlite
