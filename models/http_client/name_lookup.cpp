// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/http_client/name_lookup.h"

#include <algorithm>
#include <array>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <netdb.h>
#include <sys/socket.h>
#include <thread>

namespace mandate {

namespace {

struct Lookup
{
    std::mutex mutex;
    std::condition_variable_any changed;
    bool done = false;
    Addresses found;
};

Addresses lookUp(const std::string &host, int flags)
{
    Addresses found;
    addrinfo wanted{};
    wanted.ai_socktype = SOCK_STREAM;
    wanted.ai_flags = flags;
    addrinfo *list = nullptr;
    if (const int problem = ::getaddrinfo(host.c_str(), nullptr, &wanted, &list); problem != 0) {
        found.problem = ::gai_strerror(problem);
        return found;
    }
    for (const addrinfo *entry = list; entry != nullptr; entry = entry->ai_next) {
        std::array<char, NI_MAXHOST> text{};
        if (::getnameinfo(entry->ai_addr, entry->ai_addrlen, text.data(), text.size(), nullptr, 0, NI_NUMERICHOST) == 0 &&
            std::find(found.numeric.begin(), found.numeric.end(), text.data()) == found.numeric.end())
            found.numeric.emplace_back(text.data());
    }
    ::freeaddrinfo(list);
    return found;
}

} // namespace

Addresses addressesOf(const std::string &host, std::chrono::steady_clock::time_point deadline, const std::stop_token &stop)
{
    if (Addresses itself = lookUp(host, AI_NUMERICHOST); !itself.numeric.empty())
        return itself;
    const auto lookup = std::make_shared<Lookup>();
    std::thread([lookup, host] {
        Addresses found = lookUp(host, AI_ADDRCONFIG);
        const std::lock_guard lock(lookup->mutex);
        lookup->found = std::move(found);
        lookup->done = true;
        lookup->changed.notify_all();
    }).detach();
    std::unique_lock lock(lookup->mutex);
    if (lookup->changed.wait_until(lock, stop, deadline, [&lookup] { return lookup->done; }))
        return lookup->found;
    Addresses none;
    none.timedOut = true;
    return none;
}

} // namespace mandate
