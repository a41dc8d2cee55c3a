// SPDX-License-Identifier: GPL-3.0-or-later
// Moves what the write-ahead log holds into the store file, in a thread of its own: the writer goes on meanwhile and waits for the disk only
// when the log outgrows its bound. Nothing is less safe for it: what is committed is in the log until it is in the file.
#pragma once

#include "models/store/sqlite/connection.h"

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

namespace mandate::sqlite {

class LogKeeper
{
public:
    explicit LogKeeper(std::string path) : m_path(std::move(path)) {}
    LogKeeper(const LogKeeper &) = delete;
    LogKeeper &operator=(const LogKeeper &) = delete;

    /// Takes over the log of a writing connection, which must outlive the keeper or its stop().
    void watch(Connection &writer);
    /// Ends the thread; its connection is closed then.
    void stop();

private:
    static int committed(void *keeper, sqlite3 *database, const char *name, int pages);
    void run(const std::stop_token &stop);

    std::string m_path;
    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    bool m_wanted = false;
    std::jthread m_thread; ///< begins when the log first grows large; last: it ends before what it uses
};

} // namespace mandate::sqlite
