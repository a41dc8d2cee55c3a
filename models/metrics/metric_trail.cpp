// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/metrics/metric_trail.h"

#include "models/evidence/record.h"

#include <algorithm>
#include <set>

namespace mandate {

namespace {

constexpr std::uint32_t anyName = UINT32_MAX;
constexpr std::uint32_t noName = UINT32_MAX - 1;

std::uint32_t numberOf(const std::vector<std::string> &names, const std::string &name)
{
    const auto found = std::ranges::find(names, name);
    return found == names.end() ? noName : static_cast<std::uint32_t>(found - names.begin());
}

/// Calls `visit` with each row of a window: in order of time where the window is bounded, else in order of arrival.
template<typename Visit>
void eachRow(const MetricTrail &trail, const MetricWindow &window, bool timedOnly, const Visit &visit)
{
    const RowColumns &rows = trail.rows;
    const std::uint32_t agent = window.agent.empty() ? anyName : numberOf(rows.agentNames, window.agent);
    const std::uint32_t deployment = window.deployment ? numberOf(rows.deploymentNames, *window.deployment) : anyName;
    const std::uint32_t tool = window.tool.empty() ? anyName : numberOf(rows.toolNames, window.tool);
    const auto matches = [&](std::uint32_t row) {
        return (agent == anyName || rows.agent[row] == agent) && (deployment == anyName || rows.deployment[row] == deployment) && (tool == anyName || rows.tool[row] == tool);
    };
    if (!timedOnly && !window.sinceNs && !window.untilNs) {
        for (std::uint32_t row = 0; row < rows.size(); ++row) {
            if (matches(row))
                visit(row);
        }
        return;
    }
    const auto timeOf = [&rows](std::uint32_t row) { return rows.timeNs[row]; };
    auto begin = trail.byTime.begin();
    auto end = trail.byTime.end();
    if (window.sinceNs)
        begin = std::ranges::lower_bound(begin, end, *window.sinceNs, {}, timeOf);
    if (window.untilNs)
        end = std::ranges::lower_bound(begin, end, *window.untilNs, {}, timeOf);
    for (auto row = begin; row < end; ++row) {
        if (matches(*row))
            visit(*row);
    }
}

/// Whether a row counts for a metric, and whether it is bad.
std::pair<bool, bool> countedFor(const MetricTrail &trail, std::uint32_t row, const TargetMetric &metric)
{
    const auto verdict = static_cast<Verdict>(trail.rows.verdict[row]);
    const bool broke = trail.is(row, MetricTrail::Broke);
    if (metric.name == "unapproved_execution_rate")
        return {trail.ran(row) && (verdict == Verdict::NeedsApproval || verdict == Verdict::Approved), verdict == Verdict::NeedsApproval};
    if (metric.name == "evidence_completeness")
        return {trail.is(row, MetricTrail::EvidenceOwed), trail.is(row, MetricTrail::OwesEvidence)};
    const bool decidable = trail.is(row, MetricTrail::Judged) && !trail.is(row, MetricTrail::Undecidable);
    return {decidable, broke && (metric.name == "scope_violation_rate" || trail.ran(row))};
}

} // namespace

bool MetricTrail::ran(std::size_t row) const
{
    return countsAsExecuted(static_cast<Outcome>(rows.outcome[row]));
}

WindowFigures figuresIn(const MetricTrail &trail, const MetricWindow &window)
{
    WindowFigures figures;
    const RowColumns &rows = trail.rows;
    std::vector<std::uint64_t> tools(rows.toolNames.size());
    std::uint32_t lastSession = 0;
    for (const std::uint32_t session : rows.session)
        lastSession = std::max(lastSession, session);
    std::vector<std::uint8_t> sessions(lastSession + std::size_t{1}); // Judged, Broke, Undecidable
    eachRow(trail, window, false, [&](std::uint32_t row) {
        ++figures.calls;
        ++tools[rows.tool[row]];
        const auto verdict = static_cast<Verdict>(rows.verdict[row]);
        const auto outcome = static_cast<Outcome>(rows.outcome[row]);
        const bool ran = countsAsExecuted(outcome);
        const std::uint8_t flags = trail.flags[row];
        figures.failed += outcome == Outcome::Failed || outcome == Outcome::Refused;
        if (flags & MetricTrail::Judged) {
            sessions[rows.session[row]] |= flags & (MetricTrail::Judged | MetricTrail::Broke | MetricTrail::Undecidable);
            const bool broke = flags & MetricTrail::Broke;
            const bool open = flags & MetricTrail::Undecidable;
            figures.undecidable += open;
            figures.decidable += !open;
            figures.attempted += broke;
            figures.executed += broke && ran;
        }
        const bool due = verdict == Verdict::NeedsApproval || verdict == Verdict::Approved;
        figures.approvalsDue += due;
        figures.approved += due && ran && verdict == Verdict::Approved;
        figures.unapproved += due && ran && verdict == Verdict::NeedsApproval;
        figures.evidenceOwed += (flags & MetricTrail::EvidenceOwed) != 0;
        figures.evidenceMissing += (flags & MetricTrail::OwesEvidence) != 0;
    });
    for (const std::uint8_t session : sessions) {
        figures.runs += (session & MetricTrail::Judged) != 0;
        figures.violatingRuns += (session & MetricTrail::Broke) != 0;
        figures.undecidableRuns += (session & MetricTrail::Undecidable) != 0 && (session & MetricTrail::Broke) == 0;
    }
    if (window.sinceNs || window.untilNs) {
        MetricWindow whole = window;
        whole.sinceNs.reset();
        whole.untilNs.reset();
        eachRow(trail, whole, false, [&](std::uint32_t row) { figures.withoutTime += rows.timeNs[row] == RowColumns::noTime; });
    }
    for (std::size_t tool = 0; tool < tools.size(); ++tool) {
        if (tools[tool] > 0)
            figures.tools.emplace_back(rows.toolNames[tool], tools[tool]);
    }
    std::ranges::stable_sort(figures.tools, std::ranges::greater{}, &std::pair<std::string, std::uint64_t>::second);
    return figures;
}

std::vector<CountedEvent> eventsOf(const MetricTrail &trail, const MetricWindow &window, const TargetMetric &metric)
{
    std::vector<CountedEvent> events;
    eachRow(trail, window, true, [&](std::uint32_t row) {
        const auto [counts, bad] = countedFor(trail, row, metric);
        if (counts)
            events.push_back({trail.rows.timeNs[row], bad, bad && trail.ran(row) && trail.is(row, MetricTrail::BrokeCritical)});
    });
    return events;
}

std::vector<std::uint64_t> badEntries(const MetricTrail &trail, const MetricWindow &window, const TargetMetric &metric, std::size_t most)
{
    std::vector<std::uint64_t> entries;
    eachRow(trail, window, true, [&](std::uint32_t row) {
        const auto [counts, bad] = countedFor(trail, row, metric);
        if (counts && bad)
            entries.push_back(trail.rows.entry[row]);
    });
    if (entries.size() > most)
        entries.erase(entries.begin(), entries.end() - static_cast<std::ptrdiff_t>(most));
    return entries;
}

std::optional<std::pair<std::int64_t, std::int64_t>> timesOf(const MetricTrail &trail, const MetricWindow &window)
{
    std::optional<std::pair<std::int64_t, std::int64_t>> times;
    eachRow(trail, window, true, [&](std::uint32_t row) {
        const std::int64_t at = trail.rows.timeNs[row];
        if (!times)
            times.emplace(at, at);
        times->second = at;
    });
    return times;
}

std::vector<std::pair<std::string, std::string>> agentsOf(const MetricTrail &trail)
{
    std::set<std::pair<std::uint32_t, std::uint32_t>> numbers;
    for (std::size_t row = 0; row < trail.rows.size(); ++row)
        numbers.emplace(trail.rows.agent[row], trail.rows.deployment[row]);
    std::vector<std::pair<std::string, std::string>> agents;
    for (const auto &[agent, deployment] : numbers)
        agents.emplace_back(trail.rows.agentNames[agent], trail.rows.deploymentNames[deployment]);
    std::ranges::sort(agents);
    return agents;
}

} // namespace mandate
