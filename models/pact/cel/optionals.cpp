// SPDX-License-Identifier: GPL-3.0-or-later
// CEL's optional values: making them, asking them, falling back. Selection through them is in access.cpp, optMap is a macro.
#include "models/pact/cel/function.h"

#include <array>

namespace mandate::cel {
namespace {

using Arguments = std::span<const Value>;

/// What ofNonZeroValue takes for nothing: null, false, 0, "", empty lists and maps, and so on.
bool isZero(const Value &x)
{
    switch (x.kind()) {
    case ValueKind::Null: return true;
    case ValueKind::Bool: return !x.asBool();
    case ValueKind::Int: return x.asInt() == 0;
    case ValueKind::Uint: return x.asUint() == 0;
    case ValueKind::Double: return x.asDouble() == 0;
    case ValueKind::String:
    case ValueKind::Bytes: return x.text().empty();
    case ValueKind::List: return x.items().empty();
    case ValueKind::Map: return x.members().empty();
    case ValueKind::Timestamp:
    case ValueKind::Duration: return x.seconds() == 0 && x.nanoseconds() == 0;
    case ValueKind::Optional: return x.inner() == nullptr;
    case ValueKind::Type:
    case ValueKind::Error: return false;
    }
    return false;
}

Value none(Evaluation &, Arguments)
{
    return Value::optional(nullptr);
}

Value of(Evaluation &e, Arguments x)
{
    return e.optionalOf(x[0]);
}

Value ofNonZeroValue(Evaluation &e, Arguments x)
{
    return isZero(x[0]) ? Value::optional(nullptr) : e.optionalOf(x[0]);
}

Value hasValue(Evaluation &e, Arguments x)
{
    return x[0].is(ValueKind::Optional) ? Value::boolean(x[0].inner() != nullptr) : e.noOverload("hasValue", x);
}

Value value(Evaluation &e, Arguments x)
{
    if (!x[0].is(ValueKind::Optional))
        return e.noOverload("value", x);
    return x[0].inner() ? *x[0].inner() : e.error("optional.none() has no value");
}

/// or() and orValue() look at the alternative only when it is needed.
template<bool unwraps>
Value otherwise(const Node &n, Evaluation &e)
{
    const Value x = (*n.a)(e);
    if (x.isError())
        return x;
    if (!x.is(ValueKind::Optional))
        return e.noOverload(unwraps ? "orValue" : "or", {x});
    if (x.inner())
        return unwraps ? *x.inner() : x;
    const Value alternative = (*n.b)(e);
    if (unwraps || alternative.isError() || alternative.is(ValueKind::Optional))
        return alternative;
    return e.noOverload("or", {x, alternative});
}

constexpr std::array optionalsRows{
    FunctionRow{"optional.none", CallStyle::Global, "-> optional_type(A)", none},
    FunctionRow{"optional.of", CallStyle::Global, "A -> optional_type(A)", of},
    FunctionRow{"optional.ofNonZeroValue", CallStyle::Global, "A -> optional_type(A)", ofNonZeroValue},
    FunctionRow{"hasValue", CallStyle::Member, "optional_type(A) -> bool", hasValue},
    FunctionRow{"value", CallStyle::Member, "optional_type(A) -> A", value},
    FunctionRow{"or", CallStyle::Member, "optional_type(A), optional_type(A) -> optional_type(A)", nullptr, otherwise<false>},
    FunctionRow{"orValue", CallStyle::Member, "optional_type(A), A -> A", nullptr, otherwise<true>},
};

} // namespace

std::span<const FunctionRow> optionalFunctions()
{
    return optionalsRows;
}

} // namespace mandate::cel
