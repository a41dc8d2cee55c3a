// SPDX-License-Identifier: GPL-3.0-or-later
// The destructive case: an agent proposes to delete and recreate an environment. The shipped verifier agent checks it against the scope policy in force,
// through the real gateway; without its consent, and that of the policy itself, nothing runs.
#include "gateway_world.h"

#include "models/base/json_reader.h"
#include "models/scope_policy/compiled.h"

#include <QDateTime>
#include <QFile>
#include <QTest>

using namespace mandate;
using Json = nlohmann::json;

namespace {

QString text(const char *words)
{
    return QString::fromLatin1(words);
}

/// A world with the gateway running, the agent that asks and the verifier that checks.
struct Checked
{
    GatewayWorld gateway;
    std::string asks = gateway.token(text("shop-1"), text("evaluate,request,report"));
    std::string checks = gateway.token(text("checker"), text("verify"));

    struct Said
    {
        int exitCode = -1;
        std::vector<Json> lines;
        QByteArray err;
    };
    /// The shipped verifier, looking once.
    Said verify(const QStringList &more = {}) const
    {
        QProcess process;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(text("MANDATE_GATEWAY"), QString::fromStdString(gateway.address()));
        environment.insert(text("MANDATE_AGENT"), text("checker"));
        environment.insert(text("MANDATE_TOKEN_FILE"), gateway.world.write(text("checker-token"), QByteArray::fromStdString(checks + "\n")));
        environment.insert(text("PYTHONDONTWRITEBYTECODE"), text("1"));
        process.setProcessEnvironment(environment);
        process.start(text(MANDATE_SOURCE_DIR "/resources/integrations/mandate-verifier"), QStringList{text("--once")} + more);
        process.waitForFinished(60'000);
        Said said{process.exitCode(), {}, process.readAllStandardError()};
        for (const QByteArray &line : process.readAllStandardOutput().split('\n')) {
            if (!line.isEmpty())
                said.lines.push_back(Json::parse(line.toStdString(), nullptr, false));
        }
        return said;
    }
    [[nodiscard]] Json answer(const Json &ask) const { return gateway.asker(asks).post("/access/v1/evaluation", ask).json(); }
    [[nodiscard]] std::string reason(const Json &ask) const { return answer(ask)["context"]["reason"].get<std::string>(); }
    /// Filed, with the approval to use.
    [[nodiscard]] Json filed(const std::string &environment, const std::string &session = "s-1") const
    {
        Json ask = question("shop-1", "delete_environment", {{"name", environment}}, session);
        ask["proposal"] = wholeProposal();
        const Json view = gateway.asker(asks).post("/v1/approvals", ask).json();
        ask["context"]["approval"] = {{"id", view["id"]}};
        return ask;
    }
};

} // namespace

class VerifierTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void deletingAndRecreatingProductionNeverRuns();
    void whatIsInScopeRunsOnceWithTheVerifiersConsent();
    void aVerifierWithACopyOfItsOwnAllowsNothingUnderAnother();
    void aVerifierThatLiesIsSeenWithinASecond();
    void whatRanUncheckedIsSeenWhenItIsReported();
    void twoEvaluatorsAgree_data();
    void twoEvaluatorsAgree();
};

void VerifierTest::deletingAndRecreatingProductionNeverRuns()
{
    Checked world;
    QVERIFY(world.gateway.start());
    Json early = question("shop-1", "delete_environment", {{"name", "prod"}});
    QCOMPARE(world.reason(early), std::string("verifier_missing")); // no policy, no verifier
    (void)world.filed("prod", "s-0");
    QCOMPARE(world.verify().lines.size(), std::size_t(0)); // nothing to check against: it says nothing
    (void)world.gateway.setScopePolicy();
    QCOMPARE(world.reason(early), std::string("scope_refused"));
    const Json ask = world.filed("prod");
    const Checked::Said said = world.verify();
    QVERIFY2(said.exitCode == 0, said.err.constData());
    QCOMPARE(said.lines.size(), std::size_t(2));
    for (const Json &line : said.lines)
        QCOMPARE(line["verdict"].get<std::string>(), std::string("refuse"));
    QVERIFY(!world.answer(ask)["decision"].get<bool>());
    ApprovalAct approve; // nor does a person's yes help
    approve.step = ApprovalStep::Approve;
    approve.reasonCode = "checked";
    QVERIFY(!world.gateway.decide(ask["context"]["approval"]["id"].get<std::string>(), approve).ok());
    QVERIFY(!world.answer(ask)["decision"].get<bool>());
    QVERIFY(world.gateway.world.run({text("verify"), world.gateway.w}).exitCode == 0);
}

