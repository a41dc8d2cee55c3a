// SPDX-License-Identifier: GPL-3.0-or-later
// A client that sends exactly the bytes it is told to, as slowly as it is told to: for what no well-behaved client does.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace mandate::test {

class RawClient
{
public:
    explicit RawClient(std::uint16_t port);
    ~RawClient();
    RawClient(const RawClient &) = delete;
    RawClient &operator=(const RawClient &) = delete;

    /// False when the server has closed.
    bool send(std::string_view bytes) const;
    /// What comes until `milliseconds` pass without anything, or the server closes.
    std::string receive(int milliseconds = 2000);
    /// One reply, by its Content-Length.
    std::string reply(int milliseconds = 10'000);
    [[nodiscard]] bool isClosed() const { return m_closed; }

private:
    bool more(int milliseconds);
    int m_socket;
    std::string m_buffer;
    bool m_closed = false;
};

/// "404" of a reply; empty when it is none.
[[nodiscard]] std::string statusOf(std::string_view reply);
/// What follows the head.
[[nodiscard]] std::string bodyOf(std::string_view reply);

} // namespace mandate::test
