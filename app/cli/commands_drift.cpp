// SPDX-License-Identifier: GPL-3.0-or-later
// drift and baseline …: whether an agent behaves differently than before, and what "before" is.
#include "app/cli/commands.h"
#include "app/cli/output.h"
#include "app/cli/surroundings.h"
#include "models/query/query.h"
#include "models/workspace/drift.h"
#include "models/workspace/drift_baselines.h"

#include <nlohmann/json.hpp>

#include <charconv>
#include <cstdio>

namespace mandate::cli {

namespace {

using DriftJson = nlohmann::ordered_json;

template<typename T>
DriftJson orNull(const std::optional<T> &value)
{
    return value ? DriftJson(*value) : DriftJson(nullptr);
}

Error wrongDriftOption(std::string happened, std::string remedy)
{
    return {ErrorKind::Usage, "MND-CLI-131", std::move(happened), "Nothing was compared.", std::move(remedy), {}};
}

/// Absent: as it was.
template<typename T>
std::optional<Error> readNumber(const Arguments &arguments, const std::string &option, T &into)
{
    if (!arguments.has(option))
        return std::nullopt;
    const std::string text = arguments.text(option);
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), into);
    if (fault != std::errc() || end != text.data() + text.size())
        return wrongDriftOption("\"" + text + "\" is no number for --" + option + '.', "Give a number.");
    return std::nullopt;
}

/// What --agent, --deployment and --source say of both sides.
RowFilter sidesFilter(const Arguments &arguments)
{
    RowFilter filter;
    for (const auto &[option, into] : {std::pair{"agent", &filter.agents}, {"deployment", &filter.deployments}, {"source", &filter.sources}}) {
        if (arguments.has(option))
            into->push_back(arguments.text(option));
    }
    return filter;
}

Result<DriftSelection> sideFrom(const Arguments &arguments, const std::string &option)
{
    DriftSelection side{arguments.text(option), sidesFilter(arguments)};
    QueryReading reading = readQuery(side.words, systemNow());
    if (reading.problem)
        return wrongDriftOption("The query \"" + side.words + "\" cannot be read. " + sentenceOf(*reading.problem), "See docs/query.md.");
    side.filter.where.push_back(std::move(reading.condition));
    return side;
}

DriftJson shareJson(const std::optional<DriftShare> &share)
{
    return share ? DriftJson{{"k", share->k}, {"n", share->n}} : DriftJson(nullptr);
}

DriftJson signalJson(const DriftSignal &signal)
{
    DriftJson object{{"subject", nameOf(signal.subject)}, {"name", signal.name.empty() ? DriftJson(nullptr) : DriftJson(signal.name)}, {"answer", nameOf(signal.answer)},
                     {"test", nameOf(signal.test)}, {"p", signal.test == DriftTest::None ? DriftJson(nullptr) : DriftJson(signal.p)},
                     {"adjusted_p", signal.answer == DriftAnswer::TooFew ? DriftJson(nullptr) : DriftJson(signal.adjusted)}, {"sessions", signal.sessions}};
    if (signal.before) {
        object["before"] = shareJson(signal.before);
        object["after"] = shareJson(signal.after);
        object["undecidable"] = {signal.undecidableBefore, signal.undecidableAfter};
        object["fisher_p"] = orNull(signal.fisher);
        object["mcnemar_p"] = orNull(signal.mcNemar);
    }
    if (signal.permuted)
        object["statistic"] = {{"observed", signal.permuted->observed}, {"null_median", signal.permuted->nullMedian}, {"null_95", signal.permuted->null95}};
    if (signal.jensenShannon)
        object["jensen_shannon"] = *signal.jensenShannon;
    if (!signal.parts.empty()) {
        DriftJson parts = DriftJson::array();
        for (const DriftPart &part : signal.parts) {
            DriftJson told{{"name", part.pooled == DriftPart::Pooled::No ? DriftJson(part.name) : DriftJson(nullptr)}, {"before", part.before}, {"after", part.after}, {"share", part.share}};
            if (part.pooled != DriftPart::Pooled::No) {
                told["pooled"] = part.pooled == DriftPart::Pooled::New ? "new" : "other";
                told["values"] = part.values;
            }
            parts.push_back(std::move(told));
        }
        object["parts"] = std::move(parts);
    }
    if (signal.medianBefore)
        object["median"] = {*signal.medianBefore, *signal.medianAfter};
    return object;
}

