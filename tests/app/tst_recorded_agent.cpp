// SPDX-License-Identifier: GPL-3.0-or-later
// A recorded retail session, done again by an agent in a process of its own that asks the real gateway before each call. What the pact permits
// passes, the return over 500 waits for a person and runs once, and the trail of what it did is judged as the recording was.
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

const QString runs = text(MANDATE_SOURCE_DIR "/resources/sample/tau2/retail/gpt-4.1.json");

} // namespace

class RecordedAgentTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theReturnOverFiveHundredWaitsAndRunsOnce();

private:
    /// The session with a return over 500, and how many calls the agent makes in it.
    static std::pair<QString, int> session();
};

std::pair<QString, int> RecordedAgentTest::session()
{
    QFile file(runs);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("the sample is not there");
    const Json run = Json::parse(file.readAll().toStdString());
    for (const Json &simulation : run.at("simulations")) {
        if (simulation.at("id").get<std::string>().rfind("7a9eb03a", 0) != 0)
            continue;
        int calls = 0;
        for (const Json &message : simulation.at("messages")) {
            if (message.at("role") == "assistant" && message.contains("tool_calls") && message.at("tool_calls").is_array())
                calls += static_cast<int>(message.at("tool_calls").size());
        }
        return {QString::fromStdString(simulation.at("id").get<std::string>()), calls};
    }
    qFatal("the sample no longer holds the session");
}

void RecordedAgentTest::theReturnOverFiveHundredWaitsAndRunsOnce()
{
    GatewayWorld gateway;
    QCOMPARE(gateway.world.run({text("pact"), text("add"), gateway.w, text(MANDATE_SOURCE_DIR "/resources/pacts/retail.json")}).exitCode, 0);
    const std::string token = gateway.token(text("gpt-4.1"));
    QVERIFY(gateway.start());
    const auto [id, calls] = session();
    QProcess agent;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(text("MANDATE_GATEWAY"), QString::fromStdString(gateway.address()));
    environment.insert(text("MANDATE_TOKEN"), QString::fromStdString(token));
    environment.insert(text("MANDATE_AGENT"), text("gpt-4.1"));
    environment.insert(text("MANDATE_DEPLOYMENT"), text("retail"));
    environment.insert(text("PYTHONPATH"), text(MANDATE_SOURCE_DIR "/resources/integrations"));
    environment.insert(text("PYTHONDONTWRITEBYTECODE"), text("1"));
    agent.setProcessEnvironment(environment);
    agent.start(text("/usr/bin/python3"), {text(MANDATE_SOURCE_DIR "/tests/app/agents/recorded_agent.py"), runs, id});
    QVERIFY(agent.waitForStarted());

    int permitted = 0;
    int approved = 0;
    bool done = false;
    std::string waitedFor;
    while (!done && (agent.canReadLine() || agent.waitForReadyRead(60'000))) {
        while (agent.canReadLine()) {
            const Json said = Json::parse(agent.readLine().toStdString());
            if (said.contains("waits_for")) {
                waitedFor = said.at("waits_for").get<std::string>();
                QCOMPARE(gateway.records(RecordKind::Action), static_cast<std::uint64_t>(permitted)); // it has not run
                ApprovalAct approve;
                approve.step = ApprovalStep::Approve;
                approve.reasonCode = "checked";
                const auto decided = gateway.decide(waitedFor, approve);
                QVERIFY2(decided.ok(), decided ? "" : describe(decided.error()).c_str());
                QCOMPARE(decided->request.clause, std::string("R1"));
            } else if (said.contains("decision")) {
                const std::string reason = said.at("reason").get<std::string>();
                QVERIFY2(reason == "permitted" || reason == "needs_approval" || reason == "approved", said.dump().c_str());
                permitted += reason == "permitted";
                approved += reason == "approved";
            }
            done = done || said.contains("done");
        }
    }
    QVERIFY2(done, agent.readAllStandardError().constData());
    QVERIFY(agent.waitForFinished());
    QCOMPARE(approved, 1);
    QCOMPARE(permitted + approved, calls);
    QTRY_COMPARE_WITH_TIMEOUT(gateway.records(RecordKind::Action), static_cast<std::uint64_t>(calls), 20'000);
    QCOMPARE(gateway.records(RecordKind::Decision), static_cast<std::uint64_t>(calls) + 1); // the return was asked twice

    QCOMPARE(gateway.stop(), 0);
    const auto workspace = Workspace::open(gateway.w.toStdString());
    QVERIFY(workspace.ok());
    const auto view = (*workspace)->approval(waitedFor);
    QVERIFY(view.ok());
    QCOMPARE(view->operation, OperationState::Done);
    RowFilter overLimit;
    overLimit.kinds = {RecordKind::Action};
    overLimit.verdicts = {Verdict::Approved};
    QCOMPARE((*workspace)->store().count(overLimit).value(), std::uint64_t{1});
    const auto incidents = (*workspace)->incidents();
    QVERIFY(incidents.ok() && incidents->empty()); // a person had decided
    QVERIFY((*workspace)->verify().value().ok);
}

QTEST_GUILESS_MAIN(RecordedAgentTest)
#include "tst_recorded_agent.moc"
