// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/evaluations/comparison.h"

#include "models/statistics/exact_tests.h"
#include "models/statistics/proportion.h"

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <set>
#include <tuple>

namespace mandate {

namespace {

constexpr double chance = 0.05;
constexpr std::array<std::string_view, 3> testNames{"none", "mcnemar", "fisher"};
constexpr std::array<std::string_view, 5> changeNames{"not_comparable", "lost", "not_shown", "regression", "improvement"};

using Key = std::tuple<std::string, std::string, std::string, std::string>; // suite, attack, scorer, subject
using TaskOfSuite = std::pair<std::string, std::string>;                    // by the file's own name of the suite

struct Side
{
    ResultCounts counts;
    std::map<TaskOfSuite, CaseResult> once; ///< tasks that occur once
    std::set<TaskOfSuite> again;            ///< that occur more than once
    std::set<std::string> suites;
    [[nodiscard]] std::uint64_t unscored() const { return counts.cases() - counts.scored(); }
};
using Sides = std::map<Key, std::array<Side, 2>>;

/// Failed of scored.
struct FailedShare
{
    std::uint64_t failed = 0, scored = 0;
    [[nodiscard]] double value() const { return static_cast<double>(failed) / static_cast<double>(scored); }
};

bool isScored(CaseResult result) { return result == CaseResult::Passed || result == CaseResult::Failed; }

std::uint64_t differentIn(const std::vector<ResultCase> &cases, const std::function<const std::string &(const ResultCase &)> &name)
{
    std::set<std::string> names;
    for (const ResultCase &one : cases)
        names.insert(name(one));
    return names.size();
}

void add(const ResultCase &one, Side &side)
{
    ++side.counts.by.at(static_cast<std::size_t>(one.result));
    side.suites.insert(one.suite);
    if (one.task.empty())
        return;
    TaskOfSuite task(one.suite, one.task);
    if (side.again.contains(task) || !side.once.emplace(task, one.result).second) {
        side.once.erase(task);
        side.again.insert(std::move(task));
    }
}

bool mostlyMatched(std::uint64_t matched, std::uint64_t scored)
{
    return matched * 10 >= scored * 9;
}

bool areApart(const FailedShare &before, const FailedShare &after)
{
    const auto [lowBefore, highBefore] = wilsonInterval(before.failed, before.scored);
    const auto [lowAfter, highAfter] = wilsonInterval(after.failed, after.scored);
    return lowAfter > highBefore || highAfter < lowBefore;
}

double fisherOf(const FailedShare &before, const FailedShare &after)
{
    return fisherExact(before.failed, before.scored - before.failed, after.failed, after.scored - after.failed);
}

/// Each task against itself.
struct MatchedTasks
{
    std::uint64_t scored = 0, failedBefore = 0, failedAfter = 0;
    std::uint64_t worsened = 0, recovered = 0;
    [[nodiscard]] double p(std::uint64_t more = 0) const { return mcNemarExact(worsened + more, recovered); }
    /// With so many more that got worse.
    [[nodiscard]] bool differ(std::uint64_t more = 0) const
    {
        return p(more) < chance || (scored > 0 && areApart({failedBefore, scored + more}, {failedAfter + more, scored + more}));
    }
};

MatchedTasks matchTasks(const Side &before, const Side &after, ShareComparison &told)
{
    MatchedTasks tasks;
    for (const auto &[task, then] : before.once) {
        if (!isScored(then))
            continue;
        const auto now = after.once.find(task);
        if (now == after.once.end()) {
            told.gone += !after.again.contains(task);
            continue;
        }
        if (!isScored(now->second)) {
            ++told.unscored;
            continue;
        }
        ++tasks.scored;
        tasks.failedBefore += then == CaseResult::Failed;
        tasks.failedAfter += now->second == CaseResult::Failed;
        tasks.worsened += then == CaseResult::Passed && now->second == CaseResult::Failed;
        tasks.recovered += then == CaseResult::Failed && now->second == CaseResult::Passed;
    }
    told.matched = tasks.scored;
    told.worsened = tasks.worsened;
    told.recovered = tasks.recovered;
    return tasks;
}

/// What the same tasks say, each against itself. Where they say nothing beyond chance, more failures of all cases are a regression all the same.
ShareChange changeOfTasks(const MatchedTasks &tasks, const FailedShare &before, const FailedShare &after, std::uint64_t lost, ShareComparison &told)
{
    const bool differ = tasks.differ();
    const bool worse = tasks.worsened > tasks.recovered;
    const bool better = tasks.recovered > tasks.worsened;
    told.contradicted = (differ || told.intervalsApart) && ((worse && after.value() <= before.value()) || (better && after.value() >= before.value()));
    if ((differ && worse) || (told.intervalsApart && after.value() > before.value()))
        return ShareChange::Regression;
    if (differ && better && after.value() < before.value()) {
        told.heldBack = tasks.recovered <= tasks.worsened + lost || !tasks.differ(lost);
        return told.heldBack ? ShareChange::NotShown : ShareChange::Improvement;
    }
    told.heldBack = !told.contradicted && told.intervalsApart && after.value() < before.value(); // by tasks that are on one side alone
    return ShareChange::NotShown;
}

/// What two groups say.
ShareChange changeOfGroups(const MatchedTasks &tasks, const FailedShare &before, const FailedShare &after, std::uint64_t lost, ShareComparison &told)
{
    const auto differ = [](const FailedShare &one, const FailedShare &two) { return one.value() != two.value() && (areApart(one, two) || fisherOf(one, two) < chance); };
    if (!differ(before, after))
        return ShareChange::NotShown;
    if (after.value() > before.value())
        return ShareChange::Regression;
    const FailedShare worst{after.failed + lost, after.scored + lost};
    const bool staysBetter = worst.value() < before.value() && differ(before, worst);
    const bool areTheirOwn = tasks.scored * 2 >= after.scored; // else others were left out
    const bool byTasks = tasks.recovered > tasks.worsened && tasks.differ();
    told.heldBack = !staysBetter || (areTheirOwn && !byTasks);
    return told.heldBack ? ShareChange::NotShown : ShareChange::Improvement;
}

void compare(const Side &before, const Side &after, ShareComparison &told)
{
    const MatchedTasks tasks = matchTasks(before, after, told);
    const FailedShare then{before.counts.of(CaseResult::Failed), before.counts.scored()};
    const FailedShare now{after.counts.of(CaseResult::Failed), after.counts.scored()};
    told.otherSuite = !before.suites.empty() && !after.suites.empty() && before.suites != after.suites;
    if (then.scored == 0)
        return;
    if (now.scored == 0) {
        told.change = ShareChange::Lost;
        return;
    }
    // Cases without a task, or that occur several times, are missed by their number alone.
    const std::uint64_t lost = std::max(told.unscored, after.unscored() > before.unscored() ? after.unscored() - before.unscored() : 0);
    told.intervalsApart = areApart(then, now);
    if (mostlyMatched(told.matched, then.scored) && mostlyMatched(told.matched, now.scored)) {
        told.test = ShareTest::McNemar;
        told.p = tasks.p();
        told.change = changeOfTasks(tasks, then, now, lost, told);
    } else {
        told.test = ShareTest::Fisher;
        told.p = fisherOf(then, now);
        told.change = changeOfGroups(tasks, then, now, lost, told);
    }
    if (told.change == ShareChange::NotShown && lost * 2 > then.scored)
        told.change = ShareChange::Lost;
}

/// "3 attacks", or the one by its name.
std::string ofAttacks(const std::vector<const ShareComparison *> &of)
{
    return of.size() == 1 ? (of.front()->attack.empty() ? std::string("the cases without attack") : "\"" + of.front()->attack + "\"") : std::to_string(of.size()) + " attacks";
}

} // namespace

std::string_view nameOf(ShareTest test) { return testNames.at(static_cast<std::size_t>(test)); }
std::string_view nameOf(ShareChange change) { return changeNames.at(static_cast<std::size_t>(change)); }

bool isFinding(const ShareComparison &share)
{
    return share.change == ShareChange::Regression || share.change == ShareChange::Lost || share.heldBack;
}

std::vector<std::string> comparisonWarnings(const std::vector<ShareComparison> &shares)
{
    const auto those = [&shares](auto is) {
        std::vector<const ShareComparison *> of;
        for (const ShareComparison &share : shares) {
            if (is(share))
                of.push_back(&share);
        }
        return of;
    };
    std::vector<std::string> warnings;
    const auto tell = [&warnings](const std::vector<const ShareComparison *> &of, const std::string &what) {
        if (!of.empty())
            warnings.push_back("Of " + ofAttacks(of) + ' ' + what);
    };
    tell(those([](const ShareComparison &share) { return share.contradicted; }),
         "the same tasks went one way and the share of all cases did not, because other tasks came or went. The tasks count, and no improvement is called.");
    tell(those([](const ShareComparison &share) { return share.change == ShareChange::Lost; }), "nothing is scored any more that was scored before, or less than half of it.");
    tell(those([](const ShareComparison &share) { return share.heldBack; }), "fewer cases failed because cases are no longer scored or were left out: no improvement is called.");
    tell(those([](const ShareComparison &share) { return share.otherSuite; }), "the results name different suites: no task of one counts as a task of the other, and the two are compared as separate groups.");
    std::uint64_t unscored = 0;
    for (const ShareComparison &share : shares)
        unscored += share.heldBack || share.change == ShareChange::Lost ? share.unscored : 0; // elsewhere the row alone tells it
    if (unscored == 1)
        warnings.emplace_back("1 task that was scored before ended in an error or was not scored after.");
    else if (unscored > 1)
        warnings.push_back(std::to_string(unscored) + " tasks that were scored before ended in an error or were not scored after.");
    return warnings;
}

double mostWhereNoneFailed(std::uint64_t scored)
{
    constexpr double three = 3;
    return scored <= 3 ? 1 : three / static_cast<double>(scored);
}

std::vector<ShareComparison> compareResults(const std::vector<ResultCase> &before, const std::vector<ResultCase> &after)
{
    const auto subjectOf = [](const ResultCase &one) -> const std::string & { return one.subject; };
    const auto suiteOf = [](const ResultCase &one) -> const std::string & { return one.suite; };
    const bool oneSubject = differentIn(before, subjectOf) <= 1 && differentIn(after, subjectOf) <= 1;
    const bool oneSuite = differentIn(before, suiteOf) <= 1 && differentIn(after, suiteOf) <= 1;
    Sides sides;
    const auto take = [&](const std::vector<ResultCase> &cases, std::size_t side) {
        for (const ResultCase &one : cases)
            add(one, sides[{oneSuite ? std::string() : one.suite, one.attack, one.scorer, oneSubject ? std::string() : one.subject}].at(side));
    };
    take(before, 0);
    take(after, 1);
    std::vector<ShareComparison> compared;
    for (const auto &[key, both] : sides) {
        ShareComparison told;
        std::tie(told.suite, told.attack, told.scorer, told.subject) = key;
        told.before = both[0].counts;
        told.after = both[1].counts;
        compare(both[0], both[1], told);
        compared.push_back(std::move(told));
    }
    return compared;
}

} // namespace mandate
