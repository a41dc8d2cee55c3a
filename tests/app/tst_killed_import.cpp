// SPDX-License-Identifier: GPL-3.0-or-later
// kill -9 at random moments of an import: the workspace opens, verifies, and a rerun completes it. Ctrl+C stops it and says so.
#include "cli_process.h"

#include <QFile>
#include <QProcess>
#include <QRandomGenerator>
#include <QTest>

#include <csignal>

using nlohmann::json;

class tst_KilledImport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fiftyKillsLoseNothing();
    void askedToStopItSaysHowFarItGot_data();
    void askedToStopItSaysHowFarItGot();
};

namespace {

/// Some thousand small runs, so that an import takes long enough to be hit in all its phases.
QByteArray manyRuns(int count)
{
    QByteArray lines;
    for (int i = 0; i < count; ++i) {
        const QByteArray number = QByteArray::number(i);
        lines += R"({"messages":[{"role":"user","content":"please"},{"role":"assistant","content":null,"tool_calls":[{"id":"c)" + number +
                 R"(","type":"function","function":{"name":"send_money","arguments":"{\"amount\": )" + number +
                 R"(}"}}]},{"role":"tool","tool_call_id":"c)" + number + R"(","content":"sent )" + number + R"("}]})" + '\n';
    }
    return lines;
}

} // namespace

void tst_KilledImport::fiftyKillsLoseNothing()
{
    CliWorld world;
    const QString file = world.write(QStringLiteral("log.jsonl"), manyRuns(60'000));
    const QString w = world.path(QStringLiteral("w.mandate"));
    QCOMPARE(world.run({QStringLiteral("init"), w}).exitCode, 0);
    QCOMPARE(
        world.run({QStringLiteral("pact"), QStringLiteral("add"), w, QStringLiteral(MANDATE_SOURCE_DIR "/resources/pacts/banking.json")}).exitCode,
        0);
    QRandomGenerator random(7);
    int killed = 0;
    quint64 entries = 0;
    for (int i = 0; i < 50; ++i) {
        QProcess process;
        process.setProcessEnvironment(world.environment());
        process.start(QStringLiteral(MANDATE_BINARY), {QStringLiteral("import"), w, file, QStringLiteral("--agent"), QStringLiteral("a")});
        QVERIFY(process.waitForStarted());
        if (!process.waitForFinished(5 + random.bounded(10 + i * 12))) {
            ::kill(static_cast<pid_t>(process.processId()), SIGKILL);
            ++killed;
            process.waitForFinished();
        }
        const CliResult verified = world.run({QStringLiteral("verify"), w, QStringLiteral("--json")});
        QVERIFY2(verified.exitCode == 0, verified.out + verified.err);
        const auto now = verified.json()["entries"].get<quint64>();
        QVERIFY(now >= entries); // nothing that was stored is ever lost
        entries = now;
    }
    QVERIFY2(killed > 25, qPrintable(QString::number(killed)));
    const CliResult completed = world.run({QStringLiteral("import"), w, file, QStringLiteral("--agent"), QStringLiteral("a")});
    QVERIFY2(completed.exitCode == 0, completed.err);
    const json stats = world.run({QStringLiteral("stats"), w, QStringLiteral("--json")}).json();
    COMPARE_JSON(stats["calls"], json(60'000));
    COMPARE_JSON(stats["runs"], json(60'000));
    QCOMPARE(world.run({QStringLiteral("verify"), w}).exitCode, 0);
}

void tst_KilledImport::askedToStopItSaysHowFarItGot_data()
{
    QTest::addColumn<int>("signal");
    QTest::newRow("Ctrl+C") << SIGINT;
    QTest::newRow("kill") << SIGTERM;
}

void tst_KilledImport::askedToStopItSaysHowFarItGot()
{
    QFETCH(int, signal);
    CliWorld world;
    const QString file = world.write(QStringLiteral("log.jsonl"), manyRuns(60'000));
    const QString w = world.path(QStringLiteral("w.mandate"));
    QCOMPARE(world.run({QStringLiteral("init"), w}).exitCode, 0);
    const QStringList command{QStringLiteral("import"), w, file, QStringLiteral("--agent"), QStringLiteral("a"), QStringLiteral("--json")};
    QProcess process;
    process.setProcessEnvironment(world.environment());
    process.start(QStringLiteral(MANDATE_BINARY), command);
    QVERIFY(process.waitForStarted());
    // The lock of the one who writes stands beside the workspace while the import works.
    QTRY_VERIFY(QFile::exists(w + QStringLiteral("-writer")));
    ::kill(static_cast<pid_t>(process.processId()), signal);
    QVERIFY(process.waitForFinished());
    QCOMPARE(process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(process.exitCode(), 1);
    QVERIFY(process.readAllStandardError().contains("was stopped after"));
    const json report = json::parse(process.readAllStandardOutput().toStdString());
    COMPARE_JSON(report["cancelled"], json(true));
    const auto stored = report["records"].get<quint64>();
    const json verified = world.run({QStringLiteral("verify"), w, QStringLiteral("--json")}).json();
    COMPARE_JSON(verified["ok"], json(true));
    const CliResult rest = world.run(command);
    QCOMPARE(rest.exitCode, 0);
    COMPARE_JSON(rest.json()["cancelled"], json(false));
    const json stats = world.run({QStringLiteral("stats"), w, QStringLiteral("--json")}).json();
    COMPARE_JSON(stats["calls"], json(60'000));
    COMPARE_JSON(stats["records"], json(stored + rest.json()["records"].get<quint64>()));
}

QTEST_GUILESS_MAIN(tst_KilledImport)
#include "tst_killed_import.moc"
