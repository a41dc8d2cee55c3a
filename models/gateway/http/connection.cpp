// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/gateway/http/connection.h"

#include <array>

namespace mandate::http {

namespace {

constexpr std::size_t readAtOnce = 64 * 1024;
constexpr std::size_t mostThrownAway = 16 * 1024 * 1024;
constexpr std::string_view goOn = "HTTP/1.1 100 Continue\r\n\r\n";

} // namespace

Connection::Connection(std::uint64_t id, int socket, std::shared_ptr<const TlsIdentity> identity, std::string peer, Clock::time_point now)
    : m_id(id), m_stream(socket, identity), m_peer(std::move(peer)), m_phase(identity ? Phase::Handshake : Phase::Head), m_since(now)
{
}

void Connection::enter(Phase phase, Clock::time_point now)
{
    m_phase = phase;
    m_since = now;
}

Connection::Got Connection::read(Clock::time_point now)
{
    if (m_ended)
        return Got::End;
    if (!m_readable)
        return Got::Nothing;
    thread_local std::array<char, readAtOnce> room;
    const SocketStream::Moved moved = m_stream.read(room.data(), room.size());
    if (moved.state == SocketStream::State::Again) {
        m_readable = false;
        return Got::Nothing;
    }
    if (moved.state == SocketStream::State::Closed) {
        m_ended = true;
        return Got::End;
    }
    if (m_phase == Phase::Head && m_in.empty())
        m_since = now; // a request begins
    // Less than there was room for was all there is; the socket says when more comes (epoll(7), edge-triggered). TLS may hold more.
    if (moved.bytes < room.size() && !m_ends && !m_stream.isEncrypted())
        m_readable = false;
    m_in.append(room.data(), moved.bytes);
    return Got::Bytes;
}

Connection::Next Connection::readRequest(Clock::time_point now)
{
    for (;;) {
        if (m_phase == Phase::Head) {
            if (m_scanned == 0 && !m_in.empty()) { // empty lines before a request are passed over (RFC 9112 section 2.2)
                const std::size_t begin = m_in.find_first_not_of("\r\n");
                m_in.erase(0, begin == std::string::npos ? m_in.size() : begin);
            }
            if (m_scanned < m_in.size()) {
                HeadReading reading = readHead(m_in, m_scanned);
                if (reading.fault) {
                    m_fault = *reading.fault;
                    return Next::Refuse;
                }
                if (reading.head) {
                    m_head = std::move(*reading.head);
                    m_in.erase(0, reading.length);
                    m_scanned = 0;
                    m_phase = Phase::Body; // the time goes on
                    return Next::Admit;
                }
            }
        } else {
            switch (m_body.take(m_in)) {
            case BodyReader::State::Complete: return Next::Dispatch;
            case BodyReader::State::TooLarge: m_fault = {413, "The body is larger than this path takes."}; return Next::Refuse;
            case BodyReader::State::Malformed: m_fault = {400, "The chunks of the body are not as RFC 9112 says."}; return Next::Refuse;
            case BodyReader::State::More: break;
            }
        }
        switch (read(now)) {
        case Got::Bytes: break;
        case Got::Nothing: return Next::Nothing;
        case Got::End: return Next::Drop;
        }
    }
}

void Connection::admitted(const Service::Admission &admission)
{
    m_lane = admission.lane;
    m_body = BodyReader(m_head, admission.bodyLimit);
    if (m_in.size() < m_head.contentLength)
        m_stream.acknowledge();
    if (m_head.expectsContinue && m_in.empty() && m_head.contentLength <= admission.bodyLimit)
        (void)m_stream.write(goOn); // a few bytes into an empty buffer; a client that does not get them sends its body anyway
}

Request Connection::takeRequest(Clock::time_point now)
{
    ++m_requests;
    Request request{std::move(m_head), m_body.release(), m_peer, m_since, true};
    m_keepAlive = request.head.keepAlive;
    m_body = BodyReader();
    enter(Phase::Working, now);
    return request;
}

void Connection::reply(std::string bytes, bool keepAlive, Clock::time_point now)
{
    m_out = std::move(bytes);
    m_written = 0;
    m_keepAlive = keepAlive;
    enter(Phase::Writing, now);
}

void Connection::park(Request request, const std::string &key, Clock::time_point until, Clock::time_point now)
{
    m_waiting = std::move(request);
    m_waitKey = key;
    m_waitUntil = until;
    enter(Phase::Waiting, now);
}

Request Connection::unpark(Clock::time_point now)
{
    enter(Phase::Working, now);
    return std::move(m_waiting);
}

Connection::Next Connection::write(Clock::time_point now)
{
    while (m_written < m_out.size()) {
        const SocketStream::Moved moved = m_stream.write(std::string_view(m_out).substr(m_written));
        if (moved.state == SocketStream::State::Again)
            return Next::Nothing;
        if (moved.state == SocketStream::State::Closed)
            return Next::Drop;
        m_written += moved.bytes;
        m_since = now; // it moves
    }
    m_out.clear();
    if (m_keepAlive) {
        enter(Phase::Head, now);
        return readRequest(now);
    }
    m_stream.finish();
    m_in.clear();
    enter(Phase::Leaving, now);
    return leave();
}

Connection::Next Connection::leave()
{
    for (;;) {
        switch (read(m_since)) {
        case Got::Nothing: return Next::Nothing;
        case Got::End: return Next::Drop;
        case Got::Bytes:
            m_thrownAway += m_in.size();
            m_in.clear();
            if (m_thrownAway > mostThrownAway)
                return Next::Drop;
        }
    }
}

Connection::Next Connection::advance(Clock::time_point now)
{
    if (m_phase == Phase::Handshake) {
        switch (m_stream.shakeHands()) {
        case SocketStream::State::Again: return Next::Nothing;
        case SocketStream::State::Closed: return Next::Drop;
        case SocketStream::State::Done: enter(Phase::Head, now);
        }
    }
    switch (m_phase) {
    case Phase::Handshake:
    case Phase::Working:
    case Phase::Waiting: return Next::Nothing;
    case Phase::Head:
    case Phase::Body: return readRequest(now);
    case Phase::Writing: return write(now);
    case Phase::Leaving: return leave();
    }
    return Next::Drop;
}

} // namespace mandate::http
