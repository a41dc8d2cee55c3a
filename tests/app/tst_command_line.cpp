// SPDX-License-Identifier: GPL-3.0-or-later
// The command line as people and scripts use it.
#include "cli_process.h"
#include "shared_world.h"

#include <QElapsedTimer>
#include <QFile>
#include <QRandomGenerator>
#include <QTest>

using nlohmann::json;

namespace {

const QString sampleRuns = QStringLiteral(MANDATE_SOURCE_DIR "/resources/sample");
const QString pacts = QStringLiteral(MANDATE_SOURCE_DIR "/resources/pacts/");

QStringList words(const QString &line) { return line.split(QLatin1Char(' ')); }

} // namespace

class tst_CommandLine : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void helpAndVersionExitWithZero();
    void wrongUsageExitsWithTwoAndSaysTheUsage_data();
    void wrongUsageExitsWithTwoAndSaysTheUsage();
    void everyCommandGivesOneJsonObject_data();
    void everyCommandGivesOneJsonObject();
    void anAgentIsSuspendedResumedAndEveryStepIsSigned();
    void suspendingTwiceIsRefused();
    void anUnknownReasonNamesTheKnownOnes();
    void anUnknownAgentIsNotAuthorized();
    void aChangedPactNeedsANewVersion();
    void queryFiltersAreAllApplied();
    void anAgentIsHeldAgainstItsBaseline();
    void aYearIsWrittenAsAReport();
    void whatAnAgentLacksIsNamedWithItsPlace();
    void recordsAreMarkedSignedAndAskedFor();
    void textSearchFindsWithAndWithoutAnIndex();
    void conditionsAreEvaluatedAsTheEvaluatorSeesThem_data();
    void conditionsAreEvaluatedAsTheEvaluatorSeesThem();
    void aFlippedByteIsNamed();
    void importingFromAnotherFolderAddsNothing();
    void wholeFolder();

private:
    CliWorld m_world;
    QString m_workspace;
};

void tst_CommandLine::initTestCase()
{
    m_workspace = m_world.path(QStringLiteral("sample.mandate"));
    QCOMPARE(m_world.run({QStringLiteral("init"), m_workspace}).exitCode, 0);
    for (const char *pact : {"airline", "retail", "telecom", "banking"})
        QCOMPARE(m_world.run({QStringLiteral("pact"), QStringLiteral("add"), m_workspace, pacts + QLatin1String(pact) + QStringLiteral(".json")}).exitCode, 0);
    const CliResult imported = m_world.run({QStringLiteral("import"), m_workspace, sampleRuns});
    QVERIFY2(imported.exitCode == 0, imported.err);
}

void tst_CommandLine::helpAndVersionExitWithZero()
{
    QCOMPARE(m_world.run({QStringLiteral("--version")}).exitCode, 0);
    const CliResult help = m_world.run({QStringLiteral("--help")});
    QCOMPARE(help.exitCode, 0);
    for (const char *command : {"init", "import", "pact check", "pact diff", "pact add", "pact list", "pact show", "judge", "incidents", "agents", "query", "suspend", "resume", "status", "verify", "stats", "cel"})
        QVERIFY2(help.out.contains(QByteArray("mandate ") + command), command);
}