void VerifierTest::whatIsInScopeRunsOnceWithTheVerifiersConsent()
{
    Checked world;
    QVERIFY(world.gateway.start());
    (void)world.gateway.setScopePolicy();
    const Json ask = world.filed("staging");
    QCOMPARE(world.reason(ask), std::string("approval_open"));
    const Checked::Said said = world.verify();
    QCOMPARE(said.lines.size(), std::size_t(1));
    QCOMPARE(said.lines[0]["verdict"].get<std::string>(), std::string("allow"));
    QCOMPARE(world.verify().lines.size(), std::size_t(0)); // its verdict is fresh
    (void)world.gateway.setScopePolicy(text("1.1.0"), "args.name == 'staging'");
    QCOMPARE(world.reason(ask), std::string("verifier_stale"));
    QCOMPARE(world.verify().lines.size(), std::size_t(1));
    QVERIFY(world.answer(ask)["decision"].get<bool>());
    QCOMPARE(world.reason(ask), std::string("approval_used"));
}

void VerifierTest::aVerifierWithACopyOfItsOwnAllowsNothingUnderAnother()
{
    Checked world;
    QVERIFY(world.gateway.start());
    (void)world.gateway.setScopePolicy();
    const QString copy = world.gateway.world.path(text("copy.json"));
    QVERIFY(QFile::copy(world.gateway.world.path(text("scope.json")), copy));
    (void)world.filed("staging");
    QCOMPARE(world.verify({text("--policy"), copy}).lines.at(0)["verdict"].get<std::string>(), std::string("allow"));
    (void)world.gateway.setScopePolicy(text("2.0.0"), "true"); // somebody opened it wide
    (void)world.filed("staging", "s-2");
    for (const Json &line : world.verify({text("--policy"), copy}).lines)
        QCOMPARE(line["verdict"].get<std::string>(), std::string("refuse"));
}

void VerifierTest::aVerifierThatLiesIsSeenWithinASecond()
{
    Checked world;
    QVERIFY(world.gateway.start());
    const std::string policy = world.gateway.setScopePolicy();
    const Json ask = world.filed("prod");
    const std::string id = ask["context"]["approval"]["id"].get<std::string>();
    QCOMPARE(world.gateway.asker(world.checks).post("/v1/approvals/" + id + "/verification", Json{{"verdict", "allow"}, {"scope_policy_digest", policy}}).status, 200);
    // The incident is in the ledger before the verifier is answered.
    const Json incidents = world.gateway.world.run({text("incidents"), world.gateway.w, text("--json")}).json();
    QCOMPARE(incidents["total"].get<int>(), 1);
    QCOMPARE(incidents["incidents"][0]["clause"].get<std::string>(), std::string("verifier_disagreeing"));
    QVERIFY(!world.answer(ask)["decision"].get<bool>());
    const Json shown = world.gateway.world.run({text("request"), text("show"), world.gateway.w, QString::fromStdString(id), text("--json")}).json();
    QCOMPARE(shown["disagreement"].get<bool>(), true);
    QCOMPARE(shown["verified_by"].get<std::string>(), std::string("checker"));
    QCOMPARE(shown["scope"]["outcome"].get<std::string>(), std::string("refuse"));
    QCOMPARE(shown["verdict_fresh"].get<bool>(), true);
}

void VerifierTest::whatRanUncheckedIsSeenWhenItIsReported()
{
    Checked world;
    QVERIFY(world.gateway.start());
    (void)world.gateway.setScopePolicy();
    Json ran = span("shop-1", "delete_environment", "b1");
    auto &attributes = ran["resourceSpans"][0]["scopeSpans"][0]["spans"][0];
    const auto now = std::to_string(QDateTime::currentMSecsSinceEpoch() * 1'000'000);
    attributes["startTimeUnixNano"] = now;
    attributes["endTimeUnixNano"] = now;
    QCOMPARE(world.gateway.asker(world.asks).post("/v1/traces", ran).status, 200); // in the ledger when it is answered
    const Json incidents = world.gateway.world.run({text("incidents"), world.gateway.w, text("--json")}).json();
    QCOMPARE(incidents["total"].get<int>(), 1);
    QCOMPARE(incidents["incidents"][0]["clause"].get<std::string>(), std::string("against_scope_policy"));
}

