// SPDX-License-Identifier: GPL-3.0-or-later
// What the gateway counts, and its OpenMetrics text. Counting never waits.
#pragma once

#include "models/gateway/routes.h"
#include "models/pact/verdict.h"

#include <array>
#include <atomic>
#include <chrono>
#include <map>
#include <mutex>
#include <string>

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

    /// What is not counted but looked up when somebody asks.
    struct Gauges
    {
        std::size_t connections = 0, waiting = 0, inbox = 0;
        std::uint64_t evicted = 0, timedOut = 0;
        std::map<std::string, std::uint64_t> approvals; ///< by state
        std::map<std::string, std::uint64_t> tokens;    ///< by state
        std::uint64_t ledgerEntries = 0;
        double checkpointAge = 0; ///< seconds
        double started = 0;       ///< Unix time
        bool healthy = false;
    };
    /// Ends with "# EOF".
    [[nodiscard]] std::string openMetrics(const Gauges &gauges) const;

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

} // namespace mandate
