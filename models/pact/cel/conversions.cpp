// SPDX-License-Identifier: GPL-3.0-or-later
// Type conversions and type() (CEL specification, "Type Conversion Functions"). Conversions that lose range are errors.
#include "models/pact/cel/civil_time.h"
#include "models/pact/cel/describe.h"
#include "models/pact/cel/function.h"
#include "models/pact/cel/text.h"

#include <array>
#include <charconv>
#include <cmath>

namespace mandate::cel {
namespace {

using Arguments = std::span<const Value>;

constexpr std::string_view range = "number out of range of the type";

/// A whole text as a number; nothing when anything else is in it.
template<typename Number>
std::optional<Number> numberOf(std::string_view text)
{
    Number number{};
    if (text.starts_with('+'))
        text.remove_prefix(1);
    const auto [stop, status] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || status != std::errc{} || stop != text.data() + text.size())
        return std::nullopt;
    return number;
}

Value toInt(Evaluation &e, Arguments arguments)
{
    const Value &x = arguments[0];
    switch (x.kind()) {
    case ValueKind::Int: return x;
    case ValueKind::Uint:
        return x.asUint() > 0x7FFFFFFFFFFFFFFFU ? e.error(range) : Value::integer(static_cast<std::int64_t>(x.asUint()));
    case ValueKind::Double: // the specification excludes both ends
        if (!(x.asDouble() > -9223372036854775808.0 && x.asDouble() < 9223372036854775808.0))
            return e.error(range);
        return Value::integer(static_cast<std::int64_t>(x.asDouble()));
    case ValueKind::String: {
        const auto number = numberOf<std::int64_t>(x.text());
        return number ? Value::integer(*number) : e.error("text is not a whole number");
    }
    case ValueKind::Timestamp: return Value::integer(x.seconds());
    case ValueKind::Duration: return Value::integer(x.seconds());
    default: return e.noOverload("int", arguments);
    }
}

Value toUint(Evaluation &e, Arguments arguments)
{
    const Value &x = arguments[0];
    switch (x.kind()) {
    case ValueKind::Uint: return x;
    case ValueKind::Int: return x.asInt() < 0 ? e.error(range) : Value::unsignedInteger(static_cast<std::uint64_t>(x.asInt()));
    case ValueKind::Double:
        if (!(x.asDouble() > -1.0 && x.asDouble() < 18446744073709551616.0))
            return e.error(range);
        return Value::unsignedInteger(static_cast<std::uint64_t>(x.asDouble()));
    case ValueKind::String: {
        const auto number = numberOf<std::uint64_t>(x.text());
        return number ? Value::unsignedInteger(*number) : e.error("text is not a whole number");
    }
    default: return e.noOverload("uint", arguments);
    }
}

Value toDouble(Evaluation &e, Arguments arguments)
{
    const Value &x = arguments[0];
    switch (x.kind()) {
    case ValueKind::Double: return x;
    case ValueKind::Int: return Value::real(static_cast<double>(x.asInt()));
    case ValueKind::Uint: return Value::real(static_cast<double>(x.asUint()));
    case ValueKind::String: {
        const auto number = numberOf<double>(x.text());
        return number ? Value::real(*number) : e.error("text is not a number");
    }
    default: return e.noOverload("double", arguments);
    }
}

Value toText(Evaluation &e, Arguments arguments)
{
    const Value &x = arguments[0];
    switch (x.kind()) {
    case ValueKind::String: return x;
    case ValueKind::Bytes:
        if (!e.charge(1 + x.text().size() / 8))
            return e.tooLong();
        return text::isUtf8(x.text()) ? Value::string(x.text()) : e.error("bytes are not valid UTF-8");
    case ValueKind::Bool: return Value::string(x.asBool() ? "true" : "false");
    case ValueKind::Int: return textValue(e, std::to_string(x.asInt()));
    case ValueKind::Uint: return textValue(e, std::to_string(x.asUint()));
    case ValueKind::Double: return textValue(e, plainDoubleText(x.asDouble()));
    case ValueKind::Timestamp: return textValue(e, timestampText(x));
    case ValueKind::Duration: return textValue(e, durationText(x));
    default: return e.noOverload("string", arguments);
    }
}

Value toBytes(Evaluation &e, Arguments arguments)
{
    const Value &x = arguments[0];
    if (x.isString())
        return Value::bytes(x.text());
    return x.is(ValueKind::Bytes) ? x : e.noOverload("bytes", arguments);
}

Value toBool(Evaluation &e, Arguments arguments)
{
    const Value &x = arguments[0];
    if (x.is(ValueKind::Bool))
        return x;
    if (!x.isString())
        return e.noOverload("bool", arguments);
    for (const std::string_view yes : {"1", "t", "true", "T", "TRUE", "True"}) {
        if (x.text() == yes)
            return Value::boolean(true);
    }
    for (const std::string_view no : {"0", "f", "false", "F", "FALSE", "False"}) {
        if (x.text() == no)
            return Value::boolean(false);
    }
    return e.error("text is not a truth value");
}

Value toTimestamp(Evaluation &e, Arguments arguments)
{
    const Value &x = arguments[0];
    if (x.is(ValueKind::Timestamp))
        return x;
    if (x.is(ValueKind::Int)) {
        if (x.asInt() < earliestSecond || x.asInt() > latestSecond)
            return e.error("timestamp out of range");
        return Value::timestamp(x.asInt(), 0);
    }
    if (!x.isString())
        return e.noOverload("timestamp", arguments);
    const std::optional<Value> parsed = parseTimestamp(x.text());
    return parsed ? *parsed : e.error("text is not an RFC 3339 timestamp of the years 1 to 9999");
}

Value toDuration(Evaluation &e, Arguments arguments)
{
    const Value &x = arguments[0];
    if (x.is(ValueKind::Duration))
        return x;
    if (x.is(ValueKind::Int)) {
        std::int64_t nanoseconds = 0;
        if (__builtin_mul_overflow(x.asInt(), std::int64_t{1'000'000'000}, &nanoseconds))
            return e.error("duration out of range");
        return durationOf(nanoseconds);
    }
    if (!x.isString())
        return e.noOverload("duration", arguments);
    const std::optional<Value> parsed = parseDuration(x.text());
    return parsed ? *parsed : e.error("text is not a duration such as \"1h30m\", or out of range");
}

Value toDyn(Evaluation &, Arguments arguments)
{
    return arguments[0];
}

Value typeOf(Evaluation &, Arguments arguments)
{
    return Value::type(typeName(arguments[0]));
}

constexpr std::array conversionsRows{
    FunctionRow{"int", CallStyle::Global,
                "int -> int | uint -> int | double -> int | string -> int | timestamp -> int | duration -> int", toInt},
    FunctionRow{"uint", CallStyle::Global, "uint -> uint | int -> uint | double -> uint | string -> uint", toUint},
    FunctionRow{"double", CallStyle::Global, "double -> double | int -> double | uint -> double | string -> double", toDouble},
    FunctionRow{"string", CallStyle::Global,
                "string -> string | bytes -> string | bool -> string | int -> string | uint -> string | double -> string | "
                "timestamp -> string | duration -> string",
                toText},
    FunctionRow{"bytes", CallStyle::Global, "bytes -> bytes | string -> bytes", toBytes},
    FunctionRow{"bool", CallStyle::Global, "bool -> bool | string -> bool", toBool},
    FunctionRow{"timestamp", CallStyle::Global, "timestamp -> timestamp | string -> timestamp | int -> timestamp", toTimestamp},
    FunctionRow{"duration", CallStyle::Global, "duration -> duration | string -> duration | int -> duration", toDuration},
    FunctionRow{"dyn", CallStyle::Global, "A -> dyn", toDyn},
    FunctionRow{"type", CallStyle::Global, "A -> type(A)", typeOf},
};

} // namespace

std::span<const FunctionRow> conversionFunctions()
{
    return conversionsRows;
}

} // namespace mandate::cel
