// SPDX-License-Identifier: GPL-3.0-or-later
// Evaluations in people's words: lines of the list, figures of one evaluation, two side by side, attacks against versions. Counts and tests are
// models/evaluations.
#pragma once

#include "models/evaluations/comparison.h"
#include "models/evaluations/evaluation_grid.h"
#include "models/evaluations/result_file.h"
#include "models/items/figure_panel.h"
#include "models/items/line_model.h"

#include <map>
#include <string>

namespace mandate {

struct EvaluationComparison;

namespace evaluations {

[[nodiscard]] StateWord of(CaseResult result);
[[nodiscard]] QString kindWords(ResultKind kind); ///< "Attacks"
/// "100 cases: 90 passed, 10 failed, 0 ended in an error, 0 not scored."
[[nodiscard]] QString countsWords(const ResultCounts &counts);
/// "release 14 · clerk · gpt-4.1 · 02 Dec 2025": to choose from.
[[nodiscard]] QString nameOf(const EvaluationStatement &evaluation);

/// Columns of the list of evaluations.
enum ListColumn { SuiteColumn, FailedOfColumn, PassedColumn, FailedColumn, ErrorColumn, NotScoredColumn, CasesColumn, AgentColumn, ModelColumn, PactColumn, RanColumn, SignedColumn, KindColumn, ListColumnCount };
[[nodiscard]] QStringList listHeaders();
[[nodiscard]] LineItem lineOf(const EvaluationStatement &evaluation);

/// What was signed, and what it came to by attack, by stated confidence or by judge.
[[nodiscard]] QList<FigurePanel> panels(const EvaluationStatement &evaluation, const ResultFile &results, const std::map<std::string, bool> &labels);
[[nodiscard]] QList<FigurePanel> panels(const EvaluationComparison &compared);
/// Without columns when nothing was measured.
[[nodiscard]] FigurePanel panel(const EvaluationGrid &grid);

} // namespace evaluations
} // namespace mandate