void tst_CommandLine::wrongUsageExitsWithTwoAndSaysTheUsage_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("no command") << QStringList();
    QTest::newRow("unknown command") << words(QStringLiteral("frobnicate"));
    QTest::newRow("missing word") << words(QStringLiteral("import"));
    QTest::newRow("word too many") << words(QStringLiteral("init a b"));
    QTest::newRow("unknown option") << words(QStringLiteral("query w --colour red"));
    QTest::newRow("option without value") << words(QStringLiteral("query w --limit"));
    QTest::newRow("no number") << QStringList{QStringLiteral("query"), m_workspace, QStringLiteral("--limit"), QStringLiteral("many")};
    QTest::newRow("no verdict") << QStringList{QStringLiteral("query"), m_workspace, QStringLiteral("--verdict"), QStringLiteral("fine")};
    QTest::newRow("no date") << QStringList{QStringLiteral("query"), m_workspace, QStringLiteral("--since"), QStringLiteral("yesterday")};
    QTest::newRow("no format") << QStringList{QStringLiteral("import"), m_workspace, sampleRuns, QStringLiteral("--format"), QStringLiteral("xml")};
    QTest::newRow("no workspace") << words(QStringLiteral("stats /nowhere/w.mandate"));
    QTest::newRow("nothing to compare with") << QStringList{QStringLiteral("drift"), m_workspace, QStringLiteral("--before"), QStringLiteral("agent:a")};
    QTest::newRow("calls instead of runs") << QStringList{QStringLiteral("drift"), m_workspace, QStringLiteral("--before"), QStringLiteral("tool:a"), QStringLiteral("--after"), QStringLiteral("agent:b")};
    QTest::newRow("no level") << QStringList{QStringLiteral("drift"), m_workspace, QStringLiteral("--baseline"), QStringLiteral("a"), QStringLiteral("--level"), QStringLiteral("high")};
    QTest::newRow("no digest") << QStringList{QStringLiteral("baseline"), QStringLiteral("set"), m_workspace, QStringLiteral("--name"), QStringLiteral("a"), QStringLiteral("--agent"), QStringLiteral("b"), QStringLiteral("--reason"), QStringLiteral("c"), QStringLiteral("--evaluation"), QStringLiteral("suite")};
    QTest::newRow("no pact") << QStringList{QStringLiteral("judge"), m_workspace, QStringLiteral("--pact"), QStringLiteral("nothing")};
}

void tst_CommandLine::wrongUsageExitsWithTwoAndSaysTheUsage()
{
    QFETCH(QStringList, arguments);
    const CliResult result = m_world.run(arguments);
    QCOMPARE(result.exitCode, 2);
    if (!arguments.isEmpty()) {
        QVERIFY(result.out.isEmpty());
        QVERIFY2(result.err.startsWith("mandate: ") && result.err.contains("MND-"), result.err);
        QCOMPARE(result.err.count('\n'), 1);
    }
}

void tst_CommandLine::everyCommandGivesOneJsonObject_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("member");
    const QString w = m_workspace;
    QTest::newRow("stats") << QStringList{QStringLiteral("stats"), w} << QByteArray("evidence");
    QTest::newRow("agents") << QStringList{QStringLiteral("agents"), w} << QByteArray("agents");
    QTest::newRow("incidents") << QStringList{QStringLiteral("incidents"), w} << QByteArray("incidents");
    QTest::newRow("query") << QStringList{QStringLiteral("query"), w} << QByteArray("rows");
    QTest::newRow("status") << QStringList{QStringLiteral("status"), w} << QByteArray("agents");
    QTest::newRow("verify") << QStringList{QStringLiteral("verify"), w} << QByteArray("root");
    QTest::newRow("judge") << QStringList{QStringLiteral("judge"), w} << QByteArray("verdicts");
    QTest::newRow("pact list") << QStringList{QStringLiteral("pact"), QStringLiteral("list"), w} << QByteArray("pacts");
    QTest::newRow("pact show") << QStringList{QStringLiteral("pact"), QStringLiteral("show"), w, QStringLiteral("airline-service@1.0.0")} << QByteArray("document");
    QTest::newRow("pact check") << QStringList{QStringLiteral("pact"), QStringLiteral("check"), pacts + QStringLiteral("retail.json")} << QByteArray("problems");
    QTest::newRow("baseline list") << QStringList{QStringLiteral("baseline"), QStringLiteral("list"), w} << QByteArray("baselines");
    QTest::newRow("drift") << QStringList{QStringLiteral("drift"), w, QStringLiteral("--before"), QStringLiteral("agent:gpt-4.1"), QStringLiteral("--after"), QStringLiteral("agent:*qwen*"), QStringLiteral("--deployment"), QStringLiteral("airline")} << QByteArray("sentence");
    QTest::newRow("readiness") << QStringList{QStringLiteral("readiness"), w} << QByteArray("agents");
    QTest::newRow("outcome") << QStringList{QStringLiteral("outcome"), w} << QByteArray("sentences");
    QTest::newRow("cel") << QStringList{QStringLiteral("cel"), QStringLiteral("1 + 1")} << QByteArray("value");
}

void tst_CommandLine::everyCommandGivesOneJsonObject()
{
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, member);
    const CliResult result = m_world.run(arguments + QStringList{QStringLiteral("--json")});
    QVERIFY2(result.exitCode == 0 || result.exitCode == 1, result.err);
    QCOMPARE(result.out.count('\n'), 1);
    const json object = result.json();
    QVERIFY2(object.is_object() && object.contains(member.toStdString()), result.out.left(200));
    QVERIFY(result.err.isEmpty());
    // And as text for people.
    const CliResult plain = m_world.run(arguments);
    QCOMPARE(plain.exitCode, result.exitCode);
    QVERIFY(!plain.out.isEmpty());
}

