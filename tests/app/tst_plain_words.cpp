// SPDX-License-Identifier: GPL-3.0-or-later
// What somebody new to the command line would stumble over: names that are not there, files taken in twice, help, wrong words, plurals.
#include "cli_process.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

#include <algorithm>
#include <set>

using nlohmann::json;

namespace {

const QString runs = QStringLiteral(MANDATE_SOURCE_DIR "/resources/sample/tau2/airline");
const QString pacts = QStringLiteral(MANDATE_SOURCE_DIR "/resources/pacts/");

QStringList words(const QString &line) { return line.split(QLatin1Char(' ')); }

} // namespace

class tst_PlainWords : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void aClauseFindsWhatItDecidedAndItsFindings();
    void aNameThatIsNotThereIsSaid_data();
    void aNameThatIsNotThereIsSaid();
    void aFileUnderASecondAgentIsSaid();
    void actionsWithoutAPactAreCounted();
    void aTokensAgentIsSuspendedBeforeItAsked();
    void resumingSaysWhy();
    void anAgentIsAuthorizedWhereItsPactBindsIt();
    void aLowerOrUnreviewedVersionIsWarnedOf();
    void differentPactsAreComparedAndSaid();
    void anAdoptionIsHistory();
    void wrongInputExitsWithTwo_data();
    void wrongInputExitsWithTwo();
    void theMissingWordIsNamed_data();
    void theMissingWordIsNamed();
    void helpFitsTheScreenAndNamesEveryOption();
    void oneIsOne();

private:
    CliWorld m_world;
    QString m_workspace;

    [[nodiscard]] CliResult run(const QString &line) const
    {
        QStringList arguments = words(line);
        for (QString &argument : arguments) {
            if (argument == QStringLiteral("W"))
                argument = m_workspace;
        }
        return m_world.run(arguments);
    }
    [[nodiscard]] QString fresh(const char *name) const
    {
        const QString path = m_world.path(QString::fromLatin1(name));
        if (m_world.run({QStringLiteral("init"), path}).exitCode != 0)
            qFatal("no workspace");
        return path;
    }
    [[nodiscard]] json sample(const char *name, const char *version = "1.0.0") const
    {
        QFile file(pacts + QLatin1String(name) + QStringLiteral(".json"));
        if (!file.open(QIODevice::ReadOnly))
            qFatal("no pact");
        json pact = json::parse(file.readAll().toStdString());
        pact["version"] = version;
        return pact;
    }
    [[nodiscard]] QString file(const char *name, const json &document) const { return m_world.write(QString::fromLatin1(name), QByteArray::fromStdString(document.dump())); }
};

void tst_PlainWords::initTestCase()
{
    m_workspace = fresh("plain.mandate");
    QCOMPARE(m_world.run({QStringLiteral("pact"), QStringLiteral("add"), m_workspace, pacts + QStringLiteral("airline.json")}).exitCode, 0);
    const CliResult imported = m_world.run({QStringLiteral("import"), m_workspace, runs});
    QVERIFY2(imported.exitCode == 0 && imported.err.isEmpty(), imported.err);
    QVERIFY2(!imported.out.contains("not judged"), imported.out);
}

void tst_PlainWords::aClauseFindsWhatItDecidedAndItsFindings()
{
    const json judged = run(QStringLiteral("judge W --json")).json()["clauses"];
    const json all = run(QStringLiteral("query W --json --limit 1000")).json();
    for (const char *clause : {"A4", "A8", "A9", "X2"}) { // decides; the others are duties, which decide nothing
        std::set<int> expected;
        for (const json &caught : judged[clause]["cases"])
            expected.insert(caught["entry"].get<int>());
        const std::size_t findings = expected.size();
        for (const json &row : all["rows"]) {
            if (row.value("clause", json(nullptr)) == clause) // also where it could not be decided, and that decided
                expected.insert(row["entry"].get<int>());
        }
        QVERIFY(clause == std::string("A4") ? expected.size() > findings : expected.size() == findings);
        std::set<int> found;
        const json answer = run(QStringLiteral("query W --json --limit 1000 --clause ") + QLatin1String(clause)).json();
        for (const json &row : answer["rows"])
            found.insert(row["entry"].get<int>());
        QVERIFY2(found == expected, clause);
    }
    QVERIFY(!judged["X2"]["cases"].empty());
    const std::string tool = judged["X2"]["cases"][0]["tool"];
    const json both = run(QStringLiteral("query W --json --clause X2 --tool ") + QString::fromStdString(tool)).json();
    QVERIFY(!both["rows"].empty());
    for (const json &row : both["rows"])
        COMPARE_JSON(row["tool"], tool);
}

