// SPDX-License-Identifier: GPL-3.0-or-later
// CEL's sets extension: lists taken as sets. Comparisons are CEL equality, so 1 and 1.0 are the same element.
#include "models/pact/cel/compare.h"
#include "models/pact/cel/function.h"

#include <array>

namespace mandate::cel {
namespace {

using Arguments = std::span<const Value>;

/// Whether `element` is in `items`; false with budget 0 when the evaluation is too long.
bool has(Evaluation &e, std::span<const Value> items, const Value &element)
{
    if (!e.charge(1 + items.size()))
        return false;
    for (const Value &item : items) {
        if (equalWithin(item, element, e.budget))
            return true;
        if (e.budget == 0)
            return false;
    }
    return false;
}

/// Whether every (or any) element of `b` is in `a`.
template<bool every>
bool covers(Evaluation &e, std::span<const Value> a, std::span<const Value> b)
{
    for (const Value &element : b) {
        const bool found = has(e, a, element);
        if (e.budget == 0 || found != every)
            return found;
    }
    return every;
}

Value answer(Evaluation &e, bool holds)
{
    return e.budget == 0 ? e.tooLong() : Value::boolean(holds);
}

Value setContains(Evaluation &e, Arguments x)
{
    if (!x[0].isList() || !x[1].isList())
        return e.noOverload("sets.contains", x);
    return answer(e, covers<true>(e, x[0].items(), x[1].items()));
}

Value equivalent(Evaluation &e, Arguments x)
{
    if (!x[0].isList() || !x[1].isList())
        return e.noOverload("sets.equivalent", x);
    return answer(e, covers<true>(e, x[0].items(), x[1].items()) && covers<true>(e, x[1].items(), x[0].items()));
}

Value intersects(Evaluation &e, Arguments x)
{
    if (!x[0].isList() || !x[1].isList())
        return e.noOverload("sets.intersects", x);
    return answer(e, covers<false>(e, x[0].items(), x[1].items()));
}

constexpr std::array setsRows{
    FunctionRow{"sets.contains", CallStyle::Global, "list(A), list(A) -> bool", setContains},
    FunctionRow{"sets.equivalent", CallStyle::Global, "list(A), list(A) -> bool", equivalent},
    FunctionRow{"sets.intersects", CallStyle::Global, "list(A), list(A) -> bool", intersects},
};

} // namespace

std::span<const FunctionRow> setFunctions()
{
    return setsRows;
}

} // namespace mandate::cel
