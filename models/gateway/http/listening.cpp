// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/gateway/http/listening.h"

#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <memory>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace mandate::http {

namespace {

constexpr int queueOfConnections = 1024;

Error addressError(ErrorKind kind, const char *code, std::string happened, std::string remedy)
{
    Error error;
    error.kind = kind;
    error.code = code;
    error.happened = std::move(happened);
    error.unaffected = "The gateway was not started.";
    error.remedy = std::move(remedy);
    return error;
}

bool isLoopbackAddress(const sockaddr_storage &address)
{
    if (address.ss_family == AF_INET)
        return (ntohl(reinterpret_cast<const sockaddr_in &>(address).sin_addr.s_addr) >> 24) == 127;
    return address.ss_family == AF_INET6 && IN6_IS_ADDR_LOOPBACK(&reinterpret_cast<const sockaddr_in6 &>(address).sin6_addr);
}

} // namespace

Listening::Listening(Listening &&other) noexcept
    : m_socket(std::exchange(other.m_socket, -1)), m_address(std::move(other.m_address)), m_port(other.m_port), m_loopback(other.m_loopback)
{
}

Listening::~Listening()
{
    if (m_socket >= 0)
        ::close(m_socket);
}

Result<Listening> Listening::at(const std::string &address)
{
    const std::size_t colon = address.rfind(':');
    std::string host = address.substr(0, colon == std::string::npos ? 0 : colon);
    const std::string port = colon == std::string::npos ? std::string() : address.substr(colon + 1);
    if (host.size() > 2 && host.front() == '[' && host.back() == ']')
        host = host.substr(1, host.size() - 2);
    std::uint16_t number = 0;
    const auto [end, problem] = std::from_chars(port.data(), port.data() + port.size(), number);
    if (host.empty() || port.empty() || problem != std::errc() || end != port.data() + port.size())
        return addressError(ErrorKind::Usage, "MND-GTW-001", '"' + address + "\" is no address to listen on.", "Write HOST:PORT, such as 127.0.0.1:4318 or [::1]:4318.");

    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
    addrinfo *found = nullptr;
    if (const int why = ::getaddrinfo(host.c_str(), port.c_str(), &hints, &found); why != 0)
        return addressError(ErrorKind::Usage, "MND-GTW-001", "The host \"" + host + "\" is not known: " + ::gai_strerror(why) + '.', "Write HOST:PORT, such as 127.0.0.1:4318.");
    const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> freed(found, ::freeaddrinfo);

    Listening made;
    made.m_socket = ::socket(found->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    const int yes = 1;
    if (made.m_socket >= 0)
        ::setsockopt(made.m_socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (made.m_socket < 0 || ::bind(made.m_socket, found->ai_addr, found->ai_addrlen) != 0 || ::listen(made.m_socket, queueOfConnections) != 0) {
        const int why = errno;
        return addressError(ErrorKind::Refused, "MND-GTW-002", "Nothing can listen on " + address + ": " + std::strerror(why) + '.',
                            why == EADDRINUSE ? "Another program uses this port, maybe another gateway: choose another with --listen." : "Choose an address of this machine with --listen.");
    }
    sockaddr_storage bound{};
    socklen_t size = sizeof bound;
    ::getsockname(made.m_socket, reinterpret_cast<sockaddr *>(&bound), &size);
    std::array<char, NI_MAXHOST> name{};
    std::array<char, NI_MAXSERV> service{};
    ::getnameinfo(reinterpret_cast<const sockaddr *>(&bound), size, name.data(), name.size(), service.data(), service.size(), NI_NUMERICHOST | NI_NUMERICSERV);
    made.m_loopback = isLoopbackAddress(bound);
    made.m_address = (bound.ss_family == AF_INET6 ? '[' + std::string(name.data()) + ']' : std::string(name.data())) + ':' + service.data();
    made.m_port = ntohs(bound.ss_family == AF_INET6 ? reinterpret_cast<const sockaddr_in6 &>(bound).sin6_port : reinterpret_cast<const sockaddr_in &>(bound).sin_port);
    return made;
}

} // namespace mandate::http
