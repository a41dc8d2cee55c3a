// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/metrics/metric_trail.h"

#include "models/evidence/record.h"

#include <algorithm>

namespace mandate {

namespace {

constexpr std::uint32_t noName = UINT32_MAX - 1;

std::uint32_t numberOf(const std::vector<std::string> &names, const std::string &name)
{
    const auto found = std::ranges::find(names, name);
    return found == names.end() ? noName : static_cast<std::uint32_t>(found - names.begin());
}

/// What a metric with a budget counts, told once for all rows.
class Counting
{
public:
    explicit Counting(const TargetMetric &metric)
        : m_what(metric.name == "unapproved_execution_rate" ? What::Approvals
                 : metric.name == "evidence_completeness"   ? What::Evidence
                 : metric.name == "scope_violation_rate"    ? What::Attempts
                                                            : What::Executions)
    {
    }
    /// Whether a row counts, and whether it is bad.
    [[nodiscard]] std::pair<bool, bool> of(const MetricTrail &trail, std::uint32_t row) const
    {
        const auto verdict = static_cast<Verdict>(trail.rows.verdict[row]);
        switch (m_what) {
        case What::Approvals: return {trail.ran(row) && (verdict == Verdict::NeedsApproval || verdict == Verdict::Approved), verdict == Verdict::NeedsApproval};
        case What::Evidence: return {trail.is(row, MetricTrail::EvidenceOwed), trail.is(row, MetricTrail::OwesEvidence)};
        case What::Attempts: return {isDecidable(trail, row), trail.is(row, MetricTrail::Broke)};
        case What::Executions: break;
        }
        return {isDecidable(trail, row), trail.is(row, MetricTrail::Broke) && trail.ran(row)};
    }

private:
    enum class What : std::uint8_t { Approvals, Evidence, Attempts, Executions };
    static bool isDecidable(const MetricTrail &trail, std::uint32_t row) { return trail.is(row, MetricTrail::Judged) && !trail.is(row, MetricTrail::Undecidable); }
    What m_what;
};

} // namespace

RowMatch::RowMatch(const MetricTrail &trail, const MetricWindow &window)
    : m_rows(trail.rows),
      m_agent(window.agent ? numberOf(trail.rows.agentNames, *window.agent) : any),
      m_deployment(window.deployment ? numberOf(trail.rows.deploymentNames, *window.deployment) : any),
      m_tool(window.tool.empty() ? any : numberOf(trail.rows.toolNames, window.tool))
{
}

std::span<const std::uint32_t> timedRows(const MetricTrail &trail, const MetricWindow &window)
{
    std::span<const std::uint32_t> rows = trail.byTime;
    if (window.agent) {
        const RowMatch match(trail, window);
        const auto isAsked = [&match](const auto &who) { return match.who(who); };
        const auto who = std::ranges::find_if(trail.agents, isAsked);
        if (who == trail.agents.end())
            return {};
        if (std::none_of(who + 1, trail.agents.end(), isAsked))
            rows = trail.timedOf[static_cast<std::size_t>(who - trail.agents.begin())];
    }
    const auto timeOf = [&trail](std::uint32_t row) { return trail.rows.timeNs[row]; };
    auto begin = rows.begin();
    auto end = rows.end();
    if (window.sinceNs)
        begin = std::ranges::lower_bound(begin, end, *window.sinceNs, {}, timeOf);
    if (window.untilNs)
        end = std::ranges::lower_bound(begin, end, *window.untilNs, {}, timeOf);
    return {begin, end};
}

bool holds(const MetricTrail &trail, const MetricWindow &window, const RowMatch &match, const LabelledRun &labelled)
{
    if (!match.who(trail.agents[trail.runs[labelled.run].who]))
        return false;
    if (!window.sinceNs && !window.untilNs)
        return true;
    return labelled.timeNs != RowColumns::noTime && (!window.sinceNs || labelled.timeNs >= *window.sinceNs) && (!window.untilNs || labelled.timeNs < *window.untilNs);
}

bool MetricTrail::ran(std::size_t row) const
{
    return countsAsExecuted(static_cast<Outcome>(rows.outcome[row]));
}

WindowFigures figuresIn(const MetricTrail &trail, const MetricWindow &window)
{
    WindowFigures figures;
    const RowColumns &rows = trail.rows;
    std::vector<std::uint64_t> tools(rows.toolNames.size());
    std::vector<std::uint8_t> runs(trail.runs.size()); // Judged, Broke, Undecidable
    eachRow(trail, window, false, [&](std::uint32_t row) {
        ++figures.calls;
        ++tools[rows.tool[row]];
        const auto verdict = static_cast<Verdict>(rows.verdict[row]);
        const auto outcome = static_cast<Outcome>(rows.outcome[row]);
        const bool ran = countsAsExecuted(outcome);
        const std::uint16_t flags = trail.flags[row];
        figures.failed += outcome == Outcome::Failed || outcome == Outcome::Refused;
        if (flags & MetricTrail::Judged) {
            runs[trail.run[row]] |= static_cast<std::uint8_t>(flags & (MetricTrail::Judged | MetricTrail::Broke | MetricTrail::Undecidable));
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
    for (std::size_t i = 0; i < runs.size(); ++i) {
        const std::uint8_t run = trail.runs[i].named ? runs[i] : 0;
        figures.runs += (run & MetricTrail::Judged) != 0;
        figures.violatingRuns += (run & MetricTrail::Broke) != 0;
        figures.undecidableRuns += (run & MetricTrail::Undecidable) != 0 && (run & MetricTrail::Broke) == 0;
    }
    if (window.sinceNs || window.untilNs) {
        const RowMatch match(trail, window);
        figures.withoutTime = static_cast<std::uint64_t>(std::ranges::count_if(trail.untimed, [&match](std::uint32_t row) { return match.row(row); }));
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
    const Counting counting(metric);
    eachRow(trail, window, true, [&](std::uint32_t row) {
        const auto [counts, bad] = counting.of(trail, row);
        if (counts)
            events.push_back({trail.rows.timeNs[row], bad, bad && trail.ran(row) && trail.is(row, MetricTrail::BrokeCritical)});
    });
    return events;
}

std::vector<std::uint64_t> badEntries(const MetricTrail &trail, const MetricWindow &window, const TargetMetric &metric, std::size_t most)
{
    std::vector<std::uint64_t> entries;
    const Counting counting(metric);
    eachRow(trail, window, true, [&](std::uint32_t row) {
        const auto [counts, bad] = counting.of(trail, row);
        if (counts && bad)
            entries.push_back(trail.rows.entry[row]);
    });
    if (entries.size() > most)
        entries.erase(entries.begin(), entries.end() - static_cast<std::ptrdiff_t>(most));
    return entries;
}

std::optional<std::pair<std::uint32_t, std::uint32_t>> endsOf(const MetricTrail &trail, const MetricWindow &window)
{
    const RowMatch match(trail, window);
    const auto rows = timedRows(trail, window);
    const auto first = std::ranges::find_if(rows, [&match](std::uint32_t row) { return match.row(row); });
    if (first == rows.end())
        return std::nullopt;
    const auto last = std::find_if(rows.rbegin(), rows.rend(), [&match](std::uint32_t row) { return match.row(row); });
    return std::pair(*first, *last);
}

std::optional<std::pair<std::int64_t, std::int64_t>> timesOf(const MetricTrail &trail, const MetricWindow &window)
{
    const auto ends = endsOf(trail, window);
    return ends ? std::optional(std::pair(trail.rows.timeNs[ends->first], trail.rows.timeNs[ends->second])) : std::nullopt;
}

std::vector<std::pair<std::string, std::string>> agentsOf(const MetricTrail &trail)
{
    std::vector<bool> acted(trail.agents.size());
    for (const std::uint32_t run : trail.run)
        acted[trail.runs[run].who] = true;
    std::vector<std::pair<std::string, std::string>> agents;
    for (std::size_t who = 0; who < acted.size(); ++who) {
        if (acted[who])
            agents.emplace_back(trail.rows.agentNames[trail.agents[who].first], trail.rows.deploymentNames[trail.agents[who].second]);
    }
    std::ranges::sort(agents);
    return agents;
}

} // namespace mandate
