// SPDX-License-Identifier: GPL-3.0-or-later
#include "raw_client.h"

#include <array>
#include <arpa/inet.h>
#include <cstdlib>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace mandate::test {

RawClient::RawClient(std::uint16_t port) : m_socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(m_socket, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0)
        m_closed = true;
}

RawClient::~RawClient()
{
    ::close(m_socket);
}

bool RawClient::send(std::string_view bytes) const
{
    while (!bytes.empty()) {
        const ssize_t gone = ::send(m_socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (gone <= 0)
            return false;
        bytes.remove_prefix(static_cast<std::size_t>(gone));
    }
    return true;
}

bool RawClient::more(int milliseconds)
{
    pollfd wait{m_socket, POLLIN, 0};
    if (m_closed || ::poll(&wait, 1, milliseconds) <= 0)
        return false;
    std::array<char, 16384> room{};
    const ssize_t got = ::recv(m_socket, room.data(), room.size(), 0);
    m_closed = got <= 0;
    if (!m_closed)
        m_buffer.append(room.data(), static_cast<std::size_t>(got));
    return !m_closed;
}

std::string RawClient::receive(int milliseconds)
{
    while (more(milliseconds)) { }
    return std::exchange(m_buffer, {});
}

std::string RawClient::reply(int milliseconds)
{
    for (;;) {
        const std::size_t head = m_buffer.find("\r\n\r\n");
        const std::size_t field = m_buffer.find("Content-Length: ");
        if (head != std::string::npos && field < head) {
            const std::size_t whole = head + 4 + static_cast<std::size_t>(std::atoi(m_buffer.c_str() + field + 16));
            if (m_buffer.size() >= whole) {
                std::string reply = m_buffer.substr(0, whole);
                m_buffer.erase(0, whole);
                return reply;
            }
        }
        if (!more(milliseconds))
            return {};
    }
}

std::string statusOf(std::string_view reply)
{
    return reply.starts_with("HTTP/1.1 ") ? std::string(reply.substr(9, 3)) : std::string();
}

std::string bodyOf(std::string_view reply)
{
    const std::size_t head = reply.find("\r\n\r\n");
    return head == std::string_view::npos ? std::string() : std::string(reply.substr(head + 4));
}

} // namespace mandate::test