DriftJson sideJson(const DriftSide &side)
{
    return {{"name", side.name}, {"runs", side.runs}, {"calls", side.calls}, {"runs_without_time", side.untimed}, {"first", jsonOf(side.first)}, {"last", jsonOf(side.last)}};
}

DriftJson reportJson(const DriftReport &report)
{
    DriftJson signals = DriftJson::array(), details = DriftJson::array(), leftOut = DriftJson::array(), tools = DriftJson::array(), markers = DriftJson::array(), onsets = DriftJson::array();
    for (const DriftSignal &signal : report.signals)
        signals.push_back(signalJson(signal));
    for (const DriftSignal &detail : report.details)
        details.push_back(signalJson(detail));
    for (const DriftLeftOut &left : report.leftOut)
        leftOut.push_back({{"name", left.name}, {"why", nameOf(left.why)}});
    for (const DriftTool &tool : report.tools)
        tools.push_back({{"tool", tool.tool}, {"change", tool.isNew ? "new" : "vanished"}, {"calls", tool.calls}, {"sessions", tool.sessions}});
    for (const DriftMarker &marker : report.markers)
        markers.push_back({{"kind", nameOf(marker.kind)}, {"before", marker.before}, {"after", marker.after}, {"since", jsonOf(marker.since)},
                           {"session", marker.session.empty() ? DriftJson(nullptr) : DriftJson(marker.session)}});
    for (const DriftOnset &onset : report.onsets)
        onsets.push_back({{"subject", nameOf(onset.subject)}, {"usual_rate", onset.usual}, {"looked_for_rate", onset.raised}, {"threshold", onset.threshold}, {"began", jsonOf(onset.began)},
                          {"began_session", onset.beganSession}, {"alarm", jsonOf(onset.alarm)}, {"alarm_session", onset.alarmSession}, {"average_session", orNull(onset.averageSession)}});
    return {{"answer", nameOf(report.answer)},
            {"sentence", driftSentence(report)},
            {"before", sideJson(report.before)},
            {"after", sideJson(report.after)},
            {"within_task", {{"tasks", report.sharedTasks}, {"runs", report.pairedRuns}, {"one_to_one", report.oneToOne}}},
            {"level", report.level},
            {"permutations", report.plan.permutations},
            {"seed", report.plan.seed},
            {"signals", std::move(signals)},
            {"details", std::move(details)},
            {"left_out", std::move(leftOut)},
            {"tools", std::move(tools)},
            {"markers", std::move(markers)},
            {"onsets", std::move(onsets)},
            {"notes", report.notes}};
}

std::string figure(const char *format, double number)
{
    char text[64];
    std::snprintf(text, sizeof text, format, number);
    return text;
}

