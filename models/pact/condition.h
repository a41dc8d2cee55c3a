// SPDX-License-Identifier: GPL-3.0-or-later
// A condition that has to give a yes or no, or a text: of pacts, their facts and scope policies.
#pragma once

#include "models/pact/cel/program.h"
#include "models/pact/cel/type.h"

#include <string>

namespace mandate {

/// Compiles a condition that must give a yes or no (Kind::Bool) or a text (Kind::String). One of another type could never be decided,
/// so it is refused here and not found out one action at a time. An expression of unknown type (dyn) passes; Kind::Dyn asks for nothing.
Result<cel::Program> compileCondition(const std::string &source, const cel::Environment &environment, cel::Type::Kind gives);

} // namespace mandate
