// SPDX-License-Identifier: GPL-3.0-or-later
// Leads each request to what answers it. Knows no sockets.
#pragma once

#include "models/gateway/approval_routes.h"
#include "models/gateway/status_routes.h"
#include "models/gateway/verification_routes.h"

namespace mandate {

class GatewayService final : public http::Service
{
public:
    struct Parts
    {
        Workspace &workspace;
        TokenFile &tokens;
        Inbox &inbox;
        Figures &figures;
        Refusals &refusals;
        std::function<Instant()> clock;
        double requestsPerSecond;
        std::function<Figures::Gauges()> gauges; ///< what the server knows
    };
    explicit GatewayService(const Parts &parts);

    Admission admit(const http::Head &head, const std::string &peer) override;
    std::vector<http::Reply> answer(std::size_t lane, std::vector<http::Request> &requests) override;
    http::Reply refusal(const http::Head *head, int status, const std::string &detail) override;

    [[nodiscard]] StatusRoutes &status() { return m_status; }
    [[nodiscard]] static std::vector<http::LaneShape> lanes();
    /// How long a sender of telemetry waits for it to be in the ledger, before it is told that it is only stored.
    static constexpr std::chrono::seconds telemetryWait{10};

private:
    [[nodiscard]] http::Reply answerOne(http::Request &request, const Caller &caller);
    [[nodiscard]] http::Reply takeTelemetry(http::Request &request, const Caller &caller);
    void finish(const http::Head &head, const Route *route, http::Reply &reply);

    Parts m_parts;
    Access m_access;
    DecisionPoint m_point;
    Evaluations m_evaluations;
    ApprovalRoutes m_approvals;
    VerificationRoutes m_verifications;
    StatusRoutes m_status;
};

} // namespace mandate
