// SPDX-License-Identifier: GPL-3.0-or-later
// Which CEL function an operator or a function of a row is, in the names of cel::Expr. The one list for reading and writing.
#pragma once

#include "models/pact/rows/row.h"

#include <optional>
#include <string_view>

namespace mandate::rows {

enum class CallForm : std::uint8_t {
    Global, ///< f(x), and operators between two operands
    Method, ///< x.f(…)
    Sets,   ///< sets.f(x, y)
};

struct OperatorSpelling
{
    Operator op;
    std::string_view function;
    CallForm form;
    std::optional<Operator> opposite; ///< the operator that is this one with `!` in front
};

struct FunctionSpelling
{
    Function function;
    std::string_view name;
    CallForm form;
};

struct ArithmeticSpelling
{
    ArithmeticOperator op;
    std::string_view function;
};

/// The operator that has this spelling without `!`.
[[nodiscard]] const OperatorSpelling *operatorCalled(std::string_view function, CallForm form);
/// Of an operator, or of its opposite if that is how it is written.
[[nodiscard]] const OperatorSpelling &spellingOf(Operator op);

[[nodiscard]] const FunctionSpelling *functionCalled(std::string_view name, CallForm form);
[[nodiscard]] const FunctionSpelling &spellingOf(Function function);

[[nodiscard]] const ArithmeticSpelling *arithmeticCalled(std::string_view function);
[[nodiscard]] const ArithmeticSpelling &spellingOf(ArithmeticOperator op);

} // namespace mandate::rows
