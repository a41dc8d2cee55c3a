// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/metrics/drift_figures.h"

#include "models/statistics/distances.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

namespace mandate {

namespace {

std::map<std::string, std::uint64_t> categoriesOf(const AgentRun &run, DriftSubject subject)
{
    if (subject == DriftSubject::ToolMix)
        return run.tools;
    std::map<std::string, std::uint64_t> found;
    const auto take = [&](const auto &counts, auto named) {
        for (std::size_t i = 0; i < counts.size(); ++i) {
            if (counts.at(i) > 0)
                found[std::string(nameOf(static_cast<decltype(named)>(i)))] = counts.at(i);
        }
    };
    if (subject == DriftSubject::VerdictMix)
        take(run.verdicts, Verdict());
    else
        take(run.outcomes, Outcome());
    return found;
}

/// The later side's sessions by a weight, greatest first; those without any are left out.
std::vector<std::string> clearest(const DriftRuns &runs, const std::vector<double> &weights)
{
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        if (runs.sides[i] == 1 && weights[i] > 0)
            order.push_back(i);
    }
    std::ranges::stable_sort(order, std::greater<>(), [&](std::size_t i) { return weights[i]; });
    std::vector<std::string> sessions;
    for (std::size_t i = 0; i < std::min(order.size(), mostSessions); ++i)
        sessions.push_back(runs.runs[order[i]]->session);
    return sessions;
}

double medianOf(const std::vector<double> &sorted)
{
    return sorted.empty() ? 0 : (sorted[(sorted.size() - 1) / 2] + sorted[sorted.size() / 2]) / 2;
}

} // namespace

DriftRuns arrange(const std::vector<AgentRun> &before, const std::vector<AgentRun> &after, bool withinTasks)
{
    DriftRuns arranged;
    const auto several = [](const std::vector<AgentRun> &runs) {
        return std::ranges::any_of(runs, [&](const AgentRun &run) { return run.deployment != runs.front().deployment; });
    };
    const bool apart = several(before) || several(after); // the same number means another task in another deployment
    std::map<std::string, std::array<std::vector<std::size_t>, 2>> tasks;
    for (const std::uint8_t side : {std::uint8_t{0}, std::uint8_t{1}}) {
        for (const AgentRun &run : side == 0 ? before : after) {
            if (withinTasks && !run.task.empty())
                tasks[(apart ? run.deployment + '\n' : std::string()) + run.task].at(side).push_back(arranged.runs.size());
            arranged.runs.push_back(&run);
            arranged.sides.push_back(side);
        }
    }
    arranged.strata.assign(arranged.runs.size(), 0);
    for (const auto &[task, runs] : tasks) {
        if (runs[0].empty() || runs[1].empty())
            continue;
        ++arranged.sharedTasks;
        for (const auto &side : runs) {
            for (const std::size_t run : side)
                arranged.strata[run] = static_cast<std::uint32_t>(arranged.sharedTasks);
            arranged.pairedRuns += side.size();
        }
        if (runs[0].size() == 1 && runs[1].size() == 1)
            arranged.pairs.emplace_back(runs[0].front(), runs[1].front());
    }
    return arranged;
}

DriftMix::DriftMix(const DriftRuns &runs, DriftSubject subject) : m_subject(subject), m_calls(runs.runs.size())
{
    std::map<std::string, std::uint32_t> known;
    for (const AgentRun *run : runs.runs) {
        for (const auto &[name, calls] : categoriesOf(*run, subject))
            known.emplace(name, 0);
    }
    for (auto &[name, number] : known) {
        number = static_cast<std::uint32_t>(m_names.size());
        m_names.push_back(name);
    }
    for (std::size_t i = 0; i < runs.runs.size(); ++i) {
        for (const auto &[name, calls] : categoriesOf(*runs.runs[i], subject))
            m_calls[i].emplace_back(known[name], static_cast<double>(calls));
    }
}

