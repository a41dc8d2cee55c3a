// SPDX-License-Identifier: GPL-3.0-or-later
// Mining through the real program, over the bundled runs: the report, its JSON, and a draft that is checked, replayed and never overwritten.
#include "cli_process.h"

#include <QFile>
#include <QTest>

using nlohmann::json;

class tst_PactMine : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void everyProposalHasItsEvidence();
    void theDraftPermitsWhatItWasMinedFrom();
    void whatIsPrintedNamesTheLimits();
    void nothingIsStored();
    void badInputIsOneClearMessage_data();
    void badInputIsOneClearMessage();

private:
    [[nodiscard]] CliResult mine(const QStringList &more) const
    {
        return m_world.run(QStringList{QStringLiteral("pact"), QStringLiteral("mine"), m_workspace} + more);
    }
    CliWorld m_world;
    QString m_workspace;
    QString m_agent; ///< that did most under the airline pact
};

void tst_PactMine::initTestCase()
{
    m_workspace = m_world.path(QStringLiteral("w.mandate"));
    QCOMPARE(m_world.run({QStringLiteral("init"), m_workspace}).exitCode, 0);
    const QString pact = QStringLiteral(MANDATE_SOURCE_DIR "/resources/pacts/airline.json");
    QCOMPARE(m_world.run({QStringLiteral("pact"), QStringLiteral("add"), m_workspace, pact}).exitCode, 0);
    QCOMPARE(m_world.run({QStringLiteral("import"), m_workspace, QStringLiteral(MANDATE_SOURCE_DIR "/resources/sample")}).exitCode, 0);
    int most = 0;
    const json agents = m_world.run({QStringLiteral("agents"), m_workspace, QStringLiteral("--json")}).json()["agents"];
    for (const json &agent : agents) {
        if (agent["pact"] == "airline-service@1.0.0" && agent["calls"].get<int>() > most) {
            most = agent["calls"].get<int>();
            m_agent = QString::fromStdString(agent["agent"].get<std::string>());
        }
    }
    QVERIFY(most > 20);
}

void tst_PactMine::everyProposalHasItsEvidence()
{
    const CliResult result =
        mine({QStringLiteral("--agent"), m_agent, QStringLiteral("--deployment"), QStringLiteral("airline"), QStringLiteral("--json")});
    QVERIFY2(result.exitCode == 0, result.err);
    QCOMPARE(result.out.count('\n'), 1);
    const json report = result.json();
    COMPARE_JSON(report["in_force"], json{"airline-service@1.0.0"});
    QVERIFY(report["draft"].is_null());
    std::uint64_t calls = 0;
    for (const json &proposal : report["proposals"]) {
        calls += proposal["calls"].get<std::uint64_t>();
        COMPARE_JSON(proposal["clause"]["kind"], "permit");
        COMPARE_JSON(proposal["clause"]["tools"], json{proposal["tool"]});
        QVERIFY(!proposal["clause"]["reads_as"].get<std::string>().empty() && !proposal["clause"]["why"].get<std::string>().empty());
        QVERIFY(proposal["first"] <= proposal["last"]);
        COMPARE_JSON(proposal["rests_on_little"], proposal["calls"].get<int>() < 30);
        COMPARE_JSON(proposal["per_session"]["clause"]["kind"], "escalate");
        for (const json &argument : proposal["arguments"])
            QVERIFY(argument.contains("not_covered") && argument["calls"].get<int>() > 0);
    }
    QCOMPARE(calls, report["mined"].get<std::uint64_t>());
    std::uint64_t left = 0;
    for (const json &one : report["left_out"])
        left += one["calls"].get<std::uint64_t>();
    QCOMPARE(report["mined"].get<std::uint64_t>() + left + report["not_executed"].get<std::uint64_t>(), report["actions"].get<std::uint64_t>());
    QVERIFY(!report["never_used"].empty());
}

void tst_PactMine::theDraftPermitsWhatItWasMinedFrom()
{
    const QString place = m_world.path(QStringLiteral("draft.json"));
    const QStringList arguments{QStringLiteral("--agent"), m_agent, QStringLiteral("--out"), place, QStringLiteral("--json")};
    const CliResult result = mine(arguments);
    QVERIFY2(result.exitCode == 0, result.err);
    COMPARE_JSON(result.json()["draft"], place.toStdString());
    const CliResult check = m_world.run({QStringLiteral("pact"), QStringLiteral("check"), place, QStringLiteral("--json")});
    QCOMPARE(check.exitCode, 0);
    const json problems = check.json()["problems"];
    for (const json &problem : problems) // a permission from use and a prohibition that decides may well meet
        QVERIFY2(problem["class"] == "warning" || problem["class"] == "suggestion", problem.dump().c_str());
    const json replay = m_world.run({QStringLiteral("pact"), QStringLiteral("replay"), m_workspace, place, QStringLiteral("--json")}).json();
    QVERIFY(replay["judged"].get<int>() > 20);
    for (const json &change : replay["changed"])
        COMPARE_JSON(change["executed"], 0); // nothing that was done, only what had failed and was never mined

    const CliResult again = mine(arguments);
    QCOMPARE(again.exitCode, 2);
    QVERIFY(again.err.contains("is there already"));
}

void tst_PactMine::whatIsPrintedNamesTheLimits()
{
    const CliResult result = mine({QStringLiteral("--agent"), m_agent});
    QCOMPARE(result.exitCode, 0);
    for (const char *words : {"were mined", "Nothing was put in force.", "The agent may use get_reservation_details with", "would have stopped",
                              "A person approves further calls of", "Never used: "})
        QVERIFY2(result.out.contains(words), words);
}

void tst_PactMine::nothingIsStored()
{
    const auto entries = [&] { return m_world.run({QStringLiteral("verify"), m_workspace, QStringLiteral("--json")}).json()["entries"]; };
    const json before = entries();
    QCOMPARE(mine({QStringLiteral("--agent"), m_agent}).exitCode, 0);
    QVERIFY(entries() == before);
}

void tst_PactMine::badInputIsOneClearMessage_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("message");
    QTest::newRow("no agent") << QStringList() << QByteArray("--agent is missing.");
    QTest::newRow("unknown agent") << QStringList{QStringLiteral("--agent"), QStringLiteral("nobody")}
                                   << QByteArray("The trail holds no action of \"nobody\"");
    QTest::newRow("unknown deployment") << QStringList{QStringLiteral("--agent"), QStringLiteral("nobody"), QStringLiteral("--deployment"),
                                                       QStringLiteral("moon")}
                                        << QByteArray("The trail holds no action");
    QTest::newRow("bad time") << QStringList{QStringLiteral("--agent"), QStringLiteral("nobody"), QStringLiteral("--since"), QStringLiteral("x")}
                              << QByteArray("x");
}

void tst_PactMine::badInputIsOneClearMessage()
{
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, message);
    const CliResult result = mine(arguments);
    QCOMPARE(result.exitCode, 2);
    QCOMPARE(result.out, QByteArray());
    QCOMPARE(result.err.count('\n'), 1);
    QVERIFY2(result.err.contains(message), result.err);
}

QTEST_GUILESS_MAIN(tst_PactMine)
#include "tst_pact_mine.moc"