void tst_CommandLine::anAgentIsSuspendedResumedAndEveryStepIsSigned()
{
    const QString agent = QStringLiteral("gpt-oss-120b");
    const auto agents = m_world.run({QStringLiteral("agents"), m_workspace, QStringLiteral("--json")}).json()["agents"];
    std::string name;
    for (const json &one : agents) {
        if (one["agent"].get<std::string>().find(agent.toStdString()) != std::string::npos)
            name = one["agent"];
    }
    QVERIFY(!name.empty());
    const QString who = QString::fromStdString(name);
    const auto state = [&] { return m_world.run({QStringLiteral("status"), m_workspace, who, QStringLiteral("--json")}).json()["agents"][name]; };
    COMPARE_JSON(state()["state"], json("authorized"));
    const CliResult suspended = m_world.run({QStringLiteral("suspend"), m_workspace, who, QStringLiteral("--reason"), QStringLiteral("scope_violation"),
                                             QStringLiteral("--note"), QStringLiteral("94 changes in four minutes"), QStringLiteral("--json")});
    QVERIFY2(suspended.exitCode == 0, suspended.err);
    COMPARE_JSON(suspended.json()["statement"]["to"], json("suspended"));
    COMPARE_JSON(state()["state"], json("suspended"));
    COMPARE_JSON(state()["reason"], json("scope_violation"));
    QVERIFY(state()["since"].is_string() && state()["by"].is_string());
    QCOMPARE(m_world.run({QStringLiteral("resume"), m_workspace, who, QStringLiteral("--reason"), QStringLiteral("cause_fixed")}).exitCode, 0);
    COMPARE_JSON(state()["state"], json("authorized"));
    QCOMPARE(m_world.run({QStringLiteral("verify"), m_workspace}).exitCode, 0);
}

void tst_CommandLine::suspendingTwiceIsRefused()
{
    const QString agent = QStringLiteral("claude-sonnet-4-5");
    QCOMPARE(m_world.run({QStringLiteral("suspend"), m_workspace, agent, QStringLiteral("--reason"), QStringLiteral("drift")}).exitCode, 0);
    const CliResult again = m_world.run({QStringLiteral("suspend"), m_workspace, agent, QStringLiteral("--reason"), QStringLiteral("drift")});
    QCOMPARE(again.exitCode, 1);
    QVERIFY2(again.err.contains("suspended already"), again.err);
    QCOMPARE(m_world.run({QStringLiteral("resume"), m_workspace, agent, QStringLiteral("--reason"), QStringLiteral("false_alarm")}).exitCode, 0);
    QCOMPARE(m_world.run({QStringLiteral("resume"), m_workspace, agent, QStringLiteral("--reason"), QStringLiteral("false_alarm")}).exitCode, 1);
}

void tst_CommandLine::anUnknownReasonNamesTheKnownOnes()
{
    const CliResult result = m_world.run({QStringLiteral("suspend"), m_workspace, QStringLiteral("claude-sonnet-4-5"), QStringLiteral("--reason"), QStringLiteral("because")});
    QCOMPARE(result.exitCode, 2);
    QVERIFY(result.err.contains("scope_violation"));
}

void tst_CommandLine::anUnknownAgentIsNotAuthorized()
{
    QCOMPARE(m_world.run({QStringLiteral("status"), m_workspace, QStringLiteral("nobody")}).exitCode, 2);
    QCOMPARE(m_world.run({QStringLiteral("suspend"), m_workspace, QStringLiteral("nobody"), QStringLiteral("--reason"), QStringLiteral("drift")}).exitCode, 2);
}

