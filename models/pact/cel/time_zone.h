// SPDX-License-Identifier: GPL-3.0-or-later
// Offsets from UTC by zone name, from the system's tz database (TZif files, RFC 8536, under /usr/share/zoneinfo or $TZDIR) or written as
// "+02:00". No abbreviations, no local-to-UTC direction: conditions only ask what a timestamp is called somewhere.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mandate::cel {

/// Immutable, shareable between threads.
class TimeZone
{
public:
    /// "", "UTC", "Europe/Berlin", "+02:00", "-09:30" or "02:00"; null when there is no such zone. Zones are read once per process.
    static std::shared_ptr<const TimeZone> find(std::string_view name);

    /// Reads the octets of a TZif file; null when they are no valid file.
    static std::shared_ptr<const TimeZone> fromTzif(std::string_view octets);

    static std::shared_ptr<const TimeZone> fixed(std::int32_t offsetSeconds);

    /// Seconds east of UTC at a second since 1970.
    [[nodiscard]] std::int32_t offsetAt(std::int64_t second) const;

private:
    /// When a rule of the TZif footer takes effect: a day of the year and a second of that day.
    struct RuleDate {
        enum class Form : std::uint8_t { Julian, ZeroBased, MonthWeekDay } form = Form::ZeroBased;
        int month = 0, week = 0, day = 0;
        std::int32_t second = 7200;
    };
    struct Rule {
        std::int32_t standardOffset = 0;
        std::int32_t daylightOffset = 0;
        bool hasDaylight = false;
        RuleDate begin, end;
    };

    static std::optional<Rule> parseRule(std::string_view footer);
    static std::int64_t ruleSecond(const RuleDate &date, std::int64_t year);

    std::vector<std::int64_t> m_transitions;
    std::vector<std::int32_t> m_offsets; ///< one more than transitions: [0] is before the first
    std::optional<Rule> m_rule;          ///< after the last transition
};

} // namespace mandate::cel
