// SPDX-License-Identifier: GPL-3.0-or-later
// Pacts held against what a trail holds: names, kinds and values that are nowhere, and what is only never used.
#include <QTest>

#include "judged_session.h"
#include "models/pact/check.h"
#include "models/pact/vocabulary.h"

#include <deque>

using namespace mandate;

class TrailCheckTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aMisspeltToolIsAnErrorWithTheNearestName();
    void aKnownClauseThatNeverMatchedIsOnlyInfo();
    void conditionsAreHeldAgainstTheTrail_data();
    void conditionsAreHeldAgainstTheTrail();
    void soundConditionsHaveNoProblem_data();
    void soundConditionsHaveNoProblem();
    void factsAreHeldAgainstResults_data();
    void factsAreHeldAgainstResults();
    void aPlaceIsPointedAtWithinTheCondition();
    void whatWasCutIsNotCalledUnknown();
    void anArgumentOfAToolNeverCalledMayBeIts();
    void aTrailOfOtherAgentsSaysNothing();
    void toolsOfThePactThatNobodyCalls();
    void anEscalationNeedsTimeAndSomeone();
};

namespace {

const Instant today = *parseInstant("2026-03-01T00:00:00Z");

/// Records made from text, one run unless said otherwise.
class Trail
{
public:
    explicit Trail(const VocabularyBuilder::Bounds &bounds = {}) : m_builder(bounds) {}

    Trail &call(const std::string &tool, const std::string &arguments = "{}", const std::string &result = {}, const std::string &session = "s")
    {
        Arena arena;
        JsonReader reader;
        const auto value = reader.read(arguments, arena);
        if (!value)
            qFatal("%s", describe(value.error()).c_str());
        Record record;
        record.agent = "clerk";
        record.deployment = "shop";
        record.session = session;
        record.tool = tool;
        record.arguments = *value;
        if (!result.empty())
            record.result = result;
        record.outcome = Outcome::Executed;
        m_builder.add(record);
        return *this;
    }
    Vocabulary take() { return m_builder.take(); }

private:
    VocabularyBuilder m_builder;
};

/// 40 refunds and as many orders read.
Vocabulary shop()
{
    Trail trail;
    for (int i = 0; i < 40; ++i) {
        const std::string session = "s" + std::to_string(i);
        const std::string number = std::to_string(i);
        trail.call("read_order", R"({"order_id":"#W)" + number + R"("})",
                   R"({"order_id":"#W)" + number + R"(","status":")" + (i % 2 ? "pending" : "delivered") +
                       R"(","items":[{"item_id":"1","price":10.5}],"total":12})",
                   session);
        trail.call("refund",
                   R"({"order_id":"#W)" + number + R"(","amount":)" + std::to_string(10 * i) + R"(,"price":1.5,"text_amount":"12","reason":")" +
                       (i % 2 ? "no longer needed" : "ordered by mistake") + R"(","items":[{"id":"a","count":2}],"to":{"name":"n"},"mixed":)" +
                       (i % 2 ? "\"x\"" : "1") + "}",
                   "done", session);
    }
    return trail.take();
}

PactDocument pactOf(const std::string &clauses, const std::string &more = {})
{
    auto parsed = parsePact(pactWith(R"("accountability":{"owner":"O","deputy":"D"},"binds":[{"deployment":"shop"}],)"
                                     R"x("state":[{"fact":"order","when":"has(value.order_id) && has(value.status)","key":"value.order_id"},)x"
                                     R"({"fact":"customer","value":"text"}],"clauses":[)" +
                                     clause("P", "permit", "true") + (clauses.empty() ? "" : ",") + clauses + ']' + more));
    if (!parsed)
        qFatal("%s", describe(parsed.error()).c_str());
    return parsed->document;
}

QString told(const std::vector<Problem> &problems)
{
    QStringList lines;
    for (const Problem &problem : problems)
        lines << QString::fromStdString(std::string(nameOf(problem.problemClass)) + ' ' + problem.place + ' ' + problem.rule + ": " + problem.reason +
                                        ' ' + problem.remedy);
    return lines.join(u'\n');
}

std::vector<Problem> problemsOf(const std::string &condition, const Vocabulary &vocabulary, const std::string &tools = R"("refund")")
{
    return checkPact(pactOf(clause("C", "escalate", condition, R"(,"tools":[)" + tools + ']')), today, vocabulary);
}

} // namespace

