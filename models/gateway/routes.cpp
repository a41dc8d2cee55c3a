// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/gateway/routes.h"

namespace mandate {

namespace {

// clang-format off
constexpr std::array<Route, 17> table{{
    {RouteId::Evaluate,       "POST", "/access/v1/evaluation",           Scope::Evaluate, false, GatewayLane::Decisions, questionLimit},
    {RouteId::EvaluateMany,   "POST", "/access/v1/evaluations",          Scope::Evaluate, false, GatewayLane::Rest,      questionLimit},
    {RouteId::Traces,         "POST", "/v1/traces",                      Scope::Report,   false, GatewayLane::Telemetry, telemetryLimit},
    {RouteId::Logs,           "POST", "/v1/logs",                        Scope::Report,   false, GatewayLane::Telemetry, telemetryLimit},
    {RouteId::FileApproval,   "POST", "/v1/approvals",                   Scope::Request,  false, GatewayLane::Rest,      questionLimit},
    {RouteId::ReadApproval,   "GET",  "/v1/approvals/{id}",              Scope::Request,  false, GatewayLane::Rest,      0},
    {RouteId::ReportExecuted, "POST", "/v1/approvals/{id}/executed",     Scope::Request,  false, GatewayLane::Rest,      questionLimit},
    {RouteId::CancelApproval, "POST", "/v1/approvals/{id}/cancel",       Scope::Request,  false, GatewayLane::Rest,      questionLimit},
    {RouteId::AnswerApproval, "POST", "/v1/approvals/{id}/answer",       Scope::Request,  false, GatewayLane::Rest,      questionLimit},
    {RouteId::VerifyApproval, "POST", "/v1/approvals/{id}/verification", Scope::Verify,   false, GatewayLane::Rest,      questionLimit},
    {RouteId::Verifications,  "GET",  "/v1/verifications",               Scope::Verify,   false, GatewayLane::Rest,      0},
    {RouteId::ScopePolicy,    "GET",  "/v1/scope-policies",              Scope::Verify,   false, GatewayLane::Rest,      0},
    {RouteId::AgentStatus,    "GET",  "/v1/agents/{id}/status",          Scope::Status,   false, GatewayLane::Rest,      0},
    {RouteId::Keys,           "GET",  "/v1/keys",                        {},              false, GatewayLane::Rest,      0},
    {RouteId::Health,         "GET",  "/healthz",                        {},              true,  GatewayLane::Rest,      0},
    {RouteId::Metrics,        "GET",  "/metrics",                        Scope::Metrics,  false, GatewayLane::Rest,      0},
    {RouteId::OpenApi,        "GET",  "/openapi.json",                   {},              false, GatewayLane::Rest,      0},
}};
// clang-format on

/// Whether the path is the pattern's, and what stands for "{id}".
bool fits(std::string_view path, std::string_view pattern, std::string_view &id)
{
    constexpr std::string_view hole = "{id}";
    const std::size_t at = pattern.find(hole);
    if (at == std::string_view::npos)
        return path == pattern;
    const std::string_view before = pattern.substr(0, at);
    const std::string_view after = pattern.substr(at + hole.size());
    if (path.size() <= before.size() + after.size() || !path.starts_with(before) || !path.ends_with(after))
        return false;
    id = path.substr(before.size(), path.size() - before.size() - after.size());
    return pattern.starts_with("/v1/agents/") || id.find('/') == std::string_view::npos; // agents' names may hold slashes
}

} // namespace

std::span<const Route> routes()
{
    return table;
}

RouteMatch findRoute(std::string_view method, std::string_view path)
{
    RouteMatch match;
    for (const Route &route : table) {
        std::string_view id;
        if (!fits(path, route.path, id))
            continue;
        if (route.method == method || (route.method == "GET" && method == "HEAD")) {
            match.route = &route;
            match.id = std::string(id);
            return match;
        }
        match.allowed += (match.allowed.empty() ? "" : ", ") + std::string(route.method) + (route.method == "GET" ? ", HEAD" : "");
    }
    return match;
}

} // namespace mandate
