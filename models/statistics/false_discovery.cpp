// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/statistics/false_discovery.h"

#include <algorithm>
#include <cstddef>
#include <numeric>

namespace mandate {

std::vector<double> benjaminiHochberg(std::span<const double> p)
{
    std::vector<std::size_t> order(p.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, {}, [&](std::size_t i) { return p[i]; });
    std::vector<double> adjusted(p.size());
    double least = 1;
    for (std::size_t rank = order.size(); rank > 0; --rank) {
        const std::size_t i = order[rank - 1];
        least = std::min(least, p[i] * static_cast<double>(p.size()) / static_cast<double>(rank));
        adjusted[i] = least;
    }
    return adjusted;
}

} // namespace mandate
