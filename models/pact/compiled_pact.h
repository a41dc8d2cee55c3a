// SPDX-License-Identifier: GPL-3.0-or-later
// Inside of CompiledPact, shared by compile, judge and session facts. Not for callers of models/pact.
#pragma once

#include "models/pact/cel/program.h"
#include "models/pact/judge.h"
#include "models/pact/variables.h"

#include <array>
#include <optional>

namespace mandate {

struct CompiledFact
{
    StateFact fact;
    std::optional<cel::Program> when;
    std::optional<cel::Program> key;
    std::optional<cel::Program> value;
    bool readsObjects = false; ///< some expression uses `value`: results are parsed as JSON and their objects offered
};

struct CompiledPact::Private
{
    PactDocument document;
    std::vector<Clause> clauses;
    std::vector<cel::Program> programs; ///< one a clause
    std::vector<CompiledFact> facts;
    std::array<bool, variables::SlotCount> uses{}; ///< slots that some condition reads
    Value now;
};

} // namespace mandate
