// SPDX-License-Identifier: GPL-3.0-or-later
// What is answered to a request, and its bytes.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mandate::http {

struct Reply
{
    int status = 200;
    std::string contentType = "application/json";
    std::string body;
    std::vector<std::pair<std::string, std::string>> fields; ///< beside Content-Type, Content-Length, Date and Connection
    bool close = false;                                      ///< end the connection after it

    /// Instead of an answer: ask again when `key` is woken, or when so much time has passed. No thread waits meanwhile.
    struct Wait
    {
        std::string key;
        std::chrono::milliseconds atMost{0};
    };
    std::optional<Wait> wait;
};

/// "Bad Request" for 400.
[[nodiscard]] std::string_view reasonPhrase(int status);
/// The reply on the wire. `head`: to a HEAD request, which gets no body.
[[nodiscard]] std::string bytesOf(const Reply &reply, bool keepAlive, bool head);

} // namespace mandate::http
