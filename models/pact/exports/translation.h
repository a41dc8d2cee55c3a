// SPDX-License-Identifier: GPL-3.0-or-later
// A condition as two formulas: when it is yes and when it is no. Where neither holds it is undecidable. Exact on inputs whose places have the
// kinds noted here; what cannot be said so is refused with the reason. No engine's words are known here.
#pragma once

#include "models/pact/cel/ast.h"
#include "models/pact/document.h"
#include "models/pact/exports/formula.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace mandate::exports {

/// What a place must hold, if it holds anything but null, for the formulas to be exact.
enum class Kind : std::uint8_t { Any, Text, Number, Truth, TextList, Object, Countable };
[[nodiscard]] std::string_view nameOf(Kind kind);

struct Place
{
    Path path;
    Kind kind = Kind::Any;
    bool nullFits = true; ///< false: the formulas do not tell what null means here
};

/// What the target can say beyond an action's own arguments.
struct Ability
{
    std::string_view engine; ///< for reasons
    bool session = false;    ///< state, record, confidence and the user's words
    bool counts = false;     ///< size()
    bool patterns = false;   ///< matches()
    bool ordersTexts = false;
};

struct Translated
{
    Formula yes;
    Formula no;
    std::map<std::string, Place> places; ///< by name
    std::string reason;                  ///< why not; empty when translated
};

/// `pact` says which facts are maps that are always there.
[[nodiscard]] Translated translate(const Clause &clause, const PactDocument &pact, const Ability &ability);

} // namespace mandate::exports
