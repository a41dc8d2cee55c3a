// SPDX-License-Identifier: GPL-3.0-or-later
// init, import, query, stats, verify.
#include "app/cli/commands.h"
#include "app/cli/interruption.h"
#include "app/cli/output.h"
#include "models/sources/adapter.h"
#include "models/workspace/workspace.h"

#include <nlohmann/json.hpp>

#include <charconv>
#include <cstdio>

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
    error.happened = "The import was stopped after " + std::to_string(records) + " new records.";
    error.unaffected = "What was stored is whole and judged.";
    error.remedy = "Run the same command again: it goes on where this one stopped.";
    return error;
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
    if (report->cancelled)
        fail(stopped(report->records));
    const int code = report->cancelled ? Findings : report->problems.empty() && (anyRead || report->files.empty()) ? Done : WrongInput;
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
    print(std::to_string(report->records) + " new records from " + std::to_string(report->files.size() - skipped) + " files; " +
          std::to_string(report->known) + " items were known already; " + std::to_string(report->quarantined) + " quarantined; " +
          std::to_string(report->incidentsOpened) + " incidents opened.");
    return code;
}

Result<RowFilter> filterOf(const Arguments &arguments)
{
    RowFilter filter;
    if (arguments.has("agent"))
        filter.agents = {arguments.text("agent")};
    if (arguments.has("tool"))
        filter.tools = {arguments.text("tool")};
    if (arguments.has("session"))
        filter.sessions = {arguments.text("session")};
    if (arguments.has("clause"))
        filter.clauses = {arguments.text("clause")};
    filter.text = arguments.text("text");
    if (arguments.has("verdict")) {
        const auto verdict = verdictOf(arguments.text("verdict"));
        if (!verdict)
            return usage("\"" + arguments.text("verdict") + "\" is no verdict.",
                         "Use permitted, approved, needs_approval, prohibited, out_of_scope, undecidable or no_pact.");
        filter.verdicts = {*verdict};
    }
    if (arguments.has("kind")) {
        const auto kind = recordKindOf(arguments.text("kind"));
        if (!kind)
            return usage("\"" + arguments.text("kind") + "\" is no kind of record.", "Use action, message, session, context or event.");
        filter.kinds = {*kind};
    }
    for (const auto &[option, target] : {std::pair{"since", &filter.since}, std::pair{"until", &filter.until}}) {
        const auto time = arguments.time(option);
        if (!time)
            return time.error();
        *target = *time;
    }
    return filter;
}

int query(const Arguments &arguments)
{
    const auto filter = filterOf(arguments);
    if (!filter)
        return fail(filter.error());
    std::size_t limit = 100;
    if (arguments.has("limit")) {
        const std::string text = arguments.text("limit");
        const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), limit);
        if (problem != std::errc() || end != text.data() + text.size())
            return fail(usage("\"" + text + "\" is no number of rows.", "Write a whole number, such as --limit 100."));
    }
    auto workspace = Workspace::open(arguments.word(0), true);
    if (!workspace)
        return fail(workspace.error());
    const Store &store = (*workspace)->store();
    const auto entries = store.select(*filter, RowOrder::ArrivalAscending);
    if (!entries)
        return fail(entries.error());
    const auto rows = store.rows(std::span(*entries).first(std::min(limit, entries->size())));
    if (!rows)
        return fail(rows.error());
    if (arguments.json()) {
        Json list = Json::array();
        for (const Row &row : *rows) {
            Json line{{"entry", row.number},          {"kind", nameOf(row.kind)}, {"time", jsonOf(row.time)}, {"agent", row.agent},
                      {"deployment", row.deployment}, {"session", row.session},   {"message", row.message},   {"call", row.call}};
            if (row.kind == RecordKind::Action) {
                line["tool"] = row.tool;
                line["outcome"] = nameOf(row.outcome);
                line["executed"] = countsAsExecuted(row.outcome);
                line["verdict"] = nameOf(row.verdict);
                line["clause"] = row.clause.empty() ? Json(nullptr) : Json(row.clause);
            }
            line["source"] = row.source;
            line["format"] = row.format;
            list.push_back(std::move(line));
        }
        printJson(Json{{"total", entries->size()}, {"rows", std::move(list)}});
        return Done;
    }
    std::vector<std::vector<std::string>> table{{"entry", "time", "agent", "what", "outcome", "verdict", "clause", "session"}};
    for (const Row &row : *rows) {
        const bool action = row.kind == RecordKind::Action;
        table.push_back({std::to_string(row.number), row.time ? formatInstant(*row.time) : "-", row.agent,
                         action ? row.tool : std::string(nameOf(row.kind)), action ? std::string(nameOf(row.outcome)) : "-",
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
                {"calls with signature", share(stats->evidence.withSignature)}});
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
    print(std::to_string(stats->sources.size()) + " sources.");
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
        return fail(unreadable(workspace.error()));
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
                       {"first_bad", std::move(first)}});
    } else if (verification->ok) {
        print("Every one of " + std::to_string(verification->entries) + " entries holds, and so do " + std::to_string(verification->checkpoints) +
              " signed checkpoints.");
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
         {"import W FILE|DIR… [--format F] [--agent A] [--no-text]", 2, many, {"format", "agent"}, {"no-text"}},
         import},
        {"query",
         "records that match",
         {"query W [--agent A] [--tool T] [--verdict V] [--clause C] [--session S] [--kind K] [--since T] [--until T] [--text WORDS] [--limit N]",
          1,
          1,
          {"agent", "tool", "verdict", "clause", "session", "kind", "since", "until", "text", "limit"},
          {}},
         query},
        {"stats", "counts per source, agent and tool, and how complete the evidence is", {"stats W", 1, 1, {}, {}}, stats},
        {"verify", "re-read the whole ledger and check every proof", {"verify W", 1, 1, {}, {}}, verify},
    };
}

} // namespace mandate::cli
