// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/metrics/agent_figures.h"

#include "models/evidence/record.h"
#include "models/metrics/metric_trail.h"
#include "models/metrics/oversight.h"
#include "models/metrics/window_runs.h"

#include <algorithm>

namespace mandate {

namespace {

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

void countWrites(const RunCalls &run, bool isExpected, UnexpectedWrites &into)
{
    ++into.runs;
    into.writes += run.writes;
    into.unexpected += run.unexpected;
    into.sameInValue += run.sameInValue;
    into.runsWithUnexpected += run.unexpected > 0;
    into.runsExpectingNone += !isExpected;
    into.ofTheseWrote += !isExpected && run.writes > 0;
}

} // namespace

std::vector<AgentFigures> agentFiguresIn(const MetricTrail &trail, const MetricWindow &window)
{
    const RowColumns &rows = trail.rows;
    std::vector<AgentFigures> agents(trail.agents.size());
    const WindowRuns runs(trail, window, [&](std::uint32_t row) {
        AgentFigures &agent = agents[trail.runs[trail.run[row]].who];
        const auto outcome = static_cast<Outcome>(rows.outcome[row]);
        countEvidence(rows.completeness[row], agent.evidence);
        countApprovals(static_cast<Verdict>(rows.verdict[row]), countsAsExecuted(outcome), agent.approvals);
        agent.capability.failedCalls += outcome == Outcome::Failed || outcome == Outcome::Refused;
    });
    std::vector<std::vector<double>> seconds(trail.agents.size());
    for (std::size_t run = 0; run < runs.size(); ++run) {
        AgentFigures &agent = agents[trail.runs[run].who];
        if (!trail.runs[run].named) {
            agent.behaviour.calls += runs.calls(run).calls;
            agent.behaviour.callsWithoutSession += runs.calls(run).calls;
        }
        if (!runs.holds(run))
            continue;
        count(runs.facts(run), agent.behaviour);
        const RunSaid *said = runs.said(run);
        if (!said)
            continue;
        if (said->seconds > 0)
            seconds[trail.runs[run].who].push_back(said->seconds);
        agent.capability.pricedRuns += said->cost > 0;
        agent.capability.cost += said->cost;
        if (said->expectsWrites)
            countWrites(runs.calls(run), *said->expectsWrites, agent.writes);
    }

    std::vector<AgentFigures> sorted;
    for (std::size_t who = 0; who < agents.size(); ++who) {
        AgentFigures &agent = agents[who];
        if (agent.behaviour.runs == 0 && agent.behaviour.calls == 0)
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
