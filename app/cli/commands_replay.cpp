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
    return {{"from", nameOf(change.from)}, {"to", nameOf(change.to)},     {"count", change.cases.size()},
            {"executed", change.executed}, {"sessions", change.sessions}, {"cases", std::move(cases)}};
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
    std::vector<std::vector<std::string>> rows{{"from", "to", "actions", "executed", "sessions", "first case", "decided then", "decides now"}};
    for (const ReplayChange &change : report.changed) {
        const ReplayChange::Case &first = change.cases.front();
        rows.push_back({std::string(nameOf(change.from)), std::string(nameOf(change.to)), std::to_string(change.cases.size()),
                        std::to_string(change.executed), std::to_string(change.sessions),
                        visible(first.action.tool) + ", " + visible(first.action.session) + ", entry " + std::to_string(first.action.entry),
                        first.clauseBefore.empty() ? "-" : first.clauseBefore, first.clauseAfter.empty() ? "-" : first.clauseAfter});
    }
    printTable(rows);
}

int replay(const Arguments &arguments)
{
    auto workspace = Workspace::open(arguments.word(0), true);
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
    if (arguments.json()) {
        Json missing = Json::object();
        for (const auto &[fact, times] : report->missing)
            missing[fact] = times;
        Json changed = Json::array();
        for (const ReplayChange &change : report->changed)
            changed.push_back(jsonOf(change));
        printJson(Json{{"judged", report->judged},
                       {"undecidable", report->undecidable},
                       {"missing", std::move(missing)},
                       {"changed", std::move(changed)},
                       {"pact_digest", report->pact.hex()},
                       {"trail", {{"entries", report->trailEntries}, {"root", report->trailRoot.hex()}}}});
    } else {
        printReport(*report);
    }
    return report->changed.empty() ? Done : Findings;
}

} // namespace

std::vector<Command> replayCommands()
{
    return {{"pact replay",
             "what a pact would have said of the recorded actions",
             {"pact replay W FILE|ID[@VERSION] [--since T] [--until T]", 2, 2, {"since", "until"}, {}},
             replay}};
}

} // namespace mandate::cli
