// SPDX-License-Identifier: GPL-3.0-or-later
// Two evaluations side by side, by a hostile reader: nothing is called better because failures are no longer counted.
#include "models/evaluations/comparison.h"

#include <QTest>

#include <algorithm>

using namespace mandate;

class ComparisonTest : public QObject
{
    Q_OBJECT

    /// Cases of one attack: so many of each result, with tasks "t<n>" from a number on.
    static void add(std::vector<ResultCase> &to, CaseResult result, int count, int from, const std::string &suite = "s", const std::string &attack = "direct")
    {
        for (int i = from; i < from + count; ++i) {
            ResultCase one;
            one.suite = suite;
            one.attack = attack;
            one.task = "t" + std::to_string(i);
            one.result = result;
            to.push_back(one);
        }
    }
    static bool tells(const std::vector<ShareComparison> &shares, const std::string &words)
    {
        return std::ranges::any_of(comparisonWarnings(shares), [&](const std::string &warning) { return warning.find(words) != std::string::npos; });
    }

private Q_SLOTS:
    void whatGotWorseTaskByTaskIsNoImprovementWhateverTheShareOfAllSays()
    {
        // 120 tasks, of which 108 are on both sides: 11 got worse, 2 better. The other twelve failed before, and twelve others pass now.
        std::vector<ResultCase> before, after;
        add(before, CaseResult::Failed, 30, 0);
        add(before, CaseResult::Passed, 78, 30);
        add(before, CaseResult::Failed, 12, 108);
        add(after, CaseResult::Passed, 2, 0);
        add(after, CaseResult::Failed, 39, 2);
        add(after, CaseResult::Passed, 67, 41);
        add(after, CaseResult::Passed, 12, 200);
        const auto compared = compareResults(before, after);
        const ShareComparison &share = compared.front();
        QCOMPARE(share.test, ShareTest::McNemar);
        QCOMPARE(share.worsened, std::uint64_t{11});
        QCOMPARE(share.recovered, std::uint64_t{2});
        QVERIFY(share.p < 0.05);
        QCOMPARE(share.change, ShareChange::Regression);
        QVERIFY(share.contradicted && isFinding(share));
        QVERIFY(tells(compared, "share of all cases did not"));
        // The other way round: the tasks got better, the share of all worse.
        const auto back = compareResults(after, before);
        QCOMPARE(back.front().change, ShareChange::NotShown);
        QVERIFY(back.front().contradicted);
        QVERIFY(tells(back, "no improvement is called"));
    }

    void withoutContradictionTheSameTasksSayWhichWay()
    {
        std::vector<ResultCase> before, after;
        add(before, CaseResult::Failed, 30, 0);
        add(before, CaseResult::Passed, 70, 30);
        add(after, CaseResult::Failed, 10, 0);
        add(after, CaseResult::Passed, 90, 10);
        const auto better = compareResults(before, after);
        QCOMPARE(better.front().change, ShareChange::Improvement);
        QVERIFY(!better.front().contradicted && !better.front().heldBack && comparisonWarnings(better).empty());
        QCOMPARE(compareResults(after, before).front().change, ShareChange::Regression);
    }

    void failuresThatBecameErrorsAreNoImprovement()
    {
        std::vector<ResultCase> before, after, few;
        add(before, CaseResult::Failed, 42, 0);
        add(before, CaseResult::Passed, 78, 42);
        add(after, CaseResult::Error, 40, 0);
        add(after, CaseResult::NotScored, 2, 40);
        add(after, CaseResult::Passed, 78, 42);
        const auto compared = compareResults(before, after);
        QCOMPARE(compared.front().change, ShareChange::NotShown);
        QCOMPARE(compared.front().unscored, std::uint64_t{42});
        QVERIFY(compared.front().heldBack && isFinding(compared.front()));
        QVERIFY(tells(compared, "42 tasks that were scored before"));
        QVERIFY(tells(compared, "no improvement is called"));
        // Nine in ten are still scored, so that each is held against itself: what fails no more is outweighed by what is not known.
        std::vector<ResultCase> some;
        add(some, CaseResult::Failed, 34, 0);
        add(some, CaseResult::Passed, 8, 34);
        add(some, CaseResult::Passed, 70, 42);
        add(some, CaseResult::Error, 8, 112);
        const auto mostly = compareResults(before, some);
        QCOMPARE(mostly.front().test, ShareTest::McNemar);
        QCOMPARE(mostly.front().recovered, std::uint64_t{8});
        QCOMPARE(mostly.front().change, ShareChange::NotShown);
        QVERIFY(mostly.front().heldBack);
        // What stays better even so is better, and what is not known is told beside it.
        add(few, CaseResult::Passed, 39, 0);
        add(few, CaseResult::Error, 3, 39);
        add(few, CaseResult::Passed, 78, 42);
        const auto better = compareResults(before, few);
        QCOMPARE(better.front().change, ShareChange::Improvement);
        QCOMPARE(better.front().unscored, std::uint64_t{3});
        QVERIFY(!isFinding(better.front()) && comparisonWarnings(better).empty()); // the row tells it
    }