void tst_PlainWords::aNameThatIsNotThereIsSaid_data()
{
    QTest::addColumn<QString>("option");
    QTest::addColumn<QByteArray>("said");
    QTest::newRow("tool") << QStringLiteral("--tool cancel_reservations") << QByteArray("No tool in the workspace is named \"cancel_reservations\". Did you mean \"cancel_reservation\"?");
    QTest::newRow("agent") << QStringLiteral("--agent gpt-4.2") << QByteArray("No agent in the workspace is named \"gpt-4.2\". Did you mean \"gpt-4.1\"?");
    QTest::newRow("clause") << QStringLiteral("--clause A99") << QByteArray("No clause in the workspace is named \"A99\". Did you mean \"A");
    QTest::newRow("nothing near") << QStringLiteral("--tool zzzzzzzz") << QByteArray("No tool in the workspace is named \"zzzzzzzz\".\n");
}

void tst_PlainWords::aNameThatIsNotThereIsSaid()
{
    QFETCH(QString, option);
    QFETCH(QByteArray, said);
    const CliResult result = run(QStringLiteral("query W --json ") + option);
    QCOMPARE(result.exitCode, 0);
    COMPARE_JSON(result.json()["total"], 0);
    QVERIFY2(result.err.contains(said), result.err);
    QVERIFY(run(QStringLiteral("query W --clause A1")).err.isEmpty()); // it is there, and caught nothing
}

void tst_PlainWords::aFileUnderASecondAgentIsSaid()
{
    const QString w = fresh("twice.mandate");
    const QString path = runs + QStringLiteral("/gpt-4.1.json");
    QVERIFY(m_world.run({QStringLiteral("import"), w, path}).err.isEmpty());
    const CliResult refused = m_world.run({QStringLiteral("import"), w, path, QStringLiteral("--agent"), QStringLiteral("zed")});
    QCOMPARE(refused.exitCode, 1);
    QVERIFY2(refused.err.contains("gpt-4.1.json was imported before, as gpt-4.1. It would be in the ledger a second time, as zed."), refused.err);
    const CliResult again = m_world.run({QStringLiteral("import"), w, path, QStringLiteral("--agent"), QStringLiteral("zed"), QStringLiteral("--again"), QStringLiteral("--json")});
    QVERIFY(again.json()["records"].get<int>() > 0);
    QVERIFY(m_world.run({QStringLiteral("import"), w, path, QStringLiteral("--agent"), QStringLiteral("zed")}).err.isEmpty()); // adds nothing
}

