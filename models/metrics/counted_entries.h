// SPDX-License-Identifier: GPL-3.0-or-later
// The records behind a figure, by its name: the same rows and runs that the figures are counted from, so that a number on a page and the list that it leads to
// are of one length. A call is its own record. For a run stands the first record in which its source says something of it, else its first call.
#pragma once

#include "models/metrics/metric_trail.h"
#include "models/metrics/split_figures.h"
#include "models/metrics/window_runs.h"
#include "models/store/entries_of.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace mandate {

class CountedEntries
{
public:
    /// `window`: what it says of times and agents; all must outlive this. `models` is only asked for CountedIn::By::Model.
    CountedEntries(const MetricTrail &trail, const MetricWindow &window, const RunModels &models) : m_trail(trail), m_window(window), m_models(models) {}

    /// Ascending. By pact version: the calls that it judged, and of runs whose first call in the window it judged the records that say something of them. By
    /// model: the same of runs whose first call names it. By attack: the records that stand for runs under it; "none" is a run without one, whose source knows
    /// attacks. By clause: the calls that a pact judged in which it speaks of them.
    [[nodiscard]] std::vector<std::uint64_t> of(const CountedIn &counted);

private:
    [[nodiscard]] const WindowRuns &runs();
    void addCalls(CountedSet counted, std::vector<std::uint64_t> &into);
    /// What findings say of each row's prohibitions: one was broken, one could not be decided.
    [[nodiscard]] const std::vector<std::uint8_t> &prohibitions();
    void addRated(CountedSet counted, std::vector<std::uint64_t> &into);
    void addRuns(CountedSet counted, std::vector<std::uint64_t> &into);
    void addAttacks(const CountedIn &counted, std::vector<std::uint64_t> &into);
    void addClauses(const CountedIn &counted, std::vector<std::uint64_t> &into) const;
    void addGroups(const CountedIn &counted, std::vector<std::uint64_t> &into);

    const MetricTrail &m_trail;
    const MetricWindow &m_window;
    const RunModels &m_models;
    std::optional<WindowRuns> m_runs;
    std::vector<std::uint8_t> m_prohibitions;
};

} // namespace mandate
