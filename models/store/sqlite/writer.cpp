// SPDX-License-Identifier: GPL-3.0-or-later
// One append is one transaction: blocks, columns, names, keys, findings, the tree's state and a signed checkpoint, or none of it. What is in
// memory changes only after the commit.
#include "models/store/sqlite/growth.h"
#include "models/store/sqlite/schema.h"
#include "models/store/sqlite/sealed.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <ctime>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

namespace mandate::sqlite {

namespace {

constexpr const char *waitingSuffix = "-waiting"; ///< beside the workspace

} // namespace

Writer::~Writer()
{
    m_log.stop();
    m_connection.close();
    release();
    if (m_lockFile >= 0)
        ::close(m_lockFile);
}

void Writer::release()
{
    if (m_locked)
        (void)::flock(m_lockFile, LOCK_UN);
    m_locked = false;
}

Error Writer::failed(std::string_view doing)
{
    return m_connection.error(doing);
}

/// Who waits leaves a file that says so; one that was killed leaves it for some seconds too long, which costs others a pause.
Result<void> Writer::takeLock(std::chrono::milliseconds patience)
{
    auto locked = tryLock();
    if (locked || locked.error().code != "MND-STO-024" || patience.count() <= 0)
        return locked;
    const auto deadline = std::chrono::steady_clock::now() + patience;
    const std::string waiting = m_path + waitingSuffix;
    const int file = ::open(waiting.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (file >= 0)
        ::close(file);
    while (!locked && locked.error().code == "MND-STO-024" && std::chrono::steady_clock::now() < deadline) {
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
        locked = tryLock();
    }
    (void)::unlink(waiting.c_str());
    return locked;
}

bool Writer::othersWait() const
{
    struct stat waiting
    {
    };
    if (::stat((m_path + waitingSuffix).c_str(), &waiting) != 0)
        return false;
    return ::time(nullptr) - waiting.st_mtime < 10;
}

/// The lock's file stays open between takings, unless somebody removed or replaced it: opening and emptying it anew each time costs more than
/// storing a decision.
Result<void> Writer::openLock()
{
    const std::string path = m_path + "-writer";
    if (m_lockFile >= 0) {
        struct stat now
        {
        };
        struct stat mine
        {
        };
        if (::stat(path.c_str(), &now) == 0 && ::fstat(m_lockFile, &mine) == 0 && now.st_ino == mine.st_ino && now.st_dev == mine.st_dev)
            return {};
        ::close(m_lockFile);
    }
    m_lockFile = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (m_lockFile < 0)
        return errorOf(errno == ENOSPC || errno == EDQUOT  ? SQLITE_FULL
                       : errno == EROFS || errno == EACCES ? SQLITE_READONLY
                                                           : SQLITE_CANTOPEN,
                       errno, "preparing to write", m_path);
    // Whoever may write the workspace may lock it: accounts that share one through a group, for instance.
    struct stat workspace
    {
    };
    struct stat lock
    {
    };
    if (::stat(m_path.c_str(), &workspace) == 0 && ::fstat(m_lockFile, &lock) == 0 && lock.st_uid == ::geteuid() && (lock.st_mode & 0666) != (workspace.st_mode & 0666))
        (void)::fchmod(m_lockFile, workspace.st_mode & 0666);
    return {};
}

Result<void> Writer::tryLock()
{
    if (m_locked)
        return {};
    if (auto opened = openLock(); !opened)
        return opened;
    std::array<char, 16> holder{};
    if (::flock(m_lockFile, LOCK_EX | LOCK_NB) != 0) {
        const ssize_t length = ::pread(m_lockFile, holder.data(), holder.size() - 1, 0);
        const std::string process(holder.data(), length > 0 ? static_cast<std::size_t>(length) : 0);
        const std::string who = length > 0 ? " (process " + process.substr(0, process.find('\n')) + ")" : std::string();
        Error error = storeError(ErrorKind::Refused, "MND-STO-024",
                                 "Another program" + who + " is writing to the workspace \"" + m_path + "\", so nothing was stored.",
                                 "Wait until it is done or close it, then try again. Reading works meanwhile.");
        error.position.file = m_path;
        return error;
    }
    // Of one length for every process, so that nothing needs to be emptied. On a full disk the name of the holder stays unknown; the lock holds.
    std::string process = std::to_string(::getpid()) + '\n';
    process.resize(holder.size() - 1, ' ');
    const ssize_t length = ::pread(m_lockFile, holder.data(), holder.size() - 1, 0);
    if (std::string_view(holder.data(), length > 0 ? static_cast<std::size_t>(length) : 0) != process &&
        ::pwrite(m_lockFile, process.data(), process.size(), 0) < 0) {
        // said above
    }
    m_locked = true;
    return {};
}

Result<void> Writer::begin(std::shared_ptr<const Image> &image, bool durable)
{
    if (auto locked = takeLock(); !locked)
        return locked;
    if (!m_connection.isOpen()) {
        auto opened = openForWriting(m_connection, m_path);
        // Another account's program that closes or opens just now makes the log's files anew; for a moment they are only its own.
        for (int tries = 0; !opened && opened.error().code == "MND-STO-003" && tries < 10 && ::access(m_path.c_str(), W_OK) == 0; ++tries) {
            m_connection.close();
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
            opened = openForWriting(m_connection, m_path);
        }
        if (!opened) {
            m_connection.close();
            return opened;
        }
        m_log.watch(m_connection);
        if (auto read = readScrubbing(); !read)
            return read;
    }
    // FULL makes this commit outlast a power cut; NORMAL all but the last ones.
    if (m_connection.run(durable ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL") != SQLITE_OK ||
        m_connection.run("BEGIN IMMEDIATE") != SQLITE_OK)
        return failed("storing new entries");
    std::int64_t generation = 0;
    {
        Statement head = m_connection.statement("SELECT generation FROM head WHERE id = 1");
        if (head.step() != SQLITE_ROW)
            return failed("storing new entries");
        generation = head.number(0);
    }
    if (generation != image->generation) {
        auto newer = loadImage(m_connection, image.get(), m_names);
        if (!newer)
            return newer.error();
        image = *newer;
        if (auto read = readScrubbing(); !read)
            return read;
    }
    if (!image->damage.empty()) {
        Error error = storeError(ErrorKind::Corrupt, "MND-STO-025", "The workspace is damaged (" + image->damage + "), so nothing was added to it.",
                                 "Run a verification to see what still holds, and restore the file from a backup.");
        return error;
    }
    return m_known.readTo(image->items, m_connection);
}

Result<Writer::Stored> Writer::append(std::vector<std::unique_ptr<Store::Prepared>> batches, std::shared_ptr<const Image> image, const Unlock &unlock)
{
    std::size_t entries = 0;
    for (const auto &prepared : batches) {
        const auto &batch = static_cast<const PreparedBatch &>(*prepared);
        if (batch.problem())
            return *batch.problem();
        entries += batch.entryCount();
    }
    if (!m_key) {
        auto key =
            unlock
                ? unlock(m_publicKey)
                : Result<SigningKey>(storeError(ErrorKind::Refused, "MND-STO-026", "The workspace is open for reading only, so nothing was stored.",
                                                "Open it for writing, with its key."));
        if (!key)
            return key.error();
        if (key->publicKey() != m_publicKey)
            return storeError(ErrorKind::Refused, "MND-STO-027",
                              "The key " + key->publicKey().id() + " is not this workspace's key " + m_publicKey.id() + ", so nothing was stored.",
                              "Use the key that the workspace was created with.");
        m_key = std::move(key).value();
    }
    if (auto begun = begin(image, entries <= durableEntries); !begun) {
        const Transaction rollBack(m_connection);
        return begun.error();
    }
    Transaction transaction(m_connection);
    Growth growth;
    growth.before = image;
    growth.frontier = image->frontier;
    growth.blocks = image->blocks;
    growth.appended.first = image->entries;
    growth.rows.reserve(entries);
    for (const auto &prepared : batches) {
        if (auto stored = storeBatch(static_cast<PreparedBatch &>(*prepared), growth); !stored)
            return stored.error();
    }
    growth.appended.entries = growth.rows.size();
    if (growth.rows.empty() && growth.keys.empty())
        return Stored{growth.appended, image};
    for (const auto step : {&Writer::storeNames, &Writer::storeSegments}) {
        if (auto stored = (this->*step)(growth); !stored)
            return stored.error();
    }
    if (auto stored = storeHead(growth, *m_key); !stored)
        return stored.error();
    {
        const std::lock_guard growing(m_names.growing); // no reader may load names between the commit and their place in memory
        if (transaction.commit() != SQLITE_OK)
            return failed("storing new entries");
        for (std::size_t kind = 0; kind < nameKinds; ++kind) {
            for (const std::string &text : growth.newNames[kind])
                m_names[kind].add(text);
        }
    }
    auto after = std::make_shared<Image>();
    after->generation = image->generation + 1;
    after->entries = growth.frontier.size();
    after->items = image->items + growth.keys.size();
    after->blocks = growth.blocks;
    after->root = growth.frontier.root();
    after->frontier = std::move(growth.frontier);
    after->segments = std::move(growth.segments);
    m_known.add(image->items, growth.keys);
    return Stored{growth.appended, std::move(after)};
}

Result<void> Writer::storeBatch(PreparedBatch &batch, Growth &growth)
{
    std::vector<bool> known(batch.keys().size());
    std::size_t dropped = 0;
    for (std::size_t i = 0; i < known.size(); ++i) {
        const std::uint64_t key = batch.keys()[i];
        known[i] = key != 0 && (m_known.contains(key) || !growth.newKeys.insert(key));
        dropped += known[i];
    }
    if (dropped > 0)
        batch.dropItems(known);
    growth.appended.itemsKnown += dropped;
    growth.appended.items += batch.keys().size();
    const auto records = static_cast<std::uint64_t>(std::count_if(
        batch.rows().begin(), batch.rows().end(), [](const PackedRow &row) { return row.type == static_cast<std::uint8_t>(EntryType::Record); }));
    growth.appended.parts.push_back({records, batch.rows().size() - records, batch.keys().size(), dropped});

    std::uint64_t entry = growth.before->entries + growth.rows.size();
    std::uint64_t item = growth.before->items + growth.keys.size();
    const std::uint64_t firstEntry = entry;
    const std::uint64_t firstItem = item;
    for (const SealedBlock &block : batch.blocks()) {
        const std::int64_t number = ++growth.blocks;
        if (m_connection.statement("INSERT INTO block(id, data) VALUES(?1, ?2)").bind(1, number).bindBlob(2, block.sealed).step() != SQLITE_DONE)
            return failed("storing new entries");
        if (block.entries > 0 && m_connection.statement("INSERT INTO entry_block(first, block) VALUES(?1, ?2)")
                                         .bind(1, static_cast<std::int64_t>(entry))
                                         .bind(2, number)
                                         .step() != SQLITE_DONE)
            return failed("storing new entries");
        if (block.items > 0 && m_connection.statement("INSERT INTO item_block(first, block) VALUES(?1, ?2)")
                                       .bind(1, static_cast<std::int64_t>(item))
                                       .bind(2, number)
                                       .step() != SQLITE_DONE)
            return failed("storing new entries");
        entry += block.entries;
        item += block.items;
    }

    std::array<std::vector<std::uint32_t>, nameKinds> numbers; // by local number
    for (std::size_t kind = 0; kind < nameKinds; ++kind) {
        numbers[kind].push_back(0);
        for (const std::string &text : batch.names()[kind].texts())
            numbers[kind].push_back(growth.numberOf(kind, text, m_names));
    }
    for (PackedRow &row : batch.rows()) {
        for (std::size_t kind = 0; kind < nameKinds; ++kind)
            row.names[kind] = numbers[kind][row.names[kind]];
        if (row.item >= 0)
            row.item += static_cast<std::int64_t>(firstItem);
        growth.frontier.append(row.leaf);
    }
    markOrder(batch.rows(), growth);
    growth.rows.insert(growth.rows.end(), batch.rows().begin(), batch.rows().end());
    growth.keys.insert(growth.keys.end(), batch.keys().begin(), batch.keys().end());

    std::int64_t ordinal = 0;
    for (const Finding &finding : batch.findings()) {
        if (finding.entry >= batch.rows().size())
            continue;
        if (auto stored = storeFinding(finding, firstEntry + finding.entry, ordinal++, growth); !stored)
            return stored;
    }
    return {};
}

void Writer::markOrder(std::vector<PackedRow> &rows, Growth &growth)
{
    for (PackedRow &row : rows) {
        if (row.type != static_cast<std::uint8_t>(EntryType::Record) || !(row.timeState & HasOccurred))
            continue;
        const std::uint32_t source = row.names[sourceNames];
        auto found = growth.lastTimes.find(source);
        if (found == growth.lastTimes.end()) {
            Statement query = m_connection.statement("SELECT last FROM name WHERE kind = ?1 AND number = ?2 AND last IS NOT NULL");
            query.bind(1, sourceNames).bind(2, source);
            const std::int64_t last = query.step() == SQLITE_ROW ? query.number(0) : INT64_MIN;
            found = growth.lastTimes.emplace(source, last).first;
        }
        if (row.time < found->second)
            row.timeState = static_cast<std::uint8_t>(row.timeState | OutOfOrder);
        found->second = row.time;
    }
}

Result<void> Writer::storeNames(Growth &growth)
{
    for (std::size_t kind = 0; kind < nameKinds; ++kind) {
        std::uint32_t number = m_names[kind].count();
        for (const std::string &text : growth.newNames[kind]) {
            if (m_connection.statement("INSERT INTO name(kind, number, text) VALUES(?1, ?2, ?3)")
                    .bind(1, static_cast<std::int64_t>(kind))
                    .bind(2, ++number)
                    .bindText(3, text)
                    .step() != SQLITE_DONE)
                return failed("storing new entries");
        }
    }
    for (const auto &[source, last] : growth.lastTimes) {
        // Number 0, the empty name, has no row of its own until a source without a name brings times.
        if (m_connection
                .statement(
                    "INSERT INTO name(kind, number, text, last) VALUES(?1, ?2, '', ?3) ON CONFLICT(kind, number) DO UPDATE SET last = excluded.last")
                .bind(1, sourceNames)
                .bind(2, source)
                .bind(3, last)
                .step() != SQLITE_DONE)
            return failed("storing new entries");
    }
    if (!growth.keys.empty()) {
        const std::string keys = sealPlain({reinterpret_cast<const char *>(growth.keys.data()), growth.keys.size() * sizeof(std::uint64_t)});
        if (m_connection.statement("INSERT INTO item_key(first, data) VALUES(?1, ?2)")
                .bind(1, static_cast<std::int64_t>(growth.before->items))
                .bindBlob(2, keys)
                .step() != SQLITE_DONE)
            return failed("storing new entries");
    }
    return {};
}

Result<void> Writer::storeHead(Growth &growth, const SigningKey &key)
{
    const std::string frontier = frontierOctets(growth.frontier);
    if (m_connection.statement("UPDATE head SET generation = generation + 1, entries = ?1, items = ?2, blocks = ?3, frontier = ?4 WHERE id = 1")
            .bind(1, static_cast<std::int64_t>(growth.frontier.size()))
            .bind(2, static_cast<std::int64_t>(growth.before->items + growth.keys.size()))
            .bind(3, growth.blocks)
            .bindBlob(4, frontier)
            .step() != SQLITE_DONE)
        return failed("storing new entries");
    const std::string note = signCheckpoint({m_origin, growth.frontier.size(), growth.frontier.root()}, key);
    if (m_connection.statement("INSERT OR REPLACE INTO checkpoint(size, note) VALUES(?1, ?2)")
            .bind(1, static_cast<std::int64_t>(growth.frontier.size()))
            .bindText(2, note)
            .step() != SQLITE_DONE)
        return failed("storing new entries");
    return {};
}

Result<void> Writer::storeFinding(const Finding &finding, EntryNumber entry, std::int64_t ordinal, Growth &growth)
{
    const std::uint32_t clause = growth.numberOf(clauseNames, finding.clause, m_names);
    if (m_connection.statement("INSERT OR REPLACE INTO finding(entry, ordinal, clause, undecidable, missing) VALUES(?1, ?2, ?3, ?4, ?5)")
            .bind(1, static_cast<std::int64_t>(entry))
            .bind(2, ordinal)
            .bind(3, clause)
            .bind(4, finding.undecidable)
            .bindText(5, finding.missing)
            .step() != SQLITE_DONE)
        return failed("storing findings");
    return {};
}

} // namespace mandate::sqlite
