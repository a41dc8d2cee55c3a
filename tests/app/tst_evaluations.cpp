// SPDX-License-Identifier: GPL-3.0-or-later
// Evaluations by the real program: results brought in and refused, sessions of the trail as an evaluation, what got worse, what was never measured, what is due.
#include "cli_process.h"

#include <QTest>

using nlohmann::json;

namespace {

const QString results = QStringLiteral(MANDATE_SOURCE_DIR "/tests/data/evaluations/");
const QString agent = QStringLiteral("gpt-4.1");

QString text(const char *words) { return QString::fromUtf8(words); }

/// A table of a hundred labelled sessions.
QByteArray labels(int failed)
{
    QByteArray table = "session,label\n";
    for (int i = 0; i < 100; ++i)
        table += "s" + QByteArray::number(i) + (i < failed ? ",failed\n" : ",passed\n");
    return table;
}

} // namespace

class tst_Evaluations : public QObject
{
    Q_OBJECT

    CliWorld m_world;
    QString m_workspace;

    [[nodiscard]] CliResult evaluate(const char *command, const QStringList &more = {}) const
    {
        return m_world.run(QStringList{text("evaluate"), text(command), m_workspace} + more);
    }
    [[nodiscard]] json answered(const char *command, const QStringList &more = {}, int exitCode = 0) const
    {
        const CliResult result = evaluate(command, more + QStringList{text("--json")});
        if (result.exitCode != exitCode)
            qWarning("%d %s", result.exitCode, result.err.constData());
        return result.exitCode == exitCode ? result.json() : json();
    }
    [[nodiscard]] QString keep(const QString &file, const QStringList &more = {}) const
    {
        const json told = answered("import", QStringList{file, text("--agent"), agent} + more);
        return told.contains("evaluations") ? QString::number(told["evaluations"][0]["entry"].get<int>()) : QString();
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_workspace = m_world.path(text("w.mandate"));
        QCOMPARE(m_world.run({text("init"), m_workspace}).exitCode, 0);
        QCOMPARE(m_world.run({text("pact"), text("add"), m_workspace, text(MANDATE_SOURCE_DIR "/resources/pacts/airline.json")}).exitCode, 0);
        QCOMPARE(m_world.run({text("import"), m_workspace, text(MANDATE_SOURCE_DIR "/resources/sample")}).exitCode, 0);
    }

