// SPDX-License-Identifier: GPL-3.0-or-later
// The paths of the gateway: method, what a token needs for them, how large a body may be, and in which lane they are answered. The one table; the
// shipped OpenAPI document is compared with it.
#pragma once

#include "models/gateway/token.h"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace mandate {

enum class RouteId : std::uint8_t {
    Evaluate,
    EvaluateMany,
    Traces,
    Logs,
    FileApproval,
    ReadApproval,
    ReportExecuted,
    CancelApproval,
    AnswerApproval,
    VerifyApproval,
    Verifications,
    ScopePolicy,
    AgentStatus,
    Keys,
    Health,
    Metrics,
    OpenApi
};

/// Slow work in one lane does not hold up another.
enum class GatewayLane : std::uint8_t { Decisions, Telemetry, Rest };

struct Route
{
    RouteId id;
    std::string_view method;
    std::string_view path; ///< "{id}" is one part, never empty
    std::optional<Scope> scope; ///< nothing: any token that holds
    bool open = false;          ///< needs no token
    GatewayLane lane = GatewayLane::Rest;
    std::size_t bodyLimit = 0;  ///< bytes; 0: takes no body
};

inline constexpr std::size_t questionLimit = std::size_t{1} << 20;
inline constexpr std::size_t telemetryLimit = std::size_t{4} << 20;

[[nodiscard]] std::span<const Route> routes();

struct RouteMatch
{
    const Route *route = nullptr; ///< nullptr: see `allowed`
    std::string id;               ///< what stands for "{id}"
    std::string allowed;          ///< methods of this path, when only the method is wrong; empty when there is no such path
};
[[nodiscard]] RouteMatch findRoute(std::string_view method, std::string_view path);

} // namespace mandate