std::vector<std::string> signalRow(const DriftSignal &signal)
{
    static constexpr std::array<const char *, 9> titles{"broke a hard clause", "task success", "mix of tools", "mix of verdicts", "what became of calls", "arguments", "stated confidence", "clause ", "argument "};
    std::string before, after;
    if (signal.before) {
        before = std::to_string(signal.before->k) + " of " + std::to_string(signal.before->n);
        after = std::to_string(signal.after->k) + " of " + std::to_string(signal.after->n);
        if (signal.undecidableBefore + signal.undecidableAfter > 0) {
            before += ", " + std::to_string(signal.undecidableBefore) + " undecidable";
            after += ", " + std::to_string(signal.undecidableAfter) + " undecidable";
        }
    } else if (signal.medianBefore) {
        before = "median " + figure("%g", *signal.medianBefore);
        after = "median " + figure("%g", *signal.medianAfter);
    } else if (signal.subject == DriftSubject::Argument && !signal.parts.empty()) {
        before = visible(wordsOf(signal.parts.front())) + " in " + counted(signal.parts.front().before, "call");
        after = "in " + counted(signal.parts.front().after, "call");
    } else if (signal.jensenShannon && signal.permuted) {
        before = "PSI " + figure("%.3f", signal.permuted->observed);
        after = "by chance up to " + figure("%.3f", signal.permuted->null95);
    }
    static constexpr std::array<const char *, 5> answers{"too few", "not distinguishable", "changed", "better", "worse"};
    std::string test = signal.test == DriftTest::None ? "" : std::string(nameOf(signal.test)) + ' ' + figure("%.4f", signal.p);
    if (signal.mcNemar && signal.fisher)
        test += ", fisher " + figure("%.4f", *signal.fisher);
    return {titles.at(static_cast<std::size_t>(signal.subject)) + visible(signal.name), before, after, test, signal.answer == DriftAnswer::TooFew ? "" : figure("%.4f", signal.adjusted), answers.at(static_cast<std::size_t>(signal.answer))};
}

std::string joined(const std::vector<std::string> &names)
{
    std::string all;
    for (const std::string &name : names)
        all += (all.empty() ? "" : ", ") + visible(name);
    return all.empty() ? "none" : all;
}

void printReport(const DriftReport &report)
{
    print(visible(driftSentence(report)));
    for (const auto &sentences : {report.notes, leftOutSentences(report)}) {
        for (const std::string &words : sentences)
            print(visible(words));
    }
    std::vector<std::vector<std::string>> rows{{"", "before", "after", "test", "adjusted", "answer"}};
    for (const auto *signals : {&report.signals, &report.details}) {
        for (const DriftSignal &signal : *signals)
            rows.push_back(signalRow(signal));
    }
    printTable(rows);
    for (const DriftTool &tool : report.tools)
        print((tool.isNew ? "new tool: " : "no longer used: ") + visible(tool.tool) + ", " + counted(tool.calls, "call") + "; " + joined(tool.sessions));
    for (const DriftMarker &marker : report.markers) {
        if (marker.kind != DriftMarker::Kind::Tools)
            print("other " + std::string(nameOf(marker.kind)) + ": " + joined(marker.before) + " before, " + joined(marker.after) + " after" + (marker.since ? ", since " + formatInstant(*marker.since) : ""));
    }
    for (const DriftOnset &onset : report.onsets)
        print(std::string(onset.subject == DriftSubject::ViolatingRuns ? "runs that break a hard clause" : "failing runs") + " became more frequent from " + (onset.began ? formatInstant(*onset.began) : "") + " on (run " +
              visible(onset.beganSession) + "), seen with run " + visible(onset.alarmSession));
    print("compared: " + counted(report.before.runs, "run") + " and " + counted(report.after.runs, "run") + "; within the same task " + counted(report.pairedRuns, "run") + " of " + counted(report.sharedTasks, "task") + "; " +
          std::to_string(report.plan.permutations) + " permutations of whole runs, seed " + std::to_string(report.plan.seed) + "; level " + figure("%g", report.level));
}

Result<DriftReport> asked(const Arguments &arguments, Workspace &workspace, const DriftPlan &plan)
{
    if (arguments.has("baseline")) {
        RowFilter narrowed = sidesFilter(arguments);
        for (const auto &[option, into] : {std::pair{"since", &narrowed.since}, {"until", &narrowed.until}}) {
            const auto time = arguments.time(option);
            if (!time)
                return time.error();
            *into = *time;
        }
        return driftSince(workspace, arguments.text("baseline"), narrowed, plan);
    }
    const auto before = sideFrom(arguments, "before"), after = sideFrom(arguments, "after");
    if (!before || !after)
        return !before ? before.error() : after.error();
    return drift(workspace, *before, *after, plan);
}

