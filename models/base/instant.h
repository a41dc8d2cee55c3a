// SPDX-License-Identifier: GPL-3.0-or-later
// A point in time as a source gave it: nanoseconds and whether the zone was said. No clock is read here except by systemNow().
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mandate {

/// Nanoseconds since 1970-01-01T00:00:00Z (about the years 1678 to 2262). When a source gave no zone, the digits are kept as if they were UTC
/// and `zoneKnown` is false: two such instants of one source compare, others only roughly.
struct Instant
{
    std::int64_t nanoseconds = 0;
    bool zoneKnown = true;

    bool operator==(const Instant &) const = default;
};

/// Reads ISO 8601 / RFC 3339: "2025-12-02T14:04:03.190669", with "Z", an offset, or none (zone unknown); a space may stand for the T; a
/// date alone is its midnight. Nothing else is accepted.
[[nodiscard]] std::optional<Instant> parseInstant(std::string_view text);

/// "2025-12-02T14:04:03.190669Z", or without the Z when the zone is unknown; fraction only as long as needed.
[[nodiscard]] std::string formatInstant(const Instant &instant);

/// Days since 1970-01-01 of a proleptic Gregorian date (H. Hinnant, "chrono-Compatible Low-Level Date Algorithms").
[[nodiscard]] std::int64_t daysFromCivil(std::int64_t year, unsigned month, unsigned day);
struct CivilDate
{
    std::int64_t year;
    unsigned month;
    unsigned day;
};
[[nodiscard]] CivilDate civilFromDays(std::int64_t days);

/// The system clock, UTC.
[[nodiscard]] Instant systemNow();

} // namespace mandate