    void aSampleIsDrawnLabelledAndToldWithoutWhatIsStillSecret()
    {
        const auto label = [this](const QStringList &more) { return m_world.run(QStringList{text("label")} + more); };
        const QStringList draw{text("draw"), m_workspace, text("--name"), text("autumn"), text("--question"), text("escalation_needed"), text("--agent"), agent, text("--reason"), text("to see"), text("--strategy"), text("stratified"), text("--size"), text("4"), text("--seed"), text("3")};
        const CliResult drawn = label(draw + QStringList{text("--json")});
        QVERIFY2(drawn.exitCode == 0, drawn.err);
        QCOMPARE(drawn.json()["size"].get<int>(), 4);
        QCOMPARE(drawn.json()["seed"].get<int>(), 3);
        QVERIFY(label(draw).err.contains("MND-LBL-024")); // never another of this name
        QCOMPARE(label({text("draw"), m_workspace, text("--name"), text("x"), text("--question"), text("colour")}).exitCode, 2);
        const CliResult doubtful = label({text("draw"), m_workspace, text("--name"), text("doubts"), text("--question"), text("in_scope"), text("--agent"), agent, text("--reason"), text("to see"), text("--strategy"), text("uncertain"), text("--size"), text("3")});
        QVERIFY2(doubtful.exitCode == 0 && doubtful.out.contains("not representative"), doubtful.out + doubtful.err);
        const json next = label({text("next"), m_workspace, text("autumn"), text("--json")}).json();
        QCOMPARE(next["left"].get<int>(), 4);
        const QByteArray asked = QByteArray::fromStdString(next.dump());
        QVERIFY2(!asked.contains("verdict") && !asked.contains("stratum"), asked);
        for (const json &record : next["unit"]["records"])
            QVERIFY(record["kind"] != "session");
        const QString entry = QString::number(next["unit"]["entry"].get<int>());
        QVERIFY(label({text("set"), m_workspace, text("autumn"), entry, text("cannot_tell")}).err.contains("MND-LBL-010"));
        QVERIFY(label({text("set"), m_workspace, text("autumn"), text("1"), text("yes"), text("--pin"), text("x")}).exitCode == 2);
        const CliResult set = label({text("set"), m_workspace, text("autumn"), entry, text("yes"), text("--note"), text("a secret note"), text("--json")});
        QVERIFY2(set.exitCode == 0, set.err);
        QCOMPARE(set.json()["state"].get<std::string>(), std::string("one_answer"));
        QCOMPARE(set.json()["left"].get<int>(), 3);
        QVERIFY(label({text("settle"), m_workspace, text("autumn"), entry, text("yes"), text("--reason"), text("mine")}).err.contains("MND-LBL-028"));
        const CliResult shown = label({text("show"), m_workspace, text("autumn"), text("--json")});
        QVERIFY2(shown.exitCode == 0 && !shown.out.contains("a secret note"), shown.out);
        QCOMPARE(shown.json()["drawn_again"].get<std::string>(), std::string("same"));
        QVERIFY(shown.json()["judged_anew"].is_null() && shown.json()["seed_chosen"].get<bool>() && shown.json()["frame_entries"].is_string());
        QVERIFY(shown.json()["other_samples"] == json({{"drawn", 0}, {"unanswered", 0}, {"unfinished", 0}})); // the other asks something else
        QVERIFY(shown.json()["figures"]["agreement"]["kappa"].is_null() && shown.json()["figures"]["estimate"]["interval_95"].is_null());
        QCOMPARE(shown.json()["figures"]["unlabelled"].get<int>(), 4);
        const CliResult told = label({text("show"), m_workspace, text("autumn")});
        QVERIFY2(told.out.contains("precision none of none") && told.out.contains("nobody else has answered yet") && !told.out.contains("a secret note"), told.out);
        QVERIFY2(told.out.contains("seed 3 (chosen by hand)") && doubtful.out.contains("(nobody chose it: it follows from the ledger and the name)"), told.out + doubtful.out);
        QCOMPARE(label({text("list"), m_workspace, text("--json")}).json()["samples"].size(), std::size_t{2});
        // Nor does the entry itself tell: the answer is the newest.
        const json all = m_world.run({text("verify"), m_workspace, text("--json")}).json();
        const QString answer = QString::number(all["entries"].get<int>() - 1);
        const CliResult entryShown = m_world.run({text("show"), m_workspace, answer});
        QVERIFY2(entryShown.exitCode != 0 && entryShown.err.contains("MND-LBL-029") && !entryShown.out.contains("a secret note"), entryShown.out + entryShown.err);
        QVERIFY(!m_world.run({text("show"), m_workspace, answer, text("--json")}).out.contains("label"));
        QCOMPARE(m_world.run({text("show"), m_workspace, entry}).exitCode, 0);
        QVERIFY(label({text("show"), m_workspace, text("winter")}).err.contains("MND-LBL-031"));
        QCOMPARE(m_world.run({text("verify"), m_workspace}).exitCode, 0);
    }

    void whoLabelsIsToldWhatHappenedAndNotWhoRefusedIt()
    {
        const QString workspace = m_world.path(text("refused.mandate"));
        QCOMPARE(m_world.run({text("init"), workspace}).exitCode, 0);
        const auto entry = [](const char *id, const char *tool, const char *outcome) {
            return json{{"entry_id", id}, {"timestamp", "2026-03-01T10:00:00Z"}, {"event_type", "tool_invocation"}, {"agent_did", "did:mesh:clerk"}, {"action", tool}, {"session_id", "s1"}, {"data", {{"order", 7}}}, {"outcome", outcome}, {"policy_decision", outcome}}.dump() + '\n';
        };
        const QString file = m_world.write(text("refused.jsonl"), QByteArray::fromStdString(entry("e1", "delete_order", "denied") + entry("e2", "read_order", "success")));
        const CliResult imported = m_world.run({text("import"), workspace, file, text("--format"), text("agt")});
        QVERIFY2(imported.exitCode == 0, imported.err);
        const CliResult drawn = m_world.run({text("label"), text("draw"), workspace, text("--name"), text("one"), text("--question"), text("escalation_needed"), text("--agent"), text("did:mesh:clerk"), text("--reason"), text("to see")});
        QVERIFY2(drawn.exitCode == 0, drawn.err);
        const json next = m_world.run({text("label"), text("next"), workspace, text("one"), text("--json")}).json();
        QCOMPARE(next["unit"]["records"].size(), std::size_t{2});
        QCOMPARE(next["unit"]["records"][0]["outcome"].get<std::string>(), std::string("not_executed"));
        QCOMPARE(next["unit"]["records"][1]["outcome"].get<std::string>(), std::string("executed"));
        QVERIFY2(QByteArray::fromStdString(next.dump()).count("deny") == 0, QByteArray::fromStdString(next.dump()));
    }

