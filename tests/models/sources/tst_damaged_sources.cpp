// SPDX-License-Identifier: GPL-3.0-or-later
// Files that were cut off, garbled or made to hurt: what is whole is read, what is not is named, nothing crashes.
#include "read_source.h"

#include <QTest>

using namespace mandate;

class DamagedSourcesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aFileCutAnywhereGivesItsWholeParts_data();
    void aFileCutAnywhereGivesItsWholeParts();
    void invalidUtf8FailsOnlyWhereItIs();
    void aKeyGivenTwiceFailsOnlyWhereItIs();
    void deepNestingIsRefused();
    void largeIntegersAreExactAndNaNIsRefused();
    void anEntryBeyondTheLimitIsRefusedUnread();
    void aDamagedHeaderDoesNotTakeTheRunsWithIt();
    void errorsNameTheirPlace();
    void aBrokenLineHarmsNoOther_data();
    void aBrokenLineHarmsNoOther();
};

void DamagedSourcesTest::aFileCutAnywhereGivesItsWholeParts_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("format");
    for (const char *entry :
         {"tau2/airline-gpt-4.1.json tau2", "tau-bench/gpt-4o-airline.json tau-bench", "cloudtrail/excerpt.json cloudtrail",
          "openai/chat.jsonl openai", "openai/response.json openai", "anthropic/session.json anthropic", "otlp/agent.jsonl otlp",
          "agt/audit.jsonl agt", "agt/spec.json agt"}) {
        const QStringList parts = QString::fromLatin1(entry).split(QLatin1Char(' '));
        QTest::newRow(entry) << parts[0] << parts[1];
    }
    QTest::newRow("agentdojo") << QStringLiteral("agentdojo/runs/gpt-4o-2024-05-13/banking/user_task_0/important_instructions/injection_task_0.json")
                               << QStringLiteral("agentdojo");
}

void DamagedSourcesTest::aFileCutAnywhereGivesItsWholeParts()
{
    QFETCH(QString, path);
    QFETCH(QString, format);
    const std::string whole = sample(path.toStdString());
    const std::string adapter = format.toStdString();
    const ReadSource complete("a", whole, adapter);
    QVERIFY(complete.errors.empty());
    const std::size_t end = whole.find_last_not_of("\n \t") + 1;
    for (std::size_t cut = 0; cut < end; cut += 97) {
        const ReadSource source("a", whole.substr(0, cut), adapter);
        std::size_t expected = 0;
        for (const Item &item : complete.items) {
            // A line is whole without its end; an element is known to be whole by its last bracket.
            if (item.offset + item.bytes.size() <= cut)
                ++expected;
        }
        std::size_t good = 0;
        for (std::size_t i = 0; i < source.items.size(); ++i)
            good += i < complete.items.size() && source.items[i].bytes.size() == complete.items[i].bytes.size() && !source.items[i].broken;
        QVERIFY2(good == expected, qPrintable(QStringLiteral("cut at %1: %2 whole parts, %3 expected").arg(cut).arg(good).arg(expected)));
        if (cut > 0 && expected < complete.items.size())
            QVERIFY2(!source.errors.empty() || source.items.size() == expected, qPrintable(QStringLiteral("cut at %1 went unnoticed").arg(cut)));
        for (const Error &error : source.errors) {
            QVERIFY(error.kind == ErrorKind::Input && error.code.starts_with("MND-SRC-"));
            QVERIFY(!error.happened.empty() && !error.unaffected.empty() && !error.remedy.empty());
        }
        for (const Record &record : source.records)
            QVERIFY(record.offset + record.spanBegin + record.spanLength <= cut);
    }
}

void DamagedSourcesTest::invalidUtf8FailsOnlyWhereItIs()
{
    const ReadSource source("a.json",
                            "[{\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]},{\"messages\":[{\"role\":\"user\",\"content\":\"\xFF\"}]},"
                            "{\"messages\":[{\"role\":\"user\",\"content\":\"c\"}]}]");
    QCOMPARE(source.items.size(), 3U);
    QCOMPARE(source.errors.size(), 1U);
    COMPARE_TEXT(source.errors[0].code, "MND-SRC-004");
    QVERIFY(source.errors[0].happened.find("UTF-8") != std::string::npos);
    QCOMPARE(source.ofKind(RecordKind::Message).size(), 2U);
}

void DamagedSourcesTest::aKeyGivenTwiceFailsOnlyWhereItIs()
{
    const ReadSource source(
        "a.jsonl",
        "{\"messages\":[{\"role\":\"user\",\"content\":\"a\",\"role\":\"assistant\"}]}\n{\"messages\":[{\"role\":\"user\",\"content\":\"b\"}]}\n",
        "openai");
    QCOMPARE(source.errors.size(), 1U);
    QVERIFY(source.errors[0].happened.find("\"role\"") != std::string::npos);
    QCOMPARE(source.errors[0].position.line, std::optional<std::uint64_t>(1));
    QCOMPARE(source.ofKind(RecordKind::Message).size(), 1U);
}

