// SPDX-License-Identifier: GPL-3.0-or-later
// Arithmetic, comparison and negation (CEL specification, "Standard Definitions"). Overflow and division by zero are errors.
#include "models/pact/cel/civil_time.h"
#include "models/pact/cel/compare.h"
#include "models/pact/cel/function.h"

#include <array>
#include <limits>

namespace mandate::cel {
namespace {

constexpr std::string_view overflow = "integer overflow";
constexpr std::string_view durationRange = "duration out of range";
constexpr std::string_view timestampRange = "timestamp out of range";

/// Evaluates both sides into x and y; an error of either side is the result.
#define MANDATE_CEL_SIDES                                                                                                                  \
    const Value x = (*n.a)(e);                                                                                                             \
    if (x.isError())                                                                                                                       \
        return x;                                                                                                                          \
    const Value y = (*n.b)(e);                                                                                                             \
    if (y.isError())                                                                                                                       \
        return y

Value concatenated(Evaluation &e, const Value &x, const Value &y)
{
    const std::string_view left = x.text();
    const std::string_view right = y.text();
    if (!e.charge(1 + (left.size() + right.size()) / 8))
        return e.tooLong();
    char *room = e.arena.array<char>(left.size() + right.size());
    std::copy(left.begin(), left.end(), room);
    std::copy(right.begin(), right.end(), room + left.size());
    const std::string_view joined(room, left.size() + right.size());
    return x.isString() ? Value::string(joined) : Value::bytes(joined);
}

Value joinedLists(Evaluation &e, const Value &x, const Value &y)
{
    const auto left = x.items();
    const auto right = y.items();
    if (!e.charge(1 + left.size() + right.size()))
        return e.tooLong();
    Value *room = e.arena.array<Value>(left.size() + right.size());
    std::copy(left.begin(), left.end(), room);
    std::copy(right.begin(), right.end(), room + left.size());
    return Value::list({room, left.size() + right.size()});
}

Value movedTimestamp(Evaluation &e, const Value &timestamp, const Value &duration, bool back)
{
    std::optional<std::int64_t> nanoseconds = totalNanoseconds(duration);
    if (!nanoseconds || (back && *nanoseconds == std::numeric_limits<std::int64_t>::min()))
        return e.error(durationRange);
    const std::optional<Value> result = moved(timestamp, back ? -*nanoseconds : *nanoseconds);
    return result ? *result : e.error(timestampRange);
}

Value durationSum(Evaluation &e, const Value &x, const Value &y, bool subtract)
{
    const std::optional<std::int64_t> left = totalNanoseconds(x);
    const std::optional<std::int64_t> right = totalNanoseconds(y);
    std::int64_t total = 0;
    if (!left || !right || (subtract ? __builtin_sub_overflow(*left, *right, &total) : __builtin_add_overflow(*left, *right, &total)))
        return e.error(durationRange);
    return durationOf(total);
}

Value timestampDifference(Evaluation &e, const Value &x, const Value &y)
{
    std::int64_t total = 0;
    if (__builtin_mul_overflow(x.seconds() - y.seconds(), std::int64_t{1'000'000'000}, &total)
        || __builtin_add_overflow(total, static_cast<std::int64_t>(x.nanoseconds() - y.nanoseconds()), &total)) {
        return e.error(durationRange);
    }
    return durationOf(total);
}

Value add(const Node &n, Evaluation &e)
{
    MANDATE_CEL_SIDES;
    if (x.kind() == y.kind()) {
        switch (x.kind()) {
        case ValueKind::Int: {
            std::int64_t sum = 0;
            return __builtin_add_overflow(x.asInt(), y.asInt(), &sum) ? e.error(overflow) : Value::integer(sum);
        }
        case ValueKind::Uint: {
            std::uint64_t sum = 0;
            return __builtin_add_overflow(x.asUint(), y.asUint(), &sum) ? e.error(overflow) : Value::unsignedInteger(sum);
        }
        case ValueKind::Double: return Value::real(x.asDouble() + y.asDouble());
        case ValueKind::String:
        case ValueKind::Bytes: return concatenated(e, x, y);
        case ValueKind::List: return joinedLists(e, x, y);
        case ValueKind::Duration: return durationSum(e, x, y, false);
        default: break;
        }
    }
    if (x.is(ValueKind::Timestamp) && y.is(ValueKind::Duration))
        return movedTimestamp(e, x, y, false);
    if (x.is(ValueKind::Duration) && y.is(ValueKind::Timestamp))
        return movedTimestamp(e, y, x, false);
    return e.noOverload("_+_", {x, y});
}

Value subtract(const Node &n, Evaluation &e)
{
    MANDATE_CEL_SIDES;
    if (x.kind() == y.kind()) {
        switch (x.kind()) {
        case ValueKind::Int: {
            std::int64_t difference = 0;
            return __builtin_sub_overflow(x.asInt(), y.asInt(), &difference) ? e.error(overflow) : Value::integer(difference);
        }
        case ValueKind::Uint: {
            std::uint64_t difference = 0;
            return __builtin_sub_overflow(x.asUint(), y.asUint(), &difference) ? e.error(overflow) : Value::unsignedInteger(difference);
        }
        case ValueKind::Double: return Value::real(x.asDouble() - y.asDouble());
        case ValueKind::Duration: return durationSum(e, x, y, true);
        case ValueKind::Timestamp: return timestampDifference(e, x, y);
        default: break;
        }
    }
    if (x.is(ValueKind::Timestamp) && y.is(ValueKind::Duration))
        return movedTimestamp(e, x, y, true);
    return e.noOverload("_-_", {x, y});
}

Value multiply(const Node &n, Evaluation &e)
{
    MANDATE_CEL_SIDES;
    if (x.is(ValueKind::Int) && y.is(ValueKind::Int)) {
        std::int64_t product = 0;
        return __builtin_mul_overflow(x.asInt(), y.asInt(), &product) ? e.error(overflow) : Value::integer(product);
    }
    if (x.is(ValueKind::Uint) && y.is(ValueKind::Uint)) {
        std::uint64_t product = 0;
        return __builtin_mul_overflow(x.asUint(), y.asUint(), &product) ? e.error(overflow) : Value::unsignedInteger(product);
    }
    if (x.is(ValueKind::Double) && y.is(ValueKind::Double))
        return Value::real(x.asDouble() * y.asDouble());
    return e.noOverload("_*_", {x, y});
}

Value divide(const Node &n, Evaluation &e)
{
    MANDATE_CEL_SIDES;
    if (x.is(ValueKind::Int) && y.is(ValueKind::Int)) {
        if (y.asInt() == 0)
            return e.error("division by zero");
        if (y.asInt() == -1 && x.asInt() == std::numeric_limits<std::int64_t>::min())
            return e.error(overflow);
        return Value::integer(x.asInt() / y.asInt());
    }
    if (x.is(ValueKind::Uint) && y.is(ValueKind::Uint))
        return y.asUint() == 0 ? e.error("division by zero") : Value::unsignedInteger(x.asUint() / y.asUint());
    if (x.is(ValueKind::Double) && y.is(ValueKind::Double))
        return Value::real(x.asDouble() / y.asDouble()); // IEEE 754: division by zero is an infinity, which CEL wants
    return e.noOverload("_/_", {x, y});
}

Value modulo(const Node &n, Evaluation &e)
{
    MANDATE_CEL_SIDES;
    if (x.is(ValueKind::Int) && y.is(ValueKind::Int)) {
        if (y.asInt() == 0)
            return e.error("modulus by zero");
        if (y.asInt() == -1)
            return x.asInt() == std::numeric_limits<std::int64_t>::min() ? e.error(overflow) : Value::integer(0);
        return Value::integer(x.asInt() % y.asInt());
    }
    if (x.is(ValueKind::Uint) && y.is(ValueKind::Uint))
        return y.asUint() == 0 ? e.error("modulus by zero") : Value::unsignedInteger(x.asUint() % y.asUint());
    return e.noOverload("_%_", {x, y});
}

Value negate(const Node &n, Evaluation &e)
{
    const Value x = (*n.a)(e);
    switch (x.kind()) {
    case ValueKind::Error: return x;
    case ValueKind::Int:
        return x.asInt() == std::numeric_limits<std::int64_t>::min() ? e.error(overflow) : Value::integer(-x.asInt());
    case ValueKind::Double: return Value::real(-x.asDouble());
    default: return e.noOverload("-_", {x});
    }
}

template<bool wanted>
Value equality(const Node &n, Evaluation &e)
{
    MANDATE_CEL_SIDES;
    if (x.isString() && y.isString())
        return Value::boolean((x.text() == y.text()) == wanted);
    const bool same = equalWithin(x, y, e.budget);
    if (e.budget == 0)
        return e.tooLong();
    return Value::boolean(same == wanted);
}

struct Less {
    static constexpr std::string_view name = "_<_";
    template<typename T> static bool holds(T a, T b) { return a < b; }
    static bool holds(std::partial_ordering order) { return order < 0; }
};
struct LessOrEqual {
    static constexpr std::string_view name = "_<=_";
    template<typename T> static bool holds(T a, T b) { return a <= b; }
    static bool holds(std::partial_ordering order) { return order <= 0; }
};
struct Greater {
    static constexpr std::string_view name = "_>_";
    template<typename T> static bool holds(T a, T b) { return a > b; }
    static bool holds(std::partial_ordering order) { return order > 0; }
};
struct GreaterOrEqual {
    static constexpr std::string_view name = "_>=_";
    template<typename T> static bool holds(T a, T b) { return a >= b; }
    static bool holds(std::partial_ordering order) { return order >= 0; }
};

template<typename Relation>
Value ordering(const Node &n, Evaluation &e)
{
    MANDATE_CEL_SIDES;
    if (x.is(ValueKind::Double) && y.is(ValueKind::Double))
        return Value::boolean(Relation::holds(x.asDouble(), y.asDouble()));
    if (x.is(ValueKind::Int) && y.is(ValueKind::Int))
        return Value::boolean(Relation::holds(x.asInt(), y.asInt()));
    const std::optional<std::partial_ordering> order = compare(x, y);
    if (!order)
        return e.noOverload(Relation::name, {x, y});
    return Value::boolean(Relation::holds(*order));
}

#undef MANDATE_CEL_SIDES

constexpr std::string_view orderSignatures =
    "bool, bool -> bool | int, int -> bool | uint, uint -> bool | double, double -> bool | string, string -> bool | bytes, bytes -> bool | "
    "timestamp, timestamp -> bool | duration, duration -> bool | int, uint -> bool | int, double -> bool | uint, int -> bool | "
    "uint, double -> bool | double, int -> bool | double, uint -> bool";

constexpr std::array operatorsRows{
    FunctionRow{"_+_", CallStyle::Global,
                "int, int -> int | uint, uint -> uint | double, double -> double | string, string -> string | bytes, bytes -> bytes | "
                "list(A), list(A) -> list(A) | duration, duration -> duration | timestamp, duration -> timestamp | "
                "duration, timestamp -> timestamp",
                nullptr, add},
    FunctionRow{"_-_", CallStyle::Global,
                "int, int -> int | uint, uint -> uint | double, double -> double | duration, duration -> duration | "
                "timestamp, duration -> timestamp | timestamp, timestamp -> duration",
                nullptr, subtract},
    FunctionRow{"_*_", CallStyle::Global, "int, int -> int | uint, uint -> uint | double, double -> double", nullptr, multiply},
    FunctionRow{"_/_", CallStyle::Global, "int, int -> int | uint, uint -> uint | double, double -> double", nullptr, divide},
    FunctionRow{"_%_", CallStyle::Global, "int, int -> int | uint, uint -> uint", nullptr, modulo},
    FunctionRow{"-_", CallStyle::Global, "int -> int | double -> double", nullptr, negate},
    FunctionRow{"_==_", CallStyle::Global, "A, A -> bool", nullptr, equality<true>},
    FunctionRow{"_!=_", CallStyle::Global, "A, A -> bool", nullptr, equality<false>},
    FunctionRow{"_<_", CallStyle::Global, orderSignatures, nullptr, ordering<Less>},
    FunctionRow{"_<=_", CallStyle::Global, orderSignatures, nullptr, ordering<LessOrEqual>},
    FunctionRow{"_>_", CallStyle::Global, orderSignatures, nullptr, ordering<Greater>},
    FunctionRow{"_>=_", CallStyle::Global, orderSignatures, nullptr, ordering<GreaterOrEqual>},
};

} // namespace

std::span<const FunctionRow> operatorFunctions()
{
    return operatorsRows;
}

} // namespace mandate::cel
