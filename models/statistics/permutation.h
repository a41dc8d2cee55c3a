// SPDX-License-Identifier: GPL-3.0-or-later
// Permutation tests over whole units, such as runs: what a figure would be if it did not matter which side a run is on. What happens inside of a run stays
// together, so that calls that come in clusters do not pass for many independent ones.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <stop_token>
#include <vector>

namespace mandate {

struct PermutationPlan
{
    std::uint32_t permutations = 999;
    std::uint64_t seed = 20'260'101; ///< the same seed gives the same answer on every machine
    std::stop_token stop{};          ///< when stopped, the figures say nothing (p = 1): whoever stopped it does not use them
};

struct Permuted
{
    double observed = 0;
    double p = 1;          ///< (1 + permutations that reach the observed) / (1 + permutations): never 0 (B. Phipson, G. Smyth, 2010)
    double nullMedian = 0; ///< of the permutations: what no change looks like
    double null95 = 0;     ///< 95 of 100 permutations are at or below it
    bool operator==(const Permuted &) const = default;
};

/// Figures of one assignment: `sides` holds 0 or 1 for each unit; one number for each figure asked, larger for more difference.
using SideFigures = std::function<void(std::span<const std::uint8_t> sides, std::span<double> figures)>;

/// Shuffles `sides` inside of each stratum and compares each of `figures` numbers; all come from the same shuffles. Units of one stratum are exchangeable if nothing
/// changed: the runs of one task, or all runs where tasks are not known. `strata` names the stratum of each unit and has the size of `sides`. Values that differ by
/// less than 1e-9 of themselves count as equal, so that rounding decides nothing.
[[nodiscard]] std::vector<Permuted> permute(std::span<const std::uint8_t> sides, std::span<const std::uint32_t> strata, std::size_t figures, const SideFigures &measure,
                                            const PermutationPlan &plan = {});

} // namespace mandate
