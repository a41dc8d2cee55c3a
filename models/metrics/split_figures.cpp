// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/metrics/split_figures.h"

#include "models/metrics/window_runs.h"

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

/// Each run where its first call in the window is.
void countRuns(const WindowRuns &runs, const Groups &groups, std::vector<SplitFigures> &figures)
{
    for (std::size_t run = 0; run < runs.size(); ++run) {
        if (!runs.holds(run) || runs.calls(run).calls == 0)
            continue;
        SplitFigures &into = figures[groups.of(runs.calls(run).first)];
        const std::uint8_t bits = runs.calls(run).bits;
        const RunSaid *said = runs.said(run);
        const bool scored = said && said->facts.succeeded.has_value();
        ++into.runs;
        into.judgedRuns += (bits & RunCalls::Judged) != 0;
        into.violatingRuns += (bits & RunCalls::Broke) != 0;
        into.undecidableRuns += (bits & RunCalls::Undecidable) != 0 && (bits & RunCalls::Broke) == 0;
        into.scoredRuns += scored;
        into.succeededRuns += scored && *said->facts.succeeded;
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
    const WindowRuns runs(trail, window, [&](std::uint32_t row) { countCall(trail, row, figures[groups.of(row)]); });
    if (split != Split::Tool)
        countRuns(runs, groups, figures);
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
