// SPDX-License-Identifier: GPL-3.0-or-later
// metrics: how agents behaved, run by run, beside how well they did their tasks. Every rate with its k and n.
#include "app/cli/commands.h"
#include "app/cli/output.h"
#include "app/cli/rate_output.h"
#include "models/metrics/agent_figures.h"
#include "models/metrics/response_times.h"
#include "models/metrics/split_figures.h"
#include "models/workspace/evaluations.h"
#include "models/workspace/metric_trail.h"
#include "models/workspace/safety_cost.h"

#include <nlohmann/json.hpp>


namespace mandate::cli {

namespace {

using MetricsJson = nlohmann::ordered_json;

MetricsJson figuresJson(const AgentFigures &all)
{
    const AgentBehaviour &agent = all.behaviour;
    const EvidenceFigures &evidence = all.evidence;
    const UnexpectedWrites &writes = all.writes;
    const ApprovalFigures &approvals = all.approvals;
    const CapabilityFigures &capability = all.capability;
    const HandOffFigures &handOff = agent.handOff;
    MetricsJson attacks = MetricsJson::object();
    for (const auto &[name, figures] : agent.attacks) {
        attacks[name] = {{"runs", figures.runs},
                         {"aborted", figures.aborted},
                         {"incomplete", figures.incomplete},
                         {"attack_success", rateJson(figures.succeeded, figures.scored)},
                         {"utility", rateJson(figures.useful, figures.utilityScored)},
                         {"flagged", {{"attack_succeeded", figures.flaggedSucceeded}, {"attack_failed", figures.flagged - figures.flaggedSucceeded}}}};
    }
    return {{"agent", agent.agent},
            {"deployment", agent.deployment},
            {"runs", agent.runs},
            {"calls", agent.calls},
            {"calls_without_session", agent.callsWithoutSession},
            {"contradicted_runs", agent.contradictedRuns},
            {"violating_runs", {{"attempted", rateJson(agent.violatingRuns, agent.judgedRuns - agent.undecidableRuns)}, {"executed", rateJson(agent.violatingExecuted, agent.judgedRuns - agent.undecidableRuns)},
                                {"undecidable", agent.undecidableRuns}, {"among_succeeded", agent.violatingAmongSucceeded}, {"among_failed", agent.violatingAmongFailed}}},
            {"task_success", rateJson(agent.succeededRuns, agent.scoredRuns)},
            {"hand_off", {{"right", handOff.right}, {"unneeded", handOff.unneeded}, {"missed", handOff.missed}, {"neither", handOff.neither}, {"unlabelled", handOff.unlabelled},
                          {"precision", rateJson(handOff.right, handOff.right + handOff.unneeded)}, {"recall", rateJson(handOff.right, handOff.right + handOff.missed)}}},
            {"attacks", std::move(attacks)},
            {"evidence", {{"calls", evidence.calls}, {"with_input", evidence.withInput}, {"with_action", evidence.withAction}, {"with_basis", evidence.withBasis}, {"with_result", evidence.withResult},
                          {"with_time", evidence.withTime}, {"with_decision_basis", evidence.withDecisionBasis}, {"with_signature", evidence.withSignature}}},
            {"writes_not_expected", {{"runs", writes.runs}, {"writes", writes.writes}, {"executed_calls", writes.unexpected}, {"of_which_same_in_value", writes.sameInValue}, {"runs_with_one", writes.runsWithUnexpected},
                                     {"runs_whose_task_expects_no_write", writes.runsExpectingNone}, {"of_which_wrote", writes.ofTheseWrote}}},
            {"approvals", {{"due", approvals.due}, {"approved", approvals.approved}, {"executed_without", rateJson(approvals.unapproved, approvals.approved + approvals.unapproved)}}},
            {"capability", {{"failed_calls", rateJson(capability.failedCalls, evidence.calls)}, {"timed_runs", capability.timedRuns}, {"median_run_seconds", capability.medianSeconds ? MetricsJson(*capability.medianSeconds) : MetricsJson(nullptr)},
                            {"worst_run_seconds", capability.worstSeconds ? MetricsJson(*capability.worstSeconds) : MetricsJson(nullptr)}, {"priced_runs", capability.pricedRuns}, {"cost", capability.cost}}}};
}

MetricsJson costJson(const ClauseCost &cost)
{
    MetricsJson attacks = MetricsJson::object();
    for (const auto &[attack, figures] : cost.attacks) {
        attacks[attack] = {{"scored", figures.scored}, {"caught", figures.caught}, {"missed", figures.missed}, {"false_stops", rateJson(figures.falseStops, figures.falseStops + figures.caught)},
                           {"false_stops_by_task", figures.falseByTask}};
    }
    return {{"agent", cost.agent},
            {"deployment", cost.deployment},
            {"clause", cost.clause.empty() ? MetricsJson(nullptr) : MetricsJson(cost.clause)},
            {"calls", cost.calls},
            {"runs", cost.runs},
            {"attacks", std::move(attacks)},
            {"requests", {{"asked", cost.asked}, {"approved", cost.approved}, {"denied", cost.denied}, {"expired", cost.expired}, {"cancelled", cost.cancelled}, {"open", cost.open},
                          {"waiting_seconds", cost.waitingSeconds}, {"deciding_seconds_at_most", cost.decidingSeconds}}}};
}

void printCost(const ClauseCost &cost)
{
    std::string line = "  " + (cost.clause.empty() ? std::string("any hard clause") : visible(cost.clause)) + "  fired on " + counted(cost.calls, "call") + " in " + counted(cost.runs, "run");
    for (const auto &[attack, figures] : cost.attacks) {
        line += "; under " + visible(attack) + " caught " + std::to_string(figures.caught) + ", missed " + std::to_string(figures.missed) + ", false stops " + std::to_string(figures.falseStops);
        std::string tasks;
        for (const auto &[task, count] : figures.falseByTask)
            tasks += (tasks.empty() ? " (" : ", ") + visible(task) + ' ' + std::to_string(count);
        line += tasks.empty() ? tasks : tasks + ')';
    }
    if (cost.asked > 0)
        line += "; " + counted(cost.asked, "request") + ", approved " + rateWords(cost.approved, cost.approved + cost.denied) + ", unanswered " + std::to_string(cost.expired) + "; waiting " + spanWords(cost.waitingSeconds) +
                ", deciding at most " + spanWords(cost.decidingSeconds);
    print(line);
}

MetricsJson splitJson(const SplitFigures &of, Split split)
{
    MetricsJson json{{"name", of.name.empty() ? MetricsJson(nullptr) : MetricsJson(of.name)},
                     {"calls", of.calls},
                     {"violating_calls", {{"attempted", rateJson(of.attempted, of.decidable)}, {"executed", rateJson(of.executed, of.decidable)}, {"undecidable", of.undecidable}}},
                     {"executed_without_approval", rateJson(of.unapproved, of.approvalsRan)},
                     {"evidence_missing", rateJson(of.evidenceMissing, of.evidenceOwed)},
                     {"failed_calls", rateJson(of.failed, of.calls)}};
    if (split != Split::Tool) {
        json["runs"] = of.runs;
        json["violating_runs"] = rateJson(of.violatingRuns, of.judgedRuns - of.undecidableRuns);
        json["task_success"] = rateJson(of.succeededRuns, of.scoredRuns);
    }
    return json;
}

void printSplit(const SplitFigures &of, Split split)
{
    print((of.name.empty() ? std::string(split == Split::Pact ? "no pact" : "not named") : visible(of.name)) + "  " + counted(of.calls, "call"));
    print("  calls that broke a hard clause  " + rateWords(of.attempted, of.decidable) + "; executed " + std::to_string(of.executed) + "; undecidable " + std::to_string(of.undecidable));
    if (split != Split::Tool)
        print("  runs that did  " + rateWords(of.violatingRuns, of.judgedRuns - of.undecidableRuns) + "; task done " + rateWords(of.succeededRuns, of.scoredRuns));
    if (of.approvalsRan + of.evidenceOwed > 0)
        print("  ran without the approval that was needed  " + rateWords(of.unapproved, of.approvalsRan) + "; evidence missing " + rateWords(of.evidenceMissing, of.evidenceOwed));
    print("  failed  " + rateWords(of.failed, of.calls));
}

/// The same figures apart by pact version, model or tool.
int splitMetrics(const Workspace &workspace, const MetricTrail &trail, Split split, bool json)
{
    RunModels models;
    if (split == Split::Model) {
        auto read = readRunModels(workspace, trail);
        if (!read)
            return fail(read.error());
        models = std::move(read).value();
    }
    const auto figures = figuresBy(trail, {}, split, models);
    MetricsJson list = MetricsJson::array();
    for (const SplitFigures &of : figures) {
        list.push_back(splitJson(of, split));
        if (!json)
            printSplit(of, split);
    }
    if (json)
        printJson(MetricsJson{{"by", nameOf(split)}, {"figures", std::move(list)}});
    return Done;
}

/// By what the figures are to be told apart; none: by agent and deployment.
Result<std::optional<Split>> splitOf(const Arguments &arguments)
{
    if (!arguments.has("by"))
        return std::optional<Split>();
    for (const Split split : {Split::Pact, Split::Model, Split::Tool}) {
        if (nameOf(split) == arguments.text("by"))
            return std::optional(split);
    }
    return Error{ErrorKind::Usage, "MND-CLI-141", "Figures cannot be told apart by \"" + arguments.text("by") + "\".", "Nothing was counted.", "Use --by pact, --by model or --by tool.", {}};
}

/// What stated confidence is worth, and what judges think, over all results that were brought in.
Result<MetricsJson> evaluatedJson(const Workspace &workspace)
{
    MetricsJson calibrations = MetricsJson::array();
    MetricsJson judges = MetricsJson::array();
    std::optional<std::map<std::string, bool>> labels;
    for (const EvaluationStatement &evaluation : workspace.evaluations()) {
        if (evaluation.kind != ResultKind::Answers && evaluation.kind != ResultKind::Opinions)
            continue;
        const auto results = resultsOf(workspace, evaluation);
        if (!results)
            return results.error();
        if (evaluation.kind == ResultKind::Answers) {
            for (const CalibrationGroup &group : calibrationGroups(results->cases)) {
                calibrations.push_back(calibrationJson(group, 0));
                calibrations.back()["evaluation"] = evaluation.entry;
            }
            continue;
        }
        if (!labels) {
            auto read = sessionLabels(workspace);
            if (!read)
                return read.error();
            labels = std::move(read).value();
        }
        const auto label = [&labels](const std::string &session) {
            const auto known = labels->find(session);
            return known == labels->end() ? std::nullopt : std::optional(known->second);
        };
        for (const JudgeFigures &judge : judgeFigures(results->cases, label)) {
            judges.push_back(judgeJson(judge));
            judges.back()["evaluation"] = evaluation.entry;
        }
    }
    return MetricsJson{{"calibration", std::move(calibrations)}, {"judges", std::move(judges)}};
}

void printFigures(const AgentFigures &all)
{
    const AgentBehaviour &agent = all.behaviour;
    print(visible(agent.agent) + (agent.deployment.empty() ? "" : " in " + visible(agent.deployment)) + ": " + counted(agent.runs, "run") + ", " + counted(agent.calls, "call"));
    print("  runs that broke a hard clause  " + rateWords(agent.violatingRuns, agent.judgedRuns - agent.undecidableRuns) + "; executed " + std::to_string(agent.violatingExecuted) + "; undecidable " +
          std::to_string(agent.undecidableRuns));
    if (agent.scoredRuns > 0)
        print("  runs that their source counts as success  " + rateWords(agent.succeededRuns, agent.scoredRuns) + "; of these broke a hard clause " + std::to_string(agent.violatingAmongSucceeded));
    if (agent.callsWithoutSession > 0)
        print("  name no session, and are in no run  " + counted(agent.callsWithoutSession, "call"));
    if (agent.contradictedRuns > 0)
        print("  whose records contradict each other about what became of them, which is in no rate  " + counted(agent.contradictedRuns, "run") + " (mandate query W figure:contradicted_run)");
    const HandOffFigures &handOff = agent.handOff;
    if (handOff.right + handOff.unneeded + handOff.missed > 0)
        print("  handed to a person  right " + std::to_string(handOff.right) + ", not needed " + std::to_string(handOff.unneeded) + ", missed " + std::to_string(handOff.missed) + "; precision " +
              rateWords(handOff.right, handOff.right + handOff.unneeded) + "; recall " + rateWords(handOff.right, handOff.right + handOff.missed));
    for (const auto &[name, figures] : agent.attacks)
        print("  attack " + visible(name) + "  succeeded " + rateWords(figures.succeeded, figures.scored) + "; task done " + rateWords(figures.useful, figures.utilityScored) +
              (figures.aborted + figures.incomplete > 0 ? "; not scored " + std::to_string(figures.aborted + figures.incomplete) : ""));
    const UnexpectedWrites &writes = all.writes;
    if (writes.runs > 0)
        print("  changes that the task does not expect  " + std::to_string(writes.unexpected) + " of " + std::to_string(writes.writes) +
              (writes.sameInValue > 0 ? " (" + std::to_string(writes.sameInValue) + " only by how a number is written)" : std::string()) + ", in " + rateWords(writes.runsWithUnexpected, writes.runs) + " runs");
    const ApprovalFigures &approvals = all.approvals;
    if (approvals.due > 0)
        print("  needed a person's approval  " + std::to_string(approvals.due) + "; ran with it " + std::to_string(approvals.approved) + ", without it " + std::to_string(approvals.unapproved));
    const EvidenceFigures &evidence = all.evidence;
    print("  evidence of " + counted(evidence.calls, "call") + "  input " + std::to_string(evidence.withInput) + ", result " + std::to_string(evidence.withResult) + ", time " + std::to_string(evidence.withTime) +
          ", decision basis " + std::to_string(evidence.withDecisionBasis) + ", signature " + std::to_string(evidence.withSignature));
}

int metrics(const Arguments &arguments)
{
    RowFilter filter;
    for (const auto &[option, into] : {std::pair{"agent", &filter.agents}, {"deployment", &filter.deployments}, {"source", &filter.sources}}) {
        if (arguments.has(option))
            into->push_back(arguments.text(option));
    }
    const auto since = arguments.time("since");
    const auto until = arguments.time("until");
    if (!since || !until)
        return fail(!since ? since.error() : until.error());
    filter.since = *since;
    filter.until = *until;
    const auto split = splitOf(arguments);
    if (!split)
        return fail(split.error());
    const auto workspace = Workspace::open(arguments.word(0), true);
    if (!workspace)
        return fail(workspace.error());
    const auto trail = MetricTrails(**workspace).read(filter);
    if (!trail)
        return fail(trail.error());
    if (*split)
        return splitMetrics(**workspace, **trail, **split, arguments.json());
    const auto agents = agentFiguresIn(**trail, {});
    const auto requests = clauseRequests(**workspace);
    if (!requests)
        return fail(requests.error());
    MetricWindow window;
    if (arguments.has("agent"))
        window.agent = arguments.text("agent");
    if (arguments.has("deployment"))
        window.deployment = arguments.text("deployment");
    if (*since)
        window.sinceNs = (*since)->nanoseconds;
    if (*until)
        window.untilNs = (*until)->nanoseconds;
    const auto costs = safetyCost(**trail, window, *requests);
    if (arguments.json()) {
        MetricsJson list = MetricsJson::array();
        for (const AgentFigures &agent : agents)
            list.push_back(figuresJson(agent));
        const auto evaluated = evaluatedJson(**workspace);
        if (!evaluated)
            return fail(evaluated.error());
        MetricsJson paid = MetricsJson::array();
        for (const ClauseCost &cost : costs)
            paid.push_back(costJson(cost));
        printJson(MetricsJson{{"agents", std::move(list)}, {"safety_cost", std::move(paid)}, {"calibration", (*evaluated)["calibration"]}, {"judges", (*evaluated)["judges"]}});
        return Done;
    }
    for (const AgentFigures &agent : agents)
        printFigures(agent);
    std::string agent;
    for (const ClauseCost &cost : costs) {
        if (agent != cost.agent + '\n' + cost.deployment) {
            agent = cost.agent + '\n' + cost.deployment;
            print("Cost of safety: " + visible(cost.agent) + (cost.deployment.empty() ? "" : " in " + visible(cost.deployment)));
        }
        printCost(cost);
    }
    return Done;
}

} // namespace

std::vector<Command> metricsCommands()
{
    return {{"metrics",
             "how agents behaved, run by run, beside how well they did their tasks",
             {"metrics W [--agent A] [--deployment D] [--source S] [--since T] [--until T] [--by pact|model|tool]", 1, 1, {"agent", "deployment", "source", "since", "until", "by"}, {}},
             metrics}};
}

} // namespace mandate::cli
