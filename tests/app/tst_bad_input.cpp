// SPDX-License-Identifier: GPL-3.0-or-later
// Bad input: one clear message, nothing else harmed.
#include "cli_process.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTest>

using nlohmann::json;

class tst_BadInput : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void eachGivesOneClearMessageAndHarmsNothing_data();
    void eachGivesOneClearMessageAndHarmsNothing();
    void integersPastTwoToThe53AreKeptExact();
    void aBadElementDoesNotStopTheGoodOnes();
    void aTruncatedFileKeepsWhatIsWhole();
    void aFolderIsWalkedAndAPactFolderRefused();
    void aFileWithoutPermissionIsNamed();
    void aFullDiskLosesNothing();
    void aForeignFileIsNoWorkspace();
    void invisibleCharactersOfASourceAreShownOnTheTerminal();
    void whatIsSignedIsUtf8WhateverATerminalSays();
    void aFileIsImportedWhateverOctetsItsNameHas();

private:
    [[nodiscard]] CliResult shell(const QString &script) const;
    std::unique_ptr<CliWorld> m_world;
    QString m_workspace;
};

namespace {

QByteArray goodRun(const QByteArray &session, const QByteArray &argument = R"("X1")")
{
    return R"({"id":")" + session + R"(","task_id":"0","trial":0,"messages":[{"role":"user","content":"yes","turn_idx":0,"timestamp":"2025-01-01T00:00:00"},)"
           R"({"role":"assistant","content":null,"tool_calls":[{"id":"c","name":"cancel_reservation","arguments":{"reservation_id":)" + argument
           + R"(},"requestor":"assistant"}],"turn_idx":1,"timestamp":"2025-01-01T00:00:01"},{"role":"tool","id":"c","content":"done","requestor":"assistant","error":false,"turn_idx":2,"timestamp":"2025-01-01T00:00:02"}]})";
}

QByteArray tau2(const QByteArrayList &runs)
{
    return R"({"timestamp":"2025-01-01T00:00:00","info":{"agent_info":{"implementation":"llm_agent","llm":"test-agent"},"environment_info":{"domain_name":"airline","policy":"p"}},"tasks":[],"simulations":[)"
           + runs.join(',') + "]}";
}

} // namespace

void tst_BadInput::init()
{
    m_world = std::make_unique<CliWorld>();
    m_workspace = m_world->path(QStringLiteral("w.mandate"));
    QCOMPARE(m_world->run({QStringLiteral("init"), m_workspace}).exitCode, 0);
    const QString good = m_world->write(QStringLiteral("good.json"), tau2({goodRun("s1"), goodRun("s2")}));
    const CliResult imported = m_world->run({QStringLiteral("import"), m_workspace, good});
    QVERIFY2(imported.exitCode == 0, imported.err);
}

void tst_BadInput::eachGivesOneClearMessageAndHarmsNothing_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("white space") << QByteArray("  \n \n");
    QTest::newRow("truncated") << tau2({goodRun("s9")}).chopped(60);
    QTest::newRow("invalid UTF-8") << tau2({goodRun("s9", "\"\xC3\x28\"")});
    QTest::newRow("depth 10,000") << tau2({goodRun("s9", QByteArray(10'000, '[') + QByteArray(10'000, ']'))});
    QTest::newRow("duplicate keys") << tau2({goodRun("s9", R"("A","reservation_id":"B")")});
    QTest::newRow("NaN") << tau2({goodRun("s9", "NaN")});
    QTest::newRow("number too large") << tau2({goodRun("s9", QByteArray("1") + QByteArray(400, '0'))});
    QTest::newRow("100 MB line") << tau2({goodRun("s9", '"' + QByteArray(100'000'000, 'x') + '"')});
    QTest::newRow("binary") << QByteArray::fromHex("7f454c4602010100000000000000000002003e0001000000");
    QTest::newRow("prose") << QByteArray("# Not evidence\n\nJust words.\n");
    QTest::newRow("messages are no list") << tau2({R"({"id":"s9","messages":7})"});
}

void tst_BadInput::eachGivesOneClearMessageAndHarmsNothing()
{
    QFETCH(QByteArray, bytes);
    const json before = m_world->run({QStringLiteral("stats"), m_workspace, QStringLiteral("--json")}).json();
    const QString bad = m_world->write(QStringLiteral("bad.json"), bytes);
    const CliResult result = m_world->run({QStringLiteral("import"), m_workspace, bad});
    QCOMPARE(result.exitCode, 2);
    QCOMPARE(result.err.count('\n'), 1);
    QVERIFY2(result.err.contains("bad.json") && result.err.contains("MND-"), result.err);
    QVERIFY2(result.err.size() < 1000, result.err.left(300));
    const json after = m_world->run({QStringLiteral("stats"), m_workspace, QStringLiteral("--json")}).json();
    COMPARE_JSON(after["calls"], before["calls"]);
    COMPARE_JSON(after["runs"], before["runs"]);
    QCOMPARE(m_world->run({QStringLiteral("verify"), m_workspace}).exitCode, 0);
    // A rerun says the same and adds nothing.
    const json entries = m_world->run({QStringLiteral("verify"), m_workspace, QStringLiteral("--json")}).json()["entries"];
    QCOMPARE(m_world->run({QStringLiteral("import"), m_workspace, bad}).exitCode, 2);
    COMPARE_JSON(m_world->run({QStringLiteral("verify"), m_workspace, QStringLiteral("--json")}).json()["entries"], entries);
}

