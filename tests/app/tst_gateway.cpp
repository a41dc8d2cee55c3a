// SPDX-License-Identifier: GPL-3.0-or-later
// Agents that ask the real gateway before they act: permitted, refused, approved by a person and used once, killed in between, and every reply as the
// shipped description says.
#include "gateway_world.h"

#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include <QProcess>
#include <QTest>

#include <atomic>
#include <fstream>
#include <thread>

using namespace mandate;
using Json = nlohmann::json;

namespace {

QString text(const char *words)
{
    return QString::fromLatin1(words);
}

Json shipped()
{
    std::ifstream file(MANDATE_SOURCE_DIR "/resources/gateway/openapi.json");
    return Json::parse(file);
}

/// What the description says about a reply: empty when the reply is as described.
std::string departure(const std::string &method, const std::string &path, const HttpAnswer &answer)
{
    static const Json document = shipped();
    const Json &responses = document.at("paths").at(path).at(method).at("responses");
    if (!responses.contains(std::to_string(answer.status)))
        return "status " + std::to_string(answer.status) + " is not described";
    Json response = responses.at(std::to_string(answer.status));
    if (response.contains("$ref"))
        response = document.at(Json::json_pointer(response.at("$ref").get<std::string>().substr(1)));
    const std::string type = answer.fields.at("content-type");
    if (!response.at("content").contains(type.substr(0, type.find(';'))))
        return "content type " + type + " is not described";
    Json schema = response.at("content").at(type.substr(0, type.find(';'))).at("schema");
    schema["components"] = document.at("components");
    if (type.starts_with("application/openmetrics"))
        return {};
    const Json body = answer.json();
    if (body.is_discarded())
        return "no JSON";
    valijson::Schema parsed;
    valijson::SchemaParser parser;
    parser.populateSchema(valijson::adapters::NlohmannJsonAdapter(schema), parsed);
    valijson::Validator validator;
    valijson::ValidationResults results;
    if (validator.validate(parsed, valijson::adapters::NlohmannJsonAdapter(body), &results))
        return {};
    std::string why;
    valijson::ValidationResults::Error error;
    while (results.popError(error)) {
        for (const std::string &part : error.context)
            why += part;
        why += ' ' + error.description + '\n';
    }
    return why + answer.body;
}

#define AS_DESCRIBED(method, path, answer)                        \
    do {                                                          \
        const std::string why = departure(method, path, answer);  \
        QVERIFY2(why.empty(), why.c_str());                       \
    } while (false)

} // namespace

class GatewayTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anAgentIsPermittedAndRefused();
    void severalQuestionsAreAnsweredByTheirSemantic();
    void agentsThatAskTogetherCannotPassALimitOfAll();
    void anApprovalIsWaitedForUsedOnceAndReported();
    void anApprovalIsGoodForNothingElse();
    void aDestructiveToolWaitsForAVerifier();
    void anotherSystemsApprovalIsFiledWithItsGrade();
    void aSuspendedAgentIsRefusedAtOnce();
    void whatWasDecidedSurvivesAKill();
    void statusKeysHealthAndFiguresAreAsDescribed();
    void everyPathIsDescribedAndEveryDescribedPathIsThere();
};

