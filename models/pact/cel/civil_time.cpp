// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pact/cel/civil_time.h"

#include <array>
#include <chrono>
#include <cstdio>

namespace mandate::cel {
namespace {

constexpr std::int64_t secondsPerDay = 86400;
constexpr std::int64_t nanosecondsPerSecond = 1'000'000'000;

constexpr std::int64_t floorDivide(std::int64_t a, std::int64_t b)
{
    return a / b - (a % b < 0 ? 1 : 0);
}

/// Reads exactly `count` digits, or sets `ok` to false.
int digits(std::string_view text, std::size_t at, std::size_t count, bool &ok)
{
    int number = 0;
    for (std::size_t i = at; i < at + count; ++i) {
        if (i >= text.size() || text[i] < '0' || text[i] > '9') {
            ok = false;
            return 0;
        }
        number = number * 10 + (text[i] - '0');
    }
    return number;
}

std::string fraction(std::int64_t nanoseconds)
{
    if (nanoseconds == 0)
        return {};
    std::array<char, 16> buffer{};
    std::snprintf(buffer.data(), buffer.size(), ".%09lld", static_cast<long long>(nanoseconds));
    std::string text = buffer.data();
    while (text.back() == '0')
        text.pop_back();
    return text;
}

struct Unit {
    std::string_view name;
    std::int64_t nanoseconds;
};

constexpr std::array units{
    Unit{"ns", 1},          Unit{"us", 1000},                  Unit{"\xC2\xB5s", 1000},
    Unit{"\xCE\xBCs", 1000}, Unit{"ms", 1'000'000},            Unit{"s", nanosecondsPerSecond},
    Unit{"m", 60 * nanosecondsPerSecond}, Unit{"h", 3600 * nanosecondsPerSecond},
};

const Unit *unitAt(std::string_view text)
{
    for (const Unit &unit : units) {
        if (text.starts_with(unit.name) && !(unit.name == "m" && text.starts_with("ms")))
            return &unit;
    }
    return nullptr;
}

} // namespace

std::int64_t daysSinceEpoch(std::int64_t year, int month, int day)
{
    using namespace std::chrono;
    const year_month_day date{std::chrono::year{static_cast<int>(year)}, std::chrono::month{static_cast<unsigned>(month)},
                              std::chrono::day{static_cast<unsigned>(day)}};
    return sys_days(date).time_since_epoch().count();
}

CivilTime civilTime(std::int64_t second)
{
    using namespace std::chrono;
    const std::int64_t days = floorDivide(second, secondsPerDay);
    const auto rest = static_cast<int>(second - days * secondsPerDay);
    const sys_days date{std::chrono::days{static_cast<int>(days)}};
    const year_month_day fields{date};
    CivilTime time;
    time.year = static_cast<int>(fields.year());
    time.month = static_cast<int>(static_cast<unsigned>(fields.month()));
    time.day = static_cast<int>(static_cast<unsigned>(fields.day()));
    time.hour = rest / 3600;
    time.minute = rest / 60 % 60;
    time.second = rest % 60;
    time.dayOfWeek = static_cast<int>(weekday(date).c_encoding());
    time.dayOfYear = static_cast<int>((date - sys_days(fields.year() / January / 1)).count());
    return time;
}

std::optional<Value> parseTimestamp(std::string_view text)
{
    bool ok = text.size() >= 20 && text[4] == '-' && text[7] == '-' && (text[10] == 'T' || text[10] == 't') && text[13] == ':'
              && text[16] == ':';
    if (!ok)
        return std::nullopt;
    const int year = digits(text, 0, 4, ok);
    const int month = digits(text, 5, 2, ok);
    const int day = digits(text, 8, 2, ok);
    const int hour = digits(text, 11, 2, ok);
    const int minute = digits(text, 14, 2, ok);
    const int second = digits(text, 17, 2, ok);
    const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                                           std::chrono::day{static_cast<unsigned>(day)}};
    if (!ok || !date.ok() || hour > 23 || minute > 59 || second > 59)
        return std::nullopt;
    std::size_t at = 19;
    std::uint32_t nanoseconds = 0;
    if (text[at] == '.') {
        std::size_t count = 0;
        std::uint32_t scale = 100'000'000;
        for (++at; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, ++count, scale /= 10)
            nanoseconds += static_cast<std::uint32_t>(text[at] - '0') * scale;
        if (count == 0)
            return std::nullopt;
    }
    std::int64_t offset = 0;
    const std::string_view zone = text.substr(at);
    if (zone.size() == 6 && (zone[0] == '+' || zone[0] == '-') && zone[3] == ':') {
        const int hours = digits(zone, 1, 2, ok);
        const int minutes = digits(zone, 4, 2, ok);
        if (!ok || hours > 23 || minutes > 59)
            return std::nullopt;
        offset = (hours * 3600 + minutes * 60) * (zone[0] == '-' ? -1 : 1);
    } else if (zone != "Z" && zone != "z") {
        return std::nullopt;
    }
    const std::int64_t total = daysSinceEpoch(year, month, day) * secondsPerDay + hour * 3600 + minute * 60 + second - offset;
    if (total < earliestSecond || total > latestSecond)
        return std::nullopt;
    return Value::timestamp(total, nanoseconds);
}

