// SPDX-License-Identifier: GPL-3.0-or-later
// The actions of a trail as columns, with what was found about each, the runs they belong to and what sources say of those: what rates, budgets, behaviour and
// windows of time are counted from without asking the ledger again. Immutable; some 60 octets an action.
#pragma once

#include "models/base/digest.h"
#include "models/base/instant.h"
#include "models/metrics/behaviour.h"
#include "models/metrics/budget.h"
#include "models/metrics/target_metrics.h"
#include "models/pact/document.h"
#include "models/store/row_columns.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace mandate {

/// A clause as the figures of a call need it.
struct TrailClause
{
    std::uint32_t name = 0; ///< of MetricTrail::clauseNames
    std::string readsAs;
    bool prohibits = false;         ///< decided without words: what "any prohibition" means
    std::optional<Severity> hard;   ///< a written prohibition, or a written evidence duty that is more than minor; never one that is judged from words
};

/// What judges a call: the clauses of a pact that speak of its tool, permissions left out.
struct TrailJudge
{
    std::uint32_t pact = 0; ///< of MetricTrail::pactNames
    std::vector<TrailClause> clauses;
    bool owesEvidence = false; ///< the pact owes some
};

struct TrailFinding
{
    std::uint32_t row = 0;
    std::uint32_t clause = 0; ///< of MetricTrail::clauseNames
    bool undecidable = false;
};

/// One agent's session in one deployment.
struct TrailRun
{
    std::uint32_t who = 0; ///< of MetricTrail::agents
    std::uint32_t session = 0;
    bool named = true; ///< else the calls of no session: no run, though they are kept together
};

/// What a source says of a run in one record.
struct LabelledRun
{
    std::uint64_t entry = 0;
    std::int64_t timeNs = RowColumns::noTime;
    std::uint32_t run = 0;
    RunFacts facts; ///< only what labels say
    double seconds = 0, cost = 0;      ///< 0: not said
    std::string task;                  ///< that the user gave; empty where the source names none
    std::optional<bool> expectsWrites; ///< whether its task expects calls of tools that change something; none: it lists no expected actions
};

struct MetricTrail
{
    enum Flag : std::uint16_t {
        Judged = 1,      ///< a pact in force answered for it
        Broke = 2,       ///< it broke a hard clause
        BrokeCritical = 4,
        Undecidable = 8, ///< it broke none, and a hard clause could not be decided
        OwesEvidence = 16, ///< a part of the evidence that its pact owes is missing
        EvidenceOwed = 32, ///< its pact owes evidence
        Write = 64,      ///< it ran, its tool changes something, and its run's source lists the actions that the task expects
        UnexpectedWrite = 128, ///< which it is not among, tool and arguments as they are written
        WriteInValue = 256 ///< an UnexpectedWrite that differs from one of them only in how a number is written
    };
    static constexpr std::uint32_t nobody = UINT32_MAX;

    RowColumns rows;                     ///< actions only
    std::vector<std::uint16_t> flags;    ///< a row
    std::vector<std::uint32_t> run;      ///< a row: of `runs`
    std::vector<std::uint32_t> judge;    ///< a row: of `judges`; nobody: no pact binds its agent
    std::vector<std::uint32_t> byTime;   ///< rows that have a time, ascending
    std::vector<std::uint32_t> untimed;  ///< the others, ascending
    std::vector<std::vector<std::uint32_t>> timedOf; ///< byTime, by `agents`
    std::vector<TrailRun> runs;          ///< also those of which only a label speaks
    std::vector<std::pair<std::uint32_t, std::uint32_t>> agents; ///< agent and deployment, by their numbers in `rows`
    std::vector<LabelledRun> labelled;   ///< ascending by entry
    std::vector<TrailJudge> judges;
    std::vector<std::string> pactNames;  ///< "id@version"
    std::vector<std::string> clauseNames;
    std::vector<TrailFinding> findings;  ///< ascending by row
    std::uint64_t ledgerSize = 0;
    Digest judgedBy;                     ///< which pacts judge which action
    std::uint64_t erased = 0;            ///< records whose text is gone

    [[nodiscard]] bool is(std::size_t row, Flag flag) const { return (flags[row] & flag) != 0; }
    [[nodiscard]] bool ran(std::size_t row) const;
};

