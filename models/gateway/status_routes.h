// SPDX-License-Identifier: GPL-3.0-or-later
// What can be looked up: an agent's state (signed), the workspace's key, whether the gateway is well, its figures, and its description.
#pragma once

#include "models/gateway/access.h"
#include "models/gateway/figures.h"
#include "models/gateway/inbox.h"
#include "models/gateway/refusals.h"
#include "models/workspace/workspace.h"

namespace mandate {

/// DSSE payload type of an agent's state.
inline constexpr std::string_view agentStatusPayloadType = "application/vnd.mandate.agent-status.v1+json";
/// The shipped description of all paths, resources/gateway/openapi.json.
extern const std::string_view openApiJson;

class StatusRoutes
{
public:
    static constexpr std::int64_t statusSeconds = 5;

    StatusRoutes(Workspace &workspace, TokenFile &tokens, Inbox &inbox, Figures &figures, Refusals &refusals, std::function<Instant()> clock)
        : m_workspace(workspace), m_tokens(tokens), m_inbox(inbox), m_figures(figures), m_refusals(refusals), m_clock(std::move(clock)), m_started(m_clock())
    {
    }

    [[nodiscard]] http::Reply agentStatus(const http::Request &request, const Caller &caller);
    [[nodiscard]] http::Reply keys();
    /// 200 and {"status": "ok"}, or 503 and what is not well.
    [[nodiscard]] http::Reply health();
    [[nodiscard]] http::Reply metrics(const http::Request &request, Figures::Gauges gauges);
    /// Called now and then: how old the newest checkpoint is, and whether the clock runs.
    void look();

private:
    [[nodiscard]] std::vector<std::string> troubles();
    /// Counts approvals and agents, where it was not done just now.
    void count(const Instant &now);

    Workspace &m_workspace;
    TokenFile &m_tokens;
    Inbox &m_inbox;
    Figures &m_figures;
    Refusals &m_refusals;
    std::function<Instant()> m_clock;
    Instant m_started;
    std::mutex m_lock; ///< guards what follows
    std::uint64_t m_size = 0;
    Instant m_grownAt;
    Instant m_latest;
    std::mutex m_counting; ///< guards what follows; held while it is counted, so that nobody sees the half of it
    std::map<std::string, std::uint64_t> m_approvals;
    std::vector<Figures::Agent> m_agents;
    std::uint64_t m_agentsLeftOut = 0;
    std::optional<Instant> m_counted;
};

} // namespace mandate
