// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/statistics/coverage.h"

#include <algorithm>
#include <functional>

namespace mandate {

std::optional<std::int64_t> usualPause(std::span<const std::int64_t> timesNs)
{
    constexpr std::size_t oneIn = 50;
    std::vector<std::int64_t> pauses;
    std::optional<std::int64_t> lastHour;
    for (const std::int64_t time : timesNs) {
        const std::int64_t hour = time / shortestPauseNs - (time % shortestPauseNs < 0 ? 1 : 0);
        if (lastHour && hour > *lastHour)
            pauses.push_back(hour - *lastHour);
        lastHour = hour;
    }
    if (pauses.size() < fewestPauses)
        return std::nullopt;
    const std::size_t rank = std::max<std::size_t>(2, pauses.size() / oneIn);
    const auto usual = pauses.begin() + static_cast<std::ptrdiff_t>(rank);
    std::ranges::nth_element(pauses, usual, std::greater());
    return *usual * shortestPauseNs;
}

Coverage coverageOf(std::span<const std::int64_t> timesNs, const Instant &now, std::optional<std::int64_t> usualGap)
{
    Coverage coverage;
    const auto end = std::ranges::upper_bound(timesNs, now.nanoseconds);
    if (end != timesNs.end())
        coverage.ahead = Instant{timesNs.back()};
    const std::span<const std::int64_t> seen(timesNs.begin(), end);
    coverage.usualGap = usualGap ? usualGap : usualPause(seen);
    if (seen.empty())
        return coverage;
    coverage.first = Instant{seen.front()};
    coverage.lastSeen = Instant{seen.back()};
    for (std::size_t i = 1; coverage.usualGap && i < seen.size(); ++i) {
        if (isHole(elapsed(seen[i - 1], seen[i]), *coverage.usualGap))
            coverage.gaps.push_back({Instant{seen[i - 1]}, Instant{seen[i]}});
    }
    if (coverage.usualGap)
        coverage.completeThrough = coverage.gaps.empty() ? coverage.lastSeen : std::optional(coverage.gaps.front().from);
    return coverage;
}

Freshness freshnessOf(const Coverage &coverage, const Instant &now)
{
    if (!coverage.lastSeen || !coverage.usualGap)
        return Freshness::Unknown;
    return freshnessAfter(elapsed(coverage.lastSeen->nanoseconds, now.nanoseconds), *coverage.usualGap);
}

} // namespace mandate
