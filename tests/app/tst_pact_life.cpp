// SPDX-License-Identifier: GPL-3.0-or-later
// The life of a pact's version through the real binary, by accounts of the operating system. Kills and concurrent writers are tried on the
// real files.
#include "shared_world.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QRandomGenerator>
#include <QTest>

#include <csignal>
#include <memory>
#include <sys/stat.h>
#include <vector>

using nlohmann::json;

using namespace shared_world;

class tst_PactLife : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void onePersonAloneCannotPutInForce();
    void twoAccountsBringAVersionIntoForce();
    void wrongUsageIsSaid_data();
    void wrongUsageIsSaid();
    void approvalsOfTwoProcessesAtOnceAreBothKept();
    void killedActivationsLoseNothing();
};

void tst_PactLife::onePersonAloneCannotPutInForce()
{
    SharedWorld shared;
    QCOMPARE(shared.world.run({text("init"), shared.w}).exitCode, 0);
    const QString file = shared.world.write(text("shop.json"), shop("1.0.0", {}, 100, "[{'role':'legal'}]"));
    const CliResult submitted = shared.pact({text("submit"), shared.w, file, text("--summary"), text("first limits")});
    QVERIFY2(submitted.exitCode == 0, submitted.err);
    COMPARE_JSON(submitted.json()["state"], json("in_review"));
    COMPARE_JSON(submitted.json()["missing_approvals"], json::array({{{"count", 1}, {"role", "legal"}}}));
    const QString name = text("shop@1.0.0");
    const CliResult own = shared.pact({text("approve"), shared.w, name, text("--role"), text("legal")});
    QCOMPARE(own.exitCode, 1);
    QVERIFY2(own.err.contains("MND-LIF-005") && own.err.contains("nobody approves their own version"), own.err);
    QVERIFY(own.out.isEmpty());
    const CliResult active = shared.pact({text("activate"), shared.w, name});
    QCOMPARE(active.exitCode, 1);
    QVERIFY2(active.err.contains("MND-LIF-004"), active.err);
    QCOMPARE(shared.pact({text("add"), shared.w, file}).exitCode, 1); // no way around
    const json history = shared.pact({text("history"), shared.w, text("shop")}).json();
    COMPARE_JSON(history["broken"], json(false));
    QCOMPARE(history["statements"].size(), std::size_t{1});
    COMPARE_JSON(history["statements"][0]["step"], json("submit"));
    COMPARE_JSON(history["versions"][0]["steps"][0]["code"], json("MND-LIF-005"));
    const json listed = shared.pact({text("list"), shared.w}).json()["pacts"];
    COMPARE_JSON(listed[0]["in_force"], json(false));
    const CliResult withdrawn = shared.pact({text("withdraw"), shared.w, name, text("--reason"), text("not needed")});
    QCOMPARE(withdrawn.exitCode, 0);
    COMPARE_JSON(withdrawn.json()["state"], json("withdrawn"));
    QCOMPARE(shared.world.run({text("verify"), shared.w}).exitCode, 0);
    // What is adopted says so.
    const json adopted = shared.pact({text("add"), shared.w, shared.world.write(text("two.json"), shop("2.0.0", {}, 100))}).json();
    COMPARE_JSON(adopted["adopted"], json(true));
    COMPARE_JSON(adopted["state"], json("active"));
    QVERIFY(shared.world.run({text("pact"), text("list"), shared.w}).out.contains("without review"));
}

