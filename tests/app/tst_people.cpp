// SPDX-License-Identifier: GPL-3.0-or-later
// People through the real binary: enrolled with a key that a passphrase seals, acting by it, and refused without it. Two accounts of the
// operating system where the test may be another one.
#include "shared_world.h"

#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTest>

using nlohmann::json;

using namespace shared_world;

namespace {

/// As CliWorld::run(), with a passphrase file if one is named, and no keychain.
CliResult with(const CliWorld &world, const QString &passphrase, const QStringList &arguments)
{
    QProcess process;
    QProcessEnvironment environment = world.environment();
    environment.insert(text("MANDATE_KEYCHAIN"), text("off"));
    environment.remove(text("MANDATE_PASSPHRASE_FILE"));
    if (!passphrase.isEmpty())
        environment.insert(text("MANDATE_PASSPHRASE_FILE"), passphrase);
    process.setProcessEnvironment(environment);
    process.start(text("setsid"), QStringList{text("--wait"), text(MANDATE_BINARY)} + arguments); // no terminal to ask on
    process.waitForFinished(60'000);
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

} // namespace

class tst_People : public QObject
{
    Q_OBJECT

    [[nodiscard]] static QString passphrase(const CliWorld &world, const char *name, const QByteArray &content)
    {
        const QString path = world.write(text(name), content);
        QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner);
        return path;
    }

private Q_SLOTS:
    void withNobodyEnrolledEverySurfaceSaysSo();
    void anOwnerEnrolsWithASealedKeyAndSuspends();
    void resumingWaitsForASecondPerson();
    void wrongUsageIsSaid_data();
    void wrongUsageIsSaid();
};

void tst_People::withNobodyEnrolledEverySurfaceSaysSo()
{
    const CliWorld world;
    const QString w = world.path(text("w.mandate"));
    QCOMPARE(world.run({text("init"), w}).exitCode, 0);
    for (const char *command : {"people", "status"}) {
        const CliResult told = world.run({text(command), w});
        QVERIFY2(told.exitCode == 0 && told.out.contains("No people are enrolled: every account of this machine counts as every role."), told.out + told.err);
        COMPARE_JSON(world.run({text(command), w, text("--json")}).json()["finding"]["code"], json("MND-PPL-020"));
    }
}

void tst_People::anOwnerEnrolsWithASealedKeyAndSuspends()
{
    const CliWorld world;
    const QString w = world.path(text("w.mandate"));
    QCOMPARE(world.run({text("init"), w}).exitCode, 0);
    QCOMPARE(world.run({text("pact"), text("add"), w, world.write(text("shop.json"), shop("1.0.0", {}, 100))}).exitCode, 0);
    QCOMPARE(world.run({text("import"), w, world.write(text("trail.jsonl"), payments(3))}).exitCode, 0);
    const json before = world.run({text("status"), w, text("--json")}).json()["agents"];
    QVERIFY(!before.empty());
    const QString agent = QString::fromStdString(before.begin().key());
    const QString right = passphrase(world, "right", "correct horse battery\n");
    const QString wrong = passphrase(world, "wrong", "another one\n");

    const CliResult unattended = with(world, {}, {text("people"), text("enrol"), w, text("--role"), text("owner")});
    QCOMPARE(unattended.exitCode, 1);
    QVERIFY2(unattended.err.contains("MND-KEY-010"), unattended.err);
    const CliResult enrolled = with(world, right, {text("people"), text("enrol"), w, text("--role"), text("owner,deputy"), text("--json")});
    QVERIFY2(enrolled.exitCode == 0, enrolled.err);
    COMPARE_JSON(enrolled.json()["secrets"]["kind"], json("passphrase_file"));
    const json listed = world.run({text("people"), w, text("--json")}).json();
    COMPARE_JSON(listed["open"], json(false));
    COMPARE_JSON(listed["people"][0]["roles"], json::array({"owner", "deputy"}));
    COMPARE_JSON(listed["finding"], json(nullptr));

    const QStringList suspend{text("suspend"), w, agent, text("--reason"), text("drift"), text("--json")};
    QVERIFY(with(world, {}, suspend).err.contains("MND-KEY-010"));
    QVERIFY(with(world, wrong, suspend).err.contains("MND-KEY-008"));
    const CliResult suspended = with(world, right, suspend);
    QVERIFY2(suspended.exitCode == 0, suspended.err);
    COMPARE_JSON(suspended.json()["statement"]["key"], listed["people"][0]["key"]);
    QCOMPARE(world.run({text("verify"), w}).exitCode, 0);
    QVERIFY(QFile::setPermissions(right, QFile::ReadOwner | QFile::ReadOther));
    QVERIFY(with(world, right, suspend).err.contains("MND-KEY-004"));
}

void tst_People::resumingWaitsForASecondPerson()
{
    const CliWorld world;
    const QString w = world.path(text("w.mandate"));
    QCOMPARE(world.run({text("init"), w}).exitCode, 0);
    QCOMPARE(world.run({text("pact"), text("add"), w, world.write(text("shop.json"), shop("1.0.0", {}, 100))}).exitCode, 0);
    QCOMPARE(world.run({text("import"), w, world.write(text("trail.jsonl"), payments(1))}).exitCode, 0);
    const QString agent = QString::fromStdString(world.run({text("status"), w, text("--json")}).json()["agents"].begin().key());
    const QString right = passphrase(world, "right", "correct horse battery\n");
    QCOMPARE(with(world, right, {text("people"), text("enrol"), w, text("--role"), text("owner")}).exitCode, 0);
    const std::string self = world.run({text("people"), w, text("--json")}).json()["you"].get<std::string>();
    QCOMPARE(with(world, right, {text("people"), text("appoint"), w, agent, text("--owner"), QString::fromStdString(self)}).exitCode, 0);
    QCOMPARE(with(world, right, {text("suspend"), w, agent, text("--reason"), text("drift")}).exitCode, 0);
    const CliResult proposed = with(world, right, {text("resume"), w, agent, text("--reason"), text("cause_fixed"), text("--without"), text("pay,refund")});
    QVERIFY2(proposed.exitCode == 0 && proposed.out.contains("Nothing is changed until another owner or deputy confirms it"), proposed.out + proposed.err);
    const CliResult alone = with(world, right, {text("confirm"), w, agent});
    QCOMPARE(alone.exitCode, 1);
    QVERIFY2(alone.err.contains("MND-AUT-007"), alone.err);
    const json status = world.run({text("status"), w, agent, text("--json")}).json()["agents"][agent.toStdString()];
    COMPARE_JSON(status["state"], json("suspended"));
    COMPARE_JSON(status["proposal"]["tools"], json::array({"pay", "refund"}));
    COMPARE_JSON(status["owner"], json(self));
    const CliResult gate = world.run({text("gate"), w, agent, text("--json")});
    QCOMPARE(gate.exitCode, 1);
    QCOMPARE(gate.json()["checks"].size(), std::size_t{5});
    COMPARE_JSON(gate.json()["checks"][4]["code"], json("MND-AUT-105"));
    QCOMPARE(with(world, right, {text("people"), text("leave"), w, text("--reason"), text("bye")}).exitCode, 1); // the last owner
    QCOMPARE(world.run({text("verify"), w}).exitCode, 0);
}

void tst_People::wrongUsageIsSaid_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<int>("exitCode");
    QTest::newRow("no such role") << QStringList{text("people"), text("enrol"), text("W"), text("--role"), text("king")} << 2;
    QTest::newRow("no workspace") << QStringList{text("people")} << 2;
    QTest::newRow("a request that is none") << QStringList{text("people"), text("enrol"), text("W"), text("--role"), text("legal"), text("--request"), text("REQUEST")} << 2;
    QTest::newRow("given and revoked") << QStringList{text("people"), text("key"), text("W"), text("--request"), text("x"), text("--revoke"), text("y")} << 2;
    QTest::newRow("the first as auditor") << QStringList{text("people"), text("enrol"), text("W"), text("--role"), text("auditor")} << 1;
    QTest::newRow("no such agent") << QStringList{text("authorize"), text("W"), text("nobody")} << 2;
}

void tst_People::wrongUsageIsSaid()
{
    QFETCH(QStringList, words);
    QFETCH(int, exitCode);
    const CliWorld world;
    const QString w = world.path(text("w.mandate"));
    QCOMPARE(world.run({text("init"), w}).exitCode, 0);
    words.replaceInStrings(QRegularExpression(text("^W$")), w);
    words.replaceInStrings(QRegularExpression(text("^REQUEST$")), world.write(text("request.json"), "{}"));
    const CliResult result = with(world, {}, words);
    QVERIFY2(result.exitCode == exitCode, result.err);
    QVERIFY(result.err.contains("MND-"));
}

QTEST_GUILESS_MAIN(tst_People)
#include "tst_people.moc"
