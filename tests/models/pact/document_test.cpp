// SPDX-License-Identifier: GPL-3.0-or-later
// Reading pact documents: what is taken in, and what a person is told about what is not.
#include "judged_session.h"

#include <QTest>

#include <set>

using namespace mandate;

class DocumentTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyMemberIsRead();
    void whatIsLeftOutHasItsDefault();
    void aProblemNamesItsPlaceAndARemedy_data();
    void aProblemNamesItsPlaceAndARemedy();
    void theFirstProblemIsTheOneThatIsTold();
    void brokenJsonNamesFileAndPosition();
    void theDigestIsThatOfTheContentNotOfItsLayout();
    void shippedPactsAreReadAndCompiled_data();
    void shippedPactsAreReadAndCompiled();
    void bindingsMatchAgentAndDeployment();
    void partsAreFoundByName();
    void namesOfEnumerationsAreThoseOfTheFormat();
};

void DocumentTest::everyMemberIsRead()
{
    const auto parsed =
        parsePact(R"({"schema":"mandate.pact/1","pact_id":"a.b-c_1","version":"1.20.3","title":"T","purpose":"P","parent_version":"1.0.0",
        "valid_from":"2026-01-01","valid_until":"2027-01-01T00:00:00Z","review_by":"2026-06-01",
        "binds":[{"agent":"gpt-*"},{"deployment":"shop"},{}],
        "accountability":{"owner":"O","deputy":"D","answers_for":"A","reviewers":[{"role":"legal"},{"role":"risk","count":2}]},
        "identity":{"credential":"inherited","reaches":["db"]},"clock":{"fixed":"2024-05-15T15:00:00Z","why":"W"},
        "tools":[{"name":"n","title":"t","consequence":["spends","publishes"],"destructive":true,"reversible":"partial","blast_radius":"b"}],
        "state":[{"fact":"f","title":"t","tools":["x*"],"when":"true","key":"text","value":"value.a","under":["line"],"first":true}],
        "windows":[{"window":"w","title":"t","tools":["x*"],"when":"true","by":"args.c","value":"args.a","attempted":true,"within":"1h"}],
        "clauses":[{"id":"1.1","kind":"escalate","tools":["n"],"when":"true","reads_as":"R","why":"Y","severity":"minor","heuristic":true,
                    "after_result":true,"escalation":{"to":"desk","respond_within":"2d","if_unanswered":"hand_off"}}],
        "hand_off":{"confidence_below":0.5,"to":"desk"},"verification":{"tools":["n"]},
        "evidence":{"owed":["input","signature"],"retention_days":400},
        "targets":[{"metric":"m","bound":-1.5,"window":"30d"}],
        "evaluation":{"cadence":"weekly","triggers":["model"]},"on_breach":["suspend","open_incident"]})");
    QVERIFY2(parsed, parsed ? "" : describe(parsed.error()).c_str());
    const PactDocument &pact = parsed->document;
    QCOMPARE(pact.id, std::string("a.b-c_1"));
    QCOMPARE(pact.version, std::string("1.20.3"));
    QCOMPARE(pact.purpose, std::string("P"));
    QCOMPARE(pact.parentVersion, std::string("1.0.0"));
    QCOMPARE(formatInstant(*pact.validFrom), std::string("2026-01-01T00:00:00"));
    QCOMPARE(formatInstant(*pact.validUntil), std::string("2027-01-01T00:00:00Z"));
    QVERIFY(pact.reviewBy.has_value());
    const std::vector<Binding> binds{{"gpt-*", "*"}, {"*", "shop"}, {"*", "*"}};
    QVERIFY(pact.binds == binds);
    QCOMPARE(pact.owner + pact.deputy + pact.answersFor, std::string("ODA"));
    const std::vector<PactDocument::Reviewer> reviewers{{"legal", 1}, {"risk", 2}};
    QVERIFY(pact.reviewers == reviewers);
    QCOMPARE(pact.credential, std::string("inherited"));
    QCOMPARE(pact.reaches, std::vector<std::string>{"db"});
    QCOMPARE(formatInstant(*pact.fixedClock), std::string("2024-05-15T15:00:00Z"));
    QCOMPARE(pact.clockWhy, std::string("W"));
    const PactTool tool{"n", "t", {Consequence::Spends, Consequence::Publishes}, true, "partial", "b"};
    QVERIFY(pact.tools.front() == tool);
    const StateFact fact{"f", "t", {"x*"}, "true", "text", "value.a", {"line"}, true};
    QVERIFY(pact.state.front() == fact);
    const Clause clause{"1.1", ClauseKind::Escalate, {"n"}, "true", "R", "Y", Severity::Minor, true, true, Escalation{"desk", 172800, true}};
    QVERIFY(pact.clauses.front() == clause);
    QCOMPARE(*pact.handOffBelow, 0.5);
    QCOMPARE(pact.handOffTo, std::string("desk"));
    QCOMPARE(pact.verifiedTools, std::vector<std::string>{"n"});
    QCOMPARE(pact.owedEvidence, (std::vector<std::string>{"input", "signature"}));
    QCOMPARE(pact.retentionDays, 400u);
    QVERIFY((pact.targets.front() == Target{"m", -1.5, "30d"}));
    QCOMPARE(pact.evaluationCadence, std::string("weekly"));
    QCOMPARE(pact.evaluationTriggers, std::vector<std::string>{"model"});
    QCOMPARE(pact.onBreach, (std::vector<std::string>{"suspend", "open_incident"}));
}

