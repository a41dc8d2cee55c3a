// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/gateway/gateway_service.h"

#include "models/gateway/json_text.h"
#include "models/gateway/telemetry.h"

namespace mandate {

namespace {

constexpr std::size_t longestRequestId = 128;

/// What a client sends to recognise its reply by; nothing that could end a header field.
std::string_view requestIdOf(const http::Head &head)
{
    const std::string_view id = head.field("x-request-id");
    const bool plain = std::all_of(id.begin(), id.end(), [](char c) { return c > ' ' && c < 0x7f; });
    return plain && id.size() <= longestRequestId ? id : std::string_view();
}

std::string_view codeOf(int status)
{
    switch (status) {
    case 408: return problem_codes::tooSlow;
    case 413: return problem_codes::tooLarge;
    case 503: return problem_codes::busy;
    default: return problem_codes::malformedHttp;
    }
}

} // namespace

GatewayService::GatewayService(const Parts &parts)
    : m_parts(parts),
      m_access(parts.tokens, parts.requestsPerSecond, parts.clock),
      m_point(parts.workspace),
      m_evaluations(m_point, m_access, parts.figures, parts.refusals),
      m_approvals(parts.workspace, m_point, m_evaluations, parts.refusals),
      m_verifications(parts.workspace),
      m_status(parts.workspace, parts.tokens, parts.inbox, parts.figures, parts.refusals, parts.clock)
{
}

std::vector<http::LaneShape> GatewayService::lanes()
{
    // A decision is signed in its lane's thread: few questions at once, several threads, so that one round is signed while the next is stored.
    return {{"decisions", 6, 8192, 16}, {"telemetry", 32, 256, 1}, {"rest", 12, 4096, 1}};
}

void GatewayService::finish(const http::Head &head, const Route *route, http::Reply &reply)
{
    if (reply.wait)
        return;
    if (const std::string_view id = requestIdOf(head); !id.empty())
        reply.fields.emplace_back("X-Request-ID", std::string(id));
    m_parts.figures.answered(route, reply.status);
}

http::Service::Admission GatewayService::admit(const http::Head &head, const std::string &peer)
{
    Admission admission;
    auto looked = m_access.look(head, true);
    if (auto *denied = std::get_if<Denied>(&looked)) {
        m_parts.refusals.note(*denied, head.path, {}, peer);
        admission.refusal = replyOf(*denied);
        finish(head, denied->route, *admission.refusal);
        return admission;
    }
    const Route &route = *std::get<Caller>(looked).route;
    admission.lane = static_cast<std::size_t>(route.lane);
    admission.bodyLimit = route.bodyLimit;
    return admission;
}

http::Reply GatewayService::refusal(const http::Head *head, int status, const std::string &detail)
{
    http::Reply reply = replyOf(HttpProblem{status, codeOf(status), detail, {}, {}, {}});
    m_parts.figures.refused(codeOf(status));
    if (head)
        finish(*head, findRoute(head->method, head->path).route, reply);
    else
        m_parts.figures.answered(nullptr, status);
    return reply;
}

std::vector<http::Reply> GatewayService::answer(std::size_t lane, std::vector<http::Request> &requests)
{
    std::vector<http::Reply> replies(requests.size());
    std::vector<http::Request> asked; // evaluations, which are answered together
    std::vector<Caller> callers;
    std::vector<std::size_t> whose;
    for (std::size_t i = 0; i < requests.size(); ++i) {
        auto looked = m_access.look(requests[i].head, false); // again: the token may have been revoked since its head was read
        if (auto *denied = std::get_if<Denied>(&looked)) {
            m_parts.refusals.note(*denied, requests[i].head.path, {}, requests[i].peer);
            replies[i] = replyOf(*denied);
        } else if (lane == static_cast<std::size_t>(GatewayLane::Decisions)) {
            callers.push_back(std::move(std::get<Caller>(looked)));
            asked.push_back(std::move(requests[i]));
            whose.push_back(i);
        } else {
            replies[i] = answerOne(requests[i], std::get<Caller>(looked));
        }
    }
    if (!asked.empty()) {
        std::vector<http::Reply> answered = m_evaluations.answer(asked, callers);
        for (std::size_t i = 0; i < asked.size(); ++i) {
            requests[whose[i]] = std::move(asked[i]);
            replies[whose[i]] = std::move(answered[i]);
        }
    }
    for (std::size_t i = 0; i < requests.size(); ++i)
        finish(requests[i].head, findRoute(requests[i].head.method, requests[i].head.path).route, replies[i]);
    return replies;
}

http::Reply GatewayService::answerOne(http::Request &request, const Caller &caller)
{
    switch (caller.route->id) {
    case RouteId::Evaluate: break; // in its own lane
    case RouteId::EvaluateMany: return m_evaluations.answerMany(request, caller);
    case RouteId::Traces:
    case RouteId::Logs: return takeTelemetry(request, caller);
    case RouteId::FileApproval: return m_approvals.file(request, caller);
    case RouteId::ReadApproval: return m_approvals.read(request, caller);
    case RouteId::ReportExecuted:
    case RouteId::CancelApproval:
    case RouteId::AnswerApproval: return m_approvals.act(request, caller);
    case RouteId::VerifyApproval: return m_approvals.verify(request, caller);
    case RouteId::Verifications: return m_verifications.waiting(caller);
    case RouteId::ScopePolicy: return m_verifications.scopePolicy(request);
    case RouteId::AgentStatus: return m_status.agentStatus(request, caller);
    case RouteId::Keys: return m_status.keys();
    case RouteId::Health: return m_status.health();
    case RouteId::Metrics: return m_status.metrics(request, m_parts.gauges());
    case RouteId::OpenApi: {
        http::Reply reply;
        reply.body = std::string(openApiJson);
        return reply;
    }
    }
    return replyOf(HttpProblem{500, problem_codes::noPath, "Nothing answers this path.", {}, {}, {}});
}

http::Reply GatewayService::takeTelemetry(http::Request &request, const Caller &caller)
{
    const TelemetrySignal signal = caller.route->id == RouteId::Traces ? TelemetrySignal::Traces : TelemetrySignal::Logs;
    auto read = readTelemetry(std::move(request.body), request.head.field("content-encoding").find("zip") != std::string_view::npos, signal, *caller.token);
    if (!read) {
        m_parts.refusals.count(read.error().code);
        http::Reply reply = replyOf(read.error());
        if (read.error().code == problem_codes::tooLarge)
            reply = replyOf(HttpProblem{413, problem_codes::tooLarge, read.error().happened, read.error().remedy, {}, {}});
        return reply;
    }
    if (!read->foreignAgent.empty()) {
        Denied denied{HttpProblem{403, problem_codes::wrongAgent, "The telemetry speaks of an agent that the token does not speak for: \"" + read->foreignAgent + "\".",
                              "Set gen_ai.agent.name to the token's agent, or use a token with scope report_any.", {}, {}},
                      caller.route, std::string(caller.tokenName())};
        m_parts.refusals.note(denied, caller.route->path, read->foreignAgent, request.peer);
        return replyOf(denied);
    }
    http::Reply reply;
    reply.body = "{}";
    if (read->json.empty())
        return reply;
    const auto number = m_parts.inbox.put(read->json);
    if (!number) {
        m_parts.refusals.count(problem_codes::notStored);
        reply = replyOf(HttpProblem{503, problem_codes::notStored, number.error().happened, "Send it again later.", {}, {}});
        reply.fields.emplace_back("Retry-After", "5");
        return reply;
    }
    m_parts.figures.reported(read->rejected);
    const bool inLedger = m_parts.inbox.wait(*number, telemetryWait) == Inbox::State::Imported;
    if (read->rejected == 0 && inLedger)
        return reply;
    std::string words = read->why;
    if (!inLedger)
        words += std::string(words.empty() ? "" : " ") + "It is stored and will be in the ledger as soon as that can be written.";
    JsonText json;
    json.open().key("partialSuccess").open();
    json.put(signal == TelemetrySignal::Traces ? "rejectedSpans" : "rejectedLogRecords", std::to_string(read->rejected)).put("errorMessage", words).close().close();
    reply.body = json.take();
    return reply;
}

} // namespace mandate