void tst_PlainWords::aTokensAgentIsSuspendedBeforeItAsked()
{
    const QString w = fresh("token.mandate");
    const auto token = [&](const char *agents, const char *name) {
        QCOMPARE(m_world.run({QStringLiteral("token"), w, QStringLiteral("create"), QStringLiteral("--agent"), QLatin1String(agents), QStringLiteral("--name"), QLatin1String(name)}).exitCode, 0);
    };
    const auto suspend = [&](const char *agent) {
        return m_world.run({QStringLiteral("suspend"), w, QLatin1String(agent), QStringLiteral("--reason"), QStringLiteral("security"), QStringLiteral("--no-wait")});
    };
    token("*", "all");
    QVERIFY2(suspend("frsh-1").err.contains("MND-WSP-007"), "a token for all agents names none"); // a slip of the pen
    token("fresh-1,shop-*", "some");
    for (const char *agent : {"fresh-1", "shop-7"}) {
        const CliResult suspended = suspend(agent);
        QVERIFY2(suspended.exitCode == 0, suspended.err);
        COMPARE_JSON(m_world.run({QStringLiteral("status"), w, QLatin1String(agent), QStringLiteral("--json")}).json()["agents"][agent]["state"], "suspended");
    }
    const CliResult unknown = suspend("fresh-2");
    QVERIFY2(unknown.exitCode == 2 && unknown.err.contains("token"), unknown.err);
    const CliResult resumed = m_world.run({QStringLiteral("resume"), w, QStringLiteral("fresh-1"), QStringLiteral("--reason"), QStringLiteral("false_alarm"), QStringLiteral("--no-wait")});
    QVERIFY2(resumed.exitCode == 0, resumed.err);
    QCOMPARE(m_world.run({QStringLiteral("verify"), w}).exitCode, 0);
}

void tst_PlainWords::resumingSaysWhy()
{
    const QString w = fresh("resume.mandate");
    QCOMPARE(m_world.run({QStringLiteral("import"), w, runs + QStringLiteral("/gpt-4.1.json")}).exitCode, 0);
    QCOMPARE(m_world.run({QStringLiteral("suspend"), w, QStringLiteral("gpt-4.1"), QStringLiteral("--reason"), QStringLiteral("drift"), QStringLiteral("--no-wait")}).exitCode, 0);
    const CliResult silent = m_world.run({QStringLiteral("resume"), w, QStringLiteral("gpt-4.1")});
    QVERIFY2(silent.exitCode == 2 && silent.err.contains("No reason was given") && silent.err.contains("false_alarm"), silent.err);
}

void tst_PlainWords::actionsWithoutAPactAreCounted()
{
    const QString w = fresh("unbound.mandate");
    const CliResult imported = m_world.run({QStringLiteral("import"), w, runs + QStringLiteral("/gpt-4.1.json")});
    QVERIFY2(imported.out.contains(" actions are of agents that no pact in force binds: recorded, not judged."), imported.out);
    const CliResult told = m_world.run({QStringLiteral("import"), w, runs, QStringLiteral("--json")});
    const json totals = m_world.run({QStringLiteral("stats"), w, QStringLiteral("--json")}).json();
    QVERIFY(told.json()["without_pact"].get<int>() > 0);
    QVERIFY(told.json()["without_pact"].get<int>() < totals["calls"].get<int>());
}

void tst_PlainWords::anAgentIsAuthorizedWhereItsPactBindsIt()
{
    const QString w = fresh("places.mandate");
    QCOMPARE(m_world.run({QStringLiteral("pact"), QStringLiteral("add"), w, pacts + QStringLiteral("airline.json")}).exitCode, 0);
    QCOMPARE(m_world.run({QStringLiteral("import"), w, QStringLiteral(MANDATE_SOURCE_DIR "/resources/sample/tau2")}).exitCode, 0);
    const json agents = m_world.run({QStringLiteral("agents"), w, QStringLiteral("--json")}).json()["agents"];
    QVERIFY(!agents.empty());
    for (const json &agent : agents) {
        QCOMPARE(agent["places"].size(), agent["deployments"].size());
        for (const json &place : agent["places"]) {
            const bool bound = place["deployment"] == "airline";
            COMPARE_JSON(place["state"], bound ? "authorized" : "not_authorized");
            COMPARE_JSON(place["pact"], bound ? json("airline-service@1.0.0") : json(nullptr));
        }
    }
    const QByteArray table = m_world.run({QStringLiteral("agents"), w}).out;
    QVERIFY2(table.contains("gpt-4.1") && table.contains("retail") && table.contains("not_authorized"), table);
}

