// SPDX-License-Identifier: GPL-3.0-or-later
// Telemetry through the real gateway: stored before it is acknowledged, once, whoever is killed; and only of the token's agent.
#include "gateway_world.h"

#include <QDir>
#include <QTest>

#include <fstream>
#include <thread>
#include <zlib.h>

using namespace mandate;
using Json = nlohmann::json;

namespace {

QString text(const char *words)
{
    return QString::fromLatin1(words);
}

std::string gzipped(const std::string &plain)
{
    z_stream stream{};
    deflateInit2(&stream, 9, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
    std::string out(deflateBound(&stream, plain.size()) + 64, '\0');
    stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(plain.data()));
    stream.avail_in = static_cast<uInt>(plain.size());
    stream.next_out = reinterpret_cast<Bytef *>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

std::vector<std::string> fixtureLines()
{
    std::ifstream file(MANDATE_SOURCE_DIR "/tests/data/sources/otlp/agent.jsonl");
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);) {
        if (!line.empty())
            lines.push_back(line);
    }
    return lines;
}

} // namespace

class GatewayTelemetryTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsAcknowledgedIsInTheLedgerOnce();
    void theFixturesOfTheImporterAreTaken();
    void anotherAgentsTelemetryIsRefused();
    void whatCannotBeReadIsSaidAndKept();
    void gzipIsTakenWithinABound();
    void burstsAreTakenTogether();
    void whatLiesInTheInboxAfterAKillIsImportedAtTheNextStart();
};

void GatewayTelemetryTest::whatIsAcknowledgedIsInTheLedgerOnce()
{
    GatewayWorld gateway;
    const std::string token = gateway.token(text("shop-1"));
    QVERIFY(gateway.start());
    const HttpAsker asker = gateway.asker(token);
    const HttpAnswer stored = asker.post("/v1/traces", span("shop-1", "read_order", "a1"));
    QCOMPARE(stored.status, 200);
    QCOMPARE(stored.body, std::string("{}"));
    QCOMPARE(gateway.records(RecordKind::Action, "shop-1"), std::uint64_t(1));
    QCOMPARE(asker.post("/v1/traces", span("shop-1", "read_order", "a1")).status, 200);
    QCOMPARE(gateway.records(RecordKind::Action, "shop-1"), std::uint64_t(1));
    QCOMPARE(asker.post("/v1/traces", Json::object()).body, std::string("{}"));
    QCOMPARE(asker.post("/v1/traces", Json{{"resourceLogs", Json::array()}}).status, 400);
    QCOMPARE(asker.post("/v1/traces", Json{{"resourceSpans", 5}}).json()["pointer"].get<std::string>(), std::string("/resourceSpans"));
    QVERIFY(QDir(gateway.w + text("-inbox")).entryList(QDir::Files).isEmpty());
}

void GatewayTelemetryTest::theFixturesOfTheImporterAreTaken()
{
    GatewayWorld gateway;
    const std::string token = gateway.token(text("*"), text("report_any"));
    QVERIFY(gateway.start());
    const HttpAsker asker = gateway.asker(token);
    for (const std::string &line : fixtureLines()) {
        const Json body = Json::parse(line);
        if (body.contains("resourceSpans"))
            QCOMPARE(asker.post("/v1/traces", line).status, 200);
        else if (body.contains("resourceLogs"))
            QCOMPARE(asker.post("/v1/logs", line).status, 200);
    }
    const std::uint64_t through = gateway.records(RecordKind::Action);
    GatewayWorld imported;
    QCOMPARE(imported.world.run({text("import"), imported.w, text(MANDATE_SOURCE_DIR "/tests/data/sources/otlp/agent.jsonl")}).exitCode, 0);
    QVERIFY(through > 0);
    QCOMPARE(through, imported.records(RecordKind::Action));
}

void GatewayTelemetryTest::anotherAgentsTelemetryIsRefused()
{
    GatewayWorld gateway;
    const std::string token = gateway.token(text("shop-1"));
    QVERIFY(gateway.start());
    const HttpAsker asker = gateway.asker(token);
    const HttpAnswer refused = asker.post("/v1/traces", span("shop-2", "read_order", "a1"));
    QCOMPARE(refused.status, 403);
    QCOMPARE(refused.json()["code"].get<std::string>(), std::string("MND-GTW-112"));
    Json nameless = span("shop-1", "read_order", "a2");
    nameless["resourceSpans"][0]["scopeSpans"][0]["spans"][0]["attributes"].erase(1);
    QCOMPARE(asker.post("/v1/traces", nameless).status, 403);
    Json mixed = span("shop-1", "read_order", "a3");
    mixed["resourceSpans"].push_back(span("shop-2", "read_order", "a4")["resourceSpans"][0]);
    QCOMPARE(asker.post("/v1/traces", mixed).status, 403);
    QCOMPARE(gateway.records(RecordKind::Action), std::uint64_t(0));
}

