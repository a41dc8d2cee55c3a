// SPDX-License-Identifier: GPL-3.0-or-later
// Getters of timestamps, in UTC or a named zone, and of durations (CEL specification, "Abstract Types: Timestamps, Durations").
#include "models/pact/cel/civil_time.h"
#include "models/pact/cel/function.h"
#include "models/pact/cel/time_zone.h"

#include <array>

namespace mandate::cel {
namespace {

using Arguments = std::span<const Value>;
using Field = std::int64_t (*)(const CivilTime &);

/// The field of a timestamp in the zone of the second argument, or UTC.
Value fieldOf(Evaluation &e, Arguments x, std::string_view name, Field field)
{
    if (!x[0].is(ValueKind::Timestamp) || (x.size() == 2 && !x[1].isString()))
        return e.noOverload(name, x);
    std::int64_t second = x[0].seconds();
    if (x.size() == 2) {
        if (!e.charge(8))
            return e.tooLong();
        const auto zone = TimeZone::find(x[1].text());
        if (!zone)
            return Value::error(e.arena, "unknown time zone: " + std::string(x[1].text().substr(0, 64)));
        second += zone->offsetAt(second);
    }
    return Value::integer(field(civilTime(second)));
}

Value getFullYear(Evaluation &e, Arguments x)
{
    return fieldOf(e, x, "getFullYear", [](const CivilTime &t) { return t.year; });
}

Value getMonth(Evaluation &e, Arguments x)
{
    return fieldOf(e, x, "getMonth", [](const CivilTime &t) { return std::int64_t{t.month - 1}; });
}

Value getDate(Evaluation &e, Arguments x)
{
    return fieldOf(e, x, "getDate", [](const CivilTime &t) { return std::int64_t{t.day}; });
}

Value getDayOfMonth(Evaluation &e, Arguments x)
{
    return fieldOf(e, x, "getDayOfMonth", [](const CivilTime &t) { return std::int64_t{t.day - 1}; });
}

Value getDayOfWeek(Evaluation &e, Arguments x)
{
    return fieldOf(e, x, "getDayOfWeek", [](const CivilTime &t) { return std::int64_t{t.dayOfWeek}; });
}

Value getDayOfYear(Evaluation &e, Arguments x)
{
    return fieldOf(e, x, "getDayOfYear", [](const CivilTime &t) { return std::int64_t{t.dayOfYear}; });
}

bool isDuration(Arguments x)
{
    return x.size() == 1 && x[0].is(ValueKind::Duration);
}

Value getHours(Evaluation &e, Arguments x)
{
    if (isDuration(x))
        return Value::integer(x[0].seconds() / 3600);
    return fieldOf(e, x, "getHours", [](const CivilTime &t) { return std::int64_t{t.hour}; });
}

Value getMinutes(Evaluation &e, Arguments x)
{
    if (isDuration(x))
        return Value::integer(x[0].seconds() / 60);
    return fieldOf(e, x, "getMinutes", [](const CivilTime &t) { return std::int64_t{t.minute}; });
}

Value getSeconds(Evaluation &e, Arguments x)
{
    if (isDuration(x))
        return Value::integer(x[0].seconds());
    return fieldOf(e, x, "getSeconds", [](const CivilTime &t) { return std::int64_t{t.second}; });
}

/// Of a duration too, the milliseconds within the second, not the whole duration (as the specification has it).
Value getMilliseconds(Evaluation &e, Arguments x)
{
    if (isDuration(x) || (x[0].is(ValueKind::Timestamp) && (x.size() == 1 || x[1].isString())))
        return Value::integer(x[0].nanoseconds() / 1'000'000);
    return e.noOverload("getMilliseconds", x);
}

constexpr std::string_view timestampOnly = "timestamp -> int | timestamp, string -> int";
constexpr std::string_view both = "timestamp -> int | timestamp, string -> int | duration -> int";

constexpr std::array timeRows{
    FunctionRow{"getFullYear", CallStyle::Member, timestampOnly, getFullYear},
    FunctionRow{"getMonth", CallStyle::Member, timestampOnly, getMonth},
    FunctionRow{"getDate", CallStyle::Member, timestampOnly, getDate},
    FunctionRow{"getDayOfMonth", CallStyle::Member, timestampOnly, getDayOfMonth},
    FunctionRow{"getDayOfWeek", CallStyle::Member, timestampOnly, getDayOfWeek},
    FunctionRow{"getDayOfYear", CallStyle::Member, timestampOnly, getDayOfYear},
    FunctionRow{"getHours", CallStyle::Member, both, getHours},
    FunctionRow{"getMinutes", CallStyle::Member, both, getMinutes},
    FunctionRow{"getSeconds", CallStyle::Member, both, getSeconds},
    FunctionRow{"getMilliseconds", CallStyle::Member, both, getMilliseconds},
};

} // namespace

std::span<const FunctionRow> timeFunctions()
{
    return timeRows;
}

} // namespace mandate::cel
