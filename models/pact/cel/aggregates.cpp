// SPDX-License-Identifier: GPL-3.0-or-later
// sum, min and max of a list: Mandate's own extension, because amounts read from JSON mix whole and decimal numbers.
#include "models/pact/cel/civil_time.h"
#include "models/pact/cel/compare.h"
#include "models/pact/cel/function.h"

#include <array>
#include <cmath>

namespace mandate::cel {
namespace {

using Arguments = std::span<const Value>;

double asReal(const Value &x)
{
    switch (x.kind()) {
    case ValueKind::Int: return static_cast<double>(x.asInt());
    case ValueKind::Uint: return static_cast<double>(x.asUint());
    default: return x.asDouble();
    }
}

Value sumOfDoubles(std::span<const Value> items)
{
    double sum = 0;
    double lost = 0; // Neumaier: amounts add up to the cent
    for (const Value &item : items) {
        const double term = asReal(item);
        const double next = sum + term;
        lost += std::abs(sum) >= std::abs(term) ? (sum - next) + term : (term - next) + sum;
        sum = next;
    }
    const double corrected = sum + lost;
    return Value::real(corrected == corrected ? corrected : sum); // infinities make `lost` NaN
}

Value sumOfDurations(Evaluation &e, std::span<const Value> items)
{
    std::int64_t total = 0;
    for (const Value &item : items) {
        const auto nanoseconds = totalNanoseconds(item);
        if (!nanoseconds || __builtin_add_overflow(total, *nanoseconds, &total))
            return e.error("duration out of range");
    }
    return durationOf(total);
}

/// Ints sum to an int, uints to a uint, numbers of mixed kinds to a double, durations to a duration; an empty list to 0.
Value sum(Evaluation &e, Arguments x)
{
    if (!x[0].isList())
        return e.noOverload("sum", x);
    const auto items = x[0].items();
    if (!e.charge(1 + items.size() / 4))
        return e.tooLong();
    if (items.empty())
        return Value::integer(0);
    const ValueKind kind = items[0].kind();
    bool same = true;
    bool numbers = true;
    for (const Value &item : items) {
        if (item.isError())
            return item;
        same = same && item.kind() == kind;
        numbers = numbers && isNumber(item.kind());
    }
    if (same && kind == ValueKind::Duration)
        return sumOfDurations(e, items);
    if (!numbers) {
        for (const Value &item : items) {
            if (!isNumber(item.kind()))
                return e.noOverload("sum", {item});
        }
    }
    if (same && kind == ValueKind::Int) {
        std::int64_t total = 0;
        for (const Value &item : items) {
            if (__builtin_add_overflow(total, item.asInt(), &total))
                return e.error("integer overflow");
        }
        return Value::integer(total);
    }
    if (same && kind == ValueKind::Uint) {
        std::uint64_t total = 0;
        for (const Value &item : items) {
            if (__builtin_add_overflow(total, item.asUint(), &total))
                return e.error("integer overflow");
        }
        return Value::unsignedInteger(total);
    }
    return sumOfDoubles(items);
}

/// The least or greatest element as < orders them; an empty list has none, which is an error. NaN wins over everything.
template<bool least>
Value extreme(Evaluation &e, Arguments x)
{
    constexpr std::string_view name = least ? "min" : "max";
    if (!x[0].isList())
        return e.noOverload(name, x);
    const auto items = x[0].items();
    if (items.empty())
        return e.error(least ? "min of an empty list" : "max of an empty list");
    if (!e.charge(1 + items.size() / 4))
        return e.tooLong();
    Value best = items[0];
    for (const Value &item : items) {
        if (item.isError())
            return item;
        const auto order = compare(item, best);
        if (!order)
            return e.noOverload(name, {best, item});
        if (*order == std::partial_ordering::unordered)
            return Value::real(asReal(item) != asReal(item) ? asReal(item) : asReal(best));
        if (least ? *order < 0 : *order > 0)
            best = item;
    }
    return best;
}

constexpr std::string_view sumSignatures =
    "list(int) -> int | list(uint) -> uint | list(double) -> double | list(duration) -> duration";
constexpr std::string_view extremeSignatures = "list(A) -> A";

constexpr std::array aggregatesRows{
    FunctionRow{"sum", CallStyle::Member, sumSignatures, sum},
    FunctionRow{"sum", CallStyle::Global, sumSignatures, sum},
    FunctionRow{"min", CallStyle::Member, extremeSignatures, extreme<true>},
    FunctionRow{"min", CallStyle::Global, extremeSignatures, extreme<true>},
    FunctionRow{"max", CallStyle::Member, extremeSignatures, extreme<false>},
    FunctionRow{"max", CallStyle::Global, extremeSignatures, extreme<false>},
};

} // namespace

std::span<const FunctionRow> aggregateFunctions()
{
    return aggregatesRows;
}

} // namespace mandate::cel
