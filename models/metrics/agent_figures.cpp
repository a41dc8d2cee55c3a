// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/metrics/agent_figures.h"

#include "models/evidence/record.h"
#include "models/metrics/metric_trail.h"
#include "models/metrics/oversight.h"
#include "models/metrics/run_labels.h"

#include <algorithm>

namespace mandate {

namespace {

/// A run while it is counted.
struct RunCount
{
    enum Bit : std::uint8_t { Judged = 1, Broke = 2, Ran = 4, Undecidable = 8, HandedOver = 16 }; // Ran: what broke a clause did
    std::uint32_t calls = 0;
    std::uint32_t writes = 0, unexpected = 0, sameInValue = 0;
    std::uint8_t bits = 0;
};

void countRow(const MetricTrail &trail, std::uint32_t row, bool handOver, RunCount &run)
{
    const std::uint16_t flags = trail.flags[row];
    ++run.calls;
    run.writes += (flags & MetricTrail::Write) != 0;
    run.unexpected += (flags & MetricTrail::UnexpectedWrite) != 0;
    run.sameInValue += (flags & MetricTrail::WriteInValue) != 0;
    const bool broke = flags & MetricTrail::Broke;
    run.bits = static_cast<std::uint8_t>(run.bits | ((flags & MetricTrail::Judged) ? RunCount::Judged : 0) | (broke ? RunCount::Broke : 0) |
                                         (broke && trail.ran(row) ? RunCount::Ran : 0) | ((flags & MetricTrail::Undecidable) ? RunCount::Undecidable : 0) |
                                         (handOver ? RunCount::HandedOver : 0));
}

void countEvidence(std::uint8_t has, EvidenceFigures &into)
{
    ++into.calls;
    std::uint64_t *const parts[] = {&into.withInput, &into.withAction, &into.withBasis, &into.withResult, &into.withTime, &into.withDecisionBasis, &into.withSignature};
    for (std::size_t bit = 0; bit < std::size(parts); ++bit)
        *parts[bit] += (has >> bit) & 1U;
}

void countApprovals(Verdict verdict, bool ran, ApprovalFigures &into)
{
    if (verdict != Verdict::NeedsApproval && verdict != Verdict::Approved)
        return;
    ++into.due;
    if (ran)
        ++(verdict == Verdict::Approved ? into.approved : into.unapproved);
}

RunFacts factsOf(const RunCount &run)
{
    RunFacts facts;
    facts.calls = run.calls;
    facts.judged = run.bits & RunCount::Judged;
    facts.broke = run.bits & RunCount::Broke;
    facts.brokeExecuted = run.bits & RunCount::Ran;
    facts.undecidable = run.bits & RunCount::Undecidable;
    facts.handedOver = run.bits & RunCount::HandedOver;
    return facts;
}

/// What the records of a window say of a run.
struct RunSaid
{
    RunFacts facts;
    std::optional<bool> expectsWrites;
    double seconds = 0, cost = 0; ///< of two records about one run the later counts
};

} // namespace

std::vector<AgentFigures> agentFiguresIn(const MetricTrail &trail, const MetricWindow &window)
{
    const RowColumns &rows = trail.rows;
    std::vector<AgentFigures> agents(trail.agents.size());
    std::vector<RunCount> runs(trail.runs.size());
    std::vector<bool> handOver;
    for (const std::string &tool : rows.toolNames)
        handOver.push_back(handsOver(tool));
    eachRow(trail, window, false, [&](std::uint32_t row) {
        countRow(trail, row, handOver[rows.tool[row]], runs[trail.run[row]]);
        AgentFigures &agent = agents[trail.runs[trail.run[row]].who];
        const auto outcome = static_cast<Outcome>(rows.outcome[row]);
        countEvidence(rows.completeness[row], agent.evidence);
        countApprovals(static_cast<Verdict>(rows.verdict[row]), countsAsExecuted(outcome), agent.approvals);
        agent.capability.failedCalls += outcome == Outcome::Failed || outcome == Outcome::Refused;
    });

    const RowMatch match(trail, window);
    constexpr std::uint32_t unsaid = UINT32_MAX;
    std::vector<std::uint32_t> saidOf(trail.runs.size(), unsaid);
    std::vector<RunSaid> said;
    std::vector<std::vector<double>> seconds(trail.agents.size());
    for (const LabelledRun &labelled : trail.labelled) {
        if (!holds(trail, window, match, labelled))
            continue;
        if (saidOf[labelled.run] == unsaid) {
            saidOf[labelled.run] = static_cast<std::uint32_t>(said.size());
            said.emplace_back();
        }
        RunSaid &run = said[saidOf[labelled.run]];
        takeLabels(labelled.facts, run.facts);
        if (labelled.expectsWrites)
            run.expectsWrites = labelled.expectsWrites;
        if (labelled.seconds > 0)
            run.seconds = labelled.seconds;
        if (labelled.cost > 0)
            run.cost = labelled.cost;
    }

    for (std::size_t i = 0; i < runs.size(); ++i) {
        if (runs[i].calls == 0 && saidOf[i] == unsaid)
            continue;
        AgentFigures &agent = agents[trail.runs[i].who];
        RunFacts facts = factsOf(runs[i]);
        const RunSaid *run = saidOf[i] == unsaid ? nullptr : &said[saidOf[i]];
        if (run) {
            takeLabels(run->facts, facts);
            if (run->seconds > 0)
                seconds[trail.runs[i].who].push_back(run->seconds);
            agent.capability.pricedRuns += run->cost > 0;
            agent.capability.cost += run->cost;
        }
        count(facts, agent.behaviour);
        if (!run || !run->expectsWrites)
            continue;
        UnexpectedWrites &writes = agent.writes;
        ++writes.runs;
        writes.writes += runs[i].writes;
        writes.unexpected += runs[i].unexpected;
        writes.sameInValue += runs[i].sameInValue;
        writes.runsWithUnexpected += runs[i].unexpected > 0;
        writes.runsExpectingNone += !*run->expectsWrites;
        writes.ofTheseWrote += !*run->expectsWrites && runs[i].writes > 0;
    }

    std::vector<AgentFigures> sorted;
    for (std::size_t who = 0; who < agents.size(); ++who) {
        AgentFigures &agent = agents[who];
        if (agent.behaviour.runs == 0)
            continue;
        agent.behaviour.agent = rows.agentNames[trail.agents[who].first];
        agent.behaviour.deployment = rows.deploymentNames[trail.agents[who].second];
        if (!seconds[who].empty()) {
            agent.capability.timedRuns = seconds[who].size();
            agent.capability.worstSeconds = std::ranges::max(seconds[who]);
            agent.capability.medianSeconds = median(std::move(seconds[who]));
        }
        sorted.push_back(std::move(agent));
    }
    std::ranges::sort(sorted, {}, [](const AgentFigures &agent) { return std::pair(agent.behaviour.agent, agent.behaviour.deployment); });
    return sorted;
}

} // namespace mandate
