// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/instant.h"

#include <array>
#include <chrono>

namespace mandate {

namespace {

constexpr std::int64_t nanosecondsPerSecond = 1'000'000'000;

/// Reads exactly `count` digits at the front of `text` and moves past them.
bool takeDigits(std::string_view &text, std::size_t count, unsigned &out)
{
    if (text.size() < count)
        return false;
    unsigned number = 0;
    for (std::size_t i = 0; i < count; ++i) {
        if (text[i] < '0' || text[i] > '9')
            return false;
        number = number * 10 + static_cast<unsigned>(text[i] - '0');
    }
    text.remove_prefix(count);
    out = number;
    return true;
}

bool take(std::string_view &text, char c)
{
    if (text.empty() || text.front() != c)
        return false;
    text.remove_prefix(1);
    return true;
}

unsigned daysInMonth(unsigned year, unsigned month)
{
    static constexpr std::array<unsigned, 12> days{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : days[month - 1];
}

} // namespace

std::int64_t daysFromCivil(std::int64_t year, unsigned month, unsigned day)
{
    year -= month <= 2;
    const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
    const auto yearOfEra = static_cast<unsigned>(year - era * 400);
    const unsigned dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    const unsigned dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
    return era * 146097 + static_cast<std::int64_t>(dayOfEra) - 719468;
}

CivilDate civilFromDays(std::int64_t days)
{
    days += 719468;
    const std::int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    const auto dayOfEra = static_cast<unsigned>(days - era * 146097);
    const unsigned yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146096) / 365;
    const unsigned dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    const unsigned shifted = (5 * dayOfYear + 2) / 153;
    const unsigned day = dayOfYear - (153 * shifted + 2) / 5 + 1;
    const unsigned month = shifted < 10 ? shifted + 3 : shifted - 9;
    return {static_cast<std::int64_t>(yearOfEra) + era * 400 + (month <= 2), month, day};
}

std::optional<Instant> parseInstant(std::string_view text)
{
    unsigned year = 0;
    unsigned month = 0;
    unsigned day = 0;
    if (!takeDigits(text, 4, year) || !take(text, '-') || !takeDigits(text, 2, month) || !take(text, '-') || !takeDigits(text, 2, day))
        return std::nullopt;
    if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month) || year < 1678 || year > 2261)
        return std::nullopt;
    std::int64_t seconds = daysFromCivil(year, month, day) * 86400;
    if (text.empty())
        return Instant{seconds * nanosecondsPerSecond, false};
    if (text.front() != 'T' && text.front() != 't' && text.front() != ' ')
        return std::nullopt;
    text.remove_prefix(1);
    unsigned hour = 0;
    unsigned minute = 0;
    unsigned second = 0;
    if (!takeDigits(text, 2, hour) || !take(text, ':') || !takeDigits(text, 2, minute))
        return std::nullopt;
    if (take(text, ':') && !takeDigits(text, 2, second))
        return std::nullopt;
    if (hour > 23 || minute > 59 || second > 60)
        return std::nullopt;
    seconds += hour * 3600 + minute * 60 + second;
    std::int64_t fraction = 0;
    if (take(text, '.')) {
        std::int64_t unit = nanosecondsPerSecond / 10;
        if (text.empty() || text.front() < '0' || text.front() > '9')
            return std::nullopt;
        while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
            fraction += (text.front() - '0') * unit;
            unit /= 10;
            text.remove_prefix(1);
        }
    }
    Instant instant{seconds * nanosecondsPerSecond + fraction, false};
    if (text.empty())
        return instant;
    instant.zoneKnown = true;
    if (text == "Z" || text == "z")
        return instant;
    const bool east = text.front() == '+';
    if (!east && text.front() != '-')
        return std::nullopt;
    text.remove_prefix(1);
    unsigned offsetHour = 0;
    unsigned offsetMinute = 0;
    if (!takeDigits(text, 2, offsetHour))
        return std::nullopt;
    take(text, ':');
    if (!text.empty() && !takeDigits(text, 2, offsetMinute))
        return std::nullopt;
    if (!text.empty() || offsetHour > 23 || offsetMinute > 59)
        return std::nullopt;
    const std::int64_t offset = (static_cast<std::int64_t>(offsetHour) * 3600 + offsetMinute * 60) * nanosecondsPerSecond;
    instant.nanoseconds += east ? -offset : offset;
    return instant;
}

std::string formatInstant(const Instant &instant)
{
    std::int64_t seconds = instant.nanoseconds / nanosecondsPerSecond;
    std::int64_t fraction = instant.nanoseconds % nanosecondsPerSecond;
    if (fraction < 0) {
        fraction += nanosecondsPerSecond;
        --seconds;
    }
    std::int64_t days = seconds / 86400;
    std::int64_t ofDay = seconds % 86400;
    if (ofDay < 0) {
        ofDay += 86400;
        --days;
    }
    const CivilDate date = civilFromDays(days);
    std::array<char, 32> buffer;
    char *end = buffer.data();
    const auto put = [&end](std::int64_t number, int digits, char after) {
        for (int i = digits - 1; i >= 0; --i) {
            end[i] = static_cast<char>('0' + number % 10);
            number /= 10;
        }
        end += digits;
        *end++ = after;
    };
    put(date.year, 4, '-');
    put(date.month, 2, '-');
    put(date.day, 2, 'T');
    put(ofDay / 3600, 2, ':');
    put(ofDay / 60 % 60, 2, ':');
    put(ofDay % 60, 2, '.');
    if (fraction != 0) {
        put(fraction, 9, '0');
        while (end[-1] == '0')
            --end;
    } else {
        --end; // no fraction, no point
    }
    if (instant.zoneKnown)
        *end++ = 'Z';
    return {buffer.data(), end};
}

Instant systemNow()
{
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return {std::chrono::duration_cast<std::chrono::nanoseconds>(now).count(), true};
}

} // namespace mandate