    void everyFormatIsBroughtInByItsStructure()
    {
        for (const auto &[name, format, passed] : {std::tuple{"promptfoo.json", "promptfoo", 1}, std::tuple{"garak.report.jsonl", "garak", 3}, std::tuple{"inspect.json", "inspect", 2},
                                                   std::tuple{"inspect.eval", "inspect", 2}, std::tuple{"pyrit.jsonl", "pyrit", 1}}) {
            const json told = answered("import", {results + text(name)});
            QVERIFY2(told.contains("evaluations"), name);
            const json one = told["evaluations"][0];
            QCOMPARE(one["format"].get<std::string>(), std::string(format));
            QCOMPARE(one["counts"]["passed"].get<int>(), passed);
            QVERIFY2(one["counts"]["error"].get<int>() == 1, name);
            QVERIFY2(one["counts"]["not_scored"].get<int>() > 0, name);
            QVERIFY2(answered("import", {results + text(name)})["evaluations"][0]["known"].get<bool>(), name);
            const QString entry = QString::number(one["entry"].get<int>());
            QCOMPARE(answered("show", {entry})["groups"].is_array(), true);
            QVERIFY(evaluate("show", {entry}).out.contains("not scored"));
        }
        QCOMPARE(m_world.run({text("verify"), m_workspace}).exitCode, 0);
    }

    void damagedResultsAreRefusedWithTheirPlaceAndNothingIsKept()
    {
        const auto before = answered("list")["evaluations"].size();
        const CliResult refused = evaluate("import", {m_world.write(text("bad.csv"), "session,label\na,perhaps\n")});
        QCOMPARE(refused.exitCode, 2);
        QVERIFY2(refused.err.contains("bad.csv:2") && refused.err.contains("MND-EVL-002"), refused.err);
        QVERIFY(evaluate("import", {m_world.write(text("other.txt"), "hello")}).err.contains("MND-EVL-001"));
        QCOMPARE(answered("list")["evaluations"].size(), before);
    }

