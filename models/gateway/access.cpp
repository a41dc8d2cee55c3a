// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/gateway/access.h"

namespace mandate {

namespace {

bool sameWord(std::string_view a, std::string_view b)
{
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return (x | 0x20) == (y | 0x20); });
}

std::string_view withoutParameters(std::string_view type)
{
    type = type.substr(0, type.find(';'));
    while (!type.empty() && type.back() == ' ')
        type.remove_suffix(1);
    return type;
}

Denied unauthorized(const Route *route, std::string_view code, std::string detail, std::string remedy, std::string_view error)
{
    Denied denied{HttpProblem{401, code, std::move(detail), std::move(remedy), {}, {}}, route, {}};
    denied.fields.emplace_back("WWW-Authenticate", "Bearer realm=\"mandate\"" + (error.empty() ? std::string() : ", error=\"" + std::string(error) + '"'));
    return denied;
}

std::optional<Denied> lookAtBody(const http::Head &head, const Route &route)
{
    const bool takes = route.bodyLimit > 0;
    if (head.contentLength > (takes ? route.bodyLimit : 0) || (head.chunked && !takes))
        return Denied{HttpProblem{413, problem_codes::tooLarge, takes ? "The body is larger than the " + std::to_string(route.bodyLimit >> 20) + " MiB that this path takes." : "This path takes no body.",
                              "Send less at once.", {}, {}}, &route, {}};
    if (!takes)
        return {};
    const bool telemetry = route.lane == GatewayLane::Telemetry;
    const std::string_view type = withoutParameters(head.field("content-type"));
    if (!sameWord(type, "application/json"))
        return Denied{HttpProblem{415, problem_codes::wrongType, telemetry && sameWord(type, "application/x-protobuf") ? "Telemetry is taken as JSON, not as protobuf." : "The body should be application/json.",
                              telemetry ? "Set OTEL_EXPORTER_OTLP_PROTOCOL=http/json, or the collector's otlphttp exporter to encoding: json." : "Send Content-Type: application/json.", {}, {}},
                      &route, {}};
    const std::string_view coding = head.field("content-encoding");
    if (!coding.empty() && !sameWord(coding, "identity") && !(telemetry && sameWord(coding, "gzip")))
        return Denied{HttpProblem{415, problem_codes::wrongType, "The body's Content-Encoding is not understood here.", telemetry ? "Use gzip or none." : "Send it without.", {}, {}}, &route, {}};
    return {};
}

} // namespace

std::optional<Denied> Access::lookAtToken(const http::Head &head, Caller &caller)
{
    const Route *route = caller.route;
    auto tokens = m_tokens.current();
    if (!tokens)
        return unauthorized(route, problem_codes::noTokens, "The gateway accepts no token: " + tokens.error().happened, tokens.error().remedy, {});
    if ((*tokens)->tokens().empty())
        return unauthorized(route, problem_codes::noTokens, "The gateway has no tokens.", "Make one: mandate token W create --agent A --scope evaluate", {});
    const std::string_view field = head.field("authorization");
    constexpr std::string_view scheme = "Bearer ";
    if (field.size() <= scheme.size() || !sameWord(field.substr(0, scheme.size() - 1), "Bearer") || field[scheme.size() - 1] != ' ')
        return unauthorized(route, problem_codes::noToken, "The request brings no bearer token.", "Send Authorization: Bearer mdt_…", {});
    caller.held = *tokens;
    caller.token = caller.held->find(field.substr(scheme.size()));
    if (!caller.token)
        return unauthorized(route, problem_codes::unknownToken, "The token is not known here.", "Check that it was made for this workspace and copied whole.", "invalid_token");
    std::optional<Denied> denied;
    if (caller.token->revoked)
        denied = unauthorized(route, problem_codes::revokedToken, "The token was revoked.", "Ask its owner for a new one.", "invalid_token");
    else if (caller.token->isExpired(m_clock()))
        denied = unauthorized(route, problem_codes::expiredToken, "The token has expired.", "Ask its owner for a new one.", "invalid_token");
    else if (route->scope && !caller.token->allows(*route->scope) && !(route->scope == Scope::Report && caller.token->allows(Scope::ReportAny)))
        denied = Denied{HttpProblem{403, problem_codes::wrongScope, "The token is not good for this path: it has no scope \"" + std::string(nameOf(*route->scope)) + "\".", "Ask for a token with it.", {}, {}}, route, {}};
    if (denied)
        denied->token = caller.token->name;
    return denied;
}

std::variant<Caller, Denied> Access::look(const http::Head &head, bool counted)
{
    const RouteMatch match = findRoute(head.method, head.path);
    if (!match.route) {
        if (match.allowed.empty())
            return Denied{HttpProblem{404, problem_codes::noPath, "There is no such path.", "See /openapi.json for those there are.", {}, {}}, nullptr, {}};
        Denied denied{HttpProblem{405, problem_codes::wrongMethod, "This path does not take " + head.method + '.', "Use " + match.allowed + '.', {}, {}}, nullptr, {}};
        denied.fields.emplace_back("Allow", match.allowed);
        return denied;
    }
    Caller caller;
    caller.route = match.route;
    caller.id = match.id;
    if (!match.route->open) {
        if (auto denied = lookAtToken(head, caller))
            return std::move(*denied);
        if (auto denied = counted ? charge(caller, 1) : std::nullopt)
            return std::move(*denied);
    }
    if (auto denied = lookAtBody(head, *match.route)) {
        denied->token = std::string(caller.tokenName());
        return std::move(*denied);
    }
    return caller;
}

std::optional<Denied> Access::charge(const Caller &caller, std::size_t count)
{
    const auto wait = m_rate.take(caller.token->name, std::chrono::steady_clock::now(), count);
    if (wait.count() <= 0)
        return {};
    Denied denied{HttpProblem{429, problem_codes::tooOften, "This token asks more often than it may.", "Ask less often, or have the gateway's --rate raised.", {}, {}}, caller.route, caller.token->name};
    denied.fields.emplace_back("Retry-After", std::to_string((wait.count() + 999) / 1000));
    return denied;
}

std::optional<Denied> Access::refusesAgent(const Caller &caller, std::string_view agent)
{
    if (caller.token && caller.token->speaksFor(agent))
        return {};
    return Denied{HttpProblem{403, problem_codes::wrongAgent, "The token does not speak for this agent.", "Use the agent's own token.", {}, {}}, caller.route, std::string(caller.tokenName())};
}

http::Reply replyOf(const Denied &denied)
{
    http::Reply reply = replyOf(denied.problem);
    for (const auto &field : denied.fields)
        reply.fields.push_back(field);
    return reply;
}

} // namespace mandate
