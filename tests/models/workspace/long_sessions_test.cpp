// SPDX-License-Identifier: GPL-3.0-or-later
// Sessions that go on for long: what a decision point keeps of them is what it would read of them, and reading a long one keeps nobody else waiting.
#include "tests/models/workspace/asking_agents.h"

#include <QTest>

#include <random>
#include <thread>

using namespace mandate;
using namespace mandate::test;

class LongSessionsTest : public QObject, private AskingAgents
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsKeptIsWhatWouldBeRead();
    void aLongSessionIsReadFromItsBeginningToItsEnd();
    void severalLongSessionsInOneCall();
    void whoAsksManyAtOnceIsAnsweredWhileALongOneIsRead();

private:
    /// So many refunds of orders "o0", "o1", …, each looked up before; the first number of them all is `first`.
    void live(Workspace &workspace, const std::string &session, int orders, int first = 0, const std::string &agent = "clerk")
    {
        std::vector<Call> calls;
        for (int i = first; i < first + orders; ++i) {
            const std::string id = "o" + std::to_string(i);
            Call look{session, "get_order", withId(id), i % 50};
            look.result = withId(id, "delivered");
            look.agent = agent;
            calls.push_back(look);
            Call paid{session, "refund", refund(i), i % 50};
            paid.agent = agent;
            calls.push_back(paid);
        }
        const int number = ++m_trails;
        (void)need(workspace.import({m_folder.write("live" + std::to_string(number) + ".jsonl", lines(calls, static_cast<std::size_t>(number) * 10'000))}, {}));
    }
    static std::string refund(int order)
    {
        return "{\"amount\":20,\"id\":\"o" + std::to_string(order) + "\"}";
    }
    /// An order's id as arguments, or the order as a result.
    static std::string withId(const std::string &id, const std::string &status = {})
    {
        return "{\"id\":\"" + id + '"' + (status.empty() ? "" : ",\"status\":\"" + status + '"') + '}';
    }
    static ActionQuestion probe(ActionQuestion question)
    {
        question.probe = true;
        return question;
    }
};

void LongSessionsTest::whatIsKeptIsWhatWouldBeRead()
{
    const auto workspace = this->workspace();
    DecisionPoint living(*workspace);
    std::mt19937 random(7);
    int permitted = 0, refused = 0;
    for (int step = 0; step < 120; ++step) {
        const int order = static_cast<int>(random() % 6);
        const std::string id = "o" + std::to_string(order);
        switch (random() % 4) {
        case 0: report(*workspace, "get_order", withId(id), withId(id, random() % 2 ? "delivered" : "pending")); break;
        case 1: report(*workspace, "refund", refund(order), "done", random() % 2 ? 1 : 2); break;
        default: (void)living.decide(ask("refund", refund(order)));
        }
        if (step % 8 != 0)
            continue;
        DecisionPoint fresh(*workspace); // knows only what the ledger says
        for (int of = 0; of < 6; ++of) {
            const ActionAnswer kept = living.decide(probe(ask("refund", refund(of))));
            const ActionAnswer read = fresh.decide(probe(ask("refund", refund(of))));
            QCOMPARE(kept.reason + ' ' + kept.clause, read.reason + ' ' + read.clause);
            ++(kept.permit ? permitted : refused);
        }
    }
    QVERIFY2(permitted > 5 && refused > 20, qPrintable(QStringLiteral("%1 permitted, %2 refused").arg(permitted).arg(refused)));
}

void LongSessionsTest::aLongSessionIsReadFromItsBeginningToItsEnd()
{
    const auto workspace = this->workspace();
    live(*workspace, "s1", 400);
    DecisionPoint point(*workspace);
    QCOMPARE(point.decide(ask("refund", refund(0))).clause, std::string("F2"));
    QCOMPARE(point.decide(ask("refund", refund(399))).clause, std::string("F2"));
    QCOMPARE(point.decide(ask("refund", refund(400))).reason, std::string("undecidable"));
    live(*workspace, "s1", 1, 400); // somebody else's report
    QCOMPARE(point.decide(ask("refund", refund(400))).clause, std::string("F2"));
    report(*workspace, "get_order", R"({"id":"o401"})", R"({"id":"o401","status":"delivered"})");
    QVERIFY(point.decide(ask("refund", refund(401))).permit);
    QCOMPARE(point.decide(ask("refund", refund(401))).clause, std::string("F2")); // on its way
    QVERIFY(need(workspace->verify()).ok);
}

void LongSessionsTest::severalLongSessionsInOneCall()
{
    const auto workspace = this->workspace();
    live(*workspace, "s1", 100);
    live(*workspace, "s2", 100, 200);
    DecisionPoint point(*workspace);
    std::vector<ActionQuestion> questions;
    for (int i = 0; i < 6; ++i)
        questions.push_back(ask("refund", refund(i % 2 ? 250 : 50), i < 3 ? "s1" : "s2"));
    questions.push_back(ask("get_order", R"({"id":"o1"})", "s3"));
    const auto answers = point.decide(std::move(questions));
    QCOMPARE(answers.size(), std::size_t{7});
    QCOMPARE(answers[0].clause, std::string("F2"));           // order 50 in s1
    QCOMPARE(answers[1].reason, std::string("undecidable"));  // order 250 is none of s1
    QCOMPARE(answers[3].clause, std::string("F2"));           // order 250 in s2
    QVERIFY(answers[6].permit);
    for (std::size_t i = 1; i < answers.size(); ++i)
        QVERIFY(*answers[i].entry == *answers[i - 1].entry + 1); // in their order
}

void LongSessionsTest::whoAsksManyAtOnceIsAnsweredWhileALongOneIsRead()
{
    const auto workspace = this->workspace();
    live(*workspace, "s1", 2000);
    DecisionPoint point(*workspace);
    std::atomic<int> answeredMeanwhile = 0;
    std::atomic<bool> over = false;
    std::atomic<bool> begun = false;
    std::thread others([&] {
        while (!over) {
            if (point.decide(ask("get_order", "{}", "elsewhere", "porter")).permit && begun)
                ++answeredMeanwhile;
        }
    });
    QTRY_VERIFY(point.counts().decisions > 3);
    begun = true;
    const ActionAnswer answer = point.decide(ask("refund", refund(1999)));
    over = true;
    others.join();
    QCOMPARE(answer.clause, std::string("F2"));
    QVERIFY2(answeredMeanwhile > 3, qPrintable(QString::number(answeredMeanwhile))); // the rounds went on while 4,000 actions were read
}

QTEST_GUILESS_MAIN(LongSessionsTest)
#include "long_sessions_test.moc"
