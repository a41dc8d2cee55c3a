// SPDX-License-Identifier: GPL-3.0-or-later
// Evaluations as the command line says them.
#pragma once

#include "models/evaluations/evaluation_statement.h"

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace mandate::cli {

/// {"cases","passed","failed","error","not_scored"}.
[[nodiscard]] nlohmann::ordered_json countsJson(const ResultCounts &counts);
[[nodiscard]] nlohmann::ordered_json statementJson(const EvaluationStatement &evaluation);
/// "4 cases: 1 passed, 1 failed, 1 ended in an error, 1 not scored".
[[nodiscard]] std::string countsWords(const ResultCounts &counts);
/// The number of an entry that is typed; a usage error when it is none.
[[nodiscard]] Result<std::uint64_t> entryNumber(const std::string &word);
/// The text, or null where it is empty.
[[nodiscard]] nlohmann::ordered_json textOrNull(const std::string &text);

} // namespace mandate::cli
