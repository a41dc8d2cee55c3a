// SPDX-License-Identifier: GPL-3.0-or-later
// Problems as SARIF 2.1.0, read back; and where in the file each problem is.
#include <QTest>

#include "judged_session.h"
#include "models/pact/sarif.h"
#include "models/pact/source_map.h"

#include <nlohmann/json.hpp>

#include <set>

using namespace mandate;
using SarifJson = nlohmann::json;

class SarifTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyRequiredPropertyIsThere();
    void levelsFollowTheClass_data();
    void levelsFollowTheClass();
    void placesAreFoundInTheFile_data();
    void placesAreFoundInTheFile();
    void aTextThatIsBeingTypedHasPlacesToo();
    void pathsBecomeReferences();
    void aDocumentThatCannotBeReadIsAProblemToo();
};

namespace {

// The condition of F has an escaped quotation mark, a line feed and a letter beyond ASCII before its mistake.
const std::string source = R"({
  "schema": "mandate.pact/1", "pact_id": "p", "version": "1.0.0", "title": "T",
  "binds": [{"deployment": "shop"}],
  "tools": [{"name": "a/b", "title": "A"}, {"name": "cancel", "title": "C", "destructive": true}],
  "state": [{"fact": "f", "when": "has(value.a) && nope"}],
  "windows": [{"window": "w", "by": "args.a + nope", "within": "1h"}],
  "clauses": [
    {"id": "P", "kind": "permit", "tools": ["a/b"], "when": "true", "reads_as": "r"},
    {"id": "F", "kind": "forbid", "when": "args.a == \"é\" &&\n argz.b", "reads_as": "r"}
  ]
})";

PactDocument document()
{
    auto parsed = parsePact(source);
    if (!parsed)
        qFatal("%s", describe(parsed.error()).c_str());
    return parsed->document;
}

Problem problemAt(const std::string &place, std::optional<std::uint64_t> line = {}, std::optional<std::uint64_t> column = {})
{
    Problem problem;
    problem.rule = "some-rule";
    problem.place = place;
    problem.reason = "It is so.";
    problem.remedy = "Do this.";
    problem.line = line;
    problem.column = column;
    return problem;
}

} // namespace

void SarifTest::everyRequiredPropertyIsThere()
{
    std::vector<Problem> problems = checkPact(document(), *parseInstant("2026-03-01T00:00:00Z"));
    QVERIFY(problems.size() > 4);
    problems.push_back(problemAt("F"));
    problems.back().other = "P";
    problems.back().example = R"({"tool":"a/b"})";
    const SarifJson log = SarifJson::parse(sarifOf(document(), problems, "pacts/my%20pact.json", source));
    QCOMPARE(log.at("version").get<std::string>(), std::string("2.1.0"));
    QVERIFY(log.at("$schema").get<std::string>().ends_with("sarif-schema-2.1.0.json"));
    QCOMPARE(log.at("runs").size(), std::size_t{1});
    const SarifJson &run = log.at("runs").at(0);
    QCOMPARE(run.at("tool").at("driver").at("name").get<std::string>(), std::string("Mandate"));
    QCOMPARE(run.at("columnKind").get<std::string>(), std::string("unicodeCodePoints"));
    const SarifJson &rules = run.at("tool").at("driver").at("rules");
    std::set<std::string> ids;
    for (const SarifJson &rule : rules) {
        QVERIFY(ids.insert(rule.at("id").get<std::string>()).second);
        QVERIFY(!rule.at("shortDescription").at("text").get<std::string>().empty());
    }
    QCOMPARE(run.at("results").size(), problems.size());
    for (const SarifJson &result : run.at("results")) {
        QVERIFY(!result.at("message").at("text").get<std::string>().empty());
        QVERIFY(rules.at(result.at("ruleIndex").get<std::size_t>()).at("id") == result.at("ruleId"));
        const SarifJson &location = result.at("locations").at(0);
        QCOMPARE(location.at("physicalLocation").at("artifactLocation").at("uri").get<std::string>(), std::string("pacts/my%20pact.json"));
        const SarifJson &region = location.at("physicalLocation").at("region");
        QVERIFY(region.at("startLine").get<int>() >= 1 && region.at("startColumn").get<int>() >= 1);
        QVERIFY(std::pair(region.at("endLine").get<int>(), region.at("endColumn").get<int>()) >=
                std::pair(region.at("startLine").get<int>(), region.at("startColumn").get<int>()));
        QVERIFY(!location.at("logicalLocations").at(0).at("name").get<std::string>().empty());
    }
    const SarifJson &last = run.at("results").back();
    QCOMPARE(last.at("relatedLocations").at(0).at("logicalLocations").at(0).at("name").get<std::string>(), std::string("P"));
    QCOMPARE(last.at("properties").at("example").at("tool").get<std::string>(), std::string("a/b"));
    // Without the text there is no region, and all else.
    const SarifJson bare = SarifJson::parse(sarifOf(document(), problems, "p.json"));
    QVERIFY(!bare["runs"][0]["results"][0]["locations"][0]["physicalLocation"].contains("region"));
    QVERIFY(SarifJson::parse(sarifOf(document(), {}, "p.json")).at("runs").at(0).at("results") == SarifJson::array());
}

