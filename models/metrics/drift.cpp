// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/metrics/drift.h"

#include "models/metrics/drift_figures.h"
#include "models/statistics/change_point.h"
#include "models/statistics/exact_tests.h"
#include "models/statistics/false_discovery.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <set>
#include <tuple>

namespace mandate {

namespace {

/// Whether a run is one of those counted; none where it cannot be told.
using RunTrait = std::function<std::optional<bool>(const AgentRun &)>;

std::optional<bool> violates(const AgentRun &run)
{
    return run.facts.judged ? std::optional(run.facts.broke) : std::nullopt;
}

std::optional<bool> succeeds(const AgentRun &run)
{
    return run.facts.succeeded;
}

DriftSide sideOf(const std::vector<AgentRun> &runs, const std::string &name)
{
    DriftSide side{name, runs.size(), 0, 0, std::nullopt, std::nullopt};
    for (const AgentRun &run : runs) {
        side.calls += run.facts.calls;
        side.untimed += !run.began;
        if (run.began && (!side.first || run.began->nanoseconds < side.first->nanoseconds))
            side.first = run.began;
        if (run.began && (!side.last || run.began->nanoseconds > side.last->nanoseconds))
            side.last = run.began;
    }
    return side;
}

DriftShare shareOf(const std::vector<AgentRun> &runs, const RunTrait &trait)
{
    DriftShare share;
    for (const AgentRun &run : runs) {
        const auto is = trait(run);
        share.n += is.has_value();
        share.k += is.value_or(false);
    }
    return share;
}

/// A share of runs on both sides. `rise` is what more of them means.
DriftSignal rate(DriftSubject subject, std::string name, DriftShare before, DriftShare after, const DriftRuns &runs, const RunTrait &trait, bool pairing, DriftAnswer rise)
{
    DriftSignal signal;
    signal.subject = subject;
    signal.name = std::move(name);
    signal.before = before;
    signal.after = after;
    if (before.n == 0 || after.n == 0)
        return signal;
    signal.fisher = fisherExact(before.k, before.n - before.k, after.k, after.n - after.k);
    signal.test = DriftTest::Fisher;
    signal.p = *signal.fisher;
    std::uint64_t gained = 0, lost = 0;
    bool all = pairing && runs.oneToOne();
    for (const auto &[earlier, later] : runs.pairs) {
        const auto was = trait(*runs.runs[earlier]), is = trait(*runs.runs[later]);
        all = all && was && is;
        gained += all && !*was && *is;
        lost += all && *was && !*is;
    }
    if (all) {
        signal.mcNemar = mcNemarExact(gained, lost);
        signal.test = DriftTest::McNemar;
        signal.p = *signal.mcNemar;
    }
    const bool more = static_cast<double>(after.k) * static_cast<double>(before.n) > static_cast<double>(before.k) * static_cast<double>(after.n);
    const DriftAnswer fall = rise == DriftAnswer::Worse ? DriftAnswer::Better : rise == DriftAnswer::Better ? DriftAnswer::Worse : rise;
    signal.answer = more ? rise : fall; // until it is held against chance
    for (std::size_t i = 0; i < runs.runs.size() && signal.sessions.size() < mostSessions; ++i) {
        if (runs.sides[i] == 1 && trait(*runs.runs[i]) == std::optional(subject != DriftSubject::TaskSuccess))
            signal.sessions.push_back(runs.runs[i]->session);
    }
    return signal;
}

void judgeTogether(std::vector<DriftSignal> &signals, double level)
{
    std::vector<double> p;
    std::vector<std::size_t> tested;
    for (std::size_t i = 0; i < signals.size(); ++i) {
        const DriftSignal &signal = signals[i];
        const bool enough = signal.test != DriftTest::None && (!signal.before || (signal.before->n >= fewestRuns && signal.after->n >= fewestRuns));
        if (!enough) {
            signals[i].answer = DriftAnswer::TooFew;
            continue;
        }
        tested.push_back(i);
        p.push_back(signal.p);
    }
    const std::vector<double> adjusted = benjaminiHochberg(p);
    for (std::size_t i = 0; i < tested.size(); ++i) {
        DriftSignal &signal = signals[tested[i]];
        signal.adjusted = adjusted[i];
        if (signal.adjusted > level)
            signal.answer = DriftAnswer::NotDistinguishable;
    }
}

DriftAnswer together(const std::vector<DriftSignal> &signals)
{
    const auto any = [&](DriftAnswer answer) { return std::ranges::any_of(signals, [&](const DriftSignal &signal) { return signal.answer == answer; }); };
    for (const DriftAnswer answer : {DriftAnswer::Worse, DriftAnswer::Changed, DriftAnswer::Better, DriftAnswer::NotDistinguishable}) {
        if (any(answer))
            return answer;
    }
    return DriftAnswer::TooFew;
}

/// Those with the most values: an agent that calls tools with thousands of argument names must not make a comparison endless. The others are said to be left out.
template<typename Argument>
void keepMost(std::vector<Argument> &arguments, std::vector<DriftLeftOut> &leftOut)
{
    constexpr std::size_t most = 200;
    if (arguments.size() <= most)
        return;
    std::vector<std::pair<double, std::string>> sizes;
    for (const Argument &argument : arguments)
        sizes.emplace_back(argument.calls(), argument.name());
    std::ranges::stable_sort(sizes, std::ranges::greater{}, &std::pair<double, std::string>::first);
    std::set<std::string> dropped;
    for (std::size_t i = most; i < sizes.size(); ++i) {
        leftOut.push_back({sizes[i].second, DriftLeftOut::Why::TooMany});
        dropped.insert(sizes[i].second);
    }
    std::erase_if(arguments, [&](const Argument &argument) { return dropped.contains(argument.name()); });
}

void addPermuted(DriftReport &report, const DriftRuns &runs)
{
    if (report.before.runs < fewestRuns || report.after.runs < fewestRuns)
        return;
    std::vector<DriftMix> mixes;
    for (const DriftSubject subject : {DriftSubject::ToolMix, DriftSubject::VerdictMix, DriftSubject::OutcomeMix}) {
        DriftMix mix(runs, subject);
        if (mix.comparable())
            mixes.push_back(std::move(mix));
    }
    std::map<std::string, std::vector<std::pair<double, std::uint32_t>>> values;
    std::map<std::string, std::map<std::string, std::map<std::uint32_t, std::uint64_t>>> chosen;
    std::vector<std::pair<double, std::uint32_t>> confidences;
    for (std::uint32_t i = 0; i < runs.runs.size(); ++i) {
        for (const auto &[name, numbers] : runs.runs[i]->numbers) {
            for (const double number : numbers)
                values[name].emplace_back(number, i);
        }
        for (const auto &[name, options] : runs.runs[i]->choices) {
            for (const auto &[value, calls] : options)
                chosen[name][value][i] += calls;
        }
        for (const double confidence : runs.runs[i]->confidences)
            confidences.emplace_back(confidence, i);
    }
    for (auto &[name, of] : chosen) { // what is a number in some calls and a text in others
        if (const auto number = values.find(name); number != values.end()) {
            for (const auto &[value, run] : number->second)
                ++of["a number"][run];
        }
    }
    std::vector<DriftNumbers> numbers;
    for (auto &[name, of] : values) {
        DriftNumbers one(DriftSubject::Argument, name, std::move(of));
        if (const auto why = one.leftOut(runs); !why)
            numbers.push_back(std::move(one));
        else if (!chosen.contains(name))
            report.leftOut.push_back({name, *why});
    }
    keepMost(numbers, report.leftOut);
    const std::size_t arguments = numbers.size();
    if (!confidences.empty()) {
        DriftNumbers one(DriftSubject::Confidence, {}, std::move(confidences));
        if (!one.leftOut(runs))
            numbers.push_back(std::move(one));
    }
    std::vector<DriftChoices> choices;
    for (const auto &[name, of] : chosen) {
        DriftChoices one(name, of, runs);
        if (const auto why = one.leftOut(runs); why && std::ranges::none_of(numbers, [&](const DriftNumbers &number) { return number.name() == name; }))
            report.leftOut.push_back({name, *why});
        if (one.measurable(runs))
            choices.push_back(std::move(one));
    }
    keepMost(choices, report.leftOut);
    std::ranges::sort(report.leftOut, {}, [](const DriftLeftOut &left) { return std::tie(left.name, left.why); });
    const std::size_t firstChoice = mixes.size() + numbers.size();
    const std::size_t greatest = firstChoice + choices.size();
    const auto permuted = permute(
        runs.sides, runs.strata, greatest + 1,
        [&](std::span<const std::uint8_t> sides, std::span<double> figures) {
            for (std::size_t i = 0; i < mixes.size(); ++i)
                figures[i] = mixes[i].index(sides);
            for (std::size_t i = 0; i < numbers.size(); ++i) {
                figures[mixes.size() + i] = numbers[i].distance(sides);
                if (i < arguments)
                    figures[greatest] = std::max(figures[greatest], numbers[i].scaled(sides));
            }
            for (std::size_t i = 0; i < choices.size(); ++i) {
                figures[firstChoice + i] = choices[i].distance(sides);
                figures[greatest] = std::max(figures[greatest], choices[i].scaled(sides));
            }
        },
        report.plan);
    const auto put = [](DriftSignal signal, const Permuted &by, std::vector<DriftSignal> &into) {
        signal.permuted = by;
        signal.test = DriftTest::Permutation;
        signal.p = by.p;
        signal.answer = DriftAnswer::Changed; // until it is held against chance
        into.push_back(std::move(signal));
    };
    for (std::size_t i = 0; i < mixes.size(); ++i)
        put(mixes[i].signal(runs), permuted[i], report.signals);
    for (std::size_t i = 0; i < numbers.size(); ++i)
        put(numbers[i].signal(runs), permuted[mixes.size() + i], i < arguments ? report.details : report.signals);
    std::size_t compared = arguments;
    for (std::size_t i = 0; i < choices.size(); ++i) {
        if (choices[i].leftOut(runs))
            continue; // it has only made chance what it is
        put(choices[i].signal(runs), permuted[firstChoice + i], report.details);
        ++compared;
    }
    if (compared > 0) {
        DriftSignal all;
        all.subject = DriftSubject::Arguments;
        put(std::move(all), permuted[greatest], report.signals);
    }
}

void addTools(DriftReport &report, const DriftRuns &runs)
{
    std::array<std::map<std::string, DriftTool>, 2> used;
    for (std::size_t i = 0; i < runs.runs.size(); ++i) {
        for (const auto &[name, calls] : runs.runs[i]->tools) {
            DriftTool &tool = used.at(runs.sides[i])[name];
            tool.tool = name;
            tool.calls += calls;
            if (tool.sessions.size() < mostSessions)
                tool.sessions.push_back(runs.runs[i]->session);
        }
    }
    for (const std::size_t side : {1U, 0U}) {
        for (auto &[name, tool] : used.at(side)) {
            tool.isNew = side == 1;
            if (!used.at(1 - side).contains(name))
                report.tools.push_back(std::move(tool));
        }
    }
}

/// The later side's runs in order of time; those without a time come last, as they came.
std::vector<const AgentRun *> inOrder(const std::vector<AgentRun> &runs)
{
    std::vector<const AgentRun *> ordered;
    for (const AgentRun &run : runs)
        ordered.push_back(&run);
    std::ranges::stable_sort(ordered, {}, [](const AgentRun *run) { return run->began ? run->began->nanoseconds : INT64_MAX; });
    return ordered;
}

void addMarkers(DriftReport &report, const std::vector<AgentRun> &before, const std::vector<AgentRun> &after)
{
    using Kind = DriftMarker::Kind;
    const std::vector<const AgentRun *> later = inOrder(after);
    for (const auto &[kind, name] : {std::pair{Kind::Agent, &AgentRun::agent}, {Kind::Deployment, &AgentRun::deployment}, {Kind::Model, &AgentRun::model},
                                     {Kind::AgentVersion, &AgentRun::agentVersion}, {Kind::Prompt, &AgentRun::prompt}}) {
        std::set<std::string> were, are;
        for (const AgentRun &run : before)
            were.insert(run.*name);
        DriftMarker marker{kind, {}, {}, std::nullopt, {}};
        for (const AgentRun *run : later) {
            if (marker.session.empty() && !(run->*name).empty() && !were.contains(run->*name)) {
                marker.since = run->began;
                marker.session = run->session;
            }
            are.insert(run->*name);
        }
        were.erase(std::string());
        are.erase(std::string());
        if (were == are || were.empty() || are.empty())
            continue;
        marker.before.assign(were.begin(), were.end());
        marker.after.assign(are.begin(), are.end());
        report.markers.push_back(std::move(marker));
    }
    DriftMarker tools{Kind::Tools, {}, {}, std::nullopt, {}};
    for (const DriftTool &tool : report.tools)
        (tool.isNew ? tools.after : tools.before).push_back(tool.tool);
    for (const AgentRun *run : later) {
        if (tools.session.empty() && std::ranges::any_of(tools.after, [&](const std::string &tool) { return run->tools.contains(tool); })) {
            tools.since = run->began;
            tools.session = run->session;
        }
    }
    if (!report.tools.empty())
        report.markers.push_back(std::move(tools));
}

void addOnset(DriftReport &report, DriftSubject subject, const DriftShare &before, const std::vector<AgentRun> &after, const RunTrait &bad)
{
    std::vector<const AgentRun *> timed;
    std::vector<std::uint8_t> events;
    for (const AgentRun *run : inOrder(after)) {
        if (const auto is = bad(*run); run->began && is) {
            timed.push_back(run);
            events.push_back(*is ? 1 : 0);
        }
    }
    if (events.size() < fewestRuns || before.n < fewestRuns)
        return;
    DriftOnset onset;
    onset.subject = subject;
    onset.usual = (static_cast<double>(before.k) + 0.5) / (static_cast<double>(before.n) + 1);
    onset.raised = std::min(2 * onset.usual, (1 + onset.usual) / 2);
    onset.threshold = rateThreshold(onset.usual, onset.raised, events.size(), report.level, report.plan);
    const Cusum sums = cusum(scored(events, rateScores(onset.usual, onset.raised)), 0, onset.threshold);
    if (!sums.alarm)
        return;
    const AgentRun *began = timed[std::min(rateRoseAt(std::span(events).first(*sums.alarm + 1), onset.usual), *sums.alarm)];
    onset.beganSession = began->session;
    onset.began = began->began;
    onset.alarmSession = timed[*sums.alarm]->session;
    onset.alarm = timed[*sums.alarm]->began;
    const Ewma averages = ewma(std::vector<double>(events.begin(), events.end()), onset.usual, std::sqrt(onset.usual * (1 - onset.usual)));
    if (averages.alarm)
        onset.averageSession = timed[*averages.alarm]->session;
    report.onsets.push_back(std::move(onset));
}

/// What was pinned and is read differently today.
void addNotes(DriftReport &report, const DriftCounts &pinned, const DriftCounts &now)
{
    if (pinned == now)
        return;
    if (now.runs != pinned.runs || now.calls != pinned.calls)
        report.notes.push_back("The baseline was set over " + std::to_string(pinned.runs) + " runs with " + std::to_string(pinned.calls) + " calls; " + std::to_string(now.runs) + " with " +
                               std::to_string(now.calls) + " are at hand. Mixes and arguments are of those at hand, rates are as they were pinned.");
    if (now.verdicts != pinned.verdicts || now.clauses != pinned.clauses || now.violating != pinned.violating)
        report.notes.emplace_back("Calls of the baseline were judged again since it was set: rates are as they were pinned, the mix of verdicts is of today.");
    if (now.scored != pinned.scored || now.succeeded != pinned.succeeded)
        report.notes.emplace_back("Labels of the baseline's runs are not as they were when it was set: task success is as it was pinned.");
    if (report.notes.empty())
        report.notes.emplace_back("Some counts of the baseline are not as they were when it was set; rates are as they were pinned.");
}

} // namespace

DriftReport compareRuns(const std::vector<AgentRun> &before, const std::vector<AgentRun> &after, const DriftTerms &terms)
{
    DriftReport report;
    report.before = sideOf(before, terms.beforeName);
    report.after = sideOf(after, terms.afterName);
    report.level = terms.level;
    report.plan = terms.plan;
    const DriftRuns runs = arrange(before, after, terms.withinTasks);
    report.sharedTasks = runs.sharedTasks;
    report.pairedRuns = runs.pairedRuns;
    report.oneToOne = runs.oneToOne();
    const DriftCounts atHand = countsOf(before), later = countsOf(after);
    const DriftCounts &earlier = terms.pinned ? *terms.pinned : atHand;
    const bool asPinned = earlier == atHand;
    if (terms.pinned)
        addNotes(report, earlier, atHand);

    const DriftShare violating{earlier.violating, earlier.judged}, succeeded{earlier.succeeded, earlier.scored};
    DriftSignal broke = rate(DriftSubject::ViolatingRuns, {}, violating, shareOf(after, violates), runs, violates, asPinned, DriftAnswer::Worse);
    broke.undecidableBefore = earlier.undecidable;
    broke.undecidableAfter = later.undecidable;
    report.signals.push_back(std::move(broke));
    report.signals.push_back(rate(DriftSubject::TaskSuccess, {}, succeeded, shareOf(after, succeeds), runs, succeeds, asPinned, DriftAnswer::Better));
    std::set<std::string> clauses, hard;
    for (const auto *counts : {&earlier.clauses, &later.clauses}) {
        for (const auto &[clause, count] : *counts)
            clauses.insert(clause);
    }
    for (const AgentRun *run : runs.runs)
        hard.insert(run->brokeHard.begin(), run->brokeHard.end());
    for (const std::string &clause : clauses) {
        const RunTrait breaks = [&](const AgentRun &run) { return run.facts.judged ? std::optional(run.broke.contains(clause)) : std::nullopt; };
        const auto countIn = [&](const std::map<std::string, std::uint64_t> &counts) { return counts.contains(clause) ? counts.at(clause) : 0; };
        DriftSignal signal = rate(DriftSubject::Clause, clause, {countIn(earlier.clauses), earlier.judged}, shareOf(after, breaks), runs, breaks, asPinned,
                                  hard.contains(clause) ? DriftAnswer::Worse : DriftAnswer::Changed);
        signal.undecidableBefore = countIn(earlier.undecided);
        signal.undecidableAfter = countIn(later.undecided);
        report.details.push_back(std::move(signal));
    }
    addPermuted(report, runs);
    judgeTogether(report.signals, terms.level);
    judgeTogether(report.details, terms.level);
    addTools(report, runs);
    addMarkers(report, before, after);
    addOnset(report, DriftSubject::ViolatingRuns, violating, after, violates);
    addOnset(report, DriftSubject::TaskSuccess, {succeeded.n - succeeded.k, succeeded.n}, after, [](const AgentRun &run) {
        return run.facts.succeeded ? std::optional(!*run.facts.succeeded) : std::nullopt;
    });
    report.answer = together(report.signals);
    return report;
}

} // namespace mandate