void DocumentTest::whatIsLeftOutHasItsDefault()
{
    const auto parsed =
        parsePact(pactWith(R"("clauses":[)" + clause("a", "forbid", "true") + R"(],"tools":[{"name":"n","title":"t"}],"state":[{"fact":"f"}])"));
    QVERIFY(parsed);
    const Clause &clause = parsed->document.clauses.front();
    QCOMPARE(clause.severity, Severity::Major);
    QVERIFY(clause.tools.empty() && !clause.heuristic && !clause.afterResult && !clause.escalation);
    QVERIFY((parsed->document.tools.front() == PactTool{"n", "t", {}, false, {}, {}}));
    QVERIFY((parsed->document.state.front() == StateFact{"f", {}, {}, {}, {}, {}, {}, false}));
    QVERIFY(!parsed->document.fixedClock && !parsed->document.handOffBelow && !parsed->document.validFrom);
    QVERIFY(parsed->document.owner.empty() && parsed->document.credential.empty());
}

void DocumentTest::aProblemNamesItsPlaceAndARemedy_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("happened");
    QTest::addColumn<QString>("remedy");
    const auto row = [](const char *name, const std::string &json, const char *path, const char *happened, const char *remedy) {
        QTest::newRow(name) << QByteArray::fromStdString(json) << QString::fromLatin1(path) << QString::fromUtf8(happened)
                            << QString::fromUtf8(remedy);
    };
    const auto clauses = [](const std::string &one) { return pactWith("\"clauses\":[" + one + ']'); };
    row("no object", "[]", "/", "must be an object", "Write {");
    row("another schema", R"({"schema":"mandate.pact/2"})", "/schema", "not a pact of version 1", "mandate.pact/1");
    row("no schema", "{}", "/schema", "\"schema\" is missing", "Add it as text");
    row("misspelt member", pactWith(R"("porpose":"x")"), "/porpose", "no member \"porpose\"", "spelling");
    row("a member with a slash", pactWith(R"("a/b~c":1)"), "/a~1b~0c", "no member", "spelling");
    row("misspelt deep member", pactWith(R"("accountability":{"reviewers":[{"role":"a"},{"role":"b","coutn":1}]})"),
        "/accountability/reviewers/1/coutn", "no member", "spelling");
    row("number for text", pactWith(R"("purpose":1)"), "/purpose", "must be text", "double quotes");
    row("null for text", pactWith(R"("purpose":null)"), "/purpose", "must be text", "double quotes");
    row("version", R"({"schema":"mandate.pact/1","pact_id":"p","version":"1.0"})", "/version", "semantic version", "1.0.0");
    row("leading zero", R"({"schema":"mandate.pact/1","pact_id":"p","version":"1.01.0"})", "/version", "semantic version", "1.0.0");
    row("pact id", R"({"schema":"mandate.pact/1","pact_id":"a b","version":"1.0.0"})", "/pact_id", "letters, digits", "airline-service");
    row("empty title", R"({"schema":"mandate.pact/1","pact_id":"p","version":"1.0.0","title":""})", "/title", "must not be empty", "Write a value");
    row("date", pactWith(R"("review_by":"2026-02-30")"), "/review_by", "not a date", "2026-03-01");
    row("binds no list", pactWith(R"("binds":{})"), "/binds", "list of objects", "[ {");
    row("binds a text", pactWith(R"("binds":["x"])"), "/binds/0", "object in braces", "Write {");
    row("no binds", R"({"schema":"mandate.pact/1","pact_id":"p","version":"1.0.0","title":"T","clauses":[]})", "/binds", "is missing", "list");
    row("credential", pactWith(R"("identity":{"credential":"mine"})"), "/identity/credential", "not one the schema knows", "\"own\", \"inherited\"");
    row("no credential", pactWith(R"("identity":{})"), "/identity/credential", "is missing", "one of \"own\"");
    row("consequence", pactWith(R"("tools":[{"name":"n","title":"t","consequence":["kills"]}])"), "/tools/0/consequence", "\"kills\"", "internal");
    row("reversible", pactWith(R"("tools":[{"name":"n","title":"t","reversible":""}])"), "/tools/0/reversible", "not one the schema knows",
        "\"partial\"");
    row("flag", pactWith(R"("tools":[{"name":"n","title":"t","destructive":"yes"}])"), "/tools/0/destructive", "true or false", "without quotes");
    row("two tools", pactWith(R"("tools":[{"name":"n","title":"t"},{"name":"n","title":"u"}])"), "/tools/1", "Two tools have the name \"n\"", "once");
    row("two facts", pactWith(R"("state":[{"fact":"f"},{"fact":"g"},{"fact":"f"}])"), "/state/2", "Two facts have the name \"f\"", "of its own");
    row("fact name", pactWith(R"("state":[{"fact":"my-order"}])"), "/state/0/fact", "letters, digits and '_'", "state.");
    row("fact begins with a digit", pactWith(R"("state":[{"fact":"1st"}])"), "/state/0/fact", "does not begin with a digit", "state.");
    row("two clauses", clauses(clause("a", "forbid", "true") + ',' + clause("a", "permit", "true")), "/clauses/1", "Two clauses have the id \"a\"",
        "of its own");
    row("reserved id", clauses(clause("evidence", "forbid", "true")), "/clauses/0/id", "\"evidence\"", "another id");
    row("clause id", clauses(clause("a b", "forbid", "true")), "/clauses/0/id", "letters, digits", "A4b");
    row("kind", clauses(clause("a", "allow", "true")), "/clauses/0/kind", "not one the schema knows", "\"forbid\"");
    row("no condition", clauses(R"({"id":"a","kind":"forbid","reads_as":"r"})"), "/clauses/0/when", "is missing", "text");
    row("empty condition", clauses(clause("a", "forbid", "")), "/clauses/0/when", "must not be empty", "value");
    row("empty tool", clauses(clause("a", "forbid", "true", R"(,"tools":["x",""])")), "/clauses/0/tools", "not empty", "quotes");
    row("tools no list", clauses(clause("a", "forbid", "true", R"(,"tools":"x")")), "/clauses/0/tools", "list of texts", "[");
    row("severity", clauses(clause("a", "forbid", "true", R"(,"severity":"grave")")), "/clauses/0/severity", "not one the schema knows",
        "\"critical\"");
    row("escalation missing", clauses(R"({"id":"a","kind":"escalate","when":"true","reads_as":"r"})"), "/clauses/0/escalation", "who decides",
        "respond_within");
    row("escalation of a ban", clauses(clause("a", "forbid", "true", R"(,"escalation":{"to":"o","respond_within":"1m","if_unanswered":"deny"})")),
        "/clauses/0/escalation", "Only a clause of kind", "Take it out");
    row("nobody answers: allow",
        clauses(R"({"id":"a","kind":"escalate","when":"true","reads_as":"r","escalation":{"to":"o","respond_within":"1m","if_unanswered":"allow"}})"),
        "/clauses/0/escalation/if_unanswered", "not one the schema knows", "\"deny\", \"hand_off\"");
    row("duration",
        clauses(R"({"id":"a","kind":"escalate","when":"true","reads_as":"r","escalation":{"to":"o","respond_within":"15","if_unanswered":"deny"}})"),
        "/clauses/0/escalation/respond_within", "not a duration", "15m");
    row("too long a duration",
        clauses(
            R"({"id":"a","kind":"escalate","when":"true","reads_as":"r","escalation":{"to":"o","respond_within":"367d","if_unanswered":"deny"}})"),
        "/clauses/0/escalation/respond_within", "not a duration", "2d");
    row("a permission after the fact", clauses(clause("a", "permit", "true", R"(,"after_result":true)")), "/clauses/0/after_result", "cannot permit",
        "prohibition");
    row("confidence", pactWith(R"("hand_off":{"confidence_below":1.5,"to":"o"})"), "/hand_off/confidence_below", "between 0 and 1", "0.7");
    row("confidence as text", pactWith(R"("hand_off":{"confidence_below":"0.5","to":"o"})"), "/hand_off/confidence_below", "must be a number",
        "without quotes");
    row("owed", pactWith(R"("evidence":{"owed":["blood"]})"), "/evidence/owed", "\"blood\"", "decision_basis");
    row("retention", pactWith(R"("evidence":{"retention_days":-1})"), "/evidence/retention_days", "whole number", "without quotes");
    row("retention in halves", pactWith(R"("evidence":{"retention_days":1.5})"), "/evidence/retention_days", "whole number", "without quotes");
    row("bound", pactWith(R"("targets":[{"metric":"m","bound":9007199254740993,"window":"w"}])"), "/targets/0/bound", "too large", "between");
    row("bound beyond 64 bits signed", pactWith(R"("targets":[{"metric":"m","bound":18446744073709551615,"window":"w"}])"), "/targets/0/bound",
        "too large", "between");
    row("on breach", pactWith(R"("on_breach":["fire"])"), "/on_breach", "\"fire\"", "suspend");
}

