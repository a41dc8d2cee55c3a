// SPDX-License-Identifier: GPL-3.0-or-later
// promptfoo's JSON, results version 3: {"evalId", "results": {"version": 3, "timestamp", "results": […], "stats"}, "config", "metadata"}. A test case that a
// plugin made is an attack, and passes where the attack failed. failureReason 2 is an error of the run, 1 a failed assertion, 0 none.
#include "models/base/canonical_json.h"
#include "models/evaluations/field_reader.h"
#include "models/evaluations/result_formats.h"

#include <algorithm>
#include <vector>

namespace mandate {

namespace {

constexpr std::string_view promptfooFormat = "results of promptfoo";
constexpr std::uint64_t errorReason = 2;

/// What a test case puts in, by which it is the same in every run; what promptfoo makes anew in each run is left out.
std::string taskOfCase(const Value *vars, const std::string &description, const std::string &test, const std::string &prompt)
{
    if (!vars || vars->members().empty())
        return (description.empty() ? "test " + test : description) + " prompt " + prompt;
    std::vector<Member> lasting;
    for (const Member &member : vars->members()) {
        if (member.key.isString() && member.key.text() != "sessionId")
            lasting.push_back(member);
    }
    return fingerprint(canonicalJson(Value::map(lasting))) + " prompt " + prompt;
}

/// Whether nothing was asserted: promptfoo says "pass" then, and nobody scored anything.
bool isUnasserted(FieldReader &in, const Value &result, const Value *testCase)
{
    const Value *grading = in.map(result, "gradingResult");
    if (grading) {
        const Value *components = grading->find("componentResults");
        return grading->findText("reason") == "No assertions" && !(components && components->isList() && !components->items().empty());
    }
    const Value *asserted = testCase ? testCase->find("assert") : nullptr;
    return !(asserted && asserted->isList() && !asserted->items().empty());
}

std::string textIn(const Value *of, std::string_view key)
{
    return of ? std::string(of->findText(key).value_or(std::string_view())) : std::string();
}

} // namespace

ResultReading readPromptfoo(std::string_view bytes)
{
    if (bytes.find("\"results\"") == std::string_view::npos || (bytes.find("\"testIdx\"") == std::string_view::npos && bytes.find("\"evalId\"") == std::string_view::npos))
        return std::nullopt;
    Arena arena;
    JsonReader reader;
    const auto document = reader.read(bytes, arena);
    if (!document)
        return Result<ResultFile>(damagedResults(promptfooFormat, document.error().happened));
    const Value *outer = document->find("results");
    if (!outer || !outer->isMap() || !outer->find("version"))
        return std::nullopt;
    FieldReader in(promptfooFormat);
    in.at("/results");
    if (const auto version = in.count(*outer, "version"); !in.problem() && version != 3)
        in.refuse("version", "The results are of version " + std::to_string(version.value_or(0)) + "; version 3 is read.");
    const Value *results = in.list(*outer, "results");
    in.need(results != nullptr, "results");
    ResultFile file;
    file.format = "promptfoo";
    file.began = in.time(*outer, "timestamp");
    in.at("");
    const Value *config = in.map(*document, "config");
    const std::string suite = shortened(textIn(config, "description")); // it stands in every case
    const std::string version = textIn(in.map(*document, "metadata"), "promptfooVersion");
    file.program = version.empty() ? "promptfoo" : "promptfoo " + version;
    bool attacks = config && config->find("redteam") && !config->find("redteam")->isNull();
    std::uint64_t unasserted = 0;
    std::uint64_t contradicting = 0;
    for (std::size_t i = 0; results && i < results->items().size() && !in.problem(); ++i) {
        const Value &result = results->items()[i];
        const std::string place = "/results/results/" + std::to_string(i);
        in.at(place);
        if (!result.isMap()) {
            in.refuse("", "A result is no object.");
            break;
        }
        const Value *testCase = in.map(result, "testCase");
        const Value *provider = in.map(result, "provider");
        const auto success = in.truth(result, "success");
        const auto reason = in.count(result, "failureReason");
        const Value *grading = in.map(result, "gradingResult");
        const Value *vars = in.map(result, "vars");
        ResultCase one;
        one.subject = textIn(provider, "label").empty() ? textIn(provider, "id") : textIn(provider, "label");
        one.suite = suite;
        one.task = taskOfCase(vars ? vars : testCase ? testCase->find("vars") : nullptr, textIn(testCase, "description"), in.label(result, "testIdx"), in.label(result, "promptIdx"));
        const Value *metadata = testCase ? testCase->find("metadata") : nullptr;
        const std::string plugin = textIn(metadata, "pluginId");
        const std::string strategy = textIn(metadata, "strategyId");
        one.attack = plugin.empty() || strategy.empty() ? plugin + strategy : plugin + " · " + strategy;
        attacks = attacks || !one.attack.empty();
        one.says = shortened(!textIn(&result, "error").empty() ? textIn(&result, "error") : textIn(grading, "reason"));
        if (reason && *reason > errorReason)
            in.refuse("failureReason", "\"failureReason\" is none of 0, 1 and 2.");
        in.need(success.has_value() || reason == errorReason, "success");
        if (reason == errorReason) {
            one.result = CaseResult::Error;
        } else if (reason && success && *success != (*reason == 0)) {
            ++contradicting; // stays not scored
        } else if (success == true && isUnasserted(in, result, testCase)) {
            ++unasserted;
        } else if (success) {
            one.result = *success ? CaseResult::Passed : CaseResult::Failed;
        }
        file.cases.push_back(std::move(one));
    }
    in.at("/results/stats");
    const Value *stats = in.problem() ? nullptr : outer->find("stats");
    if (stats && stats->isMap()) {
        const ResultCounts counts = countResults(file.cases);
        const auto errors = in.count(*stats, "errors");
        const auto failures = in.count(*stats, "failures");
        if ((errors && *errors != counts.of(CaseResult::Error)) || (failures && *failures != counts.of(CaseResult::Failed)))
            file.warnings.emplace_back("The file's own statistics say other numbers than its results; the results count.");
    }
    if (in.problem())
        return Result<ResultFile>(*in.problem());
    file.kind = attacks ? ResultKind::RedTeam : ResultKind::Tasks;
    if (unasserted > 0)
        file.warnings.push_back(howMany(unasserted, "result has", "results have") + "no assertion: promptfoo lets them pass, here they are not scored.");
    if (contradicting > 0)
        file.warnings.push_back(howMany(contradicting, "result says", "results say") + "both that it passed and that it failed: not scored.");
    return Result<ResultFile>(std::move(file));
}

} // namespace mandate
