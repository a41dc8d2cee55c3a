// SPDX-License-Identifier: GPL-3.0-or-later
// What follows from a pact's clauses: findings, their examples, and that nothing is found where nothing can be told. Held against the
// evaluator, whose answers decide.
#include <QTest>

#include "asked_worlds.h"
#include "models/pact/redline/logic.h"
#include "tests/models/pact/judged_session.h"

#include <chrono>
#include <cstdio>
#include <random>

using namespace mandate;

class LogicTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oneClauseAlone_data();
    void oneClauseAlone();
    void twoClauses_data();
    void twoClauses();
    void anExampleLiesWhereThePermissionIsTooWide();
    void toolsThatDifferDoNotMeet();
    void whatLooksAtTheResultDecidesNothingBefore();
    void shippedPactsHaveNoFinding_data();
    void shippedPactsHaveNoFinding();
    void noFindingContradictsAnyAction_data();
    void noFindingContradictsAnyAction();
    void noTimeFindsNothing();
    void itCanBeCancelled();
};

namespace {

Clause clauseOf(const std::string &id, ClauseKind kind, const std::string &when, std::vector<std::string> tools = {"t"})
{
    Clause clause;
    clause.id = id;
    clause.kind = kind;
    clause.tools = std::move(tools);
    clause.when = when;
    clause.readsAs = "A clause.";
    if (kind == ClauseKind::Escalate)
        clause.escalation = Escalation{"owner", 60, false};
    return clause;
}

PactDocument pactOf(std::vector<Clause> clauses)
{
    PactDocument pact = pactsOf(ClauseKind::Forbid, "true", "true").first;
    pact.clauses = std::move(clauses);
    return pact;
}

std::vector<Problem> findingsOf(const PactDocument &pact)
{
    const auto report = logicFindings(pact, patience());
    if (!report)
        qFatal("%s", report.error().happened.c_str());
    return report->problems;
}

QString told(const std::vector<Problem> &problems)
{
    QStringList all;
    for (const Problem &p : problems)
        all << QString::fromStdString(std::string(nameOf(p.problemClass)) + ' ' + p.rule + ' ' + p.place + (p.other.empty() ? "" : ' ' + p.other));
    return all.join(u';');
}

ClauseKind kindNamed(const QString &name)
{
    return name == QStringLiteral("forbid")     ? ClauseKind::Forbid
           : name == QStringLiteral("escalate") ? ClauseKind::Escalate
           : name == QStringLiteral("permit")   ? ClauseKind::Permit
                                                : ClauseKind::Evidence;
}

/// The conditions of the clauses that a finding's example names answer yes to it; empty when so.
std::string problemOfExampleIn(const Problem &problem, const PactDocument &pact)
{
    const Json example = Json::parse(problem.example);
    for (const std::string &id : {problem.place, problem.other}) {
        if (id.empty())
            continue;
        const Clause *clause = pact.clause(id);
        if (answerTo(clause->when, example) != Answer::Yes)
            return id + " does not hold for " + problem.example;
        if (!example["clauses"].contains(id))
            return id + " is not in the example";
        if (!clause->tools.empty() && std::none_of(clause->tools.begin(), clause->tools.end(),
                                                   [&](const std::string &t) { return matchesPattern(t, example["tool"].get<std::string>()); }))
            return id + " does not speak of the tool";
    }
    return {};
}

} // namespace