void DocumentTest::aProblemNamesItsPlaceAndARemedy()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, path);
    QFETCH(QString, happened);
    QFETCH(QString, remedy);
    const auto parsed = parsePact(json.toStdString(), "file.json");
    QVERIFY(!parsed);
    const Error &error = parsed.error();
    QCOMPARE(QString::fromStdString(error.position.path), path);
    QVERIFY2(QString::fromStdString(error.happened).contains(happened), error.happened.c_str());
    QVERIFY2(QString::fromStdString(error.remedy).contains(remedy), error.remedy.c_str());
    QCOMPARE(error.kind, ErrorKind::Input);
    QCOMPARE(error.code, std::string("MND-PCT-001"));
    QCOMPARE(error.position.file, std::string("file.json"));
    QVERIFY(!error.unaffected.empty());
}

void DocumentTest::theFirstProblemIsTheOneThatIsTold()
{
    const auto parsed = parsePact(R"({"schema":"mandate.pact/1","pact_id":"p","version":"x","titel":"T","binds":[],"clauses":1})");
    QVERIFY(!parsed);
    QCOMPARE(parsed.error().position.path, std::string("/version"));
}

void DocumentTest::brokenJsonNamesFileAndPosition()
{
    for (const char *json : {"", "{", R"({"schema":"mandate.pact/1","schema":"mandate.pact/1"})", "{} x", "{\"a\":\"\xff\"}"}) {
        const auto parsed = parsePact(json, "file.json");
        QVERIFY(!parsed);
        QCOMPARE(parsed.error().kind, ErrorKind::Input);
        QCOMPARE(parsed.error().position.file, std::string("file.json"));
        QVERIFY(!parsed.error().remedy.empty() && !parsed.error().unaffected.empty());
    }
}

