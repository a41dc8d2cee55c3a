// SPDX-License-Identifier: GPL-3.0-or-later
// Well-formed JSON whose fields have other types than their format says: the item is refused with a reason, or read without the field; no crash.
#include "read_source.h"

#include <QTest>

#include <random>

using namespace mandate;

class WrongShapesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fieldsOfTheWrongTypeAreRefused_data();
    void fieldsOfTheWrongTypeAreRefused();
    void anyFieldMayBeAnything_data();
    void anyFieldMayBeAnything();
};

void WrongShapesTest::fieldsOfTheWrongTypeAreRefused_data()
{
    QTest::addColumn<QString>("format");
    QTest::addColumn<QString>("bytes");
    QTest::addColumn<QString>("path");
    const auto row = [](const char *tag, const char *format, const char *bytes, const char *path) {
        QTest::newRow(tag) << QString::fromLatin1(format) << QString::fromLatin1(bytes) << QString::fromLatin1(path);
    };
    row("tau2: messages", "tau2", R"({"simulations":[{"id":"s","messages":{}}]})", "/messages");
    row("tau2: no messages", "tau2", R"({"simulations":[{"id":"s"}]})", "/messages");
    row("tau2: a message", "tau2", R"({"simulations":[{"id":"s","messages":["a"]}]})", "/messages/0");
    row("tau2: a run", "tau2", R"({"simulations":[7]})", "");
    row("tau2: id", "tau2", R"({"simulations":[{"id":7,"messages":[]}]})", "/id");
    row("tau2: reward", "tau2", R"({"simulations":[{"id":"s","messages":[],"reward_info":3}]})", "/reward_info");
    row("tau2: tool_calls", "tau2", R"({"simulations":[{"id":"s","messages":[{"role":"assistant","tool_calls":"x"}]}]})", "/messages/0/tool_calls");
    row("tau2: a call", "tau2", R"({"simulations":[{"id":"s","messages":[{"role":"assistant","tool_calls":[3]}]}]})", "/messages/0/tool_calls/0");
    row("tau2: arguments", "tau2", R"({"simulations":[{"id":"s","messages":[{"role":"assistant","tool_calls":[{"name":"f","arguments":3}]}]}]})",
        "/messages/0/tool_calls/0/arguments");
    row("tau2: error", "tau2", R"({"simulations":[{"id":"s","messages":[{"role":"tool","content":"a","error":"no"}]}]})", "/messages/0/error");
    row("tau2: content", "tau2", R"({"simulations":[{"id":"s","messages":[{"role":"user","content":3}]}]})", "/messages/0/content");
    row("tau2: role", "tau2", R"({"simulations":[{"id":"s","messages":[{"role":"judge","content":"a"}]}]})", "/messages/0/role");
    row("tau-bench: traj", "tau-bench", R"([{"task_id":1,"traj":3}])", "/traj");
    row("tau-bench: function", "tau-bench", R"([{"task_id":1,"traj":[{"role":"assistant","tool_calls":[{"function":3}]}]}])", "/traj/0/tool_calls/0");
    row("tau-bench: info", "tau-bench", R"([{"task_id":1,"traj":[],"info":[]}])", "/info");
    row("agentdojo: args", "agentdojo", R"({"suite_name":"b","messages":[{"role":"assistant","tool_calls":[{"function":"f","args":[]}]}]})",
        "/messages/0/tool_calls/0/args");
    row("agentdojo: suite", "agentdojo", R"({"suite_name":4,"messages":[]})", "/suite_name");
    row("openai: no messages", "openai", R"({"model":"m"})", "");
    row("openai: a number", "openai", "[[1]]", "/0");
    row("openai: model", "openai", R"({"model":3,"messages":[]})", "/model");
    row("anthropic: content", "anthropic", R"({"messages":[{"role":"user","content":{}}]})", "/messages/0/content");
    row("anthropic: a block", "anthropic", R"({"messages":[{"role":"user","content":[3]}]})", "/messages/0/content");
    row("anthropic: a nameless tool", "anthropic", R"({"messages":[{"role":"assistant","content":[{"type":"tool_use","input":{}}]}]})",
        "/messages/0/content");
    row("cloudtrail: identity", "cloudtrail", R"({"Records":[{"eventName":"E","userIdentity":"me"}]})", "/userIdentity");
    row("cloudtrail: name", "cloudtrail", R"({"Records":[{"eventSource":"s"}]})", "/eventName");
    row("agt: data", "agt", R"({"entry_id":"a","event_type":"tool_invocation","agent_did":"d","data":[]})", "/data");
    row("agt: no id", "agt", R"({"entry_id":"","event_type":"tool_invocation","agent_did":"d"})", "/entry_id");
    row("signed: tool", "signed", R"({"agent":"a","tool":7,"signature":""})", "/tool");
    row("signed: payload", "signed", R"({"payload":7,"payloadType":"application/json","signatures":[]})", "/payload");
    row("digest: log files", "cloudtrail-digest", R"({"digestS3Object":"a","logFiles":{}})", "/digestS3Object");
    row("otlp: spans", "otlp", R"({"resourceSpans":[{"scopeSpans":[{"spans":{}}]}]})", "/spans");
    row("otlp: attributes", "otlp", R"({"resourceSpans":[{"scopeSpans":[{"spans":[{"attributes":{}}]}]}]})", "/attributes");
    row("otlp: a span", "otlp", R"({"resourceSpans":[{"scopeSpans":[{"spans":[7]}]}]})", "");
}