void DriftMix::sum(std::span<const std::uint8_t> sides) const
{
    m_before.assign(m_names.size(), 0);
    m_after.assign(m_names.size(), 0);
    for (std::size_t i = 0; i < m_calls.size(); ++i) {
        std::vector<double> &into = sides[i] == 0 ? m_before : m_after;
        for (const auto &[name, calls] : m_calls[i])
            into[name] += calls;
    }
}

double DriftMix::index(std::span<const std::uint8_t> sides) const
{
    sum(sides);
    return populationStabilityIndex(m_before, m_after);
}

DriftSignal DriftMix::signal(const DriftRuns &runs) const
{
    constexpr std::size_t shown = 12;
    DriftSignal signal;
    signal.subject = m_subject;
    sum(runs.sides);
    signal.jensenShannon = jensenShannonDistance(m_before, m_after);
    const double index = populationStabilityIndex(m_before, m_after);
    double before = 0, after = 0;
    for (std::size_t i = 0; i < m_names.size(); ++i) {
        before += m_before[i] + 0.5;
        after += m_after[i] + 0.5;
    }
    std::vector<double> grew(m_names.size());
    for (std::size_t i = 0; i < m_names.size(); ++i) {
        const double p = (m_before[i] + 0.5) / before, q = (m_after[i] + 0.5) / after;
        grew[i] = std::max(0.0, std::log(q / p));
        signal.parts.push_back({m_names[i], static_cast<std::uint64_t>(m_before[i]), static_cast<std::uint64_t>(m_after[i]), index > 0 ? (q - p) * std::log(q / p) / index : 0});
    }
    std::ranges::stable_sort(signal.parts, std::greater<>(), &DriftPart::share);
    signal.parts.resize(std::min(signal.parts.size(), shown));
    std::vector<double> weights(m_calls.size());
    for (std::size_t i = 0; i < m_calls.size(); ++i) {
        for (const auto &[name, calls] : m_calls[i])
            weights[i] += calls * grew[name];
    }
    signal.sessions = clearest(runs, weights);
    return signal;
}

DriftNumbers::DriftNumbers(DriftSubject subject, std::string name, std::vector<std::pair<double, std::uint32_t>> values)
    : m_subject(subject), m_name(std::move(name)), m_values(std::move(values))
{
    std::ranges::sort(m_values);
}

bool DriftNumbers::comparable(const DriftRuns &runs) const
{
    std::array<std::set<std::uint32_t>, 2> having;
    for (const auto &[value, run] : m_values)
        having.at(runs.sides[run]).insert(run);
    return std::ranges::all_of(having, [](const auto &side) { return side.size() >= fewestRuns; }) && m_values.front().first < m_values.back().first;
}

double DriftNumbers::distance(std::span<const std::uint8_t> sides) const
{
    std::array<double, 2> all{}, below{};
    for (const auto &[value, run] : m_values)
        ++all.at(sides[run]);
    if (all[0] == 0 || all[1] == 0)
        return 0;
    double greatest = 0;
    for (std::size_t i = 0; i < m_values.size(); ++i) {
        ++below.at(sides[m_values[i].second]);
        if (i + 1 == m_values.size() || m_values[i + 1].first > m_values[i].first)
            greatest = std::max(greatest, std::abs(below[0] / all[0] - below[1] / all[1]));
    }
    return greatest;
}

double DriftNumbers::scaled(std::span<const std::uint8_t> sides) const
{
    const auto later = static_cast<double>(std::ranges::count_if(m_values, [&](const auto &value) { return sides[value.second] == 1; }));
    const auto all = static_cast<double>(m_values.size());
    return distance(sides) * std::sqrt(later * (all - later) / all);
}

