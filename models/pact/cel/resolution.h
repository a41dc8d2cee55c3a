// SPDX-License-Identifier: GPL-3.0-or-later
// Which variable, type or function a name in a condition means (CEL specification, "Name Resolution"). Used by the checker and the
// compiler, so that both agree.
#pragma once

#include "models/pact/cel/ast.h"
#include "models/pact/cel/environment.h"
#include "models/pact/cel/function.h"

#include <optional>
#include <string>
#include <string_view>

namespace mandate::cel {

/// A name that is a variable of the environment or a type.
struct Meaning {
    enum class Kind : std::uint8_t { Slot, Type } kind = Kind::Slot;
    std::uint32_t slot = 0;
    std::string_view typeName; ///< as CEL prints it; static
};

/// What a dotted name means outside of any macro's variables; a leading '.' is the root scope.
[[nodiscard]] std::optional<Meaning> meaningOf(const Environment &environment, std::string_view name);

/// The static type of a type's name, so that `int` is of type type(int).
[[nodiscard]] Type typeNamed(std::string_view typeName);

/// What a call calls. `target` is set when the receiver is an argument; a namespace such as the math of math.abs is none.
struct Callee {
    const Function *function = nullptr;             ///< null when there is none to run
    const std::vector<Signature> *signatures = nullptr; ///< of the function, or of a declared one; null when unknown
    bool member = false;
    std::string name; ///< for messages
};
[[nodiscard]] Callee calleeOf(const Ast &ast, const Expr &call, const Environment &environment);

/// The first part of a dotted name.
[[nodiscard]] inline std::string_view firstPart(std::string_view name)
{
    return name.substr(0, name.find('.'));
}

} // namespace mandate::cel
