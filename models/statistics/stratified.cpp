// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/statistics/stratified.h"

#include "models/statistics/proportion.h"

#include <algorithm>
#include <cmath>

namespace mandate {

StratifiedShare stratifiedShare(std::span<const StratumCount> strata)
{
    double population = 0;
    for (const StratumCount &stratum : strata)
        population += static_cast<double>(stratum.population);
    StratifiedShare result;
    if (population <= 0)
        return result;
    double share = 0, variance = 0, below = 0, above = 0, unknown = 0;
    bool varianceKnown = true;
    for (const StratumCount &stratum : strata) {
        if (stratum.population == 0)
            continue;
        const double weight = static_cast<double>(stratum.population) / population;
        if (stratum.n == 0) {
            unknown += weight;
            varianceKnown = false;
            continue;
        }
        const auto n = static_cast<double>(stratum.n);
        const double p = static_cast<double>(stratum.k) / n;
        const double unseen = 1 - n / static_cast<double>(stratum.population);
        const auto [low, high] = exactInterval(stratum.k, stratum.n);
        share += weight * p;
        below += weight * weight * unseen * (p - low) * (p - low);
        above += weight * weight * unseen * (high - p) * (high - p);
        if (stratum.n > 1)
            variance += weight * weight * unseen * p * (1 - p) / (n - 1);
        else if (stratum.population > 1)
            varianceKnown = false;
    }
    if (unknown <= 0)
        result.share = share;
    if (varianceKnown)
        result.standardError = std::sqrt(variance);
    result.interval = {std::max(0.0, share - std::sqrt(below)), std::min(1.0, share + std::sqrt(above) + unknown)};
    return result;
}

} // namespace mandate