    void whatGotWorseEndsWithOne()
    {
        // Of now, under the pact that is in force: the agent is current by them.
        const QStringList now{text("--ran"), QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs)};
        const QString before = keep(m_world.write(text("before.csv"), labels(10)), QStringList{text("--model"), text("m1")} + now);
        const QString after = keep(m_world.write(text("after.csv"), labels(30)), QStringList{text("--model"), text("m2")} + now);
        QVERIFY(!before.isEmpty() && !after.isEmpty());
        const json worse = answered("compare", {before, after}, 1);
        QCOMPARE(worse["attacks"][0]["change"].get<std::string>(), std::string("regression"));
        QCOMPARE(worse["attacks"][0]["test"].get<std::string>(), std::string("mcnemar"));
        QCOMPARE(worse["attacks"][0]["worsened"].get<int>(), 20);
        QCOMPARE(answered("compare", {after, before})["attacks"][0]["change"].get<std::string>(), std::string("improvement"));
        QVERIFY(evaluate("compare", {before, after}).out.contains("REGRESSION"));
        QVERIFY(evaluate("compare", {before, text("999999")}).err.contains("MND-EVL-022"));
        QVERIFY(!keep(results + text("garak.report.jsonl"), {text("--model"), text("m3")}).isEmpty());
        const json grid = answered("grid", {text("--agent"), agent});
        QCOMPARE(grid["columns"].size(), std::size_t{3});
        COMPARE_JSON(grid["rows"][0]["cells"][0], json()); // m3, evaluated longest ago: none of its sessions was labelled
        QCOMPARE(grid["rows"][0]["cells"][1]["failed"]["k"].get<int>(), 10);
        QVERIFY(grid["rows"][1]["cells"][1].is_null() && grid["rows"][1]["cells"][2].is_null()); // and m1 and m2 were never attacked
        QVERIFY(evaluate("grid", {text("--agent"), agent}).out.contains("not measured"));
    }

    void failuresThatVanishDoNotPassTheGate()
    {
        QByteArray errors = labels(30), nothing = labels(30);
        errors.replace(",failed", ",error");
        nothing.replace(",failed", ",error").replace(",passed", ",error");
        const QString before = keep(m_world.write(text("full.csv"), labels(30).replace("\ns", "\nfull-")), {});
        const QString vanished = keep(m_world.write(text("errors.csv"), errors.replace("\ns", "\nfull-")), {});
        const QString lost = keep(m_world.write(text("nothing.csv"), nothing.replace("\ns", "\nfull-")), {});
        const json held = answered("compare", {before, vanished}, 1);
        QCOMPARE(held["attacks"][0]["change"].get<std::string>(), std::string("not_shown"));
        QCOMPARE(held["attacks"][0]["unscored"].get<int>(), 30);
        QVERIFY(held["held_back"].get<bool>() && !held["regression"].get<bool>() && !held["lost"].get<bool>());
        QVERIFY2(evaluate("compare", {before, vanished}).out.contains("30 tasks scored before ended in an error or not scored"), evaluate("compare", {before, vanished}).out);
        const json gone = answered("compare", {before, lost}, 1);
        QCOMPARE(gone["attacks"][0]["change"].get<std::string>(), std::string("lost"));
        QVERIFY(gone["lost"].get<bool>());
        QVERIFY(evaluate("compare", {before, lost}).out.contains("LOST"));
        // Nobody said when they ran: told where they are brought in, and in the grid.
        QVERIFY(evaluate("import", {m_world.write(text("undated.csv"), labels(31)), text("--agent"), agent}).out.contains("Nobody said when it ran"));
        const CliResult again = evaluate("import", {m_world.write(text("undated2.csv"), labels(31) + "\n"), text("--agent"), agent});
        QVERIFY2(again.out.contains("The same results are known as entry"), again.out);
        QVERIFY(evaluate("grid", {text("--agent"), agent}).out.contains("nobody said when it ran"));
        QVERIFY(answered("grid", {text("--agent"), agent})["barred"].empty());
    }

    void theTrailsOwnLabelsAreAnEvaluation()
    {
        const QStringList sessions{text("--agent"), text("gpt-4o-2024-05-13")};
        const json kept = answered("sessions", sessions);
        QCOMPARE(kept["format"].get<std::string>(), std::string("sessions"));
        QCOMPARE(kept["counts"]["failed"].get<int>(), 1); // an attack that succeeded
        QVERIFY(answered("sessions", sessions)["known"].get<bool>());
        QCOMPARE(evaluate("sessions").exitCode, 2);
        QVERIFY(evaluate("sessions", {text("--agent"), text("nobody")}).err.contains("MND-EVL-006"));
    }

    void whoHasToBeEvaluatedIsToldWithTheReason()
    {
        const json due = answered("due");
        QVERIFY(due["agents"].size() > 1);
        for (const json &one : due["agents"]) {
            const bool evaluated = one["agent"] == agent.toStdString();
            QCOMPARE(one["state"].get<std::string>(), std::string(evaluated ? "current" : "due"));
            QCOMPARE(one["on_overdue"].get<std::string>(), std::string("tell"));
            if (!evaluated)
                QCOMPARE(one["reasons"][0]["kind"].get<std::string>(), std::string("never"));
        }
        QVERIFY(evaluate("due").out.contains("Never evaluated."));
        QCOMPARE(answered("due", {text("--act")})["acted"].get<int>(), 0);
    }

    void everyOptionIsExplained()
    {
        for (const char *command : {"import", "sessions", "list", "show", "compare", "grid", "due"}) {
            const CliResult help = m_world.run({text("evaluate"), text(command), text("--help")});
            QCOMPARE(help.exitCode, 0);
            for (const QByteArray &line : help.out.split('\n')) {
                if (line.startsWith("  --"))
                    QVERIFY2(line.simplified().split(' ').size() > 3, line);
            }
        }
    }
};

QTEST_GUILESS_MAIN(tst_Evaluations)
#include "tst_evaluations.moc"
