// SPDX-License-Identifier: GPL-3.0-or-later
// Violation rates over time against figures counted by hand.
#include "tests/models/workspace/made_trail.h"

#include "models/metrics/violation_rate.h"
#include "models/workspace/metric_trail.h"

#include <QTest>

using namespace mandate;
using namespace mandate::test;

namespace {

std::string amount(int value)
{
    return R"({"amount":)" + std::to_string(value) + '}';
}

/// 12 calls in 6 runs. P1 forbids payments above 100, P2 wants a person from 50, R1 a reading before a refund.
std::vector<Call> trail()
{
    return {
        {"s1", "pay", amount(20), 0},                       // fine
        {"s1", "pay", amount(150), 15},                     // P1, P2, executed
        {"s1", "pay", amount(200), 25, 2},                  // P1, P2, failed
        {"s2", "pay", "", 35},                              // P1 and P2 cannot be decided
        {"s3", "pay", amount(500), std::nullopt},           // P1, P2, executed; no time
        {"s4", "pay", amount(101), 65, 1, "robot"},         // P1, P2, executed
        {"s4", "look", "{}", 70, 1, "robot"},               // no prohibition speaks of it
        {"s5", "refund", "{}", 66},                         // R1, executed
        {"s5", "read_order", "{}", 67},                     //
        {"s5", "refund", "{}", 68},                         // fine
        {"s1", "pay", amount(60), 69, 0, "robot"},          // P2; the outcome is not said: counts as executed. A run of its own: another agent
        {"s6", "pay", amount(999), 5, 1, "clerk", "other"}, // no pact binds it
    };
}

struct Counts
{
    std::uint64_t decidable, attempted, executed, undecidable;
    bool operator==(const Counts &) const = default;
};

template<typename T>
Counts countsOf(const T &of)
{
    return {of.decidable, of.attempted, of.executed, of.undecidable};
}

char *toString(const Counts &counts)
{
    return qstrdup(qPrintable(QStringLiteral("%1 decidable, %2 attempted, %3 executed, %4 undecidable")
                                  .arg(counts.decidable)
                                  .arg(counts.attempted)
                                  .arg(counts.executed)
                                  .arg(counts.undecidable)));
}

} // namespace

class RatesTest : public QObject
{
    Q_OBJECT

    WorkspaceFolder m_folder;
    std::unique_ptr<Workspace> m_workspace;

    ViolationSeries rates(const ViolationQuery &query) const { return violationSeries(*need(readMetricTrail(*m_workspace)), query); }

private Q_SLOTS:
    void initTestCase();
    void binsHoldWhatWasCountedByHand();
    void rowsHoldEveryClauseOfEveryAgent();
    void oneAgentOneClause();
    void aRangeOfTime();
    void runsWithoutADecidableCallAreNoRuns();
    void binsHaveBounds();
    void theFarthestTimesOverflowNothing();
    void anEmptyWorkspaceHasNoRates();
};

void RatesTest::initTestCase()
{
    m_workspace = m_folder.workspace(shopPact("1.0.0", "shop", "shop"));
    QCOMPARE(need(m_workspace->import({m_folder.write("trail.jsonl", lines(trail()))}, {})).records, std::uint64_t{12});
}

