// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pact/target_window.h"
#include "models/workspace/target_standings.h"

#include "models/metrics/agent_figures.h"

#include <algorithm>
#include <limits>

namespace mandate {

namespace {

constexpr std::int64_t perSecond = 1'000'000'000;

struct AgentShares
{
    std::uint64_t k = 0, n = 0;
};

AgentShares shareOf(const TargetMetric &metric, const MetricTrail &trail, const MetricWindow &window)
{
    if (metric.name == "violating_run_rate" || metric.name == "failed_call_rate") {
        const WindowFigures calls = figuresIn(trail, window);
        return metric.name == "failed_call_rate" ? AgentShares{calls.failed, calls.calls} : AgentShares{calls.violatingRuns, calls.runs - calls.undecidableRuns};
    }
    const auto agents = agentFiguresIn(trail, window);
    const AgentBehaviour behaviour = agents.empty() ? AgentBehaviour() : agents.front().behaviour;
    const HandOffFigures &handOff = behaviour.handOff;
    if (metric.name == "escalation_precision")
        return {handOff.right, handOff.right + handOff.unneeded};
    if (metric.name == "escalation_recall")
        return {handOff.right, handOff.right + handOff.missed};
    if (metric.name == "task_success_rate")
        return {behaviour.succeededRuns, behaviour.scoredRuns};
    AgentShares attacks;
    for (const auto &[attack, figures] : behaviour.attacks) {
        attacks.k += attack == "none" ? 0 : figures.succeeded;
        attacks.n += attack == "none" ? 0 : figures.scored;
    }
    return attacks;
}

/// Where the window ends: now, or the agent's last action where none lies in the one that ends now.
std::int64_t endOfWindow(const MetricTrail &trail, const MetricWindow &agent, std::int64_t nowNs, std::int64_t seconds, bool &asOfLast)
{
    const auto times = timesOf(trail, agent);
    asOfLast = times && (times->second <= nowNs - seconds * perSecond || times->first > nowNs);
    return asOfLast ? times->second : nowNs;
}

TargetStanding stand(const Workspace &workspace, const MetricTrail &trail, TargetStanding standing, const std::optional<Instant> &at)
{
    standing.metric = targetMetric(standing.target.metric);
    standing.windowSeconds = windowSecondsOf(standing.target.window).value_or(0);
    if (!standing.metric || standing.windowSeconds == 0)
        return standing;
    MetricWindow window;
    window.agent = standing.agent;
    window.deployment = standing.deployment;
    standing.atNs = at ? at->nanoseconds : endOfWindow(trail, window, workspace.now().nanoseconds, standing.windowSeconds, standing.asOfLastAction);
    window = windowOf(standing);
    if (standing.metric->spendsBudget) {
        const double bound = standing.metric->atMost ? standing.target.bound : 1 - standing.target.bound;
        const auto events = eventsOf(trail, window, *standing.metric);
        standing.budget = budgetAt(events, std::clamp(bound, 0.0, 1.0), standing.windowSeconds, standing.atNs);
        standing.k = standing.metric->atMost ? standing.budget->bad : standing.budget->count - standing.budget->bad;
        standing.n = standing.budget->count;
    } else {
        const AgentShares share = shareOf(*standing.metric, trail, window);
        standing.k = share.k;
        standing.n = share.n;
    }
    standing.answer = answerFor(*standing.metric, standing.target.bound, standing.k, standing.n);
    return standing;
}

} // namespace

MetricWindow windowOf(const TargetStanding &standing)
{
    MetricWindow window;
    window.agent = standing.agent;
    window.deployment = standing.deployment;
    const std::int64_t length = standing.windowSeconds * perSecond;
    window.sinceNs = standing.atNs < std::numeric_limits<std::int64_t>::min() + length ? std::numeric_limits<std::int64_t>::min() : standing.atNs - length + 1;
    window.untilNs = standing.atNs == std::numeric_limits<std::int64_t>::max() ? standing.atNs : standing.atNs + 1;
    return window;
}

std::vector<TargetStanding> targetStandings(const Workspace &workspace, const MetricTrail &trail, const TargetQuestion &question)
{
    std::vector<TargetStanding> standings;
    for (const auto &[agent, deployment] : agentsOf(trail)) {
        if (!question.agent.empty() && agent != question.agent)
            continue;
        const auto pact = workspace.pactFor(agent, deployment, question.at);
        if (!pact)
            continue;
        for (const Target &target : pact->document.targets) {
            TargetStanding standing;
            standing.agent = agent;
            standing.deployment = deployment;
            standing.pactId = pact->document.id;
            standing.pactVersion = pact->document.version;
            standing.onBreach = pact->document.onBreach;
            standing.target = target;
            standings.push_back(stand(workspace, trail, std::move(standing), question.at));
        }
    }
    return standings;
}

} // namespace mandate
