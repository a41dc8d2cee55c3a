// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/gateway/status_routes.h"

#include "models/gateway/json_text.h"

#include <algorithm>
#include <sys/stat.h>
#include <unistd.h>

namespace mandate {

namespace {

constexpr std::int64_t second = 1'000'000'000;
constexpr std::int64_t clockTolerance = 5 * second; ///< as the decision point's
constexpr std::int64_t countedEvery = 5 * second;   ///< counting all is slow
constexpr std::int64_t firstSaneTime = 1'735'689'600 * second; ///< 2025-01-01: an earlier clock was never set

http::Reply jsonReply(JsonText &json)
{
    http::Reply reply;
    reply.body = json.take();
    return reply;
}

} // namespace

http::Reply StatusRoutes::agentStatus(const http::Request &request, const Caller &caller)
{
    if (const auto denied = Access::refusesAgent(caller, caller.id)) {
        m_refusals.note(*denied, caller.route->path, caller.id, request.peer);
        return replyOf(*denied);
    }
    const auto deployment = request.head.parameter("deployment");
    const AgentStanding agent = m_workspace.standing(caller.id, deployment);
    const Instant now = m_clock();
    JsonText payload; // members in the order of RFC 8785
    payload.open().put("agent_id", caller.id);
    payload.putUnlessEmpty("deployment", deployment.value_or(std::string())).put("expires_at", formatInstant({now.nanoseconds + statusSeconds * second, true}));
    payload.put("issued_at", formatInstant(now)).put("ledger", m_workspace.store().origin()).putUnlessEmpty("owner", agent.owner);
    if (!agent.pactId.empty())
        payload.put("pact", agent.pactId + '@' + agent.pactVersion);
    payload.putUnlessEmpty("reason", agent.reason);
    payload.key("restricted_tools").open('[');
    for (const std::string &tool : agent.tools)
        payload.text(tool);
    payload.close(']');
    if (agent.since)
        payload.put("since", formatInstant(*agent.since));
    payload.put("state", nameOf(agent.state));
    if (agent.validUntil)
        payload.put("valid_until", formatInstant(*agent.validUntil));
    payload.close();
    const std::string text = payload.take();
    const auto envelope = m_workspace.envelope(agentStatusPayloadType, text);
    if (!envelope)
        return replyOf(envelope.error());
    JsonText json;
    json.open().key("status").raw(text).key("envelope").raw(*envelope).close();
    http::Reply reply = jsonReply(json);
    reply.fields.emplace_back("Cache-Control", "private, max-age=" + std::to_string(statusSeconds));
    return reply;
}

http::Reply StatusRoutes::keys()
{
    const PublicKey &key = m_workspace.store().publicKey();
    const std::string_view octets(reinterpret_cast<const char *>(key.octets.data()), key.octets.size());
    constexpr std::string_view spki("\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00", 12); // RFC 8410
    JsonText json;
    json.open().put("ledger", m_workspace.store().origin()).key("keys").open('[').open();
    json.put("keyid", key.id()).put("algorithm", "ed25519").put("public_key", toBase64(octets));
    json.put("pem", "-----BEGIN PUBLIC KEY-----\n" + toBase64(std::string(spki) + std::string(octets)) + "\n-----END PUBLIC KEY-----\n");
    json.close().close(']').close();
    return jsonReply(json);
}

void StatusRoutes::look()
{
    const Instant now = m_clock();
    const std::uint64_t size = m_workspace.store().size();
    const std::scoped_lock guard(m_lock);
    if (size != m_size) {
        m_grownAt = now;
        if (m_size == 0) { // the first look: when the file was written last
            struct stat state
            {
            };
            if (::stat(m_workspace.path().c_str(), &state) == 0)
                m_grownAt = {state.st_mtim.tv_sec * second + state.st_mtim.tv_nsec, true};
        }
        m_size = size;
    }
    if (now.nanoseconds > m_latest.nanoseconds)
        m_latest = now;
}

std::vector<std::string> StatusRoutes::troubles()
{
    std::vector<std::string> troubles;
    const Store &store = m_workspace.store();
    if (const std::uint64_t size = store.size(); size > 0) {
        if (const auto body = store.body(size - 1); !body)
            troubles.push_back("the ledger cannot be read: " + body.error().happened);
    }
    if (m_workspace.isReadOnly() || ::access(m_workspace.path().c_str(), W_OK) != 0)
        troubles.emplace_back("the ledger cannot be written");
    if (const auto key = m_workspace.envelope("text/plain", "health"); !key)
        troubles.push_back("the workspace's key cannot be used: " + key.error().happened);
    if (const auto problem = m_inbox.problem())
        troubles.push_back("telemetry is stored but not read: " + problem->happened);
    if (const auto tokens = m_tokens.current(); !tokens)
        troubles.push_back("the tokens cannot be read: " + tokens.error().happened);
    const Instant now = m_clock();
    const std::scoped_lock guard(m_lock);
    if (now.nanoseconds < firstSaneTime || now.nanoseconds + clockTolerance < m_latest.nanoseconds)
        troubles.emplace_back("the clock is wrong");
    return troubles;
}

http::Reply StatusRoutes::health()
{
    const std::vector<std::string> found = troubles();
    JsonText json;
    json.open().put("status", found.empty() ? "ok" : "not_ok").key("troubles").open('[');
    for (const std::string &trouble : found)
        json.text(trouble);
    json.close(']').close();
    http::Reply reply = jsonReply(json);
    reply.status = found.empty() ? 200 : 503;
    reply.fields.emplace_back("Cache-Control", "no-store");
    if (!found.empty())
        reply.fields.emplace_back("Retry-After", "5");
    return reply;
}

void StatusRoutes::count(const Instant &now)
{
    if (m_counted && now.nanoseconds - m_counted->nanoseconds < countedEvery && now.nanoseconds >= m_counted->nanoseconds)
        return;
    std::map<std::string, std::uint64_t> none;
    for (const DecisionState state : {DecisionState::Open, DecisionState::Approved, DecisionState::Denied, DecisionState::Expired, DecisionState::Cancelled, DecisionState::Revoked})
        none[std::string(nameOf(state))] = 0;
    std::map<std::string, std::map<std::string, std::uint64_t>> byAgent;
    m_approvals = none;
    if (const auto all = m_workspace.approvals()) {
        for (const ApprovalPointer &view : *all) {
            const std::string state(nameOf(view->decision));
            ++m_approvals[state];
            ++byAgent.try_emplace(view->request.action.agent, none).first->second[state];
        }
    }
    if (const auto agents = m_workspace.agents()) { // else those of before: no figure is better than a wrong one
        m_agents.clear();
        for (const AgentOverview &agent : *agents) {
            if (agent.agent.size() > Figures::longestAgentName)
                continue;
            const bool stopped = agent.state == AgentState::Suspended || agent.state == AgentState::Revoked;
            const auto asked = byAgent.find(agent.agent);
            m_agents.push_back({agent.agent, agent.calls, agent.attemptedViolations, agent.executedViolations, agent.undecidable, agent.openIncidents, agent.asked, std::min(agent.refused, agent.asked), stopped, asked == byAgent.end() ? none : asked->second});
        }
        std::ranges::sort(m_agents, [](const Figures::Agent &a, const Figures::Agent &b) { return a.actions != b.actions ? a.actions > b.actions : a.name < b.name; });
        if (m_agents.size() > Figures::mostAgents)
            m_agents.resize(Figures::mostAgents);
        m_agentsLeftOut = agents->size() - m_agents.size();
    }
    m_counted = now;
}

http::Reply StatusRoutes::metrics(const http::Request &request, Figures::Gauges gauges)
{
    const Instant now = m_clock();
    gauges.healthy = troubles().empty();
    gauges.started = static_cast<double>(m_started.nanoseconds) / 1e9;
    gauges.inbox = m_inbox.waiting();
    gauges.ledgerEntries = m_workspace.store().size();
    if (const auto tokens = m_tokens.current()) {
        gauges.tokens = {{"valid", 0}, {"expired", 0}, {"revoked", 0}};
        for (const Token &token : (*tokens)->tokens())
            ++gauges.tokens[token.revoked ? "revoked" : token.isExpired(now) ? "expired" : "valid"];
    }
    {
        const std::scoped_lock guard(m_lock);
        gauges.checkpointAge = std::max(0.0, static_cast<double>(now.nanoseconds - m_grownAt.nanoseconds) / 1e9);
    }
    {
        const std::scoped_lock guard(m_counting);
        count(now);
        gauges.approvals = m_approvals;
        gauges.agents = m_agents;
        gauges.agentsLeftOut = m_agentsLeftOut;
    }
    const Figures::Format format = Figures::accepted(request.head.field("accept"));
    http::Reply reply;
    reply.contentType = format == Figures::Format::OpenMetrics ? openMetricsType : prometheusTextType;
    reply.fields.emplace_back("Vary", "Accept");
    reply.body = m_figures.text(gauges, format);
    return reply;
}

} // namespace mandate
