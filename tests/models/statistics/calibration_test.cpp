// SPDX-License-Identifier: GPL-3.0-or-later
// Calibration and agreement, against NumPy's arithmetic on the same numbers and against published worked examples.
#include "models/statistics/agreement.h"
#include "models/statistics/calibration.h"
#include "models/statistics/seeded_random.h"

#include <QProcess>
#include <QTest>

#include <cmath>

using namespace mandate;

namespace {

std::vector<StatedConfidence> drawn(std::uint64_t seed, std::size_t count, double honesty)
{
    SeededRandom random(seed);
    std::vector<StatedConfidence> answers(count);
    for (StatedConfidence &answer : answers) {
        answer.confidence = static_cast<double>(random.below(101)) / 100;
        answer.correct = random.unit() < honesty * answer.confidence;
    }
    return answers;
}

/// What NumPy makes of the same answers: ECE, Brier, reliability, resolution.
QList<double> byNumPy(const std::vector<StatedConfidence> &answers)
{
    QByteArray lines;
    for (const StatedConfidence &answer : answers)
        lines += QByteArray::number(answer.confidence, 'g', 17) + ' ' + (answer.correct ? "1" : "0") + '\n';
    QProcess python;
    python.start(QStringLiteral("/usr/bin/python3"),
                 {QStringLiteral("-c"), QStringLiteral("import sys, numpy as np\n"
                                                       "a = np.loadtxt(sys.stdin)\n"
                                                       "c, y = a[:, 0], a[:, 1]\n"
                                                       "b = np.minimum(9, np.floor(c * 10 + 1e-9))\n"
                                                       "g = [(np.mean(b == k), c[b == k].mean(), y[b == k].mean()) for k in range(10) if (b == k).any()]\n"
                                                       "print(sum(w * abs(m - t) for w, m, t in g), np.mean((c - y) ** 2), sum(w * (m - t) ** 2 for w, m, t in g),"
                                                       " sum(w * (t - y.mean()) ** 2 for w, m, t in g))\n")});
    python.write(lines);
    python.closeWriteChannel();
    QList<double> figures;
    if (!python.waitForFinished() || python.exitCode() != 0)
        qFatal("%s", python.readAllStandardError().constData());
    for (const QByteArray &word : python.readAllStandardOutput().simplified().split(' '))
        figures.append(word.toDouble());
    return figures;
}

bool near(double a, double b, double within = 1e-9)
{
    return std::abs(a - b) <= within;
}

} // namespace

class CalibrationTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theFiguresAreThoseOfNumPy()
    {
        for (const std::uint64_t seed : {1U, 2U, 3U}) {
            const auto answers = drawn(seed, 700 * seed, 0.9);
            const Calibration ours = calibration(answers);
            const QList<double> theirs = byNumPy(answers);
            QCOMPARE(theirs.size(), 4);
            QVERIFY2(near(ours.ece, theirs[0]), qPrintable(QString::number(ours.ece - theirs[0])));
            QVERIFY(near(ours.brier, theirs[1]));
            QVERIFY(near(ours.reliability, theirs[2]));
            QVERIFY(near(ours.resolution, theirs[3]));
            QVERIFY(near(ours.brier, ours.reliability - ours.resolution + ours.uncertainty + ours.withinBins, 1e-12));
        }
    }

    void whatIsNoConfidenceCountsInNothing()
    {
        const std::vector<StatedConfidence> answers{{0.9, true}, {1.1, true}, {std::nan(""), false}, {-0.1, false}, {0.3, false}};
        const Calibration all = calibration(answers);
        QCOMPARE(all.count, std::uint64_t{2});
        QCOMPARE(all.outOfRange, std::uint64_t{3});
        QVERIFY(near(all.brier, (0.01 + 0.09) / 2));
        QVERIFY(near(all.ece, (0.1 + 0.3) / 2));
        QCOMPARE(calibration({}).count, std::uint64_t{0});
        QVERIFY(!calibration({}).skill());
        QCOMPARE(handOffCurve(answers).size(), std::size_t{2});
    }

    void bordersOfBinsBelongToTheUpperOne()
    {
        const std::vector<StatedConfidence> answers{{0.3, true}, {0.7, true}, {1.0, true}, {0.0, false}}; // 0.3 · 10 is 2.9999… or 3 as doubles come
        const Calibration all = calibration(answers);
        for (const std::size_t bin : {0U, 3U, 7U, 9U})
            QCOMPARE(all.bins[bin].count, std::uint64_t{1});
    }

    void chanceAloneExplainsAPerfectSourceAndNoDishonestOne()
    {
        int flagged = 0;
        for (std::uint64_t seed = 1; seed <= 200; ++seed) {
            const auto honest = drawn(seed, 60, 1);
            flagged += calibration(honest).ece > calibrationNull(honest, 499, seed).upper;
        }
        QVERIFY2(flagged <= 20, qPrintable(QString::number(flagged))); // 5 of 100 by chance: 10, and 20 is beyond 3 standard deviations
        const auto boastful = drawn(7, 2000, 0.6);
        QVERIFY(calibration(boastful).ece > 2 * calibrationNull(boastful).upper);
        const CalibrationNull once = calibrationNull(boastful, 99, 5);
        const CalibrationNull again = calibrationNull(boastful, 99, 5);
        QCOMPARE(once.median, again.median);
        QVERIFY(once.median <= once.upper);
    }

    void aThresholdIsTheSmallestThatKeepsTheBoundAndMayNotExist()
    {
        std::vector<StatedConfidence> answers;
        for (int i = 0; i < 400; ++i)
            answers.push_back({0.9, i % 40 != 0}); // 10 of 400 wrong
        for (int i = 0; i < 100; ++i)
            answers.push_back({0.5, i % 2 == 0}); // half of them wrong
        const auto curve = handOffCurve(answers);
        QCOMPARE(curve.size(), std::size_t{2});
        const auto at = handOffThreshold(curve, 0.05);
        QVERIFY(at);
        QCOMPARE(at->threshold, 0.9);
        QCOMPARE(at->alone, std::uint64_t{400});
        QCOMPARE(at->wrong, std::uint64_t{10});
        QCOMPARE(at->reviewed, std::uint64_t{100});
        QVERIFY(!handOffThreshold(curve, 0.02)); // 2.5 % are wrong even so
        QCOMPARE(handOffThreshold(curve, 0.2)->threshold, 0.5);
        QVERIFY(!handOffThreshold({}, 0.5));
    }

    void aThresholdThatWasChosenKeepsItsConfidence()
    {
        // Whatever is stated, a little more than the allowed share is wrong: whoever finds a threshold is mistaken. Each threshold by itself is found in at most 25 of 1000.
        constexpr int trials = 1000;
        for (const double allowed : {0.05, 0.1, 0.2}) {
            SeededRandom random(29);
            int mistaken = 0;
            for (int trial = 0; trial < trials; ++trial) {
                std::vector<StatedConfidence> answers(400);
                for (StatedConfidence &answer : answers)
                    answer = {static_cast<double>(random.below(101)) / 100, random.unit() >= allowed * 1.001};
                mistaken += chooseHandOff(handOffCurve(answers), allowed).chosen ? 1 : 0;
            }
            qInfo("allowed %.2f, a little more is wrong everywhere: a threshold is found in %d of %d", allowed, mistaken, trials);
            QVERIFY2(mistaken <= 40, qPrintable(QString::number(mistaken))); // 25, and three standard deviations of 5
        }
        // A source that is wrong less often the surer it is: the threshold is found where there is one.
        SeededRandom random(30);
        int found = 0, mistaken = 0;
        for (int trial = 0; trial < 200; ++trial) {
            std::vector<StatedConfidence> answers(2000);
            for (StatedConfidence &answer : answers) {
                answer.confidence = static_cast<double>(random.below(101)) / 100;
                answer.correct = random.unit() >= 0.5 * (1 - answer.confidence);
            }
            const auto at = chooseHandOff(handOffCurve(answers), 0.1).chosen;
            found += at ? 1 : 0;
            mistaken += at && (1 - at->threshold) / 4 > 0.1 ? 1 : 0; // of those from t on (1 - t) / 4 are wrong on average
        }
        qInfo("a sound source: a threshold is found in %d of 200, one too low in %d", found, mistaken);
        QVERIFY2(found >= 180, qPrintable(QString::number(found)));
        QVERIFY2(mistaken <= 11, qPrintable(QString::number(mistaken))); // 5, and three standard deviations of 2
    }

    void aThresholdBelowOneThatFailsIsNone()
    {
        std::vector<StatedConfidence> answers;
        for (int i = 0; i < 300; ++i)
            answers.push_back({1.0, i % 6 != 0}); // the surest answers are wrong too often
        for (int i = 0; i < 3000; ++i)
            answers.push_back({0.8, i % 40 != 0}); // with these below it, it would pass by itself
        const auto curve = handOffCurve(answers);
        QCOMPARE(handOffThreshold(curve, 0.1)->threshold, 0.8); // as it is compared by
        QVERIFY(!chooseHandOff(curve, 0.1).chosen);
        // A few at the top say nothing either way and are passed over.
        std::vector<StatedConfidence> few(answers.begin() + 300, answers.end());
        for (int i = 0; i < 5; ++i)
            few.push_back({1.0, i > 0});
        QCOMPARE(chooseHandOff(handOffCurve(few), 0.1).chosen->threshold, 0.8);
    }

    void kappaIsThatOfTheWorkedExamples()
    {
        // Two readers of 50 proposals: observed 0.70, by chance 0.50 (J. Cohen's formula as it is taught; kappa 0.40).
        const auto readers = cohensKappa({20, 5, 10, 15});
        QVERIFY(readers && near(readers->kappa, 0.4));
        QVERIFY(near(readers->standardError, 0.12699606293110033)); // by the paper's formula, evaluated term by term elsewhere
        QVERIFY(near(cohensKappa({45, 15, 25, 15})->kappa, 0.1304347826, 1e-9));
        QVERIFY(near(cohensKappa({25, 35, 5, 35})->kappa, 0.2592592593, 1e-9));
        QVERIFY(near(cohensKappa({30, 0, 0, 20})->kappa, 1));
        QVERIFY(!cohensKappa({}));
        QVERIFY(!cohensKappa({12, 0, 0, 0})); // both said yes of all: nothing can be told from chance
        QVERIFY(cohensKappa({0, 10, 10, 0})->kappa < -0.99);
    }
};

QTEST_GUILESS_MAIN(CalibrationTest)
#include "calibration_test.moc"
