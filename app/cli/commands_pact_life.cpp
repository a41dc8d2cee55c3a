// SPDX-License-Identifier: GPL-3.0-or-later
// pact submit, approve, return, observe, observed, activate, withdraw, history: the life of a version. Who acts is who is signed in.
#include "app/cli/commands.h"
#include "app/cli/output.h"
#include "app/cli/pact_file.h"
#include "app/cli/pact_json.h"
#include "app/cli/surroundings.h"
#include "models/workspace/workspace.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <functional>

namespace mandate::cli {

namespace {

using Json = nlohmann::ordered_json;

std::string nameOf(const PactVersion &version)
{
    return version.document.id + '@' + version.document.version;
}

std::string inWords(const std::vector<PactDocument::Reviewer> &missing)
{
    std::string words;
    for (const PactDocument::Reviewer &reviewer : missing)
        words += (words.empty() ? "" : ", ") + std::to_string(reviewer.count) + ' ' + (reviewer.role.empty() ? "other person" : reviewer.role);
    return words;
}

/// What the state of a version means, in one sentence.
std::string told(const PactVersion &version)
{
    const std::string name = nameOf(version);
    switch (version.state) {
    case PactState::InReview: return name + " is in review. It needs: " + inWords(version.missing) + '.';
    case PactState::Approved: return name + " is approved. It is not in force: observe or activate it.";
    case PactState::Observing: return name + " is observed: it judges beside what is in force, without effect.";
    case PactState::Active:
        return version.inForce ? name + " is in force." : name + " comes into force at " + formatInstant(*version.effectiveFrom) + '.';
    case PactState::Superseded: return name + " is superseded.";
    case PactState::Withdrawn: return name + (version.returned ? " was returned for changes" : " is withdrawn") + ". Its version number is spent.";
    }
    return name;
}

/// Opens the workspace named first, takes the step, and prints the version as it is then.
int take(const Arguments &arguments, const std::function<Result<PactVersion>(Workspace &)> &step)
{
    auto workspace = Workspace::open(arguments.word(0), false, surroundings());
    if (!workspace)
        return fail(workspace.error());
    const auto version = step(**workspace);
    if (!version)
        return fail(version.error());
    if (arguments.json())
        printJson(pactJson(*version));
    else
        print(visible(told(*version)));
    return Done;
}

int submit(const Arguments &arguments)
{
    const auto json = readFile(arguments.word(1));
    if (!json)
        return fail(json.error());
    if (const auto parsed = parsePact(*json, arguments.word(1)); !parsed)
        return fail(parsed.error());
    return take(arguments, [&](Workspace &workspace) { return workspace.submitPact(*json, arguments.text("summary")); });
}

int approve(const Arguments &arguments)
{
    return take(arguments,
                [&](Workspace &workspace) { return workspace.approvePact(arguments.word(1), arguments.text("role"), arguments.text("note")); });
}

/// A step that must say why, asked without: wrong usage, before anything is opened.
std::optional<Error> withoutReason(const Arguments &arguments)
{
    if (!arguments.text("reason").empty())
        return std::nullopt;
    Error error;
    error.kind = ErrorKind::Usage;
    error.code = "MND-LIF-013";
    error.happened = "No reason was given.";
    error.unaffected = "No pact was changed; what is in force stays in force.";
    error.remedy = "Say why with --reason: it is kept with the version, and whoever wrote it reads it.";
    return error;
}

int giveBack(const Arguments &arguments)
{
    if (const auto error = withoutReason(arguments))
        return fail(*error);
    return take(arguments, [&](Workspace &workspace) { return workspace.returnPact(arguments.word(1), arguments.text("reason")); });
}

int observe(const Arguments &arguments)
{
    return take(arguments, [&](Workspace &workspace) { return workspace.observePact(arguments.word(1), arguments.text("note")); });
}

int activate(const Arguments &arguments)
{
    const auto effective = arguments.time("at");
    if (!effective)
        return fail(effective.error());
    const auto replay = arguments.entry("replay");
    if (!replay)
        return fail(replay.error());
    PactActivation activation;
    activation.effective = *effective;
    activation.replay = *replay;
    activation.note = arguments.text("note");
    return take(arguments, [&](Workspace &workspace) { return workspace.activatePact(arguments.word(1), activation); });
}

int withdraw(const Arguments &arguments)
{
    if (const auto error = withoutReason(arguments))
        return fail(*error);
    return take(arguments, [&](Workspace &workspace) { return workspace.withdrawPact(arguments.word(1), arguments.text("reason")); });
}

Json verdictsJson(const JudgementReport &report)
{
    Json verdicts = Json::object();
    for (std::size_t i = static_cast<std::size_t>(Verdict::Permitted); i < verdictCount; ++i)
        verdicts[std::string(mandate::nameOf(static_cast<Verdict>(i)))] = report.verdicts[i];
    return verdicts;
}

int observed(const Arguments &arguments)
{
    auto workspace = Workspace::open(arguments.word(0), true);
    if (!workspace)
        return fail(workspace.error());
    const auto report = (*workspace)->observation(arguments.word(1));
    if (!report)
        return fail(report.error());
    if (arguments.json()) {
        Json clauses = Json::object();
        for (const ClauseCount &count : report->would.clauses)
            clauses[count.clause] = {
                {"applicable", count.applicable}, {"attempted", count.attempted}, {"executed", count.executed}, {"undecidable", count.undecidable}};
        Json changed = Json::array();
        for (const ReplayChange &change : report->changes.changed)
            changed.push_back({{"from", mandate::nameOf(change.from)}, {"to", mandate::nameOf(change.to)}, {"count", change.count}});
        printJson(Json{{"pact", report->pact},
                       {"since", formatInstant(report->since)},
                       {"verdicts", verdictsJson(report->would)},
                       {"clauses", std::move(clauses)},
                       {"changed", std::move(changed)}});
        return Done;
    }
    print(report->pact + " since " + formatInstant(report->since) + ", without effect:");
    std::vector<std::vector<std::string>> rows{{"verdict", "actions"}};
    for (std::size_t i = static_cast<std::size_t>(Verdict::Permitted); i < verdictCount; ++i)
        rows.push_back({std::string(mandate::nameOf(static_cast<Verdict>(i))), std::to_string(report->would.verdicts[i])});
    printTable(rows);
    rows = {{"in force", "would be", "actions"}};
    for (const ReplayChange &change : report->changes.changed)
        rows.push_back({std::string(mandate::nameOf(change.from)), std::string(mandate::nameOf(change.to)), std::to_string(change.count)});
    print("");
    printTable(rows);
    return Done;
}

Json eventJson(const PactLife::Event &event)
{
    const PactStatement &statement = event.statement;
    return {{"entry", statement.entry},
            {"step", mandate::nameOf(statement.step)},
            {"version", statement.version},
            {"digest", statement.pactDigest.hex()},
            {"role", statement.role},
            {"note", statement.note},
            {"by", statement.decidedBy},
            {"at", formatInstant(statement.decidedAt)},
            {"effective", jsonOf(statement.effective)},
            {"evidence", {{"size", statement.evidenceSize}, {"root", statement.evidenceRoot.hex()}}},
            {"replay", statement.replay ? Json(statement.replay->hex()) : Json(nullptr)},
            {"key", statement.keyId},
            {"void", event.voidBecause.empty() ? Json(nullptr) : Json(event.voidBecause)}};
}

Json stepJson(const PactStepOption &option)
{
    Json json{{"step", mandate::nameOf(option.step)}, {"role", option.role}, {"allowed", !option.refusal}};
    if (option.refusal) {
        json["code"] = option.refusal->code;
        json["reason"] = option.refusal->happened;
        json["remedy"] = option.refusal->remedy;
    }
    return json;
}

int history(const Arguments &arguments)
{
    auto workspace = Workspace::open(arguments.word(0), true);
    if (!workspace)
        return fail(workspace.error());
    const auto history = (*workspace)->pactHistory(arguments.word(1));
    if (!history)
        return fail(history.error());
    if (arguments.json()) {
        Json versions = Json::array();
        for (const auto &[version, steps] : history->versions) {
            Json json = pactJson(version);
            json["steps"] = Json::array();
            for (const PactStepOption &option : steps)
                json["steps"].push_back(stepJson(option));
            versions.push_back(std::move(json));
        }
        Json events = Json::array();
        for (const PactLife::Event &event : history->events)
            events.push_back(eventJson(event));
        Json adoptions = Json::array();
        for (const auto &[version, steps] : history->versions) {
            if (version.adopted)
                adoptions.push_back({{"entry", version.entry}, {"version", version.document.version}, {"digest", version.digest.hex()}, {"by", version.addedBy},
                                     {"at", formatInstant(version.added)}});
        }
        printJson(Json{{"pact", history->id},
                       {"broken", history->broken},
                       {"versions", std::move(versions)},
                       {"statements", std::move(events)},
                       {"adoptions", std::move(adoptions)}});
        return history->broken ? Findings : Done;
    }
    if (history->broken)
        print("The signed statements about this pact do not follow one another. Nothing new may come into force; run \"mandate verify\".");
    for (const auto &[version, steps] : history->versions)
        print(visible(told(version)) +
              (version.adopted ? " Adopted without review by " + version.addedBy + ", " + formatInstant(version.added) + '.' : ""));
    print("");
    std::vector<std::vector<std::string>> rows;
    for (const auto &[version, steps] : history->versions) {
        if (version.adopted)
            rows.push_back({formatInstant(version.added), version.document.version, "adopted", version.addedBy, "", "in force at once, without review"});
    }
    for (const PactLife::Event &event : history->events) {
        const PactStatement &statement = event.statement;
        rows.push_back({formatInstant(statement.decidedAt), statement.version,
                        std::string(mandate::nameOf(statement.step)) + (event.voidBecause.empty() ? "" : " (void)"), statement.decidedBy,
                        statement.role, statement.note});
    }
    std::ranges::stable_sort(rows, {}, [](const auto &row) { return row.front(); }); // times of one form sort as text
    rows.insert(rows.begin(), {"time", "version", "step", "by", "role", "note"});
    printTable(rows);
    return history->broken ? Findings : Done;
}

} // namespace

std::vector<Command> pactLifeCommands()
{
    return {
        {"pact submit", "ask for review of a new version", {"pact submit W FILE [--summary TEXT]", 2, 2, {"summary"}, {}}, submit},
        {"pact approve",
         "approve a version that another person submitted",
         {"pact approve W ID@VERSION [--role ROLE] [--note TEXT]", 2, 2, {"role", "note"}, {}},
         approve},
        {"pact return", "ask its author for changes", {"pact return W ID@VERSION --reason TEXT", 2, 2, {"reason"}, {}}, giveBack},
        {"pact observe",
         "judge by it beside what is in force, without effect",
         {"pact observe W ID@VERSION [--note TEXT]", 2, 2, {"note"}, {}},
         observe},
        {"pact observed", "what an observed version would have said", {"pact observed W ID@VERSION", 2, 2, {}, {}}, observed},
        {"pact activate",
         "put an approved version in force",
         {"pact activate W ID@VERSION [--at TIME] [--note TEXT] [--replay ENTRY]", 2, 2, {"at", "note", "replay"}, {}},
         activate},
        {"pact withdraw", "end a version", {"pact withdraw W ID@VERSION --reason TEXT", 2, 2, {"reason"}, {}}, withdraw},
        {"pact history", "a pact's versions and everything signed about them", {"pact history W ID", 2, 2, {}, {}}, history},
    };
}

} // namespace mandate::cli
