// SPDX-License-Identifier: GPL-3.0-or-later
// What lies in resources/integrations, against the real gateway.
#include "gateway_world.h"

#include <QFile>
#include <QTest>

using namespace mandate;
using Json = nlohmann::json;

namespace {

QString text(const char *words)
{
    return QString::fromLatin1(words);
}

const QString folder = text(MANDATE_SOURCE_DIR "/resources/integrations/");

} // namespace

class IntegrationsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theHookLetsThroughBlocksAndFailsClosed();
    void theHookWaitsForAPerson();
    void theGuardAsksBeforeEachCallAndReportsWhatBecameOfIt();
    void theExamplesRun();
    void adaptersGiveTheDecisionsInTheirSystemsShape();

private:
    struct Ran
    {
        int exitCode;
        QByteArray out, err;
    };
    static QProcessEnvironment environment(const GatewayWorld &gateway, const std::string &token);
    static Ran run(const QString &program, const QStringList &words, const QByteArray &input, const QProcessEnvironment &environment);
    static int approveAll(const GatewayWorld &gateway, const HttpAsker &asker, int wanted);
};

QProcessEnvironment IntegrationsTest::environment(const GatewayWorld &gateway, const std::string &token)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(text("MANDATE_GATEWAY"), QString::fromStdString(gateway.address()));
    environment.insert(text("MANDATE_AGENT"), text("shop-1"));
    environment.insert(text("MANDATE_TOKEN_FILE"), gateway.world.write(text("token"), QByteArray::fromStdString(token + "\n")));
    environment.insert(text("MANDATE_WAIT"), text("30"));
    environment.insert(text("PYTHONDONTWRITEBYTECODE"), text("1"));
    return environment;
}

IntegrationsTest::Ran IntegrationsTest::run(const QString &program, const QStringList &words, const QByteArray &input, const QProcessEnvironment &environment)
{
    QProcess process;
    process.setProcessEnvironment(environment);
    process.start(program, words);
    process.write(input);
    process.closeWriteChannel();
    process.waitForFinished(60'000);
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1, process.readAllStandardOutput(), process.readAllStandardError()};
}

int IntegrationsTest::approveAll(const GatewayWorld &gateway, const HttpAsker &, int wanted)
{
    int approved = 0;
    for (int turn = 0; turn < 200 && approved < wanted; ++turn) {
        std::vector<std::string> ids;
        {
            const auto workspace = Workspace::open(gateway.w.toStdString(), true);
            ApprovalFilter open;
            open.openOnly = true;
            const auto views = (*workspace)->approvals(open);
            for (const ApprovalPointer &view : *views)
                ids.push_back(view->id);
        }
        for (const std::string &id : ids) {
            ApprovalAct act;
            act.step = ApprovalStep::Approve;
            act.reasonCode = "checked";
            approved += gateway.decide(id, act).ok() ? 1 : 0;
        }
        QTest::qWait(50);
    }
    return approved;
}

void IntegrationsTest::theHookLetsThroughBlocksAndFailsClosed()
{
    GatewayWorld gateway;
    const std::string token = gateway.token(text("shop-1"));
    QVERIFY(gateway.start());
    const QString hook = folder + text("mandate-pretool-hook");
    const auto env = environment(gateway, token);
    const Ran allowed = run(hook, {}, R"({"tool_name":"send_money","tool_input":{"amount":10},"session_id":"s-1"})", env);
    QVERIFY2(allowed.exitCode == 0, allowed.err.constData());
    const Ran blocked = run(hook, {}, R"({"tool_name":"send_money","tool_input":{"amount":1000},"session_id":"s-1"})", env);
    QCOMPARE(blocked.exitCode, 2);
    QVERIFY2(blocked.err.contains("P1") && blocked.err.contains("Payments are small."), blocked.err.constData());
    QCOMPARE(run(hook, {}, "no json", env).exitCode, 2);
    QCOMPARE(run(hook, {}, "{}", env).exitCode, 2);
    gateway.kill();
    const Ran alone = run(hook, {}, R"({"tool_name":"send_money","tool_input":{"amount":10},"session_id":"s-1"})", env);
    QCOMPARE(alone.exitCode, 2);
    QVERIFY(alone.err.contains("not reached"));
}

