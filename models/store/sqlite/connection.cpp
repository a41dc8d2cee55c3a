// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/store/sqlite/connection.h"

#include "models/store/sqlite/process_locks.h"

#include <cerrno>
#include <cstring>

namespace mandate::sqlite {

namespace {

/// A path as a "file:" URI (RFC 3986), so that parameters can follow it.
std::string uriOf(const std::string &path, std::string_view parameters)
{
    static constexpr char hex[] = "0123456789ABCDEF";
    std::string uri = "file:";
    for (const char c : path) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || std::strchr("/._-", c);
        if (plain && c != '\0') {
            uri += c;
        } else {
            uri += '%';
            uri += hex[static_cast<unsigned char>(c) >> 4];
            uri += hex[static_cast<unsigned char>(c) & 15];
        }
    }
    uri += parameters;
    return uri;
}

} // namespace

Error storeError(ErrorKind kind, std::string code, std::string happened, std::string remedy)
{
    Error error;
    error.kind = kind;
    error.code = std::move(code);
    error.happened = std::move(happened);
    error.unaffected = "Everything stored before is intact.";
    error.remedy = std::move(remedy);
    return error;
}

Error errorOf(int code, int systemError, std::string_view doing, const std::string &path, std::string_view detail)
{
    const std::string what = "While " + std::string(doing) + ' ';
    Error error;
    switch (code & 0xFF) {
    case SQLITE_FULL:
        error = storeError(ErrorKind::Storage, "MND-STO-001", what + "the disk was full, so nothing of it was stored.",
                           "Free some disk space and try again.");
        break;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        error = storeError(ErrorKind::Refused, "MND-STO-002", what + "another program was writing to the workspace and did not finish in time.",
                           "Wait until the other program is done and try again.");
        break;
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
        error = storeError(ErrorKind::Refused, "MND-STO-003", what + "the workspace turned out to be readable only.",
                           "Check the permissions of the file and its folder, or copy the workspace to a place where you may write.");
        break;
    case SQLITE_CANTOPEN:
        error = storeError(ErrorKind::Storage, "MND-STO-004",
                           what + "the file could not be opened" + (systemError ? std::string(": ") + std::strerror(systemError) : "") + '.',
                           "Check that the file exists and that you may read it and its folder.");
        break;
    case SQLITE_IOERR:
        if (systemError == ENOSPC || systemError == EDQUOT || systemError == EFBIG) {
            error = storeError(ErrorKind::Storage, "MND-STO-001", what + "the disk was full, so nothing of it was stored.",
                               "Free some disk space and try again.");
            break;
        }
        error = storeError(ErrorKind::Storage, "MND-STO-005",
                           what + "the disk reported an error" + (systemError ? std::string(": ") + std::strerror(systemError) : "") + '.',
                           "Check the disk and its connection; then verify the workspace.");
        break;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_FORMAT:
        error = storeError(ErrorKind::Corrupt, "MND-STO-006", what + "the workspace file was found damaged.",
                           "Run a verification to see what still holds, and restore the file from a backup.");
        error.unaffected = "Nothing was changed.";
        break;
    case SQLITE_NOMEM:
        error = storeError(ErrorKind::Storage, "MND-STO-007", what + "the memory was exhausted.", "Close other programs and try again.");
        break;
    default:
        error = storeError(ErrorKind::Internal, "MND-STO-008",
                           what + "the database refused: " + (detail.empty() ? sqlite3_errstr(code) : std::string(detail)) + '.',
                           "Try again; if it happens again, report it with this message.");
    }
    error.position.file = path;
    return error;
}

Connection::~Connection()
{
    close();
}

void Connection::close()
{
    for (const auto &[sql, statement] : m_statements)
        sqlite3_finalize(statement);
    m_statements.clear();
    sqlite3_close(m_database);
    m_database = nullptr;
}

void Connection::waitForOthers(std::chrono::milliseconds patience)
{
    sqlite3_busy_timeout(m_database, static_cast<int>(patience.count()));
}

Result<void> Connection::open(const std::string &path, int flags, std::string_view parameters)
{
    m_path = path;
    const std::string uri = uriOf(path, parameters);
    keepLocks();
    const int code = sqlite3_open_v2(uri.c_str(), &m_database, flags | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
    if (code != SQLITE_OK) {
        Error failed = error("opening the workspace");
        close();
        return failed;
    }
    waitForOthers(usualPatience);
    // The file may come from anyone: nothing in its schema runs by itself.
    sqlite3_db_config(m_database, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(m_database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    sqlite3_db_config(m_database, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
    sqlite3_db_config(m_database, SQLITE_DBCONFIG_ENABLE_VIEW, 0, nullptr);
    return {};
}

Statement Connection::statement(const char *sql)
{
    sqlite3_stmt *&kept = m_statements[sql];
    if (!kept)
        sqlite3_prepare_v3(m_database, sql, -1, SQLITE_PREPARE_PERSISTENT, &kept, nullptr);
    return Statement(kept);
}

int Connection::run(const char *sql)
{
    return sqlite3_exec(m_database, sql, nullptr, nullptr, nullptr);
}

Error Connection::error(std::string_view doing) const
{
    if (!m_database)
        return errorOf(SQLITE_NOMEM, 0, doing, m_path);
    return errorOf(sqlite3_errcode(m_database), sqlite3_system_errno(m_database), doing, m_path, sqlite3_errmsg(m_database));
}

} // namespace mandate::sqlite
