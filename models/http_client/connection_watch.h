// SPDX-License-Identifier: GPL-3.0-or-later
// Ends one TCP connection from outside: at a deadline, when asked to stop, or when more bytes came than anything useful has. For a client that
// blocks in reads of its own. Knows sockets, no HTTP.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <signal.h>
#include <stop_token>
#include <thread>

namespace mandate {

class ConnectionWatch
{
public:
    enum class Ended { No, Deadline, Stopped, TooMuch };

    ConnectionWatch(std::chrono::steady_clock::time_point deadline, std::size_t mostBytes, std::stop_token stop);
    ~ConnectionWatch();
    ConnectionWatch(const ConnectionWatch &) = delete;
    ConnectionWatch &operator=(const ConnectionWatch &) = delete;

    /// Watches this socket from now on, through a descriptor of its own: closing and reusing the number does no harm.
    void watch(int socket);
    /// Why the connection was ended by the watch, if it was.
    [[nodiscard]] Ended ended() const;

private:
    void run();
    [[nodiscard]] bool tooMuchCame() const;
    void end(Ended why);

    const std::chrono::steady_clock::time_point m_deadline;
    const std::size_t m_mostBytes;
    std::stop_token m_stop;
    mutable std::mutex m_mutex;
    std::condition_variable_any m_changed;
    int m_socket = -1;
    bool m_done = false;
    Ended m_ended = Ended::No;
    std::thread m_thread;
};

/// While it lives, writing to a connection that the other side closed is an error in this thread and not the end of the process.
class BrokenPipesIgnored
{
public:
    BrokenPipesIgnored();
    ~BrokenPipesIgnored();
    BrokenPipesIgnored(const BrokenPipesIgnored &) = delete;
    BrokenPipesIgnored &operator=(const BrokenPipesIgnored &) = delete;

private:
    sigset_t m_before{};
    bool m_wasPending = false;
};

} // namespace mandate
