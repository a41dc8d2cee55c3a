// SPDX-License-Identifier: GPL-3.0-or-later
// evaluate compare, grid and due: what changed between evaluations, what was never measured, and who has to be evaluated again.
#include "app/cli/commands.h"
#include "app/cli/evaluation_output.h"
#include "app/cli/output.h"
#include "app/cli/rate_output.h"
#include "app/cli/surroundings.h"
#include "models/workspace/evaluations.h"
#include "models/workspace/reevaluation.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>

namespace mandate::cli {

namespace {

using ReevaluationJson = nlohmann::ordered_json;

/// Failed of scored, with what is known where none failed; errors and what nobody scored apart.
ReevaluationJson sideJson(const ResultCounts &counts)
{
    ReevaluationJson side{{"failed", rateJson(counts.of(CaseResult::Failed), counts.scored())},
                          {"at_most", nullptr},
                          {"error", counts.of(CaseResult::Error)},
                          {"not_scored", counts.of(CaseResult::NotScored)}};
    if (counts.scored() > 0 && counts.of(CaseResult::Failed) == 0)
        side["at_most"] = mostWhereNoneFailed(counts.scored());
    return side;
}

std::string sideWords(const ResultCounts &counts)
{
    std::string words = rateWords(counts.of(CaseResult::Failed), counts.scored());
    if (counts.scored() > 0 && counts.of(CaseResult::Failed) == 0) {
        char most[48];
        std::snprintf(most, sizeof most, ", at most %.1f %%", 100 * mostWhereNoneFailed(counts.scored()));
        words += most;
    }
    if (counts.of(CaseResult::Error) > 0)
        words += ", " + counted(counts.of(CaseResult::Error), "error");
    if (counts.of(CaseResult::NotScored) > 0)
        words += ", " + std::to_string(counts.of(CaseResult::NotScored)) + " not scored";
    return words;
}

std::string changeWords(const ShareComparison &share)
{
    char p[32];
    std::snprintf(p, sizeof p, "p = %.3g", share.p);
    const std::string test = share.test == ShareTest::McNemar ? std::string(p) + ", case by case: " + std::to_string(share.worsened) + " got worse, " + std::to_string(share.recovered) + " better" : std::string(p);
    switch (share.change) {
    case ShareChange::NotComparable: return "cannot be compared: nothing was scored before";
    case ShareChange::Lost: return share.after.scored() == 0 ? "LOST: scored before, and nothing of it is now" : "LOST: more than half of what was scored before is not now";
    case ShareChange::NotShown:
        if (share.heldBack)
            return "NO IMPROVEMENT, though fewer failed: cases are no longer scored or were left out (" + test + ")";
        return (share.contradicted ? "no improvement, though the same tasks got better: the share of all cases did not (" : "no difference beyond chance (") + test + ")";
    case ShareChange::Regression: return "REGRESSION (" + test + ")";
    case ShareChange::Improvement: return "improvement (" + test + ")";
    }
    return {};
}

/// What is no longer scored of what was; empty where that is nothing.
std::string missedWords(const ShareComparison &share)
{
    std::string words;
    if (share.unscored > 0)
        words = counted(share.unscored, "task") + " scored before ended in an error or not scored";
    if (share.gone > 0 && !share.otherSuite)
        words += (words.empty() ? "" : ", ") + counted(share.gone, "task") + " scored before did not run";
    return words;
}

int compareEvaluationsCommand(const Arguments &arguments)
{
    const auto before = entryNumber(arguments.word(1));
    const auto after = entryNumber(arguments.word(2));
    if (!before || !after)
        return fail(before ? after.error() : before.error());
    const auto workspace = Workspace::open(arguments.word(0), true);
    if (!workspace)
        return fail(workspace.error());
    const auto compared = compareEvaluations(**workspace, *before, *after);
    if (!compared)
        return fail(compared.error());
    const auto anyIs = [&compared](ShareChange change) { return std::ranges::any_of(compared->shares, [change](const ShareComparison &share) { return share.change == change; }); };
    const int answer = std::ranges::any_of(compared->shares, isFinding) ? Findings : Done;
    if (arguments.json()) {
        ReevaluationJson attacks = ReevaluationJson::array();
        for (const ShareComparison &share : compared->shares) {
            attacks.push_back({{"subject", textOrNull(share.subject)},
                               {"suite", textOrNull(share.suite)},
                               {"attack", textOrNull(share.attack)},
                               {"scorer", textOrNull(share.scorer)},
                               {"before", sideJson(share.before)},
                               {"after", sideJson(share.after)},
                               {"test", nameOf(share.test)},
                               {"p", share.test == ShareTest::None ? ReevaluationJson(nullptr) : ReevaluationJson(share.p)},
                               {"matched", share.matched},
                               {"worsened", share.worsened},
                               {"recovered", share.recovered},
                               {"unscored", share.unscored},
                               {"gone", share.gone},
                               {"intervals_apart", share.intervalsApart},
                               {"contradicted", share.contradicted},
                               {"held_back", share.heldBack},
                               {"other_suite", share.otherSuite},
                               {"change", nameOf(share.change)}});
        }
        printJson(ReevaluationJson{{"before", statementJson(compared->before)}, {"after", statementJson(compared->after)}, {"warnings", compared->warnings}, {"attacks", std::move(attacks)},
                                   {"regression", anyIs(ShareChange::Regression)}, {"lost", anyIs(ShareChange::Lost)}, {"held_back", std::ranges::any_of(compared->shares, &ShareComparison::heldBack)}});
        return answer;
    }
    const auto side = [](const EvaluationStatement &one) {
        return "entry " + std::to_string(one.entry) + ", " + visible(one.suite) + (one.model.empty() ? "" : ", model " + visible(one.model)) + (one.pact.empty() ? "" : ", pact " + visible(one.pact));
    };
    print("Before: " + side(compared->before));
    print("After:  " + side(compared->after));
    for (const std::string &warning : compared->warnings)
        print("  " + visible(warning));
    for (const ShareComparison &share : compared->shares) {
        std::string name = share.attack.empty() ? std::string("without attack") : visible(share.attack);
        for (const std::string *part : {&share.suite, &share.subject}) {
            if (!part->empty())
                name += ", " + visible(*part);
        }
        if (!share.scorer.empty())
            name += ", by " + visible(share.scorer);
        print(name + ": " + changeWords(share));
        print("  before " + sideWords(share.before));
        print("  after  " + sideWords(share.after));
        if (const std::string missed = missedWords(share); !missed.empty())
            print("  " + missed);
    }
    return answer;
}

/// What else there is of a cell, and what is not known of it.
std::string othersWords(const EvaluationGrid::Cell &cell)
{
    std::string words;
    if (cell.older > 0)
        words += "; " + std::to_string(cell.older) + " older";
    if (cell.unscoredNewer > 0)
        words += "; " + std::to_string(cell.unscoredNewer) + " newer with nothing scored";
    if (!cell.ran)
        words += "; nobody said when it ran";
    return words;
}

void printLeftOut(const EvaluationGrid &grid)
{
    const auto tell = [](const std::vector<std::uint64_t> &entries, const std::string &why) {
        if (entries.empty())
            return;
        std::string list;
        for (const std::uint64_t entry : entries)
            list += (list.empty() ? "" : ", ") + std::to_string(entry);
        print("In no cell: " + list + ", " + why);
    };
    tell(grid.unreadable, "whose results cannot be read.");
    tell(grid.barred, "brought in by who may not.");
}

int showGrid(const Arguments &arguments)
{
    const auto workspace = Workspace::open(arguments.word(0), true);
    if (!workspace)
        return fail(workspace.error());
    const auto grid = gridOf(**workspace, arguments.text("agent"));
    if (!grid)
        return fail(grid.error());
    if (arguments.json()) {
        ReevaluationJson columns = ReevaluationJson::array();
        for (const EvaluationGrid::Column &column : grid->columns)
            columns.push_back({{"model", textOrNull(column.model)}, {"pact", textOrNull(column.pact)}});
        ReevaluationJson rows = ReevaluationJson::array();
        for (std::size_t row = 0; row < grid->rows.size(); ++row) {
            ReevaluationJson cells = ReevaluationJson::array();
            for (std::size_t column = 0; column < grid->columns.size(); ++column) {
                const auto &cell = grid->at(row, column);
                if (!cell) {
                    cells.push_back(nullptr);
                    continue;
                }
                ReevaluationJson told = sideJson(cell->counts);
                told["utility"] = rateJson(cell->useful, cell->utilityScored);
                told["entry"] = cell->entry;
                told["ran"] = jsonOf(cell->ran);
                told["older"] = cell->older;
                told["unscored_newer"] = cell->unscoredNewer;
                cells.push_back(std::move(told));
            }
            const EvaluationGrid::Row &of = grid->rows[row];
            rows.push_back({{"suite", textOrNull(of.suite)}, {"attack", textOrNull(of.attack)}, {"scorer", textOrNull(of.scorer)}, {"cells", std::move(cells)}});
        }
        printJson(ReevaluationJson{{"agent", textOrNull(arguments.text("agent"))}, {"columns", std::move(columns)}, {"rows", std::move(rows)}, {"unreadable", grid->unreadable}, {"barred", grid->barred}});
        return Done;
    }
    if (grid->rows.empty()) {
        print("No evaluation of tasks or attacks is here for this agent.");
        printLeftOut(*grid);
        return Done;
    }
    std::vector<std::vector<std::string>> table{{"suite", "attack"}};
    for (const EvaluationGrid::Column &column : grid->columns)
        table[0].push_back((column.model.empty() ? "model not said" : column.model) + (column.pact.empty() ? ", no pact" : ", " + column.pact));
    for (std::size_t row = 0; row < grid->rows.size(); ++row) {
        const EvaluationGrid::Row &of = grid->rows[row];
        table.push_back({of.suite, (of.attack.empty() ? "without attack" : of.attack) + (of.scorer.empty() ? "" : " by " + of.scorer)});
        for (std::size_t column = 0; column < grid->columns.size(); ++column) {
            const auto &cell = grid->at(row, column);
            table.back().push_back(cell ? sideWords(cell->counts) + othersWords(*cell) : "not measured");
        }
    }
    print("Failed cases of those that were scored. Under attack, a case fails where the attack succeeded.");
    printTable(table);
    printLeftOut(*grid);
    return Done;
}

ReevaluationJson reasonJson(const ReevaluationReason &reason)
{
    return {{"kind", nameOf(reason.change.kind)},
            {"says", reasonWords(reason)},
            {"before", textOrNull(reason.change.before)},
            {"after", textOrNull(reason.change.after)},
            {"at", jsonOf(reason.change.at)},
            {"entry", reason.change.entry},
            {"deadline", formatInstant(reason.deadline)}};
}

int showDue(const Arguments &arguments)
{
    const bool act = arguments.has("act");
    const auto workspace = Workspace::open(arguments.word(0), !act, surroundings());
    if (!workspace)
        return fail(workspace.error());
    std::uint64_t acted = 0;
    if (act) {
        const auto done = Reevaluations::respond(**workspace);
        if (!done)
            return fail(done.error());
        acted = *done;
    }
    const auto all = Reevaluations(**workspace).all();
    if (!all)
        return fail(all.error());
    bool overdue = false;
    ReevaluationJson list = ReevaluationJson::array();
    for (const AgentReevaluation &agent : *all) {
        const Staleness &staleness = agent.staleness;
        overdue = overdue || staleness.state == EvaluationState::Overdue;
        if (arguments.json()) {
            ReevaluationJson reasons = ReevaluationJson::array();
            for (const ReevaluationReason &reason : staleness.reasons)
                reasons.push_back(reasonJson(reason));
            list.push_back({{"agent", agent.agent},
                            {"state", nameOf(staleness.state)},
                            {"owner", textOrNull(agent.owner)},
                            {"pact", agent.terms.pact},
                            {"cadence", textOrNull(agent.terms.cadence)},
                            {"triggers", agent.terms.triggers},
                            {"on_overdue", agent.terms.onOverdue.empty() ? "tell" : agent.terms.onOverdue},
                            {"deadline", jsonOf(staleness.deadline)},
                            {"last", staleness.last ? ReevaluationJson{{"at", formatInstant(staleness.last->at)}, {"by", staleness.last->by}, {"entry", staleness.last->entry}} : ReevaluationJson(nullptr)},
                            {"undated", staleness.undated ? ReevaluationJson{{"signed_at", formatInstant(staleness.undated->at)}, {"by", staleness.undated->by}, {"entry", staleness.undated->entry}} : ReevaluationJson(nullptr)},
                            {"reasons", std::move(reasons)}});
            continue;
        }
        std::string line = visible(agent.agent) + ": " + std::string(nameOf(staleness.state));
        if (staleness.deadline)
            line += staleness.state == EvaluationState::Overdue ? " since " + formatInstant(*staleness.deadline) : ", by " + formatInstant(*staleness.deadline);
        line += agent.owner.empty() ? ". Nobody answers for it." : ". " + visible(agent.owner) + " answers for it.";
        print(line);
        for (const ReevaluationReason &reason : staleness.reasons)
            print("  " + visible(reasonWords(reason)) + (reason.change.at ? " Seen first at " + formatInstant(*reason.change.at) : " Seen first at a time that is not known") + ", entry " + std::to_string(reason.change.entry) + '.');
        print(staleness.last ? "  Last evaluated at " + formatInstant(staleness.last->at) + " by " + visible(staleness.last->by) + ", entry " + std::to_string(staleness.last->entry) + '.' : std::string(staleness.undated ? "  No evaluation counts." : "  Never evaluated."));
        if (staleness.undated)
            print("  Entry " + std::to_string(staleness.undated->entry) + " by " + visible(staleness.undated->by) + " makes no agent current: nobody said when it ran.");
    }
    if (arguments.json())
        printJson(ReevaluationJson{{"agents", std::move(list)}, {"acted", acted}});
    else if (all->empty())
        print("No pact in force asks for evaluations of an agent that was seen.");
    else if (act)
        print(acted == 0 ? std::string("Nothing was done by itself.") : counted(acted, "agent") + " restricted or suspended, as the pact says.");
    return overdue ? Findings : Done;
}

} // namespace

std::vector<Command> reevaluationCommands()
{
    return {{"evaluate compare", "what got worse or better between two evaluations, by attack", {"evaluate compare W BEFORE AFTER", 3, 3, {}, {}}, compareEvaluationsCommand},
            {"evaluate grid", "attacks against models and pact versions; what was never measured is missing", {"evaluate grid W [--agent A]", 1, 1, {"agent"}, {}}, showGrid},
            {"evaluate due", "which agents have to be evaluated again, why, and until when", {"evaluate due W [--act]", 1, 1, {}, {"act"}}, showDue}};
}

} // namespace mandate::cli
