// SPDX-License-Identifier: GPL-3.0-or-later
#include "read_source.h"

#include <QTest>

using namespace mandate;

class Tau2Test : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theHeaderNamesAgentTradeAndPolicy();
    void aRunCarriesItsOutcomeAndItsExpectedActions();
    void everyAgentCallIsAnActionWithItsOwnResult();
    void callsOfTheSimulatedUserAreNeverTheAgents();
    void thinkingAndTextBesideACallAreItsDecisionBasis();
    void aRecordPointsAtTheMessagesThatHoldIt();
    void repeatedCallIdsDoNotConfuseResults();
    void failedMeansFlaggedOrSaid();
    void anAgentGivenByThePersonWins();
    void theHeaderMayStandBehindTheRuns();
    void aRunWithoutMessagesIsStillARun();
};

namespace {

std::string file(std::string_view messages)
{
    return R"({"info":{"agent_info":{"llm":"m","implementation":"i"},"environment_info":{"domain_name":"d","policy":"p"}},"tasks":[],)"
           R"("simulations":[{"id":"s","task_id":"1","messages":[)" +
           std::string(messages) + "]}]}";
}

} // namespace

void Tau2Test::theHeaderNamesAgentTradeAndPolicy()
{
    const ReadSource source("telecom.json", sample("tau2/telecom-gpt-4.1.json"));
    COMPARE_TEXT(source.recognition.adapter->name(), "tau2");
    QVERIFY(source.errors.empty());
    const Record &header = source.records.front();
    QCOMPARE(header.kind, RecordKind::Context);
    QVERIFY(header.said.starts_with("<main_policy>"));
    COMPARE_TEXT(header.agent, "gpt-4.1");
    COMPARE_TEXT(header.model, "gpt-4.1");
    COMPARE_TEXT(header.agentVersion, "llm_agent");
    COMPARE_TEXT(header.deployment, "telecom");
    QCOMPARE(header.basis, "policy sha256:" + sha256(header.said).hex());
    for (const Record &record : source.records) {
        QCOMPARE(record.basis, header.basis);
        QCOMPARE(record.agent, header.agent);
        COMPARE_TEXT(record.source, "telecom.json");
        COMPARE_TEXT(record.format, "tau2");
    }
}

void Tau2Test::aRunCarriesItsOutcomeAndItsExpectedActions()
{
    const ReadSource source("airline.json", sample("tau2/airline-gpt-4.1.json"));
    const auto runs = source.ofKind(RecordKind::Session);
    QCOMPARE(runs.size(), 1U);
    COMPARE_TEXT(runs[0].session, "85a8fb16-f80a-4af2-bd92-d303bced2961");
    QCOMPARE(label(runs[0], "reward"), QStringLiteral("0"));
    QCOMPARE(label(runs[0], "db_match"), QStringLiteral("false"));
    QCOMPARE(label(runs[0], "task_id"), QStringLiteral("\"35\""));
    QCOMPARE(label(runs[0], "termination_reason"), QStringLiteral("\"user_stop\""));
    QVERIFY(runs[0].labels.find("expected_actions")->isList());
    QVERIFY(runs[0].occurred && !runs[0].occurred->zoneKnown);
}

void Tau2Test::everyAgentCallIsAnActionWithItsOwnResult()
{
    const ReadSource source("airline.json", sample("tau2/airline-gpt-4.1.json"));
    const auto actions = source.ofKind(RecordKind::Action);
    QCOMPARE(actions.size(), 8U);
    QCOMPARE(actions[1].callsInMessage, 4U);
    for (int i = 0; i < 4; ++i) {
        const Record &call = actions[static_cast<std::size_t>(1 + i)];
        QCOMPARE(call.message, 8);
        QCOMPARE(call.call, i);
        const std::string named = "{\"reservation_id\": \"" + std::string(call.arguments.findText("reservation_id").value()) + '"';
        QVERIFY2(call.result->starts_with(named), named.c_str());
    }
    const Record &cancel = actions[5];
    COMPARE_TEXT(cancel.tool, "cancel_reservation");
    QCOMPARE(cancel.message, 15);
    QCOMPARE(cancel.call, 0);
    QCOMPARE(json(cancel.arguments), QStringLiteral("{\"reservation_id\":\"M20IZO\"}"));
    QVERIFY(cancel.input->starts_with("Yes, please go ahead"));
    QCOMPARE(cancel.outcome, Outcome::Executed);
    QCOMPARE(text(formatInstant(*cancel.occurred)), QStringLiteral("2025-08-01T16:22:11.046803"));
}

void Tau2Test::callsOfTheSimulatedUserAreNeverTheAgents()
{
    const ReadSource source("telecom.json", sample("tau2/telecom-gpt-4.1.json"));
    QCOMPARE(source.ofKind(RecordKind::Action).size(), 9U);
    const auto events = source.ofKind(RecordKind::Event);
    QCOMPARE(events.size(), 6U);
    COMPARE_TEXT(events[0].tool, "check_status_bar");
    QCOMPARE(events[0].role, Role::User);
    QVERIFY(events[0].result->starts_with("Status Bar"));
    const auto actions = source.ofKind(RecordKind::Action);
    const auto resumed = std::ranges::find(actions, std::string_view("resume_line"), &Record::tool);
    QVERIFY(resumed != actions.end());
    QCOMPARE(resumed->message, 28);
}

