// SPDX-License-Identifier: GPL-3.0-or-later
// Replay through the real program: a looser airline pact over the bundled runs changes exactly the calls it was loosened for.
#include "cli_process.h"

#include <QFile>
#include <QTest>

#include <map>
#include <set>

using nlohmann::json;

namespace {

const QString pactFile = QStringLiteral(MANDATE_SOURCE_DIR "/resources/pacts/airline.json");

json airline()
{
    QFile file(pactFile);
    return file.open(QIODevice::ReadOnly) ? json::parse(file.readAll().toStdString()) : json();
}

json &clauseOf(json &pact, const std::string &id)
{
    for (json &clause : pact["clauses"]) {
        if (clause["id"] == id)
            return clause;
    }
    throw std::out_of_range(id);
}

} // namespace

class tst_Replay : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void thePactInForceChangesNothing();
    void aClauseThatNeverHoldsFreesExactlyItsCases();
    void casesOutsideTheRangeAreLeftOut();
    void nothingIsStored();
    void whatIsRecordedIsOneEntry();
    void badInputIsOneClearMessage_data();
    void badInputIsOneClearMessage();

private:
    json replay(const json &pact, const QStringList &more = {});
    CliWorld m_world;
    QString m_workspace;
};

void tst_Replay::initTestCase()
{
    m_workspace = m_world.path(QStringLiteral("w.mandate"));
    QCOMPARE(m_world.run({QStringLiteral("init"), m_workspace}).exitCode, 0);
    QCOMPARE(m_world.run({QStringLiteral("pact"), QStringLiteral("add"), m_workspace, pactFile}).exitCode, 0);
    QCOMPARE(m_world.run({QStringLiteral("import"), m_workspace, QStringLiteral(MANDATE_SOURCE_DIR "/resources/sample")}).exitCode, 0);
}

json tst_Replay::replay(const json &pact, const QStringList &more)
{
    QFile file(m_world.path(QStringLiteral("draft.json")));
    if (!file.open(QIODevice::WriteOnly))
        return {};
    file.write(QByteArray::fromStdString(pact.dump()));
    file.close();
    const CliResult result =
        m_world.run(QStringList{QStringLiteral("pact"), QStringLiteral("replay"), m_workspace, file.fileName(), QStringLiteral("--json")} + more);
    const json report = json::parse(result.out.toStdString());
    if (result.exitCode != (report["changed"].empty() ? 0 : 1))
        throw std::logic_error("exit code " + std::to_string(result.exitCode));
    return report;
}

void tst_Replay::thePactInForceChangesNothing()
{
    const json report = replay(airline());
    QVERIFY(report["judged"].get<int>() > 50);
    QVERIFY(report["changed"].empty());
    QCOMPARE(report["trail"]["root"].get<std::string>().size(), std::size_t(64));
}

void tst_Replay::aClauseThatNeverHoldsFreesExactlyItsCases()
{
    // Without a prohibition, exactly those of its calls change that no other prohibition catches.
    std::map<std::string, std::set<std::uint64_t>> caught;
    const CliResult judged = m_world.run({QStringLiteral("judge"), m_workspace, QStringLiteral("--json")});
    const json original = airline();
    const json byClause = json::parse(judged.out.toStdString())["clauses"];
    for (const json &clause : original["clauses"]) {
        if (clause["kind"] != "forbid")
            continue;
        for (const json &one : byClause[clause["id"].get<std::string>()]["cases"])
            caught[clause["id"]].insert(one["entry"].get<std::uint64_t>());
    }
    QVERIFY(!caught.empty());
    for (const auto &[id, entries] : caught) {
        std::set<std::uint64_t> expected = entries;
        for (const auto &[other, others] : caught) {
            for (const std::uint64_t entry : others) {
                if (other != id)
                    expected.erase(entry);
            }
        }
        json draft = original;
        clauseOf(draft, id)["when"] = "false";
        std::set<std::uint64_t> changed;
        const json report = replay(draft);
        for (const json &change : report["changed"]) {
            QCOMPARE(change["count"].get<std::size_t>(), change["cases"].size());
            QCOMPARE(change["from"].get<std::string>(), std::string("prohibited"));
            for (const json &one : change["cases"]) {
                QCOMPARE(one["clause_before"].get<std::string>(), id);
                changed.insert(one["entry"].get<std::uint64_t>());
            }
        }
        QVERIFY2(changed == expected, id.c_str());
    }
}

void tst_Replay::casesOutsideTheRangeAreLeftOut()
{
    const json all = replay(airline());
    const json none = replay(airline(), {QStringLiteral("--until"), QStringLiteral("2001-01-01")});
    QCOMPARE(none["judged"].get<int>(), 0);
    const json since = replay(airline(), {QStringLiteral("--since"), QStringLiteral("2001-01-01")});
    QVERIFY(since["judged"].get<int>() <= all["judged"].get<int>());
}

void tst_Replay::nothingIsStored()
{
    const auto entries = [&] {
        return json::parse(m_world.run({QStringLiteral("verify"), m_workspace, QStringLiteral("--json")}).out.toStdString())["entries"];
    };
    const json before = entries();
    json draft = airline();
    draft["clauses"] = json::array({draft["clauses"][0]});
    QVERIFY(!replay(draft)["changed"].empty());
    QVERIFY(entries() == before);
}

void tst_Replay::whatIsRecordedIsOneEntry()
{
    const json plain = replay(airline());
    const json kept = replay(airline(), {QStringLiteral("--record")});
    QCOMPARE(kept["recorded"]["entry"].get<std::uint64_t>(), plain["trail"]["entries"].get<std::uint64_t>());
    QVERIFY(kept["changes_digest"] == plain["changes_digest"]);
    QVERIFY(kept["in_force"] == json::array({airline()["pact_id"].get<std::string>() + '@' + airline()["version"].get<std::string>()}));
    const json after = replay(airline());
    QCOMPARE(after["trail"]["entries"].get<std::uint64_t>(), plain["trail"]["entries"].get<std::uint64_t>() + 1);
    QVERIFY(!after.contains("recorded"));
    QCOMPARE(m_world.run({QStringLiteral("verify"), m_workspace}).exitCode, 0);
}

void tst_Replay::badInputIsOneClearMessage_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::newRow("no such pact") << QStringList{QStringLiteral("nowhere")};
    QTest::newRow("no pact document") << QStringList{QStringLiteral(MANDATE_SOURCE_DIR "/README.md")};
    QTest::newRow("no date") << QStringList{pactFile, QStringLiteral("--since"), QStringLiteral("soon")};
}

void tst_Replay::badInputIsOneClearMessage()
{
    QFETCH(QStringList, words);
    const CliResult result = m_world.run(QStringList{QStringLiteral("pact"), QStringLiteral("replay"), m_workspace} + words);
    QCOMPARE(result.exitCode, 2);
    QVERIFY(result.out.isEmpty());
    QVERIFY(result.err.trimmed().size() > 20);
}

QTEST_GUILESS_MAIN(tst_Replay)
#include "tst_replay.moc"