void IntegrationsTest::theHookWaitsForAPerson()
{
    GatewayWorld gateway;
    const std::string token = gateway.token(text("shop-1"));
    QVERIFY(gateway.start());
    QProcess hook;
    hook.setProcessEnvironment(environment(gateway, token));
    hook.start(folder + text("mandate-pretool-hook"), QStringList());
    hook.write(R"({"tool_name":"return_item","tool_input":{"amount":700},"session_id":"s-1","proposal":{"reasoning":"a","scope":"b","blast_radius":"c","reversible":"full","confidence":0.9}})");
    hook.closeWriteChannel();
    QCOMPARE(approveAll(gateway, gateway.asker(token), 1), 1);
    QVERIFY(hook.waitForFinished(20'000));
    QVERIFY2(hook.exitCode() == 0, hook.readAllStandardError().constData());
}

void IntegrationsTest::theGuardAsksBeforeEachCallAndReportsWhatBecameOfIt()
{
    GatewayWorld gateway;
    const std::string token = gateway.token(text("shop-1"));
    QVERIFY(gateway.start());
    const QString called = gateway.world.path(text("called"));
    const QByteArray input = R"({"jsonrpc":"2.0","id":1,"method":"initialize","params":{}}
{"jsonrpc":"2.0","method":"notifications/initialized"}
{"jsonrpc":"2.0","id":2,"method":"tools/list"}
{"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"send_money","arguments":{"amount":10}}}
{"jsonrpc":"2.0","id":4,"method":"tools/call","params":{"name":"send_money","arguments":{"amount":10000}}}
{"jsonrpc":"2.0","id":"five","method":"tools/call","params":{"name":"fails","arguments":{}}}
[{"jsonrpc":"2.0","id":6,"method":"tools/call","params":{"name":"send_money","arguments":{"amount":10001}}}]
)";
    QProcess guard;
    guard.setProcessEnvironment(environment(gateway, token));
    guard.start(folder + text("mandate-mcp-guard"), {text("--"), text("python3"), text(MANDATE_SOURCE_DIR "/tests/app/integrations/small_mcp_server.py"), called});
    guard.write(input);
    QByteArray out;
    for (int i = 0; i < 200 && out.count('\n') < 6; ++i) {
        guard.waitForReadyRead(100);
        out += guard.readAllStandardOutput();
    }
    guard.closeWriteChannel();
    QVERIFY(guard.waitForFinished(30'000));
    std::map<std::string, Json> replies;
    for (const QByteArray &line : out.trimmed().split('\n')) {
        const Json reply = Json::parse(line.toStdString());
        replies[reply["id"].dump()] = reply;
    }
    QVERIFY(replies["1"]["result"].contains("serverInfo"));
    QCOMPARE(replies["3"]["result"]["isError"].get<bool>(), false);
    QCOMPARE(replies["4"]["result"]["isError"].get<bool>(), true);
    QVERIFY(replies["4"]["result"]["content"][0]["text"].get<std::string>().find("Payments are small.") != std::string::npos);
    QCOMPARE(replies["\"five\""]["result"]["isError"].get<bool>(), true);
    QVERIFY(replies["null"].contains("error"));
    QFile file(called);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll().count('\n'), qsizetype(2)); // the refused one and the one in a batch never reached the server
    QTRY_COMPARE(gateway.records(RecordKind::Action, "shop-1"), std::uint64_t(2));
    QCOMPARE(gateway.records(RecordKind::Decision, "shop-1"), std::uint64_t(3));
}

void IntegrationsTest::theExamplesRun()
{
    GatewayWorld gateway;
    const std::string token = gateway.token(text("shop-1"));
    QVERIFY(gateway.start());
    const auto env = environment(gateway, token);
    const Ran asked = run(folder + text("examples/ask.sh"), {text("send_money"), text("{\"amount\":10}")}, {}, env);
    QVERIFY2(asked.exitCode == 0, (asked.out + asked.err).constData());
    QCOMPARE(run(folder + text("examples/ask.sh"), {text("send_money"), text("{\"amount\":1000}")}, {}, env).exitCode, 1);
    const Ran acted = run(folder + text("examples/ask.py"), {text("send_money"), text("{\"amount\":10}")}, {}, env);
    QVERIFY2(acted.exitCode == 0, (acted.out + acted.err).constData());
    QCOMPARE(gateway.records(RecordKind::Action, "shop-1"), std::uint64_t(1));
    QCOMPARE(run(folder + text("examples/ask.py"), {text("send_money"), text("{\"amount\":1000}")}, {}, env).exitCode, 1);
}

void IntegrationsTest::adaptersGiveTheDecisionsInTheirSystemsShape()
{
    GatewayWorld gateway;
    const std::string token = gateway.token(text("shop-1"));
    QVERIFY(gateway.start());
    QProcess adapters;
    adapters.setProcessEnvironment(environment(gateway, token));
    adapters.start(text("python3"), {text(MANDATE_SOURCE_DIR "/tests/app/integrations/try_adapters.py"), folder});
    QCOMPARE(approveAll(gateway, gateway.asker(token), 4), 4); // two of LangGraph, one each of the others
    QVERIFY(adapters.state() == QProcess::NotRunning || adapters.waitForFinished(60'000));
    const QByteArray out = adapters.readAllStandardOutput();
    const Json said = Json::parse(out.toStdString(), nullptr, false);
    QVERIFY2(said.is_object(), adapters.readAllStandardError().constData());
    const Json &decisions = said["langgraph"]["decisions"];
    QVERIFY2(decisions.size() == 3 && decisions[0]["type"] == "approve" && decisions[1]["type"] == "reject" && decisions[2]["type"] == "approve", out.constData());
    QVERIFY2(said["state"].dump() == R"(["approve","reject","reject"])", out.constData());
    QVERIFY2(said["inspect"]["decision"] == "approve", out.constData());
    const auto workspace = Workspace::open(gateway.w.toStdString(), true);
    std::map<std::string, std::string> grades;
    const auto views = (*workspace)->approvals({});
    for (const ApprovalPointer &view : *views)
        grades[view->request.source] = nameOf(view->request.grade);
    QCOMPARE(grades["langgraph"], std::string("position"));
    QCOMPARE(grades["openai-agents"], std::string("digest_recorded"));
    QCOMPARE(grades["inspect"], std::string("digest_recorded"));
}

QTEST_GUILESS_MAIN(IntegrationsTest)
#include "tst_integrations.moc"
