// SPDX-License-Identifier: GPL-3.0-or-later
// Two versions of one clause asked about many actions by the evaluator alone, to hold the redline's classes against.
#pragma once

#include "models/pact/cel/program.h"
#include "models/pact/judge.h"
#include "models/pact/redline/redline.h"
#include "models/pact/variables.h"

#include <nlohmann/json.hpp>

#include <string>
#include <utility>
#include <vector>

namespace mandate {

using Json = nlohmann::ordered_json;

/// Pacts of one clause "C" each, for the tool "t".
[[nodiscard]] std::pair<PactDocument, PactDocument> pactsOf(ClauseKind kind, const std::string &before, const std::string &after);

/// More time than people wait for, so that a busy machine gives the same classes.
[[nodiscard]] RedlineBudget patience();

/// What a condition answers for an action, given as the variables that have a value; `now` is a time as text.
[[nodiscard]] Answer answerTo(const std::string &condition, const Json &variables);

/// The same for two compiled conditions.
[[nodiscard]] std::pair<Answer, Answer> answersTo(const cel::Program &before, const cel::Program &after, const Json &variables);

/// Every way to give each dotted name ("args.amount") one of its values; the text "<absent>" leaves it out.
[[nodiscard]] std::vector<Json> worldsOf(const Json &values);

/// Whether the new answer is milder, or stricter, for a clause of this kind.
[[nodiscard]] bool isMilder(ClauseKind kind, Answer before, Answer after);

/// The class of the clause "C"; Wording when the redline does not list it.
[[nodiscard]] PactChange changeOf(const Redline &redline, const std::string &clause = "C");

/// Empty when the example of a change is one: our evaluator gives other answers, and the new one is milder.
[[nodiscard]] std::string problemOfExample(const PactChange &change, ClauseKind kind, const std::string &before, const std::string &after);

} // namespace mandate
