// SPDX-License-Identifier: GPL-3.0-or-later
// What a check remembers for the next one: answers stay as long as what they rest on, a change asks its own pairs only, time is never spent twice
// on the same question, and a memory changes no finding.
#include <QTest>

#include "asked_worlds.h"
#include "models/pact/redline/implication.h"
#include "models/pact/redline/logic.h"

#include "models/pact/cel/parser.h"
#include "models/pact/cel/program.h"
#include "models/pact/variables.h"

#include <algorithm>
#include <atomic>
#include <chrono>

using namespace mandate;
using namespace std::chrono_literals;

class LogicMemoryTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingIsAskedTwice();
    void oneChangedClauseAsksItsOwnPairsOnly();
    void aFactThatChangedIsAskedAboutAnew();
    void aMemoryChangesNoFinding();
    void theShareAnsweredRisesFromCheckToCheck();
    void whatWasAnsweredBeforeACancelStays();
    void formImpliesWhatTheEvaluatorConfirms_data();
    void formImpliesWhatTheEvaluatorConfirms();
};

namespace {

Clause clauseOf(int number, ClauseKind kind, const std::string &when)
{
    Clause clause;
    clause.id = "C" + std::to_string(number);
    clause.kind = kind;
    clause.tools = {"tool_" + std::to_string(number % 30)};
    clause.when = when;
    clause.readsAs = "A clause.";
    if (kind == ClauseKind::Escalate)
        clause.escalation = Escalation{"owner", 60, false};
    return clause;
}

/// Clauses that overlap in tools and in what they read, so that there are many pairs.
PactDocument pactOfSize(int clauses)
{
    PactDocument pact = pactsOf(ClauseKind::Forbid, "true", "true").first;
    pact.clauses.clear();
    for (int i = 0; i < clauses; ++i)
        pact.clauses.push_back(clauseOf(i, static_cast<ClauseKind>(i % 3),
                                        "has(args.amount) && double(args.amount) > " + std::to_string(100 + i) +
                                            ".0 && state.order[args.id].status != 'pending' && args.items.exists(i, i.count > " + std::to_string(i % 5) + ")"));
    return pact;
}

LogicReport checked(const PactDocument &pact, LogicMemory *memory, const RedlineBudget &budget = patience())
{
    auto report = logicFindings(pact, budget, memory);
    if (!report)
        qFatal("%s", report.error().happened.c_str());
    return std::move(report).value();
}

/// Questions of the pact that a clause is part of: those that are gone without it.
std::size_t questionsWith(const PactDocument &pact, const std::string &clause)
{
    RedlineBudget none;
    none.time = 0ms;
    PactDocument without = pact;
    std::erase_if(without.clauses, [&](const Clause &one) { return one.id == clause; });
    return checked(pact, nullptr, none).questions - checked(without, nullptr, none).questions;
}

} // namespace

void LogicMemoryTest::nothingIsAskedTwice()
{
    LogicMemory memory;
    const PactDocument pact = pactOfSize(40);
    const LogicReport first = checked(pact, &memory);
    QVERIFY(first.questions > 40);
    QCOMPARE(first.open, std::size_t{0});
    PactDocument renamed = pact;
    for (Clause &clause : renamed.clauses) {
        clause.id += "x"; // words and ids are no part of any answer
        clause.readsAs = "Other words.";
    }
    const LogicReport second = checked(renamed, &memory);
    QCOMPARE(second.questions, first.questions);
    QCOMPARE(second.remembered, second.questions);
}

void LogicMemoryTest::oneChangedClauseAsksItsOwnPairsOnly()
{
    LogicMemory memory;
    PactDocument pact = pactOfSize(60);
    checked(pact, &memory);
    pact.clauses[31].when += " && args.reason == 'mistake'";
    const LogicReport report = checked(pact, &memory);
    const std::size_t own = questionsWith(pact, pact.clauses[31].id);
    QVERIFY(own > 1);
    QVERIFY(own < report.questions / 2);
    QCOMPARE(report.questions - report.remembered, own);
}

void LogicMemoryTest::aFactThatChangedIsAskedAboutAnew()
{
    LogicMemory memory;
    PactDocument pact = pactOfSize(6);
    pact.clauses.push_back(clauseOf(99, ClauseKind::Forbid, "args.n > 5"));
    const LogicReport first = checked(pact, &memory);
    pact.state[0].value = "value.inner";
    const LogicReport second = checked(pact, &memory);
    QCOMPARE(second.questions, first.questions);
    QCOMPARE(second.remembered, questionsWith(pact, "C99")); // the only one that reads no fact
}

void LogicMemoryTest::aMemoryChangesNoFinding()
{
    LogicMemory memory;
    PactDocument pact = pactOfSize(12);
    for (Clause &clause : pact.clauses)
        clause.tools = {"t"};
    pact.clauses.push_back(clauseOf(50, ClauseKind::Permit, "args.amount > 10 && args.amount < 5"));
    pact.clauses.push_back(clauseOf(51, ClauseKind::Permit, "args.n <= 600"));
    pact.clauses.push_back(clauseOf(52, ClauseKind::Forbid, "args.n > 500"));
    for (std::size_t i = pact.clauses.size() - 3; i < pact.clauses.size(); ++i)
        pact.clauses[i].tools = {"t"};
    const auto told = [](const LogicReport &report) {
        QStringList all;
        for (const Problem &problem : report.problems)
            all << QString::fromStdString(problem.rule + ' ' + problem.place + ' ' + problem.other);
        return all;
    };
    const QStringList without = told(checked(pact, nullptr));
    QVERIFY(without.contains(QStringLiteral("never-holds C50 ")));
    QVERIFY(without.contains(QStringLiteral("wider-than-prohibition C51 C52")));
    for (int i = 0; i < 3; ++i)
        QCOMPARE(told(checked(pact, &memory)), without);
    std::swap(pact.clauses.front().when, pact.clauses.back().when);
    const QStringList swapped = told(checked(pact, &memory));
    QCOMPARE(swapped, told(checked(pact, nullptr)));
}

