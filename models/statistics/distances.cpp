// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/statistics/distances.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

namespace mandate {

namespace {

double sumOf(std::span<const double> counts)
{
    return std::accumulate(counts.begin(), counts.end(), 0.0);
}

} // namespace

double jensenShannonDistance(std::span<const double> before, std::span<const double> after)
{
    const double all = sumOf(before), others = sumOf(after);
    if (all <= 0 || others <= 0)
        return 0;
    double divergence = 0;
    for (std::size_t i = 0; i < std::min(before.size(), after.size()); ++i) {
        const double p = before[i] / all, q = after[i] / others, middle = (p + q) / 2;
        divergence += p > 0 ? p * std::log2(p / middle) : 0;
        divergence += q > 0 ? q * std::log2(q / middle) : 0;
    }
    return std::sqrt(std::clamp(divergence / 2, 0.0, 1.0));
}

double populationStabilityIndex(std::span<const double> before, std::span<const double> after, double smoothing)
{
    const std::size_t size = std::min(before.size(), after.size());
    double all = sumOf(before), others = sumOf(after);
    if (all <= 0 || others <= 0)
        return 0;
    all += smoothing * static_cast<double>(size);
    others += smoothing * static_cast<double>(size);
    double index = 0;
    for (std::size_t i = 0; i < size; ++i) {
        const double p = (before[i] + smoothing) / all, q = (after[i] + smoothing) / others;
        index += p == q ? 0 : (q - p) * std::log(q / p); // equal without smoothing may be 0 and 0
    }
    return index;
}

double kolmogorovSmirnovD(std::vector<double> before, std::vector<double> after)
{
    if (before.empty() || after.empty())
        return 0;
    std::ranges::sort(before);
    std::ranges::sort(after);
    const auto n = static_cast<double>(before.size()), m = static_cast<double>(after.size());
    double greatest = 0;
    auto left = before.begin();
    auto right = after.begin();
    while (left != before.end() && right != after.end()) {
        const double value = std::min(*left, *right);
        left = std::upper_bound(left, before.end(), value);
        right = std::upper_bound(right, after.end(), value);
        greatest = std::max(greatest, std::abs(static_cast<double>(left - before.begin()) / n - static_cast<double>(right - after.begin()) / m));
    }
    return greatest;
}

double kolmogorovSmirnovExact(double d, std::uint64_t n, std::uint64_t m)
{
    if (n == 0 || m == 0 || d <= 0)
        return 1;
    const auto rows = static_cast<double>(n), columns = static_cast<double>(m);
    const double bound = (0.5 + std::floor(d * rows * columns - 1e-7)) / (rows * columns); // between d and the greatest distance below it
    std::vector<double> inside(m + 1);
    for (std::uint64_t j = 0; j <= m; ++j)
        inside[j] = static_cast<double>(j) / columns > bound ? 0 : 1;
    for (std::uint64_t i = 1; i <= n; ++i) {
        const double at = static_cast<double>(i) / rows;
        const double weight = static_cast<double>(i) / (static_cast<double>(i) + columns);
        inside[0] = at > bound ? 0 : weight * inside[0];
        for (std::uint64_t j = 1; j <= m; ++j)
            inside[j] = std::abs(at - static_cast<double>(j) / columns) > bound ? 0 : weight * inside[j] + inside[j - 1];
    }
    return std::clamp(1 - inside[m], 0.0, 1.0);
}

double kolmogorovSmirnovAsymptotic(double d, std::uint64_t n, std::uint64_t m)
{
    if (n == 0 || m == 0 || d <= 0)
        return 1;
    const double x = d * std::sqrt(static_cast<double>(n) * static_cast<double>(m) / static_cast<double>(n + m));
    double sum = 0;
    if (x < 1) { // the series that converges fast for small x
        for (int k = 1; k <= 20; k += 2)
            sum += std::exp(-static_cast<double>(k * k) * std::numbers::pi * std::numbers::pi / (8 * x * x));
        return std::clamp(1 - std::sqrt(2 * std::numbers::pi) / x * sum, 0.0, 1.0);
    }
    for (int k = 1; k <= 20; ++k)
        sum += (k % 2 == 1 ? 1 : -1) * std::exp(-2.0 * static_cast<double>(k * k) * x * x);
    return std::clamp(2 * sum, 0.0, 1.0);
}

} // namespace mandate
