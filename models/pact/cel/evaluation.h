// SPDX-License-Identifier: GPL-3.0-or-later
// What a running condition consists of: nodes with resolved slots, constants and functions, and the state of one evaluation. Internal to
// this library; the outside sees Program.
#pragma once

#include "models/base/arena.h"
#include "models/base/value.h"
#include "models/pact/cel/ast.h"

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string_view>

namespace mandate::cel {

/// The state of one evaluation. Functions take memory from `arena` only and pay for work that grows with the data through charge().
struct Evaluation {
    const Value *slots;
    Arena &arena;
    Value *locals;            ///< variables of macros
    std::uint32_t *positions; ///< for each local, which element of its range it holds; for messages
    const Ast *ast;           ///< for messages
    std::uint64_t budget;     ///< steps left

    /// Takes steps from the budget; false, and nothing left, when there are not enough.
    [[nodiscard]] bool charge(std::uint64_t steps)
    {
        if (budget <= steps) {
            budget = 0;
            return false;
        }
        budget -= steps;
        return true;
    }

    /// An error whose message is a literal or lives as long as the program.
    [[nodiscard]] Value error(std::string_view lastingMessage);
    [[nodiscard]] Value tooLong() { return error("evaluation too long"); }
    [[nodiscard]] Value noOverload(std::string_view function, std::span<const Value> arguments);
    [[nodiscard]] Value noOverload(std::string_view function, std::initializer_list<Value> arguments)
    {
        return noOverload(function, std::span<const Value>(arguments.begin(), arguments.size()));
    }
    /// A value that is an optional holding `inner`.
    [[nodiscard]] Value optionalOf(const Value &inner);
};

struct Node;

/// Computes a node. Never throws; failures are values of kind Error.
using Run = Value (*)(const Node &, Evaluation &);

/// A function over evaluated arguments, none of which is an error. A member's receiver is the first argument.
using Implementation = Value (*)(Evaluation &, std::span<const Value> arguments);

/// What a node is when an absent fact is told as a path.
enum class NodeForm : std::uint8_t { Other, Slot, Element, Alias, Select, Index };

/// One step of a program, immutable after compilation and owned by the program's arena.
struct Node {
    Run run = nullptr;
    const Node *a = nullptr;
    const Node *b = nullptr;
    const Node *c = nullptr;
    std::span<const Node *const> children; ///< of calls, literals, && and ||
    Value constant;
    std::string_view text; ///< field, variable or function name
    union {
        Implementation function = nullptr;
        const void *extra; ///< RE2 of a constant pattern, or a constant set
    };
    std::uint32_t index = 0;  ///< slot, or first local
    std::uint32_t second = 0; ///< second local
    std::uint32_t cost = 1;   ///< steps of one run of the body of a macro
    NodeForm form = NodeForm::Other;
    bool flag = false; ///< optional select, two variables, descending …
    const std::vector<bool> *optionalParts = nullptr;
    ExprId id{};

    Value operator()(Evaluation &e) const { return run(*this, e); }
};

/// The error of an absent key or element, with its path (`state.order["#W1"].status`) built here and now.
[[nodiscard]] Value missingField(const Node &node, Evaluation &e);
[[nodiscard]] Value missingKey(const Node &node, Evaluation &e, const Value &key, std::string_view message);

} // namespace mandate::cel