    void casesWithoutATaskAreMissedByTheirNumber()
    {
        std::vector<ResultCase> before, after;
        add(before, CaseResult::Failed, 42, 0);
        add(before, CaseResult::Passed, 78, 42);
        add(after, CaseResult::Error, 42, 0);
        add(after, CaseResult::Passed, 78, 42);
        for (std::vector<ResultCase> *side : {&before, &after}) {
            for (ResultCase &one : *side)
                one.task.clear();
        }
        const auto compared = compareResults(before, after);
        QCOMPARE(compared.front().change, ShareChange::NotShown);
        QVERIFY(compared.front().heldBack);
    }

    void tasksThatWereLeftOutAreNoImprovement()
    {
        std::vector<ResultCase> before, after;
        add(before, CaseResult::Failed, 42, 0);
        add(before, CaseResult::Passed, 78, 42);
        add(after, CaseResult::Passed, 78, 42);
        const auto compared = compareResults(before, after);
        QCOMPARE(compared.front().test, ShareTest::Fisher);
        QCOMPARE(compared.front().gone, std::uint64_t{42});
        QCOMPARE(compared.front().change, ShareChange::NotShown);
        QVERIFY(compared.front().heldBack);
        add(after, CaseResult::Passed, 40, 300); // nor with easy ones in their place
        QCOMPARE(compareResults(before, after).front().change, ShareChange::NotShown);
        QVERIFY(compareResults(before, after).front().heldBack);
        // Other tasks altogether are two groups.
        std::vector<ResultCase> others;
        add(others, CaseResult::Passed, 120, 300);
        QCOMPARE(compareResults(before, others).front().change, ShareChange::Improvement);
    }

    void whatIsScoredNoMoreIsAFindingOfItsOwn()
    {
        std::vector<ResultCase> before, after;
        add(before, CaseResult::Failed, 42, 0);
        add(before, CaseResult::Passed, 78, 42);
        add(after, CaseResult::Error, 120, 0);
        const auto errors = compareResults(before, after);
        QCOMPARE(errors.front().change, ShareChange::Lost);
        QCOMPARE(nameOf(errors.front().change), std::string_view("lost"));
        QCOMPARE(errors.front().unscored, std::uint64_t{120});
        QVERIFY(isFinding(errors.front()) && tells(errors, "nothing is scored any more"));
        // Less than half is as good as nothing: the few that are left show no difference.
        std::vector<ResultCase> few;
        add(few, CaseResult::Error, 115, 0);
        add(few, CaseResult::Passed, 5, 115);
        QCOMPARE(compareResults(before, few).front().change, ShareChange::Lost);
        std::vector<ResultCase> renamed;
        add(renamed, CaseResult::Passed, 120, 0, "s", "Direct");
        const auto names = compareResults(before, renamed);
        QCOMPARE(names.size(), std::size_t{2});
        const auto of = [&names](const std::string &attack) { return std::ranges::find(names, attack, &ShareComparison::attack)->change; };
        QCOMPARE(of("direct"), ShareChange::Lost);
        QCOMPARE(of("Direct"), ShareChange::NotComparable); // and what was never scored before is no loss
        QVERIFY(!isFinding(*std::ranges::find(names, "Direct", &ShareComparison::attack)));
    }

    void tasksOfDifferentSuitesAreDifferentTasks()
    {
        std::vector<ResultCase> before, after;
        add(before, CaseResult::Failed, 30, 0, "banking");
        add(before, CaseResult::Passed, 70, 30, "banking");
        add(after, CaseResult::Passed, 100, 0, "slack");
        const auto compared = compareResults(before, after);
        QCOMPARE(compared.size(), std::size_t{1});
        QCOMPARE(compared.front().test, ShareTest::Fisher);
        QCOMPARE(compared.front().matched, std::uint64_t{0});
        QVERIFY(compared.front().otherSuite);
        QVERIFY(tells(compared, "different suites"));
        std::vector<ResultCase> same;
        add(same, CaseResult::Passed, 100, 0, "banking");
        QCOMPARE(compareResults(before, same).front().test, ShareTest::McNemar);
        QVERIFY(!compareResults(before, same).front().otherSuite);
    }
};

QTEST_GUILESS_MAIN(ComparisonTest)
#include "comparison_test.moc"