void DocumentTest::theDigestIsThatOfTheContentNotOfItsLayout()
{
    const auto one = parsePact(R"({"schema":"mandate.pact/1","pact_id":"p","version":"1.0.0","title":"T","binds":[],"clauses":[]})");
    const auto two = parsePact(
        "{ \"clauses\": [], \"binds\": [ ],\n \"title\": \"\\u0054\", \"version\":\"1.0.0\", \"pact_id\":\"p\", \"schema\":\"mandate.pact/1\" }");
    QVERIFY(one && two);
    QCOMPARE(one->canonical, std::string(R"({"binds":[],"clauses":[],"pact_id":"p","schema":"mandate.pact/1","title":"T","version":"1.0.0"})"));
    QCOMPARE(two->canonical, one->canonical);
    QCOMPARE(one->digest.hex(), sha256(one->canonical).hex());
    const auto other = parsePact(R"({"schema":"mandate.pact/1","pact_id":"p","version":"1.0.1","title":"T","binds":[],"clauses":[]})");
    QVERIFY(other->digest != one->digest);
}

void DocumentTest::shippedPactsAreReadAndCompiled_data()
{
    QTest::addColumn<int>("clauses");
    QTest::newRow("airline") << 17;
    QTest::newRow("retail") << 15;
    QTest::newRow("telecom") << 7;
    QTest::newRow("banking") << 6;
}

