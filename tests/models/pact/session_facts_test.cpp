// SPDX-License-Identifier: GPL-3.0-or-later
// What a session has shown so far: facts from results and the history of calls, and from when on each is seen.
#include "judged_session.h"

#include "models/base/json_reader.h"

#include <QTest>

using namespace mandate;

class SessionFactsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatACallReturnedIsSeenByLaterMessagesOnly();
    void parallelCallsDoNotSeeEachOther();
    void aCallCountsThoseBeforeItInItsMessage();
    void withoutMessagePositionsEveryCallIsAMessage();
    void whatFailedIsNoFact();
    void anUnknownOutcomeCountsAsExecuted();
    void theLastOneStaysUnlessTheFirstIsWanted();
    void aKeyedFactKeepsEachEntity();
    void aListGivesEachOfItsObjects();
    void anObjectUnderAMemberIsOfferedToo();
    void aFactIsReadFromItsToolsOnly();
    void aFactOfTextNeedsNoJson();
    void aResultOfAnotherShapeIsNoFact();
    void aKeyThatIsNoTextIsNoFact();
    void factsOutliveTheRecordsTheyCameFrom();
    void historyHoldsEveryEarlierCall();
    void whatWasObservedCountsWithoutBeingJudged();
    void aSessionComputedByHand();
};

namespace {

std::shared_ptr<const CompiledPact> pactOf(const std::string &condition, const std::string &facts = {})
{
    return compiledPact(pactWith(R"("clauses":[)" + clause("F", "forbid", condition) + "],\"state\":[" + facts + ']'));
}

constexpr const char *orderFact = R"({"fact":"order","when":"has(value.order_id) ","key":"value.order_id"})";

} // namespace

void SessionFactsTest::whatACallReturnedIsSeenByLaterMessagesOnly()
{
    JudgedSession session(pactOf("state.order['1'].status == 'open'", orderFact));
    const Judged first = session.call("read", "{}", R"({"order_id":"1","status":"open"})");
    QCOMPARE(first.of("F"), Answer::Undecidable); // its own result is not seen
    QCOMPARE(session.call("act").of("F"), Answer::Yes);
}

void SessionFactsTest::parallelCallsDoNotSeeEachOther()
{
    JudgedSession session(pactOf("size(history) > 0 && state.order['1'].status == 'open'", orderFact));
    QCOMPARE(session.call("read", "{}", R"({"order_id":"1","status":"open"})").of("F"), Answer::No);
    QCOMPARE(session.beside("act").of("F"), Answer::No);
    QCOMPARE(session.beside("act").of("F"), Answer::No);
    QCOMPARE(session.call("act").of("F"), Answer::Yes);
    QCOMPARE(session.beside("act", "{}", R"({"order_id":"1","status":"closed"})").of("F"), Answer::Yes);
    QCOMPARE(session.beside("act").of("F"), Answer::Yes);
    QCOMPARE(session.call("act").of("F"), Answer::No);
}

void SessionFactsTest::aCallCountsThoseBeforeItInItsMessage()
{
    JudgedSession session(pactOf("action.earlier == ['a', 'b']"));
    QCOMPARE(session.call("a").of("F"), Answer::No);
    QCOMPARE(session.beside("b", "{}", "Error", Outcome::Failed).of("F"), Answer::No);
    QCOMPARE(session.beside("c").of("F"), Answer::Yes);
    QCOMPARE(session.beside("d").of("F"), Answer::No);
    QCOMPARE(session.call("e").of("F"), Answer::No);
}

void SessionFactsTest::withoutMessagePositionsEveryCallIsAMessage()
{
    SessionJudge judge(pactOf("size(history) == 2"));
    Record record;
    record.tool = "act"; // message and call are −1
    QCOMPARE(judge.judge(record).verdict, Verdict::OutOfScope);
    QCOMPARE(judge.judge(record).verdict, Verdict::OutOfScope);
    QCOMPARE(judge.judge(record).verdict, Verdict::Prohibited);
    QCOMPARE(judge.judge(record).verdict, Verdict::OutOfScope);
}

