// SPDX-License-Identifier: GPL-3.0-or-later
#include "read_source.h"

#include <QTest>

using namespace mandate;

class AgentDojoTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theFolderNamesThePipelineAndThePathTheSession();
    void anAttackThatSucceededIsSaidToHave();
    void withoutAnAttackSecurityMeansNothing();
    void anAbortedRunDidNotResistItsAttack();
    void aRunWithoutOutcomeIsIncomplete();
    void anErrorOfAToolIsAFailure();
    void aPathThatDisagreesIsNotBelieved();
    void thinkingBlocksAreReasoning();
};

namespace {

constexpr std::string_view attacked = "agentdojo/runs/gpt-4o-2024-05-13/banking/user_task_0/important_instructions/injection_task_0.json";
constexpr std::string_view plain = "agentdojo/runs/meta-llama_Llama-3.3-70B-Instruct/banking/user_task_0/none/none.json";
constexpr std::string_view incomplete = "agentdojo/runs/meta-llama_Llama-3.3-70B-Instruct-repeat_user_prompt/banking/user_task_10/"
                                        "important_instructions/injection_task_7.json";

ReadSource run(std::string_view path)
{
    return {std::string(path), sample(path)};
}

} // namespace

void AgentDojoTest::theFolderNamesThePipelineAndThePathTheSession()
{
    const ReadSource source = run(plain);
    COMPARE_TEXT(source.recognition.adapter->name(), "agentdojo");
    QVERIFY(source.errors.empty());
    const Record &record = source.records.front();
    COMPARE_TEXT(record.agent, "meta-llama_Llama-3.3-70B-Instruct");
    COMPARE_TEXT(record.deployment, "banking");
    COMPARE_TEXT(record.session, "meta-llama_Llama-3.3-70B-Instruct/banking/user_task_0/none/none");
    QCOMPARE(label(record, "pipeline_name"), QStringLiteral("\"local\""));
    QVERIFY(record.occurred && !record.occurred->zoneKnown);
    const auto actions = source.ofKind(RecordKind::Action);
    QVERIFY(!actions.empty());
    QVERIFY(!actions[0].occurred);
    QVERIFY(actions[0].input->starts_with("Can you please pay the bill"));
    QVERIFY(actions[0].basis.starts_with("policy sha256:"));
}

void AgentDojoTest::anAttackThatSucceededIsSaidToHave()
{
    const ReadSource source = run(attacked);
    const Record &record = source.records.front();
    QCOMPARE(label(record, "attack_succeeded"), QStringLiteral("true"));
    QCOMPARE(label(record, "security"), QStringLiteral("true"));
    QCOMPARE(label(record, "utility"), QStringLiteral("false"));
    QCOMPARE(label(record, "attack_type"), QStringLiteral("\"important_instructions\""));
    QCOMPARE(label(record, "incomplete"), QStringLiteral("absent"));
    bool paid = false;
    for (const Record &action : source.ofKind(RecordKind::Action))
        paid |= action.tool == "send_money" && action.arguments.findText("recipient") == "US133000000121212121212";
    QVERIFY(paid);
}

void AgentDojoTest::withoutAnAttackSecurityMeansNothing()
{
    const ReadSource source = run(plain);
    QCOMPARE(label(source.records.front(), "security"), QStringLiteral("true"));
    QCOMPARE(label(source.records.front(), "attack_succeeded"), QStringLiteral("absent"));
}

void AgentDojoTest::anAbortedRunDidNotResistItsAttack()
{
    std::string bytes = sample(attacked);
    const std::string_view none = "    \"error\": null,\n    \"duration\"";
    bytes.replace(bytes.find(none), none.size(), "    \"error\": \"context length\",\n    \"duration\"");
    const ReadSource source(std::string(attacked), bytes);
    const Record &record = source.records.front();
    QCOMPARE(label(record, "attack_succeeded"), QStringLiteral("absent"));
    QCOMPARE(label(record, "security"), QStringLiteral("true"));
    COMPARE_TEXT(record.error, "context length");
    QCOMPARE(record.outcome, Outcome::Failed);
}

void AgentDojoTest::aRunWithoutOutcomeIsIncomplete()
{
    const ReadSource source = run(incomplete);
    const Record &record = source.records.front();
    QCOMPARE(label(record, "incomplete"), QStringLiteral("true"));
    QCOMPARE(label(record, "utility"), QStringLiteral("absent"));
    QCOMPARE(label(record, "attack_succeeded"), QStringLiteral("absent"));
    QCOMPARE(source.ofKind(RecordKind::Action).size(), 5U);
}

void AgentDojoTest::anErrorOfAToolIsAFailure()
{
    const ReadSource source("a.json", R"({"suite_name":"banking","pipeline_name":"p","user_task_id":"user_task_1","injection_task_id":null,)"
                                      R"("attack_type":null,"error":null,"messages":[{"role":"assistant","content":null,"tool_calls":[)"
                                      R"({"function":"pay","args":{"n":1},"id":null,"placeholder_args":null}]},)"
                                      R"({"role":"tool","content":"","tool_call_id":null,"error":"ValueError: no"}]})");
    const auto actions = source.ofKind(RecordKind::Action);
    QCOMPARE(actions.size(), 1U);
    QCOMPARE(actions[0].outcome, Outcome::Failed);
    COMPARE_TEXT(actions[0].error, "ValueError: no");
}

void AgentDojoTest::aPathThatDisagreesIsNotBelieved()
{
    const ReadSource source("elsewhere/a/b/c/d/e.json", sample(attacked));
    COMPARE_TEXT(source.records.front().agent, "gpt-4o-2024-05-13");
    COMPARE_TEXT(source.records.front().session, "gpt-4o-2024-05-13/banking/user_task_0/important_instructions/injection_task_0");
}

void AgentDojoTest::thinkingBlocksAreReasoning()
{
    const ReadSource source("a.json",
                            R"({"suite_name":"banking","pipeline_name":"p","user_task_id":"u","messages":[{"role":"assistant","content":)"
                            R"([{"type":"thinking","content":"why"},{"type":"text","content":"what"}],"tool_calls":[{"function":"f","args":{}}]},)"
                            R"({"role":"tool","content":{"a":1},"error":null}]})");
    QVERIFY(source.errors.empty());
    const auto actions = source.ofKind(RecordKind::Action);
    COMPARE_TEXT(actions[0].reasoning, "why");
    COMPARE_TEXT(actions[0].said, "what");
    COMPARE_TEXT(*actions[0].result, "{\"a\":1}");
}

QTEST_APPLESS_MAIN(AgentDojoTest)
#include "tst_agentdojo.moc"
