// SPDX-License-Identifier: GPL-3.0-or-later
// init, import, query, stats, verify.
#include "app/cli/bundle_output.h"
#include "app/cli/commands.h"
#include "app/cli/evidence_selection.h"
#include "app/cli/interruption.h"
#include "app/cli/opened_evidence.h"
#include "app/cli/output.h"
#include "app/cli/unknown_names.h"
#include "models/bundle/bundle_verification.h"
#include "models/sources/adapter.h"
#include "models/workspace/source_files.h"
#include "models/workspace/workspace.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <map>
#include <optional>
#include <set>

namespace mandate::cli {

namespace {

using Json = nlohmann::ordered_json;

Error usage(std::string happened, std::string remedy)
{
    Error error;
    error.kind = ErrorKind::Usage;
    error.code = "MND-CLI-003";
    error.happened = std::move(happened);
    error.unaffected = "Nothing was done.";
    error.remedy = std::move(remedy);
    return error;
}

int init(const Arguments &arguments)
{
    const std::filesystem::path folder = std::filesystem::path(arguments.word(0)).parent_path();
    std::error_code problem;
    if (!folder.empty() && !std::filesystem::is_directory(folder, problem))
        return fail(usage("There is no folder \"" + folder.string() + "\" for the workspace.", "Make the folder first, or name another place."));
    const auto workspace = Workspace::create(arguments.word(0));
    if (!workspace)
        return fail(workspace.error());
    const Store &store = (*workspace)->store();
    if (arguments.json())
        printJson(Json{{"workspace", arguments.word(0)}, {"origin", store.origin()}, {"key", store.publicKey().id()}});
    else
        print("Created " + arguments.word(0) + ". Its signing key " + store.publicKey().id() + " is a file only you can read, not in the workspace.");
    return Done;
}

Error stopped(std::uint64_t records)
{
    Error error;
    error.kind = ErrorKind::Cancelled;
    error.code = "MND-CLI-006";
    error.happened = "The import was stopped after " + counted(records, "new record") + '.';
    error.unaffected = "What was stored is whole and judged.";
    error.remedy = "Run the same command again: it goes on where this one stopped.";
    return error;
}

/// Sources that were imported before under another agent's name and not under this one: taken in again they would be there twice.
std::map<std::string, std::string> sourcesOfOthers(const Workspace &workspace, const std::string &agent)
{
    std::map<std::string, std::string> sources;
    if (agent.empty())
        return sources;
    constexpr std::array by{Dimension::Source, Dimension::Agent};
    const auto tallies = workspace.store().tally({}, by);
    if (!tallies)
        return sources;
    for (const Tally &tally : *tallies) {
        if (tally.key[1] != agent && !tally.key[1].empty())
            sources.emplace(tally.key[0], tally.key[1]);
    }
    for (const Tally &tally : *tallies) {
        if (tally.key[1] == agent)
            sources.erase(tally.key[0]);
    }
    return sources;
}

/// The first file that is there under another agent's name; the person decides whether it is meant.
std::optional<Error> importedAsAnother(const Workspace &workspace, const std::vector<std::string> &paths, const std::string &agent)
{
    const auto others = sourcesOfOthers(workspace, agent);
    if (others.empty())
        return std::nullopt;
    std::vector<FoundFile> files;
    std::vector<Error> problems; // said by the import itself
    findFiles(paths, files, problems);
    for (const FoundFile &file : files) {
        const auto before = others.find(file.name);
        if (before == others.end())
            continue;
        Error error = usage(file.name + " was imported before, as " + before->second + ". It would be in the ledger a second time, as " + agent + '.',
                            "Leave --agent out to add what is new; if it is another file of this name, or you mean it, say --again.");
        error.kind = ErrorKind::Refused;
        error.code = "MND-CLI-034";
        error.unaffected = "Nothing was imported.";
        return error;
    }
    return std::nullopt;
}

/// Actions that no pact bound when they were judged.
std::uint64_t withoutPact(const Workspace &workspace)
{
    RowFilter filter;
    filter.kinds = {RecordKind::Action};
    filter.verdicts = {Verdict::NoPact};
    const auto count = workspace.store().count(filter);
    return count ? *count : 0;
}

int import(const Arguments &arguments)
{
    const Interruption interruption;
    auto workspace = Workspace::open(arguments.word(0));
    if (!workspace)
        return fail(workspace.error());
    ImportOptions options;
    options.format = arguments.text("format");
    options.agent = arguments.text("agent");
    options.indexText = !arguments.has("no-text");
    const std::vector<std::string> paths(arguments.words().begin() + 1, arguments.words().end());
    if (!arguments.has("again")) {
        if (const auto refused = importedAsAnother(**workspace, paths, options.agent))
            return fail(*refused);
    }
    const std::uint64_t unbound = withoutPact(**workspace);
    const auto report = (*workspace)->import(paths, options, {}, interruption.token());
    if (!report)
        return fail(report.error());
    for (const Error &problem : report->problems)
        fail(problem);
    bool anyRead = false;
    for (const ImportedFile &file : report->files)
        anyRead |= file.skipped.empty();
    if (!anyRead && report->problems.empty() && !report->cancelled) {
        for (const ImportedFile &file : report->files)
            fail({ErrorKind::Input,
                  "MND-IMP-003",
                  "Holds no evidence: " + file.skipped,
                  "Nothing was imported.",
                  "Name another file, or say --format.",
                  {file.file, {}, {}, {}, {}}});
    }
    if (report->files.empty() && report->problems.empty() && !report->cancelled)
        fail({ErrorKind::Input, "MND-IMP-003", "There is no file to import.", "Nothing was imported.", "Name a file, or a folder that holds some.",
              {paths.front(), {}, {}, {}, {}}});
    if (report->cancelled)
        fail(stopped(report->records));
    const std::uint64_t unboundNow = withoutPact(**workspace);
    const std::uint64_t newlyUnbound = unboundNow > unbound ? unboundNow - unbound : 0;
    const int code = report->cancelled ? Findings : report->problems.empty() && anyRead ? Done : WrongInput;
    if (arguments.json()) {
        Json files = Json::array();
        for (const ImportedFile &file : report->files) {
            Json line{{"file", file.file},       {"format", file.format.empty() ? Json(nullptr) : Json(file.format)},
                      {"records", file.records}, {"items", file.items},
                      {"known", file.known},     {"quarantined", file.quarantined}};
            if (!file.skipped.empty())
                line["skipped"] = file.skipped;
            files.push_back(std::move(line));
        }
        printJson(Json{{"records", report->records},
                       {"known", report->known},
                       {"quarantined", report->quarantined},
                       {"incidents_opened", report->incidentsOpened},
                       {"without_pact", newlyUnbound},
                       {"cancelled", report->cancelled},
                       {"files", std::move(files)}});
        return code;
    }
    std::size_t skipped = 0;
    for (const ImportedFile &file : report->files) {
        if (file.skipped.empty())
            continue;
        ++skipped;
        print("skipped " + visible(file.file) + ": " + visible(file.skipped));
    }
    print(counted(report->records, "new record") + " from " + counted(report->files.size() - skipped, "file") + "; " + counted(report->known, "item was", "items were") +
          " known already; " + std::to_string(report->quarantined) + " quarantined; " + counted(report->incidentsOpened, "incident") + " opened.");
    if (newlyUnbound > 0)
        print(counted(newlyUnbound, "action is", "actions are") + " of agents that no pact in force binds: recorded, not judged.");
    return code;
}

int query(const Arguments &arguments)
{
    const auto selection = selectionOf(arguments);
    if (!selection)
        return fail(selection.error());
    std::size_t limit = 100;
    if (arguments.has("limit")) {
        const std::string text = arguments.text("limit");
        const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), limit);
        if (problem != std::errc() || end != text.data() + text.size())
            return fail(usage("\"" + text + "\" is no number of rows.", "Write a whole number, such as --limit 100."));
    }
    auto workspace = openEvidence(arguments.word(0));
    if (!workspace)
        return fail(workspace.error());
    const Store &store = (*workspace)->store();
    const auto entries = selectEvidence(**workspace, *selection);
    if (!entries)
        return fail(entries.error());
    if (entries->empty()) {
        for (const std::string &sentence : unknownNames(**workspace, arguments))
            note(sentence);
    }
    const auto rows = store.rows(std::span(*entries).first(std::min(limit, entries->size())));
    if (!rows)
        return fail(rows.error());
    if (arguments.json()) {
        Json list = Json::array();
        for (const Row &row : *rows) {
            Json line{{"entry", row.number},          {"kind", nameOf(row.kind)}, {"time", jsonOf(row.time)}, {"agent", row.agent},
                      {"deployment", row.deployment}, {"session", row.session},   {"message", row.message},   {"call", row.call}};
            if (row.kind == RecordKind::Action || row.kind == RecordKind::Decision) {
                line["tool"] = row.tool;
                line["outcome"] = nameOf(row.outcome);
                line["executed"] = row.kind == RecordKind::Action && countsAsExecuted(row.outcome); // a decision runs nothing
                line["verdict"] = nameOf(row.verdict);
                line["clause"] = row.clause.empty() ? Json(nullptr) : Json(row.clause);
            }
            line["source"] = row.source;
            line["format"] = row.format;
            list.push_back(std::move(line));
        }
        printJson(Json{{"query", selection->query}, {"total", entries->size()}, {"rows", std::move(list)}});
        return Done;
    }
    std::vector<std::vector<std::string>> table{{"entry", "time", "agent", "what", "outcome", "verdict", "clause", "session"}};
    for (const Row &row : *rows) {
        const bool decision = row.kind == RecordKind::Decision; // what the gateway answered to a question
        const bool action = row.kind == RecordKind::Action || decision;
        const std::string outcome = decision ? (row.outcome == Outcome::Refused ? "refused, asked" : "permitted, asked") : std::string(nameOf(row.outcome));
        table.push_back({std::to_string(row.number), row.time ? formatInstant(*row.time) : "-", row.agent,
                         action ? row.tool : std::string(nameOf(row.kind)), action ? outcome : "-",
                         action ? std::string(nameOf(row.verdict)) : "-", row.clause.empty() ? "-" : row.clause, row.session});
    }
    printTable(table);
    print(std::to_string(rows->size()) + " of " + std::to_string(entries->size()) + " shown.");
    return Done;
}