void tst_PactLife::twoAccountsBringAVersionIntoForce()
{
    if (!SharedWorld::others()) // the same over the library, with persons of the test's own: tests/models/workspace/pact_life_test.cpp
        QSKIP(SharedWorld::whyAlone);
    SharedWorld shared;
    shared.make();
    const QString name = text("shop@1.0.0");
    const QString file = shared.world.write(text("shop.json"), shop("1.0.0", {}, 100, "[{'role':'legal'}]"));
    QVERIFY(shared.pact({text("submit"), shared.w, file}).exitCode == 0);
    const CliResult approved =
        shared.pactAs(SharedWorld::second(), {text("approve"), shared.w, name, text("--role"), text("legal"), text("--note"), text("fine")});
    QVERIFY2(approved.exitCode == 0, approved.err);
    COMPARE_JSON(approved.json()["approvals"][0]["by"], json(std::string("account:") + SharedWorld::second()));
    const CliResult twice = shared.pactAs(SharedWorld::second(), {text("approve"), shared.w, name, text("--role"), text("legal")});
    QCOMPARE(twice.exitCode, 1);
    QVERIFY(shared.pactAs(SharedWorld::second(), {text("observe"), shared.w, name}).exitCode == 0);
    const CliResult imported = shared.run(
        SharedWorld::second(), {text("import"), shared.w, shared.world.write(text("log.jsonl"), payments(150)), text("--agent"), text("a")});
    QVERIFY2(imported.exitCode == 0, imported.err);
    const json observed = shared.pact({text("observed"), shared.w, name}).json();
    COMPARE_JSON(observed["verdicts"]["prohibited"], json(49));
    COMPARE_JSON(observed["verdicts"]["permitted"], json(101));
    const CliResult active = shared.pact({text("activate"), shared.w, name});
    QVERIFY2(active.exitCode == 0, active.err);
    COMPARE_JSON(active.json()["in_force"], json(true));
    COMPARE_JSON(active.json()["activated_by"], json(SharedWorld::self()));
    // A file of the key that others can read is not used, whoever they are.
    const QString keys = shared.keysOf(SharedWorld::second());
    const QString key = keys + QLatin1Char('/') + QDir(keys).entryList(QDir::Files).value(0);
    ::chmod(QFile::encodeName(key).constData(), 0640);
    const CliResult open = shared.pactAs(SharedWorld::second(), {text("withdraw"), shared.w, name, text("--reason"), text("x")});
    QCOMPARE(open.exitCode, 1);
    QVERIFY2(open.err.contains("MND-KEY-004"), open.err);
    ::chmod(QFile::encodeName(key).constData(), 0600);
    // Scheduled by one, withdrawn by the other before its time.
    QVERIFY(shared.pactAs(SharedWorld::second(), {text("submit"), shared.w, shared.world.write(text("next.json"), shop("1.1.0", "1.0.0", 200))})
                .exitCode == 0);
    QVERIFY(shared.pactAs(SharedWorld::third(), {text("approve"), shared.w, text("shop@1.1.0")}).exitCode == 0);
    const CliResult scheduled = shared.pact({text("activate"), shared.w, text("shop@1.1.0"), text("--at"), text("2261-01-01T00:00:00Z")});
    QVERIFY2(scheduled.exitCode == 0, scheduled.err);
    COMPARE_JSON(scheduled.json()["state"], json("scheduled"));
    COMPARE_JSON(scheduled.json()["in_force"], json(false));
    QVERIFY(shared.pactAs(SharedWorld::third(), {text("withdraw"), shared.w, text("shop@1.1.0"), text("--reason"), text("too far away")}).exitCode ==
            0);
    const CliResult verified = shared.world.run({text("verify"), shared.w});
    QVERIFY2(verified.exitCode == 0, verified.err);
}

void tst_PactLife::wrongUsageIsSaid_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("exitCode");
    QTest::addColumn<QByteArray>("code");
    QTest::newRow("no file") << QStringList{text("submit"), text("W")} << 2 << QByteArray("MND-CLI");
    QTest::newRow("no such file") << QStringList{text("submit"), text("W"), text("/nowhere.json")} << 2 << QByteArray("nowhere");
    QTest::newRow("no such version") << QStringList{text("approve"), text("W"), text("shop@9.0.0")} << 2 << QByteArray("MND-LIF-003");
    QTest::newRow("no version") << QStringList{text("activate"), text("W"), text("shop")} << 2 << QByteArray("MND-LIF-003");
    QTest::newRow("no such pact") << QStringList{text("history"), text("W"), text("none")} << 2 << QByteArray("MND-WSP-004");
    QTest::newRow("no time") << QStringList{text("activate"), text("W"), text("shop@1.0.0"), text("--at"), text("soon")} << 2
                             << QByteArray("no date or time");
    QTest::newRow("no reason") << QStringList{text("withdraw"), text("W"), text("shop@1.0.0")} << 2 << QByteArray("MND-LIF-013");
    QTest::newRow("not observed") << QStringList{text("observed"), text("W"), text("shop@1.0.0")} << 1 << QByteArray("MND-LIF-004");
    QTest::newRow("a name typed in") << QStringList{text("approve"), text("W"), text("shop@1.0.0"), text("--by"), text("Ada")} << 2
                                     << QByteArray("--by");
}

void tst_PactLife::wrongUsageIsSaid()
{
    QFETCH(QStringList, arguments);
    QFETCH(int, exitCode);
    QFETCH(QByteArray, code);
    SharedWorld shared;
    QCOMPARE(shared.world.run({text("init"), shared.w}).exitCode, 0);
    QCOMPARE(shared.pact({text("submit"), shared.w, shared.world.write(text("shop.json"), shop("1.0.0", {}, 100))}).exitCode, 0);
    arguments.replaceInStrings(text("W"), shared.w);
    const CliResult result = shared.pact(arguments);
    QVERIFY2(result.exitCode == exitCode, result.err);
    QVERIFY2(result.err.contains(code), result.err);
}

