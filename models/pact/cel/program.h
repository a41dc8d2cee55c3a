// SPDX-License-Identifier: GPL-3.0-or-later
// Conditions, compiled and run: the public face of the condition language (CEL, https://cel.dev, without protobuf messages and enums).
// Language and extensions are described in docs; parsing for other purposes is in parser.h and ast.h.
#pragma once

#include "models/base/arena.h"
#include "models/base/result.h"
#include "models/base/value.h"
#include "models/pact/cel/ast.h"
#include "models/pact/cel/environment.h"
#include "models/pact/cel/type.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mandate::cel {

/// A compiled condition. Immutable; copies share everything; any number of threads may evaluate one program at the same time, each with
/// an arena of its own.
class Program
{
public:
    /// Steps an evaluation may take unless told otherwise. A step is about one operation, or 8 bytes or one element of data handled.
    static constexpr std::uint64_t defaultSteps = 10'000'000;

    /// Runs the condition over the slots of its environment, in their order. A slot holding an Error value is an absent variable: reading
    /// it gives that error. Slots left out at the end are absent too.
    ///
    /// The result may be a Value of kind Error; `why().missing` then names the fact that was absent (state.order["#W1"].status) and is
    /// empty for every other reason. The result may share memory with the slots, the arena and this program, so it lives no longer than
    /// the shortest-lived of them; `clone` it to keep it. Memory comes from `arena` only, except in matches() with a pattern that is not
    /// constant, for a time zone met for the first time, in functions that work in a temporary text (format(), join(), replace(),
    /// string()), and for the words of an error.
    [[nodiscard]] Value evaluate(std::span<const Value> slots, Arena &arena, std::uint64_t steps = defaultSteps) const;

    [[nodiscard]] const Ast &ast() const;
    [[nodiscard]] const std::string &source() const;
    /// Slots the condition reads, ascending.
    [[nodiscard]] const std::vector<std::uint32_t> &referencedSlots() const;
    /// The static type of the result; dyn when checks are off.
    [[nodiscard]] const Type &resultType() const;
    /// Whether the condition is constant: it reads no slot and its value is known.
    [[nodiscard]] bool isConstant() const;

private:
    struct Parts;
    explicit Program(std::shared_ptr<const Parts> parts) : m_parts(std::move(parts)) {}
    friend Result<Program> compile(std::string_view source, const Environment &environment);

    std::shared_ptr<const Parts> m_parts;
};

/// Parses, checks and compiles a condition. Errors are of kind Input with line, column, what is wrong and what to do; what Mandate does
/// not offer (protobuf messages, unknown macros and functions) is refused by name. Sources above 64 KiB and nesting above 250 levels are
/// refused. Codes: MND-CEL-001 syntax, 002 limits, 003 not offered, 004 unknown variable, 005 unknown function, 006 types, 008 pattern.
Result<Program> compile(std::string_view source, const Environment &environment);

/// The value of a slot whose variable is absent, such as absent(arena, "confidence").
[[nodiscard]] Value absent(Arena &arena, std::string_view path);

} // namespace mandate::cel