void tst_BadInput::integersPastTwoToThe53AreKeptExact()
{
    const QString file = m_world->write(QStringLiteral("big.json"), tau2({goodRun("big", "1152921504606846977")})); // 2^60 + 1
    QCOMPARE(m_world->run({QStringLiteral("import"), m_workspace, file}).exitCode, 0);
    const QByteArray pact = R"({"schema":"mandate.pact/1","pact_id":"p","version":"1.0.0","title":"t","binds":[{"agent":"test-agent"}],"tools":[{"name":"cancel_reservation","title":"t"}],)"
                            R"("clauses":[{"id":"C","kind":"forbid","tools":["cancel_reservation"],"when":"args.reservation_id == 1152921504606846977","reads_as":"r"}]})";
    const json clause = m_world->run({QStringLiteral("judge"), m_workspace, QStringLiteral("--pact"), m_world->write(QStringLiteral("p.json"), pact), QStringLiteral("--json")}).json()["clauses"]["C"];
    COMPARE_JSON(clause["attempted"], json(1));
    QCOMPARE(m_world->run({QStringLiteral("verify"), m_workspace}).exitCode, 0);
}

void tst_BadInput::aBadElementDoesNotStopTheGoodOnes()
{
    const QString file = m_world->write(QStringLiteral("mixed.json"), tau2({goodRun("g1"), R"({"id":"bad","messages":"no"})", goodRun("g2", "\"\xFF\""), goodRun("g3")}));
    const CliResult result = m_world->run({QStringLiteral("import"), m_workspace, file, QStringLiteral("--json")});
    QCOMPARE(result.exitCode, 2);
    COMPARE_JSON(result.json()["quarantined"], json(2));
    COMPARE_JSON(m_world->run({QStringLiteral("stats"), m_workspace, QStringLiteral("--json")}).json()["runs"], json(4));
    QCOMPARE(m_world->run({QStringLiteral("verify"), m_workspace}).exitCode, 0);
}

void tst_BadInput::aTruncatedFileKeepsWhatIsWhole()
{
    const QByteArray whole = tau2({goodRun("t1"), goodRun("t2"), goodRun("t3")});
    const QString file = m_world->write(QStringLiteral("cut.json"), whole.left(whole.indexOf("t3") + 40));
    QCOMPARE(m_world->run({QStringLiteral("import"), m_workspace, file}).exitCode, 2);
    COMPARE_JSON(m_world->run({QStringLiteral("stats"), m_workspace, QStringLiteral("--json")}).json()["runs"], json(4));
    m_world->write(QStringLiteral("cut.json"), whole);
    QCOMPARE(m_world->run({QStringLiteral("import"), m_workspace, file}).exitCode, 0);
    COMPARE_JSON(m_world->run({QStringLiteral("stats"), m_workspace, QStringLiteral("--json")}).json()["runs"], json(5));
}

void tst_BadInput::aFolderIsWalkedAndAPactFolderRefused()
{
    QVERIFY(QDir().mkpath(m_world->path(QStringLiteral("empty"))));
    QCOMPARE(m_world->run({QStringLiteral("import"), m_workspace, m_world->path(QStringLiteral("empty"))}).exitCode, 2);
    QCOMPARE(m_world->run({QStringLiteral("pact"), QStringLiteral("check"), m_world->path(QStringLiteral("empty"))}).exitCode, 2);
    QCOMPARE(m_world->run({QStringLiteral("stats"), m_world->path(QStringLiteral("empty"))}).exitCode, 2);
    QCOMPARE(m_world->run({QStringLiteral("init"), m_workspace}).exitCode, 1); // it exists
}

void tst_BadInput::aFileWithoutPermissionIsNamed()
{
    const QString file = m_world->write(QStringLiteral("secret.json"), tau2({goodRun("x")}));
    const CliResult result = m_world->runWithout(file, {QStringLiteral("import"), m_workspace, file});
    QCOMPARE(result.exitCode, 2);
    QVERIFY2(result.err.contains("secret.json") && result.err.contains("Permission denied"), result.err);
}

