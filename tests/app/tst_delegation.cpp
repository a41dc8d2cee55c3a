// SPDX-License-Identifier: GPL-3.0-or-later
// Handing decisions over while away through the real program: said, shown, refused in words, ended, and named in what the delegate signs.
// The account of this test is one person; the others act through the library with keys of their own.
#include "shared_world.h"
#include "tests/models/workspace/several_people.h"

#include <QDateTime>
#include <QFile>
#include <QProcess>
#include <QTest>

using nlohmann::json;

using namespace shared_world;

namespace {

QString inDays(int days)
{
    return QDateTime::currentDateTimeUtc().addDays(days).toString(Qt::ISODate);
}

} // namespace

class tst_Delegation : public QObject
{
    Q_OBJECT

    CliWorld m_world;
    mandate::test::People m_people;
    QString m_workspace;
    QString m_agent;
    QString m_self;

    [[nodiscard]] CliResult run(const QStringList &arguments) const
    {
        QProcess process;
        QProcessEnvironment environment = m_world.environment();
        environment.insert(text("MANDATE_KEYCHAIN"), text("off"));
        environment.insert(text("MANDATE_PASSPHRASE_FILE"), m_world.path(text("passphrase")));
        process.setProcessEnvironment(environment);
        process.start(text(MANDATE_BINARY), arguments);
        process.waitForFinished(60'000);
        return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
    }
    /// The workspace as another person opens it.
    [[nodiscard]] std::unique_ptr<mandate::Workspace> as(const char *person) const
    {
        m_people.who->become(person);
        mandate::Surroundings around = m_people.surroundings();
        around.clock = mandate::systemNow;
        auto opened = mandate::Workspace::open(m_workspace.toStdString(), false, around);
        if (!opened)
            qFatal("%s", mandate::describe(opened.error()).c_str());
        return std::move(opened).value();
    }

private Q_SLOTS:
    void initTestCase()
    {
        qputenv("MANDATE_KEYS", m_world.path(text("keys")).toUtf8());
        m_workspace = m_world.path(text("w.mandate"));
        m_world.write(text("passphrase"), "correct horse battery\n");
        QFile::setPermissions(m_world.path(text("passphrase")), QFile::ReadOwner | QFile::WriteOwner);
        QCOMPARE(run({text("init"), m_workspace}).exitCode, 0);
        QCOMPARE(run({text("pact"), text("add"), m_workspace, m_world.write(text("shop.json"), shop("1.0.0", {}, 100))}).exitCode, 0);
        QCOMPARE(run({text("import"), m_workspace, m_world.write(text("trail.jsonl"), payments(2))}).exitCode, 0);
        m_agent = QString::fromStdString(run({text("status"), m_workspace, text("--json")}).json()["agents"].begin().key());
        const CliResult enrolled = run({text("people"), text("enrol"), m_workspace, text("--role"), text("owner"), text("--json")});
        QVERIFY2(enrolled.exitCode == 0, enrolled.err);
        m_self = QString::fromStdString(enrolled.json()["statement"]["person"].get<std::string>());
        for (const char *other : {"bob", "eve"}) {
            const QString request = m_world.write(text(other), QByteArray::fromStdString(m_people.request(other)));
            const CliResult done = run({text("people"), text("enrol"), m_workspace, text("--role"), text("owner"), text("--request"), request});
            QVERIFY2(done.exitCode == 0, done.err);
        }
    }

    void itIsSignedShownAndEnded()
    {
        const CliResult given = run({text("people"), text("delegate"), m_workspace, text("--to"), text("bob"), text("--until"), inDays(10),
                                     text("--note"), text("leave"), text("--json")});
        QVERIFY2(given.exitCode == 0, given.err);
        COMPARE_JSON(given.json()["statement"]["step"], json("delegate"));
        COMPARE_JSON(given.json()["statement"]["delegate"], json("account:bob"));
        const CliResult shown = run({text("people"), m_workspace});
        QVERIFY2(shown.out.contains("decides for them") && shown.out.contains("account:bob"), shown.out);
        const json listed = run({text("people"), m_workspace, text("--json")}).json()["delegations"];
        COMPARE_JSON(listed[0]["state"], json("in_force"));
        const CliResult twice = run({text("people"), text("delegate"), m_workspace, text("--to"), text("eve"), text("--until"), inDays(2)});
        QCOMPARE(twice.exitCode, 1);
        QVERIFY2(twice.err.contains("MND-PPL-027"), twice.err);
        const CliResult ended = run({text("people"), text("delegate"), m_workspace, text("--end")});
        QVERIFY2(ended.exitCode == 0, ended.err);
        COMPARE_JSON(run({text("people"), m_workspace, text("--json")}).json()["delegations"][0]["state"], json("ended"));
        QCOMPARE(run({text("verify"), m_workspace}).exitCode, 0);
    }

    void whatCannotBeIsSaid_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<int>("exitCode");
        QTest::addColumn<QByteArray>("code");
        QTest::newRow("nobody named") << QStringList{text("--until"), inDays(2)} << 2 << QByteArray("MND-CLI-020");
        QTest::newRow("no end") << QStringList{text("--to"), text("bob")} << 2 << QByteArray("MND-CLI-020");
        QTest::newRow("both") << QStringList{text("--end"), text("--to"), text("bob")} << 2 << QByteArray("MND-CLI-020");
        QTest::newRow("no time") << QStringList{text("--to"), text("bob"), text("--until"), text("soon")} << 2 << QByteArray("MND-CLI-001");
        QTest::newRow("for another") << QStringList{text("eve"), text("--to"), text("bob"), text("--until"), inDays(2)} << 2
                                     << QByteArray("MND-CLI-020");
        QTest::newRow("to nobody known") << QStringList{text("--to"), text("mallory"), text("--until"), inDays(2)} << 1 << QByteArray("MND-PPL-024");
        QTest::newRow("in the past") << QStringList{text("--to"), text("bob"), text("--until"), inDays(-1)} << 1 << QByteArray("MND-PPL-025");
        QTest::newRow("too long") << QStringList{text("--to"), text("bob"), text("--until"), inDays(91)} << 1 << QByteArray("MND-PPL-026");
        QTest::newRow("nothing to end") << QStringList{text("--end")} << 2 << QByteArray("MND-PPL-029");
    }

