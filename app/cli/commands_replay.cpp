// SPDX-License-Identifier: GPL-3.0-or-later
// pact replay: what a pact would have said of the recorded actions.
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

void printReport(const ReplayReport &report)
{
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
        Json inForce = Json::array();
        for (const PactName &name : report->inForce)
            inForce.push_back(name.id + '@' + name.version);
        Json whole{{"judged", report->judged},
                   {"undecidable", report->undecidable},
                   {"missing", std::move(missing)},
                   {"changed", std::move(changed)},
                   {"changes_digest", report->changes.hex()},
                   {"pact_digest", report->pact.hex()},
                   {"in_force", std::move(inForce)},
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

} // namespace

std::vector<Command> replayCommands()
{
    return {{"pact replay",
             "what a pact would have said of the recorded actions",
             {"pact replay W FILE|ID[@VERSION] [--since T] [--until T] [--record]", 2, 2, {"since", "until"}, {"record"}},
             replay}};
}

} // namespace mandate::cli
