// SPDX-License-Identifier: GPL-3.0-or-later
// An HTTP/1.1 server for many slow clients and some fast ones: one thread reads and writes every connection without blocking (epoll), lanes of
// threads answer requests that have come in whole. So a client that sends nothing, or one byte a second, or waits for a decision, holds a few
// hundred bytes and no thread; and no body is read of a request whose head is refused.
#pragma once

#include "models/gateway/http/connection.h"
#include "models/gateway/http/lanes.h"
#include "models/gateway/http/listening.h"

#include <atomic>
#include <map>
#include <memory>
#include <unordered_map>

namespace mandate::http {

struct ServerLimits
{
    std::size_t connections = 4096;                      ///< at once; also bounded by the files that the process may open
    std::size_t connectionsPerAddress = 512;             ///< of one client address; loopback is not counted, all local agents share it
    std::size_t waiters = 2048;                          ///< requests that may wait at once
    std::size_t held = std::size_t{256} << 20;           ///< bytes of requests and replies that are in memory
    std::size_t requestsPerConnection = 1'000'000;
    std::size_t stepsATurn = 32;                         ///< of one connection, before the others have theirs
    std::chrono::milliseconds handshake{5'000};
    std::chrono::milliseconds reading{10'000};           ///< from the first byte of a request to its last
    std::chrono::milliseconds idle{75'000};              ///< between two requests
    std::chrono::milliseconds writing{10'000};           ///< without any progress
};

class Server
{
public:
    Server(Service &service, std::vector<LaneShape> lanes, const ServerLimits &limits);
    ~Server();
    Server(const Server &) = delete;
    Server &operator=(const Server &) = delete;

    /// Takes a listening address and begins; with an identity every client must speak TLS. Once.
    Result<void> start(Listening listening, std::shared_ptr<const TlsIdentity> identity);
    /// Answers what is being answered (at most three seconds), and closes everything.
    void stop();
    /// Requests that wait with this key are asked again. Any thread.
    void wake(const std::string &key);

    struct Figures
    {
        std::uint64_t accepted = 0, refused = 0, evicted = 0, timedOut = 0, malformed = 0;
        std::size_t open = 0, waiting = 0;
    };
    [[nodiscard]] Figures figures() const;
    /// Keys that requests wait with.
    [[nodiscard]] std::vector<std::string> waitKeys() const;

private:
    struct Job
    {
        std::uint64_t connection = 0;
        Request request;
    };
    struct Done
    {
        std::uint64_t connection = 0;
        std::string bytes;
        bool keepAlive = false;
        std::optional<Reply::Wait> wait;
        Request request; ///< when it waits
    };

    void loop();
    void acceptAll();
    bool makeRoom();
    void serve(Connection &connection);
    /// False when no lane took it: then there is a reply to write.
    [[nodiscard]] bool dispatch(Connection &connection, Request request);
    void refuse(Connection &connection, const Reply &reply);
    void takeDone();
    void park(Connection &connection, Done &done);
    void askAgain(Connection &connection, bool mayWait);
    void drop(std::uint64_t id);
    void checkTimes();
    [[nodiscard]] bool isLate(const Connection &connection) const;
    void work(std::size_t lane, std::vector<Job> &jobs);
    void interrupt() const;

    Service &m_service;
    ServerLimits m_limits;
    std::vector<LaneShape> m_shapes;
    std::vector<std::unique_ptr<Lane<Job>>> m_lanes;
    std::optional<Listening> m_listening;
    std::shared_ptr<const TlsIdentity> m_identity;
    int m_epoll = -1;
    int m_bell = -1;
    std::thread m_thread;
    std::atomic<bool> m_stopping{false};

    // Of the loop's thread
    std::unordered_map<std::uint64_t, std::unique_ptr<Connection>> m_connections;
    std::map<std::string, std::size_t> m_perAddress;
    std::uint64_t m_nextId = 2;
    Clock::time_point m_now;
    Clock::time_point m_lastCheck;
    bool m_accepting = true;
    std::vector<std::uint64_t> m_unfinished; ///< had their turn and have more to do

    mutable std::mutex m_lock; ///< guards what follows
    std::vector<Done> m_done;
    std::vector<std::string> m_woken;
    std::multimap<std::string, std::uint64_t> m_waiters; ///< by key
    mutable std::atomic<bool> m_rung{false};

    std::atomic<std::uint64_t> m_accepted{0}, m_refused{0}, m_evicted{0}, m_timedOut{0}, m_malformed{0};
    std::atomic<std::size_t> m_open{0}, m_waitingCount{0};
};

} // namespace mandate::http