    void whatCannotBeIsSaid()
    {
        QFETCH(QStringList, words);
        QFETCH(int, exitCode);
        QFETCH(QByteArray, code);
        const CliResult result = run(QStringList{text("people"), text("delegate"), m_workspace} + words);
        QVERIFY2(result.exitCode == exitCode && result.err.contains(code), result.err);
    }

    void theDelegateSignsForWhoIsAway()
    {
        QCOMPARE(run({text("people"), text("appoint"), m_workspace, m_agent, text("--owner"), text("bob")}).exitCode, 0);
        const CliResult before =
            run({text("restrict"), m_workspace, m_agent, text("--tool"), text("send_money"), text("--reason"), text("drift"), text("--no-wait")});
        QVERIFY2(before.exitCode == 1 && before.err.contains("MND-AUT-004"), before.err);
        const mandate::Instant until{mandate::systemNow().nanoseconds + 86'400'000'000'000, true};
        {
            const auto bobs = as("bob");
            const auto given = bobs->delegate(m_self.toStdString(), {}, until, {});
            QVERIFY2(given.ok(), given ? "" : mandate::describe(given.error()).c_str());
        }
        const CliResult restricted =
            run({text("restrict"), m_workspace, m_agent, text("--tool"), text("send_money"), text("--reason"), text("drift"), text("--no-wait")});
        QVERIFY2(restricted.exitCode == 0, restricted.err);
        QVERIFY2(restricted.out.contains("for account:bob (delegated until "), restricted.out);
        const CliResult revoked = run({text("revoke"), m_workspace, m_agent, text("--reason"), text("drift"), text("--no-wait"), text("--json")});
        QVERIFY2(revoked.exitCode == 0, revoked.err);
        COMPARE_JSON(revoked.json()["statement"]["acting_for"], json("account:bob"));
        COMPARE_JSON(revoked.json()["statement"]["by"], json(m_self.toStdString()));
        QCOMPARE(run({text("verify"), m_workspace}).exitCode, 0);
    }
};

QTEST_GUILESS_MAIN(tst_Delegation)
#include "tst_delegation.moc"
