// SPDX-License-Identifier: GPL-3.0-or-later
#include "read_source.h"

#include <QTest>

using namespace mandate;

class AnthropicTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void blocksBecomeActionsWithReasoningAndResults();
    void theUsersTextComesAfterTheResultsBesideIt();
    void sessionsALineAreRead();
};

void AnthropicTest::blocksBecomeActionsWithReasoningAndResults()
{
    const ReadSource source("s.json", sample("anthropic/session.json"));
    COMPARE_TEXT(source.recognition.adapter->name(), "anthropic");
    QVERIFY2(source.errors.empty(), source.errors.empty() ? "" : describe(source.errors[0]).c_str());
    const auto actions = source.ofKind(RecordKind::Action);
    QCOMPARE(actions.size(), 2U);
    const Record &read = actions[0];
    COMPARE_TEXT(read.tool, "read_file");
    COMPARE_TEXT(read.session, "session-7");
    COMPARE_TEXT(read.agent, "claude-sonnet-4-5");
    COMPARE_TEXT(read.onBehalfOf, "emma");
    COMPARE_TEXT(read.reasoning, "I should read it first.");
    COMPARE_TEXT(read.said, "Reading the bill.");
    COMPARE_TEXT(*read.input, "Pay the bill.");
    COMPARE_TEXT(*read.result, "not found");
    QCOMPARE(read.outcome, Outcome::Failed);
    QCOMPARE(read.message, 1);
    QCOMPARE(read.basis, "policy sha256:" + sha256("Never pay strangers.").hex());
    COMPARE_TEXT(*actions[1].result, "1810.0");
    QCOMPARE(actions[1].outcome, Outcome::Executed);
    QCOMPARE(actions[1].call, 1);
}

void AnthropicTest::theUsersTextComesAfterTheResultsBesideIt()
{
    const ReadSource source("s.json", sample("anthropic/session.json"));
    const auto messages = source.ofKind(RecordKind::Message);
    QCOMPARE(messages.size(), 4U);
    QCOMPARE(messages[0].role, Role::System);
    COMPARE_TEXT(messages[2].said, "Go on.");
    COMPARE_TEXT(messages[3].said, "There is no bill.");
    COMPARE_TEXT(*messages[3].input, "Go on.");
}

void AnthropicTest::sessionsALineAreRead()
{
    const std::string line = R"({"system":"s","messages":[{"role":"user","content":"a"}]})";
    const ReadSource source("s.jsonl", line + "\n" + line + "\n");
    QCOMPARE(source.items.size(), 2U);
    COMPARE_TEXT(source.ofKind(RecordKind::Session)[1].session, "s.jsonl:2");
    COMPARE_TEXT(source.ofKind(RecordKind::Session)[1].agent, "s");
}

QTEST_APPLESS_MAIN(AnthropicTest)
#include "tst_anthropic.moc"