int showDrift(const Arguments &arguments)
{
    DriftPlan plan;
    for (const auto &problem : {readNumber(arguments, "level", plan.level), readNumber(arguments, "permutations", plan.permutations.permutations), readNumber(arguments, "seed", plan.permutations.seed)}) {
        if (problem)
            return fail(*problem);
    }
    plan.withinTasks = !arguments.has("across-tasks");
    const bool pinned = arguments.has("baseline");
    if (arguments.has("before") == pinned || arguments.has("after") == pinned)
        return fail(wrongDriftOption("It is not said what is compared with what.", "Give --baseline NAME, or --before QUERY and --after QUERY."));
    if (!pinned && (arguments.has("since") || arguments.has("until")))
        return fail(wrongDriftOption("--since and --until narrow what is held against a baseline.", "Write since: and until: into the queries."));
    auto workspace = Workspace::open(arguments.word(0), true);
    if (!workspace)
        return fail(workspace.error());
    const auto report = asked(arguments, **workspace, plan);
    if (!report)
        return fail(report.error());
    if (arguments.json())
        printJson(reportJson(*report));
    else
        printReport(*report);
    const bool found = report->answer == DriftAnswer::Changed || report->answer == DriftAnswer::Worse || report->answer == DriftAnswer::Better;
    return found ? Findings : Done;
}

DriftJson baselineJson(const DriftBaseline &baseline)
{
    const DriftCounts &counts = baseline.counts;
    return {{"name", baseline.name},
            {"entry", baseline.entry},
            {"agent", baseline.agent},
            {"deployment", baseline.deployment},
            {"since", jsonOf(baseline.since)},
            {"until", jsonOf(baseline.until)},
            {"evaluation", baseline.evaluation ? DriftJson(baseline.evaluation->hex()) : DriftJson(nullptr)},
            {"reason", baseline.reason},
            {"by", baseline.signer.by},
            {"at", formatInstant(baseline.signer.at)},
            {"pact", baseline.pactDigest ? DriftJson{{"version", baseline.pact}, {"digest", baseline.pactDigest->hex()}} : DriftJson(nullptr)},
            {"ledger", {{"size", baseline.ledgerSize}, {"root", baseline.ledgerRoot.hex()}}},
            {"sessions_digest", baseline.sessions.hex()},
            {"runs", counts.runs},
            {"calls", counts.calls},
            {"violating_runs", {{"k", counts.violating}, {"n", counts.judged}, {"undecidable", counts.undecidable}}},
            {"task_success", {{"k", counts.succeeded}, {"n", counts.scored}}},
            {"tools", counts.tools},
            {"verdicts", counts.verdicts},
            {"outcomes", counts.outcomes},
            {"clauses", counts.clauses},
            {"undecided", counts.undecided},
            {"confidences", counts.confidences}};
}

std::string baselineWords(const DriftBaseline &baseline)
{
    const DriftCounts &counts = baseline.counts;
    return baseline.name + ": " + visible(baseline.agent) + (baseline.deployment.empty() ? "" : " in " + visible(baseline.deployment)) + ", " + counted(counts.runs, "run") + ", " + counted(counts.calls, "call") + "; " +
           std::to_string(counts.violating) + " of " + counted(counts.judged, "judged run") + " broke a hard clause; set by " + visible(baseline.signer.by) + " at " + formatInstant(baseline.signer.at) + ": " + visible(baseline.reason);
}

