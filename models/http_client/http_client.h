// SPDX-License-Identifier: GPL-3.0-or-later
// One HTTP request and its answer, within limits of time and size. Certificates are always verified, redirects are never followed, no proxy
// is taken from the environment. The only place that knows the HTTP library, and knows nothing of who asks or why.
#pragma once

#include "models/http_client/url.h"

#include <chrono>
#include <cstddef>
#include <stop_token>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace mandate {

struct HttpRequest
{
    std::string method;
    Url url;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string contentType; ///< of the body; empty when there is none
    std::string body;
};

struct HttpLimits
{
    std::chrono::milliseconds connect;
    std::chrono::milliseconds read; ///< longest silence
    std::chrono::steady_clock::time_point deadline;
    std::size_t body = std::size_t{1} << 20;
};

struct HttpReply
{
    int status = 0;
    std::string location;
    std::string body;
    std::string contentType{};
};

struct HttpFailure
{
    enum class Why { NameUnknown, NotReached, Certificate, TrustFile, Tls, Silent, TooLarge, Broken, Cancelled };
    Why why = Why::Broken;
    std::string words;           ///< the system's or library's reason, if there is one
    bool mayHaveArrived = false; ///< the request may have been received although no answer came
};

/// `trustFile` names a PEM file of certificate authorities to trust instead of the system's; empty for the system's.
[[nodiscard]] std::variant<HttpReply, HttpFailure> exchange(const HttpRequest &request, const std::string &trustFile, const HttpLimits &limits,
                                                            const std::stop_token &stop);

} // namespace mandate
