// SPDX-License-Identifier: GPL-3.0-or-later
// targets: what is left of the budgets that pacts set, and whether their other targets are kept.
#include "app/cli/commands.h"
#include "app/cli/output.h"
#include "app/cli/rate_output.h"
#include "models/workspace/metric_trail.h"
#include "models/workspace/target_standings.h"

#include <nlohmann/json.hpp>

#include <cstdio>

namespace mandate::cli {

namespace {

using TargetsJson = nlohmann::ordered_json;

TargetsJson orNull(const std::optional<double> &number)
{
    return number ? TargetsJson(*number) : TargetsJson(nullptr);
}

std::string lengthWords(std::int64_t seconds)
{
    if (seconds % 86400 == 0)
        return std::to_string(seconds / 86400) + " d";
    return seconds % 3600 == 0 ? std::to_string(seconds / 3600) + " h" : std::to_string(seconds / 60) + " min";
}

TargetsJson budgetJson(const Budget &budget)
{
    constexpr std::array<const char *, 3> bases{"rates", "counts", "no_events"};
    TargetsJson burns = TargetsJson::array();
    for (const BurnReading &reading : budget.readings) {
        burns.push_back({{"long_seconds", reading.rule.longSeconds},
                         {"short_seconds", reading.rule.shortSeconds},
                         {"factor", reading.rule.factor},
                         {"kind", reading.rule.page ? "page" : "ticket"},
                         {"basis", bases.at(static_cast<std::size_t>(reading.basis))},
                         {"long", {{"n", reading.longCount}, {"bad", reading.longBad}, {"burn", orNull(reading.longBurn)}}},
                         {"short", {{"n", reading.shortCount}, {"bad", reading.shortBad}, {"burn", orNull(reading.shortBurn)}}},
                         {"surprise", orNull(reading.surprise)},
                         {"fires", reading.fires}});
    }
    return {{"allowed_share", budget.bound}, {"n", budget.count}, {"bad", budget.bad}, {"remaining", orNull(budget.remaining)}, {"seconds_to_empty", orNull(budget.secondsToEmpty)},
            {"few_events", budget.fewEvents}, {"state", nameOf(budget.state)}, {"burn", std::move(burns)}};
}

void printStanding(const TargetStanding &standing)
{
    const std::string name = visible(standing.agent) + (standing.deployment.empty() ? "" : " in " + visible(standing.deployment)) + ", " + visible(standing.target.metric) + ": ";
    if (!standing.metric) {
        print(name + "nothing measures a metric of this name. Known are those of \"mandate targets --metrics\".");
        return;
    }
    if (standing.windowSeconds == 0) {
        print(name + "the window \"" + visible(standing.target.window) + "\" cannot be read. Write 30d, 6h, 45m, 90s or 4w.");
        return;
    }
    char bound[64];
    std::snprintf(bound, sizeof bound, "%s %g", standing.metric->atMost ? "at most" : "at least", standing.target.bound);
    print(name + rateWords(standing.k, standing.n) + "; target " + bound + " over " + lengthWords(standing.windowSeconds) + " up to " + formatInstant(Instant{standing.atNs}) +
          (standing.asOfLastAction ? " (its last action)" : "") + ": " + std::string(nameOf(standing.answer)));
    if (!standing.budget || !standing.budget->remaining)
        return;
    const Budget &budget = *standing.budget;
    char words[200];
    std::snprintf(words, sizeof words, "  budget %.0f %% left, state %s", 100 * *budget.remaining, std::string(nameOf(budget.state)).c_str());
    std::string line = words;
    if (budget.spent())
        line += "; it is spent";
    else if (budget.secondsToEmpty)
        line += "; at the pace of the last three days it is gone in " + lengthWords(static_cast<std::int64_t>(*budget.secondsToEmpty) / 3600 * 3600);
    if (budget.fewEvents)
        line += "; few calls, so counts decide";
    print(line);
    for (const BurnReading &reading : budget.readings) {
        if (reading.fires)
            print("  " + std::string(reading.rule.page ? "act now" : "look at it within days") + ": " + std::to_string(reading.longBad) + " of " + std::to_string(reading.longCount) + " in the last " +
                  lengthWords(reading.rule.longSeconds) + ", " + std::to_string(reading.shortBad) + " of " + std::to_string(reading.shortCount) + " in the last " + lengthWords(reading.rule.shortSeconds));
    }
}

int listMetrics(const Arguments &arguments)
{
    TargetsJson list = TargetsJson::array();
    std::vector<std::vector<std::string>> rows{{"metric", "kept when", "budget", "what it is"}};
    for (const TargetMetric &metric : targetMetrics()) {
        list.push_back({{"metric", metric.name}, {"at_most", metric.atMost}, {"spends_budget", metric.spendsBudget}, {"title", metric.title}});
        rows.push_back({std::string(metric.name), metric.atMost ? "at most" : "at least", metric.spendsBudget ? "yes" : "no", std::string(metric.title)});
    }
    if (arguments.json())
        printJson(TargetsJson{{"metrics", std::move(list)}});
    else
        printTable(rows);
    return Done;
}

int targets(const Arguments &arguments)
{
    if (arguments.has("metrics"))
        return listMetrics(arguments);
    if (arguments.words().empty())
        return fail(Error{ErrorKind::Usage, "MND-CLI-060", "It is not said which workspace is meant.", "Nothing was done.", "mandate targets W, or mandate targets --metrics", {}});
    const auto at = arguments.time("at");
    if (!at)
        return fail(at.error());
    const auto workspace = Workspace::open(arguments.word(0), true);
    if (!workspace)
        return fail(workspace.error());
    const auto trail = readMetricTrail(**workspace);
    if (!trail)
        return fail(trail.error());
    const auto standings = targetStandings(**workspace, **trail, {arguments.text("agent"), *at});
    TargetsJson list = TargetsJson::array();
    int exit = Done;
    for (const TargetStanding &standing : standings) {
        const bool missed = standing.answer == TargetAnswer::Missed || (standing.budget && (standing.budget->spent() || standing.budget->state == BudgetState::Critical));
        exit = missed ? Findings : exit;
        list.push_back({{"agent", standing.agent},
                        {"deployment", standing.deployment},
                        {"pact", standing.pactId + '@' + standing.pactVersion},
                        {"metric", standing.target.metric},
                        {"measured", standing.metric != nullptr},
                        {"bound", standing.target.bound},
                        {"at_most", standing.metric ? TargetsJson(standing.metric->atMost) : TargetsJson(nullptr)},
                        {"window", standing.target.window},
                        {"until", standing.atNs == 0 ? TargetsJson(nullptr) : TargetsJson(formatInstant(Instant{standing.atNs}))},
                        {"as_of_last_action", standing.asOfLastAction},
                        {"share", rateJson(standing.k, standing.n)},
                        {"answer", nameOf(standing.answer)},
                        {"budget", standing.budget ? budgetJson(*standing.budget) : TargetsJson(nullptr)}});
    }
    if (arguments.json()) {
        printJson(TargetsJson{{"targets", std::move(list)}});
        return exit;
    }
    if (standings.empty())
        print("No pact in force sets a target for an agent that is in the trail.");
    for (const TargetStanding &standing : standings)
        printStanding(standing);
    return exit;
}

} // namespace

std::vector<Command> targetCommands()
{
    return {{"targets",
             "whether the targets of the pacts in force are kept, and what is left of their budgets",
             {"targets W [--agent A] [--at TIME] | targets --metrics", 0, 1, {"agent", "at"}, {"metrics"}},
             targets}};
}

} // namespace mandate::cli
