// SPDX-License-Identifier: GPL-3.0-or-later
// Whether two counts differ by more than chance: published tests over plain counts. A p value is the probability of what was seen, or of what speaks as much
// against "no difference", if there is none. No test says that two things are the same.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace mandate {

/// Two independent groups: a of a+b against c of c+d. Fisher's exact test, two-sided: the sum of the probabilities of all tables with the same margins that are
/// not above the observed one's (R. A. Fisher, 1935; as R's fisher.test, equal within 1e-7). 1 where a margin is 0. Time grows with the smallest margin.
[[nodiscard]] double fisherExact(std::uint64_t a, std::uint64_t b, std::uint64_t c, std::uint64_t d);

/// The same things measured twice: `worsened` changed one way and `recovered` the other; those that did not change say nothing. McNemar's test by the binomial
/// distribution, two-sided (Q. McNemar, 1947). 1 where nothing changed.
[[nodiscard]] double mcNemarExact(std::uint64_t worsened, std::uint64_t recovered);
/// The same with half of the observed point's probability, which is less timid (M. Fagerland, S. Lydersen, P. Laake, BMC Med. Res. Methodol. 13:91, 2013).
[[nodiscard]] double mcNemarMidP(std::uint64_t worsened, std::uint64_t recovered);

struct ChiSquare
{
    double statistic = 0;
    std::uint64_t degrees = 0;
    double p = 1; ///< upper tail of the chi-square distribution; 1 with no degree of freedom
};
/// Pearson's test of independence without correction, for a table of counts row by row (K. Pearson, 1900). Rows and columns of zeros are left out. The
/// distribution is an approximation: expected counts should be 5 or more.
[[nodiscard]] ChiSquare chiSquare(std::span<const std::uint64_t> table, std::size_t columns);

/// P(X >= k) where X is Poisson distributed with this mean: how surprising k events are where `mean` were expected. 1 for k = 0; 0 for k > 0 and mean 0.
[[nodiscard]] double poissonUpperTail(std::uint64_t k, double mean);

} // namespace mandate
