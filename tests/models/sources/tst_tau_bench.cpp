// SPDX-License-Identifier: GPL-3.0-or-later
#include "read_source.h"

#include <QTest>

using namespace mandate;

class TauBenchTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theAgentIsTheFileAndTheTradeIsThePolicys();
    void callsAreJoinedToTheirResults();
    void argumentsThatAreNoJsonStayAsText();
};

void TauBenchTest::theAgentIsTheFileAndTheTradeIsThePolicys()
{
    const ReadSource source("runs/gpt-4o-airline.json", sample("tau-bench/gpt-4o-airline.json"));
    COMPARE_TEXT(source.recognition.adapter->name(), "tau-bench");
    QVERIFY(source.errors.empty());
    const auto runs = source.ofKind(RecordKind::Session);
    QCOMPARE(runs.size(), 2U);
    COMPARE_TEXT(runs[0].session, "11/3");
    COMPARE_TEXT(runs[1].session, "12/3");
    QCOMPARE(label(runs[1], "reward"), QStringLiteral("1"));
    QVERIFY(runs[0].labels.find("expected_actions")->isList());
    COMPARE_TEXT(runs[0].agent, "gpt-4o-airline");
    COMPARE_TEXT(runs[0].deployment, "airline");
    COMPARE_TEXT(runs[0].onBehalfOf, "ivan_muller_7015");
    QVERIFY(!runs[0].occurred);
}

void TauBenchTest::callsAreJoinedToTheirResults()
{
    const ReadSource source("gpt-4o-airline.json", sample("tau-bench/gpt-4o-airline.json"));
    const auto actions = source.ofKind(RecordKind::Action);
    QCOMPARE(actions.size(), 7U);
    COMPARE_TEXT(actions[0].tool, "get_user_details");
    QCOMPARE(actions[0].message, 4);
    QCOMPARE(json(actions[0].arguments), QStringLiteral("{\"user_id\":\"ivan_muller_7015\"}"));
    QVERIFY(actions[0].argumentsText.empty());
    const Record &booking = actions[3];
    QCOMPARE(booking.message, 16);
    QCOMPARE(booking.outcome, Outcome::Failed);
    QVERIFY(booking.error.starts_with("Error: payment amount"));
    const Record &think = actions[4];
    COMPARE_TEXT(think.tool, "think");
    QCOMPARE(think.outcome, Outcome::Executed);
    QVERIFY(think.result && think.result->empty());
    const auto system = source.ofKind(RecordKind::Message).front();
    QCOMPARE(system.role, Role::System);
    QCOMPARE(booking.basis, "policy sha256:" + sha256(system.said).hex());
}

void TauBenchTest::argumentsThatAreNoJsonStayAsText()
{
    const ReadSource source("a.json",
                            R"([{"task_id":1,"trial":0,"reward":0,"traj":[{"role":"assistant","content":null,"tool_calls":[)"
                            R"({"id":"1","function":{"name":"f","arguments":"{broken"}},{"id":"2","function":{"name":"g","arguments":"[1]"}},)"
                            R"({"id":"3","function":{"name":"h","arguments":""}}]}]}])");
    const auto actions = source.ofKind(RecordKind::Action);
    QVERIFY(actions[0].arguments.isNull());
    COMPARE_TEXT(actions[0].argumentsText, "{broken");
    COMPARE_TEXT(actions[1].argumentsText, "[1]");
    QVERIFY(actions[2].arguments.isNull() && actions[2].argumentsText.empty());
}

QTEST_APPLESS_MAIN(TauBenchTest)
#include "tst_tau_bench.moc"
