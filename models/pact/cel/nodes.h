// SPDX-License-Identifier: GPL-3.0-or-later
// The code of nodes that are no functions: names, fields, literals, logic, macros, calls. The compiler chooses among them.
#pragma once

#include "models/pact/cel/evaluation.h"

namespace mandate::cel {

Value runConstant(const Node &n, Evaluation &e); ///< constant
Value runSlot(const Node &n, Evaluation &e);     ///< slots[index]
Value runLocal(const Node &n, Evaluation &e);    ///< locals[index]
Value runSelect(const Node &n, Evaluation &e);   ///< a.text; flag: a.?text
Value runSlotSelect(const Node &n, Evaluation &e); ///< slots[index].text, a is the slot's node
Value runHas(const Node &n, Evaluation &e);      ///< has(a.text)
Value runInTexts(const Node &n, Evaluation &e);  ///< a in a constant list of strings; extra is a TextSet
Value runMatchesConstant(const Node &n, Evaluation &e); ///< a.matches(pattern); extra is a RE2

Value runAnd(const Node &n, Evaluation &e);         ///< children
Value runOr(const Node &n, Evaluation &e);          ///< children
Value runNot(const Node &n, Evaluation &e);         ///< !a
Value runConditional(const Node &n, Evaluation &e); ///< a ? b : c

Value runList(const Node &n, Evaluation &e); ///< children, optionalParts
Value runMap(const Node &n, Evaluation &e);  ///< children are key, value, …

Value runCall1(const Node &n, Evaluation &e); ///< function(a)
Value runCall2(const Node &n, Evaluation &e); ///< function(a, b)
Value runCall(const Node &n, Evaluation &e);  ///< function(children)
Value runVariadic(const Node &n, Evaluation &e); ///< function([children])

// Macros: a is the range, b the body, c the condition if there is one; locals index (and second if flag: two variables).
Value runAll(const Node &n, Evaluation &e);
Value runExists(const Node &n, Evaluation &e);
Value runExistsOne(const Node &n, Evaluation &e);
Value runMapMacro(const Node &n, Evaluation &e);
Value runFilter(const Node &n, Evaluation &e);
Value runTransformMap(const Node &n, Evaluation &e);
Value runTransformMapEntry(const Node &n, Evaluation &e);
Value runSortBy(const Node &n, Evaluation &e);
Value runOptionalMap(const Node &n, Evaluation &e); ///< flag: optFlatMap
Value runBind(const Node &n, Evaluation &e);        ///< locals[index] = a; b
Value runBlock(const Node &n, Evaluation &e);       ///< locals[index + i] = children[i]; b

/// Texts in a row, sorted, for runInTexts.
struct TextSet {
    std::span<const std::string_view> texts;
};

/// The element under `key` as the language indexes: lists by whole numbers, maps by equal keys. Null when absent; `error` is set when the
/// operand or key is of no fitting type.
struct Found {
    const Value *value = nullptr;
    Value error; ///< of kind Error, or null
};
/// `items` in ascending order of their `keys`, equal keys in the order they had; keys of kinds that have no common order are an error.
[[nodiscard]] Value sortedBy(Evaluation &e, std::span<const Value> keys, std::span<const Value> items);

[[nodiscard]] Found lookUp(Evaluation &e, const Value &operand, const Value &key);

} // namespace mandate::cel
