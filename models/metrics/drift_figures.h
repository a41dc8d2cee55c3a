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
    [[nodiscard]] const std::string &name() const { return m_name; }
    [[nodiscard]] double calls() const { return static_cast<double>(m_values.size()); }
    /// Why it is not compared: fewer than fewestRuns of a side have one, or all are the same.
    [[nodiscard]] std::optional<DriftLeftOut::Why> leftOut(const DriftRuns &runs) const;
    [[nodiscard]] double distance(std::span<const std::uint8_t> sides) const;
    /// Distances of different sizes of samples on one scale.
    [[nodiscard]] double scaled(std::span<const std::uint8_t> sides) const;
    [[nodiscard]] DriftSignal signal(const DriftRuns &runs) const;

private:
    DriftSubject m_subject;
    std::string m_name;
    std::vector<std::pair<double, std::uint32_t>> m_values;
};

/// An argument that takes one of several values, with the run of each call. Values that come in few runs stand together: which do is told from both sides as one, so
/// that it does not depend on what is compared.
class DriftChoices
{
public:
    /// `values`: how often each value was chosen, with the run.
    DriftChoices(std::string name, const std::map<std::string, std::map<std::uint32_t, std::uint64_t>> &values, const DriftRuns &runs);
    [[nodiscard]] const std::string &name() const { return m_name; }
    [[nodiscard]] double calls() const { return m_calls; }
    /// Whether its distance can be above 0 in some permutation: it counts among all arguments then, also where it is not told by itself.
    [[nodiscard]] bool measurable(const DriftRuns &runs) const;
    /// Why it is not compared. An argument whose values only name something is where the earlier side has few of them that come again.
    [[nodiscard]] std::optional<DriftLeftOut::Why> leftOut(const DriftRuns &runs) const;
    /// By how much the share of one value differs, where it differs most, or of values that the earlier side does not have, beyond what chance gives: 0 to 1, as
    /// Kolmogorov-Smirnov's D is for numbers.
    [[nodiscard]] double distance(std::span<const std::uint8_t> sides) const;
    /// As DriftNumbers::scaled().
    [[nodiscard]] double scaled(std::span<const std::uint8_t> sides) const;
    [[nodiscard]] DriftSignal signal(const DriftRuns &runs) const;

private:
    struct Chosen
    {
        std::uint32_t value = 0, run = 0;
        double calls = 0;
        std::uint32_t values = 1; ///< more where it stands for all values of a run that no other run has
    };
    void sum(std::span<const std::uint8_t> sides) const;
    [[nodiscard]] bool fewNames(std::span<const std::uint8_t> sides) const; ///< after sum()
    [[nodiscard]] std::size_t distinct() const { return m_values.size() + m_lone; }
    [[nodiscard]] bool fewRuns(const DriftRuns &runs) const;
    std::string m_name;
    bool m_names = false; ///< namesSomething()
    std::vector<std::string> m_values; ///< of several runs, those that stand by themselves first; what one run alone has is counted behind them, as one
    std::uint64_t m_lone = 0;          ///< so many values are of one run alone
    std::size_t m_kept = 0;            ///< so many do
    std::vector<Chosen> m_chosen;
    std::vector<std::uint32_t> m_runs; ///< that have one
    double m_calls = 0;
    double m_novel = 0; ///< share of later calls whose value the earlier side does not have, by chance
    mutable std::vector<double> m_before, m_after; ///< kept, as in DriftMix
    mutable std::uint64_t m_loneBefore = 0;
};

inline constexpr std::size_t mostSessions = 10;

} // namespace mandate
