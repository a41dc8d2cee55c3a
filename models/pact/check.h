// SPDX-License-Identifier: GPL-3.0-or-later
// Checks of a pact beyond its schema: conditions that do not compile, duties that are missing, clauses that name what is nowhere in the
// trail. Quick enough for each keystroke; what needs a solver is in redline/logic.h.
#pragma once

#include "models/base/result.h"
#include "models/pact/document.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace mandate {

struct Vocabulary;

/// Gravest first. Info says what is so and asks for nothing.
enum class ProblemClass : std::uint8_t { Security, Error, Warning, Suggestion, Info };
[[nodiscard]] std::string_view nameOf(ProblemClass problemClass);

struct Problem
{
    ProblemClass problemClass = ProblemClass::Error;
    std::string rule;  ///< which check found it: "unknown-tool", "never-holds" …
    std::string place; ///< clause id, "state.<fact>.<part>" or JSON Pointer; a tool is named: "/tools/<name>"
    std::string reason;
    std::string remedy;
    std::optional<std::uint64_t> line; ///< within the condition, from 1
    std::optional<std::uint64_t> column;
    std::string other;   ///< the second clause of the problem, if there is one
    std::string example; ///< JSON object: an action that shows it; or empty
    bool operator==(const Problem &) const = default;
};

/// How often the condition of each clause held in the trail, by clause id.
using ClauseMatches = std::map<std::string, std::uint64_t>;

/// Holds a pact against its own words and, with `vocabulary`, against what the trail of the agents it binds holds; `matches`, if given, come
/// from judging that trail. `today` decides what has expired. Problems come in the order of the document, the gravest class first.
[[nodiscard]] std::vector<Problem> checkPact(const PactDocument &pact, const Instant &today, const Vocabulary &vocabulary,
                                             const ClauseMatches *matches = nullptr);
/// The same knowing only the names of tools that the trail holds; empty when nothing was imported yet.
[[nodiscard]] std::vector<Problem> checkPact(const PactDocument &pact, const Instant &today, const std::vector<std::string> &observedTools = {});

/// Why a document could not be read (parsePact), as a problem: its place is a JSON Pointer, its line and column are of the document.
[[nodiscard]] Problem schemaProblem(const Error &error);

} // namespace mandate