void WrongShapesTest::fieldsOfTheWrongTypeAreRefused()
{
    QFETCH(QString, format);
    QFETCH(QString, bytes);
    QFETCH(QString, path);
    const ReadSource source("a.json", bytes.toStdString(), format.toStdString());
    QCOMPARE(source.errors.size(), 1U);
    COMPARE_TEXT(source.errors[0].code, "MND-SRC-005");
    QCOMPARE(text(source.errors[0].position.path), path);
    for (const Record &record : source.records)
        QCOMPARE(record.kind, RecordKind::Context);
}

void WrongShapesTest::anyFieldMayBeAnything_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("format");
    QTest::newRow("tau2") << QStringLiteral("tau2/airline-claude-sonnet-4-5.json") << QStringLiteral("tau2");
    QTest::newRow("tau-bench") << QStringLiteral("tau-bench/gpt-4o-airline.json") << QStringLiteral("tau-bench");
    QTest::newRow("cloudtrail") << QStringLiteral("cloudtrail/excerpt.json") << QStringLiteral("cloudtrail");
    QTest::newRow("openai") << QStringLiteral("openai/chat.jsonl") << QStringLiteral("openai");
    QTest::newRow("responses") << QStringLiteral("openai/response.json") << QStringLiteral("openai");
    QTest::newRow("anthropic") << QStringLiteral("anthropic/session.json") << QStringLiteral("anthropic");
    QTest::newRow("otlp") << QStringLiteral("otlp/agent.jsonl") << QStringLiteral("otlp");
    QTest::newRow("agt") << QStringLiteral("agt/audit.jsonl") << QStringLiteral("agt");
}

/// Replaces a random value by one of another type, many times over.
void WrongShapesTest::anyFieldMayBeAnything()
{
    QFETCH(QString, path);
    QFETCH(QString, format);
    const std::string whole = sample(path.toStdString());
    std::vector<std::size_t> values;
    for (std::size_t i = 0; i + 2 < whole.size(); ++i) {
        if (whole[i] == '"' && whole[i + 1] == ':')
            values.push_back(whole[i + 2] == ' ' ? i + 3 : i + 2);
    }
    constexpr std::array<std::string_view, 9> others{"null", "true", "-1", "1.5", "\"\"", "[]", "{}", "[[{}]]", "\"[{\\\"a\\\":1}\""};
    std::mt19937 random(7);
    for (int round = 0; round < 600; ++round) {
        const std::size_t at = values[random() % values.size()];
        std::string bytes = whole.substr(0, at);
        bytes += others[random() % others.size()];
        std::size_t end = at;
        while (end < whole.size() && whole[end] != ',' && whole[end] != '}' && whole[end] != '{' && whole[end] != '[')
            ++end;
        bytes += whole.substr(end);
        const ReadSource source("a", bytes, format.toStdString());
        for (const Record &record : source.records)
            QVERIFY(record.offset + record.spanBegin + record.spanLength <= bytes.size());
    }
}

QTEST_APPLESS_MAIN(WrongShapesTest)
#include "tst_wrong_shapes.moc"