std::string timestampText(const Value &timestamp)
{
    const CivilTime time = civilTime(timestamp.seconds());
    std::array<char, 64> buffer{};
    std::snprintf(buffer.data(), buffer.size(), "%04lld-%02d-%02dT%02d:%02d:%02d", static_cast<long long>(time.year), time.month, time.day,
                  time.hour, time.minute, time.second);
    return buffer.data() + fraction(timestamp.nanoseconds()) + 'Z';
}

std::optional<Value> parseDuration(std::string_view text)
{
    const bool negative = text.starts_with('-');
    if (negative || text.starts_with('+'))
        text.remove_prefix(1);
    if (text == "0")
        return Value::duration(0, 0);
    if (text.empty())
        return std::nullopt;
    std::int64_t total = 0; // kept negative, so that the smallest duration fits
    while (!text.empty()) {
        std::size_t at = 0;
        std::int64_t whole = 0;
        for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at) {
            if (__builtin_mul_overflow(whole, std::int64_t{10}, &whole) || __builtin_add_overflow(whole, text[at] - '0', &whole))
                return std::nullopt;
        }
        std::size_t count = at;
        double part = 0;
        if (at < text.size() && text[at] == '.') {
            double scale = 0.1;
            for (++at; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, ++count, scale /= 10)
                part += (text[at] - '0') * scale;
        }
        const Unit *unit = unitAt(text.substr(at));
        std::int64_t nanoseconds = 0;
        if (count == 0 || !unit || __builtin_mul_overflow(whole, unit->nanoseconds, &nanoseconds)
            || __builtin_sub_overflow(total, nanoseconds, &total)
            || __builtin_sub_overflow(total, static_cast<std::int64_t>(part * static_cast<double>(unit->nanoseconds) + 0.5), &total)) {
            return std::nullopt;
        }
        text.remove_prefix(at + unit->name.size());
    }
    if (!negative && __builtin_sub_overflow(std::int64_t{0}, total, &total))
        return std::nullopt;
    return durationOf(total);
}

std::string durationText(const Value &duration)
{
    const std::int64_t nanoseconds = duration.nanoseconds();
    const bool negative = duration.seconds() < 0 || nanoseconds < 0;
    const std::uint64_t seconds = duration.seconds() < 0 ? 0 - static_cast<std::uint64_t>(duration.seconds())
                                                         : static_cast<std::uint64_t>(duration.seconds());
    return (negative ? "-" : "") + std::to_string(seconds) + fraction(nanoseconds < 0 ? -nanoseconds : nanoseconds) + 's';
}

std::optional<std::int64_t> totalNanoseconds(const Value &duration)
{
    std::int64_t total = 0;
    if (__builtin_mul_overflow(duration.seconds(), nanosecondsPerSecond, &total)
        || __builtin_add_overflow(total, static_cast<std::int64_t>(duration.nanoseconds()), &total)) {
        return std::nullopt;
    }
    return total;
}

Value durationOf(std::int64_t nanoseconds)
{
    return Value::duration(nanoseconds / nanosecondsPerSecond, static_cast<std::int32_t>(nanoseconds % nanosecondsPerSecond));
}

std::optional<Value> moved(const Value &timestamp, std::int64_t nanoseconds)
{
    const std::int64_t whole = floorDivide(nanoseconds, nanosecondsPerSecond);
    std::int64_t seconds = timestamp.seconds() + whole;
    std::int64_t rest = timestamp.nanoseconds() + (nanoseconds - whole * nanosecondsPerSecond);
    if (rest >= nanosecondsPerSecond) {
        rest -= nanosecondsPerSecond;
        ++seconds;
    }
    if (seconds < earliestSecond || seconds > latestSecond)
        return std::nullopt;
    return Value::timestamp(seconds, static_cast<std::uint32_t>(rest));
}

} // namespace mandate::cel
