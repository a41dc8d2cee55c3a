// SPDX-License-Identifier: GPL-3.0-or-later
// Many tests at once: among hundred that show nothing, five have p < 0.05.
#pragma once

#include <span>
#include <vector>

namespace mandate {

/// Adjusted p values in the order given: those at or below a level are the findings of which, on average, at most that share is false (Y. Benjamini, Y. Hochberg,
/// J. R. Stat. Soc. B 57, 1995).
[[nodiscard]] std::vector<double> benjaminiHochberg(std::span<const double> p);

} // namespace mandate
