// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/metrics/split_figures.h"

#include "models/evidence/record.h"

#include <algorithm>
#include <array>

namespace mandate {

namespace {

/// What a row belongs to, by number; the last number stands for what has no name.
class Groups
{
public:
    Groups(const MetricTrail &trail, Split split, const RunModels &models) : m_trail(trail), m_split(split), m_models(models) {}
    [[nodiscard]] std::size_t count() const { return names().size() + 1; }
    [[nodiscard]] std::size_t of(std::uint32_t row) const
    {
        switch (m_split) {
        case Split::Tool: return m_trail.rows.tool[row];
        case Split::Model: return known(m_trail.run[row] < m_models.model.size() ? m_models.model[m_trail.run[row]] : MetricTrail::nobody);
        case Split::Pact: break;
        }
        return known(m_trail.judge[row] == MetricTrail::nobody ? MetricTrail::nobody : m_trail.judges[m_trail.judge[row]].pact);
    }
    [[nodiscard]] std::string name(std::size_t group) const { return group < names().size() ? names()[group] : std::string(); }

private:
    [[nodiscard]] const std::vector<std::string> &names() const { return m_split == Split::Tool ? m_trail.rows.toolNames : m_split == Split::Model ? m_models.names : m_trail.pactNames; }
    [[nodiscard]] std::size_t known(std::uint32_t group) const { return std::min<std::size_t>(group, names().size()); }
    const MetricTrail &m_trail;
    Split m_split;
    const RunModels &m_models;
};

void countCall(const MetricTrail &trail, std::uint32_t row, SplitFigures &into)
{
    const auto verdict = static_cast<Verdict>(trail.rows.verdict[row]);
    const auto outcome = static_cast<Outcome>(trail.rows.outcome[row]);
    const bool ran = countsAsExecuted(outcome);
    const bool broke = trail.is(row, MetricTrail::Broke);
    ++into.calls;
    into.failed += outcome == Outcome::Failed || outcome == Outcome::Refused;
    if (trail.is(row, MetricTrail::Judged)) {
        ++(trail.is(row, MetricTrail::Undecidable) ? into.undecidable : into.decidable);
        into.attempted += broke;
        into.executed += broke && ran;
    }
    into.approvalsRan += ran && (verdict == Verdict::NeedsApproval || verdict == Verdict::Approved);
    into.unapproved += ran && verdict == Verdict::NeedsApproval;
    into.evidenceOwed += trail.is(row, MetricTrail::EvidenceOwed);
    into.evidenceMissing += trail.is(row, MetricTrail::OwesEvidence);
}

void countRuns(const MetricTrail &trail, const MetricWindow &window, const std::vector<std::uint32_t> &groupOf, const std::vector<std::uint16_t> &flagsOf, std::vector<SplitFigures> &groups)
{
    std::vector<std::int8_t> succeeded(trail.runs.size(), -1);
    const RowMatch match(trail, window);
    for (const LabelledRun &labelled : trail.labelled) {
        if (labelled.facts.succeeded && holds(trail, window, match, labelled))
            succeeded[labelled.run] = *labelled.facts.succeeded ? 1 : 0;
    }
    for (std::size_t run = 0; run < groupOf.size(); ++run) {
        if (groupOf[run] == MetricTrail::nobody)
            continue;
        SplitFigures &into = groups[groupOf[run]];
        ++into.runs;
        into.judgedRuns += (flagsOf[run] & MetricTrail::Judged) != 0;
        into.violatingRuns += (flagsOf[run] & MetricTrail::Broke) != 0;
        into.undecidableRuns += (flagsOf[run] & MetricTrail::Undecidable) != 0 && (flagsOf[run] & MetricTrail::Broke) == 0;
        into.scoredRuns += succeeded[run] >= 0;
        into.succeededRuns += succeeded[run] == 1;
    }
}

} // namespace

std::string_view nameOf(Split split)
{
    static constexpr std::array<std::string_view, 3> names{"pact", "model", "tool"};
    return names.at(static_cast<std::size_t>(split));
}

std::vector<SplitFigures> figuresBy(const MetricTrail &trail, const MetricWindow &window, Split split, const RunModels &models)
{
    const Groups groups(trail, split, models);
    std::vector<SplitFigures> figures(groups.count());
    std::vector<std::uint32_t> groupOf(split == Split::Tool ? 0 : trail.runs.size(), MetricTrail::nobody);
    std::vector<std::uint16_t> flagsOf(groupOf.size());
    eachRow(trail, window, false, [&](std::uint32_t row) {
        const std::size_t group = groups.of(row);
        countCall(trail, row, figures[group]);
        if (groupOf.empty())
            return;
        std::uint32_t &of = groupOf[trail.run[row]];
        if (of == MetricTrail::nobody)
            of = static_cast<std::uint32_t>(group);
        flagsOf[trail.run[row]] |= trail.flags[row];
    });
    countRuns(trail, window, groupOf, flagsOf, figures);
    std::vector<SplitFigures> sorted;
    for (std::size_t group = 0; group < figures.size(); ++group) {
        if (figures[group].calls == 0)
            continue;
        figures[group].name = groups.name(group);
        sorted.push_back(std::move(figures[group]));
    }
    std::ranges::sort(sorted, {}, &SplitFigures::name);
    std::ranges::stable_sort(sorted, std::ranges::greater{}, &SplitFigures::calls);
    return sorted;
}

} // namespace mandate