void SessionFactsTest::anUnknownOutcomeCountsAsExecuted()
{
    JudgedSession session(pactOf("state.order['1'].status == 'open' && history.all(h, h.executed)", orderFact));
    session.call("read", "{}", R"({"order_id":"1","status":"open"})", Outcome::Unknown);
    QCOMPARE(session.call("act").of("F"), Answer::Yes);
}

void SessionFactsTest::whatFailedIsNoFact()
{
    for (const Outcome outcome : {Outcome::Failed, Outcome::Refused}) {
        JudgedSession session(pactOf("state.order['1'].status == 'open'", orderFact));
        session.call("read", "{}", R"({"order_id":"1","status":"open"})", outcome);
        QCOMPARE(session.call("act").of("F"), Answer::Undecidable);
    }
    JudgedSession kept(pactOf("state.order['1'].status == 'open'", orderFact));
    kept.call("read", "{}", R"({"order_id":"1","status":"open"})");
    kept.call("read", "{}", R"({"order_id":"1","status":"closed"})", Outcome::Failed);
    QCOMPARE(kept.call("act").of("F"), Answer::Yes);
}

void SessionFactsTest::theLastOneStaysUnlessTheFirstIsWanted()
{
    const std::string facts = R"({"fact":"last","tools":["find"],"value":"text"},{"fact":"first","tools":["find"],"value":"text","first":true},)"
                              R"({"fact":"firstOf","when":"has(value.id) ","key":"value.id","value":"value.n","first":true})";
    JudgedSession session(pactOf("state.last == 'b' && state.first == 'a' && state.firstOf['x'] == 1 && state.firstOf['y'] == 3", facts));
    session.call("find", "{}", "a");
    session.call("find", "{}", "b");
    session.call("read", "{}", R"([{"id":"x","n":1},{"id":"x","n":2},{"id":"y","n":3}])");
    session.call("read", "{}", R"([{"id":"y","n":4}])");
    QCOMPARE(session.call("act").of("F"), Answer::Yes);

    // Also when both come in one message.
    JudgedSession together(pactOf("state.last == 'b' && state.first == 'a'", facts));
    together.call("find", "{}", "a");
    together.beside("find", "{}", "b");
    QCOMPARE(together.call("act").of("F"), Answer::Yes);
}

void SessionFactsTest::aKeyedFactKeepsEachEntity()
{
    JudgedSession session(pactOf("size(state.order) == 2 && state.order['1'].n == 3 && state.order['2'].n == 2", orderFact));
    session.call("read", "{}", R"({"order_id":"1","n":1})");
    session.call("read", "{}", R"({"order_id":"2","n":2})");
    session.call("read", "{}", R"({"order_id":"1","n":3})");
    QCOMPARE(session.call("act").of("F"), Answer::Yes);
    // An entity nobody read is absent, not empty; the map itself is there from the start.
    JudgedSession none(pactOf("'1' in state.order", orderFact));
    QCOMPARE(none.call("act").of("F"), Answer::No);
}

void SessionFactsTest::aListGivesEachOfItsObjects()
{
    JudgedSession session(pactOf("size(state.order) == 2", orderFact));
    session.call("read", "{}", R"([{"order_id":"1"},"text",null,{"other":1},[{"order_id":"3"}],{"order_id":"2"}])");
    QCOMPARE(session.call("act").of("F"), Answer::Yes);
}

void SessionFactsTest::anObjectUnderAMemberIsOfferedToo()
{
    const std::string under = R"({"fact":"line","when":"has(value.line_id) ","key":"value.line_id","under":["line","lines"]})";
    JudgedSession session(pactOf("state.line.map(k, k).sort() == ['a', 'b', 'd']", under));
    session.call("read", "{}", R"({"line":{"line_id":"a"},"other":{"line_id":"x"}})");
    session.call("read", "{}", R"({"line_id":"b","line":"no object"})");
    session.call("read", "{}", R"([{"line":{"line_id":"d"}}])");
    session.call("read", "{}", R"({"lines":[{"line_id":"c"}]})"); // a list under a member is not looked into
    QCOMPARE(session.call("act").of("F"), Answer::Yes);
}

