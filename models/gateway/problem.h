// SPDX-License-Identifier: GPL-3.0-or-later
// What the gateway does not do, said as RFC 9457 problem details: which, why, where in the request, and what to do.
#pragma once

#include "models/base/result.h"
#include "models/gateway/http/reply.h"

#include <string_view>

namespace mandate {

/// Stable codes of the gateway's refusals; docs/gateway.md lists them.
namespace problem_codes {
inline constexpr std::string_view malformedHttp = "MND-GTW-100";
inline constexpr std::string_view tooSlow = "MND-GTW-101";
inline constexpr std::string_view noPath = "MND-GTW-102";
inline constexpr std::string_view wrongMethod = "MND-GTW-103";
inline constexpr std::string_view wrongType = "MND-GTW-104";
inline constexpr std::string_view tooLarge = "MND-GTW-105";
inline constexpr std::string_view noToken = "MND-GTW-106";
inline constexpr std::string_view unknownToken = "MND-GTW-107";
inline constexpr std::string_view expiredToken = "MND-GTW-108";
inline constexpr std::string_view revokedToken = "MND-GTW-109";
inline constexpr std::string_view noTokens = "MND-GTW-110";
inline constexpr std::string_view wrongScope = "MND-GTW-111";
inline constexpr std::string_view wrongAgent = "MND-GTW-112";
inline constexpr std::string_view tooOften = "MND-GTW-113";
inline constexpr std::string_view malformedJson = "MND-GTW-114";
inline constexpr std::string_view wrongMember = "MND-GTW-115";
inline constexpr std::string_view busy = "MND-GTW-116";
inline constexpr std::string_view notStored = "MND-GTW-117";
inline constexpr std::string_view noApproval = "MND-GTW-118";
inline constexpr std::string_view notAsked = "MND-GTW-119";
inline constexpr std::string_view noAgent = "MND-GTW-120";
inline constexpr std::string_view notReady = "MND-GTW-121";
inline constexpr std::string_view noScopePolicy = "MND-GTW-130";
inline constexpr std::string_view scopePolicyVoid = "MND-GTW-131";
} // namespace problem_codes

struct HttpProblem
{
    int status = 400;
    std::string_view code;
    std::string detail;
    std::string remedy;
    std::string pointer; ///< JSON Pointer into the request's body
    std::optional<std::uint64_t> offset{}; ///< bytes into the body
};

[[nodiscard]] http::Reply replyOf(const HttpProblem &problem);
/// An error of the core as a problem: refusals are 409, what is missing 404, a store that cannot be used 503.
[[nodiscard]] http::Reply replyOf(const Error &error);

} // namespace mandate
