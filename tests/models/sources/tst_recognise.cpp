// SPDX-License-Identifier: GPL-3.0-or-later
#include "read_source.h"

#include <QTest>

using namespace mandate;

class RecogniseTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void formatsAreToldByStructure_data();
    void formatsAreToldByStructure();
    void whatIsNoEvidenceGetsAPlainReason_data();
    void whatIsNoEvidenceGetsAPlainReason();
    void aDamagedFileStillNamesItsFormat_data();
    void aDamagedFileStillNamesItsFormat();
    void everyAdapterIsFoundByItsName();
    void theWrongFormatIsRefusedWithItsReason();
    void sourcesAreNamedByTheirPathBelowTheFolder();
};

void RecogniseTest::formatsAreToldByStructure_data()
{
    QTest::addColumn<QString>("bytes");
    QTest::addColumn<QString>("format");
    const auto row = [](const char *tag, std::string_view bytes, const char *format) {
        QTest::newRow(tag) << text(bytes) << QString::fromLatin1(format);
    };
    row("tau2", sample("tau2/retail-gpt-4.1.json"), "tau2");
    row("tau-bench", sample("tau-bench/gpt-4o-airline.json"), "tau-bench");
    row("cloudtrail", sample("cloudtrail/excerpt.json"), "cloudtrail");
    row("cloudtrail, a record a line", "{\"eventVersion\":\"1.08\",\"eventSource\":\"s3\",\"eventName\":\"Get\"}\n{}\n", "cloudtrail");
    row("digest of cloudtrail", "{\"digestS3Object\":\"a\",\"logFiles\":[]}", "cloudtrail-digest");
    row("agt lines", sample("agt/audit.jsonl"), "agt");
    row("agt export", sample("agt/spec.json"), "agt");
    row("signed records", "{\"agent\":\"a\",\"tool\":\"t\",\"key_id\":\"k\",\"signature\":\"\"}\n", "signed");
    row("signed envelopes", "{\"payload\":\"\",\"payloadType\":\"\",\"signatures\":[]}\n", "signed");
    row("otlp", sample("otlp/agent.jsonl"), "otlp");
    row("otlp after metrics", "{\"resourceMetrics\":[]}\n{\"resourceLogs\":[]}\n", "otlp");
    row("openai lines", sample("openai/chat.jsonl"), "openai");
    row("openai response", sample("openai/response.json"), "openai");
    row("openai list", R"([{"messages":[{"role":"user","content":"a"}]}])", "openai");
    row("openai list of lists", R"([[{"role":"user","content":"a"},{"role":"tool","content":"b"}]])", "openai");
    row("anthropic", sample("anthropic/session.json"), "anthropic");
    row("anthropic by its blocks", R"([{"role":"user","content":[{"type":"tool_result","content":"a"}]}])", "anthropic");
    row("anthropic by its system text", R"({"system":"s","messages":[{"role":"user","content":"a"}]})", "anthropic");
    row("anthropic by its model", R"({"model":"claude-x","messages":[{"role":"user","content":"a"}]})", "anthropic");
    row("a byte order mark", "\xEF\xBB\xBF[{\"role\":\"user\",\"content\":\"a\"}]", "openai");
}

void RecogniseTest::formatsAreToldByStructure()
{
    QFETCH(QString, bytes);
    QFETCH(QString, format);
    const std::string utf8 = bytes.toStdString();
    const SourceFile file{"/x/misleading.csv", "misleading.csv", utf8};
    const Recognition recognition = recognise(file);
    QVERIFY2(recognition.adapter, recognition.skipped.c_str());
    QCOMPARE(text(recognition.adapter->name()), format);
    QVERIFY(recognition.skipped.empty());
    for (const Adapter *adapter : adapters())
        QCOMPARE(adapter->recognises(file), adapter == recognition.adapter);
}

