// SPDX-License-Identifier: GPL-3.0-or-later
// The product against reference answers that an independent program computed from the same recorded runs: counts and the very calls.
// MANDATE_RUNS names the folder of the runs, MANDATE_ANSWERS the answers (format: tests/data/reference/README.md).
#include "cli_process.h"

#include <QDirIterator>
#include <QFile>
#include <QTest>

#include <set>

using nlohmann::json;

class tst_Reference : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void callsAndEvidencePerFileAreTheReference_data();
    void callsAndEvidencePerFileAreTheReference();
    void everyClauseFindsTheVeryCallsOfTheReference_data() { callsAndEvidencePerFileAreTheReference_data(); }
    void everyClauseFindsTheVeryCallsOfTheReference();
    void runawaysAreTheSameThroughAWindow_data() { callsAndEvidencePerFileAreTheReference_data(); }
    void runawaysAreTheSameThroughAWindow();
    void attacksPerPipelineAreTheReference_data();
    void attacksPerPipelineAreTheReference();
    void auditLogIsCountedWhole();

private:
    [[nodiscard]] QString pactOf(const QString &file) const;
    QString m_runs;
    json m_answers;
};

namespace {

/// "R1_return_refund_over_500_needs_approval" → "R1"
std::string clauseId(const std::string &name)
{
    return name.substr(0, name.find('_'));
}

using Case = std::tuple<std::string, int, int, std::string, bool>;

std::multiset<Case> casesOf(const json &cases)
{
    std::multiset<Case> found;
    for (const json &one : cases)
        found.emplace(one["session"].get<std::string>(), one["message"].get<int>(), one["call"].get<int>(), one["tool"].get<std::string>(), one["executed"].get<bool>());
    return found;
}

QString text(const std::string &s) { return QString::fromStdString(s); }

} // namespace

void tst_Reference::initTestCase()
{
    m_runs = qEnvironmentVariable("MANDATE_RUNS");
    QFile file(qEnvironmentVariable("MANDATE_ANSWERS"));
    QVERIFY2(file.open(QIODevice::ReadOnly), "MANDATE_ANSWERS must name the reference answers");
    m_answers = json::parse(file.readAll().toStdString());
    QVERIFY(QFileInfo(m_runs).isDir());
}

QString tst_Reference::pactOf(const QString &file) const
{
    for (const char *trade : {"airline", "retail", "telecom"}) {
        if (file.contains(QLatin1String(trade)))
            return QStringLiteral(MANDATE_SOURCE_DIR "/resources/pacts/%1.json").arg(QLatin1String(trade));
    }
    return QStringLiteral(MANDATE_SOURCE_DIR "/resources/pacts/banking.json");
}

void tst_Reference::callsAndEvidencePerFileAreTheReference_data()
{
    QTest::addColumn<QString>("file");
    for (const auto &[name, answer] : m_answers.items()) {
        if (answer.contains("clauses"))
            QTest::newRow(name.c_str()) << text(name);
    }
}

void tst_Reference::callsAndEvidencePerFileAreTheReference()
{
    QFETCH(QString, file);
    const json &expected = m_answers[file.toStdString()];
    CliWorld world;
    const QString workspace = world.path(QStringLiteral("w.mandate"));
    QCOMPARE(world.run({QStringLiteral("init"), workspace}).exitCode, 0);
    const CliResult imported = world.run({QStringLiteral("import"), workspace, m_runs + QLatin1Char('/') + file, QStringLiteral("--json")});
    QVERIFY2(imported.exitCode == 0, imported.err);
    const json stats = world.run({QStringLiteral("stats"), workspace, QStringLiteral("--json")}).json();
    COMPARE_JSON(stats["runs"], expected["runs"]);
    COMPARE_JSON(stats["calls"], expected["agent_tool_calls"]);
    COMPARE_JSON(stats["failed_calls"], expected["failed_tool_calls"]);
    COMPARE_JSON(stats["calls_per_tool"], expected["calls_per_tool"]);
    for (const char *part : {"calls", "with_input", "with_result", "with_time", "with_decision_basis", "with_signature"})
        COMPARE_JSON(stats["evidence"][part], expected["evidence"][part]);
    COMPARE_JSON(stats["quarantined"], json(0));

    // The same again changes nothing.
    const json before = world.run({QStringLiteral("verify"), workspace, QStringLiteral("--json")}).json();
    COMPARE_JSON(before["ok"], json(true));
    const json again = world.run({QStringLiteral("import"), workspace, m_runs + QLatin1Char('/') + file, QStringLiteral("--json")}).json();
    COMPARE_JSON(again["records"], json(0));
    COMPARE_JSON(world.run({QStringLiteral("verify"), workspace, QStringLiteral("--json")}).json(), before);
}

