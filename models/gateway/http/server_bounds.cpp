// SPDX-License-Identifier: GPL-3.0-or-later
// How many clients the server takes, how long it waits for them, and which of them go when there is no room.
#include "models/gateway/http/server.h"

#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

namespace mandate::http {

namespace {

constexpr std::size_t filesForOthers = 256; ///< the store's, the importer's and those of the program around
constexpr auto leaving = std::chrono::seconds(1);
constexpr std::string_view noRoom = "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

std::size_t filesAllowed()
{
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return 1024;
    if (limit.rlim_cur < limit.rlim_max) {
        limit.rlim_cur = limit.rlim_max;
        ::setrlimit(RLIMIT_NOFILE, &limit);
        ::getrlimit(RLIMIT_NOFILE, &limit);
    }
    return static_cast<std::size_t>(limit.rlim_cur);
}

std::string nameOf(const sockaddr_storage &address, bool &loopback)
{
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (address.ss_family == AF_INET) {
        const auto &four = reinterpret_cast<const sockaddr_in &>(address);
        loopback = (ntohl(four.sin_addr.s_addr) >> 24) == 127;
        ::inet_ntop(AF_INET, &four.sin_addr, text.data(), text.size());
    } else {
        const auto &six = reinterpret_cast<const sockaddr_in6 &>(address);
        loopback = IN6_IS_ADDR_LOOPBACK(&six.sin6_addr);
        ::inet_ntop(AF_INET6, &six.sin6_addr, text.data(), text.size());
    }
    return text.data();
}

} // namespace

void Server::acceptAll()
{
    static const std::size_t files = filesAllowed();
    const std::size_t most = std::min(m_limits.connections, files > 2 * filesForOthers ? files - filesForOthers : files / 2);
    for (;;) {
        sockaddr_storage address{};
        socklen_t size = sizeof address;
        const int socket = ::accept4(m_listening->socket(), reinterpret_cast<sockaddr *>(&address), &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (socket < 0) {
            if (errno == EINTR || errno == ECONNABORTED)
                continue;
            if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) { // until the next look at the times
                ::epoll_ctl(m_epoll, EPOLL_CTL_DEL, m_listening->socket(), nullptr);
                m_accepting = false;
            }
            return;
        }
        bool loopback = false;
        std::string peer = nameOf(address, loopback);
        const auto ofPeer = m_perAddress.find(peer);
        if ((!loopback && ofPeer != m_perAddress.end() && ofPeer->second >= m_limits.connectionsPerAddress) || (m_connections.size() >= most && !makeRoom())) {
            ++m_refused;
            if (!m_identity)
                (void)::send(socket, noRoom.data(), noRoom.size(), MSG_NOSIGNAL);
            ::close(socket);
            continue;
        }
        const int yes = 1;
        ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
        ++m_perAddress[peer];
        ++m_accepted;
        const std::uint64_t id = m_nextId++;
        auto connection = std::make_unique<Connection>(id, socket, m_identity, std::move(peer), m_now);
        epoll_event event{};
        event.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
        event.data.u64 = id;
        ::epoll_ctl(m_epoll, EPOLL_CTL_ADD, socket, &event); // says at once that it can be written to, and so it is served
        m_connections.emplace(id, std::move(connection));
        m_open = m_connections.size();
    }
}

/// Ends the connection that is worth least: one that is between two requests, the longest first; else the one that has been sending its request the
/// longest, if that is over a second. Those that wait for an answer stay.
bool Server::makeRoom()
{
    const Connection *worst = nullptr;
    bool worstIdle = false;
    for (const auto &[id, connection] : m_connections) {
        const Connection::Phase phase = connection->phase();
        const bool idle = connection->isIdle() && !connection->isFresh();
        const bool slow = phase == Connection::Phase::Handshake || phase == Connection::Phase::Head || phase == Connection::Phase::Body;
        if (!idle && (!slow || m_now - connection->since() < std::chrono::seconds(1)))
            continue;
        if (!worst || (idle && !worstIdle) || (idle == worstIdle && connection->since() < worst->since())) {
            worst = connection.get();
            worstIdle = idle;
        }
    }
    if (!worst)
        return false;
    ++m_evicted;
    drop(worst->id());
    return true;
}

void Server::drop(std::uint64_t id)
{
    const auto found = m_connections.find(id);
    if (found == m_connections.end())
        return;
    Connection &connection = *found->second;
    if (connection.phase() == Connection::Phase::Waiting) {
        const std::scoped_lock guard(m_lock);
        const auto [first, last] = m_waiters.equal_range(connection.waitKey());
        for (auto at = first; at != last; ++at) {
            if (at->second == id) {
                m_waiters.erase(at);
                --m_waitingCount;
                break;
            }
        }
    }
    if (const auto ofPeer = m_perAddress.find(connection.peer()); ofPeer != m_perAddress.end() && --ofPeer->second == 0)
        m_perAddress.erase(ofPeer);
    m_connections.erase(found); // closes the socket, which leaves epoll with it
    m_open = m_connections.size();
}

bool Server::isLate(const Connection &connection) const
{
    const auto passed = m_now - connection.since();
    switch (connection.phase()) {
    case Connection::Phase::Handshake: return passed > m_limits.handshake;
    case Connection::Phase::Head: return passed > (connection.isIdle() && !connection.isFresh() ? m_limits.idle : m_limits.reading);
    case Connection::Phase::Body: return passed > m_limits.reading;
    case Connection::Phase::Writing: return passed > m_limits.writing;
    case Connection::Phase::Leaving: return passed > leaving;
    case Connection::Phase::Working: return false;
    case Connection::Phase::Waiting: return m_now >= connection.waitUntil();
    }
    return false;
}

void Server::checkTimes()
{
    m_lastCheck = m_now;
    if (!m_accepting && !m_stopping) {
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.u64 = 0;
        m_accepting = ::epoll_ctl(m_epoll, EPOLL_CTL_ADD, m_listening->socket(), &event) == 0;
    }
    std::vector<std::uint64_t> late;
    std::size_t held = 0;
    const Connection *largest = nullptr;
    for (const auto &[id, connection] : m_connections) {
        held += connection->held();
        if (connection->phase() == Connection::Phase::Body && (!largest || connection->held() > largest->held()))
            largest = connection.get();
        if (isLate(*connection))
            late.push_back(id);
    }
    if (held > m_limits.held && largest) {
        ++m_evicted;
        refuse(*m_connections.at(largest->id()), m_service.refusal(&largest->head(), 503, "More is being sent to this gateway than it holds."));
    }
    for (const std::uint64_t id : late) {
        const auto found = m_connections.find(id);
        if (found == m_connections.end())
            continue;
        Connection &connection = *found->second;
        const bool begun = (connection.phase() == Connection::Phase::Head && !connection.isIdle()) || connection.phase() == Connection::Phase::Body;
        if (connection.phase() == Connection::Phase::Waiting) {
            askAgain(connection, false);
        } else if (begun) {
            ++m_timedOut;
            Reply reply = m_service.refusal(connection.hasHead() ? &connection.head() : nullptr, 408, "The request did not arrive in time.");
            reply.close = true;
            refuse(connection, reply);
            serve(connection);
        } else {
            m_timedOut += connection.isIdle() && !connection.isFresh() ? 0 : 1;
            drop(id);
        }
    }
}

} // namespace mandate::http
