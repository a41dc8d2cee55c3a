// SPDX-License-Identifier: GPL-3.0-or-later
#include "read_source.h"

#include "models/base/json_reader.h"
#include "models/sources/otlp_attributes.h"

#include <QTest>

using namespace mandate;

class OtlpTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anExecuteToolSpanIsAnAction();
    void aFailedSpanIsAFailedAction();
    void anErrorAttributeThatSaysFalseIsNoFailure();
    void openInferenceNamesAreUnderstood();
    void aChatSpanIsAMessage();
    void whatIsNoActionIsAnEventAndNeverDropped();
    void logsOfCodingAgentsAreActions();
    void aRecordPointsAtItsSpan();
    void anExportInOneObjectIsSplitByResource();
    void theTableIsWholeAndPrefersEarlierNames();
};

namespace {

ReadSource agent()
{
    return {"agent.jsonl", sample("otlp/agent.jsonl")};
}

} // namespace

void OtlpTest::anExecuteToolSpanIsAnAction()
{
    const ReadSource source = agent();
    QVERIFY2(source.errors.empty(), source.errors.empty() ? "" : describe(source.errors[0]).c_str());
    QCOMPARE(source.items.size(), 5U);
    const Record &action = source.records[0];
    QCOMPARE(action.kind, RecordKind::Action);
    COMPARE_TEXT(action.tool, "issue_refund");
    COMPARE_TEXT(action.agent, "refund agent");
    COMPARE_TEXT(action.session, "conv-9");
    COMPARE_TEXT(action.deployment, "prod");
    COMPARE_TEXT(action.trace, "5b8efff798038103d269b633813fc60c");
    COMPARE_TEXT(action.span, "eee19b7ec3c1b174");
    QCOMPARE(json(action.arguments), QStringLiteral("{\"amount\":41.5,\"order\":\"#W1\"}"));
    COMPARE_TEXT(*action.result, "refunded");
    QCOMPARE(action.outcome, Outcome::Executed);
    QCOMPARE(action.occurred->nanoseconds, 1'700'000'000'123'456'789LL);
    QVERIFY(action.occurred->zoneKnown);
    QCOMPARE(action.line, 1U);
}

void OtlpTest::aFailedSpanIsAFailedAction()
{
    const ReadSource source = agent();
    const Record &action = source.records[1];
    QCOMPARE(action.outcome, Outcome::Failed);
    COMPARE_TEXT(action.error, "deadline exceeded");
    COMPARE_TEXT(action.agent, "shop"); // the service, when no agent is named
    QCOMPARE(action.arguments.find("amount")->asInt(), 1152921504606846977LL);
    QVERIFY(!action.result);
    QCOMPARE(label(action, "error.type"), QStringLiteral("\"timeout\""));
}

void OtlpTest::anErrorAttributeThatSaysFalseIsNoFailure()
{
    const auto span = [](const std::string &value) {
        return R"({"resourceSpans":[{"scopeSpans":[{"spans":[{"name":"n","endTimeUnixNano":"5","attributes":[{"key":"error","value":{"boolValue":)" +
               value + "}}]}]}]}]}\n";
    };
    const ReadSource source("a.jsonl", span("false") + span("true"));
    QCOMPARE(source.records[0].outcome, Outcome::Executed);
    QCOMPARE(source.records[1].outcome, Outcome::Failed);
}

void OtlpTest::openInferenceNamesAreUnderstood()
{
    const ReadSource source = agent();
    const Record &action = source.records[2];
    QCOMPARE(action.kind, RecordKind::Action);
    COMPARE_TEXT(action.tool, "lookup");
    QCOMPARE(json(action.arguments), QStringLiteral("{\"q\":\"a\"}"));
    COMPARE_TEXT(*action.result, "b");
    COMPARE_TEXT(action.session, "s-1");
}

void OtlpTest::aChatSpanIsAMessage()
{
    const ReadSource source = agent();
    const Record &chat = source.records[3];
    QCOMPARE(chat.kind, RecordKind::Message);
    QCOMPARE(chat.role, Role::Agent);
    COMPARE_TEXT(chat.said, "Hi!");
    COMPARE_TEXT(chat.reasoning, "A greeting.");
    COMPARE_TEXT(*chat.input, "Hello?");
    COMPARE_TEXT(chat.model, "gpt-4.1");
    QCOMPARE(chat.line, 4U); // an empty line lies before
}

