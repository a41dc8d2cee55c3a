// SPDX-License-Identifier: GPL-3.0-or-later
// "mandate scope …" through the real binary: read, put in force, tried, listed, withdrawn; and files that are none.
#include "cli_process.h"

#include <QTest>

using Json = nlohmann::json;

namespace {

QString text(const char *words)
{
    return QString::fromLatin1(words);
}

const QString shipped = text(MANDATE_SOURCE_DIR "/resources/scope_policies/cloud_environments.json");

const char *const pact = R"({"schema":"mandate.pact/1","pact_id":"cloud","version":"1.0.0","title":"Cloud","binds":[{"agent":"cloud-operations-*"}],"accountability":{"owner":"Owner A","deputy":"Deputy B"},
"verification":{"tools":["Delete*"]},"clauses":[{"id":"S1","kind":"permit","tools":["Delete*","StopInstances"],"when":"true","reads_as":"It cleans up."}]})";

struct Scoped
{
    CliWorld world;
    QString w = world.path(text("w.mandate"));
    Scoped()
    {
        if (world.run({text("init"), w}).exitCode != 0)
            qFatal("init failed");
    }
    [[nodiscard]] CliResult scope(const QStringList &words) const { return world.run(QStringList{text("scope")} + words); }
    [[nodiscard]] CliResult set(const QString &file, const char *note = "because") const { return scope({text("set"), w, file, text("--note"), text(note), text("--json")}); }
    [[nodiscard]] Json test(const char *tool, const char *arguments, const char *deployment = "staging") const
    {
        return scope({text("test"), w, text("--agent"), text("cloud-operations-1"), text("--tool"), text(tool), text("--args"), text(arguments), text("--deployment"), text(deployment), text("--json")}).json();
    }
};

} // namespace

class ScopePolicyCommands : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aPolicyIsReadSetTriedAndWithdrawn();
    void aPactIsHeldAgainstTheScopePoliciesOfItsWorkspace();
    void whatCannotBeReadIsRefusedAndChangesNothing_data();
    void whatCannotBeReadIsRefusedAndChangesNothing();
    void wrongUsageIsSaid();
};

void ScopePolicyCommands::aPolicyIsReadSetTriedAndWithdrawn()
{
    const Scoped office;
    const CliResult read = office.scope({text("check"), shipped, text("--json")});
    QCOMPARE(read.exitCode, 0);
    QCOMPARE(read.json()["rules"].size(), std::size_t(4));
    QVERIFY(office.scope({text("check"), shipped}).out.contains("What no rule allows is refused."));
    QVERIFY(office.scope({text("list"), office.w}).out.contains("There is no scope policy"));
    QCOMPARE(office.test("StopInstances", R"({"InstanceIds":["i-1"]})")["policy"].is_null(), true);
    const CliResult set = office.set(shipped);
    QVERIFY2(set.exitCode == 0, set.err.constData());
    COMPARE_JSON(set.json()["digest"], read.json()["digest"]);
    QCOMPARE(set.json()["separation_proven"].get<bool>(), false);
    QVERIFY(set.json()["finding"].get<std::string>().find("nothing proves") != std::string::npos);
    QCOMPARE(office.set(shipped).exitCode, 1); // in force already
    QVERIFY(office.set(shipped).err.contains("MND-SCP-013"));
    const Json stop = office.test("StopInstances", R"({"InstanceIds":["i-1"]})");
    QCOMPARE(stop["outcome"].get<std::string>(), std::string("allow"));
    QCOMPARE(stop["needs_verifier"].get<bool>(), true);
    QCOMPARE(office.test("DeleteSnapshot", R"({"SnapshotId":"snap-1"})", "prod-eu")["rule"].get<std::string>(), std::string("R2"));
    QCOMPARE(office.scope({text("test"), office.w, text("--agent"), text("cloud-operations-1"), text("--tool"), text("DeleteStack")}).exitCode, 1);
    QCOMPARE(office.scope({text("list"), office.w, text("--json")}).json()["scope_policies"][0]["state"].get<std::string>(), std::string("in_force"));
    COMPARE_JSON(office.scope({text("show"), office.w, text("cloud-environments"), text("--json")}).json()["document"]["scope_policy_id"], Json("cloud-environments"));
    const CliResult withdrawn = office.scope({text("withdraw"), office.w, text("cloud-environments"), text("--reason"), text("wrong account"), text("--json")});
    QCOMPARE(withdrawn.json()["state"].get<std::string>(), std::string("withdrawn"));
    QCOMPARE(withdrawn.json()["end_reason"].get<std::string>(), std::string("wrong account"));
    QCOMPARE(office.scope({text("withdraw"), office.w, text("cloud-environments"), text("--reason"), text("again")}).exitCode, 1);
    const CliResult history = office.scope({text("history"), office.w, text("cloud-environments"), text("--json")});
    QCOMPARE(history.json()["events"].size(), std::size_t(2));
    QCOMPARE(history.exitCode, 0);
    QCOMPARE(office.world.run({text("verify"), office.w}).exitCode, 0);
}