int stats(const Arguments &arguments)
{
    auto workspace = Workspace::open(arguments.word(0), true);
    if (!workspace)
        return fail(workspace.error());
    const auto stats = (*workspace)->stats();
    if (!stats)
        return fail(stats.error());
    const auto bySource = (*workspace)->seals();
    if (!bySource)
        return fail(bySource.error());
    std::array<std::uint64_t, 5> seals{};
    for (const SourceSeals &source : *bySource) {
        for (std::size_t i = 0; i < seals.size(); ++i)
            seals.at(i) += source.byState.at(i);
    }
    const auto sealed = [&](SealState state) { return seals.at(static_cast<std::size_t>(state)); };
    if (arguments.json()) {
        Json sources = Json::array();
        for (const auto &source : stats->sources)
            sources.push_back({{"name", source.name},
                               {"format", source.format},
                               {"records", source.records},
                               {"calls", source.calls},
                               {"first", jsonOf(source.first)},
                               {"last", jsonOf(source.last)}});
        Json agents = Json::array();
        for (const auto &agent : stats->agents)
            agents.push_back({{"name", agent.name},
                              {"deployment", agent.deployment},
                              {"runs", agent.runs},
                              {"calls", agent.calls},
                              {"failed_calls", agent.failed}});
        printJson(Json{{"records", stats->records},
                       {"runs", stats->runs},
                       {"calls", stats->calls},
                       {"failed_calls", stats->failedCalls},
                       {"calls_per_tool", stats->callsPerTool},
                       {"evidence",
                        {{"calls", stats->evidence.calls},
                         {"with_input", stats->evidence.withInput},
                         {"with_result", stats->evidence.withResult},
                         {"with_time", stats->evidence.withTime},
                         {"with_decision_basis", stats->evidence.withDecisionBasis},
                         {"with_signature", stats->evidence.withSignature}}},
                       {"destructive", stats->destructive},
                       {"throttled", stats->throttled},
                       {"sources", std::move(sources)},
                       {"agents", std::move(agents)},
                       {"seals",
                        {{"valid", sealed(SealState::Valid)},
                         {"broken", sealed(SealState::Broken)},
                         {"unknown_key", sealed(SealState::UnknownKey)},
                         {"unknown", sealed(SealState::Unknown)},
                         {"not_sealed", sealed(SealState::NotSealed)}}},
                       {"quarantined", stats->quarantined}});
        return Done;
    }
    const auto share = [&](std::uint64_t k) { return std::to_string(k) + " of " + std::to_string(stats->evidence.calls); };
    printTable({{"records", std::to_string(stats->records)},
                {"runs", std::to_string(stats->runs)},
                {"calls", std::to_string(stats->calls)},
                {"failed calls", std::to_string(stats->failedCalls)},
                {"destructive calls", std::to_string(stats->destructive)},
                {"throttled calls", std::to_string(stats->throttled)},
                {"quarantined", std::to_string(stats->quarantined)},
                {"calls with input", share(stats->evidence.withInput)},
                {"calls with result", share(stats->evidence.withResult)},
                {"calls with time", share(stats->evidence.withTime)},
                {"calls with decision basis", share(stats->evidence.withDecisionBasis)},
                {"calls with signature", share(stats->evidence.withSignature)},
                {"records whose source's seal holds", std::to_string(sealed(SealState::Valid))},
                {"records whose source's seal does not hold", std::to_string(sealed(SealState::Broken))},
                {"records sealed by an unknown key or not known", std::to_string(sealed(SealState::UnknownKey) + sealed(SealState::Unknown))},
                {"records that are not sealed by their source", std::to_string(sealed(SealState::NotSealed))}});
    print("");
    std::vector<std::vector<std::string>> table{{"tool", "calls"}};
    for (const auto &[tool, count] : stats->callsPerTool)
        table.push_back({tool, std::to_string(count)});
    printTable(table);
    print("");
    table = {{"agent", "deployment", "runs", "calls", "failed"}};
    for (const auto &agent : stats->agents)
        table.push_back({agent.name, agent.deployment, std::to_string(agent.runs), std::to_string(agent.calls), std::to_string(agent.failed)});
    printTable(table);
    print(counted(stats->sources.size(), "source") + ".");
    return Done;
}