void OtlpTest::whatIsNoActionIsAnEventAndNeverDropped()
{
    const ReadSource source = agent();
    QCOMPARE(source.records.size(), 8U);
    const Record &span = source.records[4];
    QCOMPARE(span.kind, RecordKind::Event);
    COMPARE_TEXT(span.said, "GET /");
    QCOMPARE(json(span.arguments), QStringLiteral("{\"http.request.method\":\"GET\"}"));
    QCOMPARE(span.outcome, Outcome::Unknown);
    const Record &log = source.records[7];
    QCOMPARE(log.kind, RecordKind::Event);
    COMPARE_TEXT(log.said, "Example log record");
    QVERIFY(!log.occurred);
}

void OtlpTest::logsOfCodingAgentsAreActions()
{
    const ReadSource source = agent();
    const Record &tool = source.records[5];
    QCOMPARE(tool.kind, RecordKind::Action);
    COMPARE_TEXT(tool.tool, "Bash");
    QCOMPARE(tool.outcome, Outcome::Failed);
    COMPARE_TEXT(tool.error, "exit 1");
    QCOMPARE(json(tool.arguments), QStringLiteral("{\"command\":\"ls\"}"));
    const Record &prompt = source.records[6];
    QCOMPARE(prompt.kind, RecordKind::Message);
    QCOMPARE(prompt.role, Role::User);
    COMPARE_TEXT(prompt.said, "Clean up.");
    QCOMPARE(prompt.occurred->nanoseconds, 1'700'000'008'000'000'000LL);
}

void OtlpTest::aRecordPointsAtItsSpan()
{
    const ReadSource source = agent();
    QVERIFY(source.spanOf(source.records[0]).starts_with("{\"traceId\":\"5B8EFFF798038103D269B633813FC60C\""));
    QVERIFY(source.spanOf(source.records[1]).starts_with("{\"traceId\":\"5b8efff"));
    QCOMPARE(source.spanOf(source.records[2]), source.items[1].bytes);
    QVERIFY(source.spanOf(source.records[7]).starts_with("{\"body\""));
}

void OtlpTest::anExportInOneObjectIsSplitByResource()
{
    const ReadSource source("t.json",
                            "{\n\"resourceSpans\": [\n {\"resource\":{},\"scopeSpans\":[{\"spans\":[{\"name\":\"a\"},{\"name\":\"b\"}]}]},\n"
                            " {\"instrumentationLibrarySpans\":[{\"spans\":[{\"name\":\"c\"}]}]}\n]}\n");
    QVERIFY2(source.errors.empty(), source.errors.empty() ? "" : describe(source.errors[0]).c_str());
    QCOMPARE(source.items.size(), 2U);
    QCOMPARE(source.records.size(), 3U);
    COMPARE_TEXT(source.records[2].said, "c");
    COMPARE_TEXT(source.spanOf(source.records[1]), "{\"name\":\"b\"}");
}

void OtlpTest::theTableIsWholeAndPrefersEarlierNames()
{
    Arena arena;
    JsonReader reader;
    const auto table = reader.read(otlpAttributesJson, arena);
    QVERIFY(table.ok());
    const OtlpAttributes &attributes = OtlpAttributes::table();
    QCOMPARE(table->find("fields")->members().size(), otlpFieldCount);
    for (const Member &field : table->find("fields")->members()) {
        for (const Value &name : field.value.items())
            QVERIFY2(!attributes.usesOf(name.text()).empty(), std::string(name.text()).c_str());
    }
    QVERIFY(attributes.usesOf("http.request.method").empty());
    QVERIFY(attributes.usesOf("").empty());
    QCOMPARE(attributes.meaningOfOperation("execute_tool"), OtlpMeaning::Action);
    QCOMPARE(attributes.meaningOfOperation("embeddings"), OtlpMeaning::Event);

    const ReadSource source(
        "a.jsonl", R"({"resourceSpans":[{"resource":{"attributes":[{"key":"gen_ai.agent.name","value":{"stringValue":"outer"}}]},)"
                   R"("scopeSpans":[{"spans":[{"name":"n","attributes":[{"key":"agent.name","value":{"stringValue":"older"}},)"
                   R"({"key":"session.id","value":{"stringValue":"older"}},{"key":"gen_ai.conversation.id","value":{"stringValue":"new"}}]}]}]}]})");
    COMPARE_TEXT(source.records[0].agent, "outer");
    COMPARE_TEXT(source.records[0].session, "new");
}

QTEST_APPLESS_MAIN(OtlpTest)
#include "tst_otlp.moc"
