// SPDX-License-Identifier: GPL-3.0-or-later
// pact mine: the narrowest scope that covers what an agent did.
#include "app/cli/commands.h"
#include "app/cli/mining_json.h"
#include "app/cli/output.h"
#include "models/workspace/workspace.h"

#include <nlohmann/json.hpp>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

namespace mandate::cli {

namespace {

Error noMinedDraft(ErrorKind kind, std::string happened, std::string remedy)
{
    Error error;
    error.kind = kind;
    error.code = "MND-CLI-011";
    error.happened = std::move(happened);
    error.unaffected = "No draft was written.";
    error.remedy = std::move(remedy);
    return error;
}

Result<void> writeMinedDraft(const MiningReport &report, const std::string &place)
{
    if (report.scope.proposals.empty())
        return noMinedDraft(ErrorKind::Refused, "There is nothing to propose.", "Run it without --out to see what was left out and why.");
    const auto document = mining::draftDocument(report.scope, report.origin);
    if (!document)
        return document.error();
    std::error_code problem;
    if (std::filesystem::exists(std::filesystem::symlink_status(place, problem)))
        return noMinedDraft(ErrorKind::Usage, '"' + place + "\" is there already.", "Name another file with --out, or move it away first.");
    errno = 0;
    std::ofstream file(place, std::ios::binary);
    file << *document;
    file.close();
    if (!file) {
        Error error = noMinedDraft(ErrorKind::Storage, std::string("The file could not be written: ") + std::strerror(errno ? errno : EIO) + '.',
                                   "Check the folder and the space on its disk.");
        error.position.file = place;
        return error;
    }
    return {};
}

std::string listOf(const std::vector<EntryNumber> &entries)
{
    std::string all;
    for (const EntryNumber entry : entries)
        all += (all.empty() ? "" : ", ") + std::to_string(entry);
    return all;
}

void printBounds(const std::string &what, const std::string &now, const std::vector<mining::TighterBound> &bounds)
{
    for (const mining::TighterBound &bound : bounds)
        print("      at most " + plain(bound.bound) + " instead of " + now + ' ' + visible(what) + " would have stopped " +
              counted(bound.calls, "call") + (bound.sessions ? " in " + counted(*bound.sessions, "session") : "") + ": entry " + listOf(bound.first) +
              (bound.percentile ? " (" + std::to_string(*bound.percentile) + " of 100 calls are within it)" : ""));
}

void printProposal(const mining::Proposal &proposal)
{
    print(proposal.clause.id + "  " + visible(proposal.clause.readsAs));
    print("      " + counted(proposal.calls, "call") + (proposal.sessions ? " in " + counted(*proposal.sessions, "session") : "") + ", entries " +
          std::to_string(proposal.first) + " to " + std::to_string(proposal.last) +
          (proposal.restsOnLittle ? "; rests on little: fewer than " + std::to_string(mining::enoughCalls) + " calls" : "") +
          (proposal.outOfScope > 0 ? "; widens: " + std::to_string(proposal.outOfScope) + " of them are out of scope today" : ""));
    for (const mining::ArgumentEvidence &argument : proposal.arguments) {
        if (argument.range && argument.notCovered.empty())
            print("      " + visible(argument.path) + ": " + plain(argument.range->from) + " in entry " + std::to_string(argument.range->fromEntry) +
                  ", " + plain(argument.range->to) + " in entry " + std::to_string(argument.range->toEntry));
        for (const mining::TextValue &value : argument.values)
            print("      " + visible(argument.path) + ": \"" + visible(value.text) + "\" in " + counted(value.calls, "call") + ", first in entry " +
                  std::to_string(value.first));
        if (!argument.notCovered.empty())
            print("      " + visible(argument.path) + " is not limited: " + argument.notCovered);
    }
    for (const std::string &reason : proposal.notCovered)
        print("      Not covered: " + reason);
    for (const mining::Tighter &tighter : proposal.tighter)
        printBounds("for " + tighter.path, plain(tighter.now), tighter.bounds);
    if (const auto &limit = proposal.perSession) {
        print(limit->clause.id + "  " + visible(limit->clause.readsAs) + " Entry " + std::to_string(limit->entry) + " made it so many.");
        printBounds("calls a session", std::to_string(limit->most), limit->tighter);
    }
}

void printReport(const MiningQuery &query, const MiningReport &report)
{
    print(std::to_string(report.mined) + " executed actions of " + visible(query.agent) + " were mined, of " + std::to_string(report.actions) +
          " seen; " + std::to_string(report.notExecuted) + " were not executed. Nothing was put in force.");
    print("Observed " + (report.since ? "since " + formatInstant(*report.since) + " until " + formatInstant(*report.until) : "without times") +
          ", entries " + std::to_string(report.firstEntry) + " to " + std::to_string(report.lastEntry) + ".");
    for (const LeftOutOfMining &left : report.leftOut)
        print("Left out: " + counted(left.calls, "call") + " of " + visible(left.tool) + ", " + std::string(nameOf(left.verdict)) +
              (left.clause.empty() ? "" : " by " + left.clause) + ", entry " + listOf(left.first));
    print("");
    for (const mining::Proposal &proposal : report.scope.proposals)
        printProposal(proposal);
    for (const auto &left : report.scope.left)
        print("No proposal for \"" + visible(left.tool) + "\" (" + counted(left.calls, "call") + "): " + left.reason);
    if (report.scope.callsOfFurtherTools > 0)
        print("No proposal for " + counted(report.scope.callsOfFurtherTools, "call") + " of further tools: there were too many tools.");
    for (const NeverUsed &never : report.neverUsed)
        print("Never used: " + visible(never.tool) + ", permitted by " + never.pact.id + '@' + never.pact.version + ' ' + never.clauses.front() +
              (never.attempted > 0 ? "; " + counted(never.attempted, "attempt") + " failed" : ""));
    for (const BroadPermission &broad : report.broader)
        print("Broader than used: " + broad.pact.id + '@' + broad.pact.version + ' ' + broad.clause + " permits " + visible(broad.pattern) + "; " +
              counted(broad.used.size(), "tool") + " used under it");
}

int mine(const Arguments &arguments)
{
    MiningQuery query;
    query.agent = arguments.text("agent");
    if (!arguments.has("agent"))
        return fail(noMinedDraft(ErrorKind::Usage, "--agent is missing.", "Name the agent; \"mandate agents\" lists them."));
    if (arguments.has("deployment"))
        query.deployment = arguments.text("deployment");
    for (const auto &[option, target] : {std::pair{"since", &query.range.since}, std::pair{"until", &query.range.until}}) {
        const auto time = arguments.time(option);
        if (!time)
            return fail(time.error());
        *target = *time;
    }
    auto workspace = Workspace::open(arguments.word(0), true);
    if (!workspace)
        return fail(workspace.error());
    const auto report = mineScope(**workspace, query);
    if (!report)
        return fail(report.error());
    const std::string place = arguments.text("out");
    if (arguments.has("out")) {
        if (const auto written = writeMinedDraft(*report, place); !written)
            return fail(written.error());
    }
    if (arguments.json()) {
        auto json = jsonOf(query, *report);
        json["draft"] = place.empty() ? nlohmann::ordered_json(nullptr) : nlohmann::ordered_json(place);
        printJson(json);
        return Done;
    }
    printReport(query, *report);
    if (!place.empty())
        print("Draft written: " + visible(place));
    return Done;
}

} // namespace

std::vector<Command> miningCommands()
{
    return {
        {"pact mine",
         "the narrowest scope that covers what an agent did",
         {"pact mine W --agent A [--deployment D] [--since T] [--until T] [--out FILE]", 1, 1, {"agent", "deployment", "since", "until", "out"}, {}},
         mine}};
}

} // namespace mandate::cli
