// SPDX-License-Identifier: GPL-3.0-or-later
// What the HTTP server asks of who answers requests.
#pragma once

#include "models/gateway/http/head.h"
#include "models/gateway/http/reply.h"

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

namespace mandate::http {

struct Request
{
    Head head;
    std::string body;
    std::string peer; ///< the client's address, without its port
    std::chrono::steady_clock::time_point received;
    bool mayWait = true; ///< whether Reply::wait is heeded
};

class Service
{
public:
    Service() = default;
    virtual ~Service() = default;
    Service(const Service &) = delete;
    Service &operator=(const Service &) = delete;

    struct Admission
    {
        std::optional<Reply> refusal; ///< then nothing more is read
        std::size_t lane = 0;
        std::size_t bodyLimit = 0;
    };
    /// Decides by the head alone whether the body may come in. Called by the thread that serves every connection: must be quick.
    virtual Admission admit(const Head &head, const std::string &peer) = 0;
    /// One reply a request, in their order. Called by the lane's threads. Must not throw.
    virtual std::vector<Reply> answer(std::size_t lane, std::vector<Request> &requests) = 0;
    /// What the server refuses by itself: a malformed, slow or oversized request, or too many of them. `head` is null before it was read.
    virtual Reply refusal(const Head *head, int status, const std::string &detail) = 0;
};

} // namespace mandate::http
