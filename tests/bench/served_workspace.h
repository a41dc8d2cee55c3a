// SPDX-License-Identifier: GPL-3.0-or-later
// A new workspace with a pact and a gateway in front of it on loopback, for benches that ask it: one agent "bench", one token, no rate limit.
#pragma once

#include "models/gateway/gateway.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

namespace mandate {

/// The value, or the end of the bench with the error in words.
template<typename T>
T need(Result<T> result)
{
    if (!result) {
        std::fprintf(stderr, "%s\n", describe(result.error()).c_str());
        std::exit(2);
    }
    if constexpr (!std::is_void_v<T>)
        return std::move(result).value();
}

class ServedWorkspace
{
public:
    /// `folder` is emptied; keys and the workspace "w.mandate" lie in it.
    ServedWorkspace(const std::filesystem::path &folder, const std::string &pact);
    ~ServedWorkspace();
    ServedWorkspace(const ServedWorkspace &) = delete;
    ServedWorkspace &operator=(const ServedWorkspace &) = delete;

    [[nodiscard]] Workspace &workspace() { return *m_workspace; }
    [[nodiscard]] std::uint16_t port() const;
    /// A whole HTTP request that asks for an evaluation.
    [[nodiscard]] std::string evaluation(const std::string &body) const;

private:
    std::filesystem::path m_folder;
    std::unique_ptr<Workspace> m_workspace;
    std::string m_token;
    std::unique_ptr<Gateway> m_gateway;
};

} // namespace mandate