void GatewayTest::anAgentIsPermittedAndRefused()
{
    GatewayWorld gateway;
    const std::string token = gateway.token(text("shop-1"));
    QVERIFY(gateway.start());
    const HttpAsker asker = gateway.asker(token);
    const HttpAnswer permitted = asker.post("/access/v1/evaluation", question("shop-1", "send_money", {{"amount", 10}}).dump(), {{"X-Request-ID", "r-1"}});
    QCOMPARE(permitted.status, 200);
    AS_DESCRIBED("post", "/access/v1/evaluation", permitted);
    QCOMPARE(permitted.fields.at("x-request-id"), std::string("r-1"));
    QCOMPARE(permitted.json()["decision"].get<bool>(), true);
    QCOMPARE(permitted.json()["context"]["pact"].get<std::string>(), std::string("shop@1.0.0"));
    const HttpAnswer refused = asker.post("/access/v1/evaluation", question("shop-1", "send_money", {{"amount", 501}}));
    AS_DESCRIBED("post", "/access/v1/evaluation", refused);
    QCOMPARE(refused.json()["decision"].get<bool>(), false);
    QCOMPARE(refused.json()["context"]["reason"].get<std::string>(), std::string("prohibited"));
    QCOMPARE(refused.json()["context"]["clause"].get<std::string>(), std::string("P1"));
    Json elsewhere = question("shop-1", "send_money", {});
    elsewhere["action"]["properties"].erase("arguments");
    elsewhere["context"]["arguments"] = {{"amount", 501}};
    QCOMPARE(asker.post("/access/v1/evaluation", elsewhere).json()["context"]["reason"].get<std::string>(), std::string("prohibited"));
    QCOMPARE(gateway.records(RecordKind::Decision), std::uint64_t(3));
    QCOMPARE(gateway.stop(), 0);
}

void GatewayTest::severalQuestionsAreAnsweredByTheirSemantic()
{
    GatewayWorld gateway;
    const std::string token = gateway.token(text("shop-1"));
    QVERIFY(gateway.start());
    const HttpAsker asker = gateway.asker(token);
    Json batch = question("shop-1", "send_money", {{"amount", 10}});
    const Json small{{"name", "send_money"}, {"properties", {{"arguments", {{"amount", 1}}}}}};
    const Json large{{"name", "send_money"}, {"properties", {{"arguments", {{"amount", 1000}}}}}};
    batch["evaluations"] = Json::array({Json{{"action", small}}, Json{{"action", large}}, Json::object()});
    const auto decisions = [&asker, &batch](const char *semantic) {
        batch["options"] = {{"evaluations_semantic", semantic}};
        const HttpAnswer answer = asker.post("/access/v1/evaluations", batch);
        if (const std::string why = departure("post", "/access/v1/evaluations", answer); !why.empty())
            return why;
        std::string said;
        const Json body = answer.json();
        for (const Json &one : body.at("evaluations"))
            said += one["decision"].get<bool>() ? 'y' : 'n';
        return said;
    };
    QCOMPARE(QString::fromStdString(decisions("execute_all")), QStringLiteral("yny"));
    QCOMPARE(decisions("deny_on_first_deny"), std::string("yn"));
    QCOMPARE(decisions("permit_on_first_permit"), std::string("y"));
    QCOMPARE(gateway.records(RecordKind::Decision), std::uint64_t(6)); // what was not evaluated is not recorded
    batch["options"] = {{"evaluations_semantic", "guess"}};
    QCOMPARE(asker.post("/access/v1/evaluations", batch).json()["pointer"].get<std::string>(), std::string("/options/evaluations_semantic"));
    batch.erase("evaluations");
    batch.erase("options");
    QCOMPARE(asker.post("/access/v1/evaluations", batch).json()["decision"].get<bool>(), true);
}