void GatewayTelemetryTest::whatCannotBeReadIsSaidAndKept()
{
    GatewayWorld gateway;
    const std::string token = gateway.token(text("shop-1"));
    QVERIFY(gateway.start());
    const HttpAsker asker = gateway.asker(token);
    Json body = span("shop-1", "read_order", "a1");
    Json bad = span("shop-1", "read_order", "a2")["resourceSpans"][0];
    bad["scopeSpans"][0]["spans"][0]["attributes"] = 7;
    body["resourceSpans"].push_back(bad);
    const HttpAnswer partly = asker.post("/v1/traces", body);
    QCOMPARE(partly.status, 200);
    QVERIFY2(partly.json()["partialSuccess"]["rejectedSpans"] == "1", partly.body.c_str());
    QVERIFY(!partly.json()["partialSuccess"]["errorMessage"].get<std::string>().empty());
    QCOMPARE(gateway.records(RecordKind::Action, "shop-1"), std::uint64_t(1));
    const auto workspace = Workspace::open(gateway.w.toStdString(), true);
    QCOMPARE((*workspace)->quarantined()->size(), std::size_t(1));
}

void GatewayTelemetryTest::gzipIsTakenWithinABound()
{
    GatewayWorld gateway;
    const std::string token = gateway.token(text("shop-1"));
    QVERIFY(gateway.start());
    const HttpAsker asker = gateway.asker(token);
    const std::map<std::string, std::string> gzip{{"Content-Encoding", "gzip"}};
    const std::string packed = gzipped(span("shop-1", "read_order", "a1").dump());
    QCOMPARE(asker.post("/v1/traces", packed, gzip).status, 200);
    QCOMPARE(gateway.records(RecordKind::Action, "shop-1"), std::uint64_t(1));
    QCOMPARE(asker.post("/v1/traces", packed.substr(0, packed.size() / 2), gzip).status, 400);
    QCOMPARE(asker.post("/v1/traces", std::string("no gzip"), gzip).status, 400);
    const std::string bomb = gzipped("{\"resourceSpans\":\"" + std::string(std::size_t{64} << 20, ' ') + "\"}");
    QVERIFY(bomb.size() < 1 << 20);
    QCOMPARE(asker.post("/v1/traces", bomb, gzip).status, 413);
    QCOMPARE(asker.post("/v1/traces", packed, {{"Content-Encoding", "br"}}).status, 415);
}

void GatewayTelemetryTest::burstsAreTakenTogether()
{
    GatewayWorld gateway;
    const std::string token = gateway.token(text("shop-1"));
    QVERIFY(gateway.start());
    std::vector<std::thread> senders;
    std::atomic<int> stored = 0;
    for (int sender = 0; sender < 16; ++sender) {
        senders.emplace_back([&, sender] {
            const HttpAsker asker = gateway.asker(token);
            for (int i = 0; i < 10; ++i)
                stored += asker.post("/v1/traces", span("shop-1", "read_order", "s" + std::to_string(sender * 100 + i))).body == "{}";
        });
    }
    for (std::thread &sender : senders)
        sender.join();
    QCOMPARE(stored.load(), 160);
    QCOMPARE(gateway.records(RecordKind::Action, "shop-1"), std::uint64_t(160));
    QCOMPARE(gateway.world.run({text("verify"), gateway.w}).exitCode, 0);
}

void GatewayTelemetryTest::whatLiesInTheInboxAfterAKillIsImportedAtTheNextStart()
{
    GatewayWorld gateway;
    const std::string token = gateway.token(text("shop-1"));
    QVERIFY(gateway.start());
    std::vector<std::thread> senders;
    std::atomic<int> acknowledged = 0;
    for (int sender = 0; sender < 8; ++sender) {
        senders.emplace_back([&, sender] {
            const HttpAsker asker = gateway.asker(token);
            for (int i = 0; i < 200; ++i) {
                if (asker.post("/v1/traces", span("shop-1", "read_order", "s" + std::to_string(sender * 1000 + i))).status != 200)
                    return;
                ++acknowledged;
            }
        });
    }
    QTRY_VERIFY_WITH_TIMEOUT(acknowledged > 20, 30'000);
    gateway.kill();
    for (std::thread &sender : senders)
        sender.join();
    // As if a body had been stored a moment before the kill, and another was being written.
    gateway.world.write(text("w.mandate-inbox/00000000000000000001-1.otlp.json"), QByteArray::fromStdString(span("shop-1", "read_order", "left").dump()));
    gateway.world.write(text("w.mandate-inbox/00000000000000000002-2.otlp.json.1-1.tmp"), "{\"resou");
    const auto least = static_cast<std::uint64_t>(acknowledged.load()) + 1;
    QVERIFY(gateway.start());
    QTRY_VERIFY_WITH_TIMEOUT(gateway.records(RecordKind::Action, "shop-1") >= least, 20'000);
    QTRY_VERIFY(QDir(gateway.w + text("-inbox")).entryList(QDir::Files).isEmpty());
    QCOMPARE(gateway.stop(), 0);
    QCOMPARE(gateway.world.run({text("verify"), gateway.w}).exitCode, 0);
}

QTEST_GUILESS_MAIN(GatewayTelemetryTest)
#include "tst_gateway_telemetry.moc"
