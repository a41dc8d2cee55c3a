// SPDX-License-Identifier: GPL-3.0-or-later
// When a delivery is tried again, and when people are told.
#include <QTest>

#include "models/enforcement/retry_plan.h" // after Qt: moc 6.4 stumbles over <concepts> when it comes first

using namespace mandate;
using std::chrono::milliseconds;

class RetryPlanTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void waitsDoubleUpToTheCapAndAreAnywhereBelow()
    {
        const RetryPlan plan;
        const double almostOne = 0.999999;
        for (const auto &[attempts, most] : {std::pair{1U, 1000}, {2U, 2000}, {5U, 16000}, {9U, 256000}, {10U, 300000}, {4000000000U, 300000}}) {
            QCOMPARE(plan.wait(attempts, 0), milliseconds(0));
            QCOMPARE(plan.wait(attempts, 0.5), milliseconds(most / 2));
            QVERIFY(plan.wait(attempts, almostOne) < milliseconds(most));
            QVERIFY(plan.wait(attempts, almostOne) >= milliseconds(most - 1));
        }
        QCOMPARE(plan.wait(0, 0.5), milliseconds(500));
    }
    void peopleAreToldAfterManyAttemptsAndWhy()
    {
        const RetryPlan plan;
        Delivery last;
        last.detail = "No connection to a:1.";
        const Instant first = *parseInstant("2026-01-02T03:04:05Z");
        QVERIFY(!plan.deadLetter(7, first, last));
        QCOMPARE(*plan.deadLetter(8, first, last),
                 std::string("Not confirmed after 8 attempts since 2026-01-02T03:04:05Z. The last one: No connection to a:1."));
        last.outcome = Delivery::Outcome::Confirmed;
        QVERIFY(!plan.deadLetter(9, first, last));
    }
};

QTEST_APPLESS_MAIN(RetryPlanTest)
#include "retry_plan_test.moc"
