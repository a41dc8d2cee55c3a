// SPDX-License-Identifier: GPL-3.0-or-later
// A client as thin as one can be, so that what is measured is the server.
#pragma once

#include <arpa/inet.h>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <netinet/tcp.h>
#include <string>
#include <sys/socket.h>
#include <unistd.h>

/// One keep-alive connection that asks again and again; as thin as a client can be, so that what is measured is the server.
class ThinClient
{
public:
    explicit ThinClient(std::uint16_t port) : m_socket(::socket(AF_INET, SOCK_STREAM, 0))
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        const int yes = 1;
        ::setsockopt(m_socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
        if (::connect(m_socket, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0)
            std::perror("connect");
    }
    ~ThinClient() { ::close(m_socket); }
    ThinClient(const ThinClient &) = delete;
    ThinClient &operator=(const ThinClient &) = delete;

    bool ask(const std::string &request)
    {
        if (::send(m_socket, request.data(), request.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(request.size()))
            return false;
        m_reply.clear();
        std::size_t whole = 0;
        while (whole == 0 || m_reply.size() < whole) {
            char room[8192];
            const ssize_t got = ::recv(m_socket, room, sizeof room, 0);
            if (got <= 0)
                return false;
            m_reply.append(room, static_cast<std::size_t>(got));
            const std::size_t head = whole == 0 ? m_reply.find("\r\n\r\n") : std::string::npos;
            if (head != std::string::npos)
                whole = head + 4 + static_cast<std::size_t>(std::atoi(m_reply.c_str() + m_reply.find("Content-Length: ") + 16));
        }
        return m_reply.compare(9, 3, "200") == 0;
    }
    [[nodiscard]] const std::string &reply() const { return m_reply; }

private:
    int m_socket;
    std::string m_reply;
};