void tst_PlainWords::aLowerOrUnreviewedVersionIsWarnedOf()
{
    const QString w = fresh("lower.mandate");
    const auto add = [&](const QString &path) { return m_world.run({QStringLiteral("pact"), QStringLiteral("add"), w, path, QStringLiteral("--json")}); };
    const CliResult first = add(file("two.json", sample("airline", "2.0.0")));
    QVERIFY(first.err.isEmpty() && first.json()["warnings"].empty());
    const CliResult lower = add(file("one.json", sample("airline", "1.5.0")));
    QCOMPARE(lower.exitCode, 0);
    QVERIFY2(lower.err.contains("The version 1.5.0 is lower than 2.0.0, which was in force until now."), lower.err);
    QCOMPARE(lower.json()["warnings"].size(), std::size_t(1));
    QVERIFY(add(file("three.json", sample("airline", "3.0.0"))).err.isEmpty());
}

void tst_PlainWords::differentPactsAreComparedAndSaid()
{
    const CliResult different = m_world.run({QStringLiteral("pact"), QStringLiteral("diff"), file("c1.json", sample("airline")), file("c2.json", sample("banking")), QStringLiteral("--json")});
    QVERIFY2(different.err.contains("two different pacts, airline-service and banking-assistant"), different.err);
    QVERIFY(different.json()["different_pacts"] == true);
    const CliResult same = m_world.run({QStringLiteral("pact"), QStringLiteral("diff"), m_world.path(QStringLiteral("c1.json")), m_world.path(QStringLiteral("c1.json"))});
    QVERIFY(same.err.isEmpty() && same.out.contains("Nothing changed."));
}

void tst_PlainWords::anAdoptionIsHistory()
{
    const CliResult told = run(QStringLiteral("pact history W airline-service"));
    QVERIFY2(told.out.contains("adopted") && told.out.contains("in force at once, without review"), told.out);
    const json history = run(QStringLiteral("pact history W airline-service --json")).json();
    QCOMPARE(history["adoptions"].size(), std::size_t(1));
    COMPARE_JSON(history["adoptions"][0]["version"], "1.0.0");
    QVERIFY(history["adoptions"][0]["at"].is_string() && history["statements"].empty());
}

void tst_PlainWords::wrongInputExitsWithTwo_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QByteArray>("said");
    QTest::newRow("stats of another file") << QStringLiteral("stats PACT") << QByteArray("is not a Mandate workspace");
    QTest::newRow("query of another file") << QStringLiteral("query PACT") << QByteArray("is not a Mandate workspace");
    QTest::newRow("no reason to withdraw") << QStringLiteral("pact withdraw W airline-service@1.0.0") << QByteArray("No reason was given.");
    QTest::newRow("no reason to return") << QStringLiteral("pact return W airline-service@1.0.0") << QByteArray("No reason was given.");
    QTest::newRow("an empty folder") << QStringLiteral("import W EMPTY") << QByteArray("There is no file to import.");
    QTest::newRow("no folder") << QStringLiteral("init NOWHERE/w.mandate") << QByteArray("There is no folder");
}

void tst_PlainWords::wrongInputExitsWithTwo()
{
    QFETCH(QString, line);
    QFETCH(QByteArray, said);
    QVERIFY(QDir().mkpath(m_world.path(QStringLiteral("empty"))));
    line.replace(QStringLiteral("PACT"), pacts + QStringLiteral("airline.json")).replace(QStringLiteral("EMPTY"), m_world.path(QStringLiteral("empty")));
    line.replace(QStringLiteral("NOWHERE"), m_world.path(QStringLiteral("no/where")));
    const CliResult result = run(line);
    QVERIFY2(result.exitCode == 2, result.err);
    QVERIFY2(result.err.contains(said), result.err);
}

