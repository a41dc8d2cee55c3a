// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/metric_trail.h"

#include "models/workspace/agent_figures.h"
#include "models/workspace/hard_clauses.h"

#include <algorithm>
#include <limits>
#include <map>
#include <set>

namespace mandate {

namespace {

constexpr std::string_view evidenceClause = "evidence"; ///< of owed evidence: every pact that owes some has it
constexpr std::int64_t perSecond = 1'000'000'000;

/// Whether the pact of a row's time owes evidence; asked once an agent and deployment where all pacts that bind them say the same.
class EvidenceDuty
{
public:
    explicit EvidenceDuty(const Workspace &workspace) : m_workspace(workspace), m_pacts(workspace.pacts()) {}

    [[nodiscard]] bool of(const RowColumns &rows, std::size_t row)
    {
        const auto key = std::pair(rows.agent[row], rows.deployment[row]);
        auto known = m_known.find(key);
        if (known == m_known.end()) {
            std::set<bool> answers;
            for (const PactVersion &pact : m_pacts) {
                if (pact.document.bindsAgent(rows.agentNames[key.first], rows.deploymentNames[key.second]))
                    answers.insert(!pact.document.owedEvidence.empty());
            }
            known = m_known.emplace(key, answers.size() > 1 ? std::nullopt : std::optional(answers.contains(true))).first;
        }
        if (known->second)
            return *known->second;
        const std::int64_t at = rows.timeNs[row];
        const auto pact = m_workspace.pactFor(rows.agentNames[key.first], rows.deploymentNames[key.second], at == RowColumns::noTime ? std::nullopt : std::optional(Instant{at}));
        return pact && !pact->document.owedEvidence.empty();
    }

private:
    const Workspace &m_workspace;
    std::vector<PactVersion> m_pacts;
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::optional<bool>> m_known; ///< none: it depends on the time
};

void orderByTime(MetricTrail &trail)
{
    const auto &times = trail.rows.timeNs;
    for (std::uint32_t row = 0; row < times.size(); ++row) {
        if (times[row] != RowColumns::noTime)
            trail.byTime.push_back(row);
    }
    const auto timeOf = [&times](std::uint32_t row) { return times[row]; };
    if (!std::ranges::is_sorted(trail.byTime, {}, timeOf))
        std::ranges::stable_sort(trail.byTime, {}, timeOf);
}

Result<void> takeFindings(const Workspace &workspace, MetricTrail &trail)
{
    const auto findings = trail.rows.size() == 0 ? Result<std::vector<Finding>>(std::vector<Finding>()) : workspace.store().findings(trail.rows.entry.front());
    if (!findings)
        return findings.error();
    const HardClauses hard(workspace);
    const RowColumns &rows = trail.rows;
    std::size_t row = 0; // both ascend by entry
    for (const Finding &finding : *findings) {
        while (row < rows.size() && rows.entry[row] < finding.entry)
            ++row;
        if (row == rows.size())
            break;
        if (rows.entry[row] != finding.entry)
            continue;
        Row asked;
        asked.agent = rows.agentNames[rows.agent[row]];
        asked.deployment = rows.deploymentNames[rows.deployment[row]];
        if (rows.timeNs[row] != RowColumns::noTime)
            asked.time = Instant{rows.timeNs[row]};
        if (finding.clause == evidenceClause && !finding.undecidable)
            trail.flags[row] |= MetricTrail::OwesEvidence;
        const auto severity = hard.find(finding.clause, asked);
        if (!severity)
            continue;
        if (finding.undecidable)
            trail.flags[row] |= MetricTrail::Undecidable;
        else
            trail.flags[row] |= static_cast<std::uint8_t>(*severity == Severity::Critical ? MetricTrail::Broke | MetricTrail::BrokeCritical : MetricTrail::Broke);
    }
    for (std::uint8_t &flags : trail.flags) {
        if (flags & MetricTrail::Broke)
            flags &= static_cast<std::uint8_t>(~MetricTrail::Undecidable);
    }
    return {};
}

struct AgentShares
{
    std::uint64_t k = 0, n = 0;
};

AgentShares shareOf(const TargetMetric &metric, const WindowFigures &calls, const AgentFigures &runs)
{
    const AgentBehaviour &behaviour = runs.behaviour;
    const HandOffFigures &handOff = behaviour.handOff;
    if (metric.name == "violating_run_rate")
        return {calls.violatingRuns, calls.runs - calls.undecidableRuns};
    if (metric.name == "failed_call_rate")
        return {calls.failed, calls.calls};
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

Result<TargetStanding> stand(const Workspace &workspace, const MetricTrail &trail, TargetStanding standing, const std::optional<Instant> &at, const std::stop_token &stop)
{
    standing.metric = targetMetric(standing.target.metric);
    standing.windowSeconds = windowSecondsOf(standing.target.window).value_or(0);
    if (!standing.metric || standing.windowSeconds == 0)
        return standing;
    MetricWindow window;
    window.agent = standing.agent;
    window.deployment = standing.deployment;
    standing.atNs = at ? at->nanoseconds : endOfWindow(trail, window, workspace.now().nanoseconds, standing.windowSeconds, standing.asOfLastAction);
    if (standing.metric->spendsBudget) {
        const double bound = standing.metric->atMost ? standing.target.bound : 1 - standing.target.bound;
        const auto events = eventsOf(trail, window, *standing.metric);
        standing.budget = budgetAt(events, std::clamp(bound, 0.0, 1.0), standing.windowSeconds, standing.atNs);
        standing.k = standing.metric->atMost ? standing.budget->bad : standing.budget->count - standing.budget->bad;
        standing.n = standing.budget->count;
    } else {
        window.sinceNs = standing.atNs - standing.windowSeconds * perSecond + 1;
        window.untilNs = standing.atNs == std::numeric_limits<std::int64_t>::max() ? standing.atNs : standing.atNs + 1;
        RowFilter filter;
        filter.agents = {standing.agent};
        filter.deployments = {standing.deployment};
        filter.since = Instant{*window.sinceNs};
        filter.until = Instant{*window.untilNs};
        const auto agents = agentFigures(workspace, filter, stop);
        if (!agents)
            return agents.error();
        const AgentShares share = shareOf(*standing.metric, figuresIn(trail, window), agents->empty() ? AgentFigures() : agents->front());
        standing.k = share.k;
        standing.n = share.n;
    }
    standing.answer = answerFor(*standing.metric, standing.target.bound, standing.k, standing.n);
    return standing;
}

} // namespace

Result<std::shared_ptr<const MetricTrail>> readMetricTrail(const Workspace &workspace, std::stop_token stop, std::optional<Instant> since)
{
    RowFilter actions;
    actions.kinds = {RecordKind::Action};
    actions.since = since;
    auto trail = std::make_shared<MetricTrail>();
    trail->ledgerSize = workspace.store().size();
    auto rows = workspace.store().columns(actions, stop);
    if (!rows)
        return rows.error();
    trail->rows = std::move(rows).value();
    trail->flags.assign(trail->rows.size(), 0);
    EvidenceDuty duty(workspace);
    for (std::size_t row = 0; row < trail->rows.size(); ++row) {
        const auto verdict = static_cast<Verdict>(trail->rows.verdict[row]);
        if (verdict == Verdict::NoPact || verdict == Verdict::NotJudged)
            continue;
        trail->flags[row] = MetricTrail::Judged | (duty.of(trail->rows, row) ? MetricTrail::EvidenceOwed : 0);
    }
    if (auto taken = takeFindings(workspace, *trail); !taken)
        return taken.error();
    orderByTime(*trail);
    return std::shared_ptr<const MetricTrail>(std::move(trail));
}

Result<std::vector<TargetStanding>> targetStandings(const Workspace &workspace, const MetricTrail &trail, const TargetQuestion &question, std::stop_token stop)
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
            auto stood = stand(workspace, trail, std::move(standing), question.at, stop);
            if (!stood)
                return stood.error();
            standings.push_back(std::move(stood).value());
        }
    }
    return standings;
}

} // namespace mandate
