// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pact/rows/spelling.h"

#include <algorithm>
#include <array>
#include <cassert>

namespace mandate::rows {
namespace {

constexpr std::array operators{
    OperatorSpelling{Operator::Is, "_==_", CallForm::Global, {}},
    OperatorSpelling{Operator::IsNot, "_!=_", CallForm::Global, {}},
    OperatorSpelling{Operator::Less, "_<_", CallForm::Global, {}},
    OperatorSpelling{Operator::AtMost, "_<=_", CallForm::Global, {}},
    OperatorSpelling{Operator::More, "_>_", CallForm::Global, {}},
    OperatorSpelling{Operator::AtLeast, "_>=_", CallForm::Global, {}},
    OperatorSpelling{Operator::In, "@in", CallForm::Global, Operator::NotIn},
    OperatorSpelling{Operator::StartsWith, "startsWith", CallForm::Method, Operator::NotStartsWith},
    OperatorSpelling{Operator::EndsWith, "endsWith", CallForm::Method, Operator::NotEndsWith},
    OperatorSpelling{Operator::Contains, "contains", CallForm::Method, Operator::NotContains},
    OperatorSpelling{Operator::Matches, "matches", CallForm::Method, Operator::NotMatches},
    OperatorSpelling{Operator::SameElements, "equivalent", CallForm::Sets, Operator::NotSameElements},
    OperatorSpelling{Operator::AllAmong, "contains", CallForm::Sets, Operator::NotAllAmong},
    OperatorSpelling{Operator::Shares, "intersects", CallForm::Sets, Operator::SharesNone},
};

constexpr std::array functions{
    FunctionSpelling{Function::Double, "double", CallForm::Global},
    FunctionSpelling{Function::Int, "int", CallForm::Global},
    FunctionSpelling{Function::Uint, "uint", CallForm::Global},
    FunctionSpelling{Function::String, "string", CallForm::Global},
    FunctionSpelling{Function::Bool, "bool", CallForm::Global},
    FunctionSpelling{Function::Timestamp, "timestamp", CallForm::Global},
    FunctionSpelling{Function::Duration, "duration", CallForm::Global},
    FunctionSpelling{Function::Size, "size", CallForm::Global},
    FunctionSpelling{Function::SizeOf, "size", CallForm::Method},
    FunctionSpelling{Function::Sum, "sum", CallForm::Method},
    FunctionSpelling{Function::Min, "min", CallForm::Method},
    FunctionSpelling{Function::Max, "max", CallForm::Method},
    FunctionSpelling{Function::Distinct, "distinct", CallForm::Method},
    FunctionSpelling{Function::Trim, "trim", CallForm::Method},
    FunctionSpelling{Function::LowerAscii, "lowerAscii", CallForm::Method},
    FunctionSpelling{Function::UpperAscii, "upperAscii", CallForm::Method},
    FunctionSpelling{Function::FullYear, "getFullYear", CallForm::Method},
    FunctionSpelling{Function::Month, "getMonth", CallForm::Method},
    FunctionSpelling{Function::DayOfMonth, "getDate", CallForm::Method},
    FunctionSpelling{Function::DayOfWeek, "getDayOfWeek", CallForm::Method},
    FunctionSpelling{Function::Hours, "getHours", CallForm::Method},
    FunctionSpelling{Function::Minutes, "getMinutes", CallForm::Method},
};

constexpr std::array arithmeticOperators{
    ArithmeticSpelling{ArithmeticOperator::Plus, "_+_"},      ArithmeticSpelling{ArithmeticOperator::Minus, "_-_"},
    ArithmeticSpelling{ArithmeticOperator::Times, "_*_"},     ArithmeticSpelling{ArithmeticOperator::DividedBy, "_/_"},
    ArithmeticSpelling{ArithmeticOperator::Remainder, "_%_"},
};

template<typename Table, typename Test>
const typename Table::value_type *firstOf(const Table &table, Test test)
{
    const auto found = std::find_if(table.begin(), table.end(), test);
    return found == table.end() ? nullptr : &*found;
}

template<typename Spelling>
const Spelling &known(const Spelling *spelling)
{
    assert(spelling);
    return *spelling;
}

} // namespace

const OperatorSpelling *operatorCalled(std::string_view function, CallForm form)
{
    return firstOf(operators, [&](const OperatorSpelling &s) { return s.function == function && s.form == form; });
}

const OperatorSpelling &spellingOf(Operator op)
{
    return known(firstOf(operators, [op](const OperatorSpelling &s) { return s.op == op || s.opposite == op; }));
}

const FunctionSpelling *functionCalled(std::string_view name, CallForm form)
{
    return firstOf(functions, [&](const FunctionSpelling &s) { return s.name == name && s.form == form; });
}

const FunctionSpelling &spellingOf(Function function)
{
    return known(firstOf(functions, [function](const FunctionSpelling &s) { return s.function == function; }));
}

const ArithmeticSpelling *arithmeticCalled(std::string_view function)
{
    return firstOf(arithmeticOperators, [&](const ArithmeticSpelling &s) { return s.function == function; });
}

const ArithmeticSpelling &spellingOf(ArithmeticOperator op)
{
    return known(firstOf(arithmeticOperators, [op](const ArithmeticSpelling &s) { return s.op == op; }));
}

} // namespace mandate::rows