void tst_BadInput::aFullDiskLosesNothing()
{
    QByteArrayList runs;
    for (int i = 0; i < 4000; ++i)
        runs.append(goodRun("full" + QByteArray::number(i), '"' + QByteArray::number(i * 7919) + '"'));
    const QString file = m_world->write(QStringLiteral("large.json"), tau2(runs));
    const json before = m_world->run({QStringLiteral("verify"), m_workspace, QStringLiteral("--json")}).json();
    const CliResult full = m_world->runWithFileLimit({QStringLiteral("import"), m_workspace, file}, QFileInfo(m_workspace).size() + 128 * 1024);
    QVERIFY2(full.exitCode == 1, full.err);
    QCOMPARE(full.err.count('\n'), 1);
    QVERIFY2(full.err.contains("MND-STO"), full.err);
    const json after = m_world->run({QStringLiteral("verify"), m_workspace, QStringLiteral("--json")}).json();
    COMPARE_JSON(after["ok"], json(true));
    QVERIFY(after["entries"] >= before["entries"]);
    QCOMPARE(m_world->run({QStringLiteral("import"), m_workspace, file}).exitCode, 0);
    COMPARE_JSON(m_world->run({QStringLiteral("stats"), m_workspace, QStringLiteral("--json")}).json()["runs"], json(4002));
}

void tst_BadInput::aForeignFileIsNoWorkspace()
{
    for (const QByteArray &bytes : {QByteArray(), QByteArray("not a database at all, only text"), QByteArray(100'000, 'x')}) {
        const QString file = m_world->write(QStringLiteral("foreign.mandate"), bytes);
        const CliResult result = m_world->run({QStringLiteral("stats"), file});
        QVERIFY(result.exitCode == 1 || result.exitCode == 2);
        QVERIFY2(result.err.contains("foreign.mandate"), result.err);
        QCOMPARE(QFileInfo(file).size(), bytes.size()); // and it is not touched
    }
}

/// Words with octets that no QString holds. $M is the program, $W the workspace.
CliResult tst_BadInput::shell(const QString &script) const
{
    QProcess process;
    QProcessEnvironment environment = m_world->environment();
    environment.insert(QStringLiteral("M"), QStringLiteral(MANDATE_BINARY));
    environment.insert(QStringLiteral("W"), m_workspace);
    process.setProcessEnvironment(environment);
    process.setWorkingDirectory(m_world->path(QString()));
    process.start(QStringLiteral("/bin/sh"), {QStringLiteral("-c"), script});
    process.waitForFinished(300'000);
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

void tst_BadInput::whatIsSignedIsUtf8WhateverATerminalSays()
{
    for (const char *words : {"suspend \"$W\" test-agent --reason security --no-wait --note \"$(printf 'Gef\\344hrlich')\"", "evaluate import \"$W\" table.csv --suite=\"$(printf 'Pr\\374fung')\""}) {
        m_world->write(QStringLiteral("table.csv"), "stated_confidence,correct\n0.5,TRUE\n");
        const CliResult refused = shell(QStringLiteral("\"$M\" ") + QLatin1String(words));
        QCOMPARE(refused.exitCode, 2);
        QVERIFY2(refused.err.contains("is not UTF-8") && refused.err.contains("Nothing was done."), refused.err);
        const CliResult verified = m_world->run({QStringLiteral("verify"), m_workspace});
        QVERIFY2(verified.exitCode == 0, verified.out + verified.err);
    }
}

void tst_BadInput::aFileIsImportedWhateverOctetsItsNameHas()
{
    m_world->write(QStringLiteral("folder/a.json"), tau2({goodRun("s3")}));
    m_world->write(QStringLiteral("b.json"), tau2({goodRun("s4"), R"({"id":"s9","messages":7})"}));
    const CliResult found = shell(QStringLiteral("mv folder/a.json \"folder/$(printf 'r\\351sum\\351').json\" && \"$M\" import \"$W\" folder; S=$?; rm -r folder; exit $S")); // a QTemporaryDir cannot remove what it cannot name
    QVERIFY2(found.exitCode == 0, found.out + found.err);
    const CliResult named = shell(QStringLiteral("N=$(printf 'r\\374ge').json; mv b.json \"$N\" && \"$M\" import \"$W\" \"$N\"; S=$?; rm \"$N\"; exit $S"));
    QVERIFY2(named.exitCode == 2 && named.out.contains("1 quarantined"), named.out + named.err); // the run without messages, quarantined
    const CliResult verified = m_world->run({QStringLiteral("verify"), m_workspace});
    QVERIFY2(verified.exitCode == 0, verified.out + verified.err);
    const CliResult queried = m_world->run({QStringLiteral("query"), m_workspace, QStringLiteral("--json")});
    QVERIFY2(queried.out.contains("\"source\":\"r\xEF\xBF\xBDsum\xEF\xBF\xBD.json\""), queried.out);
}

void tst_BadInput::invisibleCharactersOfASourceAreShownOnTheTerminal()
{
    QByteArray bytes = tau2({goodRun("s-\xE2\x80\xAE-evil\\u001b[31m")});
    bytes.replace("test-agent", "agent\xE2\x80\x8B");
    QCOMPARE(m_world->run({QStringLiteral("import"), m_workspace, m_world->write(QStringLiteral("evil.json"), bytes)}).exitCode, 0);
    const QByteArray out = m_world->run({QStringLiteral("query"), m_workspace}).out;
    QVERIFY(!out.contains("\xE2\x80\xAE") && !out.contains('\x1b') && !out.contains("\xE2\x80\x8B"));
    QVERIFY(out.contains("\\u{202E}"));
}

QTEST_GUILESS_MAIN(tst_BadInput)
#include "tst_bad_input.moc"
