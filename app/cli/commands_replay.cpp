// SPDX-License-Identifier: GPL-3.0-or-later
// pact replay, replays: what a pact would have said of the recorded actions, and whether what was kept of it still holds.
#include "app/cli/commands.h"
#include "app/cli/output.h"
#include "app/cli/pact_file.h"
#include "models/workspace/workspace.h"

#include <nlohmann/json.hpp>

namespace mandate::cli {

namespace {

using Json = nlohmann::ordered_json;

/// Exact, with as many places as there are.
std::string decimalOf(std::int64_t millionths)
{
    std::string places = std::to_string(1'000'000 + millionths % 1'000'000).substr(1);
    places.erase(places.find_last_not_of('0') + 1);
    return std::to_string(millionths / 1'000'000) + (places.empty() ? "" : '.' + places);
}

Json jsonOf(const MoneyAtStake &money)
{
    Json sums = Json::object();
    for (const auto &[currency, millionths] : money.millionths)
        sums[currency] = decimalOf(millionths);
    return {{"sums", std::move(sums)}, {"counted", money.counted}, {"unknown", money.unknown}};
}

std::string wordsOf(const CustomersAtStake &customers)
{
    return std::to_string(customers.different) + (customers.unknown > 0 ? ", unknown in " + std::to_string(customers.unknown) : "");
}

std::string wordsOf(const MoneyAtStake &money)
{
    std::string words;
    for (const auto &[currency, millionths] : money.millionths)
        words += (words.empty() ? "" : ", ") + decimalOf(millionths) + (currency.empty() ? "" : ' ' + visible(currency));
    if (money.unknown > 0)
        words += (words.empty() ? "" : ", ") + ("unknown in " + std::to_string(money.unknown));
    return words.empty() ? "-" : words;
}

Json jsonOf(const ReplayChange &change)
{
    Json cases = Json::array();
    for (const ReplayChange::Case &one : change.cases)
        cases.push_back({{"session", one.action.session},
                         {"message", one.action.message},
                         {"call", one.action.call},
                         {"tool", one.action.tool},
                         {"executed", one.action.executed},
                         {"agent", one.action.agent},
                         {"entry", one.action.entry},
                         {"clause_before", one.clauseBefore},
                         {"clause_after", one.clauseAfter}});
    return {{"from", nameOf(change.from)},   {"to", nameOf(change.to)},
            {"count", change.count},         {"executed", change.executed},
            {"sessions", change.sessions},   {"customers", {{"different", change.customers.different}, {"unknown", change.customers.unknown}}},
            {"money", jsonOf(change.money)}, {"cases", std::move(cases)}};
}

std::string versionOf(const ReplayReport &report)
{
    return report.pactId + '@' + report.pactVersion;
}

Json namesOf(const std::vector<PactName> &pacts)
{
    Json names = Json::array();
    for (const PactName &pact : pacts)
        names.push_back(pact.id + '@' + pact.version);
    return names;
}

void printReport(const ReplayReport &report)
{
    if (report.judged == 0)
        return print("This pact binds no agent whose actions are recorded here" +
                     std::string(report.range.since || report.range.until ? " in this range" : "") + ", so nothing was judged: it says nothing about them.");
    print(std::to_string(report.judged) + " recorded actions judged. The pacts in force stay as they are.");
    if (report.undecidable > 0) {
        print(std::to_string(report.undecidable) + " could not be judged, because:");
        for (const auto &[fact, times] : report.missing)
            print("  " + visible(fact) + " (" + std::to_string(times) + ')');
    }
    if (report.changed.empty())
        return print("No verdict would change.");
    print("");
    std::vector<std::vector<std::string>> rows{
        {"from", "to", "actions", "executed", "sessions", "customers", "money", "first case", "decided then", "decides now"}};
    for (const ReplayChange &change : report.changed) {
        const ReplayChange::Case &first = change.cases.front();
        rows.push_back({std::string(nameOf(change.from)), std::string(nameOf(change.to)), std::to_string(change.count),
                        std::to_string(change.executed), std::to_string(change.sessions), wordsOf(change.customers), wordsOf(change.money),
                        visible(first.action.tool) + ", " + visible(first.action.session) + ", entry " + std::to_string(first.action.entry),
                        first.clauseBefore.empty() ? "-" : first.clauseBefore, first.clauseAfter.empty() ? "-" : first.clauseAfter});
    }
    printTable(rows);
}

int replay(const Arguments &arguments)
{
    const bool keep = arguments.has("record");
    auto workspace = Workspace::open(arguments.word(0), !keep);
    if (!workspace)
        return fail(workspace.error());
    const auto pact = pactNamed(**workspace, arguments.word(1));
    if (!pact)
        return fail(pact.error());
    ReplayRange range;
    for (const auto &[option, target] : {std::pair{"since", &range.since}, std::pair{"until", &range.until}}) {
        const auto time = arguments.time(option);
        if (!time)
            return fail(time.error());
        *target = *time;
    }
    const auto report = (*workspace)->replay(*pact, range);
    if (!report)
        return fail(report.error());
    std::optional<StoredReplay> stored;
    if (keep) {
        auto recorded = (*workspace)->recordReplay(*report);
        if (!recorded)
            return fail(recorded.error());
        stored = std::move(recorded).value();
    }
    if (arguments.json()) {
        Json missing = Json::object();
        for (const auto &[fact, times] : report->missing)
            missing[fact] = times;
        Json changed = Json::array();
        for (const ReplayChange &change : report->changed)
            changed.push_back(jsonOf(change));
        Json whole{{"judged", report->judged},
                   {"undecidable", report->undecidable},
                   {"missing", std::move(missing)},
                   {"changed", std::move(changed)},
                   {"changes_digest", report->changes.hex()},
                   {"pact_digest", report->pact.hex()},
                   {"in_force", namesOf(report->inForce)},
                   {"trail", {{"entries", report->trailEntries}, {"root", report->trailRoot.hex()}}}};
        if (stored)
            whole["recorded"] = {{"entry", stored->entry}, {"digest", stored->digest.hex()}};
        printJson(whole);
    } else {
        printReport(*report);
        if (stored)
            print("Kept as entry " + std::to_string(stored->entry) + " of the ledger.");
    }
    return report->changed.empty() ? Done : Findings;
}

/// A stored replay, and why it no longer holds.
struct Kept
{
    StoredReplay replay;
    std::optional<Error> stale;
};

/// Held to the version in the workspace that has its name, if there is one.
Result<Kept> examined(const Workspace &workspace, StoredReplay replay)
{
    const auto standing = workspace.standingOf(replay);
    if (!standing)
        return standing.error();
    Digest digest = replay.report.pact;
    if (const auto version = workspace.pact(versionOf(replay.report)))
        digest = version->digest;
    const auto holds = requireFresh(replay, *standing, digest);
    return Kept{std::move(replay), holds ? std::optional<Error>() : std::optional(holds.error())};
}

/// Newest first; `named`: an id, an id@version, or nothing for all.
Result<std::vector<Kept>> keptReplays(const Workspace &workspace, const std::string &named)
{
    auto replays = workspace.replays();
    if (!replays)
        return replays.error();
    std::vector<Kept> kept;
    for (StoredReplay &replay : *replays) {
        if (!named.empty() && named != replay.report.pactId && named != versionOf(replay.report))
            continue;
        auto one = examined(workspace, std::move(replay));
        if (!one)
            return one.error();
        kept.push_back(std::move(one).value());
    }
    return kept;
}

std::uint64_t changedActions(const ReplayReport &report)
{
    std::uint64_t actions = 0;
    for (const ReplayChange &change : report.changed)
        actions += change.count;
    return actions;
}

Json jsonOf(const Kept &kept)
{
    const ReplayReport &report = kept.replay.report;
    return {{"entry", kept.replay.entry},
            {"digest", kept.replay.digest.hex()},
            {"recorded", formatInstant(kept.replay.recorded)},
            {"by", kept.replay.by},
            {"evaluator", kept.replay.evaluator},
            {"pact", versionOf(report)},
            {"pact_digest", report.pact.hex()},
            {"in_force", namesOf(report.inForce)},
            {"since", mandate::cli::jsonOf(report.range.since)},
            {"until", mandate::cli::jsonOf(report.range.until)},
            {"judged", report.judged},
            {"changed", changedActions(report)},
            {"undecidable", report.undecidable},
            {"changes_digest", report.changes.hex()},
            {"fresh", !kept.stale},
            {"stale", kept.stale ? Json(kept.stale->happened) : Json(nullptr)}};
}

int replays(const Arguments &arguments)
{
    auto workspace = Workspace::open(arguments.word(0), true);
    if (!workspace)
        return fail(workspace.error());
    const auto kept = keptReplays(**workspace, arguments.words().size() > 1 ? arguments.word(1) : std::string());
    if (!kept)
        return fail(kept.error());
    if (arguments.json()) {
        Json list = Json::array();
        for (const Kept &one : *kept)
            list.push_back(jsonOf(one));
        printJson(Json{{"replays", std::move(list)}});
        return Done;
    }
    if (kept->empty()) {
        print("No replay is kept. \"mandate pact replay --record\" keeps one.");
        return Done;
    }
    std::vector<std::vector<std::string>> rows{{"entry", "recorded", "by", "version", "judged", "changed", "undecidable", "holds"}};
    for (const auto &[stored, stale] : *kept)
        rows.push_back({std::to_string(stored.entry), formatInstant(stored.recorded), stored.by, versionOf(stored.report),
                        std::to_string(stored.report.judged), std::to_string(changedActions(stored.report)),
                        std::to_string(stored.report.undecidable), stale ? "no: " + stale->happened : "yes"});
    printTable(rows);
    return Done;
}

} // namespace

std::vector<Command> replayCommands()
{
    return {{"pact replays", "replays that were kept, and whether they still hold", {"pact replays W [ID[@VERSION]]", 1, 2, {}, {}}, replays},
            {"pact replay",
             "what a pact would have said of the recorded actions",
             {"pact replay W FILE|ID[@VERSION] [--since T] [--until T] [--record]", 2, 2, {"since", "until"}, {"record"}},
             replay}};
}

} // namespace mandate::cli
