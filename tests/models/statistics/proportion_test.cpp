// SPDX-License-Identifier: GPL-3.0-or-later
// The interval beside every rate, against published and hand-computed values.
#include "models/statistics/proportion.h"

#include <QTest>

#include <cmath>

using namespace mandate;

class ProportionTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theIntervalHasItsKnownValues_data();
    void theIntervalHasItsKnownValues();
    void noTrialsSayNothing();
    void theIntervalHoldsTheRateAndNarrows();
    void successesAndFailuresAreMirrored();
};

void ProportionTest::theIntervalHasItsKnownValues_data()
{
    QTest::addColumn<quint64>("k");
    QTest::addColumn<quint64>("n");
    QTest::addColumn<double>("lower");
    QTest::addColumn<double>("upper");
    QTest::newRow("3 of 752") << quint64{3} << quint64{752} << 0.0014 << 0.0117;
    QTest::newRow("0 of 300") << quint64{0} << quint64{300} << 0.0 << 0.0126;
    // R. G. Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17 (1998), table I, method 3.
    QTest::newRow("81 of 263") << quint64{81} << quint64{263} << 0.2553 << 0.3662;
    QTest::newRow("15 of 148") << quint64{15} << quint64{148} << 0.0624 << 0.1605;
    QTest::newRow("0 of 20") << quint64{0} << quint64{20} << 0.0 << 0.1611;
    QTest::newRow("1 of 29") << quint64{1} << quint64{29} << 0.0061 << 0.1718;
    QTest::newRow("5 of 10") << quint64{5} << quint64{10} << 0.2366 << 0.7634;
}

void ProportionTest::theIntervalHasItsKnownValues()
{
    QFETCH(quint64, k);
    QFETCH(quint64, n);
    QFETCH(double, lower);
    QFETCH(double, upper);
    const auto [low, high] = wilsonInterval(k, n);
    QVERIFY2(std::abs(low - lower) < 0.00005, qPrintable(QString::number(low, 'f', 6)));
    QVERIFY2(std::abs(high - upper) < 0.00005, qPrintable(QString::number(high, 'f', 6)));
}

void ProportionTest::noTrialsSayNothing()
{
    QCOMPARE(wilsonInterval(0, 0), (std::pair{0.0, 1.0}));
}

void ProportionTest::theIntervalHoldsTheRateAndNarrows()
{
    double width = 1;
    for (std::uint64_t n = 10; n <= 1'000'000'000'000; n *= 10) {
        const auto [low, high] = wilsonInterval(n / 10, n);
        QVERIFY(0 <= low && low < 0.1 && 0.1 < high && high <= 1);
        QVERIFY(high - low < width);
        width = high - low;
    }
    for (const std::uint64_t n : {1u, 2u, 1000u}) {
        QCOMPARE(wilsonInterval(0, n).first, 0.0);
        QCOMPARE(wilsonInterval(n, n).second, 1.0);
    }
    // A wider level gives a wider interval.
    QVERIFY(wilsonInterval(3, 752, 2.5758293035489004).second > wilsonInterval(3, 752).second);
}

void ProportionTest::successesAndFailuresAreMirrored()
{
    for (std::uint64_t k = 0; k <= 40; ++k) {
        const auto [low, high] = wilsonInterval(k, 40);
        const auto [mirroredLow, mirroredHigh] = wilsonInterval(40 - k, 40);
        QVERIFY(std::abs(low - (1 - mirroredHigh)) < 1e-12);
        QVERIFY(std::abs(high - (1 - mirroredLow)) < 1e-12);
    }
}

QTEST_APPLESS_MAIN(ProportionTest)
#include "proportion_test.moc"