void RatesTest::binsHoldWhatWasCountedByHand()
{
    ViolationQuery query;
    query.bins = 7;
    const ViolationSeries series = rates(query);
    QCOMPARE(series.bins.size(), std::size_t{7});
    QCOMPARE(series.bins.front().begin, at(0));
    // Ten minutes each: 0 | 15 | 25 | 35 | – | – | 65 66 67 68 69 70
    const std::vector<Counts> expected{{1, 0, 0, 0}, {1, 1, 1, 0}, {1, 1, 0, 0}, {0, 0, 0, 1}, {0, 0, 0, 0}, {0, 0, 0, 0}, {6, 2, 2, 0}};
    for (std::size_t i = 0; i < expected.size(); ++i) {
        QCOMPARE(countsOf(series.bins[i]), expected[i]);
        QCOMPARE(series.bins[i].end.nanoseconds - series.bins[i].begin.nanoseconds, 600'000'000'001LL);
        if (i > 0)
            QCOMPARE(series.bins[i].begin, series.bins[i - 1].end);
    }
    QVERIFY(series.bins.back().end.nanoseconds > at(70).nanoseconds);
    QCOMPARE(series.withoutTime, std::uint64_t{1});
    // clerk s1 s3 s5 and robot s1 s4; s2 has no decidable call, s6 no pact
    QCOMPARE(series.runs, std::uint64_t{5});
    QCOMPARE(series.violatingRuns, std::uint64_t{4}); // all but robot s1
}

void RatesTest::rowsHoldEveryClauseOfEveryAgent()
{
    const ViolationSeries series = rates({});
    std::map<std::pair<std::string, std::string>, Counts> found;
    for (const ViolationRow &row : series.rows) {
        found.emplace(std::pair(row.agent, row.clause), countsOf(row));
        QVERIFY(!row.readsAs.empty());
    }
    QCOMPARE(found.size(), series.rows.size());
    QCOMPARE(found.size(), std::size_t{5});
    QCOMPARE(found.at({"clerk", "P1"}), (Counts{4, 3, 2, 1})); // 20, 150, 200, 500; the one without time counts here
    QCOMPARE(found.at({"clerk", "P2"}), (Counts{4, 3, 2, 1}));
    QCOMPARE(found.at({"clerk", "R1"}), (Counts{2, 1, 1, 0}));
    QCOMPARE(found.at({"robot", "P1"}), (Counts{2, 1, 1, 0}));
    QCOMPARE(found.at({"robot", "P2"}), (Counts{2, 2, 2, 0}));
    for (std::size_t i = 1; i < series.rows.size(); ++i)
        QVERIFY(series.rows[i - 1].attempted >= series.rows[i].attempted);
}

void RatesTest::oneAgentOneClause()
{
    ViolationQuery query;
    query.bins = 1;
    query.agent = "robot";
    ViolationSeries series = rates(query);
    QCOMPARE(series.bins.size(), std::size_t{1});
    QCOMPARE(countsOf(series.bins[0]), (Counts{3, 1, 1, 0})); // 101, look, 60
    QCOMPARE(series.runs, std::uint64_t{2});
    QCOMPARE(series.violatingRuns, std::uint64_t{1});
    QCOMPARE(series.withoutTime, std::uint64_t{0});

    query.clause = "P2"; // an escalation, asked for by name
    series = rates(query);
    QCOMPARE(countsOf(series.bins[0]), (Counts{2, 2, 2, 0})); // only calls the clause speaks of
    QCOMPARE(series.runs, std::uint64_t{2});
    QCOMPARE(series.violatingRuns, std::uint64_t{2});

    query.agent.clear();
    query.clause = "R1";
    series = rates(query);
    QCOMPARE(countsOf(series.bins[0]), (Counts{2, 1, 1, 0}));
    QCOMPARE(series.runs, std::uint64_t{1});

    query.clause = "no such clause";
    series = rates(query);
    QVERIFY(series.bins.empty());
    QCOMPARE(series.runs, std::uint64_t{0});
}

void RatesTest::aRangeOfTime()
{
    ViolationQuery query;
    query.bins = 1;
    query.since = at(15);
    query.until = at(65); // which is not in it
    const ViolationSeries series = rates(query);
    QCOMPARE(countsOf(series.bins.at(0)), (Counts{2, 2, 1, 1}));
    QCOMPARE(series.bins[0].begin, at(15));
    QCOMPARE(series.withoutTime, std::uint64_t{0}); // a call without time is in no range
    QCOMPARE(series.runs, std::uint64_t{1});
}

void RatesTest::runsWithoutADecidableCallAreNoRuns()
{
    ViolationQuery query;
    query.since = at(35);
    query.until = at(36);
    const ViolationSeries series = rates(query);
    QCOMPARE(series.runs, std::uint64_t{0});
    QCOMPARE(series.violatingRuns, std::uint64_t{0});
    QCOMPARE(countsOf(series.bins.at(0)), (Counts{0, 0, 0, 1}));
}

void RatesTest::binsHaveBounds()
{
    ViolationQuery query;
    query.bins = 0;
    QCOMPARE(rates(query).bins.size(), std::size_t{1});
    query.bins = 100'000;
    const ViolationSeries series = rates(query);
    QCOMPARE(series.bins.size(), std::size_t{200});
    std::uint64_t decidable = 0;
    for (const ViolationBin &bin : series.bins)
        decidable += bin.decidable;
    QCOMPARE(decidable, std::uint64_t{9});
}

void RatesTest::theFarthestTimesOverflowNothing()
{
    // A source may say that it is the year 1678, and another that it is 2261: the ends of what nanoseconds can count.
    const auto session = [](const char *when) {
        return R"({"agent":"clerk","session_id":")" + std::string(when) + R"(","messages":[{"role":"assistant","timestamp":")" + when +
               R"(","tool_calls":[{"id":"1","type":"function","function":{"name":"pay","arguments":"{\"amount\":150}"}}]}]})" + "\n";
    };
    const auto workspace = m_folder.workspace(shopPact());
    const ImportReport report =
        need(workspace->import({m_folder.write("far.jsonl", session("1678-01-01T00:00:00Z") + session("2261-12-31T23:59:59Z"))}, {}));
    QVERIFY2(report.records >= 2, report.files[0].skipped.c_str());
    std::vector<Row> calls = rows(*workspace);
    QCOMPARE(calls.size(), std::size_t{2});
    QVERIFY(calls[0].time && calls[1].time);
    for (const std::size_t bins : {1, 7, 200}) {
        ViolationQuery query;
        query.bins = bins;
        const ViolationSeries series = violationSeries(*need(readMetricTrail(*workspace)), query);
        QCOMPARE(series.bins.size(), bins);
        QCOMPARE(series.bins.front().begin, *calls[0].time);
        QVERIFY(series.bins.back().end.nanoseconds >= calls[1].time->nanoseconds);
        std::uint64_t attempted = 0;
        for (const ViolationBin &bin : series.bins) {
            QVERIFY(bin.begin.nanoseconds < bin.end.nanoseconds);
            attempted += bin.attempted;
        }
        QCOMPARE(attempted, std::uint64_t{2});
        QCOMPARE(series.bins.back().attempted, std::uint64_t{bins == 1 ? 2U : 1U});
    }
}

void RatesTest::anEmptyWorkspaceHasNoRates()
{
    const auto workspace = m_folder.workspace(shopPact());
    const ViolationSeries series = violationSeries(*need(readMetricTrail(*workspace)), {});
    QVERIFY(series.bins.empty() && series.rows.empty());
    QCOMPARE(series.runs + series.withoutTime, std::uint64_t{0});
}

QTEST_GUILESS_MAIN(RatesTest)
#include "rates_test.moc"
