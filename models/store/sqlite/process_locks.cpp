// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/store/sqlite/process_locks.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdarg>
#include <cstdint>
#include <limits>
#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace mandate::sqlite {

namespace {

/// Bytes of a file, [begin, end).
struct LockedBytes
{
    off_t begin = 0, end = 0;
};

/// What this process holds of one file.
struct LockedFile
{
    int descriptor = -1; ///< of our own: locks are of its description
    std::vector<LockedBytes> held;

    void release(const LockedBytes &bytes)
    {
        std::vector<LockedBytes> rest;
        for (const LockedBytes &one : held) {
            if (one.begin < bytes.begin)
                rest.push_back({one.begin, std::min(one.end, bytes.begin)});
            if (one.end > bytes.end)
                rest.push_back({std::max(one.begin, bytes.end), one.end});
        }
        held = std::move(rest);
    }
};

class ProcessLocks
{
public:
    int lock(int descriptor, int command, struct flock &lock)
    {
        struct stat what = {};
        if (::fstat(descriptor, &what) != 0)
            return -1;
        const std::lock_guard one(m_mutex);
        const std::pair key(what.st_dev, what.st_ino);
        auto file = m_files.find(key);
        lock.l_pid = 0; // as locks of descriptions ask
        if (command == F_GETLK)
            return ::fcntl(file == m_files.end() ? descriptor : file->second.descriptor, F_OFD_GETLK, &lock);
        const LockedBytes bytes{lock.l_start, lock.l_len == 0 ? std::numeric_limits<off_t>::max() : lock.l_start + lock.l_len};
        if (file == m_files.end()) {
            if (lock.l_type == F_UNLCK)
                return 0;
            const int own = openedAgain(descriptor);
            if (own < 0)
                return -1;
            file = m_files.emplace(key, LockedFile{own, {}}).first;
        }
        const int result = ::fcntl(file->second.descriptor, command == F_SETLK ? F_OFD_SETLK : F_OFD_SETLKW, &lock);
        const int problem = errno;
        if (result == 0) {
            file->second.release(bytes);
            if (lock.l_type != F_UNLCK)
                file->second.held.push_back(bytes);
        }
        if (file->second.held.empty()) {
            ::close(file->second.descriptor);
            m_files.erase(file);
        }
        errno = problem;
        return result;
    }

    /// SQLite closes files with locks on them and counts on their going with it: the process's locks on this file end, as POSIX says.
    void closing(int descriptor)
    {
        struct stat what = {};
        if (::fstat(descriptor, &what) != 0)
            return;
        const std::lock_guard one(m_mutex);
        const auto file = m_files.find({what.st_dev, what.st_ino});
        if (file == m_files.end())
            return;
        ::close(file->second.descriptor);
        m_files.erase(file);
    }

private:
    /// The same file, whatever its name is by now; for writing where that is allowed, since another connection of the process may want to.
    static int openedAgain(int descriptor)
    {
        const std::string path = "/proc/self/fd/" + std::to_string(descriptor);
        const int own = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
        return own >= 0 ? own : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    }

    std::mutex m_mutex;
    std::map<std::pair<dev_t, ino_t>, LockedFile> m_files;
};

ProcessLocks &processLocks()
{
    static auto *const locks = new ProcessLocks; // connections of other static objects may end after it
    return *locks;
}

/// In place of fcntl(2) where SQLite calls it.
int lockingFcntl(int descriptor, int command, ...)
{
    va_list arguments;
    va_start(arguments, command);
    void *const argument = va_arg(arguments, void *);
    va_end(arguments);
    if (command != F_SETLK && command != F_SETLKW && command != F_GETLK)
        return ::fcntl(descriptor, command, argument);
    struct flock &lock = *static_cast<struct flock *>(argument);
    return lock.l_whence == SEEK_SET ? processLocks().lock(descriptor, command, lock) : ::fcntl(descriptor, command, argument);
}

/// In place of close(2) where SQLite calls it.
int lockingClose(int descriptor)
{
    processLocks().closing(descriptor);
    return ::close(descriptor);
}

} // namespace

void keepLocks()
{
    static std::once_flag once;
    std::call_once(once, [] {
        sqlite3_vfs *const files = sqlite3_vfs_find("unix");
        if (!files || files->iVersion < 3)
            return;
        (void)files->xSetSystemCall(files, "fcntl", reinterpret_cast<sqlite3_syscall_ptr>(lockingFcntl));
        (void)files->xSetSystemCall(files, "close", reinterpret_cast<sqlite3_syscall_ptr>(lockingClose));
    });
}

} // namespace mandate::sqlite
