// SPDX-License-Identifier: GPL-3.0-or-later
// evaluate: results of evaluation programs, brought in, listed and read.
#include "app/cli/commands.h"
#include "app/cli/evaluation_output.h"
#include "app/cli/output.h"
#include "app/cli/pact_file.h"
#include "app/cli/rate_output.h"
#include "app/cli/surroundings.h"
#include "models/workspace/evaluations.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <cstdio>

namespace mandate::cli {

namespace {

using EvaluationJson = nlohmann::ordered_json;

int importEvaluations(const Arguments &arguments)
{
    const auto ran = arguments.time("ran");
    if (!ran)
        return fail(ran.error());
    auto workspace = Workspace::open(arguments.word(0), false, surroundings());
    if (!workspace)
        return fail(workspace.error());
    Evaluations evaluations(**workspace);
    EvaluationJson list = EvaluationJson::array();
    int worst = Done;
    for (std::size_t i = 1; i < arguments.words().size(); ++i) {
        const std::string &path = arguments.word(i);
        const auto bytes = readFile(path);
        if (!bytes) {
            worst = fail(bytes.error());
            continue;
        }
        const auto imported = evaluations.import(*bytes, {arguments.text("agent"), arguments.text("suite"), arguments.text("model"), *ran, path.substr(path.find_last_of('/') + 1)});
        if (!imported) {
            Error error = imported.error();
            error.position.file = path;
            worst = fail(error);
            continue;
        }
        EvaluationJson told = statementJson(imported->statement);
        told["known"] = imported->known;
        told["warnings"] = imported->warnings;
        list.push_back(std::move(told));
        if (arguments.json())
            continue;
        print(visible(path) + ": " + (imported->known ? "known already, as entry " : "signed and kept as entry ") + std::to_string(imported->statement.entry) + ". " + countsWords(imported->statement.counts) + '.');
        for (const std::string &warning : imported->warnings)
            print("  " + visible(warning));
    }
    if (arguments.json())
        printJson(EvaluationJson{{"evaluations", std::move(list)}});
    return worst;
}

int evaluateSessions(const Arguments &arguments)
{
    const auto since = arguments.time("since");
    const auto until = arguments.time("until");
    if (!since || !until)
        return fail(since ? until.error() : since.error());
    if (arguments.text("agent").empty())
        return fail(Error{ErrorKind::Usage, "MND-EVL-024", "No agent is named.", "Nothing was kept.", "Say whose sessions count: --agent A.", {}});
    auto workspace = Workspace::open(arguments.word(0), false, surroundings());
    if (!workspace)
        return fail(workspace.error());
    const auto kept = Evaluations(**workspace).ofSessions({arguments.text("agent"), arguments.text("suite"), arguments.text("model"), *since, *until});
    if (!kept)
        return fail(kept.error());
    if (arguments.json()) {
        EvaluationJson told = statementJson(kept->statement);
        told["known"] = kept->known;
        told["warnings"] = kept->warnings;
        printJson(told);
        return Done;
    }
    print(std::string(kept->known ? "Known already, as entry " : "Signed and kept as entry ") + std::to_string(kept->statement.entry) + ". " + countsWords(kept->statement.counts) + '.');
    for (const std::string &warning : kept->warnings)
        print("  " + visible(warning));
    return Done;
}

int listEvaluations(const Arguments &arguments)
{
    const auto workspace = Workspace::open(arguments.word(0), true);
    if (!workspace)
        return fail(workspace.error());
    EvaluationJson list = EvaluationJson::array();
    std::vector<std::vector<std::string>> rows{{"entry", "agent", "suite", "kind", "ran", "passed", "failed", "error", "not scored", "by"}};
    for (const EvaluationStatement &one : (*workspace)->evaluations()) {
        list.push_back(statementJson(one));
        const auto of = [&one](CaseResult result) { return std::to_string(one.counts.of(result)); };
        rows.push_back({std::to_string(one.entry), one.agent.empty() ? "-" : one.agent, one.suite, std::string(nameOf(one.kind)), one.ran ? formatInstant(*one.ran) : "not said", of(CaseResult::Passed),
                        of(CaseResult::Failed), of(CaseResult::Error), of(CaseResult::NotScored), one.signer.by});
    }
    if (arguments.json())
        printJson(EvaluationJson{{"evaluations", std::move(list)}});
    else if (rows.size() == 1)
        print("No results of an evaluation are here. \"mandate evaluate import\" brings them in.");
    else
        printTable(rows);
    return Done;
}

void printCalibration(const CalibrationGroup &group, double allowedError)
{
    const Calibration all = calibration(group.answers);
    const CalibrationNull chance = calibrationNull(group.answers);
    char words[240];
    std::snprintf(words, sizeof words, "%llu answers, %.1f %% right at a mean confidence of %.1f %%; calibration error %.4f (by chance up to %.4f), Brier %.4f",
                  static_cast<unsigned long long>(all.count), 100 * all.accuracy(), 100 * all.meanConfidence, all.ece, chance.upper, all.brier);
    print(visible(group.subject) + (group.suite.empty() ? "" : ", " + visible(group.suite)) + ": " + words);
    if (allowedError <= 0)
        return;
    const auto curve = handOffCurve(group.answers);
    const HandOffChoice choice = chooseHandOff(curve, allowedError);
    if (const auto smallest = handOffThreshold(curve, allowedError); smallest && (!choice.chosen || choice.chosen->threshold != smallest->threshold)) {
        std::snprintf(words, sizeof words, "  the smallest threshold whose bound is low enough by itself (Wilson) is %.4g; it is picked from the same answers, so the bound is no promise", smallest->threshold);
        print(words);
    }
    if (!choice.chosen) {
        std::snprintf(words, sizeof words, "  No threshold keeps the error at or below %.4g with 95 %% confidence: a person has to see every case.", allowedError);
        std::string told = words;
        std::snprintf(words, sizeof words, " Of the %llu surest answers, at or above %.4g, up to %.1f %% may be wrong.", static_cast<unsigned long long>(choice.failed ? choice.failed->alone : 0),
                      choice.failed ? choice.failed->threshold : 0, choice.failed ? 100 * choice.failed->exactUpper : 0);
        print(told + (choice.failed ? std::string(words) : " There have to be " + std::to_string(choice.fewest) + " answers at or above a threshold."));
        return;
    }
    const HandOffPoint &point = *choice.chosen;
    std::snprintf(words, sizeof words, "  hand over below %.4g: %.1f %% of cases alone, %.1f %% of these wrong (at most %.1f %% for this threshold by itself), %llu to review", point.threshold, 100 * point.coverage(),
                  100 * point.error(), 100 * point.exactUpper, static_cast<unsigned long long>(point.reviewed));
    print(words);
    std::snprintf(words, sizeof words, "    with 95 %% confidence at most %.4g %% are wrong, although the threshold was chosen from the same answers", 100 * allowedError);
    print(words);
}

int showEvaluation(const Arguments &arguments)
{
    const std::string &word = arguments.word(1);
    const auto number = entryNumber(word);
    if (!number)
        return fail(number.error());
    const EntryNumber entry = *number;
    double allowed = 0;
    const std::string asked = arguments.text("allowed-error");
    if (const auto [end, problem] = std::from_chars(asked.data(), asked.data() + asked.size(), allowed); !asked.empty() && (problem != std::errc() || end != asked.data() + asked.size() || !(allowed > 0 && allowed < 1)))
        return fail(Error{ErrorKind::Usage, "MND-EVL-021", "\"" + asked + "\" is no share between 0 and 1.", "Nothing was read.", "Say 0.05 for 5 %.", {}});
    const auto workspace = Workspace::open(arguments.word(0), true);
    if (!workspace)
        return fail(workspace.error());
    const auto found = evaluationIn(**workspace, entry);
    if (!found)
        return fail(found.error());
    const auto results = resultsOf(**workspace, *found);
    if (!results)
        return fail(results.error());
    EvaluationJson told = statementJson(*found);
    told["warnings"] = results->warnings;
    if (!arguments.json()) {
        print("Entry " + word + ", " + visible(found->suite) + ": " + countsWords(found->counts) + ". Signed by " + visible(found->signer.by) + " at " + formatInstant(found->signer.at) + '.');
        for (const std::string &warning : results->warnings)
            print("  " + visible(warning));
    }
    EvaluationJson parts = EvaluationJson::array();
    if (found->kind == ResultKind::Answers) {
        for (const CalibrationGroup &group : calibrationGroups(results->cases)) {
            if (arguments.json())
                parts.push_back(calibrationJson(group, allowed));
            else
                printCalibration(group, allowed);
        }
        told["calibration"] = std::move(parts);
    } else if (found->kind == ResultKind::Opinions) {
        const auto labels = sessionLabels(**workspace);
        if (!labels)
            return fail(labels.error());
        const auto label = [&labels](const std::string &session) {
            const auto known = labels->find(session);
            return known == labels->end() ? std::nullopt : std::optional(known->second);
        };
        for (const JudgeFigures &judge : judgeFigures(results->cases, label)) {
            parts.push_back(judgeJson(judge));
            if (!arguments.json()) {
                const auto kappa = cohensKappa(judge.table);
                print("  judge " + visible(judge.judge) + " agrees with what became of the sessions in " + rateWords(judge.table.agreed(), judge.table.cases()) +
                      (kappa ? ", kappa " + std::to_string(kappa->kappa) : ", kappa not defined") + "; not scored " + std::to_string(judge.notScored) + ". An opinion stays an opinion.");
            }
        }
        told["judges"] = std::move(parts);
    } else {
        for (const AttackGroup &group : attackGroups(results->cases)) {
            parts.push_back(attackJson(group));
            if (!arguments.json())
                print("  " + visible(group.subject) + ' ' + visible(group.suite) + (group.attack.empty() ? ", without attack" : ", " + visible(group.attack)) + (group.scorer.empty() ? "" : " by " + visible(group.scorer)) + ": failed " +
                      rateWords(group.counts.of(CaseResult::Failed), group.counts.scored()) + "; error " + std::to_string(group.counts.of(CaseResult::Error)) + "; not scored " +
                      std::to_string(group.counts.of(CaseResult::NotScored)) + (group.utilityScored > 0 ? "; task done " + rateWords(group.useful, group.utilityScored) : ""));
        }
        told["groups"] = std::move(parts);
    }
    if (arguments.json())
        printJson(told);
    return Done;
}

} // namespace

std::vector<Command> evaluationCommands()
{
    return {{"evaluate import", "bring in the results of an evaluation program, signed and with their exact bytes", {"evaluate import W FILE… [--agent A] [--suite S] [--model M] [--ran TIME]", 2, 4096, {"agent", "suite", "model", "ran"}, {}}, importEvaluations},
            {"evaluate sessions", "make an evaluation of what the trail itself says of an agent's sessions", {"evaluate sessions W --agent A [--suite S] [--model M] [--since TIME] [--until TIME]", 1, 1, {"agent", "suite", "model", "since", "until"}, {}}, evaluateSessions},
            {"evaluate list", "the results that were brought in", {"evaluate list W", 1, 1, {}, {}}, listEvaluations},
            {"evaluate show", "what the results of one evaluation say", {"evaluate show W ENTRY [--allowed-error E]", 2, 2, {"allowed-error"}, {}}, showEvaluation}};
}

} // namespace mandate::cli
