// SPDX-License-Identifier: GPL-3.0-or-later
// The table of functions and operators: name, style, signatures for the checker, code for the evaluator. One family per file; this file
// names the families. Macros are not here.
#pragma once

#include "models/pact/cel/evaluation.h"
#include "models/pact/cel/type.h"

#include <span>
#include <string_view>
#include <vector>

namespace mandate::cel {

enum class CallStyle : std::uint8_t { Global, Member };

/// One row of a family's table. Exactly one of `function` (gets evaluated arguments) and `run` (evaluates its own children) is set.
struct FunctionRow {
    std::string_view name;
    CallStyle style;
    std::string_view signatures; ///< see parseSignatures()
    Implementation function = nullptr;
    Run run = nullptr;
    bool variadic = false; ///< takes any number of arguments as if they were one list
};

/// A function as the compiler finds it.
struct Function {
    std::string_view name;
    std::vector<Signature> signatures;
    Implementation function = nullptr;
    Run run = nullptr;
    bool variadic = false;
};

/// The function of this name and style, or null. The first call builds the table; safe from any thread.
[[nodiscard]] const Function *findFunction(std::string_view name, CallStyle style);
/// Whether any style of this name exists.
[[nodiscard]] bool isFunctionName(std::string_view name);
/// Every distinct name, operators excluded, for suggestions and documentation; sorted.
[[nodiscard]] const std::vector<std::string_view> &functionNames();

std::span<const FunctionRow> operatorFunctions();
std::span<const FunctionRow> accessFunctions();
std::span<const FunctionRow> logicFunctions();
std::span<const FunctionRow> conversionFunctions();
std::span<const FunctionRow> stringFunctions();
std::span<const FunctionRow> formatFunctions();
std::span<const FunctionRow> patternFunctions();
std::span<const FunctionRow> listFunctions();
std::span<const FunctionRow> aggregateFunctions();
std::span<const FunctionRow> mathFunctions();
std::span<const FunctionRow> setFunctions();
std::span<const FunctionRow> optionalFunctions();
std::span<const FunctionRow> timeFunctions();
std::span<const FunctionRow> encodingFunctions();

/// Copies text to the evaluation's memory and pays for it.
[[nodiscard]] Value textValue(Evaluation &e, std::string_view text);
/// A list copied to the evaluation's memory and paid for.
[[nodiscard]] Value listValue(Evaluation &e, std::span<const Value> items);

} // namespace mandate::cel
