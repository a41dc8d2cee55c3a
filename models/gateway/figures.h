// SPDX-License-Identifier: GPL-3.0-or-later
// What the gateway counts, and its text for those who scrape: OpenMetrics 1.0, or the Prometheus text format 0.0.4. Counting never waits.
#pragma once

#include "models/gateway/routes.h"
#include "models/pact/verdict.h"

#include <array>
#include <atomic>
#include <chrono>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace mandate {

class Figures
{
public:
    void decided(Verdict verdict, bool permit, std::chrono::nanoseconds took);
    void answered(const Route *route, int status);
    void refused(std::string_view code);
    void reported(std::uint64_t rejected)
    {
        ++m_bodies;
        m_rejected += rejected;
    }

    struct Totals
    {
        std::uint64_t requests = 0, permits = 0, denials = 0, refused = 0;
    };
    [[nodiscard]] Totals totals() const;

    /// How one agent behaves, as the ledger has it. Verdicts can become others when a pact judges anew.
    struct Agent
    {
        std::string name;
        std::uint64_t actions = 0;
        std::uint64_t attempted = 0; ///< violations, executed or not
        std::uint64_t executed = 0;  ///< violations that were executed
        std::uint64_t undecidable = 0;
        std::uint64_t openIncidents = 0;
        std::uint64_t asked = 0;   ///< questions that were answered
        std::uint64_t refused = 0; ///< of those, with no
        bool suspended = false; ///< or revoked
        std::map<std::string, std::uint64_t> approvals; ///< requests by state
    };
    /// So many agents at most have series of their own, those with the most actions; how many were left out is a figure itself.
    static constexpr std::size_t mostAgents = 200;
    static constexpr std::size_t longestAgentName = 128;

    /// What is not counted but looked up when somebody asks.
    struct Gauges
    {
        std::vector<Agent> agents;
        std::uint64_t agentsLeftOut = 0;
        std::size_t connections = 0, waiting = 0, inbox = 0;
        std::uint64_t evicted = 0, timedOut = 0;
        std::map<std::string, std::uint64_t> approvals; ///< by state
        std::map<std::string, std::uint64_t> tokens;    ///< by state
        std::uint64_t ledgerEntries = 0;
        double checkpointAge = 0; ///< seconds
        double started = 0;       ///< Unix time
        bool healthy = false;
    };
    enum class Format : std::uint8_t { OpenMetrics, PrometheusText };
    /// OpenMetrics ends with "# EOF".
    [[nodiscard]] std::string text(const Gauges &gauges, Format format) const;
    /// What an Accept field asks for: the older text only where it names text/plain and not OpenMetrics.
    [[nodiscard]] static Format accepted(std::string_view accept);

private:
    static constexpr std::array<double, 12> bounds{0.0005, 0.001, 0.002, 0.003, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 1.0, 2.5};
    static constexpr std::size_t routeCount = static_cast<std::size_t>(RouteId::OpenApi) + 1;
    static constexpr std::array<int, 14> statuses{200, 201, 400, 401, 403, 404, 405, 408, 409, 413, 415, 429, 500, 503};

    std::array<std::array<std::atomic<std::uint64_t>, 2>, verdictCount> m_decisions{};
    std::array<std::atomic<std::uint64_t>, bounds.size() + 1> m_durations{};
    std::atomic<std::uint64_t> m_nanoseconds{0};
    std::array<std::array<std::atomic<std::uint64_t>, statuses.size() + 1>, routeCount + 1> m_answers{};
    std::atomic<std::uint64_t> m_bodies{0};
    std::atomic<std::uint64_t> m_rejected{0};
    mutable std::mutex m_lock;
    std::map<std::string, std::uint64_t, std::less<>> m_refused; ///< by code
};

inline constexpr std::string_view openMetricsType = "application/openmetrics-text; version=1.0.0; charset=utf-8";
inline constexpr std::string_view prometheusTextType = "text/plain; version=0.0.4; charset=utf-8";

} // namespace mandate
