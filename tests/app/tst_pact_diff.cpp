// SPDX-License-Identifier: GPL-3.0-or-later
// mandate pact diff, as people and programs run it.
#include <QTest>

#include "cli_process.h"

#include <QFile>

using nlohmann::json;

class tst_PactDiff : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void whatWidensExitsWithOne();
    void whatNarrowsExitsWithZero();
    void nothingChangedIsSaid();
    void versionsInAWorkspaceAreCompared();
    void wrongInputExitsWithTwo();

private:
    CliWorld m_world;
    QString m_first;
    QString m_second;
    [[nodiscard]] CliResult diff(const QStringList &arguments) const { return m_world.run(QStringList{QStringLiteral("pact"), QStringLiteral("diff")} + arguments); }
};

void tst_PactDiff::initTestCase()
{
    QFile file(QStringLiteral(MANDATE_SOURCE_DIR "/resources/pacts/airline.json"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QByteArray pact = file.readAll();
    m_first = m_world.write(QStringLiteral("1.json"), pact);
    pact.replace("\"version\": \"1.0.0\"", "\"version\": \"2.0.0\"");
    pact.replace("double(args.amount) > 100.0", "double(args.amount) > 150.0");
    pact.replace("A certificate over $100", "A certificate over $150");
    m_second = m_world.write(QStringLiteral("2.json"), pact);
}

void tst_PactDiff::whatWidensExitsWithOne()
{
    const CliResult result = diff({m_first, m_second, QStringLiteral("--json")});
    QCOMPARE(result.exitCode, 1);
    QCOMPARE(result.out.count('\n'), 1);
    const json changes = result.json()["changes"];
    QCOMPARE(changes.size(), std::size_t{1});
    COMPARE_JSON(changes[0]["part"], "clauses");
    COMPARE_JSON(changes[0]["clause"], "A6");
    COMPARE_JSON(changes[0]["class"], "widens");
    const double amount = changes[0]["counterexample"]["args"]["amount"];
    QVERIFY(amount > 100 && amount <= 150);
    COMPARE_JSON(changes[0]["counterexample"]["verdict"], (json{{"before", "needs_approval"}, {"after", "permitted"}}));
    COMPARE_JSON(changes[0]["words"]["reads_as"][1], (json{{"text", "$100 "}, {"mark", "removed"}}));
    const CliResult plain = diff({m_first, m_second});
    QCOMPARE(plain.exitCode, 1);
    QVERIFY2(plain.out.startsWith("widens  clauses A6\n    A certificate over [-$100 -]{+$150 +}needs"), plain.out);
}

void tst_PactDiff::whatNarrowsExitsWithZero()
{
    const CliResult result = diff({m_second, m_first, QStringLiteral("--json")});
    QCOMPARE(result.exitCode, 0);
    COMPARE_JSON(result.json()["changes"][0]["class"], "narrows");
    COMPARE_JSON(result.json()["changes"][0]["counterexample"], nullptr);
}

void tst_PactDiff::nothingChangedIsSaid()
{
    const CliResult result = diff({m_first, m_first});
    QCOMPARE(result.exitCode, 0);
    QCOMPARE(result.out, QByteArray("Nothing changed.\n"));
    const json said = diff({m_first, m_first, QStringLiteral("--json")}).json();
    COMPARE_JSON(said["changes"], json::array());
    COMPARE_JSON(said["different_pacts"], json(false));
}

void tst_PactDiff::versionsInAWorkspaceAreCompared()
{
    const QString w = m_world.path(QStringLiteral("w.mandate"));
    QCOMPARE(m_world.run({QStringLiteral("init"), w}).exitCode, 0);
    for (const QString &file : {m_first, m_second})
        QCOMPARE(m_world.run({QStringLiteral("pact"), QStringLiteral("add"), w, file}).exitCode, 0);
    const QString id = QStringLiteral("airline-service@");
    const CliResult both = diff({id + QStringLiteral("1.0.0"), id + QStringLiteral("2.0.0"), QStringLiteral("--workspace"), w});
    QVERIFY2(both.exitCode == 1, both.err);
    const CliResult mixed = diff({id + QStringLiteral("2.0.0"), m_first, QStringLiteral("--workspace"), w});
    QVERIFY2(mixed.exitCode == 0, mixed.err);
}

void tst_PactDiff::wrongInputExitsWithTwo()
{
    QCOMPARE(diff({m_first}).exitCode, 2);
    QCOMPARE(diff({m_first, m_world.path(QStringLiteral("nothing"))}).exitCode, 2);
    QCOMPARE(diff({m_first, m_world.write(QStringLiteral("broken.json"), "{")}).exitCode, 2);
    QCOMPARE(diff({m_first, QStringLiteral("x@1.0.0"), QStringLiteral("--workspace"), m_world.path(QStringLiteral("nothing"))}).exitCode, 2);
}

QTEST_GUILESS_MAIN(tst_PactDiff)
#include "tst_pact_diff.moc"