void tst_PactLife::approvalsOfTwoProcessesAtOnceAreBothKept()
{
    if (!SharedWorld::others()) // the same over the library, in threads: tests/models/workspace/pact_life_test.cpp
        QSKIP(SharedWorld::whyAlone);
    for (int round = 0; round < 5; ++round) {
        SharedWorld shared;
        shared.make();
        const QString file = shared.world.write(text("shop.json"), shop("1.0.0", {}, 100, "[{'role':'legal','count':2}]"));
        QCOMPARE(shared.pact({text("submit"), shared.w, file}).exitCode, 0);
        const QStringList approve{text("pact"), text("approve"), shared.w, text("shop@1.0.0"), text("--role"), text("legal")};
        std::vector<const char *> waiting{SharedWorld::second(), SharedWorld::third()};
        for (int attempt = 0; attempt < 50 && !waiting.empty(); ++attempt) {
            std::vector<std::unique_ptr<QProcess>> processes;
            for (const char *account : waiting)
                processes.push_back(shared.start(account, approve));
            std::vector<const char *> again;
            for (std::size_t i = 0; i < processes.size(); ++i) {
                QVERIFY(processes[i]->waitForFinished(60'000));
                const QByteArray said = processes[i]->readAllStandardError();
                if (processes[i]->exitCode() == 0)
                    continue;
                QVERIFY2(said.contains("MND-STO-024"), said); // the other one was writing
                again.push_back(waiting[i]);
            }
            waiting = again;
        }
        const json history = shared.pact({text("history"), shared.w, text("shop")}).json();
        COMPARE_JSON(history["broken"], json(false));
        COMPARE_JSON(history["versions"][0]["state"], json("approved"));
        QCOMPARE(history["statements"].size(), std::size_t{3});
        QCOMPARE(shared.world.run({text("verify"), shared.w}).exitCode, 0);
    }
}

void tst_PactLife::killedActivationsLoseNothing()
{
    // Adoption and withdrawal take one account only and judge the trail as an activation does.
    SharedWorld shared;
    QCOMPARE(shared.world.run({text("init"), shared.w}).exitCode, 0);
    const QString log = shared.world.write(text("log.jsonl"), payments(20'000));
    QCOMPARE(shared.world.run({text("import"), shared.w, log, text("--agent"), text("a")}).exitCode, 0);
    QRandomGenerator random(5);
    int killed = 0;
    int half = 0;
    for (int round = 0; round < 24; ++round) {
        const QByteArray version = "1." + QByteArray::number(round) + ".0";
        const QString file = shared.world.write(text("shop.json"), shop(version, {}, 100));
        QProcess process;
        process.setProcessEnvironment(shared.world.environment());
        process.start(text(MANDATE_BINARY), {text("pact"), text("add"), shared.w, file});
        QVERIFY(process.waitForStarted());
        if (!process.waitForFinished(20 + random.bounded(400))) {
            ::kill(static_cast<pid_t>(process.processId()), SIGKILL);
            process.waitForFinished();
            ++killed;
        }
        const CliResult verified = shared.world.run({text("verify"), shared.w});
        QVERIFY2(verified.exitCode == 0, verified.err);
        const json listed = shared.pact({text("list"), shared.w}).json()["pacts"];
        const json stored = shared.world.run({text("query"), shared.w, text("--verdict"), text("no_pact"), text("--json")}).json();
        half += !listed.empty() && stored["total"].get<int>() > 0;
    }
    qInfo("%d of 24 were killed, %d of them between the entry and its verdicts", killed, half);
    QVERIFY(killed > 3);
    // The next writer puts the verdicts right.
    QCOMPARE(shared.world.run({text("import"), shared.w, shared.world.write(text("more.jsonl"), payments(1, 50'000)), text("--agent"), text("a")})
                 .exitCode,
             0);
    const json listed = shared.pact({text("list"), shared.w}).json()["pacts"];
    const json judged = shared.world.run({text("judge"), shared.w, text("--json")}).json();
    const json stored = shared.world.run({text("query"), shared.w, text("--verdict"), text("prohibited"), text("--json")}).json();
    QVERIFY(!listed.empty());
    COMPARE_JSON(stored["total"], judged["verdicts"]["prohibited"]);
    QVERIFY(stored["total"].get<int>() > 19'000);
    QCOMPARE(shared.world.run({text("verify"), shared.w}).exitCode, 0);
}

QTEST_GUILESS_MAIN(tst_PactLife)
#include "tst_pact_life.moc"