/// What cannot even be read, as a verification says it: the store's remedy is to run one.
Error unreadable(Error error)
{
    if (error.kind != ErrorKind::Corrupt)
        return error;
    error.unaffected = "Nothing can be proven from this file as it is; it was not changed.";
    error.remedy = "Restore it from a backup. A checkpoint that was kept elsewhere proves what a restored copy must hold.";
    return error;
}

int verify(const Arguments &arguments)
{
    if (looksLikeBundle(arguments.word(0)))
        return verifyBundleCommand(arguments);
    for (const char *option : {"checkpoint", "consistency", "key", "reveal", "timestamp-trust"}) {
        if (arguments.has(option))
            return fail(usage("--" + std::string(option) + " is for bundles, and this is a workspace.", "Name a bundle, or leave it out."));
    }
    auto workspace = Workspace::open(arguments.word(0), true);
    if (!workspace) {
        if (arguments.json() && workspace.error().kind == ErrorKind::Corrupt)
            printJson(Json{{"ok", false},
                           {"entries", nullptr},
                           {"root", nullptr},
                           {"first_bad",
                            {{"entry", nullptr},
                             {"reason", workspace.error().happened},
                             {"affects", "The workspace cannot be opened."},
                             {"still_holds", unreadable(workspace.error()).unaffected}}}});
        const bool damaged = workspace.error().kind == ErrorKind::Corrupt;
        const int code = fail(unreadable(workspace.error()));
        return damaged ? Findings : code;
    }
    const auto verification = (*workspace)->verify();
    if (!verification) {
        if (arguments.json() && verification.error().kind == ErrorKind::Corrupt)
            printJson(Json{{"ok", false},
                           {"entries", nullptr},
                           {"root", nullptr},
                           {"first_bad",
                            {{"entry", nullptr},
                             {"reason", verification.error().happened},
                             {"affects", "The file cannot be read."},
                             {"still_holds", unreadable(verification.error()).unaffected}}}});
        return fail(unreadable(verification.error()));
    }
    const auto &bad = verification->firstBad;
    if (arguments.json()) {
        Json first = nullptr;
        if (bad)
            first = {{"entry", bad->entry}, {"reason", bad->reason}, {"affects", bad->affects}, {"still_holds", bad->stillHolds}};
        printJson(Json{{"ok", verification->ok},
                       {"entries", verification->entries},
                       {"checkpoints", verification->checkpoints},
                       {"root", verification->root.hex()},
                       {"erased", verification->erased},
                       {"first_bad", std::move(first)}});
    } else if (verification->ok) {
        print((verification->entries == 1 ? std::string("The one entry") : "Every one of " + counted(verification->entries, "entry", "entries")) + " holds, and so " +
              (verification->checkpoints == 1 ? "does " : "do ") + counted(verification->checkpoints, "signed checkpoint") + '.');
        if (verification->erased > 0)
            print(counted(verification->erased, "record was", "records were") + " erased; signed tombstones say by whom and why, and their leaves still prove them.");
        print("root " + verification->root.hex());
    } else if (bad) {
        print("Entry " + std::to_string(bad->entry) + " does not hold: " + visible(bad->reason));
        print(bad->affects);
        print(bad->stillHolds);
    }
    return verification->ok ? Done : Findings;
}

} // namespace

