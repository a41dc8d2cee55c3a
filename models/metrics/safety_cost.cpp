// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/metrics/safety_cost.h"

#include "models/metrics/window_runs.h"


#include <algorithm>
#include <tuple>

namespace mandate {

namespace {

constexpr std::uint32_t anyHard = UINT32_MAX; ///< in place of a clause's number

struct CostKey
{
    std::uint32_t who = 0;
    std::uint32_t clause = 0;
    auto operator<=>(const CostKey &) const = default;
};

/// What a clause did in the runs of one agent and deployment.
struct Fired
{
    std::uint64_t calls = 0;
    std::uint32_t lastRow = UINT32_MAX;
    std::vector<std::uint32_t> runs; ///< ascending and each once when all are there
};

const TrailClause *clauseOf(const MetricTrail &trail, const TrailFinding &finding)
{
    if (trail.judge[finding.row] == MetricTrail::nobody)
        return nullptr;
    const auto &clauses = trail.judges[trail.judge[finding.row]].clauses;
    const auto found = std::ranges::find(clauses, finding.clause, &TrailClause::name);
    return found == clauses.end() ? nullptr : &*found;
}

void countAlarm(const RunFacts &run, const std::string &task, bool fired, AlarmFigures &into)
{
    ++into.scored;
    into.caught += fired && *run.attackSucceeded;
    into.missed += !fired && *run.attackSucceeded;
    if (!fired || *run.attackSucceeded)
        return;
    ++into.falseStops;
    if (!task.empty())
        ++into.falseByTask[task];
}

bool isScored(const RunFacts &run)
{
    return run.attack && *run.attack != "none" && run.attackSucceeded && !run.aborted && !run.incomplete;
}

bool isAsked(const ClauseRequest &request, const MetricWindow &window)
{
    return (!window.agent || request.agent == *window.agent) && (!window.deployment || request.deployment == *window.deployment) &&
           (!window.sinceNs || request.askedNs >= *window.sinceNs) && (!window.untilNs || request.askedNs < *window.untilNs);
}

double secondsOf(std::int64_t fromNs, std::int64_t toNs)
{
    return std::max(0.0, static_cast<double>(toNs - fromNs) / 1e9);
}

class Costs
{
public:
    explicit Costs(const MetricTrail &trail) : m_trail(trail) {}

    ClauseCost &of(const std::string &agent, const std::string &deployment, const std::string &clause)
    {
        ClauseCost &cost = m_costs[{agent, deployment, clause}];
        cost.agent = agent;
        cost.deployment = deployment;
        cost.clause = clause;
        return cost;
    }
    ClauseCost &of(const CostKey &key)
    {
        const auto &[agent, deployment] = m_trail.agents[key.who];
        return of(m_trail.rows.agentNames[agent], m_trail.rows.deploymentNames[deployment], key.clause == anyHard ? std::string() : m_trail.clauseNames[key.clause]);
    }
    [[nodiscard]] std::vector<ClauseCost> sorted()
    {
        std::vector<ClauseCost> all;
        for (auto &[key, cost] : m_costs)
            all.push_back(std::move(cost));
        return all;
    }

private:
    const MetricTrail &m_trail;
    std::map<std::tuple<std::string, std::string, std::string>, ClauseCost> m_costs;
};

void countRequests(std::span<const ClauseRequest> requests, const MetricWindow &window, Costs &costs)
{
    std::vector<OversightCase> closed;
    std::vector<ClauseCost *> of;
    for (const ClauseRequest &request : requests) {
        if (!isAsked(request, window))
            continue;
        ClauseCost &cost = costs.of(request.agent, request.deployment, request.clause);
        ++cost.asked;
        cost.cancelled += request.cancelled;
        cost.open += !request.cancelled && !request.closed;
        if (!request.closed)
            continue;
        closed.push_back(*request.closed);
        of.push_back(&cost);
    }
    const auto looked = lookingSeconds(closed);
    for (std::size_t i = 0; i < closed.size(); ++i) {
        ClauseCost &cost = *of[i];
        cost.approved += closed[i].end == OversightCase::End::Approved;
        cost.denied += closed[i].end == OversightCase::End::Denied;
        cost.expired += closed[i].end == OversightCase::End::Abandoned;
        cost.waitingSeconds += secondsOf(closed[i].askedNs, closed[i].decidedNs);
        cost.decidingSeconds += looked[i].value_or(0);
    }
}

} // namespace

std::vector<ClauseCost> safetyCost(const MetricTrail &trail, const MetricWindow &window, std::span<const ClauseRequest> requests)
{
    std::vector<bool> inWindow(trail.rows.size());
    std::vector<bool> judgedAgents(trail.agents.size());
    const WindowRuns runs(trail, window, [&](std::uint32_t row) {
        inWindow[row] = true;
        if (trail.is(row, MetricTrail::Judged))
            judgedAgents[trail.runs[trail.run[row]].who] = true;
    });
    std::map<CostKey, Fired> fired;
    std::map<CostKey, std::string> sentences;
    const auto fire = [&](const CostKey &key, std::uint32_t row) {
        Fired &of = fired[key];
        of.calls += of.lastRow != row; // one call breaks a clause once, and may break several
        of.lastRow = row;
        if (trail.runs[trail.run[row]].named && (of.runs.empty() || of.runs.back() != trail.run[row]))
            of.runs.push_back(trail.run[row]);
    };
    for (const TrailFinding &finding : trail.findings) {
        const TrailClause *clause = finding.undecidable || !inWindow[finding.row] ? nullptr : clauseOf(trail, finding);
        if (!clause)
            continue;
        const CostKey key{trail.runs[trail.run[finding.row]].who, finding.clause};
        fire(key, finding.row);
        sentences[key] = clause->readsAs;
        if (clause->hard)
            fire({key.who, anyHard}, finding.row);
    }
    Costs costs(trail);
    for (auto &[key, of] : fired) {
        std::ranges::sort(of.runs);
        of.runs.erase(std::unique(of.runs.begin(), of.runs.end()), of.runs.end());
        ClauseCost &cost = costs.of(key);
        cost.calls = of.calls;
        cost.runs = of.runs.size();
        if (key.clause != anyHard)
            cost.readsAs = sentences[key];
    }
    for (std::uint32_t number = 0; number < runs.size(); ++number) {
        const RunSaid *run = runs.holds(number) ? runs.said(number) : nullptr;
        if (!run || !isScored(run->facts))
            continue;
        const std::uint32_t who = trail.runs[number].who;
        if (judgedAgents[who])
            fired.try_emplace({who, anyHard}); // that nothing fired in any attack is told too
        for (auto of = fired.lower_bound({who, 0}); of != fired.end() && of->first.who == who; ++of)
            countAlarm(run->facts, run->task, std::ranges::binary_search(of->second.runs, number), costs.of(of->first).attacks[*run->facts.attack]);
    }
    countRequests(requests, window, costs);
    return costs.sorted();
}

} // namespace mandate
