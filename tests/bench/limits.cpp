// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/limits.h"

#include "models/base/digest.h"
#include "tests/bench/decoded.h"

#include <cstring>
#include <simdjson.h>
#include <sqlite3.h>

namespace mandate::bench {

namespace {

constexpr std::size_t rowsPerTransaction = 16'384;

constexpr const char *table = R"(
PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -65536;
CREATE TABLE record(number INTEGER PRIMARY KEY, kind INTEGER, time INTEGER, agent TEXT, deployment TEXT, session TEXT, tool TEXT, source TEXT, format TEXT,
    message INTEGER, call INTEGER, outcome INTEGER, role INTEGER, completeness INTEGER, verdict INTEGER, clause TEXT, item INTEGER, leaf BLOB, bytes BLOB);
)";

class Table
{
public:
    explicit Table(const std::string &path)
    {
        if (sqlite3_open(path.c_str(), &m_database) != SQLITE_OK || sqlite3_exec(m_database, table, nullptr, nullptr, nullptr) != SQLITE_OK ||
            sqlite3_prepare_v2(m_database, "INSERT INTO record VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)", -1, &m_insert, nullptr) != SQLITE_OK)
            fail(path + ": " + sqlite3_errmsg(m_database));
    }
    ~Table()
    {
        sqlite3_finalize(m_insert);
        sqlite3_close(m_database);
    }
    Table(const Table &) = delete;
    Table &operator=(const Table &) = delete;

    void run(const char *sql) { check(sqlite3_exec(m_database, sql, nullptr, nullptr, nullptr) == SQLITE_OK); }

    void insert(std::int64_t number, const Record &record, std::string_view bytes)
    {
        int at = 0;
        const auto whole = [&](std::int64_t value) { sqlite3_bind_int64(m_insert, ++at, value); };
        const auto words = [&](std::string_view value) {
            sqlite3_bind_text(m_insert, ++at, value.data(), static_cast<int>(value.size()), SQLITE_STATIC);
        };
        whole(number);
        whole(static_cast<std::int64_t>(record.kind));
        whole(record.occurred ? record.occurred->nanoseconds : 0);
        for (const std::string_view name : {record.agent, record.deployment, record.session, record.tool, record.source, record.format})
            words(name);
        whole(record.message);
        whole(record.call);
        whole(static_cast<std::int64_t>(record.outcome));
        whole(static_cast<std::int64_t>(record.role));
        whole(record.completeness());
        whole(2);
        words("P1");
        whole(number);
        sqlite3_bind_blob(m_insert, ++at, record.itemDigest.octets.data(), static_cast<int>(record.itemDigest.octets.size()), SQLITE_STATIC);
        if (bytes.empty())
            sqlite3_bind_null(m_insert, ++at);
        else
            sqlite3_bind_blob(m_insert, ++at, bytes.data(), static_cast<int>(bytes.size()), SQLITE_STATIC);
        check(sqlite3_step(m_insert) == SQLITE_DONE);
        sqlite3_reset(m_insert);
    }

private:
    void check(bool done)
    {
        if (!done)
            fail(std::string("bare insert: ") + sqlite3_errmsg(m_database));
    }
    sqlite3 *m_database = nullptr;
    sqlite3_stmt *m_insert = nullptr;
};

MappedFile mapped(const std::string &path)
{
    auto file = MappedFile::open(path);
    if (!file)
        fail(file.error().happened);
    return std::move(file).value();
}

} // namespace

Taken parseAndHash(const std::string &path)
{
    const MappedFile file = mapped(path);
    const std::string_view bytes = file.bytes();
    static volatile unsigned sum;
    simdjson::dom::parser parser;
    const Stopwatch watch;
    for (std::size_t begin = 0; begin < bytes.size();) {
        std::size_t end = bytes.find('\n', begin);
        end = end == std::string_view::npos ? bytes.size() : end;
        const std::string_view line = bytes.substr(begin, end - begin);
        simdjson::dom::element document;
        if (parser.parse(line.data(), line.size()).get(document) != simdjson::SUCCESS)
            fail(path + ": a line is no JSON");
        sum = sum + static_cast<unsigned>(document.is_object()) + sha256(line).octets[0];
        begin = end + 1;
    }
    return watch.taken();
}

Taken insertBare(const std::string &path, const std::string &database, bool bytes)
{
    removeWithCompanions(database);
    const MappedFile file = mapped(path);
    Decoded decoded(path);
    Table target(database);
    Taken taken;
    std::int64_t number = 0;
    while (decoded.next(rowsPerTransaction)) {
        const Stopwatch watch;
        target.run("BEGIN");
        for (const Record &record : decoded.records())
            target.insert(++number, record, bytes ? file.bytes().substr(record.offset, record.spanLength) : std::string_view());
        target.run("COMMIT");
        taken += watch.taken();
    }
    return taken;
}

} // namespace mandate::bench
