// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/store/sqlite/schema.h"

#include "models/base/instant.h"
#include "models/evidence/merkle.h"
#include "models/store/sqlite/sealed.h"

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>

namespace mandate::sqlite {

namespace {

constexpr std::uint32_t applicationId = 0x4D4E4454; // "MNDT"

/// Version 1.
///   meta           what never changes: the ledger's origin and public key
///   head           one row: what readers see of the ledger; generation changes with every commit
///   checkpoint     a signed note after each append
///   block          sealed blocks (block.h); entry_block and item_block say with which entry and item a block begins
///   segment        rows [first, first+rows) of the columns; version changes when verdicts do
///   segment_column sealed columns (columns.h), id = first × 32 + column
///   name           names by kind and number; last = time of the newest record of a source
///   item_key       idempotency keys of the items [first, …), eight octets each, sealed
///   finding        derived from pacts, replaced when one comes into force
constexpr const char *tables = R"(
CREATE TABLE meta(origin TEXT NOT NULL, public_key BLOB NOT NULL, created TEXT NOT NULL);
CREATE TABLE head(id INTEGER PRIMARY KEY CHECK(id = 1), generation INTEGER NOT NULL, entries INTEGER NOT NULL, items INTEGER NOT NULL,
                  blocks INTEGER NOT NULL, frontier BLOB NOT NULL);
CREATE TABLE checkpoint(size INTEGER PRIMARY KEY, note TEXT NOT NULL);
CREATE TABLE block(id INTEGER PRIMARY KEY, data BLOB NOT NULL);
CREATE TABLE entry_block(first INTEGER PRIMARY KEY, block INTEGER NOT NULL);
CREATE TABLE item_block(first INTEGER PRIMARY KEY, block INTEGER NOT NULL);
CREATE TABLE segment(first INTEGER PRIMARY KEY, rows INTEGER NOT NULL, version INTEGER NOT NULL);
CREATE TABLE segment_column(id INTEGER PRIMARY KEY, data BLOB NOT NULL);
CREATE TABLE name(kind INTEGER NOT NULL, number INTEGER NOT NULL, text TEXT NOT NULL, last INTEGER, PRIMARY KEY(kind, number)) WITHOUT ROWID;
CREATE TABLE item_key(first INTEGER PRIMARY KEY, data BLOB NOT NULL);
CREATE TABLE finding(entry INTEGER NOT NULL, ordinal INTEGER NOT NULL, clause INTEGER NOT NULL, undecidable INTEGER NOT NULL, missing TEXT NOT NULL,
                     PRIMARY KEY(entry, ordinal)) WITHOUT ROWID;
PRAGMA application_id = 1296974932;
PRAGMA user_version = 1;
)";
static_assert(applicationId == 1296974932);

Error fileError(ErrorKind kind, std::string code, const std::string &path, std::string_view what, std::string remedy)
{
    Error error = storeError(kind, std::move(code), "\"" + path + "\" " + std::string(what) + '.', std::move(remedy));
    error.unaffected = "Nothing was changed.";
    error.position.file = path;
    return error;
}

Result<void> fillNewFile(const std::string &path, const SigningKey &key)
{
    Connection connection;
    if (auto opened = connection.open(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE); !opened)
        return opened;
    constexpr std::string_view doing = "creating the workspace";
    // The tables go into the file itself, durably, before a write-ahead log exists.
    if (connection.run("PRAGMA page_size = 8192; PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL; BEGIN IMMEDIATE") != SQLITE_OK ||
        connection.run(tables) != SQLITE_OK)
        return connection.error(doing);
    const PublicKey &publicKey = key.publicKey();
    const std::string_view keyOctets(reinterpret_cast<const char *>(publicKey.octets.data()), publicKey.octets.size());
    const std::string origin = "mandate/" + sha256(keyOctets).hex().substr(0, 16);
    const std::string note = signCheckpoint({origin, 0, emptyRoot()}, key);
    const std::string created = formatInstant(systemNow());
    const std::string frontier = sealPlain({});
    if (connection.statement("INSERT INTO meta(origin, public_key, created) VALUES(?1, ?2, ?3)")
                .bindText(1, origin)
                .bindBlob(2, keyOctets)
                .bindText(3, created)
                .step() != SQLITE_DONE ||
        connection.statement("INSERT INTO head(id, generation, entries, items, blocks, frontier) VALUES(1, 1, 0, 0, 0, ?1)")
                .bindBlob(1, frontier)
                .step() != SQLITE_DONE ||
        connection.statement("INSERT INTO checkpoint(size, note) VALUES(0, ?1)").bindText(1, note).step() != SQLITE_DONE ||
        connection.run("COMMIT") != SQLITE_OK || connection.run("PRAGMA journal_mode = WAL") != SQLITE_OK)
        return connection.error(doing);
    return {};
}

/// Reads up to `room.size()` octets of the file's beginning.
Result<std::size_t> readBeginning(const std::string &path, std::span<unsigned char> room)
{
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0 && errno == ENOENT)
        return fileError(ErrorKind::Missing, "MND-STO-010", path, "does not exist", "Check the path, or create a workspace there first.");
    if (file < 0)
        return fileError(ErrorKind::Storage, "MND-STO-011", path, std::string("cannot be opened: ") + std::strerror(errno),
                         "Check that you may read the file and its folder.");
    struct stat state
    {
    };
    const bool folder = ::fstat(file, &state) == 0 && S_ISDIR(state.st_mode);
    const ssize_t length = folder ? -1 : ::read(file, room.data(), room.size());
    const int number = errno;
    ::close(file);
    if (folder)
        return fileError(ErrorKind::Usage, "MND-STO-012", path, "is a folder, not a workspace file", "Name the *.mandate file inside it.");
    if (length < 0)
        return fileError(ErrorKind::Storage, "MND-STO-011", path, std::string("cannot be read: ") + std::strerror(number),
                         "Check the disk and its connection.");
    return static_cast<std::size_t>(length);
}