void LogicTest::oneClauseAlone_data()
{
    QTest::addColumn<QString>("when");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const char *when, const char *expected) {
        QTest::newRow(name) << QString::fromUtf8(when) << QString::fromUtf8(expected);
    };
    row("a range that is none", "args.n > 5 && args.n < 3", "warning never-holds C");
    row("two texts at once", "args.s == 'a' && args.s == 'b'", "warning never-holds C");
    row("in a list and not", "args.s in ['a', 'b'] && args.s != 'a' && args.s != 'b'", "warning never-holds C");
    row("of elements", "args.l.all(e, e > 3) && args.l.exists(e, e < 2)", "warning never-holds C");
    row("one of both", "args.n > 5 || args.n <= 5", "warning always-holds C");
    row("absent or not", "has(args.n) || !has(args.n)", "warning always-holds C");
    row("a comment at the end", "args.n > 5 || args.n <= 5 // all", "warning always-holds C");
    row("neither", "(args.n > 1) == (args.n > 'a')", "warning never-decided C");
    row("sometimes", "args.n > 5", "");
    row("hardly ever", "args.n > 5 && args.n < 7 && args.s == 'a'", "");
    row("not modelled", "args.s.matches('a') && !args.s.matches('(a)')", ""); // never holds, and cannot be told
    row("constant", "false", "");                                             // checkPact() tells
    row("does not compile", "args.", "");
}

void LogicTest::oneClauseAlone()
{
    QFETCH(QString, when);
    QFETCH(QString, expected);
    const PactDocument pact = pactOf({clauseOf("C", ClauseKind::Forbid, when.toStdString())});
    const auto problems = findingsOf(pact);
    QCOMPARE(told(problems), expected);
    for (const Problem &problem : problems) {
        QVERIFY(!problem.reason.empty() && !problem.remedy.empty());
        if (problem.rule == "always-holds")
            QVERIFY2(problemOfExampleIn(problem, pact).empty(), problemOfExampleIn(problem, pact).c_str());
    }
}

void LogicTest::twoClauses_data()
{
    QTest::addColumn<QString>("first");
    QTest::addColumn<QString>("firstWhen");
    QTest::addColumn<QString>("second");
    QTest::addColumn<QString>("secondWhen");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const char *first, const char *firstWhen, const char *second, const char *secondWhen,
                        const char *expected) {
        QTest::newRow(name) << QString::fromUtf8(first) << QString::fromUtf8(firstWhen) << QString::fromUtf8(second) << QString::fromUtf8(secondWhen)
                            << QString::fromUtf8(expected);
    };
    row("escalation behind a prohibition", "forbid", "args.n > 500", "escalate", "args.n > 1000", "warning no-effect B A");
    row("whatever the order of the document", "escalate", "args.n > 1000", "forbid", "args.n > 500", "warning no-effect A B");
    row("escalation beside a prohibition", "forbid", "args.n > 1000", "escalate", "args.n > 500", "");
    row("permission behind a prohibition", "permit", "args.n > 600 && args.n < 700", "forbid", "args.n > 500", "warning contradiction A B");
    row("permission behind an escalation", "permit", "args.n > 600", "escalate", "args.n > 500", "warning no-effect A B");
    row("permission into a prohibition", "permit", "args.n <= 600", "forbid", "args.n > 500", "warning wider-than-prohibition A B");
    row("permission up to a prohibition", "permit", "args.n <= 500", "forbid", "args.n > 500", "");
    row("permission of everything", "permit", "true", "forbid", "args.n > 500", "");
    row("permission of something else", "permit", "args.m <= 600", "forbid", "args.n > 500", "");
    row("permission into an escalation", "permit", "args.n <= 600", "escalate", "args.n > 500", "");
    row("the same prohibition again", "forbid", "args.n > 5", "forbid", "5 < args.n", "suggestion no-effect B A");
    row("a wider prohibition later", "forbid", "args.n > 1000", "forbid", "args.n > 500", "");
    row("asked for with has", "forbid", "has(args.n) && args.n > 500", "escalate", "args.n > 1000", "warning no-effect B A");
    row("through a fact", "forbid", "state.order[args.s].total > 5", "escalate", "state.order[args.s].total > 9", "warning no-effect B A");
    row("of different facts", "forbid", "state.order[args.s].total > 5", "escalate", "state.line[args.s].total > 9", "");
    row("escalation where all is forbidden", "forbid", "true", "escalate", "args.n > 9", "warning no-effect B A");
    row("a duty stands for itself", "forbid", "args.n > 5", "evidence", "args.n > 9", "");
    row("never at all", "forbid", "args.n > 5", "escalate", "args.n > 9 && args.n < 8", "warning never-holds B");
}

