// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/query/times.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <string>

namespace mandate::query {

namespace {

namespace chrono = std::chrono;

constexpr std::int64_t second = 1'000'000'000;
constexpr std::int64_t day = 86'400 * second;

std::optional<int> digits(std::string_view text)
{
    int number = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || problem != std::errc() || end != text.data() + text.size() || text.front() == '-')
        return std::nullopt;
    return number;
}

Instant midnight(chrono::sys_days date)
{
    return {chrono::duration_cast<chrono::nanoseconds>(date.time_since_epoch()).count(), false};
}

/// A year or a month; days are read as moments.
std::optional<Stretch> readMonths(std::string_view text)
{
    const bool hasMonth = text.size() == 7 && text[4] == '-';
    if (text.size() != 4 && !hasMonth)
        return std::nullopt;
    const auto year = digits(text.substr(0, 4));
    const auto month = hasMonth ? digits(text.substr(5)) : std::optional<int>(1);
    if (!year || !month || *year < 1700 || *year > 2200 || *month < 1 || *month > 12)
        return std::nullopt;
    const chrono::year_month first{chrono::year(*year), chrono::month(static_cast<unsigned>(*month))};
    const chrono::year_month next = first + chrono::months(hasMonth ? 1 : 12);
    return Stretch{midnight(chrono::sys_days(first / 1)), midnight(chrono::sys_days(next / 1))};
}

std::optional<Stretch> readRelative(std::string_view text, Instant now)
{
    if (text == "now")
        return Stretch{now, now};
    if (text == "today" || text == "yesterday") {
        std::int64_t begin = now.nanoseconds - now.nanoseconds % day;
        if (text == "yesterday")
            begin -= day;
        return Stretch{{begin, true}, {begin + day, true}};
    }
    if (text.size() < 3 || text.front() != '-')
        return std::nullopt;
    const auto count = digits(text.substr(1, text.size() - 2));
    std::int64_t unit = 0;
    switch (text.back()) {
    case 's': unit = second; break;
    case 'm': unit = 60 * second; break;
    case 'h': unit = 3'600 * second; break;
    case 'd': unit = day; break;
    case 'w': unit = 7 * day; break;
    default: break;
    }
    if (!count || unit == 0 || *count > 3'650 * day / unit)
        return std::nullopt;
    const Instant begin{now.nanoseconds - *count * unit, true};
    return Stretch{begin, begin};
}

} // namespace

std::optional<Stretch> readTime(std::string_view text, Instant now)
{
    if (const auto months = readMonths(text))
        return months;
    if (const auto relative = readRelative(text, now))
        return relative;
    std::string whole(text);
    const bool isMinute = text.size() == 16 && (text[10] == 'T' || text[10] == ' ');
    if (isMinute)
        whole += ":00";
    const auto begin = parseInstant(whole);
    if (!begin)
        return std::nullopt;
    std::int64_t length = 0;
    if (text.size() == 10)
        length = day;
    else if (isMinute)
        length = 60 * second;
    else if (text.find('.') == std::string_view::npos)
        length = second;
    if (begin->nanoseconds > INT64_MAX - length)
        return std::nullopt;
    return Stretch{*begin, {begin->nanoseconds + length, begin->zoneKnown}};
}

} // namespace mandate::query