std::uint32_t bigEndian(const unsigned char *octets)
{
    return static_cast<std::uint32_t>(octets[0]) << 24 | static_cast<std::uint32_t>(octets[1]) << 16 | static_cast<std::uint32_t>(octets[2]) << 8 |
           octets[3];
}

/// Steps from one schema version to the next, in a transaction that the caller holds. None: the first erasure makes a file of version 1 one of
/// version 2 (writer_erasure.cpp), which differs in that entries may be without text.
Result<void> migrate(Connection &, std::int64_t)
{
    return {};
}

} // namespace

Result<void> createFile(const std::string &path, const SigningKey &key)
{
    struct stat state
    {
    };
    if (::lstat(path.c_str(), &state) == 0)
        return fileError(ErrorKind::Refused, "MND-STO-013", path, "exists already, so no workspace was created there",
                         "Choose another name, or open the existing file.");
    const std::string temporary = path + ".new-" + std::to_string(::getpid());
    std::error_code ignored;
    const auto discard = [&] {
        for (const char *end : {"", "-wal", "-shm", "-journal"})
            std::filesystem::remove(temporary + end, ignored);
    };
    discard();
    if (auto filled = fillNewFile(temporary, key); !filled) {
        discard();
        return filled;
    }
    // link() refuses an existing name, rename() would replace it.
    int failed = ::link(temporary.c_str(), path.c_str()) == 0 ? 0 : errno;
    if (failed != 0 && failed != EEXIST) // a file system without hard links
        failed = ::renameat2(AT_FDCWD, temporary.c_str(), AT_FDCWD, path.c_str(), RENAME_NOREPLACE) == 0 ? 0 : errno;
    discard();
    if (failed == EEXIST)
        return fileError(ErrorKind::Refused, "MND-STO-013", path, "exists already, so no workspace was created there",
                         "Choose another name, or open the existing file.");
    if (failed != 0)
        return fileError(ErrorKind::Storage, "MND-STO-014", path, std::string("could not be created: ") + std::strerror(failed),
                         "Check that you may write to the folder.");
    const std::filesystem::path folder = std::filesystem::path(path).parent_path();
    const int directory = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory >= 0) {
        ::fsync(directory);
        ::close(directory);
    }
    return {};
}

Result<void> checkFile(const std::string &path)
{
    std::array<unsigned char, 100> header{};
    const auto length = readBeginning(path, header);
    if (!length)
        return length.error();
    if (*length == 0)
        return fileError(ErrorKind::Corrupt, "MND-STO-015", path, "is empty, so it is no workspace",
                         "Restore it from a backup, or delete it and create a new workspace.");
    if (*length < header.size() || std::memcmp(header.data(), "SQLite format 3", 16) != 0)
        return fileError(ErrorKind::Corrupt, "MND-STO-016", path, "is not a Mandate workspace, or its beginning is damaged",
                         "Check the path, or restore the file from a backup.");
    if (bigEndian(header.data() + 68) != applicationId)
        return fileError(ErrorKind::Corrupt, "MND-STO-017", path, "is an SQLite database, but not a Mandate workspace", "Check the path.");
    const std::uint32_t version = bigEndian(header.data() + 60);
    if (version > schemaVersion || version == 0)
        return fileError(ErrorKind::Refused, "MND-STO-018", path,
                         "was written by a newer version of Mandate (file format " + std::to_string(version) + ", this version reads up to " +
                             std::to_string(schemaVersion) + ")",
                         "Install the newer version of Mandate.");
    return {};
}

Result<void> openForReading(Connection &connection, const std::string &path)
{
    auto opened = connection.open(path, SQLITE_OPEN_READONLY);
    if (!opened)
        return opened;
    if (connection.run("SELECT count(*) FROM sqlite_master") != SQLITE_OK) {
        const int code = sqlite3_errcode(connection.handle()) & 0xFF;
        std::error_code ignored;
        const auto log = std::filesystem::file_size(path + "-wal", ignored);
        if ((code != SQLITE_CANTOPEN && code != SQLITE_READONLY) || (!ignored && log > 0))
            return connection.error("opening the workspace");
        connection.close();
        opened = connection.open(path, SQLITE_OPEN_READONLY, "?immutable=1");
        if (!opened)
            return opened;
    }
    if (connection.run("PRAGMA query_only = ON; PRAGMA cache_size = -8192; PRAGMA cell_size_check = ON") != SQLITE_OK)
        return connection.error("opening the workspace");
    return {};
}

Result<void> openForWriting(Connection &connection, const std::string &path)
{
    if (auto opened = connection.open(path, SQLITE_OPEN_READWRITE); !opened)
        return opened;
    if (connection.run("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -32768; PRAGMA cell_size_check = ON; "
                       "PRAGMA journal_size_limit = 67108864") != SQLITE_OK)
        return connection.error("opening the workspace for writing");
    if (sqlite3_db_readonly(connection.handle(), "main") == 1)
        return errorOf(SQLITE_READONLY, 0, "opening the workspace for writing", path);
    std::int64_t version = 0;
    {
        Statement query = connection.statement("PRAGMA user_version");
        if (query.step() != SQLITE_ROW)
            return connection.error("opening the workspace for writing");
        version = query.number(0);
    }
    return version < schemaVersion ? migrate(connection, version) : Result<void>();
}

} // namespace mandate::sqlite
