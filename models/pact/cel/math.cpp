// SPDX-License-Identifier: GPL-3.0-or-later
// CEL's math extension: greatest, least, rounding, signs, bits, tests for NaN and infinity, square root.
#include "models/pact/cel/compare.h"
#include "models/pact/cel/function.h"

#include <array>
#include <cmath>
#include <limits>

namespace mandate::cel {
namespace {

using Arguments = std::span<const Value>;

/// math.greatest and math.least: the arguments arrive as one list; a list given as the only argument is meant itself.
template<bool least>
Value extreme(Evaluation &e, Arguments x)
{
    constexpr std::string_view name = least ? "math.least" : "math.greatest";
    std::span<const Value> items = x[0].items();
    if (items.size() == 1 && items[0].isList())
        items = items[0].items();
    if (items.empty())
        return e.error("math.greatest and math.least need at least one number");
    if (!e.charge(1 + items.size() / 4))
        return e.tooLong();
    Value best = items[0];
    for (const Value &item : items) {
        if (!isNumber(item.kind()))
            return e.noOverload(name, items.first(std::min<std::size_t>(items.size(), 8)));
        const std::partial_ordering order = compareNumbers(item, best);
        if (least ? order < 0 : order > 0)
            best = item;
    }
    return best;
}

template<double (*function)(double)>
Value rounded(Evaluation &e, Arguments x)
{
    return x[0].is(ValueKind::Double) ? Value::real(function(x[0].asDouble())) : e.noOverload("math rounding", x);
}

double ceiling(double d) { return std::ceil(d); }
double floored(double d) { return std::floor(d); }
double halfAway(double d) { return std::round(d); }
double truncated(double d) { return std::trunc(d); }

Value absolute(Evaluation &e, Arguments x)
{
    switch (x[0].kind()) {
    case ValueKind::Int:
        if (x[0].asInt() == std::numeric_limits<std::int64_t>::min())
            return e.error("integer overflow");
        return Value::integer(x[0].asInt() < 0 ? -x[0].asInt() : x[0].asInt());
    case ValueKind::Uint: return x[0];
    case ValueKind::Double: return Value::real(std::fabs(x[0].asDouble()));
    default: return e.noOverload("math.abs", x);
    }
}

Value sign(Evaluation &e, Arguments x)
{
    switch (x[0].kind()) {
    case ValueKind::Int: return Value::integer((x[0].asInt() > 0) - (x[0].asInt() < 0));
    case ValueKind::Uint: return Value::unsignedInteger(x[0].asUint() > 0 ? 1 : 0);
    case ValueKind::Double: {
        const double d = x[0].asDouble();
        return std::isnan(d) ? x[0] : Value::real(d > 0 ? 1.0 : d < 0 ? -1.0 : 0.0);
    }
    default: return e.noOverload("math.sign", x);
    }
}

Value squareRoot(Evaluation &e, Arguments x)
{
    switch (x[0].kind()) {
    case ValueKind::Int: return Value::real(std::sqrt(static_cast<double>(x[0].asInt())));
    case ValueKind::Uint: return Value::real(std::sqrt(static_cast<double>(x[0].asUint())));
    case ValueKind::Double: return Value::real(std::sqrt(x[0].asDouble()));
    default: return e.noOverload("math.sqrt", x);
    }
}

Value isNaN(Evaluation &e, Arguments x)
{
    return x[0].is(ValueKind::Double) ? Value::boolean(std::isnan(x[0].asDouble())) : e.noOverload("math.isNaN", x);
}

Value isInf(Evaluation &e, Arguments x)
{
    return x[0].is(ValueKind::Double) ? Value::boolean(std::isinf(x[0].asDouble())) : e.noOverload("math.isInf", x);
}

Value isFinite(Evaluation &e, Arguments x)
{
    return x[0].is(ValueKind::Double) ? Value::boolean(std::isfinite(x[0].asDouble())) : e.noOverload("math.isFinite", x);
}

struct And { static std::uint64_t of(std::uint64_t a, std::uint64_t b) { return a & b; } };
struct Or { static std::uint64_t of(std::uint64_t a, std::uint64_t b) { return a | b; } };
struct Xor { static std::uint64_t of(std::uint64_t a, std::uint64_t b) { return a ^ b; } };

template<typename Operation>
Value bitwise(Evaluation &e, Arguments x)
{
    if (x[0].is(ValueKind::Int) && x[1].is(ValueKind::Int)) {
        const std::uint64_t bits = Operation::of(static_cast<std::uint64_t>(x[0].asInt()), static_cast<std::uint64_t>(x[1].asInt()));
        return Value::integer(static_cast<std::int64_t>(bits));
    }
    if (x[0].is(ValueKind::Uint) && x[1].is(ValueKind::Uint))
        return Value::unsignedInteger(Operation::of(x[0].asUint(), x[1].asUint()));
    return e.noOverload("bitwise operation", x);
}

Value bitNot(Evaluation &e, Arguments x)
{
    if (x[0].is(ValueKind::Int))
        return Value::integer(~x[0].asInt());
    return x[0].is(ValueKind::Uint) ? Value::unsignedInteger(~x[0].asUint()) : e.noOverload("math.bitNot", x);
}

/// Shifts fill with zeros, also for negative ints; 64 and more give 0.
template<bool left>
Value shift(Evaluation &e, Arguments x)
{
    const bool whole = x[0].is(ValueKind::Int) || x[0].is(ValueKind::Uint);
    if (!whole || !x[1].is(ValueKind::Int))
        return e.noOverload(left ? "math.bitShiftLeft" : "math.bitShiftRight", x);
    if (x[1].asInt() < 0)
        return e.error("negative offset of a bit shift");
    const std::uint64_t bits = x[0].is(ValueKind::Int) ? static_cast<std::uint64_t>(x[0].asInt()) : x[0].asUint();
    const std::uint64_t shifted = x[1].asInt() > 63 ? 0 : left ? bits << x[1].asInt() : bits >> x[1].asInt();
    return x[0].is(ValueKind::Int) ? Value::integer(static_cast<std::int64_t>(shifted)) : Value::unsignedInteger(shifted);
}

/// The checker sees variadic arguments as a list.
constexpr std::string_view extremeSignatures = "list(int) -> int | list(uint) -> uint | list(double) -> double | "
                                               "list(list(int)) -> int | list(list(uint)) -> uint | list(list(double)) -> double";
constexpr std::string_view bitSignatures = "int, int -> int | uint, uint -> uint";
constexpr std::string_view shiftSignatures = "int, int -> int | uint, int -> uint";
constexpr std::string_view signSignatures = "int -> int | uint -> uint | double -> double";

constexpr std::array mathRows{
    FunctionRow{"math.greatest", CallStyle::Global, extremeSignatures, extreme<false>, nullptr, true},
    FunctionRow{"math.least", CallStyle::Global, extremeSignatures, extreme<true>, nullptr, true},
    FunctionRow{"math.ceil", CallStyle::Global, "double -> double", rounded<ceiling>},
    FunctionRow{"math.floor", CallStyle::Global, "double -> double", rounded<floored>},
    FunctionRow{"math.round", CallStyle::Global, "double -> double", rounded<halfAway>},
    FunctionRow{"math.trunc", CallStyle::Global, "double -> double", rounded<truncated>},
    FunctionRow{"math.abs", CallStyle::Global, signSignatures, absolute},
    FunctionRow{"math.sign", CallStyle::Global, signSignatures, sign},
    FunctionRow{"math.sqrt", CallStyle::Global, "int -> double | uint -> double | double -> double", squareRoot},
    FunctionRow{"math.isNaN", CallStyle::Global, "double -> bool", isNaN},
    FunctionRow{"math.isInf", CallStyle::Global, "double -> bool", isInf},
    FunctionRow{"math.isFinite", CallStyle::Global, "double -> bool", isFinite},
    FunctionRow{"math.bitAnd", CallStyle::Global, bitSignatures, bitwise<And>},
    FunctionRow{"math.bitOr", CallStyle::Global, bitSignatures, bitwise<Or>},
    FunctionRow{"math.bitXor", CallStyle::Global, bitSignatures, bitwise<Xor>},
    FunctionRow{"math.bitNot", CallStyle::Global, "int -> int | uint -> uint", bitNot},
    FunctionRow{"math.bitShiftLeft", CallStyle::Global, shiftSignatures, shift<true>},
    FunctionRow{"math.bitShiftRight", CallStyle::Global, shiftSignatures, shift<false>},
};

} // namespace

std::span<const FunctionRow> mathFunctions()
{
    return mathRows;
}

} // namespace mandate::cel
