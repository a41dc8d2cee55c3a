// SPDX-License-Identifier: GPL-3.0-or-later
// Tests of counts, distances and series against SciPy, over what a seed makes, and against worked examples that were published.
#include "models/statistics/agreement.h"
#include "models/statistics/change_point.h"
#include "models/statistics/distances.h"
#include "models/statistics/exact_tests.h"
#include "models/statistics/false_discovery.h"
#include "models/statistics/permutation.h"
#include "models/statistics/proportion.h"
#include "models/statistics/seeded_random.h"
#include "models/statistics/stratified.h"

#include <QProcess>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <map>
#include <sstream>

using namespace mandate;

class ComparisonsTest : public QObject
{
    Q_OBJECT

    using Numbers = std::vector<double>;
    struct Case
    {
        Numbers given, answers;
        [[nodiscard]] std::uint64_t count(std::size_t i) const { return static_cast<std::uint64_t>(given[i]); }
        [[nodiscard]] std::pair<Numbers, Numbers> samples() const
        {
            const auto split = given.begin() + 2 + static_cast<std::ptrdiff_t>(given[0]);
            return {Numbers(given.begin() + 2, split), Numbers(split, given.end())};
        }
    };
    std::map<std::string, std::vector<Case>> m_cases;

    /// Equal to 1e-9, absolutely and relatively: a small p value counts as much as a large one.
    static bool same(double ours, double theirs, double smallest = 0) { return std::abs(ours - theirs) <= 1e-9 * std::max(std::abs(theirs), smallest); }
    static void hold(const char *what, double ours, double theirs, double smallest = 0)
    {
        QVERIFY2(same(ours, theirs, smallest), qPrintable(QStringLiteral("%1: %2, not %3").arg(QLatin1String(what)).arg(ours, 0, 'g', 17).arg(theirs, 0, 'g', 17)));
    }

private Q_SLOTS:
    void initTestCase()
    {
        QProcess python;
        python.start(QStringLiteral("/usr/bin/python3"), {QStringLiteral(MANDATE_SOURCE_DIR "/tests/models/statistics/scipy_answers.py")});
        QVERIFY(python.waitForFinished(120'000));
        QVERIFY2(python.exitCode() == 0, python.readAllStandardError().constData());
        while (python.canReadLine()) {
            std::istringstream line(python.readLine().toStdString());
            std::string name, word;
            line >> name;
            Case one;
            bool given = true;
            while (line >> word) {
                if (word == "|")
                    given = false;
                else
                    (given ? one.given : one.answers).push_back(std::stod(word));
            }
            m_cases[name].push_back(std::move(one));
        }
        QCOMPARE(m_cases.size(), std::size_t{10});
        for (const auto &[name, all] : m_cases)
            QVERIFY2(all.size() >= 60, name.c_str());
    }

    void testsOfCountsAnswerAsSciPy()
    {
        for (const Case &one : m_cases["fisher"])
            hold("fisher", fisherExact(one.count(0), one.count(1), one.count(2), one.count(3)), one.answers[0], 1e-280);
        for (const Case &one : m_cases["mcnemar"])
            hold("mcnemar", mcNemarExact(one.count(0), one.count(1)), one.answers[0]);
        for (const Case &one : m_cases["chi"]) {
            std::vector<std::uint64_t> table;
            for (std::size_t i = 1; i < one.given.size(); ++i)
                table.push_back(one.count(i));
            const ChiSquare found = chiSquare(table, one.count(0));
            hold("chi-square", found.statistic, one.answers[0]);
            QCOMPARE(static_cast<double>(found.degrees), one.answers[1]);
            hold("chi-square p", found.p, one.answers[2]);
        }
        for (const Case &one : m_cases["poisson"])
            hold("poisson", poissonUpperTail(one.count(0), one.given[1]), one.answers[0]);
    }

    void distancesAnswerAsSciPy()
    {
        for (const Case &one : m_cases["ks"]) {
            const auto [x, y] = one.samples();
            hold("KS D", kolmogorovSmirnovD(x, y), one.answers[0]);
            hold("KS exact", kolmogorovSmirnovExact(one.answers[0], x.size(), y.size()), one.answers[1], 1);
            hold("KS limit", kolmogorovSmirnovAsymptotic(one.answers[0], x.size(), y.size()), one.answers[2], 1);
        }
        for (const Case &one : m_cases["ties"]) {
            const auto [x, y] = one.samples();
            hold("KS D with ties", kolmogorovSmirnovD(x, y), one.answers[0]);
        }
        for (const Case &one : m_cases["mix"]) {
            const auto half = one.given.begin() + 1 + static_cast<std::ptrdiff_t>(one.given[0]);
            const Numbers x(one.given.begin() + 1, half), y(half, one.given.end());
            hold("Jensen-Shannon", jensenShannonDistance(x, y), one.answers[0], 1);
            hold("PSI", populationStabilityIndex(x, y), one.answers[1]);
        }
    }

    void sharesAndAgreementAnswerAsSciPy()
    {
        for (const Case &one : m_cases["exact"]) {
            const auto [low, high] = exactInterval(one.count(0), one.count(1));
            hold("exact low", low, one.answers[0], 1e-12);
            hold("exact high", high, one.answers[1]);
        }
        for (const Case &one : m_cases["kappa"]) {
            const auto found = cohensKappa({one.count(0), one.count(1), one.count(2), one.count(3)});
            QVERIFY(found);
            hold("kappa", found->kappa, one.answers[0], 1e-6);
            QVERIFY(std::abs(found->standardError - one.answers[1]) < 1e-7); // its slopes are numerical
        }
        for (const Case &one : m_cases["strata"]) {
            std::vector<StratumCount> strata;
            for (std::size_t i = 0; i < one.given.size(); i += 3)
                strata.push_back({one.count(i), one.count(i + 1), one.count(i + 2)});
            const StratifiedShare found = stratifiedShare(strata);
            QVERIFY(found.share && found.standardError);
            hold("share", *found.share, one.answers[0], 1e-6);
            QVERIFY(std::abs(*found.standardError - one.answers[1]) < 1e-9);
            QVERIFY(found.interval.first <= *found.share + 1e-12 && *found.share - 1e-12 <= found.interval.second);
        }
    }

    void stratifiedIntervalsCoverWhatIsTrueAtLeastAsOftenAsTheySay()
    {
        struct World
        {
            std::vector<std::pair<std::uint64_t, double>> strata; ///< how many there are, and which share is yes
            std::uint64_t drawn;
        };
        const std::vector<World> worlds{{{{900, 0.02}, {80, 0.3}, {20, 0.8}}, 50}, {{{900, 0.0}, {80, 0.3}, {20, 0.8}}, 50}, {{{900, 0.05}, {80, 0.05}, {20, 0.05}}, 60}, {{{500, 0.5}, {500, 0.1}}, 20},
                                        {{{300, 0.1}, {40, 0.5}, {7, 1.0}, {3, 1.0 / 3}}, 40}, {{{900, 0.01}, {100, 0.5}}, 30}, {{{200, 0.15}, {30, 0.9}}, 16}, {{{4000, 0.03}, {200, 0.4}, {100, 0.6}}, 90}};
        SeededRandom random(20261130);
        for (const World &world : worlds) {
            constexpr int times = 2000;
            int covered = 0, byNormal = 0;
            double yes = 0, all = 0;
            for (const auto &[population, share] : world.strata) {
                yes += std::round(static_cast<double>(population) * share);
                all += static_cast<double>(population);
            }
            for (int turn = 0; turn < times; ++turn) {
                std::vector<StratumCount> found;
                for (const auto &[population, share] : world.strata) {
                    const std::uint64_t looked = std::min(population, world.drawn / world.strata.size());
                    auto good = static_cast<std::uint64_t>(std::round(static_cast<double>(population) * share));
                    StratumCount count{population, 0, looked};
                    for (std::uint64_t left = population; left > population - looked; --left) { // without putting back
                        if (random.below(left) < good) {
                            ++count.k;
                            --good;
                        }
                    }
                    found.push_back(count);
                }
                const StratifiedShare share = stratifiedShare(found);
                const double truth = yes / all;
                covered += share.interval.first <= truth + 1e-12 && truth <= share.interval.second + 1e-12 ? 1 : 0;
                byNormal += std::abs(*share.share - truth) <= 1.959963984540054 * *share.standardError + 1e-12 ? 1 : 0;
            }
            QVERIFY2(covered >= times * 95 / 100, qPrintable(QString::number(covered)));
            QVERIFY2(byNormal < covered, "the simple interval is no alternative");
        }
    }

    void aStratumOfWhichNothingIsKnownMayBeAllOrNothing()
    {
        const std::vector<StratumCount> unseen{{100, 5, 10}, {50, 0, 0}};
        const StratifiedShare found = stratifiedShare(unseen);
        QVERIFY(!found.share && !found.standardError);
        const StratifiedShare seen = stratifiedShare(std::span(unseen).first(1));
        QVERIFY(std::abs(found.interval.first - seen.interval.first * 2 / 3) < 1e-12);
        QVERIFY(std::abs(found.interval.second - (seen.interval.second * 2 / 3 + 1.0 / 3)) < 1e-12);
        const std::vector<StratumCount> single{{100, 5, 10}, {50, 1, 1}};
        QVERIFY(stratifiedShare(single).share && !stratifiedShare(single).standardError);
        const std::vector<StratumCount> whole{{10, 3, 10}, {1, 1, 1}};
        const StratifiedShare known = stratifiedShare(whole);
        QCOMPARE(known.interval, std::pair(*known.share, *known.share)); // all were looked at
        QCOMPARE(stratifiedShare({}).interval, std::pair(0.0, 1.0));
    }

    void publishedExamplesComeOut()
    {
        // R. A. Fisher, The Design of Experiments (1935), the lady tasting tea; and his convictions of twins, as R's fisher.test shows them (p = 0.0005367).
        hold("tea", fisherExact(3, 1, 1, 3), 34.0 / 70.0);
        QVERIFY(std::abs(fisherExact(2, 15, 10, 3) - 0.0005367) < 5e-8);
        // M. Fagerland et al. (2013), table 1: airway hyper-responsiveness before and after transplantation, 7 and 1 discordant: exact 0.0703, mid-p 0.0391.
        QVERIFY(std::abs(mcNemarExact(7, 1) - 0.0703125) < 1e-12);
        QVERIFY(std::abs(mcNemarMidP(7, 1) - 0.0390625) < 1e-12);
        QCOMPARE(mcNemarMidP(3, 3), 1 - 20.0 / 64 / 2);
        // Y. Benjamini and Y. Hochberg (1995), section 3.2: of fifteen hypotheses four are rejected at 0.05; the adjusted fourth is 0.0095 · 15 / 4.
        const Numbers published{0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000};
        const Numbers adjusted = benjaminiHochberg(published);
        QCOMPARE(std::ranges::count_if(adjusted, [](double p) { return p <= 0.05; }), std::ptrdiff_t{4});
        hold("adjusted", adjusted[3], 0.0095 * 15 / 4);
        hold("adjusted is monotone", adjusted[5], 0.0298 * 15 / 7); // 0.0278 * 15 / 6 is larger
        // NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.3: target 325, allowance 0.3175, threshold 4.1959; out of control at the 14th mean.
        const Numbers means{324.925, 324.675, 324.725, 324.350, 325.350, 325.225, 324.125, 324.525, 325.225, 324.600, 324.625, 325.150, 328.325, 327.250, 327.825, 328.500, 326.675, 327.775, 326.875, 328.350};
        Numbers from;
        for (const double mean : means)
            from.push_back(mean - 325);
        const Cusum sums = cusum(from, 0.3175, 4.1959);
        QCOMPARE(sums.alarm, std::optional<std::size_t>(13));
        QVERIFY(std::abs(sums.sums[12] - 3.01) < 0.005 && std::abs(sums.sums[13] - 4.94) < 0.005);
        QCOMPARE(sums.began, std::size_t{12});
        // The same, 6.3.2.4: EWMA with weight 0.3, centre 50, deviation 2.0539: limit 52.5884, in control.
        const Numbers data{52.0, 47.0, 53.0, 49.3, 50.1, 47.0, 51.0, 50.1, 51.2, 50.5, 49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1};
        const Numbers shown{50.60, 49.52, 50.56, 50.18, 50.16, 49.21, 49.75, 49.85, 50.26, 50.33, 50.11, 49.36, 49.52, 50.05, 49.38, 49.92, 50.73, 51.23, 51.94, 51.99};
        const Ewma averages = ewma(data, 50, 2.0539, 0.3, 3);
        for (std::size_t i = 0; i < data.size(); ++i)
            QVERIFY2(std::abs(averages.averages[i] - shown[i]) < 0.0051, qPrintable(QString::number(i)));
        QVERIFY(!averages.alarm);
        QVERIFY(std::abs(averages.upper.back() - 52.5884) < 0.0005); // the limit itself is reached after many values
    }

    void permutationsAgreeWithAnExactCountAndRepeat()
    {
        // R. A. Fisher (1935), section 21: Darwin's fifteen pairs of maize; 1726 of all 32768 swaps are as far apart, p = 0.0527.
        const Numbers differences{49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48};
        std::vector<std::uint8_t> sides;
        std::vector<std::uint32_t> pairs;
        for (std::uint32_t i = 0; i < differences.size(); ++i) {
            sides.insert(sides.end(), {0, 1});
            pairs.insert(pairs.end(), {i, i});
        }
        const SideFigures apart = [&](std::span<const std::uint8_t> at, std::span<double> figures) {
            for (std::size_t i = 0; i < differences.size(); ++i)
                figures[0] += at[2 * i] == 0 ? differences[i] : -differences[i];
            figures[0] = std::abs(figures[0]);
        };
        const auto found = permute(sides, pairs, 1, apart, {19'999, 7}).front();
        QCOMPARE(found.observed, 314.0);
        QVERIFY2(std::abs(found.p - 1726.0 / 32768.0) < 4 * std::sqrt(0.0527 * 0.9473 / 19'999), qPrintable(QString::number(found.p)));
        QCOMPARE(permute(sides, pairs, 1, apart, {19'999, 7}).front(), found);
        QVERIFY(permute(sides, pairs, 1, apart, {19'999, 8}).front().p != found.p);
        // A figure that no permutation changes is never surprising; one that only the observed reaches has the smallest p there is.
        const SideFigures constant = [](std::span<const std::uint8_t>, std::span<double> figures) { figures[0] = 0.1 + 0.2; };
        QCOMPARE(permute(sides, pairs, 1, constant).front().p, 1.0);
        std::vector<std::uint8_t> ordered(40, 0);
        std::fill(ordered.begin() + 20, ordered.end(), std::uint8_t{1});
        const SideFigures firstOnes = [](std::span<const std::uint8_t> at, std::span<double> figures) { figures[0] = static_cast<double>(std::count(at.begin() + 20, at.end(), 1)); };
        QCOMPARE(permute(ordered, std::vector<std::uint32_t>(40, 0), 1, firstOnes).front().p, 0.001);
    }

    void randomNumbersAreTheSameEverywhere()
    {
        SeededRandom random(1'234'567); // the published first numbers of SplitMix64
        for (const std::uint64_t expected : {6457827717110365317U, 3203168211198807973U, 9817491932198370423U, 4593380528125082431U, 16408922859458223821U})
            QCOMPARE(random.next(), expected);
        std::array<int, 6> thrown{};
        for (int i = 0; i < 60'000; ++i)
            ++thrown[random.below(6)];
        double statistic = 0;
        for (const int count : thrown)
            statistic += std::pow(count - 10'000.0, 2) / 10'000;
        QVERIFY2(statistic < 20.5, qPrintable(QString::number(statistic))); // chi-square of 5 degrees, p = 0.001
    }

    void aRateThatRisesIsFoundWhereItBegan()
    {
        SeededRandom random(11);
        std::vector<std::uint8_t> events;
        for (int i = 0; i < 600; ++i)
            events.push_back(random.unit() < (i < 400 ? 0.02 : 0.25));
        const double threshold = rateThreshold(0.02, 0.04, events.size(), 0.05);
        const Cusum found = cusum(scored(events, rateScores(0.02, 0.04)), 0, threshold);
        QVERIFY(found.alarm && *found.alarm > 400);
        const std::size_t began = rateRoseAt(std::span(events).first(*found.alarm + 1), 0.02);
        QVERIFY2(std::abs(static_cast<double>(began) - 400) < 12, qPrintable(QString::number(began)));
        QVERIFY2(found.began <= began && found.began > 350, qPrintable(QString::number(found.began))); // the last zero is earlier, never later
        QCOMPARE(rateRoseAt(std::vector<std::uint8_t>{1, 0, 0, 0, 0, 1, 1, 1}, 0.1), std::size_t{5});
        QCOMPARE(rateRoseAt(std::vector<std::uint8_t>{0, 0, 0}, 0.1), std::size_t{3}); // nowhere higher
        QCOMPARE(rateRoseAt({}, 0.1), std::size_t{0});
        // Nothing happens: the threshold is passed by one series of twenty.
        int alarms = 0;
        for (int series = 0; series < 400; ++series) {
            std::vector<std::uint8_t> calm;
            for (int i = 0; i < 600; ++i)
                calm.push_back(random.unit() < 0.02);
            alarms += cusum(scored(calm, rateScores(0.02, 0.04)), 0, threshold).alarm ? 1 : 0;
        }
        QVERIFY2(alarms <= 20 + 13, qPrintable(QString::number(alarms))); // 0.05, three standard deviations of 400 draws
    }

    void nothingIsSaidOfNothing()
    {
        const Numbers none, one{1}, zeros{0, 0}, some{3, 4};
        QCOMPARE(kolmogorovSmirnovD(none, one), 0.0);
        QCOMPARE(kolmogorovSmirnovExact(0.5, 0, 3), 1.0);
        QCOMPARE(kolmogorovSmirnovAsymptotic(0, 3, 3), 1.0);
        QCOMPARE(jensenShannonDistance(zeros, some), 0.0);
        QCOMPARE(populationStabilityIndex(some, zeros), 0.0);
        QVERIFY(populationStabilityIndex(some, some, 0) == 0.0);
        QVERIFY(benjaminiHochberg(none).empty());
        QCOMPARE(chiSquare({}, 0).p, 1.0);
        QCOMPARE(chiSquare(std::vector<std::uint64_t>{3, 0, 4, 0}, 2).degrees, std::uint64_t{0});
        QVERIFY(cusum(none, 0, 1).sums.empty() && !ewma(none, 0, 1).alarm);
        QVERIFY(permute({}, {}, 0, [](auto, auto) {}).empty());
    }
};

QTEST_APPLESS_MAIN(ComparisonsTest)
#include "comparisons_test.moc"