void SessionFactsTest::aFactIsReadFromItsToolsOnly()
{
    JudgedSession session(pactOf("state.who == 'Ada'", R"({"fact":"who","tools":["find_*"],"value":"text"})"));
    session.call("find_by_name", "{}", "Ada");
    session.call("read", "{}", "Bob");
    QCOMPARE(session.call("act").of("F"), Answer::Yes);
}

void SessionFactsTest::aFactOfTextNeedsNoJson()
{
    const std::string status = R"({"fact":"status","tools":["get_*"],"key":"args.flight + ' ' + tool","value":"text"})";
    JudgedSession session(pactOf("state.status['A1 get_status'] == 'landed'", status));
    session.call("get_status", R"({"flight":"A1"})", "landed");
    session.call("get_status", "{}", "lost"); // its key cannot be formed
    QCOMPARE(session.call("act").of("F"), Answer::Yes);
}

void SessionFactsTest::aResultOfAnotherShapeIsNoFact()
{
    JudgedSession session(pactOf("size(state.order) == 0", orderFact));
    for (const char *result : {"", "   ", "text", "[", "{\"order_id\":", "12", "\"order_id\"", "{}", "[]", "null", R"({"id":"1"})"})
        session.call("read", "{}", result);
    session.call("read", "{}", std::nullopt);
    QCOMPARE(session.call("act").of("F"), Answer::Yes);
}

void SessionFactsTest::aKeyThatIsNoTextIsNoFact()
{
    JudgedSession session(pactOf("size(state.order) == 0", orderFact));
    session.call("read", "{}", R"({"order_id":1})");
    QCOMPARE(session.call("act").of("F"), Answer::Yes);
    JudgedSession asText(pactOf("has(state.order['1'].n)", R"({"fact":"order","when":"has(value.order_id) ","key":"string(value.order_id) "})"));
    asText.call("read", "{}", R"({"order_id":1,"n":1})");
    QCOMPARE(asText.call("act").of("F"), Answer::Yes);
}

void SessionFactsTest::factsOutliveTheRecordsTheyCameFrom()
{
    SessionJudge judge(
        pactOf("state.order['1'].deep[0].name == 'long enough to be no short string' && history[0].args.a == 'also long enough to be on the heap'",
               orderFact));
    {
        Arena arena;
        std::string result = R"({"order_id":"1","deep":[{"name":"long enough to be no short string"}]})";
        std::string args = R"({"a":"also long enough to be on the heap"})";
        std::string tool = "a tool with a name that is on the heap";
        Record record;
        record.tool = tool;
        record.arguments = *JsonReader().read(args, arena);
        record.result = result;
        record.outcome = Outcome::Executed;
        record.message = 0;
        (void)judge.judge(record);
        result.assign(result.size(), 'x');
        args.assign(args.size(), 'x');
    }
    Record record;
    record.tool = "act";
    record.message = 1;
    QCOMPARE(judge.judge(record).verdict, Verdict::Prohibited);
}

void SessionFactsTest::historyHoldsEveryEarlierCall()
{
    JudgedSession session(pactOf("size(history) == 3 && history[0].tool == 'a' && history[0].args.n == 1 && history[0].executed"
                                 " && history[0].result == 'r' && history[0].message == 0 && history[0].call == 0"
                                 " && !history[1].executed && history[1].call == 1 && history[2].args == {} && history[2].result == ''"));
    session.call("a", R"({"n":1})", "r");
    session.beside("b", "{}", "Error: no", Outcome::Failed);
    session.call("c", "", std::nullopt);
    QCOMPARE(session.call("act").of("F"), Answer::Yes);
}