void RecogniseTest::whatIsNoEvidenceGetsAPlainReason_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("reason");
    const auto row = [](const char *tag, QByteArray bytes, const char *reason) { QTest::newRow(tag) << bytes << QString::fromLatin1(reason); };
    row("empty", "", "empty file");
    row("white space", " \n\t ", "a file of white space alone");
    row("csv", "llm,qset,question_id\na,b,c\n", "a table (CSV)");
    row("tsv", "file\tbytes\tsha256\n", "a table (tab-separated)");
    row("markdown", "# Policy\n", "Markdown text");
    row("text", "hello", "text, no records");
    row("binary",
        QByteArray("\x7F"
                   "ELF\0\0\0\0",
                   8),
        "a binary file");
    row("gzip", "\x1F\x8B\x08", "a compressed file");
    row("metrics", R"({"resourceMetrics":[{"a":1}]})", "metrics, no actions");
    row("inspect", R"({"version":2,"status":"success","eval":{"task":"x"},"plan":{}})", "Inspect evaluation log");
    row("judge", R"({"total_judged":1,"entries":[{"judge_verdict":"pass"}]})", "evaluation summary");
    row("figures", R"({"tau2/a.json":{"runs":1,"calls_per_tool":{}}})", "figures about other files");
    row("messages without sessions", "{\"role\":\"user\",\"content\":\"a\"}\n{\"role\":\"user\",\"content\":\"b\"}\n", "one message a line");
    row("other JSON", R"({"a":1,"b":2})", "JSON, but of no format we read (its members: \"a\", \"b\")");
    row("empty list", "[]", "an empty list");
    row("numbers", "[1,2]", "a JSON list, but of no format we read");
}

void RecogniseTest::whatIsNoEvidenceGetsAPlainReason()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, reason);
    const Recognition recognition = recognise({"/x/a", "a", {bytes.constData(), static_cast<std::size_t>(bytes.size())}});
    QVERIFY(!recognition.adapter);
    QVERIFY2(text(recognition.skipped).startsWith(reason), recognition.skipped.c_str());
}

void RecogniseTest::aDamagedFileStillNamesItsFormat_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("format");
    QTest::newRow("tau2") << QStringLiteral("tau2/airline-gpt-4.1.json") << QStringLiteral("tau2");
    QTest::newRow("tau-bench") << QStringLiteral("tau-bench/gpt-4o-airline.json") << QStringLiteral("tau-bench");
    QTest::newRow("cloudtrail") << QStringLiteral("cloudtrail/excerpt.json") << QStringLiteral("cloudtrail");
    QTest::newRow("openai") << QStringLiteral("openai/chat.jsonl") << QStringLiteral("openai");
    QTest::newRow("otlp") << QStringLiteral("otlp/agent.jsonl") << QStringLiteral("otlp");
}

void RecogniseTest::aDamagedFileStillNamesItsFormat()
{
    QFETCH(QString, path);
    QFETCH(QString, format);
    std::string bytes = sample(path.toStdString());
    bytes.resize(bytes.size() * 9 / 10);
    const Recognition recognition = recognise({"/x/a", "a", bytes});
    QVERIFY2(recognition.adapter, recognition.skipped.c_str());
    QCOMPARE(text(recognition.adapter->name()), format);
}

void RecogniseTest::everyAdapterIsFoundByItsName()
{
    QCOMPARE(adapters().size(), 10U);
    for (const Adapter *adapter : adapters()) {
        QCOMPARE(adapterNamed(adapter->name()), adapter);
        QVERIFY(!adapter->title().empty());
    }
    QVERIFY(!adapterNamed("csv"));
}

void RecogniseTest::theWrongFormatIsRefusedWithItsReason()
{
    for (const Adapter *adapter : adapters()) {
        const auto opened = adapter->open({"/x/a.csv", "a.csv", "a,b,c"}, {});
        QVERIFY(!opened);
        COMPARE_TEXT(opened.error().code, "MND-SRC-001");
        QVERIFY(!opened.error().remedy.empty() && !opened.error().unaffected.empty());
        COMPARE_TEXT(opened.error().position.file, "/x/a.csv");
    }
    QVERIFY(!adapterNamed("tau2")->open({"a", "a", R"({"simulations":3})"}, {}));
    QVERIFY(!adapterNamed("cloudtrail")->open({"a", "a", R"({"Records":{}})"}, {}));
}

void RecogniseTest::sourcesAreNamedByTheirPathBelowTheFolder()
{
    COMPARE_TEXT(sourceName("/data", "/data/tau2/a.json"), "tau2/a.json");
    COMPARE_TEXT(sourceName("/data/", "/data/tau2/a.json"), "tau2/a.json");
    COMPARE_TEXT(sourceName("/data/a.json", "/data/a.json"), "a.json");
    COMPARE_TEXT(sourceName("/dat", "/data/a.json"), "a.json");
    COMPARE_TEXT(sourceName("C:\\runs", "C:\\runs\\x\\a.json"), "x/a.json");
    COMPARE_TEXT(sourceName("", "a.json"), "a.json");
}

QTEST_APPLESS_MAIN(RecogniseTest)
#include "tst_recognise.moc"
