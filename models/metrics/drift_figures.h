// SPDX-License-Identifier: GPL-3.0-or-later
// What of two sets of runs is compared by permutation: mixes of calls, and numbers. Inside of compareRuns(); not for other callers.
#pragma once

#include "models/metrics/drift.h"

#include <map>
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

/// An argument that takes one of a few values, with the run of each call.
class DriftChoices
{
public:
    /// `values`: how often each value was chosen, with the run.
    DriftChoices(std::string name, const std::map<std::string, std::map<std::uint32_t, std::uint64_t>> &values);
    /// fewestRuns of each side have one, there are at least two values, and they come again: an argument whose values are hardly ever chosen twice names things.
    [[nodiscard]] bool comparable(const DriftRuns &runs) const;
    /// By how much the share of one value differs, where it differs most: 0 to 1, as Kolmogorov-Smirnov's D is for numbers.
    [[nodiscard]] double distance(std::span<const std::uint8_t> sides) const;
    /// As DriftNumbers::scaled().
    [[nodiscard]] double scaled(std::span<const std::uint8_t> sides) const;
    [[nodiscard]] DriftSignal signal(const DriftRuns &runs) const;

private:
    struct Chosen
    {
        std::uint32_t value = 0, run = 0;
        double calls = 0;
    };
    void sum(std::span<const std::uint8_t> sides) const;
    std::string m_name;
    std::vector<std::string> m_values;
    std::vector<Chosen> m_chosen;
    double m_calls = 0;
    mutable std::vector<double> m_before, m_after; ///< kept, as in DriftMix
};

inline constexpr std::size_t mostSessions = 10;

} // namespace mandate
