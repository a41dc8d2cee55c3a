// SPDX-License-Identifier: GPL-3.0-or-later
// The loop: events of sockets, answers of lanes, and their ways through a connection. Times and room are server_bounds.cpp.
#include "models/gateway/http/server.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace mandate::http {

namespace {

constexpr std::uint64_t listenerId = 0;
constexpr std::uint64_t bellId = 1;
constexpr int turnMilliseconds = 200;
constexpr auto farewell = std::chrono::seconds(3);

Error notStarted(int why)
{
    Error error;
    error.kind = ErrorKind::Internal;
    error.code = "MND-GTW-003";
    error.happened = std::string("The system gives no means to wait for clients: ") + std::strerror(why) + '.';
    error.unaffected = "The gateway was not started.";
    error.remedy = "Check the limit of open files (ulimit -n).";
    return error;
}

} // namespace

Server::Server(Service &service, std::vector<LaneShape> lanes, const ServerLimits &limits) : m_service(service), m_limits(limits), m_shapes(std::move(lanes)) {}

Server::~Server()
{
    stop();
}

Result<void> Server::start(Listening listening, std::shared_ptr<const TlsIdentity> identity)
{
    m_listening.emplace(std::move(listening));
    m_identity = std::move(identity);
    m_epoll = ::epoll_create1(EPOLL_CLOEXEC);
    m_bell = ::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    if (m_epoll < 0 || m_bell < 0)
        return notStarted(errno);
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = bellId;
    ::epoll_ctl(m_epoll, EPOLL_CTL_ADD, m_bell, &event);
    event.data.u64 = listenerId;
    ::epoll_ctl(m_epoll, EPOLL_CTL_ADD, m_listening->socket(), &event);
    for (std::size_t i = 0; i < m_shapes.size(); ++i)
        m_lanes.push_back(std::make_unique<Lane<Job>>(m_shapes[i], [this, i](std::vector<Job> &jobs) { work(i, jobs); }));
    m_thread = std::thread([this] { loop(); });
    return {};
}

void Server::stop()
{
    if (m_thread.joinable()) {
        m_stopping = true;
        interrupt();
        m_thread.join();
    }
    m_lanes.clear();
    m_connections.clear();
    m_listening.reset();
    for (int *file : {&m_epoll, &m_bell}) {
        if (*file >= 0)
            ::close(*file);
        *file = -1;
    }
}

void Server::interrupt() const
{
    if (m_rung.exchange(true))
        return; // it will look
    const std::uint64_t one = 1;
    [[maybe_unused]] const ssize_t rung = ::write(m_bell, &one, sizeof one);
}

void Server::wake(const std::string &key)
{
    {
        const std::scoped_lock guard(m_lock);
        m_woken.push_back(key);
    }
    interrupt();
}

std::vector<std::string> Server::waitKeys() const
{
    const std::scoped_lock guard(m_lock);
    std::vector<std::string> keys;
    for (auto at = m_waiters.begin(); at != m_waiters.end(); at = m_waiters.upper_bound(at->first))
        keys.push_back(at->first);
    return keys;
}

Server::Figures Server::figures() const
{
    return {m_accepted, m_refused, m_evicted, m_timedOut, m_malformed, m_open, m_waitingCount};
}

void Server::loop()
{
    std::array<epoll_event, 256> events{};
    Clock::time_point leaveBy{};
    m_lastCheck = Clock::now();
    for (;;) {
        const int count = ::epoll_wait(m_epoll, events.data(), static_cast<int>(events.size()), m_unfinished.empty() ? turnMilliseconds : 0);
        m_now = Clock::now();
        for (int i = 0; i < count; ++i) {
            const epoll_event &event = events[static_cast<std::size_t>(i)];
            if (event.data.u64 == listenerId) {
                acceptAll();
            } else if (event.data.u64 == bellId) {
                std::uint64_t rings = 0;
                [[maybe_unused]] const ssize_t read = ::read(m_bell, &rings, sizeof rings);
            } else if (const auto found = m_connections.find(event.data.u64); found != m_connections.end()) {
                Connection &connection = *found->second;
                const bool gone = (event.events & (EPOLLHUP | EPOLLERR)) != 0;
                const bool left = gone || ((event.events & EPOLLRDHUP) != 0 && connection.phase() == Connection::Phase::Waiting);
                connection.socketSays((event.events & EPOLLIN) != 0, (event.events & EPOLLRDHUP) != 0);
                if (left && connection.phase() != Connection::Phase::Leaving)
                    drop(connection.id());
                else
                    serve(connection);
            }
        }
        std::vector<std::uint64_t> unfinished;
        unfinished.swap(m_unfinished);
        for (const std::uint64_t id : unfinished) {
            if (const auto found = m_connections.find(id); found != m_connections.end())
                serve(*found->second);
        }
        m_rung = false;
        takeDone();
        if (m_now - m_lastCheck >= std::chrono::milliseconds(turnMilliseconds))
            checkTimes();
        for (const auto &lane : m_lanes)
            lane->rouse();
        if (!m_stopping)
            continue;
        if (leaveBy == Clock::time_point{}) {
            leaveBy = m_now + farewell;
            ::epoll_ctl(m_epoll, EPOLL_CTL_DEL, m_listening->socket(), nullptr);
        }
        bool busy = false;
        for (const auto &[id, connection] : m_connections)
            busy = busy || connection->phase() == Connection::Phase::Working || connection->phase() == Connection::Phase::Writing;
        if (!busy || m_now > leaveBy)
            return;
    }
}

