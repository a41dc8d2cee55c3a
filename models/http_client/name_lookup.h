// SPDX-License-Identifier: GPL-3.0-or-later
// The addresses of a host within a time limit, although the system's own lookup has none that a caller could set.
#pragma once

#include <chrono>
#include <stop_token>
#include <string>
#include <vector>

namespace mandate {

struct Addresses
{
    std::vector<std::string> numeric; ///< in the system's order; empty when the lookup failed
    std::string problem;              ///< the system's words then
    bool timedOut = false;
};

/// IPv4 and IPv6 addresses of a host name; an address is its own answer. An abandoned lookup goes on in a thread of its own until the system
/// gives up, and what it finds is dropped.
[[nodiscard]] Addresses addressesOf(const std::string &host, std::chrono::steady_clock::time_point deadline, const std::stop_token &stop);

} // namespace mandate
