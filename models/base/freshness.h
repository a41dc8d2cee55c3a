// SPDX-License-Identifier: GPL-3.0-or-later
// How late something is that comes again and again, by its own usual gap. One rule for figures that others measure and for sources of evidence.
#pragma once

#include <cstdint>
#include <string_view>

namespace mandate {

/// Idle is later than usual, Stalled much later. Unknown says that there is nothing to tell it by.
enum class Freshness : std::uint8_t { Healthy, Idle, Stalled, Unknown };
/// "healthy", "idle", "stalled", "unknown".
[[nodiscard]] std::string_view nameOf(Freshness freshness);

/// From one time to a later one, in nanoseconds; the most there is where they lie further apart, as times from outside may: what is long ago must not look new.
[[nodiscard]] constexpr std::int64_t elapsed(std::int64_t from, std::int64_t until)
{
    std::int64_t length = 0;
    if (__builtin_sub_overflow(until, from, &length))
        return until > from ? INT64_MAX : INT64_MIN;
    return length;
}
/// More than one and a half usual gaps: too long to be one of them.
[[nodiscard]] constexpr bool isHole(std::int64_t length, std::int64_t usualGap)
{
    return length > usualGap && length - usualGap > usualGap / 2;
}
/// More than so many usual gaps is Stalled.
inline constexpr std::int64_t stalledAfterGaps = 3;
/// Of something that was seen last so long ago; both in the same unit.
[[nodiscard]] constexpr Freshness freshnessAfter(std::int64_t age, std::int64_t usualGap)
{
    if (age / stalledAfterGaps > usualGap || (age / stalledAfterGaps == usualGap && age % stalledAfterGaps > 0))
        return Freshness::Stalled;
    return isHole(age, usualGap) ? Freshness::Idle : Freshness::Healthy;
}

} // namespace mandate