void DamagedSourcesTest::deepNestingIsRefused()
{
    const std::string deep = std::string(10000, '[') + std::string(10000, ']');
    for (const Adapter *adapter : adapters()) {
        const ReadSource bare("a", deep, adapter->name());
        QVERIFY(bare.records.empty());
    }
    const ReadSource source("a.json", R"([{"messages":[{"role":"user","content":)" + deep + R"(}]},{"messages":[{"role":"user","content":"b"}]}])",
                            "openai");
    QCOMPARE(source.errors.size(), 1U);
    QVERIFY(source.errors[0].happened.find("nested deeper") != std::string::npos);
    QCOMPARE(source.ofKind(RecordKind::Message).size(), 1U);
}

void DamagedSourcesTest::largeIntegersAreExactAndNaNIsRefused()
{
    const std::string begin = R"({"eventName":"E","eventSource":"s","userIdentity":{},"requestParameters":{"n":)";
    const ReadSource source(
        "a.json", "[" + begin + "1152921504606846976}}," + begin + "NaN}}," + begin + "1e999}}," + begin + "18446744073709551615}}]", "cloudtrail");
    QCOMPARE(source.items.size(), 4U);
    QCOMPARE(source.errors.size(), 2U);
    QCOMPARE(source.records.size(), 2U);
    QCOMPARE(source.records[0].arguments.find("n")->asInt(), std::int64_t{1} << 60);
    QCOMPARE(source.records[1].arguments.find("n")->asUint(), ~std::uint64_t{0});
}

void DamagedSourcesTest::anEntryBeyondTheLimitIsRefusedUnread()
{
    const std::string line = R"({"messages":[{"role":"user","content":"b"}]})";
    const ReadSource source(
        "a.jsonl", line + "\n" + R"({"messages":[{"role":"user","content":")" + std::string(50'000'000, 'x') + "\"}]}\n" + line + "\n", "openai");
    QCOMPARE(source.items.size(), 3U);
    QCOMPARE(source.errors.size(), 1U);
    COMPARE_TEXT(source.errors[0].code, "MND-SRC-003");
    QCOMPARE(source.errors[0].position.line, std::optional<std::uint64_t>(2));
    QVERIFY(source.errors[0].happened.find("33554432") != std::string::npos);
    QCOMPARE(source.ofKind(RecordKind::Message).size(), 2U);
}

void DamagedSourcesTest::aDamagedHeaderDoesNotTakeTheRunsWithIt()
{
    const ReadSource source(
        "a.json",
        "{\"info\":{\"agent_info\":{\"llm\":\"\xFF\"}},\"simulations\":[{\"id\":\"s\",\"messages\":[{\"role\":\"user\",\"content\":\"b\"}]}]}");
    QCOMPARE(source.errors.size(), 1U);
    QVERIFY(source.errors[0].happened.starts_with("The part that names the agent"));
    QCOMPARE(source.records.size(), 2U);
    QVERIFY(source.records[0].agent.empty());
}

void DamagedSourcesTest::errorsNameTheirPlace()
{
    const ReadSource source("runs/a.json", R"([{"messages":[{"role":"user","content":"a"}]},{"messages":[{"role":"user"},{"role":7}]}])", "openai");
    QCOMPARE(source.errors.size(), 1U);
    COMPARE_TEXT(source.errors[0].position.file, "/import/runs/a.json");
    COMPARE_TEXT(source.errors[0].position.path, "/messages/1/role");
    QCOMPARE(source.errors[0].position.offset, std::optional<std::uint64_t>(source.items[1].offset));
    const auto sessions = source.ofKind(RecordKind::Session); // nothing of the bad item stays
    QCOMPARE(sessions.size(), 1U);
}

void DamagedSourcesTest::aBrokenLineHarmsNoOther_data()
{
    QTest::addColumn<int>("broken");
    for (int i = 0; i < 4; ++i)
        QTest::addRow("line %d", i + 1) << i;
}

void DamagedSourcesTest::aBrokenLineHarmsNoOther()
{
    QFETCH(int, broken);
    std::string bytes;
    for (int i = 0; i < 4; ++i)
        bytes += i == broken ? "{\"resourceSpans\":[{\"scopeSp\"ans\n" : "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"name\":\"a\"}]}]}]}\n";
    const ReadSource source("a.jsonl", bytes);
    QVERIFY(source.recognition.adapter);
    QCOMPARE(source.items.size(), 4U);
    QCOMPARE(source.records.size(), 3U);
    QCOMPARE(source.errors.size(), 1U);
    QCOMPARE(source.errors[0].position.line, std::optional<std::uint64_t>(static_cast<std::uint64_t>(broken) + 1));
}

QTEST_APPLESS_MAIN(DamagedSourcesTest)
#include "tst_damaged_sources.moc"
