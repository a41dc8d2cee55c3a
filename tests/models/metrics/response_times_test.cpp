// SPDX-License-Identifier: GPL-3.0-or-later
// How long things took and what ran meanwhile, in figures that were worked out by hand.
#include "models/metrics/response_times.h"

#include <QTest>

using namespace mandate;

namespace {

constexpr std::int64_t minuteNs = 60'000'000'000;

StopCase stopAt(std::int64_t minute, std::int64_t from = 0)
{
    StopCase stop;
    stop.fromNs = from * minuteNs;
    stop.stoppedNs = minute * minuteNs;
    return stop;
}

} // namespace

class ResponseTimesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ofNothingNothingIsSaid()
    {
        QCOMPARE(summaryOf({}), (TimeSummary{0, 0, {}, {}}));
        const TimeSummary summary = summaryOf({300, 60, 1200}, 2);
        QCOMPARE(summary.medianSeconds, std::optional(300.0));
        QCOMPARE(summary.worstSeconds, std::optional(1200.0));
        QCOMPARE(summary.leftOut, std::uint64_t{2});
        QCOMPARE(stopFigures({}).exposureHours, 0.0);
        QVERIFY(!stopFigures({}).violationToStop.medianSeconds);
    }

    void spansAreSaidInTwoUnitsAtMost_data()
    {
        QTest::addColumn<double>("seconds");
        QTest::addColumn<QString>("words");
        QTest::newRow("nothing") << 0.0 << "0 s";
        QTest::newRow("seconds") << 59.4 << "59 s";
        QTest::newRow("a minute, rounded") << 59.6 << "1 min";
        QTest::newRow("minutes") << 300.0 << "5 min";
        QTest::newRow("an hour, rounded") << 3599.0 << "1 h";
        QTest::newRow("hours") << 12'000.0 << "3 h 20 min";
        QTest::newRow("two days") << 172'800.0 << "2 d";
        QTest::newRow("days") << 792'000.0 << "9 d 4 h";
        QTest::newRow("a day, rounded") << 86'399.0 << "1 d";
    }
    void spansAreSaidInTwoUnitsAtMost()
    {
        QFETCH(double, seconds);
        QFETCH(QString, words);
        QCOMPARE(QString::fromStdString(spanWords(seconds)), words);
    }

    void onlyTimesInOrderAreCompared()
    {
        QCOMPARE(secondsBetween(minuteNs, 3 * minuteNs), std::optional(120.0));
        QVERIFY(!secondsBetween(3 * minuteNs, minuteNs));
        QVERIFY(!secondsBetween({}, minuteNs));
        QVERIFY(!secondsBetween(minuteNs, {}));
    }

    void exposureBeginsWithTheFirstViolationSinceTheStopBefore()
    {
        const std::vector<std::int64_t> violations{2 * minuteNs, 20 * minuteNs, 25 * minuteNs, 30 * minuteNs, 33 * minuteNs, 50 * minuteNs};
        StopCase stop = stopAt(30, 10); // what ran at 2 was of the stop before
        stop.untilNs = 40 * minuteNs;
        countExposure(stop, violations);
        QCOMPARE(stop.firstViolationNs, std::optional(20 * minuteNs));
        QCOMPARE(stop.violations, std::uint64_t{3});      // 20, 25 and the one at the stop itself
        QCOMPARE(stop.violationsAfter, std::uint64_t{1}); // 33; at 50 it was let act again
        StopCase quiet = stopAt(19, 10);
        countExposure(quiet, violations);
        QVERIFY(!quiet.firstViolationNs);
        QCOMPARE(quiet.violationsAfter, std::uint64_t{5}); // nobody let it act again
        quiet.noticed = Noticed::Rule;
        stop.heldNs = 31 * minuteNs;
        const StopFigures figures = stopFigures(std::vector{stop, quiet});
        QCOMPARE(figures.violationToStop.n, std::uint64_t{1});
        QCOMPARE(figures.violationToStop.leftOut, std::uint64_t{1});
        QCOMPARE(figures.toHeld.worstSeconds, std::optional(60.0));
        QCOMPARE(figures.noticedByRule, std::uint64_t{1});
        QVERIFY(std::abs(figures.exposureHours - 10.0 / 60) < 1e-9);
    }

    void deploymentsRankByExposureAndNotByTheNumberOfStops()
    {
        std::vector<DeploymentStops> both(2);
        both[0].deployment = "two after nine days";
        both[0].figures.stops = 2;
        both[0].figures.exposureHours = 432;
        both[1].deployment = "eight within five minutes";
        both[1].figures.stops = 8;
        both[1].figures.exposureHours = 8.0 * 5 / 60;
        rankByExposure(both);
        QCOMPARE(both[0].figures.stops, std::uint64_t{8});
    }

    void nothingSeenInFewCasesBoundsNothing()
    {
        QVERIFY(!ruleOfThree(0) && !ruleOfThree(29));
        QCOMPARE(ruleOfThree(300), std::optional(0.01));
    }

    void anOpenQueryIsNoAnswer()
    {
        std::vector<EvidenceQuery> queries(2);
        queries[0].answeredNs = 2880 * minuteNs;
        QCOMPARE(answeringOf(queries).n, std::uint64_t{1});
        QCOMPARE(answeringOf(queries).leftOut, std::uint64_t{1});
        QCOMPARE(spanWords(*answeringOf(queries).worstSeconds), std::string("2 d"));
    }
};

QTEST_GUILESS_MAIN(ResponseTimesTest)
#include "response_times_test.moc"
