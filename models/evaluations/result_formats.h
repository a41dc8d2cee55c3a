// SPDX-License-Identifier: GPL-3.0-or-later
// The formats of result files, one function each: nothing when the file is not of that format, an Input error when it is and cannot be read.
#pragma once

#include "models/evaluations/result_file.h"

namespace mandate {

using ResultReading = std::optional<Result<ResultFile>>;

/// A table with a row an answer: columns stated_confidence and correct; llm or model, qset or set, question_id where they are there.
ResultReading readConfidenceTable(std::string_view bytes);
/// {"total_judged", "entries": [{"simulation_id", "judge_verdict", "judge_justification", "judge_model", "tau2_success"}]}.
ResultReading readJudgeFile(std::string_view bytes);

ResultReading readPromptfoo(std::string_view bytes);
ResultReading readGarak(std::string_view bytes);
ResultReading readInspectLog(std::string_view bytes);
ResultReading readPyrit(std::string_view bytes);
ResultReading readAgentDojoRun(std::string_view bytes);
ResultReading readLabelledSessions(std::string_view bytes);
ResultReading readSessionList(std::string_view bytes);

/// The result of this name, as nameOf() has it.
[[nodiscard]] std::optional<CaseResult> caseResultOf(std::string_view name);

/// MND-EVL-002: the file is of this format and something in it is not as that says.
[[nodiscard]] Error damagedResults(std::string_view format, std::string happened, std::string path = {}, std::optional<std::uint64_t> line = {});

} // namespace mandate
