// SPDX-License-Identifier: GPL-3.0-or-later
// SQLite's C API as values: a connection, a statement, an error told for a person. Knows no table.
#pragma once

#include "models/base/result.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <sqlite3.h>
#include <string>
#include <string_view>
#include <unordered_map>

namespace mandate::sqlite {

/// What went wrong in SQLite while `doing` (a clause such as "storing new entries"), from the result code and the operating system's number.
[[nodiscard]] Error errorOf(int code, int systemError, std::string_view doing, const std::string &path, std::string_view detail = {});

/// An error of the store that SQLite did not report.
[[nodiscard]] Error storeError(ErrorKind kind, std::string code, std::string happened, std::string remedy);

/// A prepared statement in use; reset when it goes out of scope.
class Statement
{
public:
    explicit Statement(sqlite3_stmt *statement) : m_statement(statement) {}
    ~Statement()
    {
        if (m_statement) {
            sqlite3_reset(m_statement);
            sqlite3_clear_bindings(m_statement);
        }
    }
    Statement(const Statement &) = delete;
    Statement &operator=(const Statement &) = delete;

    Statement &bind(int parameter, std::int64_t number)
    {
        sqlite3_bind_int64(m_statement, parameter, number);
        return *this;
    }
    /// The octets must stay until the statement is done.
    Statement &bindBlob(int parameter, std::string_view octets)
    {
        sqlite3_bind_blob64(m_statement, parameter, octets.data(), octets.size(), SQLITE_STATIC);
        return *this;
    }
    Statement &bindText(int parameter, std::string_view text)
    {
        sqlite3_bind_text64(m_statement, parameter, text.data(), text.size(), SQLITE_STATIC, SQLITE_UTF8);
        return *this;
    }
    /// SQLITE_ROW, SQLITE_DONE or an error code.
    int step() { return m_statement ? sqlite3_step(m_statement) : SQLITE_ERROR; }
    [[nodiscard]] std::int64_t number(int column) const { return sqlite3_column_int64(m_statement, column); }
    /// Valid until the next step.
    [[nodiscard]] std::string_view octets(int column) const
    {
        const void *data = sqlite3_column_blob(m_statement, column);
        return {static_cast<const char *>(data), static_cast<std::size_t>(data ? sqlite3_column_bytes(m_statement, column) : 0)};
    }

private:
    sqlite3_stmt *m_statement;
};

/// One connection, for one thread at a time. Statements are prepared once and kept.
class Connection
{
public:
    Connection() = default;
    ~Connection();
    Connection(const Connection &) = delete;
    Connection &operator=(const Connection &) = delete;

    /// `flags` as for sqlite3_open_v2; `uri` may carry parameters such as "?immutable=1" after the path.
    Result<void> open(const std::string &path, int flags, std::string_view parameters = {});
    [[nodiscard]] bool isOpen() const { return m_database != nullptr; }
    void close();
    /// How long a call waits for other connections; after open() it is usualPatience.
    static constexpr std::chrono::milliseconds usualPatience{5000};
    void waitForOthers(std::chrono::milliseconds patience);

    /// A statement ready to bind. `sql` must be a literal: its address is the key under which it is kept.
    [[nodiscard]] Statement statement(const char *sql);
    /// Runs statements that give no rows.
    int run(const char *sql);
    /// Error of the last call on this connection.
    [[nodiscard]] Error error(std::string_view doing) const;
    [[nodiscard]] sqlite3 *handle() const { return m_database; }

private:
    sqlite3 *m_database = nullptr;
    std::string m_path;
    std::unordered_map<const char *, sqlite3_stmt *> m_statements;
};

} // namespace mandate::sqlite