void LogicMemoryTest::theShareAnsweredRisesFromCheckToCheck()
{
    // A clock that goes on by itself: each look at it takes a millisecond, whatever the machine does.
    auto looks = std::make_shared<std::atomic<int>>(0);
    LogicMemory memory;
    const PactDocument pact = pactOfSize(300);
    std::size_t before = 0;
    LogicReport report;
    int checks = 0;
    do {
        RedlineBudget budget = patience();
        budget.time = 300ms;
        budget.clock = [looks] { return std::chrono::steady_clock::time_point(std::chrono::milliseconds(++*looks)); };
        report = checked(pact, &memory, budget);
        QVERIFY2(report.answered() > before, qPrintable(QStringLiteral("check %1: %2 of %3, before %4").arg(checks).arg(report.answered()).arg(report.questions).arg(before)));
        before = report.answered();
    } while (++checks < 4 && report.open > 0);
    QVERIFY(checks > 1);
    std::printf("INFO   : %zu of %zu questions after %d short checks\n", report.answered(), report.questions, checks);
}

void LogicMemoryTest::whatWasAnsweredBeforeACancelStays()
{
    LogicMemory memory;
    const PactDocument pact = pactOfSize(40);
    std::stop_source stop;
    RedlineBudget budget = patience();
    budget.stop = stop.get_token();
    std::atomic<int> looks = 0;
    budget.clock = [&] {
        if (++looks == 200)
            stop.request_stop();
        return std::chrono::steady_clock::time_point();
    };
    const auto cancelled = logicFindings(pact, budget, &memory);
    QVERIFY(!cancelled);
    QCOMPARE(cancelled.error().kind, ErrorKind::Cancelled);
    QVERIFY(checked(pact, &memory).remembered > 5);
}

void LogicMemoryTest::formImpliesWhatTheEvaluatorConfirms_data()
{
    QTest::addColumn<QString>("stronger");
    QTest::addColumn<QString>("weaker");
    QTest::addColumn<bool>("implied");
    const auto row = [](const char *stronger, const char *weaker, bool implied) {
        QTest::addRow("%s / %s", stronger, weaker) << QString::fromLatin1(stronger) << QString::fromLatin1(weaker) << implied;
    };
    row("args.n > 5", "args.n > 5", true);
    row("args.n > 9", "args.n > 5", true);
    row("args.n > 5", "args.n > 9", false);
    row("args.n > 5", "args.n >= 5", true);
    row("args.n >= 5", "args.n > 5", false);
    row("args.n < 5", "args.n <= 5", true);
    row("args.n < 5", "args.n > 5", false);
    row("9 < args.n", "args.n > 5", true);
    row("args.n > 9", "args.n > 5.0", false); // of another kind: left to the solver
    row("args.n > 9 && has(args.m)", "args.n > 5", true);
    row("args.n > 9", "args.n > 5 && has(args.m)", false);
    row("args.s == 'a'", "args.s in ['a', 'b']", true);
    row("args.s in ['a']", "args.s in ['a', 'b']", true);
    row("args.s in ['a', 'c']", "args.s in ['a', 'b']", false);
    row("args.s in ['a', 'b']", "args.s == 'a'", false);
    row("args.p && args.n > 9", "args.p || args.q", true);
    row("args.p || args.n > 9", "args.n > 5 || args.p", true);
    row("args.p || args.q", "args.p", false);
    row("!args.p", "args.p", false);
    row("args.n > 5", "args.m > 5", false);
}

void LogicMemoryTest::formImpliesWhatTheEvaluatorConfirms()
{
    QFETCH(QString, stronger);
    QFETCH(QString, weaker);
    QFETCH(bool, implied);
    const auto program = [](const QString &condition) { return *cel::compile(condition.toStdString(), variables::clauseEnvironment()); };
    const cel::Program first = program(stronger);
    const cel::Program second = program(weaker);
    QCOMPARE(redline::impliesByForm(first.ast(), second.ast()), implied);
    if (!implied)
        return;
    for (const Json &world : worldsOf(Json{{"args.n", {4, 5, 6, 9, 10, 5.5, "a", "<absent>"}}, {"args.m", {1, "<absent>"}}, {"args.s", {"a", "b", "c", 1, "<absent>"}}, {"args.p", {true, false, "<absent>"}}, {"args.q", {true, "<absent>"}}})) {
        const auto [one, other] = answersTo(first, second, world);
        QVERIFY2(one != Answer::Yes || other == Answer::Yes, world.dump().c_str());
    }
}

QTEST_APPLESS_MAIN(LogicMemoryTest)
#include "logic_memory_test.moc"
