// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/statistics/permutation.h"

#include "models/statistics/seeded_random.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace mandate {

std::vector<Permuted> permute(std::span<const std::uint8_t> sides, std::span<const std::uint32_t> strata, std::size_t figures, const SideFigures &measure, const PermutationPlan &plan)
{
    std::map<std::uint32_t, std::vector<std::size_t>> members;
    for (std::size_t i = 0; i < sides.size(); ++i)
        members[strata[i]].push_back(i);
    std::vector<double> observed(figures);
    measure(sides, observed);
    std::vector<std::vector<double>> null(figures);
    std::vector<std::uint8_t> shuffled(sides.begin(), sides.end()), inOne;
    std::vector<double> measured(figures);
    SeededRandom random(plan.seed);
    for (std::uint32_t done = 0; done < plan.permutations; ++done) {
        if (plan.stop.stop_requested())
            return std::vector<Permuted>(figures);
        for (const auto &[stratum, units] : members) {
            inOne.clear();
            for (const std::size_t unit : units)
                inOne.push_back(shuffled[unit]);
            random.shuffle(std::span(inOne));
            for (std::size_t i = 0; i < units.size(); ++i)
                shuffled[units[i]] = inOne[i];
        }
        std::ranges::fill(measured, 0.0);
        measure(shuffled, measured);
        for (std::size_t i = 0; i < figures; ++i)
            null[i].push_back(measured[i]);
    }
    std::vector<Permuted> results(figures);
    for (std::size_t i = 0; i < figures; ++i) {
        const double reach = observed[i] - 1e-9 * std::abs(observed[i]) - 1e-15;
        const auto reached = std::ranges::count_if(null[i], [&](double one) { return one >= reach; });
        results[i].observed = observed[i];
        results[i].p = static_cast<double>(1 + reached) / static_cast<double>(1 + plan.permutations);
        std::ranges::sort(null[i]);
        if (!null[i].empty()) {
            results[i].nullMedian = null[i][(null[i].size() - 1) / 2];
            results[i].null95 = null[i][static_cast<std::size_t>(std::ceil(0.95 * static_cast<double>(null[i].size()))) - 1];
        }
    }
    return results;
}

} // namespace mandate
