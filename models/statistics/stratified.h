// SPDX-License-Identifier: GPL-3.0-or-later
// A share of a population that was sampled stratum by stratum, with what is not known about it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <utility>

namespace mandate {

/// What was found in one stratum: k of the n that were looked at, of `population` there are.
struct StratumCount
{
    std::uint64_t population = 0;
    std::uint64_t k = 0;
    std::uint64_t n = 0;
    bool operator==(const StratumCount &) const = default;
};

struct StratifiedShare
{
    /// Σ W_h p_h. None where nothing was looked at in a stratum that has something: of that stratum nothing is known.
    std::optional<double> share;
    /// √(Σ W_h² (1 − f_h) p_h (1 − p_h) / (n_h − 1)) (W. G. Cochran, Sampling Techniques, 3rd ed. 1977, § 5.11). None where a stratum that was not looked at
    /// whole has fewer than two, so that its variance cannot be estimated.
    std::optional<double> standardError;
    /// Of 95 %. Not from the standard error, which is 0 where every p_h is 0 or 1 and covers far too seldom in small strata: the exact interval of each stratum,
    /// (l_h, u_h), without what was looked at, is put together by recovered variances, p − √(Σ W_h² (1 − f_h) (p_h − l_h)²) to p + √(Σ W_h² (1 − f_h) (u_h − p_h)²)
    /// (G. Y. Zou, W. Huang, X. Zhang, Computational Statistics & Data Analysis 53, 2009). A stratum of which nothing is known may be all or nothing.
    std::pair<double, double> interval{0, 1};
};
/// {none, none, {0, 1}} where there is no population. Every k is at most its n, and n at most the population.
[[nodiscard]] StratifiedShare stratifiedShare(std::span<const StratumCount> strata);

} // namespace mandate
