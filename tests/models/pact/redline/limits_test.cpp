// SPDX-License-Identifier: GPL-3.0-or-later
// Hostile and large input: the time given is kept, nothing is wrong or lost, and a comparison can be cancelled.
#include <QTest>

#include "asked_worlds.h"

#include <chrono>
#include <ctime>
#include <thread>

using namespace mandate;
using namespace std::chrono_literals;

class LimitsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void threeHundredChangedClausesAreDecidedInTime();
    void hostileConditionsKeepToTheTime_data();
    void hostileConditionsKeepToTheTime();
    void noTimeIsNoAnswer();
    void aComparisonCanBeCancelled();
    void aStoppedComparisonDoesNothing();
};

namespace {

/// Room above the budget for what cannot be interrupted.
constexpr auto grace = 3s;

/// Time on the processor, which other programs do not lengthen.
std::chrono::nanoseconds ownTime()
{
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

std::string repeated(const std::string &text, int times, const std::string &between)
{
    std::string out;
    for (int i = 0; i < times; ++i)
        out += (i ? between : "") + text;
    return out;
}

} // namespace

void LimitsTest::threeHundredChangedClausesAreDecidedInTime()
{
    PactDocument before = pactsOf(ClauseKind::Forbid, "true", "true").first;
    PactDocument after = before;
    before.clauses.clear();
    after.clauses.clear();
    for (int i = 0; i < 300; ++i) {
        Clause clause;
        clause.id = "C" + std::to_string(i);
        clause.tools = {"tool_" + std::to_string(i % 40)};
        clause.when = "has(args.amount) && double(args.amount) > " + std::to_string(100 + i) + ".0 && state.order[args.id].status != 'pending'";
        clause.readsAs = "A clause about more than " + std::to_string(100 + i) + '.';
        before.clauses.push_back(clause);
        clause.when = "has(args.amount) && double(args.amount) > " + std::to_string(100 + i + (i % 2 ? 5 : -5)) +
                      ".0 && state.order[args.id].status != 'pending'";
        after.clauses.push_back(clause);
    }
    // What is asked here is that each is decided with the steps that five seconds give it; how fast is measured in tests/bench.
    RedlineBudget budget;
    budget.clock = patience().clock;
    const auto start = ownTime();
    const auto redline = compare(before, after, budget);
    std::printf("INFO   : 300 clauses in %lld ms\n", static_cast<long long>((ownTime() - start) / 1ms));
    QVERIFY(redline);
    QCOMPARE(redline->changes.size(), std::size_t{300});
    for (std::size_t i = 0; i < 300; ++i)
        QCOMPARE(std::string(nameOf(redline->changes[i].change)), std::string(i % 2 ? "widens" : "narrows"));
}

void LimitsTest::hostileConditionsKeepToTheTime_data()
{
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("after");
    const auto row = [](const char *name, const std::string &before, const std::string &after) {
        QTest::newRow(name) << QString::fromStdString(before) << QString::fromStdString(after);
    };
    const std::string deep = repeated("!(", 120, "") + "args.x > 1" + std::string(120, ')');
    row("deep", deep, repeated("!(", 118, "") + "args.x > 2" + std::string(118, ')'));
    row("long", repeated("args.x == 1", 3000, " || "), repeated("args.y == 1", 3000, " || "));
    row("products of arguments", "args.a * args.b * args.c == 1073676289 && args.a > args.b",
        "args.a * args.a * args.b + args.c * args.c == 982451653");
    row("texts that nest", "args.a + args.b + args.c == args.c + args.b + args.a && args.a.contains(args.b)",
        "args.a + 'x' + args.b == args.b + 'y' + args.a && args.b.contains(args.c + args.a)");
    std::string doubling = "args.s";
    std::string other = "args.t";
    for (int i = 0; i < 40; ++i) {
        const std::string name = "v" + std::to_string(i);
        doubling = "cel.bind(" + name + ", " + doubling + ", " + name + " + " + name + ")";
        other = "cel.bind(" + name + ", " + other + ", " + name + " + " + name + ")";
    }
    row("values that double", doubling + " == 'a'", other + " == 'b'");
    std::string nested = "a0 == args.x";
    for (int i = 0; i < 12; ++i)
        nested = "args.l" + std::to_string(i) + ".exists(a" + std::to_string(i) + ", " + nested + ')';
    row("lists in lists", nested, nested + " || args.x == 1");
    row("many lists", repeated("args.l.exists(e, e.k == args.x)", 1, "") + " || " + repeated("args.m.filter(e, e.k > 1).size() > 3", 40, " || "),
        repeated("args.l.exists(e, e.k == args.x && e.j == 1)", 40, " || "));
    std::string names;
    for (int i = 0; i < 2000; ++i)
        names += (i ? ", 'name" : "'name") + std::to_string(i) + '\'';
    row("a list of 2,000 names", "args.s in [" + names + ']', "args.s in [" + names + ", 'one more']");
    row("patterns", "args.s.matches('(a+)+$') && !args.s.matches('a')", "args.s.matches('(a|b)*c') && args.t.matches('a')");
    row("a text with rare characters", "args.s == '\\U0010FFFF'", "args.s == '\\U0010FFFE'");
}

void LimitsTest::hostileConditionsKeepToTheTime()
{
    QFETCH(const QString, before);
    QFETCH(const QString, after);
    RedlineBudget budget;
    budget.time = 2s;
    for (const bool back : {false, true}) {
        const std::string old = (back ? after : before).toStdString();
        const std::string now = (back ? before : after).toStdString();
        const auto [first, second] = pactsOf(ClauseKind::Forbid, old, now);
        const auto start = ownTime();
        const auto redline = compare(first, second, budget);
        const auto taken = ownTime() - start;
        QVERIFY(redline);
        const PactChange change = changeOf(*redline);
        std::printf("INFO   : %s, %lld ms\n", std::string(nameOf(change.change)).c_str(), static_cast<long long>(taken / 1ms));
        QVERIFY(taken < budget.time + grace);
        if (change.change == ScopeChange::Widens)
            QCOMPARE(problemOfExample(change, ClauseKind::Forbid, old, now), std::string());
    }
}

void LimitsTest::noTimeIsNoAnswer()
{
    const auto [before, after] = pactsOf(ClauseKind::Forbid, "args.x > 1", "args.x > 2");
    RedlineBudget budget;
    budget.time = 0ms;
    const auto redline = compare(before, after, budget);
    QVERIFY(redline);
    QCOMPARE(changeOf(*redline).change, ScopeChange::CannotTell);
}

void LimitsTest::aComparisonCanBeCancelled()
{
    const std::string hard = "args.a * args.b * args.c == 1073676289 && args.a + args.s == args.s + args.a";
    const auto [before, after] =
        pactsOf(ClauseKind::Forbid, hard, "args.a * args.a * args.b + args.c * args.c == 982451653 && args.t.contains(args.s + args.t)");
    std::stop_source source;
    RedlineBudget budget;
    budget.time = 60s;
    budget.question = 60s;
    budget.stop = source.get_token();
    const auto start = ownTime();
    std::jthread later([&] {
        std::this_thread::sleep_for(100ms);
        source.request_stop();
    });
    const auto redline = compare(before, after, budget);
    QVERIFY(ownTime() - start < 10s);
    if (!redline)
        QCOMPARE(redline.error().kind, ErrorKind::Cancelled);
}

void LimitsTest::aStoppedComparisonDoesNothing()
{
    const auto [before, after] = pactsOf(ClauseKind::Forbid, "args.x > 1", "args.x > 2");
    std::stop_source source;
    source.request_stop();
    RedlineBudget budget;
    budget.stop = source.get_token();
    const auto redline = compare(before, after, budget);
    QVERIFY(!redline);
    QCOMPARE(redline.error().kind, ErrorKind::Cancelled);
}

QTEST_APPLESS_MAIN(LimitsTest)
#include "limits_test.moc"
