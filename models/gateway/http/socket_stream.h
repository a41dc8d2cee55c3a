// SPDX-License-Identifier: GPL-3.0-or-later
// One accepted connection's bytes, plain or TLS, never blocking. Knows no HTTP.
#pragma once

#include "models/gateway/http/tls.h"

#include <cstddef>
#include <memory>
#include <string_view>

struct ssl_st;

namespace mandate::http {

class SocketStream
{
public:
    /// Takes the socket, which must not block. With an identity the client must speak TLS.
    SocketStream(int socket, std::shared_ptr<const TlsIdentity> identity);
    ~SocketStream();
    SocketStream(const SocketStream &) = delete;
    SocketStream &operator=(const SocketStream &) = delete;

    /// Again: nothing now, the socket will say when. Closed: the other side is gone, or broke TLS.
    enum class State { Done, Again, Closed };
    struct Moved
    {
        State state;
        std::size_t bytes = 0;
    };
    [[nodiscard]] Moved read(char *room, std::size_t size);
    [[nodiscard]] Moved write(std::string_view bytes);
    /// TLS only; Done at once without it.
    [[nodiscard]] State shakeHands();
    /// Acknowledges what came at once: a client that sends head and body apart waits for that before it sends the body (Nagle's algorithm).
    void acknowledge() const;
    /// Says that nothing more will come; what is on its way still arrives.
    void finish();
    [[nodiscard]] bool isEncrypted() const { return m_tls != nullptr; }
    [[nodiscard]] int socket() const { return m_socket; }

private:
    [[nodiscard]] Moved tlsResult(int result) const;

    int m_socket;
    std::shared_ptr<const TlsIdentity> m_identity;
    ssl_st *m_tls = nullptr;
    bool m_shaken = false;
};

} // namespace mandate::http
