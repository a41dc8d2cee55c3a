// SPDX-License-Identifier: GPL-3.0-or-later
// What of two sets of runs is compared by permutation: mixes of calls, and numbers. Inside of compareRuns(); not for other callers.
#pragma once

#include "models/metrics/drift.h"

#include <span>
#include <string>
#include <utility>
#include <vector>

namespace mandate {

/// Both sides' runs in one row, with the side of each and the stratum in which it may change sides.
struct DriftRuns
{
    std::vector<const AgentRun *> runs;
    std::vector<std::uint8_t> sides;    ///< 0 earlier, 1 later
    std::vector<std::uint32_t> strata;  ///< 0: with all whose task only one side ran
    std::vector<std::pair<std::size_t, std::size_t>> pairs; ///< of tasks that both ran once
    std::uint64_t sharedTasks = 0;
    std::uint64_t pairedRuns = 0;
    [[nodiscard]] bool oneToOne() const { return !runs.empty() && 2 * pairs.size() == runs.size(); }
};
[[nodiscard]] DriftRuns arrange(const std::vector<AgentRun> &before, const std::vector<AgentRun> &after, bool withinTasks);

/// Calls by category.
class DriftMix
{
public:
    DriftMix(const DriftRuns &runs, DriftSubject subject);
    [[nodiscard]] bool comparable() const { return m_names.size() > 1; }
    [[nodiscard]] DriftSubject subject() const { return m_subject; }
    [[nodiscard]] double index(std::span<const std::uint8_t> sides) const;
    /// Everything but what permuting gives.
    [[nodiscard]] DriftSignal signal(const DriftRuns &runs) const;

private:
    void sum(std::span<const std::uint8_t> sides) const;
    DriftSubject m_subject;
    std::vector<std::string> m_names;
    std::vector<std::vector<std::pair<std::uint32_t, double>>> m_calls; ///< by run
    mutable std::vector<double> m_before, m_after;                      ///< kept, since a permutation sums a thousand times
};

/// Numbers with the run each is from, sorted.
class DriftNumbers
{
public:
    DriftNumbers(DriftSubject subject, std::string name, std::vector<std::pair<double, std::uint32_t>> values);
    /// fewestRuns of each side have one.
    [[nodiscard]] bool comparable(const DriftRuns &runs) const;
    [[nodiscard]] double distance(std::span<const std::uint8_t> sides) const;
    /// Distances of different sizes of samples on one scale.
    [[nodiscard]] double scaled(std::span<const std::uint8_t> sides) const;
    [[nodiscard]] DriftSignal signal(const DriftRuns &runs) const;

private:
    DriftSubject m_subject;
    std::string m_name;
    std::vector<std::pair<double, std::uint32_t>> m_values;
};

inline constexpr std::size_t mostSessions = 10;

} // namespace mandate
