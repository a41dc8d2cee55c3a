// SPDX-License-Identifier: GPL-3.0-or-later
// kill -9 at random moments of an import: the workspace opens, verifies, and a rerun completes it.
#include "cli_process.h"

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
};

void tst_KilledImport::fiftyKillsLoseNothing()
{
    CliWorld world;
    // Some thousand small runs, so that an import takes long enough to be hit in all its phases.
    QByteArray lines;
    for (int i = 0; i < 60'000; ++i) {
        lines += R"({"messages":[{"role":"user","content":"please"},{"role":"assistant","content":null,"tool_calls":[{"id":"c)" + QByteArray::number(i)
                 + R"(","type":"function","function":{"name":"send_money","arguments":"{\"amount\": )" + QByteArray::number(i) + R"(}"}}]},{"role":"tool","tool_call_id":"c)"
                 + QByteArray::number(i) + R"(","content":"sent )" + QByteArray::number(i) + R"("}]})" + '\n';
    }
    const QString file = world.write(QStringLiteral("log.jsonl"), lines);
    const QString w = world.path(QStringLiteral("w.mandate"));
    QCOMPARE(world.run({QStringLiteral("init"), w}).exitCode, 0);
    QCOMPARE(world.run({QStringLiteral("pact"), QStringLiteral("add"), w, QStringLiteral(MANDATE_SOURCE_DIR "/resources/pacts/banking.json")}).exitCode, 0);
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

QTEST_GUILESS_MAIN(tst_KilledImport)
#include "tst_killed_import.moc"
