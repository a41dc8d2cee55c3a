// SPDX-License-Identifier: GPL-3.0-or-later
// The metrics that a pact may set targets for, by their names: what counts, what is bad, and on which side of its bound a target is kept.
// Definitions for people: docs/metrics.md.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace mandate {

struct TargetMetric
{
    std::string_view name;
    std::string_view title;  ///< in plain words, without a full stop: "Calls beyond the pact"
    bool atMost = true;      ///< kept when at or below its bound; else at or above
    bool spendsBudget = false; ///< counted call by call, so that it has a budget that burns; else it is a share of runs
};

[[nodiscard]] std::span<const TargetMetric> targetMetrics();
/// nullptr when nothing measures a metric of this name.
[[nodiscard]] const TargetMetric *targetMetric(std::string_view name);

/// What a share says about its bound, as far as chance allows: kept or missed only when the whole 95 % interval lies on one side.
enum class TargetAnswer : std::uint8_t { NoData, Kept, CannotTell, Missed };
/// "no_data", "kept", "cannot_tell", "missed".
[[nodiscard]] std::string_view nameOf(TargetAnswer answer);
[[nodiscard]] TargetAnswer answerFor(const TargetMetric &metric, double bound, std::uint64_t k, std::uint64_t n);

} // namespace mandate