void GatewayTest::agentsThatAskTogetherCannotPassALimitOfAll()
{
    GatewayWorld gateway;
    std::vector<std::string> tokens;
    for (int i = 0; i < 4; ++i)
        tokens.push_back(gateway.token(text("shop-%1").arg(i)));
    QVERIFY(gateway.start());
    std::atomic<int> permitted{0};
    std::atomic<int> refused{0};
    {
        std::vector<std::jthread> clients;
        for (std::size_t i = 0; i < 16; ++i)
            clients.emplace_back([&, i] {
                const HttpAsker asker = gateway.asker(tokens[i % 4]);
                for (int turn = 0; turn < 3; ++turn) {
                    const Json answer = asker.post("/access/v1/evaluation", question("shop-" + std::to_string(i % 4), "pay_supplier", {{"supplier", "x"}, {"amount", 700}},
                                                                                    "s-" + std::to_string(i) + '-' + std::to_string(turn))).json();
                    permitted += answer.value("decision", false);
                    refused += answer.contains("context") && answer["context"].value("reason", "") == "prohibited";
                }
            });
    }
    QCOMPARE(permitted.load(), 7); // 7 times 700 is 4,900
    QCOMPARE(refused.load(), 41);
    QVERIFY(gateway.asker(tokens[0]).post("/access/v1/evaluation", question("shop-0", "pay_supplier", {{"supplier", "x"}, {"amount", 100}})).json()["decision"].get<bool>());
    QVERIFY(!gateway.asker(tokens[1]).post("/access/v1/evaluation", question("shop-1", "pay_supplier", {{"supplier", "x"}, {"amount", 1}})).json()["decision"].get<bool>());
    // Killed and started again, it knows what it permitted.
    gateway.kill();
    QVERIFY(gateway.start());
    QVERIFY(!gateway.asker(tokens[2]).post("/access/v1/evaluation", question("shop-2", "pay_supplier", {{"supplier", "x"}, {"amount", 1}})).json()["decision"].get<bool>());
    QVERIFY(gateway.asker(tokens[2]).post("/access/v1/evaluation", question("shop-2", "pay_supplier", {{"supplier", "y"}, {"amount", 1}})).json()["decision"].get<bool>());
}

void GatewayTest::anApprovalIsWaitedForUsedOnceAndReported()
{
    GatewayWorld gateway;
    const std::string token = gateway.token(text("shop-1"));
    QVERIFY(gateway.start());
    const HttpAsker asker = gateway.asker(token);
    Json ask = question("shop-1", "return_item", {{"amount", 700}});
    QCOMPARE(asker.post("/access/v1/evaluation", ask).json()["context"]["reason"].get<std::string>(), std::string("needs_approval"));
    ask["proposal"] = wholeProposal();
    const HttpAnswer filed = asker.post("/v1/approvals", ask);
    QCOMPARE(filed.status, 201);
    AS_DESCRIBED("post", "/v1/approvals", filed);
    const std::string id = filed.json()["id"].get<std::string>();
    QCOMPARE(asker.post("/v1/approvals", ask).json()["id"].get<std::string>(), id);
    HttpAnswer waited;
    std::thread agent([&] { waited = gateway.asker(token).get("/v1/approvals/" + id + "?wait=30"); });
    QTest::qWait(300);
    ApprovalAct approve;
    approve.step = ApprovalStep::Approve;
    approve.reasonCode = "checked";
    const auto decided = gateway.decide(id, approve);
    QVERIFY2(decided.ok(), decided ? "" : describe(decided.error()).c_str());
    agent.join();
    AS_DESCRIBED("get", "/v1/approvals/{id}", waited);
    QCOMPARE(waited.json()["state"].get<std::string>(), std::string("approved"));
    ask.erase("proposal");
    ask["context"]["approval"] = {{"id", id}, {"resolution", waited.json()["resolution"]}};
    const HttpAnswer used = asker.post("/access/v1/evaluation", ask);
    QCOMPARE(used.json()["context"]["reason"].get<std::string>(), std::string("approved"));
    QCOMPARE(used.json()["decision"].get<bool>(), true);
    QCOMPARE(asker.post("/access/v1/evaluation", ask).json()["context"]["reason"].get<std::string>(), std::string("approval_used"));
    const HttpAnswer reported = asker.post("/v1/approvals/" + id + "/executed", Json{{"outcome", "executed"}, {"arguments", {{"amount", 700}}}});
    QCOMPARE(reported.status, 200);
    AS_DESCRIBED("post", "/v1/approvals/{id}/executed", reported);
    QCOMPARE(reported.json()["operation"].get<std::string>(), std::string("done"));
}

