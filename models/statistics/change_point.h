// SPDX-License-Identifier: GPL-3.0-or-later
// When a series changed: cumulative sums and moving averages over values in the order they happened.
#pragma once

#include "models/statistics/permutation.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace mandate {

struct Cusum
{
    std::vector<double> sums;         ///< max(0, before + value − allowance), one a value
    std::optional<std::size_t> alarm; ///< first value whose sum is above the threshold
    std::size_t began = 0;            ///< the value behind the last sum of 0 before the alarm, or before the greatest sum where there is no alarm: when the change began, as estimated
    double greatest = 0;
};
/// One-sided upper cumulative sum (E. S. Page, "Continuous inspection schemes", Biometrika 41, 1954).
[[nodiscard]] Cusum cusum(std::span<const double> values, double allowance, double threshold);

/// What a yes and a no add so that cusum() with allowance 0 looks for a rate that went from `usual` to `raised`: logarithms of the likelihood ratio
/// (M. Reynolds, Z. Stoumbos, J. Qual. Technol. 31, 1999). Both in (0, 1), raised > usual.
struct RateScores
{
    double yes = 0;
    double no = 0;
};
[[nodiscard]] RateScores rateScores(double usual, double raised);
[[nodiscard]] std::vector<double> scored(std::span<const std::uint8_t> events, const RateScores &scores);

/// The event from which on a higher rate than `usual` is likeliest, whatever that rate is, of a series that ends with its alarm (J. Pignatiello, T. Samuel,
/// J. Qual. Technol. 33, 2001: nearer to the change than the last sum of 0). The size of the series where the rate is nowhere higher.
[[nodiscard]] std::size_t rateRoseAt(std::span<const std::uint8_t> events, double usual);

/// The threshold that the greatest sum of `length` values at the usual rate stays below in all but `level` of `plan.permutations` simulated series.
[[nodiscard]] double rateThreshold(double usual, double raised, std::size_t length, double level, const PermutationPlan &plan = {});

struct Ewma
{
    std::vector<double> averages;     ///< z = weight·value + (1 − weight)·z before, from the centre on
    std::vector<double> upper;        ///< control limit at each value
    std::optional<std::size_t> alarm; ///< first average above its limit
};
/// Exponentially weighted moving average with exact limits centre + width·deviation·√(weight/(2 − weight)·(1 − (1 − weight)^2t)) (S. Roberts, Technometrics 1, 1959; NIST/SEMATECH 6.3.2.4).
[[nodiscard]] Ewma ewma(std::span<const double> values, double centre, double deviation, double weight = 0.1, double width = 3);

} // namespace mandate
