// SPDX-License-Identifier: GPL-3.0-or-later
// Where the gateway listens: "127.0.0.1:4318", "[::1]:4318", "localhost:4318"; port 0 takes a free one.
#pragma once

#include "models/base/result.h"

#include <cstdint>
#include <string>

namespace mandate::http {

/// A bound socket that listens and does not block.
class Listening
{
public:
    /// Usage errors for an address that is none; Refused when it is taken or not ours.
    static Result<Listening> at(const std::string &address);
    ~Listening();
    Listening(Listening &&other) noexcept;
    Listening &operator=(Listening &&) = delete;

    [[nodiscard]] int socket() const { return m_socket; }
    /// "127.0.0.1:4318" with the port that it is.
    [[nodiscard]] const std::string &address() const { return m_address; }
    [[nodiscard]] std::uint16_t port() const { return m_port; }
    /// Only this machine can reach it.
    [[nodiscard]] bool isLoopback() const { return m_loopback; }

private:
    Listening() = default;
    int m_socket = -1;
    std::string m_address;
    std::uint16_t m_port = 0;
    bool m_loopback = false;
};

} // namespace mandate::http