void GatewayTest::anApprovalIsGoodForNothingElse()
{
    GatewayWorld gateway;
    const std::string token = gateway.token(text("shop-1"));
    const std::string other = gateway.token(text("shop-2"));
    QVERIFY(gateway.start());
    const HttpAsker asker = gateway.asker(token);
    Json ask = question("shop-1", "return_item", {{"amount", 700}});
    ask["proposal"] = wholeProposal();
    const std::string id = asker.post("/v1/approvals", ask).json()["id"].get<std::string>();
    ask["context"]["approval"] = {{"id", id}};
    QCOMPARE(asker.post("/access/v1/evaluation", ask).json()["context"]["reason"].get<std::string>(), std::string("approval_open"));
    ApprovalAct approve;
    approve.step = ApprovalStep::Approve;
    approve.reasonCode = "checked";
    QVERIFY(gateway.decide(id, approve).ok());
    Json forged = ask;
    forged["context"]["approval"]["resolution"] = {{"payload", "e30="}, {"payloadType", "x"}, {"signatures", Json::array()}};
    QCOMPARE(asker.post("/access/v1/evaluation", forged).json()["context"]["reason"].get<std::string>(), std::string("approval_forged"));
    Json larger = ask;
    larger["action"]["properties"]["arguments"]["amount"] = 701;
    QCOMPARE(asker.post("/access/v1/evaluation", larger).json()["context"]["reason"].get<std::string>(), std::string("approval_other_action"));
    Json others = ask;
    others["subject"]["id"] = "shop-2";
    QCOMPARE(gateway.asker(other).post("/access/v1/evaluation", others).json()["context"]["reason"].get<std::string>(), std::string("approval_other_agent"));
    QCOMPARE(gateway.asker(other).get("/v1/approvals/" + id).status, 403);
    QCOMPARE(asker.get("/v1/approvals/ESC-0000000000").status, 404);
    QCOMPARE(asker.post("/v1/approvals/" + id + "/cancel", Json::object()).status, 200); // not used yet
    QCOMPARE(asker.post("/v1/approvals/" + id + "/cancel", Json::object()).status, 409);
    QCOMPARE(asker.post("/v1/approvals", question("shop-1", "send_money", {{"amount", 900}})).status, 409);
    const HttpAnswer notNeeded = asker.post("/v1/approvals", question("shop-1", "read_order", Json::object()));
    AS_DESCRIBED("post", "/v1/approvals", notNeeded);
    QCOMPARE(notNeeded.json()["state"].get<std::string>(), std::string("not_needed"));
}