void SarifTest::levelsFollowTheClass_data()
{
    QTest::addColumn<int>("problemClass");
    QTest::addColumn<QString>("level");
    QTest::newRow("security") << static_cast<int>(ProblemClass::Security) << QStringLiteral("error");
    QTest::newRow("error") << static_cast<int>(ProblemClass::Error) << QStringLiteral("error");
    QTest::newRow("warning") << static_cast<int>(ProblemClass::Warning) << QStringLiteral("warning");
    QTest::newRow("suggestion") << static_cast<int>(ProblemClass::Suggestion) << QStringLiteral("note");
    QTest::newRow("info") << static_cast<int>(ProblemClass::Info) << QStringLiteral("note");
}

void SarifTest::levelsFollowTheClass()
{
    QFETCH(int, problemClass);
    QFETCH(QString, level);
    Problem problem = problemAt("F");
    problem.problemClass = static_cast<ProblemClass>(problemClass);
    const SarifJson result = SarifJson::parse(sarifOf(document(), {problem}, "p.json")).at("runs").at(0).at("results").at(0);
    QCOMPARE(QString::fromStdString(result.at("level").get<std::string>()), level);
    QCOMPARE(QString::fromStdString(result.at("properties").at("class").get<std::string>()), QString::fromLatin1(QTest::currentDataTag()));
}

void SarifTest::placesAreFoundInTheFile_data()
{
    QTest::addColumn<QString>("place");
    QTest::addColumn<int>("line");
    QTest::addColumn<int>("column");
    QTest::addColumn<QString>("written"); ///< what stands there in the file
    const auto row = [](const char *name, const char *place, int line, int column, const char *written) {
        QTest::newRow(name) << QString::fromLatin1(place) << line << column << QString::fromUtf8(written);
    };
    row("a clause", "F", 0, 0, R"({"id": "F")");
    row("in a condition", "F", 1, 1, "args.a");
    row("behind an escape", "F", 1, 12, "é");
    row("in its second line", "F", 2, 2, "argz.b");
    row("in a fact", "state.f.when", 1, 17, "nope");
    row("in a window", "window.w.by", 1, 10, "nope");
    row("a window", "window.w", 0, 0, R"({"window")");
    row("a fact", "state.f", 0, 0, R"({"fact")");
    row("a tool", "/tools/cancel", 0, 0, R"({"name": "cancel")");
    row("a tool with a slash", "/tools/a/b", 0, 0, R"({"name": "a/b")");
    row("a part", "/binds", 0, 0, "[{\"deployment");
    row("a part that is missing", "/accountability/owner", 0, 0, "{\n  \"schema\"");
    row("a column too far", "F", 1, 900, "\"args.a");
}

void SarifTest::placesAreFoundInTheFile()
{
    QFETCH(QString, place);
    QFETCH(int, line);
    QFETCH(int, column);
    QFETCH(QString, written);
    const std::optional<std::uint64_t> none;
    const Problem problem =
        problemAt(place.toStdString(), line ? std::optional<std::uint64_t>(line) : none, line ? std::optional<std::uint64_t>(column) : none);
    const SourceSpan span = spanOf(document(), problem, SourceMap(source));
    const QStringList lines = QString::fromStdString(source).split(u'\n');
    const QString from = lines.mid(static_cast<int>(span.line) - 1).join(u'\n').mid(static_cast<int>(span.column) - 1);
    QVERIFY2(from.startsWith(written), qPrintable(from));
}

void SarifTest::aTextThatIsBeingTypedHasPlacesToo()
{
    const std::string cut = source.substr(0, source.find("argz"));
    const SourceMap map(cut);
    QVERIFY(map.of("/clauses/1/when"));
    QVERIFY(!map.of("/clauses/1/reads_as"));
    QCOMPARE(map.of("/tools/1")->line, std::uint64_t{4});
    for (std::size_t length = 0; length <= source.size(); ++length) // no cut of the text is too much for it
        (void)SourceMap(std::string_view(source).substr(0, length)).nearest("/clauses/1/when");
    QVERIFY(SourceMap("").nearest("/a") == SourceSpan());
    QVERIFY(SourceMap(std::string(100'000, '[')).of(""));
}

void SarifTest::pathsBecomeReferences()
{
    QCOMPARE(uriOf("pacts/my pact.json"), std::string("pacts/my%20pact.json"));
    QCOMPARE(uriOf("/tmp/ä#1.json"), std::string("file:///tmp/%C3%A4%231.json"));
    QCOMPARE(uriOf("a:b.json"), std::string("a%3Ab.json")); // else "a" would be a scheme
}

void SarifTest::aDocumentThatCannotBeReadIsAProblemToo()
{
    const auto parsed = parsePact(R"({"schema":"mandate.pact/1"})");
    QVERIFY(!parsed);
    const Problem problem = schemaProblem(parsed.error());
    QCOMPARE(problem.problemClass, ProblemClass::Error);
    QCOMPARE(problem.rule, std::string("schema"));
    QVERIFY(!problem.place.empty() && !problem.remedy.empty());
    const SarifJson log = SarifJson::parse(sarifOf({}, {problem}, "p.json", R"({"schema":"mandate.pact/1"})"));
    QCOMPARE(log.at("runs").at(0).at("results").at(0).at("ruleId").get<std::string>(), std::string("schema"));
}

QTEST_APPLESS_MAIN(SarifTest)
#include "sarif_test.moc"
