// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/evaluations/evaluation_grid.h"

#include "models/evaluations/result_figures.h"

#include <algorithm>
#include <map>
#include <set>

namespace mandate {

namespace {

using GridPlace = std::pair<EvaluationGrid::Row, EvaluationGrid::Column>;

/// What one evaluation says of one cell: subjects that whoever brought it in calls one model are one.
std::map<GridPlace, EvaluationGrid::Cell> cellsOf(const EvaluationWithCases &evaluation)
{
    const EvaluationStatement &statement = evaluation.first;
    std::map<GridPlace, EvaluationGrid::Cell> cells;
    for (const AttackGroup &group : attackGroups(evaluation.second)) {
        EvaluationGrid::Cell &cell = cells[{{group.suite, group.attack, group.scorer}, {statement.model.empty() ? group.subject : statement.model, statement.pact}}];
        for (std::size_t i = 0; i < group.counts.by.size(); ++i)
            cell.counts.by.at(i) += group.counts.by.at(i);
        cell.utilityScored += group.utilityScored;
        cell.useful += group.useful;
        cell.entry = statement.entry;
        cell.ran = evaluatedAt(statement);
    }
    return cells;
}

/// Only what scored something replaces what did.
void putCell(EvaluationGrid::Cell newer, bool isNew, EvaluationGrid::Cell &cell)
{
    const bool known = !isNew && cell.counts.scored() > 0;
    if (known && newer.counts.scored() == 0) {
        ++cell.unscoredNewer;
        return;
    }
    newer.older = known ? cell.older + 1 : 0;
    cell = newer;
}

} // namespace

std::optional<Instant> evaluatedAt(const EvaluationStatement &evaluation)
{
    return evaluation.ran ? std::optional(Instant{std::min(evaluation.ran->nanoseconds, evaluation.signer.at.nanoseconds)}) : std::nullopt;
}

EvaluationGrid evaluationGrid(const std::vector<EvaluationWithCases> &evaluations)
{
    EvaluationGrid grid;
    std::vector<const EvaluationWithCases *> byAge;
    for (const EvaluationWithCases &one : evaluations) {
        if (one.first.kind != ResultKind::Tasks && one.first.kind != ResultKind::RedTeam)
            continue;
        if (one.first.mayCount)
            byAge.push_back(&one);
        else
            grid.barred.push_back(one.first.entry);
    }
    std::ranges::stable_sort(byAge, {}, [](const EvaluationWithCases *one) {
        const auto at = evaluatedAt(one->first);
        return std::pair(at.has_value(), at.value_or(one->first.signer.at).nanoseconds);
    });
    std::map<GridPlace, EvaluationGrid::Cell> cells;
    std::set<EvaluationGrid::Row> rows;
    for (const EvaluationWithCases *one : byAge) {
        for (const auto &[place, newer] : cellsOf(*one)) {
            rows.insert(place.first);
            std::erase(grid.columns, place.second);
            grid.columns.push_back(place.second);
            const auto [cell, isNew] = cells.try_emplace(place);
            putCell(newer, isNew, cell->second);
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
