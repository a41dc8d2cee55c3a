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

std::optional<DriftLeftOut::Why> DriftNumbers::leftOut(const DriftRuns &runs) const
{
    std::array<std::set<std::uint32_t>, 2> having;
    for (const auto &[value, run] : m_values)
        having.at(runs.sides[run]).insert(run);
    if (std::ranges::any_of(having, [](const auto &side) { return side.size() < fewestRuns; }))
        return DriftLeftOut::Why::FewRuns;
    return m_values.front().first < m_values.back().first ? std::nullopt : std::optional(DriftLeftOut::Why::OneValue);
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

DriftChoices::DriftChoices(std::string name, const std::map<std::string, std::map<std::uint32_t, std::uint64_t>> &values, const DriftRuns &runs)
    : m_name(std::move(name)), m_names(namesSomething(m_name))
{
    constexpr std::size_t runsOfOne = 3, mostKept = 49;
    std::vector<std::pair<std::size_t, const std::string *>> order; // by how many runs have it
    for (const auto &[value, by] : values)
        order.emplace_back(by.size(), &value);
    std::ranges::stable_sort(order, std::greater<>(), &std::pair<std::size_t, const std::string *>::first);
    const auto all = static_cast<double>(runs.sides.size()), later = static_cast<double>(std::ranges::count(runs.sides, 1));
    std::set<std::uint32_t> having;
    std::map<std::uint32_t, Chosen> lone; // by run: however many names an agent makes up, a permutation takes no longer
    for (const auto &[count, value] : order) {
        if (count == 1) {
            const auto &[run, calls] = *values.at(*value).begin();
            Chosen &of = lone.try_emplace(run, Chosen{0, run, 0, 0}).first->second;
            of.calls += static_cast<double>(calls);
            ++of.values;
            ++m_lone;
            m_calls += static_cast<double>(calls);
            m_novel += static_cast<double>(calls);
            having.insert(run);
            continue;
        }
        m_kept += count >= runsOfOne && m_kept < mostKept;
        double none = 1; // that all other runs that have it are later ones too
        for (std::size_t i = 1; i < count && none > 0; ++i)
            none *= std::max(0.0, later - static_cast<double>(i)) / std::max(1.0, all - static_cast<double>(i));
        for (const auto &[run, calls] : values.at(*value)) {
            m_chosen.push_back({static_cast<std::uint32_t>(m_values.size()), run, static_cast<double>(calls)});
            m_calls += static_cast<double>(calls);
            m_novel += none * static_cast<double>(calls);
            having.insert(run);
        }
        m_values.push_back(*value);
    }
    for (auto &[run, of] : lone) {
        of.value = static_cast<std::uint32_t>(m_values.size());
        m_chosen.push_back(of);
    }
    m_novel /= std::max(1.0, m_calls);
    m_runs.assign(having.begin(), having.end());
}

bool DriftChoices::fewRuns(const DriftRuns &runs) const
{
    const auto later = static_cast<std::uint64_t>(std::ranges::count_if(m_runs, [&](std::uint32_t run) { return runs.sides[run] == 1; }));
    return later < fewestRuns || m_runs.size() - later < fewestRuns;
}

bool DriftChoices::fewNames(std::span<const std::uint8_t> sides) const
{
    constexpr std::ptrdiff_t mostNames = 10, runsOfOne = 3;
    const auto names = std::ranges::count_if(m_before.begin(), m_before.end() - 1, [](double calls) { return calls > 0; }) + static_cast<std::ptrdiff_t>(m_loneBefore);
    return names <= mostNames && names * runsOfOne <= std::ranges::count_if(m_runs, [&](std::uint32_t run) { return sides[run] == 0; });
}

bool DriftChoices::measurable(const DriftRuns &runs) const
{
    return !fewRuns(runs) && m_kept > 0 && distinct() > 1;
}

std::optional<DriftLeftOut::Why> DriftChoices::leftOut(const DriftRuns &runs) const
{
    if (fewRuns(runs))
        return DriftLeftOut::Why::FewRuns;
    if (distinct() == 1)
        return DriftLeftOut::Why::OneValue;
    sum(runs.sides);
    return m_kept == 0 || (m_names && !fewNames(runs.sides)) ? std::optional(DriftLeftOut::Why::Names) : std::nullopt;
}

void DriftChoices::sum(std::span<const std::uint8_t> sides) const
{
    m_before.assign(m_values.size() + 1, 0);
    m_after.assign(m_values.size() + 1, 0);
    m_loneBefore = 0;
    for (const Chosen &chosen : m_chosen) {
        (sides[chosen.run] == 0 ? m_before : m_after)[chosen.value] += chosen.calls;
        if (chosen.value == m_values.size() && sides[chosen.run] == 0)
            m_loneBefore += chosen.values;
    }
}

double DriftChoices::distance(std::span<const std::uint8_t> sides) const
{
    sum(sides);
    const double before = std::reduce(m_before.begin(), m_before.end()), after = std::reduce(m_after.begin(), m_after.end());
    if (before == 0 || after == 0 || (m_names && !fewNames(sides)))
        return 0; // of names also in a permutation: whether they are few depends on the side
    double greatest = 0, othersBefore = m_before.back(), othersAfter = m_after.back(), novel = m_after.back();
    for (std::size_t i = 0; i < m_values.size(); ++i) {
        if (m_before[i] == 0)
            novel += m_after[i];
        if (i < m_kept) {
            greatest = std::max(greatest, std::abs(m_before[i] / before - m_after[i] / after));
            continue;
        }
        othersBefore += m_before[i];
        othersAfter += m_after[i];
    }
    return std::max({greatest, std::abs(othersBefore / before - othersAfter / after), novel / after - m_novel});
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
    const double before = std::max(1.0, std::reduce(m_before.begin(), m_before.end())), after = std::max(1.0, std::reduce(m_after.begin(), m_after.end()));
    DriftPart added{{}, 0, static_cast<std::uint64_t>(m_after.back()), 0, DriftPart::Pooled::New, m_lone - m_loneBefore};
    DriftPart others{{}, static_cast<std::uint64_t>(m_before.back()), 0, 0, DriftPart::Pooled::Other, m_loneBefore};
    for (std::size_t i = 0; i < m_values.size(); ++i) {
        const auto was = static_cast<std::uint64_t>(m_before[i]), is = static_cast<std::uint64_t>(m_after[i]);
        if (i < m_kept) {
            signal.parts.push_back({m_values[i], was, is, 0});
            continue;
        }
        DriftPart &pool = was == 0 ? added : others;
        ++pool.values;
        pool.before += was;
        pool.after += is;
    }
    const auto grown = [&](const DriftPart &part) { return static_cast<double>(part.after) / after - static_cast<double>(part.before) / before; };
    const double newer = std::max(0.0, grown(added)), other = std::max(0.0, grown(others));
    std::vector<double> grew(m_values.size() + 1, newer); // what one run of the later side alone has is new
    for (std::size_t i = 0; i < m_values.size(); ++i)
        grew[i] = i < m_kept ? std::max(0.0, grown(signal.parts[i])) : m_before[i] == 0 ? newer : other;
    for (DriftPart *pool : {&added, &others}) {
        if (pool->values > 0)
            signal.parts.push_back(std::move(*pool));
    }
    double all = 0;
    for (const DriftPart &part : signal.parts)
        all += std::abs(grown(part));
    for (DriftPart &part : signal.parts)
        part.share = all > 0 ? std::abs(grown(part)) / all : 0;
    std::ranges::stable_sort(signal.parts, std::greater<>(), &DriftPart::share);
    signal.parts.resize(std::min(signal.parts.size(), shown));
    std::vector<double> weights(runs.runs.size());
    for (const Chosen &chosen : m_chosen)
        weights[chosen.run] += chosen.calls * grew[chosen.value];
    signal.sessions = clearest(runs, weights);
    return signal;
}

} // namespace mandate
