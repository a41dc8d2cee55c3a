// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/run_reading.h"

#include "models/base/json_reader.h"
#include "models/evidence/record_json.h"
#include "models/metrics/run_labels.h"
#include "models/workspace/hard_clauses.h"

#include <algorithm>
#include <charconv>
#include <set>
#include <unordered_map>

namespace mandate {

namespace {

constexpr std::size_t atOnce = 4096;

struct RunKey
{
    std::string agent, deployment, session;
    auto operator<=>(const RunKey &) const = default;
};

std::string asWritten(double number)
{
    char text[32];
    const auto [end, fault] = std::to_chars(text, text + sizeof text, number);
    return fault == std::errc() ? std::string(text, end) : std::string();
}

/// Numbers, short texts and yes or no in arguments, by their path; lists by how long they are.
void takeArguments(const Value &value, const std::string &name, int depth, AgentRun &into)
{
    constexpr int deepest = 3;
    constexpr std::size_t longestChoice = 40; // octets; what is longer was written for this call
    const bool names = namesSomething(name);
    if (value.is(ValueKind::Int) && names)
        ++into.choices[name][std::to_string(value.asInt())];
    else if (value.is(ValueKind::Double) && names)
        ++into.choices[name][asWritten(value.asDouble())];
    else if (value.is(ValueKind::Int))
        into.numbers[name].push_back(static_cast<double>(value.asInt()));
    else if (value.is(ValueKind::Double))
        into.numbers[name].push_back(value.asDouble());
    else if (value.is(ValueKind::Bool))
        ++into.choices[name][value.asBool() ? "true" : "false"];
    else if (value.isString() && value.text().size() <= longestChoice)
        ++into.choices[name][std::string(value.text())];
    else if (value.isList())
        into.numbers[name + " (length)"].push_back(static_cast<double>(value.items().size()));
    else if (value.isMap() && depth < deepest) {
        for (const Member &member : value.members()) {
            if (member.key.isString())
                takeArguments(member.value, name + (depth == 0 ? ' ' : '.') + std::string(member.key.text()), depth + 1, into);
        }
    }
}

void takeCall(const Record &call, AgentRun &run)
{
    takeArguments(call.arguments, std::string(call.tool), 0, run);
    if (call.confidence)
        run.confidences.push_back(*call.confidence);
    const auto keepFirst = [](std::string &kept, std::string_view said) {
        if (kept.empty())
            kept = said;
    };
    keepFirst(run.model, call.model);
    keepFirst(run.prompt, call.basis);
    keepFirst(run.agentVersion, call.agentVersion);
}

} // namespace

Result<std::vector<AgentRun>> readRuns(const Workspace &workspace, const RunReading &reading, std::stop_token stop)
{
    const Store &store = workspace.store();
    const auto findings = store.findings();
    if (!findings)
        return findings.error();
    const HardClauses hard(workspace);
    std::unordered_multimap<EntryNumber, const Finding *> found;
    for (const Finding &finding : *findings)
        found.emplace(finding.entry, &finding);
    const bool whole = reading.depth == RunDepth::Whole;
    std::map<RunKey, AgentRun> runs;
    std::set<RunKey> before; // runs that began too early to count
    auto resolved = workspace.resolved(reading.filter, stop);
    if (!resolved)
        return resolved.error();
    RowFilter asked = std::move(resolved).value();
    asked.types = {EntryType::Record};
    asked.verdicts.clear();
    asked.kinds = {RecordKind::Action};
    const auto select = [&]() -> Result<std::vector<EntryNumber>> {
        auto entries = store.select(asked, RowOrder::ArrivalAscending, stop);
        if (entries)
            std::erase_if(*entries, [&](EntryNumber entry) { return entry >= reading.below; });
        return entries;
    };
    const auto actions = select();
    if (!actions)
        return actions.error();
    JsonReader reader;
    Arena arena;
    for (std::size_t done = 0; done < actions->size(); done += atOnce) {
        if (stop.stop_requested())
            return Error{ErrorKind::Cancelled, "MND-MET-001", "The counting was stopped.", {}, {}, {}};
        const auto numbers = std::span(*actions).subspan(done, std::min(atOnce, actions->size() - done));
        const auto rows = store.rows(numbers);
        if (!rows)
            return rows.error();
        Result<std::vector<std::string>> bodies = std::vector<std::string>();
        if (whole)
            bodies = store.bodies(numbers);
        if (!bodies)
            return bodies.error();
        for (std::size_t i = 0; i < rows->size(); ++i) {
            const Row &row = (*rows)[i];
            if (row.session.empty())
                continue; // of no run
            const RunKey key{row.agent, row.deployment, row.session};
            if (row.number < reading.first)
                before.insert(key);
            if (before.contains(key))
                continue;
            AgentRun &run = runs[key];
            RunFacts &facts = run.facts;
            if (facts.calls++ == 0)
                run.first = row.number;
            facts.judged = facts.judged || (row.verdict != Verdict::NoPact && row.verdict != Verdict::NotJudged);
            facts.handedOver = facts.handedOver || handsOver(row.tool);
            const auto [from, to] = found.equal_range(row.number);
            for (auto finding = from; finding != to; ++finding) {
                const bool open = finding->second->undecidable;
                if (whole)
                    (open ? run.undecided : run.broke).insert(finding->second->clause);
                if (!hard.find(finding->second->clause, row))
                    continue;
                if (whole && !open)
                    run.brokeHard.insert(finding->second->clause);
                facts.undecidable = facts.undecidable || open;
                facts.broke = facts.broke || !open;
                facts.brokeExecuted = facts.brokeExecuted || (!open && countsAsExecuted(row.outcome));
            }
            if (!whole)
                continue;
            ++run.tools[row.tool];
            ++run.verdicts.at(static_cast<std::size_t>(row.verdict));
            ++run.outcomes.at(static_cast<std::size_t>(row.outcome));
            if (row.time && (!run.began || row.time->nanoseconds < run.began->nanoseconds))
                run.began = row.time;
            arena.reset();
            if (const auto record = readRecord((*bodies)[i], reader, arena); record)
                takeCall(*record, run);
            else
                return record.error();
        }
    }
    asked.kinds = {RecordKind::Session};
    const auto sessions = select();
    if (!sessions)
        return sessions.error();
    for (std::size_t done = 0; done < sessions->size(); done += atOnce) {
        const auto numbers = std::span(*sessions).subspan(done, std::min(atOnce, sessions->size() - done));
        const auto bodies = store.bodies(numbers);
        if (!bodies)
            return bodies.error();
        for (std::size_t i = 0; i < bodies->size(); ++i) {
            arena.reset();
            const auto record = readRecord((*bodies)[i], reader, arena);
            if (!record)
                return record.error();
            const RunKey key{std::string(record->agent), std::string(record->deployment), std::string(record->session)};
            if (key.session.empty() || before.contains(key) || (numbers[i] < reading.first && !runs.contains(key)))
                continue;
            AgentRun &run = runs[key];
            RunLabels labels = readRunLabels(record->labels);
            takeLabels(labels.facts, run.facts);
            if (whole)
                run.task = std::move(labels.task);
        }
    }
    std::vector<AgentRun> sorted;
    sorted.reserve(runs.size());
    for (auto &[key, run] : runs) {
        run.agent = key.agent;
        run.deployment = key.deployment;
        run.session = key.session;
        for (const std::string &clause : run.broke)
            run.undecided.erase(clause);
        sorted.push_back(std::move(run));
    }
    return sorted;
}

} // namespace mandate