void Server::serve(Connection &connection)
{
    for (std::size_t step = 0; step < m_limits.stepsATurn; ++step) {
        switch (connection.advance(m_now)) {
        case Connection::Next::Nothing: return;
        case Connection::Next::Drop: drop(connection.id()); return;
        case Connection::Next::Refuse:
            ++m_malformed;
            refuse(connection, m_service.refusal(connection.hasHead() ? &connection.head() : nullptr, connection.fault().status, connection.fault().detail));
            break;
        case Connection::Next::Admit: {
            Service::Admission admission = m_service.admit(connection.head(), connection.peer());
            if (admission.refusal)
                refuse(connection, *admission.refusal);
            else
                connection.admitted(admission);
            break;
        }
        case Connection::Next::Dispatch:
            if (dispatch(connection, connection.takeRequest(m_now)))
                return;
            break;
        }
    }
    m_unfinished.push_back(connection.id());
}

/// A refused request without a body keeps its connection; else what follows could be taken for a request.
void Server::refuse(Connection &connection, const Reply &reply)
{
    const bool whole = connection.hasHead() && connection.head().contentLength == 0 && !connection.head().chunked && connection.head().keepAlive;
    const bool keep = whole && !reply.close && !m_stopping;
    connection.reply(bytesOf(reply, keep, connection.hasHead() && connection.head().method == "HEAD"), keep, m_now);
}

bool Server::dispatch(Connection &connection, Request request)
{
    Job job{connection.id(), std::move(request)};
    if (m_lanes[connection.lane()]->add(job))
        return true;
    ++m_refused;
    Reply reply = m_service.refusal(&job.request.head, 503, "More requests wait than this gateway answers in time.");
    reply.fields.emplace_back("Retry-After", "1");
    const bool keep = job.request.head.keepAlive && !m_stopping;
    connection.reply(bytesOf(reply, keep, job.request.head.method == "HEAD"), keep, m_now);
    return false;
}

void Server::work(std::size_t lane, std::vector<Job> &jobs)
{
    std::vector<Request> requests;
    requests.reserve(jobs.size());
    for (Job &job : jobs)
        requests.push_back(std::move(job.request));
    std::vector<Reply> replies = m_service.answer(lane, requests);
    std::vector<Done> done(jobs.size());
    for (std::size_t i = 0; i < jobs.size(); ++i) {
        Done &one = done[i];
        one.connection = jobs[i].connection;
        if (replies[i].wait) {
            one.wait = std::move(replies[i].wait);
            one.request = std::move(requests[i]);
            continue;
        }
        one.keepAlive = requests[i].head.keepAlive && !replies[i].close && !m_stopping;
        one.bytes = bytesOf(replies[i], one.keepAlive, requests[i].head.method == "HEAD");
    }
    {
        const std::scoped_lock guard(m_lock);
        for (Done &one : done)
            m_done.push_back(std::move(one));
    }
    interrupt();
}

void Server::takeDone()
{
    std::vector<Done> done;
    std::vector<std::string> woken;
    std::vector<std::uint64_t> again;
    {
        const std::scoped_lock guard(m_lock);
        done.swap(m_done);
        woken.swap(m_woken);
        for (const std::string &key : woken) {
            const auto [first, last] = m_waiters.equal_range(key);
            for (auto at = first; at != last; ++at)
                again.push_back(at->second);
        }
    }
    for (Done &one : done) {
        const auto found = m_connections.find(one.connection);
        if (found == m_connections.end())
            continue;
        Connection &connection = *found->second;
        if (one.wait) {
            park(connection, one);
            continue;
        }
        connection.reply(std::move(one.bytes), one.keepAlive && connection.requests() < m_limits.requestsPerConnection, m_now);
        serve(connection);
    }
    for (const std::uint64_t id : again) {
        const auto found = m_connections.find(id);
        if (found != m_connections.end() && found->second->phase() == Connection::Phase::Waiting)
            askAgain(*found->second, true);
    }
}

void Server::park(Connection &connection, Done &done)
{
    const bool room = m_waitingCount < m_limits.waiters && !m_stopping;
    connection.park(std::move(done.request), done.wait->key, m_now + done.wait->atMost, m_now);
    {
        const std::scoped_lock guard(m_lock);
        m_waiters.emplace(done.wait->key, connection.id());
    }
    ++m_waitingCount;
    if (!room || done.wait->atMost.count() <= 0)
        askAgain(connection, false);
}

void Server::askAgain(Connection &connection, bool mayWait)
{
    {
        const std::scoped_lock guard(m_lock);
        const auto [first, last] = m_waiters.equal_range(connection.waitKey());
        for (auto at = first; at != last; ++at) {
            if (at->second == connection.id()) {
                m_waiters.erase(at);
                break;
            }
        }
    }
    --m_waitingCount;
    Request request = connection.unpark(m_now);
    request.mayWait = mayWait;
    if (!dispatch(connection, std::move(request)))
        serve(connection);
}

} // namespace mandate::http