void TrailCheckTest::aMisspeltToolIsAnErrorWithTheNearestName()
{
    const Vocabulary vocabulary = Trail().call("delete_record", R"({"id":"1"})").take();
    const auto problems = checkPact(pactOf(clause("D", "forbid", "args.id == '1'", R"(,"tools":["delete_recrod"])")), today, vocabulary);
    QVERIFY2(problems.size() == 1, qPrintable(told(problems)));
    QCOMPARE(problems[0].problemClass, ProblemClass::Error);
    QCOMPARE(problems[0].place, std::string("D"));
    QVERIFY2(problems[0].remedy.starts_with("Did you mean \"delete_record\"?"), problems[0].remedy.c_str());
}

void TrailCheckTest::aKnownClauseThatNeverMatchedIsOnlyInfo()
{
    Trail trail;
    for (int i = 0; i < 40; ++i)
        trail.call("cancel_pending_order",
                   std::string(R"({"order_id":"#W1","reason":")") + (i % 2 ? "no longer needed" : "ordered by mistake") + "\"}", "{}",
                   "s" + std::to_string(i));
    const PactDocument retail = parsePact(shippedPactText("retail"))->document;
    const ClauseMatches matches{{"R2", 0}, {"R3", 3}};
    QStringList ofR2;
    for (const Problem &problem : checkPact(retail, today, trail.take(), &matches)) {
        QVERIFY2(problem.problemClass == ProblemClass::Info, problem.reason.c_str());
        if (problem.place == "R2")
            ofR2 << QString::fromStdString(problem.reason);
        QVERIFY(problem.place != "R3");
    }
    QCOMPARE(ofR2, QStringList{QStringLiteral("This clause never matched in 40 runs.")});
}

void TrailCheckTest::conditionsAreHeldAgainstTheTrail_data()
{
    QTest::addColumn<QString>("condition");
    QTest::addColumn<QString>("problem");
    QTest::addColumn<QString>("remedy");
    const auto row = [](const char *name, const char *condition, const char *problem, const char *remedy) {
        QTest::newRow(name) << QString::fromUtf8(condition) << QString::fromUtf8(problem) << QString::fromUtf8(remedy);
    };
    row("argument", "args.amuont > 5", "error C unknown-argument: \"args.amuont\" was never seen in the trail, in 40 calls.",
        "Did you mean \"amount\"?");
    row("argument by index", "args['amuont'] > 5", "error C unknown-argument", "Did you mean \"amount\"?");
    row("argument asked for", "has(args.amuont) && args.amuont > 5", "error C unknown-argument", "Did you mean \"amount\"?");
    row("argument by optional index", "args[?'amuont'].orValue(0) > 5", "error C unknown-argument", "Did you mean \"amount\"?");
    row("argument like nothing", "args.zzzzzzz > 5", "error C unknown-argument", "these were seen: amount, items");
    row("inside of an argument", "args.to.nme == 'n'", "error C unknown-argument: \"args.to.nme\"", "Did you mean \"name\"?");
    row("inside of a list", "args.items.exists(i, i.cuont > 1)", "error C unknown-argument: \"args.items[…].cuont\"", "Did you mean \"count\"?");
    row("through a bound name", "cel.bind(t, args.to, t.nme == 'n')", "error C unknown-argument", "Did you mean \"name\"?");
    row("text against number", "args.text_amount > 100", "error C wrong-kind: \"args.text_amount\" was only ever a text in the trail",
        "int(args.text_amount)");
    row("text against decimal", "args.text_amount > 100.0", "error C wrong-kind", "double(args.text_amount)");
    row("number against text", "args.amount == '12'", "error C wrong-kind: \"args.amount\" was only ever a whole number", "string(args.amount)");
    row("number on the right", "'12' == args.amount", "error C wrong-kind", "string(args.amount)");
    row("whole times decimal", "args.amount * 1.1 > 5.0", "error C wrong-kind: \"args.amount\" was only ever a whole number", "double(args.amount)");
    row("now and then a text", "args.mixed > 3", "warning C wrong-kind: \"args.mixed\" was a whole number or a text in the trail", "int(args.mixed)");
    row("beginning of a number", "args.amount.startsWith('1')", "error C wrong-kind", "string(args.amount)");
    row("size of a number", "size(args.amount) > 3", "error C wrong-kind", "Check which value is meant.");
    row("list of a text", "args.reason.exists(r, r == 'a')", "error C wrong-kind", "Check which value is meant.");
    row("in a number", "1 in args.amount", "error C wrong-kind", "Check which value is meant.");
    row("member of a text", "args.reason.code == 1",
        "error C wrong-kind: \"args.reason\" was only ever a text in the trail, which has no member \"code\"", "");
    row("value", "args.reason == 'no longr needed'", "error C unknown-value: The value \"no longr needed\" of \"args.reason\"",
        "Did you mean \"no longer needed\"?");
    row("value in a list", "!(args.reason in ['no longer needed', 'orderd by mistake'])", "error C unknown-value",
        "Did you mean \"ordered by mistake\"?");
    row("value in a bound list", "cel.bind(all, ['orderd by mistake'], args.reason in all)", "error C unknown-value", "Did you mean");
    row("value with a default", "args[?'reason'].orValue('') == 'no longr needed'", "error C unknown-value", "Did you mean \"no longer needed\"?");
    row("value like no other", "args.reason == 'fraud'", "warning C unknown-value", "these were seen: \"no longer needed\", \"ordered by mistake\"");
    row("tool in the history", "history.exists(h, h.tool == 'raed_order')", "error C unknown-tool: No tool \"raed_order\"",
        "Did you mean \"read_order\"?");
    row("tool of the action", "action.tool in ['refunt']", "error C unknown-tool", "Did you mean \"refund\"?");
    row("tool beside it", "action.earlier.exists(t, t == 'refunt')", "error C unknown-tool", "Did you mean \"refund\"?");
    row("argument in the history", "history.exists(h, h.args.oder_id == 'a')", "error C unknown-argument: \"history[…].args.oder_id\"",
        "Did you mean \"order_id\"?");
    row("agent", "agent == 'clrek'", "error C unknown-value: No agent \"clrek\"", "Did you mean \"clerk\"?");
    row("deployment still to come", "environment == 'warehouse'", "info C unknown-value: No deployment", "unless it is still to come");
    row("fact", "state.oder['a'].status == 'pending'", "error C unknown-fact: The pact declares no fact \"oder\"", "Did you mean \"order\"?");
    row("member of a fact", "state.order[args.order_id].statsu == 'pending'", "error C unknown-member: \"state.order[…].statsu\"",
        "Did you mean \"status\"?");
    row("value of a fact", "state.order[args.order_id].status != 'pendng'", "error C unknown-value", "Did you mean \"pending\"?");
    row("kind of a fact", "state.order[args.order_id].total > '5'", "error C wrong-kind", "string(state.order[…].total)");
    row("member of the action", "action.tol == 'refund'", "error C unknown-member: \"action\" has no member \"tol\".", "Did you mean \"tool\"?");
    row("member of a call", "history.exists(h, h.exectued)", "error C unknown-member", "Did you mean \"executed\"?");
    row("part of the record", "!record.reslt", "error C unknown-member: \"record\" has no member \"reslt\".", "Did you mean \"result\"?");
}

void TrailCheckTest::conditionsAreHeldAgainstTheTrail()
{
    QFETCH(QString, condition);
    QFETCH(QString, problem);
    QFETCH(QString, remedy);
    const auto problems = problemsOf(condition.toStdString(), shop());
    QVERIFY2(problems.size() == 1, qPrintable(told(problems)));
    QVERIFY2(told(problems).startsWith(problem), qPrintable(told(problems)));
    QVERIFY2(QString::fromStdString(problems[0].remedy).contains(remedy), problems[0].remedy.c_str());
    QVERIFY(problems[0].line && problems[0].column);
}

void TrailCheckTest::soundConditionsHaveNoProblem_data()
{
    QTest::addColumn<QString>("condition");
    for (const char *condition : {"args.amount > 5.5",
                                  "args.amount >= 100 && args.price * 2.0 < 5.0",
                                  "double(args.text_amount) > 100.0",
                                  "string(args.mixed) == 'x'",
                                  "type(args.mixed) == int && args.mixed > 3",
                                  "args.amount != null && args.amount > 3",
                                  "args.reason == ''",
                                  "args[?'reason'].orValue('') == ''",
                                  "args.order_id == '#W77777'",
                                  "args.items.exists(i, i.count > 1 && i.id == 'a')",
                                  "size(args.items) > 2 && size(args.reason) > 2",
                                  "args.items.filter(i, i.count > 1).map(i, i.count).sum() > 3",
                                  "state.order[args.order_id].items.map(i, double(i.price)).sum() > 500.0",
                                  "state.order[?args.order_id].optMap(o, o.status).orValue('') == 'pending'",
                                  "has(state.customer) && state.customer == 'c'",
                                  "history.exists(h, h.executed && h.tool in ['refund', 'read_order'] && h.args.order_id == args.order_id)",
                                  "cel.bind(writes, ['refund'], history.exists(h, h.tool in writes))",
                                  "now > timestamp('2026-01-01T00:00:00Z') && input.contains('yes')",
                                  "args.order_id in state.order && size(state.order) > 0",
                                  "args.exists(name, name == 'anything')",
                                  "agent == 'clerk' && environment == 'shop'",
                                  "(action.tool == 'refund' ? args : state.order[args.order_id]).order_id == 'a'",
                                  "args.items[0].id == 'a'",
                                  "confidence < 0.5 && record.input"})
        QTest::newRow(condition) << QString::fromUtf8(condition);
}

void TrailCheckTest::soundConditionsHaveNoProblem()
{
    QFETCH(QString, condition);
    QCOMPARE(told(problemsOf(condition.toStdString(), shop())), QString());
}

void TrailCheckTest::factsAreHeldAgainstResults_data()
{
    QTest::addColumn<QString>("fact");
    QTest::addColumn<QString>("problem");
    QTest::newRow("member") << QStringLiteral(R"x({"fact":"f","when":"has(value.statsu)"})x")
                            << QStringLiteral("error state.f.when unknown-member: \"value.statsu\"");
    QTest::newRow("kept") << QStringLiteral(R"({"fact":"f","value":"value.totl"})")
                          << QStringLiteral("error state.f.value unknown-member: \"value.totl\"");
    QTest::newRow("argument") << QStringLiteral(R"({"fact":"f","tools":["refund"],"key":"args.oder_id","value":"text"})")
                              << QStringLiteral("error state.f.key unknown-argument: \"args.oder_id\"");
    QTest::newRow("kind") << QStringLiteral(R"({"fact":"f","when":"value.total == 'a'"})")
                          << QStringLiteral("error state.f.when wrong-kind: \"value.total\"");
    QTest::newRow("guarded by when") << QStringLiteral(R"x({"fact":"f","tools":["read_order"],"when":"has(value.status)","value":"value.status"})x")
                                     << QString();
    QTest::newRow("shape of other tools") << QStringLiteral(
                                                 R"x({"fact":"f","when":"has(value.status) && (has(value.total) || has(value.wholly_other))"})x")
                                          << QStringLiteral("info state.f.when unknown-member: \"value.wholly_other\"");
    QTest::newRow("of tools never called") << QStringLiteral(
                                                  R"x({"fact":"f","tools":["read_*"],"when":"has(value.order_id)","value":"value.total"})x")
                                           << QString();
}

void TrailCheckTest::factsAreHeldAgainstResults()
{
    QFETCH(QString, fact);
    QFETCH(QString, problem);
    auto parsed = parsePact(pactWith(R"("accountability":{"owner":"O","deputy":"D"},"binds":[{"deployment":"shop"}],"state":[)" + fact.toStdString() +
                                     R"(],"clauses":[)" + clause("P", "permit", "true") + ']'));
    QVERIFY(parsed);
    const QString all = told(checkPact(parsed->document, today, shop()));
    QVERIFY2(problem.isEmpty() ? all.isEmpty() : all.startsWith(problem) && !all.contains(u'\n'), qPrintable(all));
}

void TrailCheckTest::aPlaceIsPointedAtWithinTheCondition()
{
    const auto problems = problemsOf(R"(args.amount > 1 &&\n  args.to.nme == 'n')", shop());
    QCOMPARE(problems.size(), std::size_t{1});
    QCOMPARE(problems[0].line, std::optional<std::uint64_t>(2));
    QVERIFY(*problems[0].column >= 3);
    // The same place once, however often it is read.
    QCOMPARE(problemsOf("args.nme == 'n' || args.nme == 'm'", shop()).size(), std::size_t{1});
}

void TrailCheckTest::whatWasCutIsNotCalledUnknown()
{
    VocabularyBuilder::Bounds bounds;
    bounds.places = 3;
    bounds.texts = 2;
    Trail few(bounds);
    for (int i = 0; i < 40; ++i)
        few.call("refund", R"({"a":"red","b":1,"c":2,"d":3,"e":4})");
    const Vocabulary cut = few.take();
    QVERIFY(cut.tools.at("refund").arguments.partsCut);
    QCOMPARE(cut.tools.at("refund").arguments.members.size(), std::size_t{3});
    QCOMPARE(told(problemsOf("args.zzz == 1", cut)), QString());
    Trail values(bounds);
    for (int i = 0; i < 40; ++i)
        values.call("refund", std::string(R"({"a":")") + (i % 3 ? i % 2 ? "red" : "green" : "blue") + "\"}");
    const Vocabulary texts = values.take();
    QVERIFY(texts.tools.at("refund").arguments.member("a")->textsCut);
    QCOMPARE(told(problemsOf("args.a == 'gren'", texts)), QString());
    bounds.names = 1;
    const Vocabulary tools = Trail(bounds).call("one").call("two").take();
    QVERIFY(tools.toolsCut);
    const QString all = told(problemsOf("args.a == 1", tools, R"("tow")"));
    QVERIFY2(all.startsWith(QStringLiteral("info /tools much-observed")) && !all.contains(u'\n'), qPrintable(all));
    // Nesting and long texts keep their bounds too.
    std::string deep = "1";
    for (int i = 0; i < 50; ++i)
        deep = R"({"x":)" + deep + '}';
    const Vocabulary nested = Trail().call("refund", deep).call("refund", R"({"s":")" + std::string(5000, 'a') + "\"}").take();
    QVERIFY(nested.tools.at("refund").arguments.member("s")->textsCut);
    QVERIFY(nested.tools.at("refund").arguments.member("s")->texts.empty());
}

