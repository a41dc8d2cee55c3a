// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/statistics/proportion.h"

#include <boost/math/special_functions/beta.hpp>

#include <algorithm>
#include <cmath>

namespace mandate {

std::pair<double, double> wilsonInterval(std::uint64_t k, std::uint64_t n, double z)
{
    if (n == 0)
        return {0.0, 1.0};
    const auto trials = static_cast<double>(n);
    const double p = static_cast<double>(k) / trials;
    const double z2 = z * z;
    const double centre = p + z2 / (2 * trials);
    const double half = z * std::sqrt(p * (1 - p) / trials + z2 / (4 * trials * trials));
    const double scale = 1 + z2 / trials;
    return {std::max(0.0, (centre - half) / scale), std::min(1.0, (centre + half) / scale)};
}

std::pair<double, double> exactInterval(std::uint64_t k, std::uint64_t n)
{
    constexpr double beyond = 0.025;
    const auto successes = static_cast<double>(k);
    const auto failures = static_cast<double>(n - k);
    return {k == 0 ? 0.0 : boost::math::ibeta_inv(successes, failures + 1, beyond), k == n ? 1.0 : boost::math::ibeta_inv(successes + 1, failures, 1 - beyond)};
}

} // namespace mandate
