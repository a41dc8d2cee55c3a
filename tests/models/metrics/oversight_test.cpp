// SPDX-License-Identifier: GPL-3.0-or-later
// Whether people look, in figures that were worked out by hand.
#include "models/metrics/oversight.h"

#include <QTest>

using namespace mandate;

namespace {

constexpr std::int64_t second = 1'000'000'000;

OversightCase caseOf(OversightCase::End end, double decided, const std::string &person = "rosa")
{
    OversightCase one;
    one.team = "refunds";
    one.person = person;
    one.end = end;
    one.askedNs = 0;
    one.decidedNs = static_cast<std::int64_t>(decided * second);
    one.words = 40;
    return one;
}

} // namespace

class OversightTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fiftyApprovalsInTwoSecondsEachAreNoOversight()
    {
        std::vector<OversightCase> cases;
        for (int i = 1; i <= 50; ++i)
            cases.push_back(caseOf(OversightCase::End::Approved, 2.0 * i));
        const OversightFigures all = oversight(cases).front();
        QCOMPARE(all.approved, std::uint64_t{50});
        QCOMPARE(*all.medianSeconds, 2.0);
        QCOMPARE(all.fasterThanReading, std::uint64_t{50});
        QVERIFY(all.looksAutomatic());
        cases.push_back(caseOf(OversightCase::End::Denied, 103));
        QVERIFY(!oversight(cases).front().looksAutomatic());
        cases.resize(19);
        QVERIFY(!oversight(cases).front().looksAutomatic());
    }

    void theTimeIsAtMostHowLongSomebodyLooked()
    {
        std::vector<OversightCase> cases{caseOf(OversightCase::End::Approved, 100), caseOf(OversightCase::End::Denied, 112),
                                         caseOf(OversightCase::End::Denied, 113, "omar"), caseOf(OversightCase::End::Abandoned, 900, "")};
        cases[1].claimedNs = 105 * second;
        const auto seconds = lookingSeconds(cases);
        QCOMPARE(*seconds[0], 100.0); // since it was asked
        QCOMPARE(*seconds[1], 7.0);   // since it was claimed, after the decision before
        QCOMPARE(*seconds[2], 113.0); // another person's decisions do not count
        QVERIFY(!seconds[3]);
        const OversightFigures all = oversight(cases).front();
        QCOMPARE(all.abandoned, std::uint64_t{1});
        QCOMPARE(all.decided(), std::uint64_t{3});
        QCOMPARE(all.fasterThanReading, std::uint64_t{1}); // 40 words take 10 s
        QCOMPARE(*all.medianSeconds, 100.0);
    }

    void ofABulkDecisionAllButTheFirstTookNoTime()
    {
        const std::vector<OversightCase> cases{caseOf(OversightCase::End::Approved, 60), caseOf(OversightCase::End::Approved, 60), caseOf(OversightCase::End::Approved, 60)};
        QCOMPARE(oversight(cases).front().fasterThanReading, std::uint64_t{2});
    }

    void seededTestItemsAreCountedWhenMissed()
    {
        std::vector<OversightCase> cases{caseOf(OversightCase::End::Approved, 30), caseOf(OversightCase::End::Denied, 60), caseOf(OversightCase::End::Approved, 90)};
        cases[0].testItem = cases[1].testItem = true;
        const OversightFigures all = oversight(cases).front();
        QCOMPARE(all.testItems, std::uint64_t{2});
        QCOMPARE(all.testItemsMissed, std::uint64_t{1});
    }

    void nothingDecidedHasNoFigures()
    {
        const auto figures = oversight({});
        QCOMPARE(figures.size(), std::size_t{1});
        QVERIFY(!figures.front().medianSeconds && !figures.front().looksAutomatic());
    }

    void teamsStandBesideTheirSum()
    {
        std::vector<OversightCase> cases{caseOf(OversightCase::End::Approved, 30), caseOf(OversightCase::End::Denied, 60)};
        cases[1].team = "bookings";
        const auto figures = oversight(cases);
        QCOMPARE(figures.size(), std::size_t{3});
        QCOMPARE(figures[1].team, std::string("bookings"));
        QCOMPARE(figures[0].decided(), figures[1].decided() + figures[2].decided());
    }
};

QTEST_APPLESS_MAIN(OversightTest)
#include "oversight_test.moc"
