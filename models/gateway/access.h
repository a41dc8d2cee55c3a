// SPDX-License-Identifier: GPL-3.0-or-later
// Who may ask what: the path, the token, its scope, and how often. Says why not in the words and status of HTTP.
#pragma once

#include "models/gateway/http/service.h"
#include "models/gateway/problem.h"
#include "models/gateway/rate_limit.h"
#include "models/gateway/routes.h"
#include "models/gateway/token_file.h"

#include <functional>
#include <variant>

namespace mandate {

/// A request that may be served.
struct Caller
{
    const Route *route = nullptr;
    std::string id;                        ///< of the path
    std::shared_ptr<const TokenSet> held;  ///< keeps `token` alive
    const Token *token = nullptr;          ///< nullptr where the path needs none

    [[nodiscard]] std::string_view tokenName() const { return token ? std::string_view(token->name) : std::string_view(); }
};

/// Why a request is not served.
struct Denied
{
    HttpProblem problem;
    const Route *route = nullptr;
    std::string token;                                          ///< its name, when it is one of ours
    std::vector<std::pair<std::string, std::string>> fields{};  ///< of the reply
};

class Access
{
public:
    Access(TokenFile &tokens, double requestsPerSecond, std::function<Instant()> clock)
        : m_tokens(tokens), m_rate(requestsPerSecond, std::max(1.0, 2 * requestsPerSecond)), m_clock(std::move(clock))
    {
    }

    /// By the head alone. `counted`: this is a request's first look, which uses up one of its token's requests.
    [[nodiscard]] std::variant<Caller, Denied> look(const http::Head &head, bool counted);
    /// Uses up so many more of the token's requests: a request that asks several questions counts as that many.
    [[nodiscard]] std::optional<Denied> charge(const Caller &caller, std::size_t count);
    /// Whether the token speaks for an agent.
    [[nodiscard]] static std::optional<Denied> refusesAgent(const Caller &caller, std::string_view agent);

private:
    [[nodiscard]] std::optional<Denied> lookAtToken(const http::Head &head, Caller &caller);

    TokenFile &m_tokens;
    RateLimit m_rate;
    std::function<Instant()> m_clock;
};

[[nodiscard]] http::Reply replyOf(const Denied &denied);

} // namespace mandate
