// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/statistics/exact_tests.h"

#include <boost/math/distributions/binomial.hpp>
#include <boost/math/special_functions/gamma.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace mandate {

double fisherExact(std::uint64_t a, std::uint64_t b, std::uint64_t c, std::uint64_t d)
{
    constexpr double equal = 1 + 1e-7; // what differs by less differs by rounding alone
    const std::uint64_t row = a + b, column = a + c, other = c + d;
    const std::uint64_t least = column > other ? column - other : 0;
    const std::uint64_t most = std::min(row, column);
    if (least >= most)
        return 1;
    // Probabilities relative to the largest, from the ratio of neighbours: no factorial, no cancellation.
    const double mode = (static_cast<double>(row) + 1) * (static_cast<double>(column) + 1) / (static_cast<double>(row + other) + 2);
    const std::uint64_t peak = std::clamp(static_cast<std::uint64_t>(mode), least, most);
    const auto next = [&](std::uint64_t x) { // P(x + 1) / P(x)
        return static_cast<double>(row - x) * static_cast<double>(column - x) / (static_cast<double>(x + 1) * static_cast<double>(other + x + 1 - column));
    };
    std::vector<double> relative(most - least + 1);
    relative[peak - least] = 1;
    for (std::uint64_t x = peak; x < most; ++x)
        relative[x + 1 - least] = relative[x - least] * next(x);
    for (std::uint64_t x = peak; x > least; --x)
        relative[x - 1 - least] = relative[x - least] / next(x - 1);
    const double bound = relative[a - least] * equal;
    std::ranges::sort(relative); // small ones first: sums lose nothing
    double counted = 0, all = 0;
    for (const double one : relative) {
        all += one;
        counted += one <= bound ? one : 0;
    }
    return std::min(1.0, counted / all);
}

double mcNemarExact(std::uint64_t worsened, std::uint64_t recovered)
{
    const std::uint64_t changed = worsened + recovered;
    if (changed == 0)
        return 1;
    const boost::math::binomial_distribution<double> fair(static_cast<double>(changed), 0.5);
    return std::min(1.0, 2 * boost::math::cdf(fair, static_cast<double>(std::min(worsened, recovered))));
}

double mcNemarMidP(std::uint64_t worsened, std::uint64_t recovered)
{
    const std::uint64_t changed = worsened + recovered;
    if (changed == 0)
        return 1;
    const boost::math::binomial_distribution<double> fair(static_cast<double>(changed), 0.5);
    const double point = boost::math::pdf(fair, static_cast<double>(std::min(worsened, recovered)));
    return worsened == recovered ? 1 - point / 2 : mcNemarExact(worsened, recovered) - point;
}

ChiSquare chiSquare(std::span<const std::uint64_t> table, std::size_t columns)
{
    ChiSquare result;
    if (columns == 0 || table.size() < columns)
        return result;
    const std::size_t rows = table.size() / columns;
    std::vector<double> rowSums(rows), columnSums(columns);
    for (std::size_t i = 0; i < rows * columns; ++i) {
        rowSums[i / columns] += static_cast<double>(table[i]);
        columnSums[i % columns] += static_cast<double>(table[i]);
    }
    const double all = std::accumulate(rowSums.begin(), rowSums.end(), 0.0);
    const auto used = [](const std::vector<double> &sums) { return static_cast<std::uint64_t>(std::ranges::count_if(sums, [](double sum) { return sum > 0; })); };
    if (used(rowSums) < 2 || used(columnSums) < 2)
        return result;
    result.degrees = (used(rowSums) - 1) * (used(columnSums) - 1);
    for (std::size_t i = 0; i < rows * columns; ++i) {
        const double expected = rowSums[i / columns] * columnSums[i % columns] / all;
        if (expected > 0)
            result.statistic += (static_cast<double>(table[i]) - expected) * (static_cast<double>(table[i]) - expected) / expected;
    }
    result.p = boost::math::gamma_q(static_cast<double>(result.degrees) / 2, result.statistic / 2);
    return result;
}

double poissonUpperTail(std::uint64_t k, double mean)
{
    if (k == 0)
        return 1;
    return mean > 0 ? boost::math::gamma_p(static_cast<double>(k), mean) : 0.0;
}

} // namespace mandate
