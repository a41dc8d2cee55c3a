// SPDX-License-Identifier: GPL-3.0-or-later
// Checks of a pact beyond its schema: conditions that do not compile, duties that are missing, clauses that name unknown tools.
#pragma once

#include "models/pact/document.h"

#include <string>
#include <vector>

namespace mandate {

enum class ProblemClass : std::uint8_t { Security, Error, Warning, Suggestion };
[[nodiscard]] std::string_view nameOf(ProblemClass problemClass);

struct Problem
{
    ProblemClass problemClass = ProblemClass::Error;
    std::string place;  ///< clause id or JSON Pointer
    std::string reason;
    std::string remedy;
    std::optional<std::uint64_t> line;   ///< within the condition, from 1
    std::optional<std::uint64_t> column;
    bool operator==(const Problem &) const = default;
};

/// `observedTools` are the tools the trail really holds for the bound agents; empty when nothing was imported yet. `today` decides what
/// has expired. Problems come in the order of the document, the gravest class first.
[[nodiscard]] std::vector<Problem> checkPact(const PactDocument &pact, const Instant &today, const std::vector<std::string> &observedTools = {});

} // namespace mandate
