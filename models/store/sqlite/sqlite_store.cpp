// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/store/sqlite/sqlite_store.h"

#include "models/store/sqlite/condition.h"
#include "models/store/sqlite/prepared.h"
#include "models/store/sqlite/schema.h"
#include "models/store/sqlite/tally.h"
#include "models/store/sqlite/verify.h"

#include <algorithm>
#include <cstring>
#include <numeric>

namespace mandate {

Result<std::unique_ptr<Store>> createStore(const std::string &path, SigningKey key)
{
    if (auto created = sqlite::createFile(path, key); !created)
        return created.error();
    auto held = std::make_shared<std::optional<SigningKey>>(std::move(key));
    OpenOptions options;
    options.unlock = [held](const PublicKey &) -> Result<SigningKey> {
        if (!*held)
            return sqlite::storeError(ErrorKind::Internal, "MND-STO-029", "The key of the new workspace was asked for twice.",
                                      "Report this message.");
        SigningKey taken = std::move(**held);
        held->reset();
        return taken;
    };
    return sqlite::SqliteStore::open(path, std::move(options));
}

Result<std::unique_ptr<Store>> openStore(const std::string &path, OpenOptions options)
{
    return sqlite::SqliteStore::open(path, std::move(options));
}

} // namespace mandate

namespace mandate::sqlite {

SqliteStore::SqliteStore(std::string path, OpenOptions options, std::string origin, PublicKey publicKey)
    : m_path(std::move(path)),
      m_options(std::move(options)),
      m_origin(std::move(origin)),
      m_publicKey(publicKey),
      m_readers(m_path),
      m_text(m_path, m_origin),
      m_writer(m_path, m_origin, m_publicKey, m_names, m_known)
{
}

/// Readers close first: the last connection to close empties the write-ahead log, which only a writing one can.
SqliteStore::~SqliteStore()
{
    m_watch.close();
    m_readers.close();
}

Result<std::unique_ptr<Store>> SqliteStore::open(const std::string &path, OpenOptions options)
{
    if (auto checked = checkFile(path); !checked)
        return checked.error();
    std::string origin;
    PublicKey publicKey;
    {
        Connection connection;
        if (auto opened = openForReading(connection, path); !opened)
            return opened.error();
        Statement meta = connection.statement("SELECT origin, public_key FROM meta");
        const int code = meta.step();
        if (code != SQLITE_ROW || meta.octets(1).size() != publicKey.octets.size())
            return code == SQLITE_ROW || code == SQLITE_DONE ? errorOf(SQLITE_CORRUPT, 0, "opening the workspace", path)
                                                             : connection.error("opening the workspace");
        origin = meta.octets(0);
        std::memcpy(publicKey.octets.data(), meta.octets(1).data(), publicKey.octets.size());
    }
    auto store = std::unique_ptr<SqliteStore>(new SqliteStore(path, std::move(options), std::move(origin), publicKey));
    if (auto opened = openForReading(store->m_watch, path); !opened)
        return opened.error();
    auto image = loadImage(store->m_watch, nullptr, store->m_names);
    if (!image)
        return image.error();
    store->m_image = std::move(image).value();
    return std::unique_ptr<Store>(std::move(store));
}

std::shared_ptr<const Image> SqliteStore::image() const
{
    const std::lock_guard lock(m_imageMutex);
    if (m_alone)
        return m_image;
    {
        Statement head = m_watch.statement("SELECT generation FROM head WHERE id = 1");
        if (head.step() != SQLITE_ROW || head.number(0) == m_image->generation)
            return m_image; // on trouble the last good picture: reading entries will tell what is wrong
    }
    if (auto newer = loadImage(m_watch, m_image.get(), m_names); newer && (*newer)->generation > m_image->generation) {
        m_image = std::move(newer).value();
        m_readers.forgetBlocks(); // it may have erased something
    }
    return m_image;
}

void SqliteStore::publish(std::shared_ptr<const Image> image) const
{
    const std::lock_guard lock(m_imageMutex);
    if (image->generation >= m_image->generation)
        m_image = std::move(image);
}

std::unique_ptr<Store::Prepared> SqliteStore::prepare(const Batch &batch) const
{
    return std::make_unique<PreparedBatch>(batch);
}

Result<Appended> SqliteStore::append(std::vector<std::unique_ptr<Prepared>> batches)
{
    const std::lock_guard lock(m_writerMutex);
    if (m_options.readOnly)
        return storeError(ErrorKind::Refused, "MND-STO-026", "The workspace is open for reading only, so nothing was stored.",
                          "Open it for writing, with its key.");
    auto stored = m_writer.append(std::move(batches), image(), m_options.unlock);
    if (stored)
        publish(std::move(stored->image));
    m_alone = m_writer.holdsLock();
    if (!stored)
        return std::move(stored).error();
    return stored->appended;
}

Result<void> SqliteStore::setVerdicts(std::span<const NewVerdict> verdicts, std::span<const Finding> findings)
{
    const std::lock_guard lock(m_writerMutex);
    if (m_options.readOnly)
        return storeError(ErrorKind::Refused, "MND-STO-026", "The workspace is open for reading only, so nothing was stored.",
                          "Open it for writing, with its key.");
    auto after = m_writer.setVerdicts(verdicts, findings, image());
    if (after)
        publish(std::move(after).value());
    m_alone = m_writer.holdsLock();
    return after ? Result<void>() : Result<void>(after.error());
}

Result<Erased> SqliteStore::erase(std::span<const EntryNumber> entries)
{
    const std::lock_guard lock(m_writerMutex);
    if (m_options.readOnly)
        return storeError(ErrorKind::Refused, "MND-STO-026", "The workspace is open for reading only, so nothing was erased.", "Open it for writing, with its key.");
    auto after = m_writer.erase(entries, image());
    m_alone = m_writer.holdsLock();
    if (!after)
        return after.error();
    publish(std::move(after->image));
    m_readers.forgetBlocks();
    after->erased.scrubbed = !m_writer.needsScrubbing() || scrub();
    return after->erased;
}

bool SqliteStore::scrub()
{
    m_text.discard();
    m_readers.close(); // a log is emptied when nobody reads
    return m_writer.scrub();
}

bool SqliteStore::othersWait() const
{
    return m_writer.othersWait();
}

Result<void> SqliteStore::beginWriting(std::chrono::milliseconds patience)
{
    const std::lock_guard lock(m_writerMutex);
    if (m_options.readOnly)
        return storeError(ErrorKind::Refused, "MND-STO-026", "The workspace is open for reading only, so nothing was stored.",
                          "Open it for writing, with its key.");
    return m_writer.takeLock(patience);
}

void SqliteStore::endWriting()
{
    const std::lock_guard lock(m_writerMutex);
    m_alone = false;
    if (m_writer.holdsLock() && m_writer.isScrubbingDue()) // who erased was killed, or could not then
        (void)scrub();
    m_writer.release();
}

bool SqliteStore::knowsItem(std::uint64_t key) const
{
    if (m_known.contains(key))
        return true;
    const auto now = image();
    if (m_known.hasReadTo(now->items))
        return false;
    if (auto reader = m_readers.take())
        (void)m_known.readTo(now->items, (*reader)->connection()); // damage is told by append and verify
    return m_known.contains(key);
}

std::uint64_t SqliteStore::size() const
{
    return image()->entries;
}

Checkpoint SqliteStore::head() const
{
    const auto now = image();
    return {m_origin, now->entries, now->root};
}

Result<std::string> SqliteStore::body(EntryNumber entry) const
{
    auto bodies = this->bodies({&entry, 1});
    if (!bodies)
        return std::move(bodies).error();
    return std::move(bodies->front());
}

Result<std::vector<std::string>> SqliteStore::bodies(std::span<const EntryNumber> entries) const
{
    const auto now = image();
    auto reader = m_readers.take();
    if (!reader)
        return reader.error();
    std::vector<std::size_t> order(entries.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    if (!std::ranges::is_sorted(entries))
        std::ranges::sort(order, {}, [&](std::size_t i) { return entries[i]; });
    std::vector<std::string> bodies(entries.size());
    for (const std::size_t i : order) {
        if (entries[i] >= now->entries)
            return noSuchEntry(entries[i], now->entries);
        const auto body = (*reader)->body(entries[i]);
        if (!body)
            return body.error();
        bodies[i] = *body;
    }
    return bodies;
}

Result<std::vector<Row>> SqliteStore::rows(std::span<const EntryNumber> entries) const
{
    const auto now = image();
    auto reader = m_readers.take();
    if (!reader)
        return reader.error();
    return readRows((*reader)->connection(), *now, m_names, entries);
}

Result<StoredItem> SqliteStore::item(std::uint64_t number) const
{
    const auto now = image();
    if (number >= now->items) {
        Error error = storeError(ErrorKind::Missing, "MND-STO-023",
                                 "There is no item " + std::to_string(number) + "; the ledger holds " + std::to_string(now->items) + " items.",
                                 "Ask for an item below that number.");
        error.unaffected = "Nothing was changed.";
        return error;
    }
    auto reader = m_readers.take();
    if (!reader)
        return reader.error();
    const auto bytes = (*reader)->item(number);
    if (!bytes)
        return bytes.error();
    return StoredItem{number, sha256(*bytes), std::string(*bytes)};
}

Result<Masks> SqliteStore::matching(const RowFilter &filter, Reader &reader, const Image &image, std::stop_token stop) const
{
    auto masks = matchingRows(filter, reader.connection(), image, m_names, stop);
    if (masks && !filter.where.empty()) {
        ConditionMatcher matcher(image, m_names, m_text, reader, stop);
        if (auto restricted = matcher.restrict(*masks, {Combined{Combined::How::All, filter.where}}); !restricted)
            return restricted.error();
    }
    if (masks && !filter.text.empty()) {
        if (auto restricted = m_text.restrict(*masks, filter.text, image, reader, stop); !restricted)
            return restricted.error();
    }
    return masks;
}

/// What `answer` makes of the rows that match, in one picture of the ledger.
template<typename Answer>
auto SqliteStore::ofMatching(const RowFilter &filter, const std::stop_token &stop, const Answer &answer) const -> decltype(answer(std::declval<Masks>(), std::declval<Connection &>(), std::declval<Image>()))
{
    const auto now = image();
    auto reader = m_readers.take();
    if (!reader)
        return reader.error();
    const auto masks = matching(filter, **reader, *now, stop);
    if (!masks)
        return masks.error();
    return answer(*masks, (*reader)->connection(), *now);
}

Result<std::vector<EntryNumber>> SqliteStore::select(const RowFilter &filter, RowOrder order, std::stop_token stop) const
{
    return ofMatching(filter, stop, [&](const Masks &masks, [[maybe_unused]] Connection &connection, [[maybe_unused]] const Image &now) { return inOrder(masks, order, connection, now, stop); });
}

Result<std::uint64_t> SqliteStore::count(const RowFilter &filter, std::stop_token stop) const
{
    return ofMatching(filter, stop, [&](const Masks &masks, [[maybe_unused]] Connection &connection, [[maybe_unused]] const Image &now) -> Result<std::uint64_t> { return countOf(masks); });
}

Result<std::vector<Tally>> SqliteStore::tally(const RowFilter &filter, std::span<const Dimension> by, std::stop_token stop) const
{
    return ofMatching(filter, stop, [&](const Masks &masks, [[maybe_unused]] Connection &connection, [[maybe_unused]] const Image &now) { return tallyRows(masks, by, connection, now, m_names, stop); });
}

Result<RowColumns> SqliteStore::columns(const RowFilter &filter, std::stop_token stop) const
{
    return ofMatching(filter, stop, [&](const Masks &masks, [[maybe_unused]] Connection &connection, [[maybe_unused]] const Image &now) { return columnsOfRows(masks, connection, now, m_names, stop); });
}

Result<std::vector<TimeBin>> SqliteStore::histogram(const RowFilter &filter, std::size_t bins, std::stop_token stop) const
{
    return ofMatching(filter, stop, [&](const Masks &masks, [[maybe_unused]] Connection &connection, [[maybe_unused]] const Image &now) { return histogramRows(masks, bins, connection, now, stop); });
}

Result<std::vector<Finding>> SqliteStore::findings(EntryNumber first, std::uint64_t count) const
{
    const auto now = image();
    auto reader = m_readers.take();
    if (!reader)
        return reader.error();
    std::vector<Finding> findings;
    if (first >= now->entries || count == 0)
        return findings;
    const EntryNumber last = first + std::min(count, now->entries - first) - 1;
    Statement query = (*reader)->connection().statement(
        "SELECT entry, clause, undecidable, missing FROM finding WHERE entry >= ?1 AND entry <= ?2 ORDER BY entry, ordinal");
    query.bind(1, static_cast<std::int64_t>(first)).bind(2, static_cast<std::int64_t>(last));
    int code = query.step();
    for (; code == SQLITE_ROW; code = query.step())
        findings.push_back({static_cast<EntryNumber>(query.number(0)),
                            std::string(m_names[clauseNames].text(static_cast<std::uint32_t>(query.number(1)))), query.number(2) != 0,
                            std::string(query.octets(3))});
    if (code != SQLITE_DONE)
        return (*reader)->connection().error("reading findings");
    return findings;
}

Result<std::vector<std::string>> SqliteStore::names(Dimension dimension) const
{
    const auto now = image();
    const auto column = columnOfNames(dimension);
    if (!column)
        return std::vector<std::string>();
    auto reader = m_readers.take();
    if (!reader)
        return reader.error();
    return namesInUse(*column, (*reader)->connection(), *now, m_names);
}

Result<std::vector<Digest>> SqliteStore::leaves(EntryNumber first, std::uint64_t count) const
{
    const auto now = image();
    auto reader = m_readers.take();
    if (!reader)
        return reader.error();
    if (first > now->entries || count > now->entries - first)
        return noSuchEntry(first + count, now->entries);
    std::vector<Digest> leaves;
    leaves.reserve(count);
    while (leaves.size() < count) {
        const EntryNumber next = first + leaves.size();
        const Segment *segment = now->segmentOf(next);
        if (!segment)
            return noSuchEntry(next, now->entries);
        const auto values = segment->values(Column::Leaf, (*reader)->connection());
        if (!values)
            return values.error();
        const auto part = valuesOf<Digest>(**values).subspan(next - segment->first());
        leaves.insert(leaves.end(), part.begin(),
                      part.begin() + static_cast<std::ptrdiff_t>(std::min<std::uint64_t>(part.size(), count - leaves.size())));
    }
    return leaves;
}

Result<std::vector<StoredCheckpoint>> SqliteStore::checkpoints() const
{
    auto reader = m_readers.take();
    if (!reader)
        return reader.error();
    std::vector<StoredCheckpoint> checkpoints;
    Statement query = (*reader)->connection().statement("SELECT size, note FROM checkpoint ORDER BY size");
    int code = query.step();
    for (; code == SQLITE_ROW; code = query.step())
        checkpoints.push_back({static_cast<std::uint64_t>(query.number(0)), std::string(query.octets(1))});
    if (code != SQLITE_DONE)
        return (*reader)->connection().error("reading checkpoints");
    return checkpoints;
}

Result<Verification> SqliteStore::verify(const Progress &progress, std::stop_token stop) const
{
    return verifyFile(m_path, m_origin, m_publicKey, progress, stop);
}

Result<void> SqliteStore::indexText(const Progress &progress, std::stop_token stop)
{
    if (m_options.readOnly)
        return storeError(ErrorKind::Refused, "MND-STO-026", "The workspace is open for reading only, so no search index was built.",
                          "Open it for writing.");
    const auto now = image();
    auto reader = m_readers.take();
    if (!reader)
        return reader.error();
    return m_text.build(now->entries, **reader, progress, stop);
}

std::uint64_t SqliteStore::textIndexedTo() const
{
    return m_text.indexedTo(image()->entries);
}

} // namespace mandate::sqlite
