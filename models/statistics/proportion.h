// SPDX-License-Identifier: GPL-3.0-or-later
// A share of counted things, with what is not known about it.
#pragma once

#include <cstdint>
#include <utility>

namespace mandate {

/// Wilson score interval of k successes in n trials, z = 1.96 (E. B. Wilson, 1927). {0, 1} for n = 0.
[[nodiscard]] std::pair<double, double> wilsonInterval(std::uint64_t k, std::uint64_t n, double z = 1.959963984540054);

} // namespace mandate
