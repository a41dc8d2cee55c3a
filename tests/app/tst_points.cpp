// SPDX-License-Identifier: GPL-3.0-or-later
// Enforcement points through the real binary: set up, told, asked, drilled; a stop that did not arrive is an exit code and a sentence.
#include "shared_world.h"

#include <QDir>
#include <QTest>

using nlohmann::json;

using namespace shared_world;

class tst_Points : public QObject
{
    Q_OBJECT

    CliWorld m_world;
    QString m_w;
    QString m_agent;

    [[nodiscard]] CliResult run(QStringList arguments) const
    {
        arguments.insert(arguments.first() == text("points") && arguments.size() > 1 ? 2 : 1, m_w);
        return m_world.run(arguments);
    }
    [[nodiscard]] QString point(const char *id, const QString &folder) const
    {
        return m_world.write(QLatin1StringView(id) + text(".json"),
                             QStringLiteral(R"({"id":"%1","kind":"status_file","title":"List %1","url":"%2"})").arg(QLatin1StringView(id), folder).toUtf8());
    }
    [[nodiscard]] json status() const { return run({text("status"), m_agent, text("--json")}).json()["agents"][m_agent.toStdString()]; }

private Q_SLOTS:
    void initTestCase()
    {
        m_w = m_world.path(text("w.mandate"));
        QCOMPARE(m_world.run({text("init"), m_w}).exitCode, 0);
        QCOMPARE(m_world.run({text("pact"), text("add"), m_w, m_world.write(text("shop.json"), shop("1.0.0", {}, 100))}).exitCode, 0);
        QCOMPARE(m_world.run({text("import"), m_w, m_world.write(text("trail.jsonl"), payments(3))}).exitCode, 0);
        m_agent = QString::fromStdString(m_world.run({text("status"), m_w, text("--json")}).json()["agents"].begin().key());
    }

    void withoutAPointThatIsSaid()
    {
        const CliResult none = run({text("points")});
        QCOMPARE(none.exitCode, 0);
        QVERIFY2(none.out.contains("nothing carries it out"), none.out);
        COMPARE_JSON(run({text("points"), text("list"), text("--json")}).json()["points"], json::array());
        const CliResult status = run({text("status"), m_agent});
        QVERIFY2(status.exitCode == 0 && status.out.contains("No enforcement point is set up"), status.out);
    }

    void aPointIsSetUpTriedAndListed()
    {
        QDir().mkpath(m_world.path(text("list")));
        const CliResult set = run({text("points"), text("set"), point("one", m_world.path(text("list"))), text("--json")});
        QVERIFY2(set.exitCode == 0, set.err);
        COMPARE_JSON(set.json()["point"]["id"], json("one"));
        const CliResult tried = run({text("points"), text("test"), text("one"), text("--json")});
        QVERIFY2(tried.exitCode == 0, tried.out + tried.err);
        COMPARE_JSON(tried.json()["outcome"], json("confirmed"));
        QCOMPARE(run({text("points"), text("test"), text("two")}).exitCode, 2);
        COMPARE_JSON(run({text("points"), text("--json")}).json()["points"][0]["kind"], json("status_file"));
        QVERIFY(run({text("points"), text("set"), m_world.write(text("bad.json"), "{}")}).err.contains("MND-ENF-001"));
        QVERIFY(run({text("points"), text("set"), point("x", text("/tmp")), text("--secret-file"), m_world.write(text("empty"), "\n")}).err.contains("MND-CLI-031"));
    }

    void aRunningAgentIsNotDrilled()
    {
        const CliResult refused = run({text("points"), text("drill"), m_agent});
        QVERIFY2(refused.exitCode == 1 && refused.err.contains("MND-ENF-032"), refused.err);
    }

    void aSuspensionWaitsForThePoints()
    {
        const CliResult suspended = run({text("suspend"), m_agent, text("--reason"), text("drift"), text("--json")});
        QVERIFY2(suspended.exitCode == 0, suspended.out + suspended.err);
        COMPARE_JSON(suspended.json()["enforcement"]["overall"], json("holds"));
        COMPARE_JSON(status()["enforcement"]["points"][0]["state"], json("holds"));
        const CliResult drilled = run({text("points"), text("drill"), m_agent, text("--json")});
        QVERIFY2(drilled.exitCode == 0, drilled.err);
        COMPARE_JSON(drilled.json()["passed"], json(true));
        QCOMPARE(run({text("resume"), m_agent, text("--reason"), text("cause_fixed")}).exitCode, 0);
    }

    void aStopThatDidNotArriveIsSaid()
    {
        const QString blocked = m_world.write(text("blocked"), "a file where a folder should be");
        QCOMPARE(run({text("points"), text("set"), point("two", blocked)}).exitCode, 0);
        const CliResult later = run({text("suspend"), m_agent, text("--reason"), text("drift"), text("--no-wait")});
        QVERIFY2(later.exitCode == 0 && later.out.contains("requested"), later.out + later.err);
        COMPARE_JSON(status()["enforcement"]["overall"], json("requested"));
        const CliResult again = run({text("revoke"), m_agent, text("--reason"), text("drift")});
        QCOMPARE(again.exitCode, 1);
        QVERIFY2(again.out.contains("failed  List two") && again.out.contains("By hand: "), again.out);
        QVERIFY2(again.out.contains("holds  List one"), again.out); // the other is not held up
        QVERIFY(run({text("status")}).out.contains("List two"));
        QCOMPARE(run({text("points"), text("remove"), text("two")}).exitCode, 0);
        QCOMPARE(run({text("points"), text("remove"), text("two")}).exitCode, 2);
        QCOMPARE(m_world.run({text("verify"), m_w}).exitCode, 0);
    }

    void allAreSuspendedOnlyWithTheirNumber()
    {
        CliWorld world;
        const QString w = world.path(text("w.mandate"));
        QCOMPARE(world.run({text("init"), w}).exitCode, 0);
        QCOMPARE(world.run({text("pact"), text("add"), w, world.write(text("shop.json"), shop("1.0.0", {}, 100))}).exitCode, 0);
        QCOMPARE(world.run({text("import"), w, world.write(text("trail.jsonl"), payments(3))}).exitCode, 0);
        const QStringList all{text("suspend"), w, text("--all"), text("--reason"), text("security")};
        const CliResult without = world.run(all);
        QVERIFY2(without.exitCode == 1 && without.err.contains("MND-CLI-032"), without.err);
        QCOMPARE(world.run(all + QStringList{text("--count"), text("2")}).exitCode, 1);
        const CliResult done = world.run(all + QStringList{text("--count"), text("1"), text("--json")});
        QVERIFY2(done.exitCode == 0, done.out + done.err);
        COMPARE_JSON(done.json()["suspended"], json(1));
        QCOMPARE(world.run({text("suspend"), w, text("--reason"), text("drift")}).exitCode, 2);
    }
};

QTEST_GUILESS_MAIN(tst_Points)
#include "tst_points.moc"