void GatewayTest::aDestructiveToolWaitsForAVerifier()
{
    GatewayWorld gateway;
    const std::string token = gateway.token(text("shop-1"), text("evaluate,request"));
    const std::string verifier = gateway.token(text("checker"), text("verify"));
    const std::string self = gateway.token(text("shop-1"), text("verify"));
    QVERIFY(gateway.start());
    const HttpAsker asker = gateway.asker(token);
    Json ask = question("shop-1", "delete_environment", {{"name", "staging"}});
    QCOMPARE(asker.post("/access/v1/evaluation", ask).json()["context"]["reason"].get<std::string>(), std::string("verifier_missing"));
    ask["proposal"] = wholeProposal();
    const HttpAnswer filed = asker.post("/v1/approvals", ask);
    QCOMPARE(filed.status, 201);
    const std::string path = "/v1/approvals/" + filed.json()["id"].get<std::string>() + "/verification";
    const HttpAsker checker = gateway.asker(verifier);
    QCOMPARE(checker.get("/v1/scope-policies?agent=shop-1").status, 404);
    const HttpAnswer missing = checker.post(path, Json{{"verdict", "allow"}, {"scope_policy_digest", std::string(64, 'a')}});
    QCOMPARE(missing.json()["code"].get<std::string>(), std::string("MND-APR-043"));
    const HttpAnswer unchecked = checker.get("/v1/verifications");
    AS_DESCRIBED("get", "/v1/verifications", unchecked);
    QVERIFY(!unchecked.json()["verifications"][0].contains("scope_policy_digest"));
    const std::string policy = gateway.setScopePolicy();
    const HttpAnswer inForce = checker.get("/v1/scope-policies?agent=shop-1&deployment=");
    AS_DESCRIBED("get", "/v1/scope-policies", inForce);
    QCOMPARE(inForce.json()["digest"].get<std::string>(), policy);
    QCOMPARE(checker.get("/v1/scope-policies").status, 400);
    QCOMPARE(asker.get("/v1/scope-policies?agent=shop-1").status, 403); // who asks does not see what it is checked against
    QCOMPARE(asker.get("/v1/verifications").status, 403);
    const Json listed = checker.get("/v1/verifications").json()["verifications"];
    QCOMPARE(listed.size(), std::size_t(1));
    QCOMPARE(listed[0]["scope_policy_digest"].get<std::string>(), policy);
    QCOMPARE(listed[0]["action"]["parameters"]["name"].get<std::string>(), std::string("staging"));
    for (const char *hidden : {"proposal", "input", "session", "scope"}) // the structured action and nothing else
        QVERIFY(!listed[0].contains(hidden) && !listed[0]["action"].contains(hidden));
    QCOMPARE(gateway.asker(self).get("/v1/verifications").json()["verifications"].size(), std::size_t(0)); // nobody verifies themselves
    const HttpAnswer stale = checker.post(path, Json{{"verdict", "allow"}, {"scope_policy_digest", std::string(64, 'a')}});
    QCOMPARE(stale.json()["code"].get<std::string>(), std::string("MND-APR-045"));
    const Json refuse{{"verdict", "refuse"}, {"scope_policy_digest", policy}, {"reason", "not in scope"}};
    QCOMPARE(gateway.asker(self).post(path, refuse).status, 403);
    QCOMPARE(asker.post(path, refuse).status, 403);
    QCOMPARE(gateway.asker(verifier).post(path, Json{{"verdict", "maybe"}}).status, 400);
    const HttpAnswer verified = gateway.asker(verifier).post(path, refuse);
    QCOMPARE(verified.status, 200);
    AS_DESCRIBED("post", "/v1/approvals/{id}/verification", verified);
    QCOMPARE(verified.json()["verifier"].get<std::string>(), std::string("refuse"));
    ask["context"]["approval"] = {{"id", filed.json()["id"]}};
    QCOMPARE(asker.post("/access/v1/evaluation", ask).json()["decision"].get<bool>(), false);
}

void GatewayTest::anotherSystemsApprovalIsFiledWithItsGrade()
{
    GatewayWorld gateway;
    const std::string token = gateway.token(text("shop-1"));
    QVERIFY(gateway.start());
    const HttpAsker asker = gateway.asker(token);
    Json ask = question("shop-1", "read_order", {{"order", "#W1"}});
    ask["source"] = "langgraph";
    ask["binding_grade"] = "position";
    const HttpAnswer filed = asker.post("/v1/approvals", ask);
    QCOMPARE(filed.status, 201);
    AS_DESCRIBED("post", "/v1/approvals", filed);
    QCOMPARE(filed.json()["source"].get<std::string>(), std::string("langgraph"));
    QCOMPARE(filed.json()["binding_grade"].get<std::string>(), std::string("position"));
    QCOMPARE(filed.json()["missing"].size(), std::size_t(5));
    const HttpAnswer cancelled = asker.post("/v1/approvals/" + filed.json()["id"].get<std::string>() + "/cancel", Json::object());
    AS_DESCRIBED("post", "/v1/approvals/{id}/cancel", cancelled);
    QCOMPARE(cancelled.json()["state"].get<std::string>(), std::string("cancelled"));
}

