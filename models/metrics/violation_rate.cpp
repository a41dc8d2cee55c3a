// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/metrics/violation_rate.h"

#include "models/metrics/metric_trail.h"

#include <algorithm>
#include <map>
#include <unordered_map>

namespace mandate {

namespace {

/// Whether findings about a clause that counts say so.
enum CallBit : std::uint8_t { CallBroke = 1, CallOpen = 2 };

/// What findings of one row say of one clause.
struct Found
{
    bool broke = false;
    bool open = false;
};

bool countsFor(const ViolationQuery &query, const MetricTrail &trail, const TrailClause &clause)
{
    return query.clause.empty() ? clause.prohibits : trail.clauseNames[clause.name] == query.clause;
}

MetricWindow windowOf(const ViolationQuery &query)
{
    MetricWindow window;
    if (!query.agent.empty())
        window.agent = query.agent;
    if (query.since)
        window.sinceNs = query.since->nanoseconds;
    if (query.until)
        window.untilNs = query.until->nanoseconds;
    return window;
}

/// Sums of calls by agent and clause: first as if nothing were found, then what was found is taken away and added.
class ClauseRows
{
public:
    explicit ClauseRows(const MetricTrail &trail) : m_trail(trail) {}

    void call(std::uint32_t row) { ++m_calls[static_cast<std::uint64_t>(m_trail.rows.agent[row]) << 32 | m_trail.judge[row]]; }
    void found(std::uint32_t row, std::uint32_t clause, Found found)
    {
        ViolationRow &sum = m_sums[{m_trail.rows.agent[row], clause}];
        sum.decidable -= found.open;
        sum.attempted += found.broke;
        sum.executed += found.broke && m_trail.ran(row);
        sum.undecidable += found.open;
    }
    /// Most attempted first.
    [[nodiscard]] std::vector<ViolationRow> rows()
    {
        for (const auto &[key, calls] : m_calls) {
            for (const TrailClause &clause : m_trail.judges[static_cast<std::uint32_t>(key)].clauses) {
                ViolationRow &sum = m_sums[{static_cast<std::uint32_t>(key >> 32), clause.name}];
                sum.decidable += calls; // modulo 2^64: what found() took away may have come first
                sum.readsAs = clause.readsAs;
            }
        }
        std::vector<ViolationRow> rows;
        for (auto &[key, sum] : m_sums) {
            sum.agent = m_trail.rows.agentNames[key.first];
            sum.clause = m_trail.clauseNames[key.second];
            rows.push_back(std::move(sum));
        }
        std::ranges::sort(rows, {}, [](const ViolationRow &row) { return std::pair(row.agent, row.clause); });
        std::ranges::stable_sort(rows, std::ranges::greater{}, &ViolationRow::attempted);
        return rows;
    }

private:
    const MetricTrail &m_trail;
    std::unordered_map<std::uint64_t, std::uint64_t> m_calls; ///< by agent and judge
    std::map<std::pair<std::uint32_t, std::uint32_t>, ViolationRow> m_sums;   ///< by agent and clause
};

std::vector<ViolationBin> emptyBins(std::size_t asked, std::int64_t first, std::int64_t last, std::uint64_t &width)
{
    const auto bins = std::clamp<std::size_t>(asked, 1, 200);
    // Sources may name any year that nanoseconds can count: two of them can lie further apart than a signed number of them reaches.
    const auto after = [first](std::int64_t time) { return static_cast<std::uint64_t>(time) - static_cast<std::uint64_t>(first); };
    width = after(last) / bins + 1;
    const auto boundary = [&](std::size_t i) {
        const std::uint64_t reached = std::min(i * width, after(INT64_MAX));
        return Instant{static_cast<std::int64_t>(static_cast<std::uint64_t>(first) + reached), true};
    };
    std::vector<ViolationBin> empty(bins);
    for (std::size_t i = 0; i < bins; ++i) {
        empty[i].begin = boundary(i);
        empty[i].end = boundary(i + 1);
    }
    return empty;
}

} // namespace

ViolationSeries violationSeries(const MetricTrail &trail, const ViolationQuery &query)
{
    const RowColumns &rows = trail.rows;
    const MetricWindow window = windowOf(query);
    // Which judges have a clause that counts: a call of no such judge is in no rate.
    std::vector<bool> asks;
    for (const TrailJudge &judge : trail.judges)
        asks.push_back(query.clause.empty() || std::ranges::any_of(judge.clauses, [&](const TrailClause &clause) { return countsFor(query, trail, clause); }));
    std::vector<std::uint8_t> calls(rows.size()); // CallBit
    std::vector<bool> inWindow(rows.size());
    ClauseRows sums(trail);
    eachRow(trail, window, false, [&](std::uint32_t row) {
        if (!trail.is(row, MetricTrail::Judged) || trail.judge[row] == MetricTrail::nobody)
            return;
        inWindow[row] = true;
        sums.call(row);
    });
    for (auto finding = trail.findings.begin(); finding != trail.findings.end();) {
        const std::uint32_t row = finding->row;
        const auto next = std::find_if(finding, trail.findings.end(), [row](const TrailFinding &other) { return other.row != row; });
        if (inWindow[row]) {
            for (const TrailClause &clause : trail.judges[trail.judge[row]].clauses) {
                Found found;
                for (auto of = finding; of != next; ++of) {
                    if (of->clause == clause.name)
                        (of->undecidable ? found.open : found.broke) = true;
                }
                if (!found.broke && !found.open)
                    continue;
                sums.found(row, clause.name, found);
                if (countsFor(query, trail, clause))
                    calls[row] = static_cast<std::uint8_t>(calls[row] | (found.broke ? CallBroke : 0) | (found.open ? CallOpen : 0));
            }
        }
        finding = next;
    }

    ViolationSeries series;
    series.rows = sums.rows();
    constexpr std::uint8_t seen = 1, broke = 2;
    std::vector<std::uint8_t> runs(trail.runs.size());
    std::int64_t first = INT64_MAX;
    std::int64_t last = INT64_MIN;
    for (std::uint32_t row = 0; row < rows.size(); ++row) {
        if (!inWindow[row] || !asks[trail.judge[row]])
            continue;
        const bool undecidable = calls[row] == CallOpen;
        if (!undecidable && trail.runs[trail.run[row]].named)
            runs[trail.run[row]] = static_cast<std::uint8_t>(runs[trail.run[row]] | seen | (calls[row] & CallBroke ? broke : 0));
        series.decidable += !undecidable;
        series.attempted += calls[row] & CallBroke;
        series.executed += (calls[row] & CallBroke) && trail.ran(row);
        series.undecidable += undecidable;
        if (rows.timeNs[row] == RowColumns::noTime) {
            ++series.withoutTime;
            continue;
        }
        first = std::min(first, rows.timeNs[row]);
        last = std::max(last, rows.timeNs[row]);
    }
    for (const std::uint8_t run : runs) {
        series.runs += (run & seen) != 0;
        series.violatingRuns += (run & broke) != 0;
    }
    if (first > last)
        return series;
    std::uint64_t width = 1;
    series.bins = emptyBins(query.bins, first, last, width);
    for (std::uint32_t row = 0; row < rows.size(); ++row) {
        if (!inWindow[row] || !asks[trail.judge[row]] || rows.timeNs[row] == RowColumns::noTime)
            continue;
        ViolationBin &bin = series.bins[static_cast<std::size_t>((static_cast<std::uint64_t>(rows.timeNs[row]) - static_cast<std::uint64_t>(first)) / width)];
        const bool undecidable = calls[row] == CallOpen;
        const bool violated = calls[row] & CallBroke;
        bin.decidable += !undecidable;
        bin.attempted += violated;
        bin.executed += violated && trail.ran(row);
        bin.undecidable += undecidable;
    }
    return series;
}

} // namespace mandate
