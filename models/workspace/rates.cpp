// SPDX-License-Identifier: GPL-3.0-or-later
// The scope-violation rate from stored verdicts and findings. Definitions: models/metrics/violation_rate.h.
#include "models/workspace/workspace_private.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

namespace mandate {

namespace {

/// A judged action, reduced to what rates need.
struct JudgedCall
{
    const Row *row = nullptr;
    bool broke = false;      ///< the asked clause, or any prohibition
    bool undecidable = false;
};

} // namespace

Result<ViolationSeries> Workspace::violationRate(const ViolationQuery &query, std::stop_token stop) const
{
    if (auto loaded = m->load(); !loaded)
        return loaded.error();
    RowFilter filter;
    filter.kinds = {RecordKind::Action};
    filter.since = query.since;
    filter.until = query.until;
    if (!query.agent.empty())
        filter.agents = {query.agent};
    const auto entries = m->store->select(filter, RowOrder::ArrivalAscending, stop);
    if (!entries)
        return entries.error();
    const auto findings = m->store->findings();
    if (!findings)
        return findings.error();
    std::unordered_multimap<EntryNumber, const Finding *> byEntry;
    byEntry.reserve(findings->size());
    for (const Finding &finding : *findings)
        byEntry.emplace(finding.entry, &finding);

    RowPacts pacts(*m);
    std::map<std::pair<const LoadedPact *, std::string>, std::vector<std::uint32_t>> clausesByTool;
    std::map<std::pair<std::string, std::string>, ViolationRow> rowsByClause;
    std::map<std::pair<std::string, std::string>, bool> runs; ///< agent and session → violated
    ViolationSeries series;
    std::int64_t first = INT64_MAX;
    std::int64_t last = INT64_MIN;
    std::vector<std::pair<std::int64_t, std::uint8_t>> timed; ///< time and bits: 1 decidable, 2 attempted, 4 executed, 8 undecidable
    constexpr std::size_t atOnce = 16384;
    for (std::size_t done = 0; done < entries->size() && !stop.stop_requested(); done += atOnce) {
        const auto rows = m->store->rows(std::span(*entries).subspan(done, std::min(atOnce, entries->size() - done)));
        if (!rows)
            return rows.error();
        for (const Row &row : *rows) {
            if (row.verdict == Verdict::NoPact || row.verdict == Verdict::NotJudged)
                continue;
            const LoadedPact *pact = pacts.find(row).get();
            if (pacts.problem())
                return *pacts.problem();
            if (!pact)
                continue;
            auto applicable = clausesByTool.find({pact, row.tool});
            if (applicable == clausesByTool.end())
                applicable = clausesByTool.emplace(std::pair(pact, row.tool), pact->compiled->clausesFor(row.tool)).first;
            const bool ran = countsAsExecuted(row.outcome);
            JudgedCall call{&row, false, false};
            bool asked = query.clause.empty();
            const auto [from, to] = byEntry.equal_range(row.number);
            for (const std::uint32_t index : applicable->second) {
                const Clause &clause = pact->compiled->clauses()[index];
                if (clause.kind == ClauseKind::Permit)
                    continue;
                bool broke = false;
                bool open = false;
                for (auto finding = from; finding != to; ++finding) {
                    if (finding->second->clause == clause.id)
                        (finding->second->undecidable ? open : broke) = true;
                }
                ViolationRow &sum = rowsByClause[{row.agent, clause.id}];
                if (sum.clause.empty()) {
                    sum.agent = row.agent;
                    sum.clause = clause.id;
                    sum.readsAs = clause.readsAs;
                }
                sum.decidable += !open;
                sum.attempted += broke;
                sum.executed += broke && ran;
                sum.undecidable += open;
                const bool counts = query.clause.empty() ? clause.kind == ClauseKind::Forbid && !clause.heuristic : clause.id == query.clause;
                if (counts) {
                    asked = true;
                    call.broke |= broke;
                    call.undecidable |= open;
                }
            }
            if (!asked)
                continue;
            call.undecidable = call.undecidable && !call.broke;
            if (!call.undecidable)
                runs[{row.agent, row.session}] |= call.broke;
            if (!row.time) {
                ++series.withoutTime;
                continue;
            }
            first = std::min(first, row.time->nanoseconds);
            last = std::max(last, row.time->nanoseconds);
            timed.emplace_back(row.time->nanoseconds, static_cast<std::uint8_t>((call.undecidable ? 8 : 1) | (call.broke ? 2 : 0) | (call.broke && ran ? 4 : 0)));
        }
    }
    series.runs = runs.size();
    series.violatingRuns = static_cast<std::uint64_t>(std::count_if(runs.begin(), runs.end(), [](const auto &run) { return run.second; }));
    for (auto &[key, row] : rowsByClause)
        series.rows.push_back(std::move(row));
    std::stable_sort(series.rows.begin(), series.rows.end(), [](const ViolationRow &a, const ViolationRow &b) { return a.attempted > b.attempted; });
    if (timed.empty())
        return series;
    const auto bins = std::clamp<std::size_t>(query.bins, 1, 200);
    // Sources may name any year that nanoseconds can count: two of them can lie further apart than a signed number of them reaches.
    const auto after = [first](std::int64_t time) { return static_cast<std::uint64_t>(time) - static_cast<std::uint64_t>(first); };
    const std::uint64_t width = after(last) / bins + 1;
    const auto boundary = [&](std::size_t i) {
        const std::uint64_t reached = std::min(i * width, after(INT64_MAX));
        return Instant{static_cast<std::int64_t>(static_cast<std::uint64_t>(first) + reached), true};
    };
    for (std::size_t i = 0; i < bins; ++i) {
        ViolationBin bin;
        bin.begin = boundary(i);
        bin.end = boundary(i + 1);
        series.bins.push_back(bin);
    }
    for (const auto &[time, bits] : timed) {
        ViolationBin &bin = series.bins[static_cast<std::size_t>(after(time) / width)];
        bin.decidable += bits & 1;
        bin.attempted += (bits & 2) != 0;
        bin.executed += (bits & 4) != 0;
        bin.undecidable += (bits & 8) != 0;
    }
    return series;
}

} // namespace mandate