std::vector<Command> evidenceCommands()
{
    constexpr std::size_t many = 100'000;
    return {
        {"init", "new workspace file", {"init W", 1, 1, {}, {}}, init},
        {"import",
         "take recorded evidence in",
         {"import W FILE|DIR… [--format F] [--agent A] [--again] [--no-text]", 2, many, {"format", "agent"}, {"again", "no-text"}},
         import},
        {"query",
         "records that match",
         {"query W|BUNDLE [QUERY] [--agent A] [--tool T] [--verdict V] [--clause C] [--session S] [--kind K] [--since T] [--until T] [--text WORDS] [--limit N]",
          1,
          64,
          {"agent", "tool", "verdict", "clause", "session", "kind", "since", "until", "text", "limit"},
          {}},
         query},
        {"stats", "counts per source, agent and tool, and how complete the evidence is", {"stats W", 1, 1, {}, {}}, stats},
        {"verify",
         "re-read a whole ledger, or a bundle of evidence, and check every proof",
         {"verify W|BUNDLE [--checkpoint FILE] [--consistency FILE] [--key ID] [--reveal FILE] [--timestamp-trust FILE]", 1, 1, {"checkpoint", "consistency", "key", "reveal", "timestamp-trust"}, {}},
         verify},
    };
}

} // namespace mandate::cli