void SessionFactsTest::whatWasObservedCountsWithoutBeingJudged()
{
    const auto pact = pactOf("state.order['1'].n == 1 && size(history) == 2", orderFact);
    JudgedSession session(pact);
    Record earlier;
    earlier.tool = "read";
    earlier.outcome = Outcome::Executed;
    earlier.result = R"({"order_id":"1","n":1})";
    session.judge.observe(earlier);
    session.judge.observe(earlier);
    Record message;
    message.kind = RecordKind::Message;
    session.judge.observe(message);
    QCOMPARE(session.call("act").of("F"), Answer::Yes);
}

void SessionFactsTest::aSessionComputedByHand()
{
    // A shop: refunds up to 100 for orders that were read, of one customer; over 50 the owner decides; three refunds and no more.
    const auto pact = compiledPact(
        pactWith(R"("state":[{"fact":"order","when":"has(value.order_id) ","key":"value.order_id"},)"
                 R"({"fact":"who","tools":["find"],"value":"text","first":true}],"clauses":[)" +
                 clause("read", "permit", "true", R"(,"tools":["find","get_order"])") + ',' +
                 clause("refund", "permit", "args.amount <= state.order[args.id].total", R"(,"tools":["refund"])") + ',' +
                 clause("who", "forbid", "state.order[args.id].customer != state.who", R"(,"tools":["refund"])") + ',' +
                 clause("limit", "forbid", "args.amount > 100", R"(,"tools":["refund"])") + ',' +
                 clause("big", "escalate", "args.amount > 50", R"(,"tools":["refund"])") + ',' +
                 clause("many", "forbid", "history.filter(h, h.tool == 'refund' && h.executed).size() >= 3", R"(,"tools":["refund"])") + ']'));
    JudgedSession session(pact);
    const auto verdict = [&](std::string_view tool, std::string_view args, std::optional<std::string> result = "done",
                             Outcome outcome = Outcome::Executed) {
        const Judged judged = session.call(tool, args, std::move(result), outcome);
        return QString::fromStdString(std::string(nameOf(judged.verdict)) + ' ' + judged.deciding);
    };
    QCOMPARE(verdict("refund", R"({"id":"1","amount":10})", "Error", Outcome::Failed), QStringLiteral("undecidable who"));
    QCOMPARE(verdict("find", "{}", "ada"), QStringLiteral("permitted read"));
    QCOMPARE(verdict("find", "{}", "bob"), QStringLiteral("permitted read")); // the first one stays
    QCOMPARE(verdict("get_order", R"({"id":"1"})", R"({"order_id":"1","customer":"ada","total":80})"), QStringLiteral("permitted read"));
    QCOMPARE(verdict("get_order", R"({"id":"2"})", R"({"order_id":"2","customer":"bob","total":80})"), QStringLiteral("permitted read"));
    QCOMPARE(verdict("refund", R"({"id":"1","amount":10})"), QStringLiteral("permitted refund"));
    QCOMPARE(verdict("refund", R"({"id":"2","amount":10})"), QStringLiteral("prohibited who"));
    QCOMPARE(verdict("refund", R"({"id":"1","amount":90})", "Error", Outcome::Failed), QStringLiteral("needs_approval big"));
    QCOMPARE(verdict("refund", R"({"id":"1","amount":101})", "Error", Outcome::Failed), QStringLiteral("prohibited limit"));
    QCOMPARE(verdict("refund", R"({"id":"1"})", "Error", Outcome::Failed), QStringLiteral("undecidable limit"));
    QCOMPARE(verdict("refund", R"({"id":"1","amount":10})"), QStringLiteral("permitted refund"));
    QCOMPARE(verdict("refund", R"({"id":"1","amount":10})"), QStringLiteral("prohibited many")); // order 2's refund ran and counts
    QCOMPARE(verdict("delete", "{}"), QStringLiteral("out_of_scope "));
}

QTEST_APPLESS_MAIN(SessionFactsTest)
#include "session_facts_test.moc"
