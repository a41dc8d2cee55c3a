// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/http_client/connection_watch.h"

#include <algorithm>
#include <cstdint>
#include <ctime>
#include <fcntl.h>
#include <linux/tcp.h> // glibc's own header lacks the count of bytes
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace mandate {

namespace {

constexpr std::chrono::milliseconds glance{20};

sigset_t brokenPipe()
{
    sigset_t set{};
    sigemptyset(&set);
    sigaddset(&set, SIGPIPE);
    return set;
}

bool isPending()
{
    sigset_t pending{};
    sigpending(&pending);
    return sigismember(&pending, SIGPIPE) == 1;
}

} // namespace

ConnectionWatch::ConnectionWatch(std::chrono::steady_clock::time_point deadline, std::size_t mostBytes, std::stop_token stop)
    : m_deadline(deadline),
      m_mostBytes(mostBytes),
      m_stop(std::move(stop)),
      m_thread([this] { run(); })
{
}

ConnectionWatch::~ConnectionWatch()
{
    {
        const std::lock_guard lock(m_mutex);
        m_done = true;
    }
    m_changed.notify_all();
    m_thread.join();
    if (m_socket >= 0)
        ::close(m_socket);
}

void ConnectionWatch::watch(int socket)
{
    const std::lock_guard lock(m_mutex);
    if (m_socket >= 0)
        ::close(m_socket);
    m_socket = ::fcntl(socket, F_DUPFD_CLOEXEC, 0);
    if (m_ended != Ended::No && m_socket >= 0)
        ::shutdown(m_socket, SHUT_RDWR);
}

ConnectionWatch::Ended ConnectionWatch::ended() const
{
    const std::lock_guard lock(m_mutex);
    return m_ended;
}

void ConnectionWatch::run()
{
    std::unique_lock lock(m_mutex);
    while (!m_done) {
        if (m_stop.stop_requested())
            end(Ended::Stopped);
        else if (std::chrono::steady_clock::now() >= m_deadline)
            end(Ended::Deadline);
        else if (tooMuchCame())
            end(Ended::TooMuch);
        // once ended, again and again: a connection that was just being made can be ended only when it stands
        m_changed.wait_until(lock, m_stop, std::min(m_deadline, std::chrono::steady_clock::now() + glance), [this] { return m_done; });
        if (m_ended != Ended::No || m_stop.stop_requested())
            m_changed.wait_for(lock, std::chrono::milliseconds(2), [this] { return m_done; });
    }
}

bool ConnectionWatch::tooMuchCame() const
{
    tcp_info info{};
    socklen_t size = sizeof(info);
    return m_socket >= 0 && ::getsockopt(m_socket, IPPROTO_TCP, TCP_INFO, &info, &size) == 0 && info.tcpi_bytes_received > m_mostBytes;
}

void ConnectionWatch::end(Ended why)
{
    if (m_ended == Ended::No)
        m_ended = why;
    if (m_socket >= 0)
        ::shutdown(m_socket, SHUT_RDWR);
}

BrokenPipesIgnored::BrokenPipesIgnored() : m_wasPending(isPending())
{
    const sigset_t pipe = brokenPipe();
    pthread_sigmask(SIG_BLOCK, &pipe, &m_before);
}

BrokenPipesIgnored::~BrokenPipesIgnored()
{
    const sigset_t pipe = brokenPipe();
    const timespec none{};
    if (!m_wasPending && isPending())
        sigtimedwait(&pipe, nullptr, &none);
    pthread_sigmask(SIG_SETMASK, &m_before, nullptr);
}

} // namespace mandate
