// SPDX-License-Identifier: GPL-3.0-or-later
#include "read_source.h"

#include <QTest>

using namespace mandate;

class OpenAiTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aSessionALineIsRead();
    void resultsOutOfOrderFindTheirCallsById();
    void aBareListIsASessionOfItsOwn();
    void integersBeyondDoublesStayExact();
    void responsesItemsAreRead();
    void aListOfSessionsIsSplit();
    void theOldFunctionCallIsRead();
};

void OpenAiTest::aSessionALineIsRead()
{
    const ReadSource source("chat.jsonl", sample("openai/chat.jsonl"));
    QVERIFY(source.errors.empty());
    QCOMPARE(source.items.size(), 2U);
    QCOMPARE(source.items[1].line, 2U);
    const auto sessions = source.ofKind(RecordKind::Session);
    QCOMPARE(sessions.size(), 2U);
    COMPARE_TEXT(sessions[0].session, "conv-1");
    COMPARE_TEXT(sessions[0].agent, "gpt-4.1");
    COMPARE_TEXT(sessions[0].model, "gpt-4.1");
    QCOMPARE(label(sessions[0], "reward"), QStringLiteral("1"));
    QCOMPARE(text(formatInstant(*sessions[0].occurred)), QStringLiteral("2025-08-01T16:00:00Z"));
    const auto actions = source.ofKind(RecordKind::Action);
    COMPARE_TEXT(actions[0].said, "Looking them up.");
    COMPARE_TEXT(actions[0].reasoning, "Two orders, two calls.");
    COMPARE_TEXT(*actions[0].input, "Refund my two orders.");
    QCOMPARE(actions[0].basis, "policy sha256:" + sha256("# Refund policy\nAt most 500.").hex());
    QCOMPARE(actions[0].message, 2);
}

void OpenAiTest::resultsOutOfOrderFindTheirCallsById()
{
    const ReadSource source("chat.jsonl", sample("openai/chat.jsonl"));
    const auto actions = source.ofKind(RecordKind::Action);
    QCOMPARE(actions[0].outcome, Outcome::Failed);
    COMPARE_TEXT(*actions[0].result, "Error: no such order");
    QCOMPARE(actions[1].outcome, Outcome::Executed);
    COMPARE_TEXT(*actions[1].result, "{\"id\":\"#W2\"}");
}

void OpenAiTest::aBareListIsASessionOfItsOwn()
{
    const ReadSource source("logs/chat.jsonl", sample("openai/chat.jsonl"));
    const auto actions = source.ofKind(RecordKind::Action);
    QCOMPARE(actions.size(), 3U);
    COMPARE_TEXT(actions[2].session, "logs/chat.jsonl:2");
    COMPARE_TEXT(actions[2].agent, "chat");
    COMPARE_TEXT(*actions[2].input, "Send\nit.");
    COMPARE_TEXT(actions[2].argumentsText, "{to: nobody}");
    QVERIFY(actions[2].arguments.isNull());
    QCOMPARE(actions[2].outcome, Outcome::Unknown);
    QVERIFY(actions[2].basis.empty());
}

void OpenAiTest::integersBeyondDoublesStayExact()
{
    const ReadSource source("chat.jsonl", sample("openai/chat.jsonl"));
    const Value *n = source.ofKind(RecordKind::Action)[1].arguments.find("n");
    QVERIFY(n && n->is(ValueKind::Int));
    QCOMPARE(n->asInt(), 1152921504606846977LL);
}

void OpenAiTest::responsesItemsAreRead()
{
    const ReadSource source("r.json", sample("openai/response.json"));
    QVERIFY2(source.errors.empty(), source.errors.empty() ? "" : describe(source.errors[0]).c_str());
    const auto actions = source.ofKind(RecordKind::Action);
    QCOMPARE(actions.size(), 3U);
    COMPARE_TEXT(actions[0].tool, "get_weather");
    COMPARE_TEXT(*actions[0].result, "sunny");
    COMPARE_TEXT(actions[0].reasoning, "I need the weather.");
    COMPARE_TEXT(actions[0].said, "One moment.");
    COMPARE_TEXT(*actions[0].input, "What is the weather in Zürich?");
    QCOMPARE(actions[0].callsInMessage, 2U);
    COMPARE_TEXT(*actions[1].result, "12:00");
    COMPARE_TEXT(actions[2].tool, "web_search");
    QCOMPARE(json(actions[2].arguments), QStringLiteral("{\"query\":\"weather\"}"));
    QVERIFY(actions[0].basis.starts_with("policy sha256:"));
    COMPARE_TEXT(source.ofKind(RecordKind::Event)[0].said, "compaction");
    QVERIFY(source.spanOf(actions[2]).find("ws1") != std::string_view::npos);
}

void OpenAiTest::aListOfSessionsIsSplit()
{
    const ReadSource source("a.json", R"([{"messages":[{"role":"user","content":"a"}]},{"messages":[{"role":"user","content":"b"}]}])");
    QCOMPARE(source.items.size(), 2U);
    const auto messages = source.ofKind(RecordKind::Message);
    COMPARE_TEXT(messages[1].said, "b");
    COMPARE_TEXT(messages[1].session, "a.json#1");
}

void OpenAiTest::theOldFunctionCallIsRead()
{
    const ReadSource source("a.json", R"({"messages":[{"role":"assistant","content":null,"function_call":{"name":"f","arguments":"{}"}},)"
                                      R"({"role":"function","name":"f","content":"done"}]})");
    const auto actions = source.ofKind(RecordKind::Action);
    QCOMPARE(actions.size(), 1U);
    COMPARE_TEXT(*actions[0].result, "done");
}

QTEST_APPLESS_MAIN(OpenAiTest)
#include "tst_openai.moc"
