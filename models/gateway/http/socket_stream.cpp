// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/gateway/http/socket_stream.h"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

namespace mandate::http {

SocketStream::SocketStream(int socket, std::shared_ptr<const TlsIdentity> identity) : m_socket(socket), m_identity(std::move(identity))
{
    if (!m_identity)
        return;
    m_tls = SSL_new(m_identity->context());
    SSL_set_fd(m_tls, m_socket);
    SSL_set_accept_state(m_tls);
}

SocketStream::~SocketStream()
{
    SSL_free(m_tls);
    ::close(m_socket);
}

SocketStream::Moved SocketStream::tlsResult(int result) const
{
    if (result > 0)
        return {State::Done, static_cast<std::size_t>(result)};
    const int why = SSL_get_error(m_tls, result);
    ERR_clear_error();
    return {why == SSL_ERROR_WANT_READ || why == SSL_ERROR_WANT_WRITE ? State::Again : State::Closed};
}

SocketStream::State SocketStream::shakeHands()
{
    if (!m_tls || m_shaken)
        return State::Done;
    ERR_clear_error();
    const State state = tlsResult(SSL_do_handshake(m_tls)).state;
    m_shaken = state == State::Done;
    return state;
}

SocketStream::Moved SocketStream::read(char *room, std::size_t size)
{
    if (m_tls) {
        ERR_clear_error();
        return tlsResult(SSL_read(m_tls, room, static_cast<int>(std::min<std::size_t>(size, INT_MAX))));
    }
    for (;;) {
        const ssize_t got = ::recv(m_socket, room, size, 0);
        if (got > 0)
            return {State::Done, static_cast<std::size_t>(got)};
        if (got < 0 && errno == EINTR)
            continue;
        return {got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK) ? State::Again : State::Closed};
    }
}

SocketStream::Moved SocketStream::write(std::string_view bytes)
{
    if (m_tls) {
        ERR_clear_error();
        return tlsResult(SSL_write(m_tls, bytes.data(), static_cast<int>(std::min<std::size_t>(bytes.size(), INT_MAX))));
    }
    for (;;) {
        const ssize_t gone = ::send(m_socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (gone >= 0)
            return {State::Done, static_cast<std::size_t>(gone)};
        if (errno == EINTR)
            continue;
        return {errno == EAGAIN || errno == EWOULDBLOCK ? State::Again : State::Closed};
    }
}

void SocketStream::acknowledge() const
{
    const int yes = 1;
    ::setsockopt(m_socket, IPPROTO_TCP, TCP_QUICKACK, &yes, sizeof yes);
}

void SocketStream::finish()
{
    if (m_tls && m_shaken) {
        ERR_clear_error();
        SSL_shutdown(m_tls);
        ERR_clear_error();
    }
    ::shutdown(m_socket, SHUT_WR);
}

} // namespace mandate::http