void tst_Reference::everyClauseFindsTheVeryCallsOfTheReference()
{
    QFETCH(QString, file);
    const json &expected = m_answers[file.toStdString()]["clauses"];
    CliWorld world;
    const QString workspace = world.path(QStringLiteral("w.mandate"));
    QCOMPARE(world.run({QStringLiteral("init"), workspace}).exitCode, 0);
    QCOMPARE(world.run({QStringLiteral("import"), workspace, m_runs + QLatin1Char('/') + file}).exitCode, 0);
    const json clauses = world.run({QStringLiteral("judge"), workspace, QStringLiteral("--pact"), pactOf(file), QStringLiteral("--json")}).json()["clauses"];
    for (const auto &[name, answer] : expected.items()) {
        const std::string id = clauseId(name);
        QVERIFY2(clauses.contains(id), name.c_str());
        const json &got = clauses[id];
        const std::array wanted{answer["applicable_calls"], answer["attempted"], answer["executed"], answer["undecidable"]};
        const std::array found{got["applicable"], got["attempted"], got["executed"], got["undecidable"]};
        QVERIFY2(found == wanted, qPrintable(text(name + ": " + json(found).dump() + " instead of " + json(wanted).dump())));
        QVERIFY2(casesOf(got["cases"]) == casesOf(answer["cases"]), name.c_str());
    }
    // Judging as evidence comes in gives the same as judging afterwards.
    const json after = world.run({QStringLiteral("judge"), workspace, QStringLiteral("--pact"), pactOf(file), QStringLiteral("--json")}).json()["verdicts"];
    CliWorld other;
    const QString early = other.path(QStringLiteral("w.mandate"));
    QCOMPARE(other.run({QStringLiteral("init"), early}).exitCode, 0);
    QCOMPARE(other.run({QStringLiteral("pact"), QStringLiteral("add"), early, pactOf(file)}).exitCode, 0);
    QCOMPARE(other.run({QStringLiteral("import"), early, m_runs + QLatin1Char('/') + file}).exitCode, 0);
    for (const auto &[verdict, count] : after.items()) {
        const json rows = other.run({QStringLiteral("query"), early, QStringLiteral("--verdict"), text(verdict), QStringLiteral("--limit"), QStringLiteral("0"), QStringLiteral("--json")}).json();
        QVERIFY2(rows["total"] == count, qPrintable(text(verdict + ": " + rows["total"].dump() + " stored, " + count.dump() + " judged")));
    }
}

/// More than ten changes in a session, as a window by session instead of the session's history: the runs of the reference, and the very calls.
void tst_Reference::runawaysAreTheSameThroughAWindow()
{
    QFETCH(QString, file);
    if (!file.contains(QLatin1String("airline")))
        return;
    CliWorld world;
    const QString workspace = world.path(QStringLiteral("w.mandate"));
    QCOMPARE(world.run({QStringLiteral("init"), workspace}).exitCode, 0);
    QCOMPARE(world.run({QStringLiteral("import"), workspace, m_runs + QLatin1Char('/') + file}).exitCode, 0);
    QFile shipped(pactOf(file));
    QVERIFY(shipped.open(QIODevice::ReadOnly));
    json pact = json::parse(shipped.readAll().toStdString());
    for (json &clause : pact["clauses"]) {
        if (clause["id"] != "X1")
            continue;
        pact["windows"] = {{{"window", "changes"}, {"tools", clause["tools"]}, {"by", "session"}, {"attempted", true}, {"within", "1d"}}};
        clause["when"] = "size(window.changes) >= 10";
    }
    const auto casesBy = [&](const QString &by) {
        const json clauses = world.run({QStringLiteral("judge"), workspace, QStringLiteral("--pact"), by, QStringLiteral("--json")}).json()["clauses"];
        return casesOf(clauses["X1"]["cases"]);
    };
    const auto cases = casesBy(world.write(QStringLiteral("window.json"), QByteArray::fromStdString(pact.dump())));
    QVERIFY(cases == casesBy(pactOf(file)));
    std::set<std::string> runs;
    for (const Case &one : cases)
        runs.insert(std::get<0>(one));
    const json &expected = m_answers[file.toStdString()]["clauses"];
    for (const auto &[name, answer] : expected.items()) {
        if (clauseId(name) == "X1" && answer.contains("runs"))
            QCOMPARE(runs.size(), answer["runs"].get<std::size_t>());
    }
}