void GatewayTest::aSuspendedAgentIsRefusedAtOnce()
{
    GatewayWorld gateway;
    const std::string token = gateway.token(text("shop-1"));
    QVERIFY(gateway.start());
    const HttpAsker asker = gateway.asker(token);
    const Json ask = question("shop-1", "read_order", Json::object());
    QCOMPARE(asker.post("/access/v1/evaluation", ask).json()["decision"].get<bool>(), true);
    QCOMPARE(asker.get("/v1/agents/shop-1/status").json()["status"]["state"].get<std::string>(), std::string("authorized"));
    QCOMPARE(asker.post("/v1/traces", span("shop-1", "read_order", "a1")).status, 200);
    const CliResult suspended = gateway.world.run({text("suspend"), gateway.w, text("shop-1"), text("--reason"), text("drift")});
    QVERIFY2(suspended.exitCode == 0, suspended.err.constData());
    const HttpAnswer refused = asker.post("/access/v1/evaluation", ask);
    QCOMPARE(refused.json()["context"]["reason"].get<std::string>(), std::string("suspended"));
    QCOMPARE(asker.get("/v1/agents/shop-1/status").json()["status"]["state"].get<std::string>(), std::string("suspended"));
}

void GatewayTest::whatWasDecidedSurvivesAKill()
{
    GatewayWorld gateway;
    const std::string token = gateway.token(text("shop-1"));
    QVERIFY(gateway.start());
    const HttpAsker asker = gateway.asker(token);
    std::vector<std::string> ids;
    for (int i = 0; i < 50; ++i)
        ids.push_back(asker.post("/access/v1/evaluation", question("shop-1", "send_money", {{"amount", i}})).json()["context"]["id"].get<std::string>());
    Json ask = question("shop-1", "return_item", {{"amount", 700}});
    ask["proposal"] = wholeProposal();
    const std::string id = asker.post("/v1/approvals", ask).json()["id"].get<std::string>();
    gateway.kill();
    QCOMPARE(gateway.records(RecordKind::Decision), std::uint64_t(50));
    QVERIFY(gateway.world.run({text("verify"), gateway.w}).exitCode == 0);
    QVERIFY(gateway.start());
    QCOMPARE(gateway.asker(token).get("/v1/approvals/" + id).json()["state"].get<std::string>(), std::string("open"));
    QCOMPARE(gateway.asker(token).post("/access/v1/evaluation", question("shop-1", "send_money", {{"amount", 1}})).status, 200);
}

