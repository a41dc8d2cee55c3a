// SPDX-License-Identifier: GPL-3.0-or-later
// Every way in which the real gateway says no: tokens, scopes, rates, sizes, malformed bodies, TLS, addresses.
#include "gateway_world.h"

#include "tests/models/gateway/raw_client.h"

#include <QFile>
#include <QTest>

using namespace mandate;
using Json = nlohmann::json;

namespace {

QString text(const char *words)
{
    return QString::fromLatin1(words);
}

std::string codeOf(const HttpAnswer &answer)
{
    return answer.json().is_object() ? answer.json().value("code", "") : std::string();
}

} // namespace

class GatewayRefusalsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void withoutATokenFileOnlyHealthAnswers();
    void tokensAreCheckedForWhatTheyAre();
    void aRevokedTokenIsRefusedFromTheNextRequestOn();
    void aTokenSpeaksForItsAgentAndItsScopesOnlyAndMisuseIsEvidence();
    void aTokenThatAsksTooOftenIsToldWhen();
    void aBatchCountsAsItsQuestions();
    void malformedBodiesAreRefusedWithTheirPlace();
    void oversizedAndDeepBodiesHurtNobody();
    void pathsMethodsAndTypes();
    void slowClientsDoNotSlowDownAGoodOne();
    void plainHttpStaysOnThisMachine();
    void tlsSpeaksAndSaysWhatIsWrongWithItsFiles();
    void aLockedLedgerRefusesWithTheReason();
};

void GatewayRefusalsTest::withoutATokenFileOnlyHealthAnswers()
{
    GatewayWorld gateway;
    QVERIFY(gateway.start());
    const HttpAsker asker = gateway.asker("mdt_anything");
    QCOMPARE(asker.get("/healthz").status, 200);
    for (const char *path : {"/metrics", "/v1/keys", "/openapi.json", "/v1/agents/shop-1/status"}) {
        const HttpAnswer answer = asker.get(path);
        QCOMPARE(answer.status, 401);
        QCOMPARE(codeOf(answer), std::string("MND-GTW-110"));
        QVERIFY(answer.fields.at("www-authenticate").starts_with("Bearer"));
        QCOMPARE(answer.fields.at("content-type"), std::string("application/problem+json"));
    }
    const std::string token = gateway.token(text("shop-1"));
    QCOMPARE(gateway.asker(token).get("/v1/keys").status, 200); // read without a restart
}

void GatewayRefusalsTest::tokensAreCheckedForWhatTheyAre()
{
    GatewayWorld gateway;
    const std::string token = gateway.token(text("shop-1"));
    (void)gateway.token(text("shop-1"), text("evaluate"), {text("--expires"), text("1"), text("--name"), text("old")});
    QFile file(gateway.w + text("-tokens"));
    QVERIFY(file.open(QIODevice::ReadWrite));
    QByteArray tokens = file.readAll();
    QVERIFY(!tokens.contains(token.substr(4).c_str()));
    const std::string expired = gateway.token(text("shop-1"), text("evaluate"), {text("--expires"), text("1"), text("--name"), text("older")});
    file.close();
    QVERIFY(file.open(QIODevice::ReadWrite));
    tokens = file.readAll();
    Json changed = Json::parse(tokens.toStdString());
    changed["tokens"].back()["expires"] = "2020-01-01T00:00:00Z";
    file.resize(0);
    file.seek(0);
    file.write(QByteArray::fromStdString(changed.dump()));
    file.close();
    QVERIFY(gateway.start());
    QCOMPARE(codeOf(gateway.asker().get("/v1/keys")), std::string("MND-GTW-106"));
    QCOMPARE(codeOf(gateway.asker("mdt_wrong").get("/v1/keys")), std::string("MND-GTW-107"));
    QCOMPARE(codeOf(gateway.asker(token + "x").get("/v1/keys")), std::string("MND-GTW-107"));
    QCOMPARE(codeOf(gateway.asker(expired).get("/v1/keys")), std::string("MND-GTW-108"));
    QCOMPARE(gateway.asker(token).get("/v1/keys").status, 200);
    QFile::setPermissions(gateway.w + text("-tokens"), QFile::ReadOwner | QFile::WriteOwner | QFile::ReadOther);
    const HttpAnswer open = gateway.asker(token).get("/v1/keys");
    QCOMPARE(codeOf(open), std::string("MND-GTW-110"));
    QCOMPARE(gateway.asker().get("/healthz").status, 503);
}

