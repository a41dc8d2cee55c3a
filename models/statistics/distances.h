// SPDX-License-Identifier: GPL-3.0-or-later
// How far two distributions are from one another: of counts over the same categories, and of numbers. How far is far is no question for these: calls of one
// run belong together, so a distance of calls has no fixed limit and is held against permuted whole runs (permutation.h).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace mandate {

/// Square root of the Jensen-Shannon divergence to base 2, so that it lies in [0, 1] (J. Lin, 1991; D. Endres, J. Schindelin, 2003). Category i of both is the
/// same. 0 where one of the two has no counts: nothing can be said.
[[nodiscard]] double jensenShannonDistance(std::span<const double> before, std::span<const double> after);

/// Population stability index Σ(q−p)·ln(q/p), each count with `smoothing` added, so that a category of only one side is finite (S. Kullback, R. Leibler, 1951, in
/// both directions). 0 where one of the two has no counts.
[[nodiscard]] double populationStabilityIndex(std::span<const double> before, std::span<const double> after, double smoothing = 0.5);

/// Greatest distance between two empirical distribution functions (N. Smirnov, 1939), in [0, 1]; the samples are sorted by this. 0 where one is empty.
[[nodiscard]] double kolmogorovSmirnovD(std::vector<double> before, std::vector<double> after);
/// Probability of a distance of d or more between samples of n and m without ties, by counting lattice paths (W. Feller, 1948; J. Durbin, 1973). Too large, never
/// too small, with ties. Time n·m.
[[nodiscard]] double kolmogorovSmirnovExact(double d, std::uint64_t n, std::uint64_t m);
/// The same by Kolmogorov's limiting distribution at d·√(nm/(n+m)); for samples of some hundreds and more.
[[nodiscard]] double kolmogorovSmirnovAsymptotic(double d, std::uint64_t n, std::uint64_t m);

} // namespace mandate
