// SPDX-License-Identifier: GPL-3.0-or-later
// Replays as the evidence of an activation, through the real binary by two accounts: what is stale is refused, what is fresh replaces nobody.
#include "shared_world.h"

#include <QTest>

using nlohmann::json;
using namespace shared_world;

class tst_PactActivation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keptReplaysAreListed();
    void theListSaysWhatHappenedSince();
    void aReplayAgainstAnotherVersionIsRefused();
    void aReplayIsNotTheQuorum();
    void anActivationNeedsNoReplay();
    void wrongEntriesAreSaid_data();
    void wrongEntriesAreSaid();

private:
    /// shop@1.0.0 in force over 150 payments of at most 100.
    static void fill(SharedWorld &shared);
    static QString file(const SharedWorld &shared, const QByteArray &version, const QByteArray &parent, int most)
    {
        return shared.world.write(QString::fromLatin1(version) + text(".json"), shop(version, parent, most));
    }
    /// Replayed and kept; its entry.
    static QString simulate(const SharedWorld &shared, const QString &pact)
    {
        const json report = shared.pact({text("replay"), shared.w, pact, text("--record")}).json();
        return QString::number(report["recorded"]["entry"].get<std::uint64_t>());
    }
    static void submit(const SharedWorld &shared, const QString &pact) { QCOMPARE(shared.pact({text("submit"), shared.w, pact}).exitCode, 0); }
    static CliResult activate(const SharedWorld &shared, const char *name, const QStringList &more = {})
    {
        return shared.pact(QStringList{text("activate"), shared.w, text(name)} + more);
    }
};

void tst_PactActivation::fill(SharedWorld &shared)
{
    shared.make();
    QCOMPARE(shared.pact({text("add"), shared.w, file(shared, "1.0.0", {}, 100)}).exitCode, 0);
    const CliResult imported =
        shared.world.run({text("import"), shared.w, shared.world.write(text("log.jsonl"), payments(150)), text("--agent"), text("a")});
    QVERIFY2(imported.exitCode == 0, imported.err);
}

void tst_PactActivation::keptReplaysAreListed()
{
    SharedWorld shared;
    fill(shared);
    COMPARE_JSON(shared.pact({text("replays"), shared.w}).json(), json({{"replays", json::array()}}));
    const QString next = file(shared, "2.0.0", "1.0.0", 120);
    const QString entry = simulate(shared, next);
    const CliResult asked = shared.pact({text("replays"), shared.w});
    QVERIFY2(asked.exitCode == 0, asked.err);
    const json listed = asked.json()["replays"];
    QCOMPARE(listed.size(), std::size_t{1});
    COMPARE_JSON(listed[0]["entry"], json(entry.toULongLong()));
    COMPARE_JSON(listed[0]["by"], json(SharedWorld::self()));
    COMPARE_JSON(listed[0]["pact"], json("shop@2.0.0"));
    COMPARE_JSON(listed[0]["in_force"], json::array({"shop@1.0.0"}));
    COMPARE_JSON(listed[0]["judged"], json(150));
    COMPARE_JSON(listed[0]["changed"], json(20)); // 101 to 120
    COMPARE_JSON(listed[0]["undecidable"], json(0));
    COMPARE_JSON(listed[0]["fresh"], json(true));
    COMPARE_JSON(listed[0]["stale"], json(nullptr));
    for (const char *named : {"shop", "shop@2.0.0"})
        QCOMPARE(shared.pact({text("replays"), shared.w, text(named)}).json()["replays"].size(), std::size_t{1});
    for (const char *named : {"another", "shop@1.0.0"})
        QCOMPARE(shared.pact({text("replays"), shared.w, text(named)}).json()["replays"].size(), std::size_t{0});
    const CliResult table = shared.world.run({text("pact"), text("replays"), shared.w});
    QVERIFY2(table.out.contains(entry.toLatin1()) && table.out.contains("shop@2.0.0"), table.out);
}

void tst_PactActivation::theListSaysWhatHappenedSince()
{
    SharedWorld shared;
    fill(shared);
    simulate(shared, file(shared, "2.0.0", "1.0.0", 120));
    const auto stale = [&] { return shared.pact({text("replays"), shared.w}).json()["replays"].back()["stale"]; };
    // The draft was changed before it was submitted.
    submit(shared, file(shared, "2.0.0", "1.0.0", 130));
    QVERIFY2(stale().is_string() && stale().get<std::string>().find("other content") != std::string::npos, stale().dump().c_str());
    simulate(shared, file(shared, "3.0.0", "1.0.0", 120));
    QCOMPARE(shared.pact({text("add"), shared.w, file(shared, "1.1.0", "1.0.0", 110)}).exitCode, 0);
    COMPARE_JSON(shared.pact({text("replays"), shared.w}).json()["replays"][0]["stale"],
                 json("shop@3.0.0 was simulated against shop@1.0.0; in force now is shop@1.1.0."));
    const CliResult table = shared.world.run({text("pact"), text("replays"), shared.w, text("shop@3.0.0")});
    QVERIFY2(table.out.contains("simulated against shop@1.0.0"), table.out);
}