void Tau2Test::thinkingAndTextBesideACallAreItsDecisionBasis()
{
    const ReadSource source("claude.json", sample("tau2/airline-claude-sonnet-4-5.json"));
    const auto actions = source.ofKind(RecordKind::Action);
    QCOMPARE(actions.size(), 5U);
    for (const Record &action : actions)
        QVERIFY(!action.reasoning.empty());
    QVERIFY(actions[0].said.empty());
    QVERIFY(actions[1].said.starts_with("I can see you have three reservations"));
}

void Tau2Test::aRecordPointsAtTheMessagesThatHoldIt()
{
    const ReadSource source("claude.json", sample("tau2/airline-claude-sonnet-4-5.json"));
    const auto actions = source.ofKind(RecordKind::Action);
    const std::string_view part = source.spanOf(actions[1]);
    QVERIFY(part.starts_with('{') && part.ends_with('}'));
    QVERIFY(part.find("\"turn_idx\": 6") != std::string_view::npos);
    QVERIFY(part.find("\"turn_idx\": 7") != std::string_view::npos);
    QVERIFY(part.find("\"turn_idx\": 8") == std::string_view::npos);
    QVERIFY(part.find("\"turn_idx\": 5") == std::string_view::npos);
    QCOMPARE(actions[1].itemDigest, sha256(source.items[1].bytes));
}

void Tau2Test::repeatedCallIdsDoNotConfuseResults()
{
    const ReadSource source("a.json", file(R"({"role":"assistant","content":null,"tool_calls":[{"id":"x","name":"a","arguments":{}},)"
                                           R"({"id":"x","name":"b","arguments":{}}]},{"role":"tool","id":"x","content":"1","error":false},)"
                                           R"({"role":"tool","id":"x","content":"2","error":false},{"role":"tool","id":"x","content":"3"})"));
    const auto actions = source.ofKind(RecordKind::Action);
    COMPARE_TEXT(*actions[0].result, "1");
    COMPARE_TEXT(*actions[1].result, "2");
    const auto events = source.ofKind(RecordKind::Event); // a result of no call is kept, as nobody's action
    QCOMPARE(events.size(), 1U);
    COMPARE_TEXT(*events[0].result, "3");
}

void Tau2Test::failedMeansFlaggedOrSaid()
{
    const ReadSource source("a.json", file(R"({"role":"assistant","tool_calls":[{"name":"a","arguments":{}},{"name":"b","arguments":{}},)"
                                           R"({"name":"c","arguments":{}},{"name":"d","arguments":{}}]},{"role":"tool","content":"x","error":true},)"
                                           R"({"role":"tool","content":"Error: no"},{"role":"tool","content":""})"));
    const auto actions = source.ofKind(RecordKind::Action);
    QCOMPARE(actions[0].outcome, Outcome::Failed);
    COMPARE_TEXT(actions[0].error, "x");
    QCOMPARE(actions[1].outcome, Outcome::Failed);
    QCOMPARE(actions[2].outcome, Outcome::Executed);
    QCOMPARE(actions[3].outcome, Outcome::Unknown);
    QVERIFY(!actions[3].result);
    QVERIFY(!actions[3].input);
}

void Tau2Test::anAgentGivenByThePersonWins()
{
    const ReadSource source("a.json", file(R"({"role":"user","content":"hello"})"), {}, "shop-7");
    for (const Record &record : source.records)
        COMPARE_TEXT(record.agent, "shop-7");
    COMPARE_TEXT(source.records.back().model, "m");
}

void Tau2Test::theHeaderMayStandBehindTheRuns()
{
    const ReadSource source("a.json", R"({"simulations":[{"id":"s","messages":[{"role":"user","content":"hi"}]}],"tasks":[],)"
                                      R"("info":{"agent_info":{"llm":"late"},"environment_info":{"policy":"p"}}})");
    QVERIFY(source.errors.empty());
    QCOMPARE(source.items.size(), 3U);
    QVERIFY(source.items.front().context && source.items.back().context);
    QVERIFY(source.records.front().said.empty());
    COMPARE_TEXT(source.records.back().said, "p"); // the part that holds the policy says it
    for (const Record &record : source.records)
        COMPARE_TEXT(record.agent, "late");
}

void Tau2Test::aRunWithoutMessagesIsStillARun()
{
    const ReadSource source("a.json", R"({"info":{},"simulations":[{"id":"s","messages":null,"reward_info":null,"termination_reason":"error"}]})");
    QVERIFY(source.errors.empty());
    QCOMPARE(source.ofKind(RecordKind::Session).size(), 1U);
}

QTEST_APPLESS_MAIN(Tau2Test)
#include "tst_tau2.moc"
