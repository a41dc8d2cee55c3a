// SPDX-License-Identifier: GPL-3.0-or-later
// One client's connection: what was read of its request, and what is still to be written. Moved on by the server's one thread.
#pragma once

#include "models/gateway/http/body.h"
#include "models/gateway/http/service.h"
#include "models/gateway/http/socket_stream.h"

#include <cstdint>

namespace mandate::http {

using Clock = std::chrono::steady_clock;

class Connection
{
public:
    enum class Phase : std::uint8_t {
        Handshake,
        Head,    ///< waiting for a request, or reading its head
        Body,
        Working, ///< a lane has the request
        Waiting, ///< until it is woken
        Writing,
        Leaving  ///< all is written; what the client still sends is thrown away, so that it can read the reply
    };

    Connection(std::uint64_t id, int socket, std::shared_ptr<const TlsIdentity> identity, std::string peer, Clock::time_point now);

    /// What the server has to do next.
    enum class Next : std::uint8_t { Nothing, Admit, Dispatch, Refuse, Drop };
    /// Reads and writes as far as that goes. Admit: head() is there; then admitted() or reply(). Dispatch: takeRequest(). Refuse: fault().
    Next advance(Clock::time_point now);
    void admitted(const Service::Admission &admission);
    [[nodiscard]] Request takeRequest(Clock::time_point now);
    void reply(std::string bytes, bool keepAlive, Clock::time_point now);
    void park(Request request, const std::string &key, Clock::time_point until, Clock::time_point now);
    [[nodiscard]] Request unpark(Clock::time_point now);

    /// `ends`: the client sends no more, which is read behind what it sent.
    void socketSays(bool mayRead, bool ends)
    {
        m_readable = m_readable || mayRead || ends;
        m_ends = m_ends || ends;
    }
    [[nodiscard]] std::uint64_t id() const { return m_id; }
    [[nodiscard]] int socket() const { return m_stream.socket(); }
    [[nodiscard]] const std::string &peer() const { return m_peer; }
    [[nodiscard]] Phase phase() const { return m_phase; }
    [[nodiscard]] Clock::time_point since() const { return m_since; }
    [[nodiscard]] bool isIdle() const { return m_phase == Phase::Head && m_in.empty(); }
    [[nodiscard]] bool isFresh() const { return m_requests == 0; }
    [[nodiscard]] std::size_t requests() const { return m_requests; }
    [[nodiscard]] const Head &head() const { return m_head; }
    [[nodiscard]] bool hasHead() const { return m_phase == Phase::Body; }
    [[nodiscard]] const Fault &fault() const { return m_fault; }
    [[nodiscard]] std::size_t lane() const { return m_lane; }
    [[nodiscard]] const std::string &waitKey() const { return m_waitKey; }
    [[nodiscard]] Clock::time_point waitUntil() const { return m_waitUntil; }
    [[nodiscard]] std::size_t held() const { return m_in.size() + m_body.body().size() + m_out.size(); }

private:
    enum class Got : std::uint8_t { Bytes, Nothing, End };
    Got read(Clock::time_point now);
    Next readRequest(Clock::time_point now);
    Next write(Clock::time_point now);
    Next leave();
    void enter(Phase phase, Clock::time_point now);

    std::uint64_t m_id;
    SocketStream m_stream;
    std::string m_peer;
    Phase m_phase;
    Clock::time_point m_since; ///< of the phase; of the first byte of a request that is being read
    bool m_readable = true;
    bool m_ended = false;
    bool m_ends = false;
    std::size_t m_requests = 0;

    std::string m_in;
    std::size_t m_scanned = 0;
    Head m_head;
    BodyReader m_body;
    Fault m_fault;
    std::size_t m_lane = 0;

    Request m_waiting;
    std::string m_waitKey;
    Clock::time_point m_waitUntil;

    std::string m_out;
    std::size_t m_written = 0;
    bool m_keepAlive = false;
    std::size_t m_thrownAway = 0;
};

} // namespace mandate::http
