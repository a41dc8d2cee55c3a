// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pact/cel/time_zone.h"

#include "models/pact/cel/civil_time.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <mutex>

namespace mandate::cel {
namespace {

std::int64_t bigEndian(std::string_view octets, std::size_t at, std::size_t width)
{
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < width; ++i)
        value = (value << 8) | static_cast<unsigned char>(octets[at + i]);
    if (width == 4)
        return static_cast<std::int32_t>(static_cast<std::uint32_t>(value));
    return static_cast<std::int64_t>(value);
}

/// Counts of one TZif block, in file order.
struct Header {
    std::size_t isUtc, isStandard, leaps, transitions, types, characters;

    static std::optional<Header> read(std::string_view octets, std::size_t at)
    {
        if (octets.size() < at + 44 || octets.substr(at, 4) != "TZif")
            return std::nullopt;
        const auto count = [&](std::size_t index) { return static_cast<std::size_t>(bigEndian(octets, at + 20 + 4 * index, 4)); };
        const Header header{count(0), count(1), count(2), count(3), count(4), count(5)};
        for (std::size_t i = 0; i < 6; ++i) {
            if (count(i) > 100'000)
                return std::nullopt;
        }
        return header;
    }

    [[nodiscard]] std::size_t bodySize(std::size_t timeSize) const
    {
        return transitions * (timeSize + 1) + types * 6 + characters + leaps * (timeSize + 4) + isStandard + isUtc;
    }
};

/// A number with optional sign at the front of `text`, consumed.
std::optional<int> takeNumber(std::string_view &text)
{
    std::size_t at = 0;
    int value = 0;
    while (at < text.size() && at < 6 && text[at] >= '0' && text[at] <= '9')
        value = value * 10 + (text[at++] - '0');
    if (at == 0)
        return std::nullopt;
    text.remove_prefix(at);
    return value;
}

/// [+|-]hh[:mm[:ss]] in seconds, consumed.
std::optional<std::int32_t> takeClock(std::string_view &text)
{
    int sign = 1;
    if (text.starts_with('-') || text.starts_with('+')) {
        sign = text[0] == '-' ? -1 : 1;
        text.remove_prefix(1);
    }
    std::int32_t total = 0;
    for (const std::int32_t unit : {3600, 60, 1}) {
        const std::optional<int> part = takeNumber(text);
        if (!part || *part > 999)
            return std::nullopt;
        total += *part * unit;
        if (!text.starts_with(':'))
            break;
        text.remove_prefix(1);
    }
    return sign * total;
}

bool takeAbbreviation(std::string_view &text)
{
    if (text.starts_with('<')) {
        const std::size_t end = text.find('>');
        if (end == std::string_view::npos)
            return false;
        text.remove_prefix(end + 1);
        return true;
    }
    std::size_t at = 0;
    while (at < text.size() && ((text[at] >= 'A' && text[at] <= 'Z') || (text[at] >= 'a' && text[at] <= 'z')))
        ++at;
    text.remove_prefix(at);
    return at > 0;
}

bool isZoneName(std::string_view name)
{
    const bool plain = std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '/' || c == '+' || c == '-';
    });
    return plain && name.size() < 64 && !name.starts_with('/') && !name.ends_with('/');
}

/// The octets of a file of at most 1 MiB; empty when it cannot be read.
std::string octetsOf(const std::string &path)
{
    const std::unique_ptr<std::FILE, int (*)(std::FILE *)> file(std::fopen(path.c_str(), "rb"), std::fclose);
    std::string octets;
    std::array<char, 4096> block{};
    while (file && octets.size() < std::size_t{1} << 20) {
        const std::size_t count = std::fread(block.data(), 1, block.size(), file.get());
        if (count == 0)
            break;
        octets.append(block.data(), count);
    }
    return octets;
}

std::shared_ptr<const TimeZone> fixedOffset(std::string_view name)
{
    std::string_view rest = name;
    int sign = 1;
    if (rest.starts_with('+') || rest.starts_with('-')) {
        sign = rest[0] == '-' ? -1 : 1;
        rest.remove_prefix(1);
    }
    if (rest.size() != 5 || rest[2] != ':')
        return nullptr;
    std::string_view hoursText = rest.substr(0, 2);
    std::string_view minutesText = rest.substr(3, 2);
    const std::optional<int> hours = takeNumber(hoursText);
    const std::optional<int> minutes = takeNumber(minutesText);
    if (!hours || !minutes || !hoursText.empty() || !minutesText.empty() || *hours > 23 || *minutes > 59)
        return nullptr;
    return TimeZone::fixed(sign * (*hours * 3600 + *minutes * 60));
}

} // namespace

std::shared_ptr<const TimeZone> TimeZone::fixed(std::int32_t offsetSeconds)
{
    auto zone = std::make_shared<TimeZone>();
    zone->m_offsets = {offsetSeconds};
    return zone;
}

std::shared_ptr<const TimeZone> TimeZone::find(std::string_view name)
{
    static const std::shared_ptr<const TimeZone> utc = fixed(0);
    if (name.empty() || name == "UTC" || name == "Z")
        return utc;
    static std::mutex mutex;
    static std::map<std::string, std::shared_ptr<const TimeZone>, std::less<>> known;
    const std::lock_guard lock(mutex);
    if (const auto found = known.find(name); found != known.end())
        return found->second;
    std::shared_ptr<const TimeZone> zone = fixedOffset(name);
    if (!zone && isZoneName(name)) {
        const char *directory = std::getenv("TZDIR");
        zone = fromTzif(octetsOf(std::string(directory ? directory : "/usr/share/zoneinfo") + '/' + std::string(name)));
    }
    if (zone && known.size() < 1000)
        known.emplace(name, zone);
    return zone;
}

