// SPDX-License-Identifier: GPL-3.0-or-later
// Timestamps and durations of the condition language: text forms, ranges, calendar fields. Proleptic Gregorian, UTC unless an offset is
// given. Where the zones come from is time_zone.h.
#pragma once

#include "models/base/value.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mandate::cel {

/// 0001-01-01T00:00:00Z and 9999-12-31T23:59:59Z in seconds since 1970.
inline constexpr std::int64_t earliestSecond = -62135596800;
inline constexpr std::int64_t latestSecond = 253402300799;

/// Calendar fields, each from the number people count from, except `dayOfWeek` (0 is Sunday) and `dayOfYear` (from 0).
struct CivilTime {
    std::int64_t year = 1970;
    int month = 1;
    int day = 1;
    int hour = 0;
    int minute = 0;
    int second = 0;
    int dayOfWeek = 4;
    int dayOfYear = 0;
};

/// Fields of a second since 1970 in UTC; add a zone's offset first for local fields.
[[nodiscard]] CivilTime civilTime(std::int64_t second);
/// Days since 1970-01-01 of a valid date.
[[nodiscard]] std::int64_t daysSinceEpoch(std::int64_t year, int month, int day);

/// RFC 3339 text to a Timestamp ("2009-02-13T23:31:30.5+01:00"); nothing when malformed or outside the years 1 to 9999.
[[nodiscard]] std::optional<Value> parseTimestamp(std::string_view text);
/// RFC 3339 in UTC with as many fraction digits as needed: "2009-02-13T23:31:30Z".
[[nodiscard]] std::string timestampText(const Value &timestamp);

/// Go's duration syntax, which CEL uses: "1h45m", "-1.5s", "250ms", "10us", "3ns"; nothing when malformed or out of range.
[[nodiscard]] std::optional<Value> parseDuration(std::string_view text);
/// Seconds with as many fraction digits as needed: "6347s", "-1.5s".
[[nodiscard]] std::string durationText(const Value &duration);

/// Nanoseconds of a duration (range ±2⁶³ ns, about 292 years, as CEL allows); nothing when it does not fit.
[[nodiscard]] std::optional<std::int64_t> totalNanoseconds(const Value &duration);
[[nodiscard]] Value durationOf(std::int64_t nanoseconds);
/// A timestamp moved by nanoseconds; nothing when it leaves the years 1 to 9999.
[[nodiscard]] std::optional<Value> moved(const Value &timestamp, std::int64_t nanoseconds);

} // namespace mandate::cel
