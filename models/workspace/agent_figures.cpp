// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/agent_figures.h"

#include "models/base/canonical_json.h"
#include "models/metrics/oversight.h"
#include "models/workspace/behaviour.h"
#include "models/workspace/each_record.h"

#include <array>
#include <map>
#include <set>

namespace mandate {

namespace {

using Figures = std::map<std::pair<std::string, std::string>, AgentFigures>;

/// One agent's session.
struct FigureRun
{
    std::string agent, deployment, session;
    auto operator<=>(const FigureRun &) const = default;
};

/// What a run's task expects of tools that change something.
struct ExpectedWrites
{
    std::set<std::pair<std::string, std::string>> actions; ///< tool and canonical arguments
    std::uint64_t writes = 0;
    std::uint64_t unexpected = 0;
};

bool changesSomething(const PactTool &tool)
{
    return tool.destructive || !tool.reversible.empty() || std::ranges::any_of(tool.consequences, [](Consequence c) { return c != Consequence::Internal; });
}

std::set<std::string> changingTools(const Workspace &workspace)
{
    std::set<std::string> tools;
    for (const PactVersion &pact : workspace.pacts()) {
        for (const PactTool &tool : pact.document.tools) {
            if (changesSomething(tool))
                tools.insert(tool.name);
        }
    }
    return tools;
}

std::optional<double> positiveIn(const Value &labels, std::string_view name)
{
    const Value *value = labels.find(name);
    const double number = !value ? 0 : value->is(ValueKind::Double) ? value->asDouble() : value->is(ValueKind::Int) ? static_cast<double>(value->asInt()) : 0;
    return number > 0 ? std::optional(number) : std::nullopt;
}

/// Only a pact that binds the agent says which tools change something; the names of others' tools are narrowed down by it.
class Writes
{
public:
    explicit Writes(const Workspace &workspace) : m_workspace(workspace), m_named(changingTools(workspace)) {}
    [[nodiscard]] const std::set<std::string> &named() const { return m_named; }
    [[nodiscard]] bool holds(const Record &record)
    {
        const auto key = std::pair(std::string(record.agent), std::string(record.deployment));
        auto known = m_ofAgent.find(key);
        if (known == m_ofAgent.end()) {
            std::set<std::string> tools;
            for (const PactVersion &pact : m_workspace.pacts()) {
                if (!pact.document.bindsAgent(record.agent, record.deployment))
                    continue;
                for (const PactTool &tool : pact.document.tools) {
                    if (changesSomething(tool))
                        tools.insert(tool.name);
                }
            }
            known = m_ofAgent.emplace(key, std::move(tools)).first;
        }
        return known->second.contains(std::string(record.tool));
    }

private:
    const Workspace &m_workspace;
    std::set<std::string> m_named;
    std::map<std::pair<std::string, std::string>, std::set<std::string>> m_ofAgent;
};

Result<void> countSessions(const Workspace &workspace, RowFilter filter, const std::stop_token &stop, Figures &figures)
{
    std::map<FigureRun, ExpectedWrites> runs;
    std::map<std::pair<std::string, std::string>, std::vector<double>> seconds;
    Writes writes(workspace);
    filter.kinds = {RecordKind::Session};
    auto read = eachRecord(workspace.store(), filter, stop, [&](const Record &record) {
        const auto key = std::pair(std::string(record.agent), std::string(record.deployment));
        AgentFigures &agent = figures[key];
        if (const auto length = positiveIn(record.labels, "duration"))
            seconds[key].push_back(*length);
        if (const auto cost = positiveIn(record.labels, "agent_cost")) {
            ++agent.capability.pricedRuns;
            agent.capability.cost += *cost;
        }
        const Value *expected = record.labels.find("expected_actions");
        if (!expected || !expected->isList())
            return;
        ExpectedWrites &run = runs[{key.first, key.second, std::string(record.session)}];
        for (const Value &action : expected->items()) {
            Record asked;
            asked.agent = record.agent;
            asked.deployment = record.deployment;
            asked.tool = action.findText("name").value_or(std::string_view());
            const Value *arguments = action.find("arguments");
            if (!arguments)
                arguments = action.find("kwargs");
            if (action.findText("requestor").value_or("assistant") == "assistant" && writes.holds(asked))
                run.actions.emplace(asked.tool, arguments ? canonicalJson(*arguments) : std::string("{}"));
        }
    });
    for (auto &[key, lengths] : seconds) {
        CapabilityFigures &capability = figures[key].capability;
        capability.timedRuns = lengths.size();
        capability.worstSeconds = std::ranges::max(lengths);
        capability.medianSeconds = median(std::move(lengths));
    }
    if (!read || runs.empty() || writes.named().empty())
        return read;
    filter.kinds = {RecordKind::Action};
    filter.tools.assign(writes.named().begin(), writes.named().end());
    read = eachRecord(workspace.store(), filter, stop, [&](const Record &record) {
        const auto run = runs.find({std::string(record.agent), std::string(record.deployment), std::string(record.session)});
        if (run == runs.end() || !countsAsExecuted(record.outcome) || !writes.holds(record))
            return;
        ++run->second.writes;
        run->second.unexpected += !run->second.actions.contains({std::string(record.tool), canonicalJson(record.arguments)});
    });
    for (const auto &[key, run] : runs) {
        UnexpectedWrites &of = figures[{key.agent, key.deployment}].writes;
        ++of.runs;
        of.writes += run.writes;
        of.unexpected += run.unexpected;
        of.runsWithUnexpected += run.unexpected > 0;
        of.runsExpectingNone += run.actions.empty();
        of.ofTheseWrote += run.actions.empty() && run.writes > 0;
    }
    return read;
}

Result<void> countColumns(const Workspace &workspace, RowFilter filter, const std::stop_token &stop, Figures &figures)
{
    filter.kinds = {RecordKind::Action};
    constexpr std::array by{Dimension::Agent, Dimension::Deployment, Dimension::Verdict, Dimension::Outcome};
    const auto tallies = workspace.store().tally(filter, by, stop);
    if (!tallies)
        return tallies.error();
    for (const Tally &tally : *tallies) {
        AgentFigures &agent = figures[{tally.key[0], tally.key[1]}];
        EvidenceFigures &evidence = agent.evidence;
        evidence.calls += tally.count;
        std::uint64_t *const parts[] = {&evidence.withInput, &evidence.withAction, &evidence.withBasis, &evidence.withResult, &evidence.withTime, &evidence.withDecisionBasis, &evidence.withSignature};
        for (std::size_t bit = 0; bit < std::size(parts); ++bit)
            *parts[bit] += tally.has[bit];
        agent.capability.failedCalls += tally.failed;
        const auto verdict = verdictOf(tally.key[2]);
        const auto outcome = outcomeOf(tally.key[3]);
        const bool due = verdict == Verdict::NeedsApproval || verdict == Verdict::Approved;
        agent.approvals.due += due ? tally.count : 0;
        if (outcome && countsAsExecuted(*outcome))
            (verdict == Verdict::Approved ? agent.approvals.approved : agent.approvals.unapproved) += due ? tally.count : 0;
    }
    return {};
}

} // namespace

Result<std::vector<AgentFigures>> agentFigures(const Workspace &workspace, const RowFilter &filter, std::stop_token stop)
{
    Figures figures;
    const auto behaved = behaviour(workspace, filter, stop);
    if (!behaved)
        return behaved.error();
    RowFilter asked = filter;
    asked.types = {EntryType::Record};
    asked.verdicts.clear();
    if (auto counted = countColumns(workspace, asked, stop, figures); !counted)
        return counted.error();
    if (auto counted = countSessions(workspace, asked, stop, figures); !counted)
        return counted.error();
    for (const AgentBehaviour &agent : *behaved)
        figures[{agent.agent, agent.deployment}].behaviour = agent;
    std::vector<AgentFigures> sorted;
    for (auto &[key, agent] : figures) {
        agent.behaviour.agent = key.first;
        agent.behaviour.deployment = key.second;
        sorted.push_back(std::move(agent));
    }
    return sorted;
}

} // namespace mandate