void VerifierTest::twoEvaluatorsAgree_data()
{
    QTest::addColumn<QByteArray>("when");
    for (const char *when : {"true", "false", "args.name == 'a'", "args.n < 3", "args.n + 1 == 3", "args.missing == 1", "has(args.missing)", "!has(args.missing)", "args.missing == 1 || true",
                             "args.missing == 1 && false", "!(args.n > 5 && args.name == 'b')", "args.list.exists(x, x > 2)", "args.list.all(x, x > 0)", "size(args.list) == 3", "args.list.filter(x, x > 1).size() == 2",
                             "args.list.map(x, x * 2)[0] == 2", "args.name in ['a', 'b']", "args.o.deep == null", "args.o['deep'] == 1", "args.n == 2.0", "args.d < args.n", "args.n / 0 == 1", "-args.n == -2",
                             "args.name.startsWith('a') && args.name.endsWith('a') && args.name.contains('a')", "args.n > 1 ? args.name == 'a' : false", "string(args.n) == '2'", "int(args.n) % 2 == 0",
                             "action.tool == 'delete_environment'", "action.destructive", "'deletes' in action.consequences", "action.reversible == 'none'", "agent == 'shop-1'", "environment == ''", "target == 'x'",
                             "args.name < 'b'", "args.n < 'b'", "args.list[5] == 1", "args.t && args.n == 2", "args.name && true", "'name' in args", "args.list == [1, 2, 3]", "args.list.exists(x, args.missing == x) || args.n == 2",
                             "7 - 2 * 3 == 1", "(7 - 2) * 3 == 15", "double(args.n) == 2.0 && args.u == 'ü'"})
        QTest::newRow(when) << QByteArray(when);
}

void VerifierTest::twoEvaluatorsAgree()
{
    QFETCH(QByteArray, when);
    const Json document{{"schema", "mandate.scope-policy/1"}, {"scope_policy_id", "s"}, {"version", "1.0.0"}, {"title", "t"}, {"owner", "Security officer C"}, {"binds", {{{"agent", "shop*"}}}},
                        {"tools", {{{"name", "delete_*"}, {"consequence", {"deletes"}}, {"destructive", true}, {"reversible", "none"}}}},
                        {"rules", {{{"id", "A1"}, {"effect", "allow"}, {"when", when.toStdString()}, {"reads_as", "x"}}}}};
    const std::string arguments = R"({"name":"a","n":2,"d":1.5,"list":[1,2,3],"o":{"deep":null},"t":true,"u":"ü"})";
    auto parsed = parseScopePolicy(document.dump());
    QVERIFY(parsed.ok());
    const std::string digest = parsed->digest.hex();
    const auto compiled = CompiledScopePolicy::compile(std::move(parsed->document));
    JsonReader reader;
    Arena arena;
    const auto read = reader.read(arguments, arena);
    QVERIFY(read.ok());
    // What ours does not compile it never puts in force; the other reads it when it is asked.
    const ScopeOutcome ours = compiled ? (*compiled)->evaluate(ScopeAction{"shop-1", "", "delete_environment", "", *read}).outcome : ScopeOutcome::Undecidable;
    QProcess python;
    python.setWorkingDirectory(text(MANDATE_SOURCE_DIR "/resources/integrations"));
    python.start(text("python3"), {text("-B"), text("-c"),
                                   text("import json, sys; from mandate_scope import ScopePolicy; p = ScopePolicy(json.loads(sys.argv[1])); "
                                        "print(json.dumps([*p.check({'agent_id': 'shop-1', 'target': {'tool_name': 'delete_environment'}, 'parameters': json.loads(sys.argv[2])}, ''), p.digest]))"),
                                   QString::fromStdString(document.dump()), QString::fromStdString(arguments)});
    QVERIFY(python.waitForFinished(30'000));
    const Json theirs = Json::parse(python.readAllStandardOutput().toStdString(), nullptr, false);
    QVERIFY2(theirs.is_array(), python.readAllStandardError().constData());
    QVERIFY2(theirs[0].get<bool>() == (ours == ScopeOutcome::Allow), theirs.dump().c_str());
    const bool undecided = theirs[1].get<std::string>().find("cannot be decided") != std::string::npos;
    QVERIFY2(undecided == (ours == ScopeOutcome::Undecidable), theirs.dump().c_str());
    QCOMPARE(theirs[2].get<std::string>(), digest);
}

QTEST_GUILESS_MAIN(VerifierTest)
#include "tst_verifier.moc"