void tst_PactActivation::aReplayAgainstAnotherVersionIsRefused()
{
    if (!SharedWorld::others()) // the same over the library: tests/models/workspace/pact_life_test.cpp
        QSKIP(SharedWorld::whyAlone);
    SharedWorld shared;
    fill(shared);
    const QString five = file(shared, "5.0.0", "4.0.0", 120);
    for (const auto &[version, parent] : {std::pair<QByteArray, QByteArray>("4.0.0", "1.0.0"), {"4.1.0", "4.0.0"}, {"5.0.0", "4.0.0"}}) {
        submit(shared, file(shared, version, parent, 120));
        QCOMPARE(shared.pactAs(SharedWorld::second(), {text("approve"), shared.w, text("shop@") + QString::fromLatin1(version)}).exitCode, 0);
    }
    QCOMPARE(activate(shared, "shop@4.0.0").exitCode, 0);
    const QString entry = simulate(shared, five);
    QCOMPARE(activate(shared, "shop@4.1.0").exitCode, 0);
    const CliResult refused = activate(shared, "shop@5.0.0", {text("--replay"), entry});
    QCOMPARE(refused.exitCode, 1);
    QVERIFY(refused.out.isEmpty());
    QVERIFY2(refused.err.contains("simulated against shop@4.0.0") && refused.err.contains("in force now is shop@4.1.0"), refused.err);
    COMPARE_JSON(shared.pact({text("show"), shared.w, text("shop")}).json()["version"], json("4.1.0"));
    QCOMPARE(shared.world.run({text("verify"), shared.w}).exitCode, 0);
}

void tst_PactActivation::aReplayIsNotTheQuorum()
{
    if (!SharedWorld::others()) // the same over the library: tests/models/workspace/pact_life_test.cpp
        QSKIP(SharedWorld::whyAlone);
    SharedWorld shared;
    fill(shared);
    const QString next = file(shared, "2.0.0", "1.0.0", 120);
    submit(shared, next);
    const QString entry = simulate(shared, next);
    const CliResult alone = activate(shared, "shop@2.0.0", {text("--replay"), entry});
    QCOMPARE(alone.exitCode, 1);
    QVERIFY2(alone.err.contains("MND-LIF-004"), alone.err);
    QCOMPARE(shared.pactAs(SharedWorld::second(), {text("approve"), shared.w, text("shop@2.0.0")}).exitCode, 0);
    const CliResult active = activate(shared, "shop@2.0.0", {text("--replay"), entry});
    QVERIFY2(active.exitCode == 0, active.err);
    const json replay = shared.pact({text("replays"), shared.w}).json()["replays"][0];
    COMPARE_JSON(shared.pact({text("history"), shared.w, text("shop")}).json()["statements"].back()["replay"], replay["digest"]);
    COMPARE_JSON(replay["fresh"], json(false)); // it came into force itself
    QCOMPARE(shared.world.run({text("verify"), shared.w}).exitCode, 0);
}

void tst_PactActivation::anActivationNeedsNoReplay()
{
    if (!SharedWorld::others()) // the same over the library: tests/models/workspace/pact_life_test.cpp
        QSKIP(SharedWorld::whyAlone);
    SharedWorld shared;
    fill(shared);
    submit(shared, file(shared, "2.0.0", "1.0.0", 120));
    QCOMPARE(shared.pactAs(SharedWorld::second(), {text("approve"), shared.w, text("shop@2.0.0")}).exitCode, 0);
    QCOMPARE(activate(shared, "shop@2.0.0").exitCode, 0);
    COMPARE_JSON(shared.pact({text("history"), shared.w, text("shop")}).json()["statements"].back()["replay"], json(nullptr));
}

void tst_PactActivation::wrongEntriesAreSaid_data()
{
    QTest::addColumn<QString>("entry");
    QTest::addColumn<QByteArray>("code");
    QTest::newRow("a word") << text("latest") << QByteArray("no entry number");
    QTest::newRow("negative") << text("-1") << QByteArray("no entry number");
    QTest::newRow("too large") << text("99999999999999999999") << QByteArray("no entry number");
    QTest::newRow("nothing") << text("") << QByteArray("no entry number");
    QTest::newRow("a pact") << text("0") << QByteArray("MND-RPL-006");
    QTest::newRow("an action") << text("3") << QByteArray("MND-RPL-006");
    QTest::newRow("behind the ledger") << text("18446744073709551615") << QByteArray("MND-RPL-006");
}

void tst_PactActivation::wrongEntriesAreSaid()
{
    QFETCH(QString, entry);
    QFETCH(QByteArray, code);
    SharedWorld shared;
    fill(shared);
    submit(shared, file(shared, "2.0.0", "1.0.0", 120));
    const CliResult result = activate(shared, "shop@2.0.0", {text("--replay=") + entry});
    QVERIFY2(result.exitCode == 2, result.err);
    QVERIFY2(result.err.contains(code), result.err);
}

QTEST_GUILESS_MAIN(tst_PactActivation)
#include "tst_pact_activation.moc"