void tst_PlainWords::theMissingWordIsNamed_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QByteArray>("said");
    QTest::newRow("workspace") << QStringLiteral("stats") << QByteArray("W, the workspace file, is missing.");
    QTest::newRow("workspace of two words") << QStringLiteral("people role") << QByteArray("W, the workspace file, is missing.");
    QTest::newRow("behind two words") << QStringLiteral("people role w --role legal") << QByteArray("PERSON is missing.");
    QTest::newRow("of a request") << QStringLiteral("request show w") << QByteArray("ID is missing.");
    QTest::newRow("of a choice") << QStringLiteral("people delegate --end") << QByteArray("W, the workspace file, is missing.");
    QTest::newRow("file") << QStringLiteral("import w") << QString(QStringLiteral("FILE|DIR… is missing.")).toUtf8();
    QTest::newRow("agent") << QStringLiteral("suspend w --reason drift") << QByteArray("No agent is named.");
    QTest::newRow("version") << QStringLiteral("pact approve w") << QByteArray("ID@VERSION is missing.");
    QTest::newRow("behind an option") << QStringLiteral("pact merge a b --out c") << QByteArray("THEIRS is missing.");
    QTest::newRow("first of an export") << QStringLiteral("pact export --to md") << QByteArray("FILE|ID[@VERSION] is missing.");
}

void tst_PlainWords::theMissingWordIsNamed()
{
    QFETCH(QString, line);
    QFETCH(QByteArray, said);
    const CliResult result = m_world.run(words(line));
    QCOMPARE(result.exitCode, 2);
    QVERIFY2(result.err.contains(said), result.err);
}

void tst_PlainWords::helpFitsTheScreenAndNamesEveryOption()
{
    const auto fits = [](const QByteArray &help) {
        const QStringList lines = QString::fromUtf8(help).split(QLatin1Char('\n'));
        return std::ranges::all_of(lines, [](const QString &line) { return line.size() <= 100; });
    };
    const CliResult all = m_world.run({QStringLiteral("--help")});
    QVERIFY2(fits(all.out), all.out);
    const CliResult pact = m_world.run({QStringLiteral("pact"), QStringLiteral("--help")});
    QCOMPARE(pact.exitCode, 0);
    QVERIFY(fits(pact.out) && pact.out.contains("mandate pact merge") && !pact.out.contains("mandate import"));
    QCOMPARE(m_world.run({QStringLiteral("pact")}).exitCode, 2);
    int commands = 0;
    for (const QString &line : QString::fromUtf8(all.out).split(QLatin1Char('\n'))) {
        if (!line.startsWith(QStringLiteral("  mandate ")))
            continue;
        const QString name = line.mid(10, line.indexOf(QStringLiteral("  "), 10) - 10);
        const CliResult one = m_world.run(words(name) << QStringLiteral("--help"));
        QVERIFY2(one.exitCode == 0 && fits(one.out), one.out);
        ++commands;
        // Every option of the usage has its line, with words.
        const QString text = QString::fromUtf8(one.out);
        const QString usage = text.left(text.indexOf(QStringLiteral("\n\n")));
        for (const QString &token : usage.split(QRegularExpression(QStringLiteral("[\\s\\[\\]|]+")))) {
            if (token.startsWith(QStringLiteral("--")))
                QVERIFY2(text.contains(QRegularExpression(QStringLiteral("\n  %1( …)? +\\S").arg(token))), qPrintable(name + QLatin1Char(' ') + token + QLatin1Char('\n') + text));
        }
    }
    QVERIFY(commands > 25);
}

void tst_PlainWords::oneIsOne()
{
    const QString w = fresh("one.mandate");
    QVERIFY2(m_world.run({QStringLiteral("verify"), w}).out.contains("0 entries"), m_world.run({QStringLiteral("verify"), w}).out);
    const CliResult imported = m_world.run({QStringLiteral("import"), w, runs + QStringLiteral("/gpt-4.1.json")});
    QVERIFY2(imported.out.contains(" new records from 1 file; 0 items were known already; 0 quarantined; 0 incidents opened."), imported.out);
    QVERIFY(m_world.run({QStringLiteral("stats"), w}).out.contains("1 source."));
    const CliResult verified = m_world.run({QStringLiteral("verify"), w});
    QVERIFY2(!verified.out.contains("1 signed checkpoints") && !verified.out.contains("1 entries"), verified.out);
}

QTEST_GUILESS_MAIN(tst_PlainWords)
#include "tst_plain_words.moc"