/// Which actions count. What is not given, and an empty tool: any.
struct MetricWindow
{
    std::optional<std::string> agent; ///< empty text: those without a name
    std::optional<std::string> deployment;
    std::string tool;
    std::optional<std::int64_t> sinceNs; ///< inclusive
    std::optional<std::int64_t> untilNs; ///< exclusive; with either, only actions that have a time
    bool operator==(const MetricWindow &) const = default;
};

struct WindowFigures
{
    std::uint64_t calls = 0, withoutTime = 0; ///< withoutTime: left out because the window is bounded
    std::uint64_t decidable = 0, attempted = 0, executed = 0, undecidable = 0;
    std::uint64_t runs = 0, violatingRuns = 0, undecidableRuns = 0; ///< judged runs; undecidable: nothing broken in them
    std::uint64_t approvalsDue = 0, approved = 0, unapproved = 0;
    std::uint64_t evidenceOwed = 0, evidenceMissing = 0;
    std::uint64_t failed = 0;
    std::vector<std::pair<std::string, std::uint64_t>> tools; ///< most used first
};
[[nodiscard]] WindowFigures figuresIn(const MetricTrail &trail, const MetricWindow &window);

/// The calls that a metric with a budget counts, in order of time. Its `hard` are executed breaks of critical clauses.
[[nodiscard]] std::vector<CountedEvent> eventsOf(const MetricTrail &trail, const MetricWindow &window, const TargetMetric &metric);
/// The bad ones of them, as ledger entries in order of time; at most so many, the newest.
[[nodiscard]] std::vector<std::uint64_t> badEntries(const MetricTrail &trail, const MetricWindow &window, const TargetMetric &metric, std::size_t most);
/// The rows of the first and the last of the matching actions that have a time.
[[nodiscard]] std::optional<std::pair<std::uint32_t, std::uint32_t>> endsOf(const MetricTrail &trail, const MetricWindow &window);
/// First and last time of the matching actions.
[[nodiscard]] std::optional<std::pair<std::int64_t, std::int64_t>> timesOf(const MetricTrail &trail, const MetricWindow &window);
/// Agents and deployments that have an action, each pair once, sorted.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> agentsOf(const MetricTrail &trail);

/// A window as numbers, so that a row is held against three of them.
class RowMatch
{
public:
    RowMatch(const MetricTrail &trail, const MetricWindow &window);
    [[nodiscard]] bool row(std::uint32_t row) const
    {
        return (m_agent == any || m_rows.agent[row] == m_agent) && (m_deployment == any || m_rows.deployment[row] == m_deployment) && (m_tool == any || m_rows.tool[row] == m_tool);
    }
    [[nodiscard]] bool who(const std::pair<std::uint32_t, std::uint32_t> &who) const
    {
        return (m_agent == any || who.first == m_agent) && (m_deployment == any || who.second == m_deployment);
    }

private:
    static constexpr std::uint32_t any = UINT32_MAX;
    const RowColumns &m_rows;
    std::uint32_t m_agent, m_deployment, m_tool;
};

/// Whether what a source said of a run lies in the window, by the time and the agent of its record; the tool is not asked for. `match` is of the window.
[[nodiscard]] bool holds(const MetricTrail &trail, const MetricWindow &window, const RowMatch &match, const LabelledRun &labelled);

/// The rows of a window's times, ascending by time: of one agent and deployment where the window names them, else of all.
[[nodiscard]] std::span<const std::uint32_t> timedRows(const MetricTrail &trail, const MetricWindow &window);

/// Calls `visit` with the number of each row of a window in order of time; where the window is not bounded and not only rows with a time are asked for, then those
/// without one.
template<typename Visit>
void eachRow(const MetricTrail &trail, const MetricWindow &window, bool timedOnly, const Visit &visit)
{
    const RowMatch match(trail, window);
    for (const std::uint32_t row : timedRows(trail, window)) {
        if (match.row(row))
            visit(row);
    }
    if (timedOnly || window.sinceNs || window.untilNs)
        return;
    for (const std::uint32_t row : trail.untimed) {
        if (match.row(row))
            visit(row);
    }
}

} // namespace mandate