void DocumentTest::shippedPactsAreReadAndCompiled()
{
    QFETCH(int, clauses);
    const std::string name = QTest::currentDataTag();
    const auto parsed = parsePact(shippedPactText(name));
    QVERIFY2(parsed, parsed ? "" : describe(parsed.error()).c_str());
    QCOMPARE(parsed->document.clauses.size(), static_cast<std::size_t>(clauses));
    QVERIFY(parsed->document.bindsAgent("any agent", name));
    QVERIFY(!parsed->document.bindsAgent("any agent", "elsewhere"));
    QCOMPARE(shippedPact(name)->clauses().size(), static_cast<std::size_t>(clauses + 1)); // and owed evidence
}

void DocumentTest::bindingsMatchAgentAndDeployment()
{
    PactDocument pact;
    QVERIFY(!pact.bindsAgent("a", "shop"));
    pact.binds = {{"gpt-4*", "shop"}, {"claude", "*"}};
    QVERIFY(pact.bindsAgent("gpt-4o", "shop"));
    QVERIFY(!pact.bindsAgent("gpt-4o", "bank"));
    QVERIFY(pact.bindsAgent("claude", "bank"));
    QVERIFY(pact.bindsAgent("claude", ""));
    QVERIFY(!pact.bindsAgent("Claude", "bank"));
}

void DocumentTest::partsAreFoundByName()
{
    const auto parsed = parsePact(shippedPactText("airline"));
    QCOMPARE(parsed->document.clause("A4b")->severity, Severity::Critical);
    QCOMPARE(parsed->document.clause("a4b"), nullptr);
    QVERIFY(parsed->document.tool("cancel_reservation")->destructive);
    QCOMPARE(parsed->document.tool("cancel"), nullptr);
}

void DocumentTest::namesOfEnumerationsAreThoseOfTheFormat()
{
    QCOMPARE(std::string(nameOf(ClauseKind::Evidence)), std::string("evidence"));
    QCOMPARE(std::string(nameOf(Severity::Minor)), std::string("minor"));
    QCOMPARE(std::string(nameOf(Consequence::Publishes)), std::string("publishes"));
    std::set<std::string_view> names;
    for (std::size_t i = 0; i < verdictCount; ++i) {
        const auto verdict = static_cast<Verdict>(i);
        names.insert(nameOf(verdict));
        QCOMPARE(verdictOf(nameOf(verdict)), std::optional(verdict));
    }
    QCOMPARE(names.size(), verdictCount);
    QVERIFY(!verdictOf("Permitted"));
}

QTEST_APPLESS_MAIN(DocumentTest)
#include "document_test.moc"