void TrailCheckTest::anArgumentOfAToolNeverCalledMayBeIts()
{
    const Vocabulary vocabulary = shop();
    QVERIFY(told(problemsOf("args.zzz == 1", vocabulary)).startsWith(QStringLiteral("error C unknown-argument")));
    const QString other = told(checkPact(pactOf(clause("C", "forbid", "args.zzz == 1", R"(,"tools":["refund","exchange"])"),
                                                R"(,"tools":[{"name":"refund","title":"R"},{"name":"exchange","title":"E"}])"),
                                         today, vocabulary));
    QVERIFY2(other.startsWith(QStringLiteral("info /tools/exchange never-called")) || other.startsWith(QStringLiteral("info C unknown-argument")),
             qPrintable(other));
    // One that another tool has is of that tool.
    const QString ofOther = told(problemsOf("args.order_id == 'a' && args.price > 1.0", vocabulary, R"("read_order")"));
    QVERIFY2(ofOther.startsWith(QStringLiteral(
                 "warning C unknown-argument: \"args.price\" was never seen with this clause's tools, in 40 calls; it was with refund.")),
             qPrintable(ofOther));
}

void TrailCheckTest::aTrailOfOtherAgentsSaysNothing()
{
    const auto problems = problemsOf("args.zzz == 1 && history.exists(h, h.tool == 'refund')", Vocabulary(), R"("*")");
    QVERIFY2(told(problems).contains(QStringLiteral("info /binds nothing-observed")), qPrintable(told(problems)));
    QVERIFY2(!told(problems).contains(QStringLiteral("unknown-argument")), qPrintable(told(problems)));
}