void GatewayRefusalsTest::aRevokedTokenIsRefusedFromTheNextRequestOn()
{
    GatewayWorld gateway;
    const std::string token = gateway.token(text("shop-1"), text("evaluate,request"), {text("--name"), text("one")});
    const std::string second = gateway.token(text("shop-1"), text("evaluate"), {text("--name"), text("two")});
    QVERIFY(gateway.start());
    const HttpAsker asker = gateway.asker(token);
    QCOMPARE(asker.get("/v1/keys").status, 200);
    QCOMPARE(gateway.world.run({text("token"), gateway.w, text("revoke"), text("one")}).exitCode, 0);
    QCOMPARE(codeOf(asker.get("/v1/keys")), std::string("MND-GTW-109"));
    QCOMPARE(gateway.asker(second).get("/v1/keys").status, 200);
    const CliResult listed = gateway.world.run({text("token"), gateway.w, text("list"), text("--json")});
    QCOMPARE(listed.json()["tokens"][0]["state"].get<std::string>(), std::string("revoked"));
    QCOMPARE(gateway.world.run({text("token"), gateway.w, text("create"), text("--agent"), text("a"), text("--name"), text("one")}).exitCode, 1);
    QCOMPARE(gateway.world.run({text("token"), gateway.w, text("revoke"), text("three")}).exitCode, 2);
}