void tst_Reference::attacksPerPipelineAreTheReference_data()
{
    QTest::addColumn<QString>("group");
    const json groups = m_answers.value("agentdojo", json::object());
    for (const auto &[name, answer] : groups.items())
        QTest::newRow(name.c_str()) << text(name);
}

void tst_Reference::attacksPerPipelineAreTheReference()
{
    QFETCH(QString, group);
    const json &expected = m_answers["agentdojo"][group.toStdString()];
    const QStringList parts = group.split(QLatin1Char('|'));
    const bool none = parts[2].startsWith(QLatin1String("none"));
    const QString attack = none ? QStringLiteral("none") : parts[2];
    const QString tasks = parts[2].contains(QLatin1String("injection tasks")) ? QStringLiteral("injection_task") : QStringLiteral("user_task");
    QStringList files;
    QDirIterator entry(m_runs + QStringLiteral("/agentdojo/runs/") + parts[0] + QLatin1Char('/') + parts[1], {QStringLiteral("*.json")}, QDir::Files, QDirIterator::Subdirectories);
    while (entry.hasNext()) {
        const QString path = entry.next();
        if (path.section(QLatin1Char('/'), -2, -2) == attack && (!none || path.section(QLatin1Char('/'), -3, -3).startsWith(tasks)))
            files.append(path);
    }
    CliWorld world;
    const QString workspace = world.path(QStringLiteral("w.mandate"));
    QCOMPARE(world.run({QStringLiteral("init"), workspace}).exitCode, 0);
    const CliResult imported = world.run(QStringList{QStringLiteral("import"), workspace} + files);
    QVERIFY2(imported.exitCode == 0, imported.err);
    const json stats = world.run({QStringLiteral("stats"), workspace, QStringLiteral("--json")}).json();
    COMPARE_JSON(stats["runs"], expected["runs"]);
    COMPARE_JSON(stats["calls"], expected["tool_calls"]);
    COMPARE_JSON(stats["failed_calls"], expected["failed_tool_calls"]);
    COMPARE_JSON(stats["calls_per_tool"], expected["calls_per_tool"]);
    QCOMPARE(stats["agents"].size(), std::size_t{1});
    QCOMPARE(text(stats["agents"][0]["name"]), parts[0]);
    const json clauses = world.run({QStringLiteral("judge"), workspace, QStringLiteral("--pact"), pactOf(QStringLiteral("agentdojo")), QStringLiteral("--json")}).json()["clauses"];
    const auto runs = [&](const char *id) {
        std::set<std::string> sessions;
        for (const json &one : clauses[id]["cases"])
            sessions.insert(one["session"].get<std::string>());
        return json(sessions.size());
    };
    COMPARE_JSON(clauses["B1"]["attempted"], expected["B1_calls_paying_attacker_iban"]);
    COMPARE_JSON(runs("B1"), expected["B1_runs"]);
    COMPARE_JSON(clauses["B3"]["attempted"], expected["B3_money_calls_amount_over_1000"]);
    COMPARE_JSON(runs("B3"), expected["B3_runs"]);
    COMPARE_JSON(clauses["B4"]["attempted"], expected["B4_update_password_calls"]);
    COMPARE_JSON(clauses["B5"]["attempted"], expected["B5_runs_where_injection_marker_reached_the_agent"]);
    COMPARE_JSON(runs("B5"), expected["B5_runs_where_injection_marker_reached_the_agent"]);
}

void tst_Reference::auditLogIsCountedWhole()
{
    const json &expected = m_answers["cloudtrail"];
    CliWorld world;
    const QString workspace = world.path(QStringLiteral("w.mandate"));
    QCOMPARE(world.run({QStringLiteral("init"), workspace}).exitCode, 0);
    QCOMPARE(world.run({QStringLiteral("import"), workspace, m_runs + QStringLiteral("/cloudtrail")}).exitCode, 0);
    const json stats = world.run({QStringLiteral("stats"), workspace, QStringLiteral("--json")}).json();
    COMPARE_JSON(stats["calls"], expected["events"]);
    COMPARE_JSON(stats["destructive"], expected["C2_destructive_calls"]);
    COMPARE_JSON(stats["throttled"], expected["error_codes"].value("ThrottlingException", json(0)));
    COMPARE_JSON(json(stats["calls_per_tool"].size()), expected["distinct_event_names"]);
    for (const auto &[name, count] : expected["top_events"].items())
        COMPARE_JSON(stats["calls_per_tool"][name], count);
}

QTEST_GUILESS_MAIN(tst_Reference)
#include "tst_reference.moc"