void TrailCheckTest::toolsOfThePactThatNobodyCalls()
{
    const auto listed = [](const std::string &name) {
        return told(checkPact(pactOf("", R"(,"tools":[{"name":")" + name + R"(","title":"T"}])"), today, shop()));
    };
    QCOMPARE(listed("refund"), QString());
    QVERIFY2(listed("refnud").startsWith(QStringLiteral("error /tools/refnud unknown-tool")), qPrintable(listed("refnud")));
    QVERIFY2(listed("close_shop").startsWith(QStringLiteral("info /tools/close_shop never-called: This tool was never called in 40 runs.")),
             qPrintable(listed("close_shop")));
}

void TrailCheckTest::anEscalationNeedsTimeAndSomeone()
{
    PactDocument pact = pactOf(clause("C", "escalate", "args.amount > 5"));
    pact.clauses[1].escalation = Escalation{"deputy", 60, false};
    QCOMPARE(told(checkPact(pact, today)), QString());
    pact.clauses[1].escalation->answerSeconds = 0;
    QVERIFY(told(checkPact(pact, today)).startsWith(QStringLiteral("error C no-answer-time")));
    pact.clauses[1].escalation->answerSeconds = 60;
    pact.deputy.clear();
    QVERIFY(told(checkPact(pact, today)).startsWith(QStringLiteral("error C nobody-decides")));
}

QTEST_APPLESS_MAIN(TrailCheckTest)
#include "trail_check_test.moc"