void ScopePolicyCommands::aPactIsHeldAgainstTheScopePoliciesOfItsWorkspace()
{
    const Scoped office;
    const QString file = office.world.write(text("pact.json"), pact);
    const auto missing = [&] {
        const Json problems = office.world.run({text("pact"), text("check"), file, text("--workspace"), office.w, text("--json")}).json()["problems"];
        return std::any_of(problems.begin(), problems.end(), [](const Json &problem) { return problem["rule"] == "scope-policy" && problem["class"] == "security"; });
    };
    QVERIFY(missing());
    QCOMPARE(office.set(shipped).exitCode, 0);
    QVERIFY(!missing());
    QCOMPARE(office.world.run({text("pact"), text("add"), office.w, file}).exitCode, 0);
    QByteArray same = pact; // whoever owns the scope policy does not own the pact too
    same.replace("1.0.0", "1.1.0").replace("Owner A", "Security officer C");
    const CliResult refused = office.world.run({text("pact"), text("add"), office.w, office.world.write(text("same.json"), same)});
    QCOMPARE(refused.exitCode, 1);
    QVERIFY(refused.err.contains("MND-SCP-022"));
}

void ScopePolicyCommands::whatCannotBeReadIsRefusedAndChangesNothing_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("code");
    QTest::newRow("empty") << QByteArray() << QByteArray("MND-");
    QTest::newRow("no JSON") << QByteArray("{") << QByteArray("MND-");
    QTest::newRow("a pact") << QByteArray(pact) << QByteArray("MND-SCP-001");
    QTest::newRow("too long") << QByteArray(300'000, ' ').append("{}") << QByteArray("MND-SCP-001");
    QTest::newRow("deep") << QByteArray(5'000, '[').append(QByteArray(5'000, ']')) << QByteArray("MND-");
    QTest::newRow("no UTF-8") << QByteArray("{\"schema\":\"\xff\"}") << QByteArray("MND-");
    QTest::newRow("reads what was said")
        << QByteArray(R"({"schema":"mandate.scope-policy/1","scope_policy_id":"x","version":"1.0.0","title":"t","owner":"o","binds":[{}],"rules":[{"id":"A","effect":"allow","when":"input == 'please'","reads_as":"x"}]})")
        << QByteArray("MND-SCP-002");
    QTest::newRow("binds nobody")
        << QByteArray(R"({"schema":"mandate.scope-policy/1","scope_policy_id":"x","version":"1.0.0","title":"t","owner":"o","binds":[],"rules":[{"id":"A","effect":"allow","when":"true","reads_as":"x"}]})")
        << QByteArray("MND-SCP-019");
}

void ScopePolicyCommands::whatCannotBeReadIsRefusedAndChangesNothing()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, code);
    const Scoped office;
    const CliResult refused = office.set(office.world.write(text("bad.json"), bytes));
    QVERIFY2(refused.exitCode != 0 && refused.err.contains(code), refused.err.constData());
    QCOMPARE(refused.err.count('\n'), 1); // one clear line
    QCOMPARE(office.scope({text("list"), office.w, text("--json")}).json()["scope_policies"].size(), std::size_t(0));
}

void ScopePolicyCommands::wrongUsageIsSaid()
{
    const Scoped office;
    QCOMPARE(office.scope({text("test"), office.w}).exitCode, 2);
    QCOMPARE(office.scope({text("test"), office.w, text("--agent"), text("a"), text("--tool"), text("t"), text("--args"), text("[1]")}).exitCode, 2);
    QCOMPARE(office.scope({text("show"), office.w, text("nothing")}).exitCode, office.world.run({text("pact"), text("show"), office.w, text("nothing")}).exitCode);
    QVERIFY(office.set(shipped, " ").err.contains("MND-SCP-017"));
    for (const char *command : {"check", "set", "list", "show", "history", "withdraw", "test"}) {
        const CliResult help = office.scope({text(command), text("--help")});
        QVERIFY2(help.exitCode == 0 && help.out.contains("mandate scope "), help.out.constData());
    }
}

QTEST_GUILESS_MAIN(ScopePolicyCommands)
#include "tst_scope_policy.moc"