void GatewayRefusalsTest::aTokenSpeaksForItsAgentAndItsScopesOnlyAndMisuseIsEvidence()
{
    GatewayWorld gateway;
    const std::string token = gateway.token(text("shop-1"), text("evaluate"));
    QVERIFY(gateway.start());
    const HttpAsker asker = gateway.asker(token);
    QCOMPARE(codeOf(asker.post("/access/v1/evaluation", question("shop-2", "read_order", Json::object()))), std::string("MND-GTW-112"));
    QCOMPARE(codeOf(asker.get("/metrics")), std::string("MND-GTW-111"));
    QCOMPARE(codeOf(asker.post("/v1/traces", span("shop-1", "read_order", "a1"))), std::string("MND-GTW-111"));
    QCOMPARE(gateway.records(RecordKind::Decision), std::uint64_t(0));
    QTRY_COMPARE_WITH_TIMEOUT(gateway.records(RecordKind::Event, "shop-2"), std::uint64_t(1), 10'000);
    for (int i = 0; i < 20; ++i)
        (void)asker.post("/access/v1/evaluation", question("shop-2", "read_order", Json::object()));
    QTest::qWait(500);
    QCOMPARE(gateway.records(RecordKind::Event, "shop-2"), std::uint64_t(1)); // a flood is one record a minute
}

void GatewayRefusalsTest::aTokenThatAsksTooOftenIsToldWhen()
{
    GatewayWorld gateway;
    const std::string token = gateway.token(text("shop-1"));
    const std::string other = gateway.token(text("shop-2"));
    QVERIFY(gateway.start({text("--rate"), text("2")}));
    const HttpAsker asker = gateway.asker(token);
    HttpAnswer answer;
    for (int i = 0; i < 10 && answer.status != 429; ++i)
        answer = asker.get("/v1/keys");
    QCOMPARE(codeOf(answer), std::string("MND-GTW-113"));
    QCOMPARE(answer.fields.at("retry-after"), std::string("1"));
    QCOMPARE(gateway.asker(other).get("/v1/keys").status, 200);
    QTest::qWait(1100);
    QCOMPARE(asker.get("/v1/keys").status, 200);
}

void GatewayRefusalsTest::aBatchCountsAsItsQuestions()
{
    GatewayWorld gateway;
    const std::string token = gateway.token(text("shop-1"));
    QVERIFY(gateway.start({text("--rate"), text("20")}));
    const HttpAsker asking = gateway.asker(token);
    Json batch = question("shop-1", "read_order", Json::object());
    batch["evaluations"] = Json::array();
    for (int i = 0; i < 30; ++i)
        batch["evaluations"].push_back(Json::object());
    QCOMPARE(asking.post("/access/v1/evaluations", batch).json()["evaluations"].size(), std::size_t{30}); // 40 pass at once
    const std::uint64_t decided = gateway.records(RecordKind::Decision);
    const HttpAnswer tooMany = asking.post("/access/v1/evaluations", batch);
    QCOMPARE(codeOf(tooMany), std::string("MND-GTW-113"));
    QVERIFY(tooMany.fields.contains("retry-after"));
    QCOMPARE(gateway.records(RecordKind::Decision), decided); // all of it or nothing
    while (batch["evaluations"].size() < 200)
        batch["evaluations"].push_back(Json::object());
    QTest::qWait(2500);
    QCOMPARE(asking.post("/access/v1/evaluations", batch).status, 200); // more than pass at once: paid for afterwards
    QTest::qWait(1000);
    QCOMPARE(asking.post("/access/v1/evaluation", question("shop-1", "read_order", Json::object())).status, 429);
}

void GatewayRefusalsTest::malformedBodiesAreRefusedWithTheirPlace()
{
    GatewayWorld gateway;
    const std::string token = gateway.token(text("shop-1"));
    QVERIFY(gateway.start());
    const HttpAsker asker = gateway.asker(token);
    const auto pointer = [&asker](const Json &body) {
        const HttpAnswer answer = asker.post("/access/v1/evaluation", body);
        return std::to_string(answer.status) + ' ' + answer.json().value("pointer", "");
    };
    Json good = question("shop-1", "read_order", Json::object());
    for (const char *member : {"subject", "action", "resource"}) {
        Json without = good;
        without.erase(member);
        QCOMPARE(pointer(without), "400 /" + std::string(member));
        without[member] = "text";
        QCOMPARE(pointer(without), "400 /" + std::string(member));
    }
    const auto with = [&good](const char *place, const Json &value) {
        Json changed = good;
        changed[Json::json_pointer(place)] = value;
        return changed;
    };
    for (const char *place : {"/subject/id", "/subject/type", "/action/name", "/resource/id", "/context/session", "/context/input"})
        QCOMPARE(pointer(with(place, 5)), "400 " + std::string(place));
    QCOMPARE(pointer(with("/subject/id", "")), std::string("400 /subject/id"));
    QCOMPARE(pointer(with("/action/properties/arguments", Json::array())), std::string("400 /action/properties/arguments"));
    QCOMPARE(pointer(with("/context/confidence", 1.5)), std::string("400 /context/confidence"));
    QCOMPARE(pointer(with("/context/probe", "yes")), std::string("400 /context/probe"));
    QCOMPARE(pointer(with("/context/approval", "ESC-1")), std::string("400 /context/approval"));
    QCOMPARE(pointer(with("/context/proposal", Json{{"confidence", 7}})), std::string("400 /context/proposal/confidence"));
    const HttpAnswer broken = asker.post("/access/v1/evaluation", std::string(R"({"subject": {"type": "agent",)"));
    QCOMPARE(codeOf(broken), std::string("MND-GTW-114"));
    QCOMPARE(broken.json().value("offset", -1), 29);
    // Every path that takes a body says where a malformed one stops being JSON.
    const std::vector<std::pair<std::string, int>> malformed{{"", 0}, {" []", 1}, {"7", 0}, {"{\"a\":1,\"a\":2}", 7}, {"{\"a\":NaN}", 5}, {"{\"a\":\"\xff\"}", 6}, {"{} {}", 3}, {std::string(600, '['), 512}};
    const HttpAsker wide = gateway.asker(gateway.token(text("*"), text("evaluate,report,request,verify")));
    for (const char *path : {"/access/v1/evaluation", "/access/v1/evaluations", "/v1/approvals", "/v1/approvals/ESC-0/executed", "/v1/approvals/ESC-0/cancel", "/v1/approvals/ESC-0/answer",
                             "/v1/approvals/ESC-0/verification", "/v1/traces", "/v1/logs"}) {
        for (const auto &[body, offset] : malformed) {
            if (body.empty() && std::string_view(path).starts_with("/v1/approvals/ESC-0/"))
                continue; // nothing to say is allowed there
            const HttpAnswer answer = wide.post(path, body);
            QVERIFY2(answer.status == 400 && answer.json().value("offset", -1) == offset, (std::string(path) + ' ' + body + ' ' + answer.body).c_str());
        }
    }
    QCOMPARE(gateway.records(RecordKind::Decision), std::uint64_t(0));
}

void GatewayRefusalsTest::oversizedAndDeepBodiesHurtNobody()
{
    GatewayWorld gateway;
    const std::string token = gateway.token(text("shop-1"));
    QVERIFY(gateway.start());
    const std::string head = "POST /access/v1/evaluation HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token + "\r\nContent-Type: application/json\r\n";
    test::RawClient large(gateway.port());
    large.send(head + "Content-Length: 1048577\r\n\r\n");
    QCOMPARE(test::statusOf(large.reply()), std::string("413")); // before a byte of it came
    const HttpAsker asker = gateway.asker(token);
    for (const std::string &body : {std::string(1 << 20, '['), std::string(1 << 20, '"'), "{\"a\":" + std::string((1 << 20) - 6, ' ') + "}", std::string(1 << 20, '{')})
        QCOMPARE(asker.post("/access/v1/evaluation", body).status, 400);
    std::string deep = R"({"subject":{"type":"agent","id":"shop-1"},"action":{"name":"x","properties":{"arguments":{"a":)";
    deep += std::string(400, '[') + std::string(400, ']') + R"(}}},"resource":{"type":"t","id":"x"}})";
    QCOMPARE(asker.post("/access/v1/evaluation", deep).status, 200);
    Json wide = question("shop-1", "read_order", {{"note", std::string(900'000, 'x')}});
    QCOMPARE(asker.post("/access/v1/evaluation", wide).status, 200);
    QCOMPARE(asker.post("/access/v1/evaluation", question("shop-1", "read_order", Json::object())).json()["decision"].get<bool>(), true);
    const HttpAnswer hostile = asker.post("/access/v1/evaluation", question("shop-1", "<img src=x onerror=1>\xe2\x80\xae", {{"a", "\r\nX-Evil: 1"}}).dump(), {{"X-Request-ID", "plain"}});
    QCOMPARE(hostile.status, 200);
    QVERIFY(!hostile.fields.contains("x-evil"));
}

void GatewayRefusalsTest::pathsMethodsAndTypes()
{
    GatewayWorld gateway;
    const std::string token = gateway.token(text("shop-1"));
    QVERIFY(gateway.start());
    const HttpAsker asker = gateway.asker(token);
    QCOMPARE(codeOf(asker.get("/nothing")), std::string("MND-GTW-102"));
    QCOMPARE(codeOf(asker.get("/v1/approvals/a/b/c")), std::string("MND-GTW-102"));
    const HttpAnswer method = asker.get("/access/v1/evaluation");
    QCOMPARE(method.status, 405);
    QCOMPARE(method.fields.at("allow"), std::string("POST"));
    QCOMPARE(asker.post("/access/v1/evaluation", std::string("{}"), {{"Content-Type", "text/plain"}}).status, 415);
    QCOMPARE(asker.post("/access/v1/evaluation", std::string("{}"), {{"Content-Encoding", "gzip"}}).status, 415);
    const HttpAnswer protobuf = asker.post("/v1/traces", std::string("x"), {{"Content-Type", "application/x-protobuf"}});
    QCOMPARE(protobuf.status, 415);
    QVERIFY(protobuf.json()["remedy"].get<std::string>().find("http/json") != std::string::npos);
    QCOMPARE(asker.send("HEAD", "/healthz", {}, {}).status, 200);
    QCOMPARE(asker.get("/v1/approvals/ESC-1?wait=soon").status, 400);
}

void GatewayRefusalsTest::slowClientsDoNotSlowDownAGoodOne()
{
    GatewayWorld gateway;
    const std::string token = gateway.token(text("shop-1"));
    QVERIFY(gateway.start());
    std::vector<std::unique_ptr<test::RawClient>> slow;
    for (int i = 0; i < 200; ++i) {
        slow.push_back(std::make_unique<test::RawClient>(gateway.port()));
        slow.back()->send("POST /access/v1/evaluation HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token + "\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n{");
    }
    const HttpAsker asker = gateway.asker(token);
    std::vector<double> milliseconds;
    for (int i = 0; i < 200; ++i) {
        if (i % 20 == 0) {
            for (auto &client : slow)
                client->send(" ");
        }
        const auto began = std::chrono::steady_clock::now();
        QCOMPARE(asker.post("/access/v1/evaluation", question("shop-1", "read_order", Json::object())).status, 200);
        milliseconds.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began).count());
    }
    std::ranges::sort(milliseconds);
    qInfo("beside 200 slow clients: p50 %.2f ms, p99 %.2f ms", milliseconds[100], milliseconds[197]);
    QCOMPARE(test::statusOf(slow.front()->reply(15'000)), std::string("408"));
}

void GatewayRefusalsTest::plainHttpStaysOnThisMachine()
{
    GatewayWorld gateway;
    QVERIFY(!gateway.start({text("--listen"), text("0.0.0.0:0")}));
    QVERIFY(gateway.complaint().contains("MND-GTW-006"));
    QVERIFY(gateway.start({text("--listen"), text("0.0.0.0:0"), text("--allow-plain-http")}));
    QCOMPARE(gateway.stop(), 0);
    QVERIFY(!gateway.start({text("--listen"), text("nonsense")}));
    QVERIFY(gateway.complaint().contains("MND-GTW-001"));
    QVERIFY(!gateway.start({text("--rate"), text("many")}));
    GatewayWorld second;
    QVERIFY(second.start());
    const QString taken = QString::fromStdString("127.0.0.1:" + std::to_string(second.port()));
    QVERIFY(!gateway.start({text("--listen"), taken}));
    QVERIFY(gateway.complaint().contains("MND-GTW-002"));
}

void GatewayRefusalsTest::tlsSpeaksAndSaysWhatIsWrongWithItsFiles()
{
    GatewayWorld gateway;
    const std::string token = gateway.token(text("shop-1"));
    const QString certificate = gateway.world.path(text("cert.pem"));
    const QString key = gateway.world.path(text("key.pem"));
    QCOMPARE(QProcess::execute(text("openssl"), {text("req"), text("-x509"), text("-newkey"), text("ec"), text("-pkeyopt"), text("ec_paramgen_curve:P-256"), text("-nodes"), text("-days"), text("1"),
                                                 text("-subj"), text("/CN=localhost"), text("-keyout"), key, text("-out"), certificate}),
             0);
    QFile::setPermissions(key, QFile::ReadOwner | QFile::WriteOwner | QFile::ReadOther);
    QVERIFY(!gateway.start({text("--tls-cert"), certificate, text("--tls-key"), key}));
    QVERIFY(gateway.complaint().contains("MND-GTW-011"));
    QFile::setPermissions(key, QFile::ReadOwner | QFile::WriteOwner);
    QVERIFY(!gateway.start({text("--tls-cert"), certificate}));
    QVERIFY(gateway.complaint().contains("MND-GTW-005"));
    QVERIFY(!gateway.start({text("--tls-cert"), key, text("--tls-key"), key}));
    QVERIFY(gateway.complaint().contains("MND-GTW-013"));
    QVERIFY(!gateway.start({text("--tls-cert"), certificate, text("--tls-key"), certificate}));
    QVERIFY(gateway.complaint().contains("MND-GTW-0"));
    QVERIFY(!gateway.start({text("--tls-cert"), gateway.world.path(text("none")), text("--tls-key"), key}));
    QVERIFY(gateway.complaint().contains("MND-GTW-010"));
    QVERIFY(gateway.start({text("--tls-cert"), certificate, text("--tls-key"), key, text("--listen"), text("0.0.0.0:0")}));
    QVERIFY(gateway.address().starts_with("https://"));
    const HttpAsker asker("https://127.0.0.1:" + std::to_string(gateway.port()), token);
    for (int i = 0; i < 5; ++i)
        QCOMPARE(asker.post("/access/v1/evaluation", question("shop-1", "read_order", {{"note", std::string(100'000, 'x')}})).json()["decision"].get<bool>(), true);
    test::RawClient plain(gateway.port());
    plain.send("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
    (void)plain.receive(1000);
    QVERIFY(plain.isClosed());
    QProcess old;
    old.start(text("openssl"), {text("s_client"), text("-tls1_1"), text("-cipher"), text("ALL:@SECLEVEL=0"), text("-connect"), QString::fromStdString("127.0.0.1:" + std::to_string(gateway.port()))});
    old.closeWriteChannel();
    QVERIFY(old.waitForFinished(10'000));
    QVERIFY(old.exitCode() != 0);
}

void GatewayRefusalsTest::aLockedLedgerRefusesWithTheReason()
{
    GatewayWorld gateway;
    const std::string token = gateway.token(text("shop-1"));
    QVERIFY(gateway.start());
    const HttpAsker asker = gateway.asker(token);
    QCOMPARE(asker.post("/access/v1/evaluation", question("shop-1", "read_order", Json::object())).json()["decision"].get<bool>(), true);
    auto other = Workspace::open(gateway.w.toStdString());
    QVERIFY(other.ok());
    auto &store = const_cast<Store &>((*other)->store());
    QVERIFY(store.beginWriting().ok());
    const HttpAnswer refused = asker.post("/access/v1/evaluation", question("shop-1", "read_order", Json::object()));
    QCOMPARE(refused.json()["decision"].get<bool>(), false);
    QCOMPARE(refused.json()["context"]["reason"].get<std::string>(), std::string("store_locked"));
    QVERIFY(!refused.json()["context"].contains("decision_token"));
    store.endWriting();
    QCOMPARE(asker.post("/access/v1/evaluation", question("shop-1", "read_order", Json::object())).json()["decision"].get<bool>(), true);
}

QTEST_GUILESS_MAIN(GatewayRefusalsTest)
#include "tst_gateway_refusals.moc"