void LogicTest::twoClauses()
{
    QFETCH(QString, first);
    QFETCH(QString, firstWhen);
    QFETCH(QString, second);
    QFETCH(QString, secondWhen);
    QFETCH(QString, expected);
    const PactDocument pact =
        pactOf({clauseOf("A", kindNamed(first), firstWhen.toStdString()), clauseOf("B", kindNamed(second), secondWhen.toStdString())});
    const auto problems = findingsOf(pact);
    QCOMPARE(told(problems), expected);
    for (const Problem &problem : problems) {
        if (problem.rule == "never-holds")
            continue;
        QVERIFY(!problem.example.empty());
        QVERIFY2(problemOfExampleIn(problem, pact).empty(), problemOfExampleIn(problem, pact).c_str());
    }
}

void LogicTest::anExampleLiesWhereThePermissionIsTooWide()
{
    const auto problems =
        findingsOf(pactOf({clauseOf("P", ClauseKind::Permit, "args.amount <= 600"), clauseOf("F", ClauseKind::Forbid, "args.amount > 500")}));
    QCOMPARE(problems.size(), std::size_t{1});
    const double amount = Json::parse(problems[0].example)["args"]["amount"].get<double>();
    QVERIFY2(amount > 500 && amount <= 600, problems[0].example.c_str());
}

void LogicTest::toolsThatDifferDoNotMeet()
{
    const auto of = [](std::vector<std::string> first, std::vector<std::string> second) {
        return told(findingsOf(pactOf({clauseOf("A", ClauseKind::Forbid, "args.n > 5", std::move(first)),
                                       clauseOf("B", ClauseKind::Escalate, "args.n > 9", std::move(second))})));
    };
    const QString covered = QStringLiteral("warning no-effect B A");
    QCOMPARE(of({"t"}, {"u"}), QString());
    QCOMPARE(of({"t"}, {"t", "u"}), QString()); // for u it decides
    QCOMPARE(of({"t", "u"}, {"u"}), covered);
    QCOMPARE(of({"pay_*"}, {"pay_now"}), covered);
    QCOMPARE(of({"pay_now"}, {"pay_*"}), QString());
    QCOMPARE(of({}, {"t"}), covered);
    QCOMPARE(of({"t"}, {}), QString());
}

void LogicTest::whatLooksAtTheResultDecidesNothingBefore()
{
    PactDocument pact = pactOf({clauseOf("A", ClauseKind::Forbid, "args.n > 5"), clauseOf("B", ClauseKind::Escalate, "args.n > 9")});
    pact.clauses[0].afterResult = true;
    QCOMPARE(told(findingsOf(pact)), QString());
}

void LogicTest::shippedPactsHaveNoFinding_data()
{
    QTest::addColumn<QString>("pact");
    for (const char *name : {"airline", "retail", "telecom", "banking"})
        QTest::newRow(name) << QString::fromLatin1(name);
}

void LogicTest::shippedPactsHaveNoFinding()
{
    QFETCH(QString, pact);
    const auto report = logicFindings(parsePact(shippedPactText(pact.toStdString()))->document, patience());
    QVERIFY(report);
    QCOMPARE(told(report->problems), QString());
}

void LogicTest::noFindingContradictsAnyAction_data()
{
    QTest::addColumn<unsigned>("seed");
    for (unsigned seed = 0; seed < 12; ++seed)
        QTest::addRow("%u", seed) << seed;
}

