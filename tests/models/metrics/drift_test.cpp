// SPDX-License-Identifier: GPL-3.0-or-later
// Comparing two sets of runs: how often an unchanged agent is called changed, how soon a change is seen, and what is said when little is known. Everything is
// drawn from seeds, so each figure is the same each time; `drift_test -v1` prints those of docs/drift.md.
#include "models/metrics/drift.h"
#include "models/statistics/change_point.h"
#include "models/statistics/distances.h"
#include "models/statistics/exact_tests.h"
#include "models/statistics/seeded_random.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <functional>

using namespace mandate;

class RunComparisonTest : public QObject
{
    Q_OBJECT

    /// A run of an agent whose calls come in clusters: each run is of one of six errands, and repeats the tools of that errand. `growth` lengthens one errand.
    static AgentRun run(SeededRandom &random, int number, double violating, std::uint64_t growth = 0)
    {
        AgentRun made;
        made.agent = "clerk";
        made.deployment = "shop";
        made.session = "s" + std::to_string(number);
        made.began = Instant{static_cast<std::int64_t>(number) * 60'000'000'000, true};
        const std::uint64_t errand = random.below(6);
        const std::uint64_t calls = 1 + random.below(12) + (errand == 2 ? growth : 0);
        const std::string tool = "tool " + std::to_string(errand);
        made.tools["read"] = 1;
        made.tools[tool] += calls;
        const double amount = std::exp(4 * random.unit()); // one amount a run, in all of its calls
        for (std::uint64_t i = 0; i < calls; ++i)
            made.numbers[tool + " amount"].push_back(amount);
        made.choices["read reason"][errand < 2 ? "delivery" : errand < 4 ? "refund" : "other"] = calls; // as clustered as the tools
        made.choices["read order"][made.session] = 1;                                                    // names something: no choice
        made.facts.calls = calls + 1;
        made.facts.judged = true;
        made.facts.succeeded = random.unit() < 0.8;
        made.outcomes[static_cast<std::size_t>(Outcome::Executed)] = calls;
        made.outcomes[static_cast<std::size_t>(Outcome::Failed)] = 1;
        made.facts.broke = random.unit() < violating;
        made.verdicts[static_cast<std::size_t>(Verdict::Permitted)] = calls + (made.facts.broke ? 0 : 1);
        made.verdicts[static_cast<std::size_t>(Verdict::Prohibited)] = made.facts.broke ? 1 : 0;
        if (made.facts.broke)
            made.broke = made.brokeHard = {"P1"};
        return made;
    }
    static std::vector<AgentRun> runs(SeededRandom &random, int count, double violating = 0.1, int from = 0, std::uint64_t growth = 0)
    {
        std::vector<AgentRun> all;
        for (int i = 0; i < count; ++i)
            all.push_back(run(random, from + i, violating, growth));
        return all;
    }
    static const DriftSignal &signal(const DriftReport &report, DriftSubject subject)
    {
        const auto found = std::ranges::find(report.signals, subject, &DriftSignal::subject);
        if (found == report.signals.end())
            qFatal("no signal");
        return *found;
    }
    static bool alarms(const DriftReport &report) { return report.answer != DriftAnswer::NotDistinguishable && report.answer != DriftAnswer::TooFew; }
    static DriftTerms quick(std::uint64_t seed = 1)
    {
        DriftTerms terms;
        terms.plan = {199, seed};
        return terms;
    }

    /// Runs of one tool, of which only an argument can differ; `values` of the run's number.
    static std::vector<AgentRun> paying(int from, int count, const std::string &argument, const std::function<std::vector<std::string>(int)> &values)
    {
        std::vector<AgentRun> all;
        for (int i = from; i < from + count; ++i) {
            AgentRun made;
            made.agent = "clerk";
            made.session = "s" + std::to_string(i);
            for (const std::string &value : values(i)) {
                ++made.choices[argument][value];
                ++made.tools["pay"];
                ++made.facts.calls;
                ++made.verdicts[static_cast<std::size_t>(Verdict::NoPact)];
                ++made.outcomes[static_cast<std::size_t>(Outcome::Executed)];
            }
            all.push_back(std::move(made));
        }
        return all;
    }
    static const DriftSignal *detail(const DriftReport &report, const std::string &name)
    {
        const auto found = std::ranges::find(report.details, name, &DriftSignal::name);
        return found == report.details.end() ? nullptr : &*found;
    }

private Q_SLOTS:
    void anUnchangedAgentIsRarelyCalledChanged()
    {
        constexpr int trials = 600;
        SeededRandom random(2026);
        int changed = 0, overFixed = 0, better = 0;
        for (int i = 0; i < trials; ++i) {
            const auto before = runs(random, 25), after = runs(random, 25, 0.1, 25);
            const DriftReport report = compareRuns(before, after, quick(static_cast<std::uint64_t>(i)));
            changed += alarms(report) ? 1 : 0;
            better += report.answer == DriftAnswer::Better ? 1 : 0;
            overFixed += signal(report, DriftSubject::ToolMix).permuted->observed > 0.1 ? 1 : 0;
        }
        qInfo("false alarms: %d of %d at level 0.05; a fixed limit of PSI 0.1 would have alarmed %d times", changed, trials, overFixed);
        QVERIFY2(changed <= 0.05 * trials, qPrintable(QString::number(changed)));
        QVERIFY(better <= changed);
        QVERIFY2(overFixed > trials / 2, "the calls are not clustered enough to show what is to be shown");
    }

    void anArgumentThatTakesOtherValuesIsNamed()
    {
        SeededRandom random(11);
        const auto before = runs(random, 30);
        auto after = runs(random, 30, 0.1, 30);
        for (AgentRun &run : after) {
            std::uint64_t calls = 0;
            for (const auto &[value, count] : run.choices["read reason"])
                calls += count;
            run.choices["read reason"] = {{"goodwill", calls}};
        }
        const DriftReport report = compareRuns(before, after, quick());
        QVERIFY(signal(report, DriftSubject::Arguments).answer == DriftAnswer::Changed);
        const auto reason = std::ranges::find(report.details, "read reason", &DriftSignal::name);
        QVERIFY(reason != report.details.end());
        QCOMPARE(reason->parts.front().name, std::string("goodwill"));
        QCOMPARE(reason->parts.front().before, std::uint64_t{0});
        QCOMPARE(reason->permuted->observed, 1.0);
        QCOMPARE(reason->sessions.size(), std::size_t{10});
        QVERIFY(std::ranges::find(report.details, "read order", &DriftSignal::name) == report.details.end());
        QVERIFY2(driftSentence(report).find("arguments") != std::string::npos, driftSentence(report).c_str());
    }

    void aFewValuesThatGiveWayToManyAreAChange()
    {
        const auto before = paying(0, 40, "pay currency", [](int i) { return std::vector<std::string>{i % 2 == 0 ? "USD" : "EUR"}; });
        const auto after = paying(40, 40, "pay currency", [](int i) { return std::vector<std::string>{"account " + std::to_string(i * 3 / 2), "account " + std::to_string(i * 3 / 2 + 1)}; });
        const DriftReport report = compareRuns(before, after, quick());
        QCOMPARE(report.answer, DriftAnswer::Changed);
        const DriftSignal *currency = detail(report, "pay currency");
        QVERIFY(currency && currency->answer == DriftAnswer::Changed);
        QCOMPARE(currency->permuted->observed, 1.0);
        QCOMPARE(currency->parts.front().pooled, DriftPart::Pooled::New);
        QCOMPARE(currency->parts.front().before, std::uint64_t{0});
        QCOMPARE(currency->parts.front().after, std::uint64_t{80});
        const std::string sentence = driftSentence(report);
        QVERIFY2(sentence.find("seldom values that were not there before (0 calls before, 80 after)") != std::string::npos, sentence.c_str());
    }

    void aListOfNamesThatIsReplacedIsAChange()
    {
        const auto names = [](const std::string &list) {
            return [list](int i) {
                std::vector<std::string> four;
                for (int call = 0; call < 4; ++call)
                    four.push_back(list + std::to_string((i * 4 + call) % 40));
                return four;
            };
        };
        const DriftReport same = compareRuns(paying(0, 40, "pay account", names("a")), paying(40, 40, "pay account", names("a")), quick());
        QCOMPARE(same.answer, DriftAnswer::NotDistinguishable);
        const DriftReport other = compareRuns(paying(0, 40, "pay account", names("a")), paying(40, 40, "pay account", names("b")), quick());
        QVERIFY(detail(other, "pay account") && detail(other, "pay account")->answer == DriftAnswer::Changed);
        QCOMPARE(other.answer, DriftAnswer::Changed);
    }

    void anIdentifierWithFewValuesIsComparedAndOthersAreSaidToBeLeftOut()
    {
        const auto one = [](const std::string &prefix, int of) { return [prefix, of](int i) { return std::vector<std::string>{prefix + std::to_string(i % of)}; }; };
        const DriftReport report = compareRuns(paying(0, 40, "pay recipient_id", one("r", 2)), paying(40, 40, "pay recipient_id", one("x", 30)), quick());
        QVERIFY(detail(report, "pay recipient_id") && detail(report, "pay recipient_id")->answer == DriftAnswer::Changed);
        QVERIFY(report.leftOut.empty() && leftOutSentences(report).empty());
        // Customers come again, and are others each month: nothing is said about them.
        const DriftReport customers = compareRuns(paying(0, 40, "pay customer_id", one("r", 20)), paying(40, 40, "pay customer_id", one("x", 20)), quick());
        QVERIFY(!detail(customers, "pay customer_id"));
        QCOMPARE(customers.leftOut.size(), std::size_t{1});
        QCOMPARE(customers.leftOut[0].name, std::string("pay customer_id"));
        QCOMPARE(customers.leftOut[0].why, DriftLeftOut::Why::Names);
        QCOMPARE(leftOutSentences(customers), std::vector<std::string>{"Arguments that were not compared, because their values hardly come again (1): pay customer_id."});
        // Where nothing is left, that is what is said, and not that there were too few runs.
        QCOMPARE(customers.answer, DriftAnswer::TooFew);
        const std::string sentence = driftSentence(customers);
        QVERIFY2(sentence.starts_with("Nothing to compare: of 40 runs before and 40 after") && sentence.find("Too few") == std::string::npos, sentence.c_str());
        const DriftReport gone = compareRuns(paying(0, 40, "pay currency", one("c", 2)), paying(40, 40, "pay reason", one("w", 1)), quick());
        QCOMPARE(gone.leftOut.size(), std::size_t{2});
        QCOMPARE(gone.leftOut[0].name, std::string("pay currency"));
        QCOMPARE(gone.leftOut[0].why, DriftLeftOut::Why::FewRuns);
    }

    void argumentsOfAnUnchangedAgentAreRarelyCalledOthers()
    {
        // Account names of which some are frequent, most are seldom, and many come once; a recipient among few; a customer who comes again; a name of each call.
        constexpr int trials = 2000, most = 100 + 3 * 10; // at the level of 0.05, and three standard deviations: this test has nothing that holds it below
        SeededRandom random(41);
        const auto drawn = [&](int from) {
            std::vector<AgentRun> all = paying(from, 25, "pay order_id", [](int i) { return std::vector<std::string>{"o" + std::to_string(i)}; });
            for (AgentRun &run : all) {
                const std::uint64_t calls = 1 + random.below(8);
                const double u = random.unit();
                run.choices["pay account"]["a" + std::to_string(static_cast<int>(120 * u * u * u))] = calls; // clustered: one of a run
                run.choices["pay account"]["once " + run.session] = 1 + random.below(2);
                run.choices["pay recipient_id"]["r" + std::to_string(random.below(7))] = calls;
                run.choices["pay customer_id"]["c" + std::to_string(random.below(15))] = calls;
            }
            return all;
        };
        int changed = 0, details = 0;
        for (int i = 0; i < trials; ++i) {
            const auto before = drawn(0), after = drawn(25);
            const DriftReport report = compareRuns(before, after, quick(static_cast<std::uint64_t>(i)));
            changed += alarms(report) ? 1 : 0;
            details += std::ranges::any_of(report.details, [](const DriftSignal &signal) { return signal.answer == DriftAnswer::Changed; }) ? 1 : 0;
        }
        qInfo("arguments with many values: false alarms %d of %d at level 0.05; an argument by itself stands out in %d", changed, trials, details);
        QVERIFY2(changed <= most, qPrintable(QString::number(changed)));
        QVERIFY2(details <= most, qPrintable(QString::number(details)));
    }

    void unchangedTasksAreRarelyCalledChanged()
    {
        // The same within tasks, each of which has its own errand: partners resemble one another.
        constexpr int trials = 300;
        SeededRandom random(7);
        int changed = 0;
        for (int i = 0; i < trials; ++i) {
            std::array<std::vector<AgentRun>, 2> sides;
            for (int task = 0; task < 25; ++task) {
                const std::uint64_t errand = random.next();
                for (std::size_t side = 0; side < 2; ++side) {
                    SeededRandom same(errand);
                    AgentRun made = run(same, task + 100 * static_cast<int>(side), 0.1);
                    made.task = std::to_string(task);
                    made.facts.broke = random.unit() < 0.1;
                    made.facts.succeeded = random.unit() < 0.8;
                    made.outcomes[static_cast<std::size_t>(Outcome::Failed)] += random.below(3);
                    made.tools["read"] += random.below(4);
                    sides.at(side).push_back(std::move(made));
                }
            }
            const DriftReport report = compareRuns(sides[0], sides[1], quick(static_cast<std::uint64_t>(i)));
            if (!report.oneToOne || report.sharedTasks != 25)
                QFAIL("the tasks were not found");
            changed += alarms(report) ? 1 : 0;
        }
        qInfo("false alarms within tasks: %d of %d at level 0.05", changed, trials);
        QVERIFY2(changed <= 0.05 * trials, qPrintable(QString::number(changed)));
    }

    void aRateThatDoublesIsSeenAfterSoManyRuns()
    {
        // 2 % of runs violate, then 4 %. The cumulative sum is told the usual rate and watches a thousand runs with one false alarm in twenty.
        constexpr double usual = 0.02, raised = 0.04;
        const double threshold = rateThreshold(usual, raised, 1000, 0.05);
        const RateScores scores = rateScores(usual, raised);
        SeededRandom random(4);
        std::vector<std::size_t> delays;
        for (int series = 0; series < 400; ++series) {
            std::vector<std::uint8_t> events;
            for (int i = 0; i < 5000; ++i)
                events.push_back(random.unit() < raised ? 1 : 0);
            delays.push_back(cusum(scored(events, scores), 0, threshold).alarm.value_or(5000));
        }
        std::ranges::sort(delays);
        qInfo("2 %% to 4 %%: the cumulative sum (threshold %.3f) alarms after %zu runs in half of all series, after %zu in nine of ten", threshold, delays[200], delays[360]);
        QVERIFY(delays[200] > 50 && delays[200] < 600);
        QVERIFY(delays[360] < 1500);
        // The comparison of two sets: how many runs on each side make it likely to be seen.
        double before = 0;
        for (const int count : {250, 500, 1000, 1500}) {
            int seen = 0;
            for (int i = 0; i < 400; ++i) {
                std::array<std::uint64_t, 2> k{};
                for (int j = 0; j < count; ++j) {
                    k[0] += random.unit() < usual;
                    k[1] += random.unit() < raised;
                }
                const auto n = static_cast<std::uint64_t>(count);
                seen += k[1] > k[0] && fisherExact(k[0], n - k[0], k[1], n - k[1]) <= 0.05;
            }
            qInfo("2 %% to 4 %%: %d runs on each side show it (Fisher p <= 0.05) %d times of 400", count, seen);
            QVERIFY(seen > before);
            before = seen;
        }
        QVERIFY(before > 320);
    }

    void aRealChangeIsFoundAndShown()
    {
        SeededRandom random(3);
        auto before = runs(random, 60, 0.02), after = runs(random, 60, 0.3, 60, 40);
        after[7].tools["wire_money"] = 1;
        before[3].tools["fax"] = 2;
        for (AgentRun &made : before)
            made.model = "one";
        for (std::size_t i = 0; i < after.size(); ++i)
            after[i].model = i < 20 ? "one" : "two";
        DriftTerms terms;
        const DriftReport report = compareRuns(before, after, terms);
        QCOMPARE(report.answer, DriftAnswer::Worse);
        const DriftSignal &broke = signal(report, DriftSubject::ViolatingRuns);
        QCOMPARE(broke.answer, DriftAnswer::Worse);
        QCOMPARE(broke.test, DriftTest::Fisher);
        for (const std::string &session : broke.sessions)
            QVERIFY(std::ranges::find_if(after, [&](const AgentRun &one) { return one.session == session && one.facts.broke; }) != after.end());
        const DriftSignal &mix = signal(report, DriftSubject::ToolMix);
        QCOMPARE(mix.answer, DriftAnswer::Changed);
        QCOMPARE(mix.parts.front().name, std::string("tool 2"));
        QVERIFY(mix.permuted->observed > mix.permuted->null95);
        QCOMPARE(signal(report, DriftSubject::TaskSuccess).answer, DriftAnswer::NotDistinguishable);
        const auto clause = std::ranges::find(report.details, "P1", &DriftSignal::name);
        QVERIFY(clause != report.details.end() && clause->answer == DriftAnswer::Worse);
        QCOMPARE(report.tools.size(), std::size_t{2});
        QVERIFY(report.tools[0].isNew && report.tools[0].tool == "wire_money" && report.tools[0].sessions == std::vector<std::string>{"s67"});
        QVERIFY(!report.tools[1].isNew && report.tools[1].tool == "fax" && report.tools[1].calls == 2);
        const auto model = std::ranges::find(report.markers, DriftMarker::Kind::Model, &DriftMarker::kind);
        QVERIFY(model != report.markers.end() && model->session == "s80" && model->since == after[20].began);
        const std::string sentence = driftSentence(report);
        QVERIFY2(sentence.starts_with("Worse: runs that broke a hard clause went from ") && sentence.find(broke.sessions.front()) != std::string::npos, sentence.c_str());
        QVERIFY2(sentence.find("New: wire_money.") != std::string::npos && sentence.find("No longer used: fax.") != std::string::npos, sentence.c_str());
        // The same question has the same answer; another order of runs too.
        const DriftReport again = compareRuns(before, after, terms);
        QCOMPARE(signal(again, DriftSubject::ToolMix).p, mix.p);
    }

    void whenItBeganIsFoundInASeries()
    {
        SeededRandom random(5);
        const auto before = runs(random, 200, 0.03);
        auto after = runs(random, 150, 0.03, 200);
        for (AgentRun &late : runs(random, 60, 0.5, 350))
            after.push_back(std::move(late));
        std::ranges::reverse(after); // order of arrival is no order of time
        const DriftReport report = compareRuns(before, after, quick());
        const auto onset = std::ranges::find(report.onsets, DriftSubject::ViolatingRuns, &DriftOnset::subject);
        QVERIFY(onset != report.onsets.end());
        const int began = std::stoi(onset->beganSession.substr(1));
        QVERIFY2(std::abs(began - 350) <= 12, onset->beganSession.c_str());
        QVERIFY(onset->averageSession.has_value());
        for (AgentRun &made : after)
            made.began.reset();
        QVERIFY(compareRuns(before, after, quick()).onsets.empty()); // without times nobody knows
    }

    void littleIsCalledLittleAndNeverTheSame()
    {
        SeededRandom random(9);
        const auto few = runs(random, 9, 0.5), none = runs(random, 60, 0.0, 100);
        const DriftReport report = compareRuns(few, none, quick());
        QCOMPARE(report.answer, DriftAnswer::TooFew);
        QVERIFY(driftSentence(report).starts_with("Too few to compare: 9 runs before and 60 after"));
        // 6 of 20 before and 3 of 20 after: fewer, and no improvement.
        auto before = runs(random, 20, 0.0), after = runs(random, 20, 0.0, 50);
        for (std::size_t i = 0; i < 6; ++i)
            before[i].facts.broke = true;
        for (std::size_t i = 0; i < 3; ++i)
            after[i].facts.broke = true;
        const DriftReport close = compareRuns(before, after, quick());
        QCOMPARE(signal(close, DriftSubject::ViolatingRuns).answer, DriftAnswer::NotDistinguishable);
        QVERIFY(std::abs(*signal(close, DriftSubject::ViolatingRuns).fisher - 0.4506) < 0.0001);
        const std::string sentence = driftSentence(close);
        QVERIFY2(sentence.starts_with("Not distinguishable") && sentence.find("does not prove") != std::string::npos, sentence.c_str());
        // Nobody judged and nobody labelled: no rate at all.
        for (auto *side : {&before, &after}) {
            for (AgentRun &made : *side) {
                made.facts.judged = false;
                made.facts.succeeded.reset();
            }
        }
        const DriftReport unjudged = compareRuns(before, after, quick());
        QCOMPARE(signal(unjudged, DriftSubject::ViolatingRuns).answer, DriftAnswer::TooFew);
        QVERIFY(!signal(unjudged, DriftSubject::ViolatingRuns).fisher);
        QCOMPARE(compareRuns({}, {}, quick()).answer, DriftAnswer::TooFew);
    }

    void pinnedCountsStandWhereRunsAreGone()
    {
        SeededRandom random(13);
        auto before = runs(random, 40, 0.02), after = runs(random, 40, 0.4, 40);
        for (std::size_t i = 0; i < 40; ++i)
            before[i].task = after[i].task = std::to_string(i);
        DriftTerms terms = quick();
        terms.pinned = countsOf(before);
        QVERIFY(compareRuns(before, after, terms).notes.empty());
        QCOMPARE(signal(compareRuns(before, after, terms), DriftSubject::ViolatingRuns).test, DriftTest::McNemar);
        std::vector<AgentRun> left(before.begin(), before.begin() + 30);
        const DriftReport report = compareRuns(left, after, terms);
        const DriftSignal &broke = signal(report, DriftSubject::ViolatingRuns);
        QCOMPARE(broke.before->n, std::uint64_t{40});
        QCOMPARE(broke.before->k, terms.pinned->violating);
        QCOMPARE(broke.test, DriftTest::Fisher); // who is whose partner is not pinned
        QCOMPARE(broke.answer, DriftAnswer::Worse);
        QVERIFY(!report.notes.empty());
    }
};

QTEST_APPLESS_MAIN(RunComparisonTest)
#include "drift_test.moc"
