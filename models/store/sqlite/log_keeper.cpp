// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/store/sqlite/log_keeper.h"

namespace mandate::sqlite {

namespace {

// Pages of 4 to 8 KiB, see schema.cpp.
constexpr int worthMoving = 2000; ///< below, one sync of the disk would move too little
constexpr int bound = 32'000;     ///< above, the writer waits: the log must not grow without end beside a slow disk

} // namespace

void LogKeeper::watch(Connection &writer)
{
    sqlite3_wal_hook(writer.handle(), &LogKeeper::committed, this);
}

void LogKeeper::stop()
{
    m_thread = {};
}

int LogKeeper::committed(void *keeper, sqlite3 *database, const char *name, int pages)
{
    auto &self = *static_cast<LogKeeper *>(keeper);
    if (pages >= bound)
        sqlite3_wal_checkpoint_v2(database, name, SQLITE_CHECKPOINT_FULL, nullptr, nullptr);
    if (pages < worthMoving)
        return SQLITE_OK;
    if (!self.m_thread.joinable())
        self.m_thread = std::jthread([&self](const std::stop_token &stop) { self.run(stop); });
    const std::scoped_lock guard(self.m_mutex);
    self.m_wanted = true;
    self.m_changed.notify_all();
    return SQLITE_OK; // the commit stands, whatever becomes of the log
}

void LogKeeper::run(const std::stop_token &stop)
{
    Connection connection;
    if (!connection.open(m_path, SQLITE_OPEN_READWRITE) || connection.run("PRAGMA synchronous = NORMAL") != SQLITE_OK)
        return; // the writer's bound moves the log then
    std::unique_lock guard(m_mutex);
    while (m_changed.wait(guard, stop, [this] { return m_wanted; })) {
        m_wanted = false;
        guard.unlock();
        // Trouble leaves the log as it is, for the next round: nothing is lost by it.
        sqlite3_wal_checkpoint_v2(connection.handle(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
        guard.lock();
    }
}

} // namespace mandate::sqlite
