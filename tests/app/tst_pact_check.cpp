// SPDX-License-Identifier: GPL-3.0-or-later
// mandate pact check, as people, build servers and programs run it.
#include <QTest>

#include "cli_process.h"

#include <QDir>
#include <QFile>

using nlohmann::json;

class tst_PactCheck : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void aSoundPactExitsWithZero();
    void everyShippedPactAndTemplateIsSound_data();
    void everyShippedPactAndTemplateIsSound();
    void theTrailOfAWorkspaceIsHeldAgainstIt();
    void whatFollowsFromTheClausesIsShown();
    void sarifGoesToAFileOrToStandardOutput();
    void aFileThatIsNoPactIsOneResult();
    void wrongUseExitsWithTwo();

private:
    CliWorld m_world;
    QString m_workspace;
    QByteArray m_airline;
    [[nodiscard]] CliResult check(const QStringList &arguments) const
    {
        return m_world.run(QStringList{QStringLiteral("pact"), QStringLiteral("check")} + arguments);
    }
};

void tst_PactCheck::initTestCase()
{
    QFile file(QStringLiteral(MANDATE_SOURCE_DIR "/resources/pacts/airline.json"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    m_airline = file.readAll();
    m_workspace = m_world.path(QStringLiteral("w.mandate"));
    QCOMPARE(m_world.run({QStringLiteral("init"), m_workspace}).exitCode, 0);
    QCOMPARE(m_world.run({QStringLiteral("import"), m_workspace, QStringLiteral(MANDATE_SOURCE_DIR "/resources/sample/tau2/airline")}).exitCode, 0);
}

void tst_PactCheck::aSoundPactExitsWithZero()
{
    const CliResult result = check({m_world.write(QStringLiteral("airline.json"), m_airline), QStringLiteral("--json")});
    QCOMPARE(result.exitCode, 0);
    QCOMPARE(result.out.count('\n'), 1);
    COMPARE_JSON(result.json()["problems"], json::array());
    const auto logic = result.json()["logic"];
    QVERIFY(logic["questions"] > 0);
    QCOMPARE(logic["answered"].get<int>() + logic["open"].get<int>(), logic["questions"].get<int>());
    QVERIFY(logic["milliseconds"] >= 0);
    QVERIFY(!result.json().contains("trail"));
}

void tst_PactCheck::everyShippedPactAndTemplateIsSound_data()
{
    QTest::addColumn<QString>("file");
    for (const char *folder : {"/resources/pacts", "/resources/pacts/templates"}) {
        const QDir pacts(QStringLiteral(MANDATE_SOURCE_DIR) + QLatin1String(folder));
        const QStringList names = pacts.entryList({QStringLiteral("*.json")}, QDir::Files, QDir::Name);
        QVERIFY(names.size() >= 4);
        for (const QString &name : names)
            QTest::newRow(qPrintable(name)) << pacts.filePath(name);
    }
}

void tst_PactCheck::everyShippedPactAndTemplateIsSound()
{
    QFETCH(QString, file);
    const CliResult result = check({file, QStringLiteral("--json")});
    QCOMPARE(result.exitCode, 0);
    const json problems = result.json()["problems"];
    for (const json &problem : problems)
        QVERIFY2(problem["class"] == "suggestion", problem.dump().c_str());
}

void tst_PactCheck::theTrailOfAWorkspaceIsHeldAgainstIt()
{
    QByteArray misspelt = m_airline;
    misspelt.replace("[args.reservation_id].cabin == 'basic_economy'", "[args.reservation_id].cabim == 'basic_economy'");
    const QString pact = m_world.write(QStringLiteral("misspelt.json"), misspelt);
    QCOMPARE(check({pact}).exitCode, 0); // without a trail nobody can know
    const CliResult result = check({pact, QStringLiteral("--workspace"), m_workspace, QStringLiteral("--json")});
    QCOMPARE(result.exitCode, 1);
    const json all = result.json();
    QVERIFY(all["trail"]["actions"] > 10);
    const json first = all["problems"][0];
    COMPARE_JSON(first["class"], "error");
    COMPARE_JSON(first["rule"], "unknown-member");
    COMPARE_JSON(first["place"], "A3");
    COMPARE_JSON(first["line"], 1);
    COMPARE_JSON(first["remedy"], "Did you mean \"cabin\"?");
    int neverMatched = 0;
    for (const json &problem : all["problems"]) {
        if (problem != first)
            COMPARE_JSON(problem["class"], "info");
        neverMatched += problem["rule"] == "never-matched";
    }
    QVERIFY(neverMatched > 0);
    // As it is shipped, it has nothing but what never happened.
    QCOMPARE(check({m_world.write(QStringLiteral("airline.json"), m_airline), QStringLiteral("--workspace"), m_workspace}).exitCode, 0);
}

void tst_PactCheck::whatFollowsFromTheClausesIsShown()
{
    QByteArray pact = m_airline;
    pact.replace("double(args.amount) > 100.0", "double(args.amount) > 100.0 && double(args.amount) < 50.0");
    const CliResult result = check({m_world.write(QStringLiteral("never.json"), pact), QStringLiteral("--json")});
    QCOMPARE(result.exitCode, 0); // a warning
    const json problems = result.json()["problems"];
    QCOMPARE(problems.size(), std::size_t{1});
    COMPARE_JSON(problems[0]["rule"], "never-holds");
    COMPARE_JSON(problems[0]["place"], "A6");
}

void tst_PactCheck::sarifGoesToAFileOrToStandardOutput()
{
    QByteArray pact = m_airline;
    pact.replace("double(args.amount) > 100.0", "double(argz.amount) > 100.0");
    const QString file = m_world.write(QStringLiteral("my pact.json"), pact);
    const QString out = m_world.path(QStringLiteral("out.sarif"));
    const CliResult toFile = check({file, QStringLiteral("--sarif"), out});
    QCOMPARE(toFile.exitCode, 1);
    QVERIFY(toFile.out.startsWith("error  A6:"));
    QFile written(out);
    QVERIFY(written.open(QIODevice::ReadOnly));
    const QByteArray sarif = written.readAll();
    const CliResult toOutput = check({file, QStringLiteral("--sarif"), QStringLiteral("-")});
    QCOMPARE(toOutput.exitCode, 1);
    QCOMPARE(toOutput.out, sarif);
    const json result = json::parse(sarif.toStdString())["runs"][0]["results"][0];
    COMPARE_JSON(result["level"], "error");
    const json place = result["locations"][0]["physicalLocation"];
    QVERIFY(place["artifactLocation"]["uri"].get<std::string>().ends_with("/my%20pact.json"));
    const QList<QByteArray> lines = pact.split('\n');
    const QByteArray line = lines[place["region"]["startLine"].get<int>() - 1];
    QVERIFY2(line.mid(place["region"]["startColumn"].get<int>() - 1).startsWith("argz"), line);
}

void tst_PactCheck::aFileThatIsNoPactIsOneResult()
{
    const QString file = m_world.write(QStringLiteral("broken.json"), "{\"schema\": \"mandate.pact/1\",\n \"pact_id\": 5}");
    const CliResult result = check({file, QStringLiteral("--sarif"), QStringLiteral("-")});
    QCOMPARE(result.exitCode, 2);
    const json results = json::parse(result.out.toStdString())["runs"][0]["results"];
    QCOMPARE(results.size(), std::size_t{1});
    COMPARE_JSON(results[0]["ruleId"], "schema");
    COMPARE_JSON(results[0]["locations"][0]["physicalLocation"]["region"]["startLine"], 2);
}

void tst_PactCheck::wrongUseExitsWithTwo()
{
    const QString file = m_world.write(QStringLiteral("airline.json"), m_airline);
    QCOMPARE(check({file, QStringLiteral("--json"), QStringLiteral("--sarif"), QStringLiteral("-")}).exitCode, 2);
    QVERIFY(check({file, QStringLiteral("--workspace"), m_world.path(QStringLiteral("none.mandate"))}).exitCode != 0);
    QVERIFY(check({file, QStringLiteral("--sarif"), m_world.path(QStringLiteral("no/such/folder.sarif"))}).exitCode != 0);
}

QTEST_GUILESS_MAIN(tst_PactCheck)
#include "tst_pact_check.moc"
