// SPDX-License-Identifier: GPL-3.0-or-later
// pact check: every problem of a pact file that can be found, as lines, JSON or SARIF.
#pragma once

#include "models/pact/check.h"
#include "models/pact/document.h"
#include "models/pact/redline/logic.h"

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace mandate::cli {

class Arguments;

/// A pact that could be read, and what is wrong with it, the gravest first.
struct PactCheck
{
    ParsedPact pact;
    LogicReport logic; ///< its problems are among `problems`
    std::vector<Problem> problems;
    [[nodiscard]] bool has(ProblemClass problemClass) const;
};

/// Every check that needs no trail. The error of parsePact() when the text is no pact; `path` is where it says it is.
Result<PactCheck> checkPactText(const std::string &text, const std::string &path);
void printCheck(const PactCheck &check);
[[nodiscard]] nlohmann::ordered_json checkJson(const PactCheck &check);

/// Exit code: Findings when a problem is of class security or error.
int checkPactFile(const Arguments &arguments);

} // namespace mandate::cli