void tst_CommandLine::aChangedPactNeedsANewVersion()
{
    CliWorld world;
    const QString w = world.path(QStringLiteral("w.mandate"));
    QCOMPARE(world.run({QStringLiteral("init"), w}).exitCode, 0);
    QFile file(pacts + QStringLiteral("airline.json"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QByteArray pact = file.readAll();
    QCOMPARE(world.run({QStringLiteral("pact"), QStringLiteral("add"), w, world.write(QStringLiteral("a.json"), pact)}).exitCode, 0);
    QCOMPARE(world.run({QStringLiteral("pact"), QStringLiteral("add"), w, world.path(QStringLiteral("a.json"))}).exitCode, 0); // the same is no change
    pact.replace("at most five passengers", "at most 5 passengers");
    const CliResult changed = world.run({QStringLiteral("pact"), QStringLiteral("add"), w, world.write(QStringLiteral("b.json"), pact)});
    QCOMPARE(changed.exitCode, 1);
    QVERIFY(changed.err.contains("new version number"));
    pact.replace("\"1.0.0\"", "\"1.0.1\"");
    QCOMPARE(world.run({QStringLiteral("pact"), QStringLiteral("add"), w, world.write(QStringLiteral("c.json"), pact)}).exitCode, 0);
    const json listed = world.run({QStringLiteral("pact"), QStringLiteral("list"), w, QStringLiteral("--json")}).json()["pacts"];
    QCOMPARE(listed.size(), std::size_t{2});
    COMPARE_JSON(listed[0]["in_force"], json(false));
    COMPARE_JSON(listed[1]["in_force"], json(true));
}

void tst_CommandLine::queryFiltersAreAllApplied()
{
    const auto total = [&](const QStringList &filter) {
        return m_world.run(QStringList{QStringLiteral("query"), m_workspace, QStringLiteral("--json"), QStringLiteral("--limit"), QStringLiteral("3")} + filter).json()["total"].get<int>();
    };
    const int all = total({});
    const int prohibited = total(words(QStringLiteral("--verdict prohibited")));
    QVERIFY(prohibited > 0 && prohibited < all);
    const json rows = m_world.run({QStringLiteral("query"), m_workspace, QStringLiteral("--verdict"), QStringLiteral("prohibited"), QStringLiteral("--json")}).json()["rows"];
    for (const json &row : rows)
        COMPARE_JSON(row["verdict"], json("prohibited"));
    QCOMPARE(total(words(QStringLiteral("--since 2099-01-01"))), 0);
    QCOMPARE(total(words(QStringLiteral("--tool no_such_tool"))), 0);
    QVERIFY(total(words(QStringLiteral("--kind session"))) > 0);
    const std::string session = rows[0]["session"];
    const int ofSession = total({QStringLiteral("--session"), QString::fromStdString(session)});
    QVERIFY(ofSession > 0 && ofSession < all);
}

void tst_CommandLine::aYearIsWrittenAsAReport()
{
    const QString html = m_world.path(QStringLiteral("outcome.html")), pdf = m_world.path(QStringLiteral("outcome.pdf"));
    const QStringList asked{QStringLiteral("outcome"), m_workspace, QStringLiteral("--since"), QStringLiteral("2026-01-01"), QStringLiteral("--until"), QStringLiteral("2026-06-01"),
                            QStringLiteral("--html"), html, QStringLiteral("--pdf"), pdf};
    const CliResult first = m_world.run(asked + words(QStringLiteral("--json")));
    QVERIFY2(first.exitCode == 0, first.err);
    const json told = first.json();
    QCOMPARE(told["since"].get<std::string>(), std::string("2026-01-01T00:00:00Z"));
    bool withheld = false;
    for (const json &sentence : told["sentences"]) {
        QCOMPARE(sentence["text"].is_null(), !sentence["withheld"].is_null());
        withheld = withheld || (sentence["id"] == "violations" && sentence["text"].is_null());
    }
    QVERIFY(withheld); // the sample has no record of 2026
    QVERIFY(!told["holes"].empty());
    QFile page(html), pages(pdf);
    QVERIFY(page.open(QIODevice::ReadOnly) && pages.open(QIODevice::ReadOnly));
    const QByteArray text = page.readAll();
    QVERIFY(text.contains("<h1>Outcome from 2026-01-01T00:00:00Z to 2026-06-01T00:00:00Z</h1>") && text.contains("We have no records from 2026-01-01 to 2026-05-31") && text.endsWith("</html>\n"));
    const QByteArray table = text.mid(text.indexOf("Suspensions by deployment"));
    QVERIFY(table.contains("withheld") && !table.contains(">0.0<")); // what is not known is no zero
    QVERIFY(pages.readAll().startsWith("%PDF-"));
    QCOMPARE(m_world.run(asked).exitCode, 2); // what is there is not written over
    QCOMPARE(m_world.run({QStringLiteral("outcome"), m_workspace, QStringLiteral("--since"), QStringLiteral("2026-02-01"), QStringLiteral("--until"), QStringLiteral("2026-01-01")}).exitCode, 2);
}

void tst_CommandLine::whatAnAgentLacksIsNamedWithItsPlace()
{
    const CliResult result = m_world.run({QStringLiteral("readiness"), m_workspace, QStringLiteral("--agent"), QStringLiteral("gpt-4.1"), QStringLiteral("--json")});
    QCOMPARE(result.exitCode, 1);
    const json agents = result.json()["agents"];
    QCOMPARE(agents.size(), std::size_t{1});
    const json checks = agents[0]["checks"];
    QCOMPARE(checks.size(), std::size_t{5});
    for (const json &check : checks) {
        QCOMPARE(check["answer"] == "yes", check["missing"].empty());
        for (const json &piece : check["missing"])
            QVERIFY(piece["link"].get<std::string>().starts_with("mandate://"));
    }
    QCOMPARE(checks[3]["answer"].get<std::string>(), std::string("no")); // the pact asks for an evaluation, and there is none
    QCOMPARE(m_world.run({QStringLiteral("readiness"), m_workspace, QStringLiteral("--agent"), QStringLiteral("nobody")}).exitCode, 2);
}

void tst_CommandLine::anAgentIsHeldAgainstItsBaseline()
{
    const QString w = m_world.path(QStringLiteral("drift.mandate"));
    QCOMPARE(m_world.run({QStringLiteral("init"), w}).exitCode, 0);
    QCOMPARE(m_world.run({QStringLiteral("pact"), QStringLiteral("add"), w, m_world.write(QStringLiteral("shop.json"), shared_world::shop("1.0.0", {}, 100))}).exitCode, 0);
    const auto import = [&](const char *name, int from, int count, int most) {
        QByteArray lines; // one payment a run; numbers above 100 are forbidden
        for (int i = 0; i < count; ++i)
            lines += shared_world::payments(1, from + i % most);
        const QString file = m_world.write(QLatin1String(name) + QStringLiteral(".jsonl"), lines);
        const CliResult imported = m_world.run({QStringLiteral("import"), w, file, QStringLiteral("--agent"), QStringLiteral("payer")});
        QVERIFY2(imported.exitCode == 0, imported.err);
    };
    import("before", 1, 90, 90);
    const QStringList set{QStringLiteral("baseline"), QStringLiteral("set"), w, QStringLiteral("--name"), QStringLiteral("spring"), QStringLiteral("--agent"), QStringLiteral("payer"), QStringLiteral("--reason"), QStringLiteral("as accepted"), QStringLiteral("--json")};
    const CliResult pinned = m_world.run(set);
    QVERIFY2(pinned.exitCode == 0, pinned.err);
    COMPARE_JSON(pinned.json()["violating_runs"], (json{{"k", 0}, {"n", 90}, {"undecidable", 0}}));
    QCOMPARE(m_world.run(set).exitCode, 1); // a name means what it meant first
    COMPARE_JSON(m_world.run({QStringLiteral("baseline"), QStringLiteral("show"), w, QStringLiteral("spring"), QStringLiteral("--json")}).json(), pinned.json());
    import("after", 91, 40, 40); // 30 of them too much
    const QStringList asked{QStringLiteral("drift"), w, QStringLiteral("--baseline"), QStringLiteral("spring")};
    const CliResult found = m_world.run(asked + QStringList{QStringLiteral("--json")});
    QCOMPARE(found.exitCode, 1);
    const json report = found.json();
    QVERIFY2(report["answer"] == "worse", found.out);
    COMPARE_JSON(report["signals"][0]["after"], (json{{"k", 30}, {"n", 40}}));
    QVERIFY(report["signals"][0]["p"].get<double>() < 1e-9);
    COMPARE_JSON(report["seed"], 20260101);
    const CliResult plain = m_world.run(asked);
    QVERIFY2(plain.out.startsWith("Worse: runs that broke a hard clause went from 0 of 90 runs before, 30 of 40 after (Fisher p < 0.001)"), plain.out);
    COMPARE_JSON(m_world.run(asked + QStringList{QStringLiteral("--json"), QStringLiteral("--seed"), QStringLiteral("5")}).json()["seed"], 5);
    const CliResult verified = m_world.run({QStringLiteral("verify"), w});
    QVERIFY2(verified.exitCode == 0, verified.out);
}

void tst_CommandLine::recordsAreMarkedSignedAndAskedFor()
{
    const auto on = [&](const QStringList &more) { return m_world.run(QStringList{QStringLiteral("annotate"), m_workspace} + more + QStringList{QStringLiteral("--json")}); };
    const json rows = m_world.run({QStringLiteral("query"), m_workspace, QStringLiteral("--verdict"), QStringLiteral("prohibited"), QStringLiteral("--json")}).json()["rows"];
    const QString entry = QString::number(rows[0]["entry"].get<int>());
    QCOMPARE(on({entry, QStringLiteral("--star")}).exitCode, 0);
    QCOMPARE(on({entry, QStringLiteral("--tag"), QStringLiteral("matter-7")}).exitCode, 0);
    const CliResult note = on({entry, QStringLiteral("--note"), QStringLiteral("Ask the desk why")});
    QVERIFY2(note.exitCode == 0, note.err);
    COMPARE_JSON(note.json()["step"], json("note"));
    const auto found = [&](const char *query) {
        const json answer = m_world.run({QStringLiteral("query"), m_workspace, QString::fromLatin1(query), QStringLiteral("--json")}).json();
        return answer["total"] == 1 && answer["rows"][0]["entry"] == rows[0]["entry"];
    };
    QVERIFY(found("star:yes") && found("tag:matter-7") && found("note:desk"));
    COMPARE_JSON(m_world.run({QStringLiteral("annotations"), m_workspace, QStringLiteral("--json")}).json()["records"][0]["tags"], json({"matter-7"}));
    QCOMPARE(on({entry, QStringLiteral("--unstar")}).exitCode, 0);
    QCOMPARE(on({entry, QStringLiteral("--withdraw"), QString::number(note.json()["annotation_entry"].get<int>())}).exitCode, 0);
    QVERIFY(!found("star:yes") && !found("note:desk") && found("tag:matter-7"));
    const json history = on({entry}).json()["annotations"];
    COMPARE_JSON(json(history.size()), json(5)); // nothing is gone
    COMPARE_JSON(history[2]["taken_back"], json(true));
    const CliResult again = on({entry, QStringLiteral("--unstar")});
    QCOMPARE(again.exitCode, 1);
    QVERIFY2(again.err.contains("MND-ANN-004"), again.err);
    QCOMPARE(on({entry, QStringLiteral("--star"), QStringLiteral("--untag"), QStringLiteral("matter-7")}).exitCode, 2);
    QCOMPARE(on({QStringLiteral("first"), QStringLiteral("--star")}).exitCode, 2);
    QCOMPARE(m_world.run({QStringLiteral("verify"), m_workspace}).exitCode, 0);
}

void tst_CommandLine::textSearchFindsWithAndWithoutAnIndex()
{
    const auto hits = [&](const QString &workspace) {
        return m_world.run({QStringLiteral("query"), workspace, QStringLiteral("--text"), QStringLiteral("M20IZO"), QStringLiteral("--json"), QStringLiteral("--limit"), QStringLiteral("0")}).json()["total"].get<int>();
    };
    const int indexed = hits(m_workspace);
    QVERIFY(indexed > 0);
    QVERIFY(QFile::exists(m_workspace + QStringLiteral("-text")));
    const QString copy = m_world.path(QStringLiteral("copy.mandate"));
    QVERIFY(QFile::copy(m_workspace, copy)); // without the index beside it
    QCOMPARE(hits(copy), indexed);
}

void tst_CommandLine::conditionsAreEvaluatedAsTheEvaluatorSeesThem_data()
{
    QTest::addColumn<QString>("expression");
    QTest::addColumn<int>("exitCode");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("number") << QStringLiteral("1 + 2 * 3") << 0 << QByteArray(R"({"type":"int","value":7})");
    QTest::newRow("absorbed error") << QStringLiteral("true || 1 / 0 > 0") << 0 << QByteArray(R"({"type":"bool","value":true})");
    QTest::newRow("variable") << QStringLiteral("order.items.map(i, i.price).sum() > 500.0") << 0 << QByteArray(R"({"type":"bool","value":true})");
    QTest::newRow("text") << QStringLiteral("'a' + \"b\"") << 0 << QByteArray(R"({"type":"string","value":"ab"})");
}

void tst_CommandLine::conditionsAreEvaluatedAsTheEvaluatorSeesThem()
{
    QFETCH(QString, expression);
    QFETCH(int, exitCode);
    QFETCH(QByteArray, expected);
    const QString vars = m_world.write(QStringLiteral("vars.json"), R"({"order":{"items":[{"price":400},{"price":120.5}]}})");
    const CliResult result = m_world.run({QStringLiteral("cel"), expression, QStringLiteral("--vars"), vars, QStringLiteral("--json")});
    QCOMPARE(result.exitCode, exitCode);
    QCOMPARE(QByteArray::fromStdString(result.json().dump()), expected);
    const CliResult error = m_world.run({QStringLiteral("cel"), QStringLiteral("order.nothing > 1"), QStringLiteral("--vars"), vars, QStringLiteral("--json")});
    QCOMPARE(error.exitCode, 1);
    QVERIFY(error.json().contains("error"));
    const CliResult wrong = m_world.run({QStringLiteral("cel"), QStringLiteral("1 +"), QStringLiteral("--json")});
    QCOMPARE(wrong.exitCode, 2);
    QVERIFY(wrong.json().contains("error"));
}

void tst_CommandLine::aFlippedByteIsNamed()
{
    QFile original(m_workspace);
    QVERIFY(original.open(QIODevice::ReadOnly));
    const QByteArray whole = original.readAll();
    int found = 0;
    QRandomGenerator random(20261121);
    const int tries = 24;
    for (int i = 0; i < tries; ++i) {
        QByteArray damaged = whole;
        const auto at = static_cast<qsizetype>(random.bounded(static_cast<quint32>(damaged.size() - 8192))) + 8192;
        damaged[at] = static_cast<char>(damaged[at] ^ 0x41);
        const QString path = m_world.write(QStringLiteral("damaged.mandate"), damaged);
        const CliResult result = m_world.run({QStringLiteral("verify"), path, QStringLiteral("--json")});
        QVERIFY2(result.exitCode == 0 || result.exitCode == 1, result.err);
        const json verification = result.json();
        QVERIFY2(verification.is_object(), result.out + result.err);
        if (verification["ok"] == json(false)) {
            ++found;
            QVERIFY2(!verification["first_bad"].is_null(), result.out);
        }
    }
    // What is free space in the file, or derived data, may be flipped without harm; most of the file is evidence.
    QVERIFY2(found > tries / 2, qPrintable(QString::number(found)));
}

void tst_CommandLine::importingFromAnotherFolderAddsNothing()
{
    const json before = m_world.run({QStringLiteral("verify"), m_workspace, QStringLiteral("--json")}).json();
    const QString elsewhere = m_world.path(QStringLiteral("elsewhere/renamed.json"));
    QVERIFY(QDir().mkpath(QFileInfo(elsewhere).path()));
    QVERIFY(QFile::copy(sampleRuns + QStringLiteral("/tau2/airline/gpt-4.1.json"), elsewhere));
    const json report = m_world.run({QStringLiteral("import"), m_workspace, elsewhere, QStringLiteral("--json")}).json();
    COMPARE_JSON(report["records"], json(0));
    COMPARE_JSON(m_world.run({QStringLiteral("verify"), m_workspace, QStringLiteral("--json")}).json()["entries"], before["entries"]);
}

void tst_CommandLine::wholeFolder()
{
    // On the bundled sample, or on the folder MANDATE_RUNS names.
    const QString runs = qEnvironmentVariable("MANDATE_RUNS", sampleRuns);
    CliWorld world;
    const QString w = world.path(QStringLiteral("w.mandate"));
    QCOMPARE(world.run({QStringLiteral("init"), w}).exitCode, 0);
    const CliResult imported = world.run({QStringLiteral("import"), w, runs, QStringLiteral("--json")});
    QVERIFY2(imported.exitCode == 0, imported.err);
    for (const json &file : imported.json()["files"])
        QVERIFY2(file["format"].is_string() || !file["skipped"].get<std::string>().empty(), file.dump().c_str());
    COMPARE_JSON(imported.json()["quarantined"], json(0));
    const json verified = world.run({QStringLiteral("verify"), w, QStringLiteral("--json")}).json();
    COMPARE_JSON(verified["ok"], json(true));
    const json again = world.run({QStringLiteral("import"), w, runs, QStringLiteral("--json")}).json();
    COMPARE_JSON(again["records"], json(0));
    COMPARE_JSON(world.run({QStringLiteral("verify"), w, QStringLiteral("--json")}).json(), verified);
}

QTEST_GUILESS_MAIN(tst_CommandLine)
#include "tst_command_line.moc"