DriftSignal DriftNumbers::signal(const DriftRuns &runs) const
{
    DriftSignal signal;
    signal.subject = m_subject;
    signal.name = m_name;
    std::array<std::vector<double>, 2> values;
    for (const auto &[value, run] : m_values)
        values.at(runs.sides[run]).push_back(value);
    signal.medianBefore = medianOf(values[0]);
    signal.medianAfter = medianOf(values[1]);
    const double usual = *signal.medianBefore;
    const double up = *signal.medianAfter == usual ? 0 : *signal.medianAfter > usual ? 1 : -1;
    std::vector<double> weights(runs.runs.size());
    for (const auto &[value, run] : m_values)
        weights[run] = std::max(weights[run], up == 0 ? std::abs(value - usual) : up * (value - usual));
    signal.sessions = clearest(runs, weights);
    return signal;
}

DriftChoices::DriftChoices(std::string name, const std::map<std::string, std::map<std::uint32_t, std::uint64_t>> &values) : m_name(std::move(name))
{
    for (const auto &[value, runs] : values) {
        for (const auto &[run, calls] : runs) {
            m_chosen.push_back({static_cast<std::uint32_t>(m_values.size()), run, static_cast<double>(calls)});
            m_calls += static_cast<double>(calls);
        }
        m_values.push_back(value);
    }
}

bool DriftChoices::comparable(const DriftRuns &runs) const
{
    constexpr std::size_t mostValues = 50;
    if (m_values.size() < 2 || m_values.size() > mostValues || m_calls < 2 * static_cast<double>(m_values.size()))
        return false;
    std::array<std::set<std::uint32_t>, 2> having;
    for (const Chosen &chosen : m_chosen)
        having.at(runs.sides[chosen.run]).insert(chosen.run);
    return std::ranges::all_of(having, [](const auto &side) { return side.size() >= fewestRuns; });
}

void DriftChoices::sum(std::span<const std::uint8_t> sides) const
{
    m_before.assign(m_values.size(), 0);
    m_after.assign(m_values.size(), 0);
    for (const Chosen &chosen : m_chosen)
        (sides[chosen.run] == 0 ? m_before : m_after)[chosen.value] += chosen.calls;
}

double DriftChoices::distance(std::span<const std::uint8_t> sides) const
{
    sum(sides);
    const double before = std::reduce(m_before.begin(), m_before.end()), after = std::reduce(m_after.begin(), m_after.end());
    if (before == 0 || after == 0)
        return 0;
    double greatest = 0;
    for (std::size_t i = 0; i < m_values.size(); ++i)
        greatest = std::max(greatest, std::abs(m_before[i] / before - m_after[i] / after));
    return greatest;
}

double DriftChoices::scaled(std::span<const std::uint8_t> sides) const
{
    const double by = distance(sides);
    const double after = std::reduce(m_after.begin(), m_after.end());
    return by * std::sqrt(after * (m_calls - after) / m_calls);
}

DriftSignal DriftChoices::signal(const DriftRuns &runs) const
{
    constexpr std::size_t shown = 12;
    DriftSignal signal;
    signal.subject = DriftSubject::Argument;
    signal.name = m_name;
    sum(runs.sides);
    const double before = std::reduce(m_before.begin(), m_before.end()), after = std::reduce(m_after.begin(), m_after.end());
    std::vector<double> grew(m_values.size());
    double all = 0;
    for (std::size_t i = 0; i < m_values.size(); ++i) {
        const double by = m_after[i] / std::max(1.0, after) - m_before[i] / std::max(1.0, before);
        grew[i] = std::max(0.0, by);
        all += std::abs(by);
        signal.parts.push_back({m_values[i], static_cast<std::uint64_t>(m_before[i]), static_cast<std::uint64_t>(m_after[i]), std::abs(by)});
    }
    for (DriftPart &part : signal.parts)
        part.share = all > 0 ? part.share / all : 0;
    std::ranges::stable_sort(signal.parts, std::greater<>(), &DriftPart::share);
    signal.parts.resize(std::min(signal.parts.size(), shown));
    std::vector<double> weights(runs.runs.size());
    for (const Chosen &chosen : m_chosen)
        weights[chosen.run] += chosen.calls * grew[chosen.value];
    signal.sessions = clearest(runs, weights);
    return signal;
}

} // namespace mandate
