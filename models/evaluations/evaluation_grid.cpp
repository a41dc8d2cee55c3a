// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/evaluations/evaluation_grid.h"

#include "models/evaluations/result_figures.h"

#include <algorithm>
#include <map>
#include <set>

namespace mandate {

Instant evaluatedAt(const EvaluationStatement &evaluation)
{
    return evaluation.ran && evaluation.ran->nanoseconds < evaluation.signer.at.nanoseconds ? *evaluation.ran : evaluation.signer.at;
}

EvaluationGrid evaluationGrid(const std::vector<EvaluationWithCases> &evaluations)
{
    std::vector<const EvaluationWithCases *> byAge;
    for (const EvaluationWithCases &one : evaluations) {
        if (one.first.kind == ResultKind::Tasks || one.first.kind == ResultKind::RedTeam)
            byAge.push_back(&one);
    }
    std::ranges::stable_sort(byAge, {}, [](const EvaluationWithCases *one) { return evaluatedAt(one->first).nanoseconds; });
    std::map<std::pair<EvaluationGrid::Row, EvaluationGrid::Column>, EvaluationGrid::Cell> cells;
    std::set<EvaluationGrid::Row> rows;
    EvaluationGrid grid;
    for (const EvaluationWithCases *one : byAge) {
        for (const AttackGroup &group : attackGroups(one->second)) {
            const EvaluationGrid::Row row{group.suite, group.attack, group.scorer};
            const EvaluationGrid::Column column{one->first.model.empty() ? group.subject : one->first.model, one->first.pact};
            rows.insert(row);
            std::erase(grid.columns, column);
            grid.columns.push_back(column);
            const auto [cell, isNew] = cells.try_emplace({row, column});
            if (!isNew && cell->second.entry == one->first.entry) { // subjects that whoever imported them calls one model
                for (std::size_t i = 0; i < group.counts.by.size(); ++i)
                    cell->second.counts.by.at(i) += group.counts.by.at(i);
                cell->second.utilityScored += group.utilityScored;
                cell->second.useful += group.useful;
                continue;
            }
            const std::uint64_t older = isNew ? 0 : cell->second.older + 1;
            cell->second = {group.counts, group.utilityScored, group.useful, one->first.entry, older};
        }
    }
    grid.rows.assign(rows.begin(), rows.end());
    for (const EvaluationGrid::Row &row : grid.rows) {
        for (const EvaluationGrid::Column &column : grid.columns) {
            const auto cell = cells.find({row, column});
            grid.cells.push_back(cell == cells.end() ? std::nullopt : std::optional(cell->second));
        }
    }
    return grid;
}

} // namespace mandate