std::shared_ptr<const TimeZone> TimeZone::fromTzif(std::string_view octets)
{
    std::optional<Header> header = Header::read(octets, 0);
    if (!header)
        return nullptr;
    std::size_t at = 44;
    std::size_t timeSize = 4;
    if (octets[4] >= '2') {
        at += header->bodySize(4);
        header = Header::read(octets, at);
        if (!header)
            return nullptr;
        at += 44;
        timeSize = 8;
    }
    if (octets.size() < at + header->bodySize(timeSize) || header->types == 0)
        return nullptr;
    auto zone = std::make_shared<TimeZone>();
    const std::size_t indexes = at + header->transitions * timeSize;
    const std::size_t types = indexes + header->transitions;
    const auto offsetOfType = [&](std::size_t type) { return static_cast<std::int32_t>(bigEndian(octets, types + 6 * type, 4)); };
    zone->m_offsets.push_back(offsetOfType(0));
    for (std::size_t i = 0; i < header->transitions; ++i) {
        const std::size_t type = static_cast<unsigned char>(octets[indexes + i]);
        if (type >= header->types)
            return nullptr;
        zone->m_transitions.push_back(bigEndian(octets, at + i * timeSize, timeSize));
        zone->m_offsets.push_back(offsetOfType(type));
    }
    std::string_view footer = octets.substr(at + header->bodySize(timeSize));
    if (timeSize == 8 && footer.size() > 2)
        zone->m_rule = parseRule(footer.substr(1, footer.find('\n', 1) - 1));
    return zone;
}

std::optional<TimeZone::Rule> TimeZone::parseRule(std::string_view footer)
{
    Rule rule;
    if (!takeAbbreviation(footer))
        return std::nullopt;
    const std::optional<std::int32_t> standard = takeClock(footer);
    if (!standard)
        return std::nullopt;
    rule.standardOffset = -*standard; // POSIX counts west of Greenwich
    rule.daylightOffset = rule.standardOffset + 3600;
    if (footer.empty())
        return rule;
    if (!takeAbbreviation(footer))
        return std::nullopt;
    if (!footer.starts_with(',')) {
        const std::optional<std::int32_t> daylight = takeClock(footer);
        if (!daylight)
            return std::nullopt;
        rule.daylightOffset = -*daylight;
    }
    for (RuleDate *date : {&rule.begin, &rule.end}) {
        if (!footer.starts_with(','))
            return std::nullopt;
        footer.remove_prefix(1);
        if (footer.starts_with('M')) {
            date->form = RuleDate::Form::MonthWeekDay;
            for (int *part : {&date->month, &date->week, &date->day}) {
                footer.remove_prefix(1); // 'M' or '.'
                const std::optional<int> number = takeNumber(footer);
                if (!number || (part != &date->day && footer.empty()))
                    return std::nullopt;
                *part = *number;
            }
            if (date->month < 1 || date->month > 12 || date->week < 1 || date->week > 5 || date->day > 6)
                return std::nullopt;
        } else {
            if (footer.starts_with('J')) {
                date->form = RuleDate::Form::Julian;
                footer.remove_prefix(1);
            }
            const std::optional<int> number = takeNumber(footer);
            if (!number || *number > 365)
                return std::nullopt;
            date->day = *number;
        }
        if (footer.starts_with('/')) {
            footer.remove_prefix(1);
            const std::optional<std::int32_t> second = takeClock(footer);
            if (!second)
                return std::nullopt;
            date->second = *second;
        }
    }
    rule.hasDaylight = true;
    return rule;
}

std::int64_t TimeZone::ruleSecond(const RuleDate &date, std::int64_t year)
{
    std::int64_t day = 0;
    switch (date.form) {
    case RuleDate::Form::ZeroBased: day = daysSinceEpoch(year, 1, 1) + date.day; break;
    case RuleDate::Form::Julian: {
        const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
        day = daysSinceEpoch(year, 1, 1) + date.day - 1 + (leap && date.day >= 60 ? 1 : 0);
        break;
    }
    case RuleDate::Form::MonthWeekDay: {
        const std::int64_t first = daysSinceEpoch(year, date.month, 1);
        const std::int64_t weekday = (first % 7 + 11) % 7; // 1970-01-01 was a Thursday
        day = first + (date.day - weekday + 7) % 7 + 7 * (date.week - 1);
        const std::int64_t next = date.month == 12 ? daysSinceEpoch(year + 1, 1, 1) : daysSinceEpoch(year, date.month + 1, 1);
        while (day >= next)
            day -= 7;
        break;
    }
    }
    return day * 86400 + date.second;
}

std::int32_t TimeZone::offsetAt(std::int64_t second) const
{
    const bool afterLast = m_transitions.empty() || second >= m_transitions.back();
    if (!afterLast || !m_rule) {
        const auto after = std::upper_bound(m_transitions.begin(), m_transitions.end(), second);
        return m_offsets[static_cast<std::size_t>(after - m_transitions.begin())];
    }
    if (!m_rule->hasDaylight)
        return m_rule->standardOffset;
    const std::int64_t year = civilTime(second + m_rule->standardOffset).year;
    const std::int64_t begin = ruleSecond(m_rule->begin, year) - m_rule->standardOffset;
    const std::int64_t end = ruleSecond(m_rule->end, year) - m_rule->daylightOffset;
    const bool daylight = begin < end ? second >= begin && second < end : second >= begin || second < end;
    return daylight ? m_rule->daylightOffset : m_rule->standardOffset;
}

} // namespace mandate::cel
