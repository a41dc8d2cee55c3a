// SPDX-License-Identifier: GPL-3.0-or-later
// What lets a program ask the gateway: a bearer token (RFC 6750) of 256 random bits, shown once. Kept is its SHA-256: nobody can guess 256 random
// bits from their digest, so a slow hash, which is made for what people can remember, would only slow down every request.
#pragma once

#include "models/base/digest.h"
#include "models/base/instant.h"
#include "models/base/result.h"

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace mandate {

/// What a token is good for.
enum class Scope : std::uint8_t { Evaluate, Report, ReportAny, Request, Verify, Status, Metrics };
inline constexpr std::size_t scopeCount = 7;
/// "evaluate", "report", "report_any", "request", "verify", "status", "metrics".
[[nodiscard]] std::string_view nameOf(Scope scope);
[[nodiscard]] std::optional<Scope> scopeOf(std::string_view name);

struct Token
{
    std::string name;
    Digest hash;                     ///< SHA-256 of the token as it is sent
    std::vector<std::string> agents; ///< names; "*" stands for any characters
    std::vector<Scope> scopes;
    Instant created;
    std::optional<Instant> expires;
    std::optional<Instant> revoked;

    [[nodiscard]] bool allows(Scope scope) const;
    [[nodiscard]] bool speaksFor(std::string_view agent) const;
    /// Its only agent; empty when there are several or a pattern.
    [[nodiscard]] std::string_view onlyAgent() const;
    /// Until when it is good, and whether it still is.
    [[nodiscard]] bool isExpired(const Instant &at) const { return expires && at.nanoseconds >= expires->nanoseconds; }
    bool operator==(const Token &) const = default;
};

/// "mdt_" and 43 characters: 256 bits of the system's random source in base64url.
[[nodiscard]] std::string newTokenSecret();
inline constexpr std::string_view tokenPrefix = "mdt_";

/// All tokens of a file, found by what is presented.
class TokenSet
{
public:
    TokenSet() = default;
    explicit TokenSet(std::vector<Token> tokens);

    /// The token that was presented, whether or not it still holds; nullptr when there is none. Takes the same time for every token that is not
    /// there: what is compared is a digest of what the client sent.
    [[nodiscard]] const Token *find(std::string_view secret) const;
    [[nodiscard]] const Token *named(std::string_view name) const;
    [[nodiscard]] const std::vector<Token> &tokens() const { return m_tokens; }

    [[nodiscard]] std::string toJson() const;
    /// Input error with the place when it is no token file.
    static Result<TokenSet> fromJson(std::string_view json);

private:
    std::vector<Token> m_tokens;
    std::unordered_multimap<std::uint64_t, std::size_t> m_byHash; ///< first 8 octets of the digest
};

} // namespace mandate
