// SPDX-License-Identifier: GPL-3.0-or-later
// sources, source expect: what each source of evidence covers, and how often records of it are expected. A recording that has ended is never late.
#include "app/cli/commands.h"
#include "app/cli/interruption.h"
#include "app/cli/output.h"
#include "app/cli/surroundings.h"
#include "models/pact/target_window.h"
#include "models/workspace/source_coverage.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace mandate::cli {

namespace {

using SourceJson = nlohmann::ordered_json;

SourceJson gapsJson(const std::vector<CoverageGap> &gaps)
{
    SourceJson list = SourceJson::array();
    for (const CoverageGap &gap : gaps)
        list.push_back({{"from", formatInstant(gap.from)}, {"until", formatInstant(gap.until)}});
    return list;
}

SourceJson expectationJson(const SourceExpectation &expectation)
{
    return {{"every", expectation.everySeconds}, {"reason", expectation.reason}, {"by", expectation.signer.by}, {"at", formatInstant(expectation.signer.at)}};
}

void putCoverage(SourceJson &object, const Coverage &coverage)
{
    object["usual_pause"] = coverage.usualGap ? SourceJson(static_cast<double>(*coverage.usualGap) / 1e9) : SourceJson(nullptr);
    object["first"] = jsonOf(coverage.first);
    object["last_seen"] = jsonOf(coverage.lastSeen);
    object["complete_through"] = jsonOf(coverage.completeThrough);
    object["ahead"] = jsonOf(coverage.ahead);
    object["gaps"] = gapsJson(coverage.gaps);
}

/// "14 h", "2 d".
std::string lengthWords(std::int64_t seconds)
{
    const auto whole = [seconds](std::int64_t unit, const char *name) { return std::to_string(seconds / unit) + name; };
    if (seconds >= 2 * 86'400 && seconds % 3600 == 0)
        return whole(86'400, " d");
    if (seconds % 60 != 0)
        return whole(1, " s");
    return seconds >= 3600 && seconds % 3600 == 0 ? whole(3600, " h") : whole(60, " min");
}

std::string stateWords(const SourceCoverage &source)
{
    if (source.expectedBy.empty() && !source.live)
        return "recording";
    return std::string(nameOf(source.state));
}

int listCoverage(const Arguments &arguments)
{
    const Interruption interruption;
    auto workspace = Workspace::open(arguments.word(0), true);
    if (!workspace)
        return fail(workspace.error());
    const auto report = SourceWatch(**workspace).report(interruption.token());
    if (!report)
        return fail(report.error());
    const bool silent = std::ranges::any_of(report->expected, [](const ExpectedSource &expected) { return expected.state == Freshness::Stalled; });
    if (arguments.json()) {
        SourceJson sources = SourceJson::array();
        for (const SourceCoverage &source : report->sources) {
            SourceJson object{{"source", source.source}, {"records", source.records}, {"without_time", source.untimed}, {"live", source.live}, {"state", nameOf(source.state)},
                              {"expected_by", source.expectedBy.empty() ? SourceJson(nullptr) : SourceJson(source.expectedBy)}};
            putCoverage(object, source.coverage);
            sources.push_back(std::move(object));
        }
        SourceJson expected = SourceJson::array();
        for (const ExpectedSource &one : report->expected) {
            SourceJson object{{"source", one.expectation.source}, {"records", one.records}, {"state", nameOf(one.state)}};
            object.update(expectationJson(one.expectation));
            object["since"] = formatInstant(one.expectation.since());
            putCoverage(object, one.coverage);
            object["silences"] = gapsJson(one.silences);
            expected.push_back(std::move(object));
        }
        printJson(SourceJson{{"at", formatInstant(report->at)}, {"sources", std::move(sources)}, {"expected", std::move(expected)}});
        return silent ? Findings : Done;
    }
    if (report->sources.empty())
        print("There is no source yet.");
    std::vector<std::vector<std::string>> rows{{"source", "records", "state", "last seen", "silent at most", "gaps"}};
    for (const SourceCoverage &source : report->sources) {
        const Coverage &coverage = source.coverage;
        rows.push_back({source.source, std::to_string(source.records), stateWords(source), coverage.lastSeen ? formatInstant(*coverage.lastSeen) : "-",
                        coverage.usualGap ? lengthWords(*coverage.usualGap / 1'000'000'000) : "not known", coverage.usualGap ? std::to_string(coverage.gaps.size()) : "-"});
    }
    if (rows.size() > 1)
        printTable(rows);
    for (const ExpectedSource &one : report->expected) {
        print("Expected of " + visible(one.expectation.source) + " at least every " + lengthWords(one.expectation.everySeconds) + ", by " + visible(one.expectation.signer.by) + " since " +
              formatInstant(one.expectation.since()) + (one.expectation.before.empty() ? "" : " (said last " + formatInstant(one.expectation.signer.at) + ')') + ": " + std::string(nameOf(one.state)) +
              (one.coverage.lastSeen ? ", last seen " + formatInstant(*one.coverage.lastSeen) : ", nothing seen yet") + '.');
        for (const CoverageGap &silence : one.silences)
            print("  silent from " + formatInstant(silence.from) + " to " + (silence.until.nanoseconds == report->at.nanoseconds ? "now" : formatInstant(silence.until)));
    }
    return silent ? Findings : Done;
}

int expectRecords(const Arguments &arguments)
{
    const bool noLonger = arguments.has("no-longer");
    const auto every = windowSecondsOf(arguments.text("every"));
    if (noLonger == arguments.has("every") || (!noLonger && !every))
        return fail(Error{ErrorKind::Usage, "MND-CLI-090", "It is not said how often records are expected.", "Nothing was signed.", "Give --every with a time such as 15m, 1h or 1d; or --no-longer.", {}});
    auto workspace = Workspace::open(arguments.word(0), false, surroundings());
    if (!workspace)
        return fail(workspace.error());
    const auto said = SourceWatch::expect(**workspace, arguments.word(1), noLonger ? std::nullopt : every, arguments.text("reason"));
    if (!said)
        return fail(said.error());
    if (arguments.json()) {
        SourceJson object{{"source", said->source}};
        object.update(expectationJson(*said));
        if (noLonger)
            object["every"] = nullptr;
        printJson(object);
    } else if (noLonger) {
        print("Records of " + visible(said->source) + " are expected no longer. That they were stays in the ledger.");
    } else {
        print("Records of " + visible(said->source) + " are expected at least every " + lengthWords(said->everySeconds) + ". Silent for " + lengthWords(3 * said->everySeconds) +
              ", the source opens an incident while a console or gateway runs, and \"mandate sources\" ends with 1.");
    }
    return Done;
}

} // namespace

std::vector<Command> sourceCommands()
{
    return {{"sources", "what each source covers: last seen, usual pauses, gaps, and what is expected of it", {"sources W", 1, 1, {}, {}}, listCoverage},
            {"source expect",
             "sign how often records of a source are expected, so that its silence is an incident",
             {"source expect W SOURCE [--every TIME | --no-longer] [--reason T]", 2, 2, {"every", "reason"}, {"no-longer"}},
             expectRecords}};
}

} // namespace mandate::cli