void LogicTest::noFindingContradictsAnyAction()
{
    QFETCH(unsigned, seed);
    std::mt19937 random(seed);
    const auto pick = [&](std::initializer_list<const char *> of) { return std::string(*(of.begin() + random() % of.size())); };
    const auto atom = [&] {
        return pick({"args.n > 1", "args.n > 2", "args.n <= 1", "args.n < 2", "has(args.n)", "!has(args.n)", "args.s == 'a'", "args.s != 'a'",
                     "args.s in ['a', 'b']", "args.s.startsWith('a')", "args.l.exists(e, e > 1)", "args.l.all(e, e <= 1)", "size(args.l) > 1",
                     "args.p", "!args.p", "args.s.matches('^a')", "args.n + args.m > 2"});
    };
    const auto condition = [&] {
        std::string text = atom();
        for (std::size_t more = random() % 3; more > 0; --more)
            text = '(' + text + pick({" && ", " || "}) + atom() + ')';
        return random() % 4 == 0 ? "!(" + text + ')' : text;
    };
    std::vector<Clause> clauses;
    for (int i = 0; i < 8; ++i)
        clauses.push_back(clauseOf("C" + std::to_string(i), static_cast<ClauseKind>(random() % 3), condition()));
    const PactDocument pact = pactOf(std::move(clauses));
    const auto worlds = worldsOf(Json{{"args.n", {0, 1, 2, 3, "a", "<absent>"}},
                                      {"args.m", {0, 2}},
                                      {"args.s", {"", "a", "ab", "b", 1, "<absent>"}},
                                      {"args.l", {Json::array(), {0}, {2}, {1, 2}, {0, 1}, "<absent>"}},
                                      {"args.p", {true, false, "<absent>"}}});
    std::map<std::string, std::vector<Answer>> answers;
    for (const Clause &clause : pact.clauses) {
        const auto program = cel::compile(clause.when, variables::clauseEnvironment());
        QVERIFY2(program, clause.when.c_str());
        for (const Json &world : worlds)
            answers[clause.id].push_back(answersTo(*program, *program, world).first);
    }
    int examples = 0;
    const auto problems = findingsOf(pact);
    for (const Problem &problem : problems) {
        const auto &of = answers[problem.place];
        const std::string both =
            problem.rule + ": " + pact.clause(problem.place)->when + (problem.other.empty() ? "" : " / " + pact.clause(problem.other)->when);
        const bool alone = problem.other.empty();
        for (std::size_t i = 0; i < worlds.size(); ++i) {
            const bool yes = of[i] == Answer::Yes;
            if (problem.rule == "never-holds" || problem.rule == "never-decided")
                QVERIFY2(!yes, both.c_str());
            if (problem.rule == "always-holds" || problem.rule == "never-decided")
                QVERIFY2(of[i] != Answer::No, both.c_str());
            if (problem.rule == "no-effect" || problem.rule == "contradiction")
                QVERIFY2(!yes || answers[problem.other][i] == Answer::Yes, both.c_str());
        }
        QVERIFY2(alone || pact.clause(problem.other), both.c_str());
        if (problem.example.empty()) {
            QVERIFY2(problem.rule != "wider-than-prohibition", both.c_str());
            continue;
        }
        ++examples;
        QVERIFY2(problemOfExampleIn(problem, pact).empty(), problemOfExampleIn(problem, pact).c_str());
    }
    std::printf("INFO   : %zu findings, %d with an example, %zu actions asked\n", problems.size(), examples, worlds.size());
}

void LogicTest::noTimeFindsNothing()
{
    RedlineBudget budget;
    budget.time = std::chrono::milliseconds(0);
    const auto report = logicFindings(pactOf({clauseOf("C", ClauseKind::Forbid, "args.n > 5 && args.n < 3")}), budget);
    QVERIFY(report);
    QCOMPARE(told(report->problems), QString());
    QCOMPARE(report->open, std::size_t{1});
}

void LogicTest::itCanBeCancelled()
{
    std::stop_source stop;
    stop.request_stop();
    RedlineBudget budget;
    budget.stop = stop.get_token();
    const auto report = logicFindings(pactOf({clauseOf("C", ClauseKind::Forbid, "args.n > 5 && args.n < 3")}), budget);
    QVERIFY(!report);
    QCOMPARE(static_cast<int>(report.error().kind), static_cast<int>(ErrorKind::Cancelled));
}

QTEST_APPLESS_MAIN(LogicTest)
#include "logic_test.moc"
