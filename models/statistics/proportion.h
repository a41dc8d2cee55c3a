// SPDX-License-Identifier: GPL-3.0-or-later
// A share of counted things, with what is not known about it.
#pragma once

#include <cstdint>
#include <utility>

namespace mandate {

/// Wilson score interval of k successes in n trials, z = 1.96 (E. B. Wilson, 1927). {0, 1} for n = 0.
[[nodiscard]] std::pair<double, double> wilsonInterval(std::uint64_t k, std::uint64_t n, double z = 1.959963984540054);
/// Exact interval of 95 % (C. J. Clopper, E. S. Pearson, 1934): it covers at least that often, whatever is true. {0, 1} for n = 0.
[[nodiscard]] std::pair<double, double> exactInterval(std::uint64_t k, std::uint64_t n);

} // namespace mandate
