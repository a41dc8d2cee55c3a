// SPDX-License-Identifier: GPL-3.0-or-later
// Attacks against versions: what each attack came to under each model and pact version that was evaluated. A cell that nobody measured is missing, never 0.
#pragma once

#include "models/evaluations/evaluation_statement.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace mandate {

struct EvaluationGrid
{
    struct Row
    {
        std::string suite;
        std::string attack; ///< empty: without attack
        std::string scorer;
        auto operator<=>(const Row &) const = default;
    };
    struct Column
    {
        std::string model; ///< as whoever imported it says, else as the results name their subject
        std::string pact;  ///< id@version in force; empty: none
        auto operator<=>(const Column &) const = default;
    };
    struct Cell
    {
        ResultCounts counts;
        std::uint64_t utilityScored = 0, useful = 0;
        std::uint64_t entry = 0; ///< of the evaluation it is from: the newest that scored something of it
        std::optional<Instant> ran; ///< when that ran; none where nobody said
        std::uint64_t older = 0; ///< others that scored something of it: from before, or of a time that nobody said
        std::uint64_t unscoredNewer = 0; ///< from after it, with nothing scored: they replace nothing
    };
    std::vector<Row> rows;       ///< sorted
    std::vector<Column> columns; ///< in the order of their newest evaluations
    std::vector<std::optional<Cell>> cells; ///< row by row
    std::vector<std::uint64_t> unreadable;  ///< entries of evaluations whose results cannot be read: in no cell
    std::vector<std::uint64_t> barred;      ///< of those that were signed by who may not: in no cell
    [[nodiscard]] const std::optional<Cell> &at(std::size_t row, std::size_t column) const { return cells.at(row * columns.size() + column); }
};

using EvaluationWithCases = std::pair<EvaluationStatement, std::vector<ResultCase>>;
/// Of evaluations of tasks and attacks; answers and opinions are left out. Those of which nobody said when they ran come before all others.
[[nodiscard]] EvaluationGrid evaluationGrid(const std::vector<EvaluationWithCases> &evaluations);

/// When the evidence is from: when it ran, and not later than it was signed for; none where nobody said when. When it was brought in says nothing of that.
[[nodiscard]] std::optional<Instant> evaluatedAt(const EvaluationStatement &evaluation);

} // namespace mandate
