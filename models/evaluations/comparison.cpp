// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/evaluations/comparison.h"

#include "models/statistics/exact_tests.h"
#include "models/statistics/proportion.h"

#include <array>
#include <functional>
#include <map>
#include <set>
#include <tuple>

namespace mandate {

namespace {

constexpr double chance = 0.05;
constexpr std::array<std::string_view, 3> testNames{"none", "mcnemar", "fisher"};
constexpr std::array<std::string_view, 4> changeNames{"not_comparable", "not_shown", "regression", "improvement"};

using Key = std::tuple<std::string, std::string, std::string, std::string>; // suite, attack, scorer, subject

struct Side
{
    ResultCounts counts;
    std::map<std::string, bool> failed;   ///< scored tasks that occur once
    std::set<std::string> again;          ///< that occur more than once
    std::uint64_t nameless = 0;
};
using Sides = std::map<Key, std::array<Side, 2>>;

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
    if (one.result != CaseResult::Passed && one.result != CaseResult::Failed)
        return;
    if (one.task.empty())
        ++side.nameless;
    else if (side.again.contains(one.task) || !side.failed.emplace(one.task, one.result == CaseResult::Failed).second) {
        side.failed.erase(one.task);
        side.again.insert(one.task);
    }
}

bool mostlyMatched(std::uint64_t matched, std::uint64_t scored)
{
    return matched * 10 >= scored * 9;
}

void compare(const Side &before, const Side &after, ShareComparison &told)
{
    for (const auto &[task, failed] : before.failed) {
        const auto now = after.failed.find(task);
        if (now == after.failed.end())
            continue;
        ++told.matched;
        told.worsened += !failed && now->second;
        told.recovered += failed && !now->second;
    }
    const std::uint64_t failedBefore = before.counts.of(CaseResult::Failed);
    const std::uint64_t failedAfter = after.counts.of(CaseResult::Failed);
    const std::uint64_t scoredBefore = before.counts.scored();
    const std::uint64_t scoredAfter = after.counts.scored();
    if (scoredBefore == 0 || scoredAfter == 0)
        return;
    if (mostlyMatched(told.matched, scoredBefore) && mostlyMatched(told.matched, scoredAfter)) {
        told.test = ShareTest::McNemar;
        told.p = mcNemarExact(told.worsened, told.recovered);
    } else {
        told.test = ShareTest::Fisher;
        told.p = fisherExact(failedBefore, scoredBefore - failedBefore, failedAfter, scoredAfter - failedAfter);
    }
    const auto [lowBefore, highBefore] = wilsonInterval(failedBefore, scoredBefore);
    const auto [lowAfter, highAfter] = wilsonInterval(failedAfter, scoredAfter);
    told.intervalsApart = lowAfter > highBefore || highAfter < lowBefore;
    const double shareBefore = static_cast<double>(failedBefore) / static_cast<double>(scoredBefore);
    const double shareAfter = static_cast<double>(failedAfter) / static_cast<double>(scoredAfter);
    const bool differs = (told.intervalsApart || told.p < chance) && shareBefore != shareAfter;
    told.change = !differs ? ShareChange::NotShown : shareAfter > shareBefore ? ShareChange::Regression : ShareChange::Improvement;
}

} // namespace

std::string_view nameOf(ShareTest test) { return testNames.at(static_cast<std::size_t>(test)); }
std::string_view nameOf(ShareChange change) { return changeNames.at(static_cast<std::size_t>(change)); }

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