int setBaseline(const Arguments &arguments)
{
    DriftBaseline wanted;
    wanted.name = arguments.text("name");
    wanted.agent = arguments.text("agent");
    wanted.deployment = arguments.text("deployment");
    wanted.reason = arguments.text("reason");
    for (const auto &[option, into] : {std::pair{"since", &wanted.since}, {"until", &wanted.until}}) {
        const auto time = arguments.time(option);
        if (!time)
            return fail(time.error());
        *into = *time;
    }
    if (arguments.has("evaluation")) {
        wanted.evaluation = Digest::fromHex(arguments.text("evaluation"));
        if (!wanted.evaluation)
            return fail(wrongDriftOption("\"" + arguments.text("evaluation") + "\" is no digest.", "Give the SHA-256 of the evaluation's results, in hexadecimal."));
    }
    auto workspace = Workspace::open(arguments.word(0), false, surroundings());
    if (!workspace)
        return fail(workspace.error());
    const auto baseline = DriftBaselines(**workspace).set(std::move(wanted));
    if (!baseline)
        return fail(baseline.error());
    if (arguments.json())
        printJson(baselineJson(*baseline));
    else
        print(baselineWords(*baseline));
    return Done;
}

int listBaselines(const Arguments &arguments)
{
    auto workspace = Workspace::open(arguments.word(0), true);
    if (!workspace)
        return fail(workspace.error());
    const auto all = DriftBaselines(**workspace).list();
    if (arguments.json()) {
        DriftJson list = DriftJson::array();
        for (const DriftBaseline &baseline : all)
            list.push_back(baselineJson(baseline));
        printJson(DriftJson{{"baselines", std::move(list)}});
        return Done;
    }
    for (const DriftBaseline &baseline : all)
        print(baselineWords(baseline));
    if (all.empty())
        print("No baseline is set.");
    return Done;
}

int showBaseline(const Arguments &arguments)
{
    auto workspace = Workspace::open(arguments.word(0), true);
    if (!workspace)
        return fail(workspace.error());
    const auto baseline = DriftBaselines(**workspace).named(arguments.word(1));
    if (!baseline)
        return fail(baseline.error());
    if (arguments.json()) {
        printJson(baselineJson(*baseline));
        return Done;
    }
    print(baselineWords(*baseline));
    print("pact: " + (baseline->pactDigest ? visible(baseline->pact) + ' ' + baseline->pactDigest->hex() : std::string("none")));
    print("ledger: the first " + counted(baseline->ledgerSize, "entry", "entries") + ", root " + baseline->ledgerRoot.hex());
    std::vector<std::vector<std::string>> rows{{"what", "name", "count"}};
    for (const auto &[what, tally] : {std::pair{"calls of", &baseline->counts.tools}, {"calls that were", &baseline->counts.verdicts}, {"calls that were", &baseline->counts.outcomes},
                                      {"runs that broke or triggered", &baseline->counts.clauses}, {"runs undecidable for", &baseline->counts.undecided}}) {
        for (const auto &[name, count] : *tally)
            rows.push_back({what, name, std::to_string(count)});
    }
    printTable(rows);
    return Done;
}

} // namespace

std::vector<Command> driftCommands()
{
    return {
        {"drift", "whether an agent behaves differently than before",
         {"drift W (--baseline NAME [--since T] [--until T] | --before QUERY --after QUERY) [--agent A] [--deployment D] [--source S] [--level P] [--permutations N] [--seed N] [--across-tasks]", 1, 1,
          {"baseline", "before", "after", "agent", "deployment", "source", "since", "until", "level", "permutations", "seed"}, {"across-tasks"}},
         showDrift},
        {"baseline set", "pin how an agent behaved, as a signed note that never changes",
         {"baseline set W --name N --agent A --reason R [--deployment D] [--since T] [--until T] [--evaluation DIGEST]", 1, 1, {"name", "agent", "deployment", "since", "until", "evaluation", "reason"}, {}}, setBaseline},
        {"baseline list", "the baselines that were set", {"baseline list W", 1, 1, {}, {}}, listBaselines},
        {"baseline show", "a baseline with all that it pins", {"baseline show W NAME", 2, 2, {}, {}}, showBaseline},
    };
}

} // namespace mandate::cli
