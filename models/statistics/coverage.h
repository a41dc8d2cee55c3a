// SPDX-License-Identifier: GPL-3.0-or-later
// What a source of evidence covers, told by the times of its own records: how long it is silent at most as a rule, where it was silent for longer, up to where nothing
// is missing. Pure functions; no coverage is never a zero.
#pragma once

#include "models/base/freshness.h"
#include "models/base/instant.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace mandate {

/// Nothing after `from`, and before `until`.
struct CoverageGap
{
    Instant from;
    Instant until;
    bool operator==(const CoverageGap &) const = default;
};

struct Coverage
{
    std::optional<Instant> first;
    std::optional<Instant> lastSeen;        ///< the newest that is not after now
    std::optional<Instant> completeThrough; ///< no gap from the first record to here
    std::optional<Instant> ahead;           ///< the newest, where it is after now: the source's clock was wrong, or ours is
    std::optional<std::int64_t> usualGap;   ///< nanoseconds; nothing where there are too few pauses to tell
    std::vector<CoverageGap> gaps;          ///< by time
    bool operator==(const Coverage &) const = default;
};

/// Pauses shorter than this are none: sources are told by the hours in which they said something.
inline constexpr std::int64_t shortestPauseNs = std::int64_t{3600} * 1'000'000'000;
/// Fewer pauses than this say nothing about what is usual.
inline constexpr std::size_t fewestPauses = 8;

/// The pause that only one in fifty exceeds, and at least the third-longest: two silences that happened once do not make themselves usual, and nights and weekends
/// that come again do. At least an hour. `times` are ascending.
[[nodiscard]] std::optional<std::int64_t> usualPause(std::span<const std::int64_t> timesNs);

/// `usualGap`: what somebody expects; without, what is usual. `times` are ascending.
[[nodiscard]] Coverage coverageOf(std::span<const std::int64_t> timesNs, const Instant &now, std::optional<std::int64_t> usualGap = {});

/// Of a source that should go on: what was last seen against `now`. Unknown without a usual gap or anything seen.
[[nodiscard]] Freshness freshnessOf(const Coverage &coverage, const Instant &now);

} // namespace mandate