void GatewayTest::statusKeysHealthAndFiguresAreAsDescribed()
{
    GatewayWorld gateway;
    const std::string token = gateway.token(text("shop-1"));
    QVERIFY(gateway.start());
    const HttpAsker asker = gateway.asker(token);
    (void)asker.post("/access/v1/evaluation", question("shop-1", "read_order", Json::object()));
    const HttpAnswer status = asker.get("/v1/agents/shop-1/status");
    AS_DESCRIBED("get", "/v1/agents/{id}/status", status);
    QCOMPARE(status.fields.at("cache-control"), std::string("private, max-age=5"));
    const HttpAnswer keys = asker.get("/v1/keys");
    AS_DESCRIBED("get", "/v1/keys", keys);
    const auto key = fromBase64(keys.json()["keys"][0]["public_key"].get<std::string>());
    PublicKey publicKey;
    std::copy(key->begin(), key->end(), publicKey.octets.begin());
    const auto opened = openDsse(status.json()["envelope"].dump(), publicKey);
    QVERIFY(opened.ok());
    COMPARE_JSON(Json::parse(opened->payload), status.json()["status"]);
    AS_DESCRIBED("get", "/healthz", asker.get("/healthz"));
    QCOMPARE(gateway.asker().get("/healthz").status, 200);
    const HttpAnswer metrics = asker.get("/metrics");
    AS_DESCRIBED("get", "/metrics", metrics);
    QVERIFY(metrics.body.ends_with("# EOF\n"));
    QVERIFY(metrics.body.find("mandate_gateway_decisions_total{verdict=\"permitted\",decision=\"permit\"} 1\n") != std::string::npos);
    QVERIFY(metrics.body.find("mandate_gateway_tokens{state=\"valid\"} 1\n") != std::string::npos);
    // The reference parser of OpenMetrics takes it, and finds every sample.
    QProcess parser;
    parser.start(text("/usr/bin/python3"), {text("-c"), text("import sys\nfrom prometheus_client.openmetrics.parser import text_string_to_metric_families as families\n"
                                                             "print(sum(len(family.samples) for family in families(sys.stdin.read())))")});
    parser.write(QByteArray::fromStdString(metrics.body));
    parser.closeWriteChannel();
    QVERIFY(parser.waitForFinished());
    const auto samplesOf = [](const std::string &body) {
        return static_cast<qlonglong>(std::ranges::count_if(QByteArray::fromStdString(body).split('\n'), [](const QByteArray &line) { return !line.isEmpty() && !line.startsWith('#'); }));
    };
    const QByteArray found = parser.readAllStandardOutput().trimmed();
    QVERIFY2(found == QByteArray::number(samplesOf(metrics.body)), (found + parser.readAllStandardError()).constData());
    // Who asks for the older text only gets it, and its reference parser takes it.
    const HttpAnswer older = asker.send("GET", "/metrics", {}, {{"Accept", "text/plain;version=0.0.4"}});
    QCOMPARE(older.fields.at("content-type"), std::string("text/plain; version=0.0.4; charset=utf-8"));
    QVERIFY(older.body.find("# TYPE mandate_gateway_decisions_total counter\n") != std::string::npos && older.body.find("# EOF") == std::string::npos);
    QProcess olderParser;
    olderParser.start(text("/usr/bin/python3"), {text("-c"), text("import sys\nfrom prometheus_client.parser import text_string_to_metric_families as families\n"
                                                                  "print(sum(len(family.samples) for family in families(sys.stdin.read())))")});
    olderParser.write(QByteArray::fromStdString(older.body));
    olderParser.closeWriteChannel();
    QVERIFY(olderParser.waitForFinished());
    QCOMPARE(olderParser.readAllStandardOutput().trimmed(), QByteArray::number(samplesOf(older.body)));
    const std::string both = "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1"; // as Prometheus asks
    QVERIFY(asker.send("GET", "/metrics", {}, {{"Accept", both}}).body.ends_with("# EOF\n"));
    AS_DESCRIBED("get", "/openapi.json", asker.get("/openapi.json"));
    COMPARE_JSON(asker.get("/openapi.json").json(), shipped());
}

void GatewayTest::everyPathIsDescribedAndEveryDescribedPathIsThere()
{
    GatewayWorld gateway;
    const std::string token = gateway.token(text("*"), text("evaluate,report,request,verify,status,metrics"));
    QVERIFY(gateway.start());
    const HttpAsker asker = gateway.asker(token);
    for (const auto &[path, methods] : shipped().at("paths").items()) {
        std::string real = path;
        if (const auto hole = real.find("{id}"); hole != std::string::npos)
            real.replace(hole, 4, "x");
        for (const char *method : {"GET", "POST", "PUT", "DELETE", "PATCH"}) {
            std::string name = method;
            std::ranges::transform(name, name.begin(), [](char c) { return static_cast<char>(c | 0x20); });
            const HttpAnswer answer = asker.send(method, real, {}, {});
            const std::string code = answer.json().is_object() ? answer.json().value("code", "") : std::string();
            QVERIFY2((code == "MND-GTW-103") != methods.contains(name), (std::string(method) + ' ' + real + ' ' + answer.body).c_str());
            QVERIFY(code != "MND-GTW-102");
        }
    }
}

QTEST_GUILESS_MAIN(GatewayTest)
#include "tst_gateway.moc"
