// SPDX-License-Identifier: GPL-3.0-or-later
// Reading a scope policy, what its rules may not see, and what they say of an action.
#include "models/base/json_reader.h"
#include "models/scope_policy/compiled.h"
#include "models/scope_policy/independence.h"

#include <nlohmann/json.hpp>

#include <QFile>
#include <QTest>

using namespace mandate;
using Json = nlohmann::json;

namespace {

Json policy()
{
    return Json::parse(R"({"schema":"mandate.scope-policy/1","scope_policy_id":"env-scope","version":"1.0.0","title":"Environments","owner":"Security officer C",
        "binds":[{"agent":"ops-*","deployment":"eu"}],
        "tools":[{"name":"delete_*","consequence":["deletes"],"destructive":true,"reversible":"none"},{"name":"delete_draft","destructive":false}],
        "rules":[{"id":"R1","effect":"refuse","when":"target == 'prod' || args.name == 'prod'","reads_as":"Production is never touched."},
                 {"id":"A1","effect":"allow","tools":["delete_*"],"when":"args.size < 10","reads_as":"Small ones may go."}]})");
}

/// Its answer about a tool, arguments and target.
ScopeAnswer answer(const Json &document, const std::string &tool, const std::string &arguments, const std::string &target = {})
{
    auto parsed = parseScopePolicy(document.dump());
    if (!parsed)
        qFatal("%s", describe(parsed.error()).c_str());
    const auto compiled = CompiledScopePolicy::compile(std::move(parsed->document));
    if (!compiled)
        qFatal("%s", describe(compiled.error()).c_str());
    JsonReader reader;
    Arena arena;
    const auto read = reader.read(arguments, arena);
    return (*compiled)->evaluate(ScopeAction{"ops-1", "eu", tool, target, read ? *read : Value()});
}

std::string refusalOf(const Json &document)
{
    const auto parsed = parseScopePolicy(document.dump());
    if (!parsed)
        return parsed.error().code + ' ' + parsed.error().position.path;
    const auto compiled = CompiledScopePolicy::compile(parsed->document);
    return compiled ? std::string() : compiled.error().code + ' ' + compiled.error().position.path;
}

} // namespace

class ScopePolicyDocumentTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatNoRuleAllowsIsRefused();
    void whatCannotBeDecidedIsNotAllowed();
    void whatItMayNotSeeIsRefusedByName_data();
    void whatItMayNotSeeIsRefusedByName();
    void aMalformedDocumentIsRefusedWithItsPlace_data();
    void aMalformedDocumentIsRefusedWithItsPlace();
    void theSchemaAndTheReaderAgreeOnMembers();
    void theShippedPolicySaysNoToRecreatingAnEnvironment();
    void patternsMeetWhereSomeNameFitsBoth_data();
    void patternsMeetWhereSomeNameFitsBoth();
};

void ScopePolicyDocumentTest::whatNoRuleAllowsIsRefused()
{
    QCOMPARE(answer(policy(), "delete_environment", R"({"name":"staging","size":3})").outcome, ScopeOutcome::Allow);
    QCOMPARE(answer(policy(), "delete_environment", R"({"name":"staging","size":30})"), (ScopeAnswer{ScopeOutcome::Refuse, {}, {}, {}}));
    QCOMPARE(answer(policy(), "drop_table", R"({"name":"staging","size":3})").outcome, ScopeOutcome::Refuse);
    QCOMPARE(answer(policy(), "delete_environment", R"({"name":"prod","size":3})").rule, std::string("R1")); // a refusal outweighs a permission
    QCOMPARE(answer(policy(), "delete_environment", R"({"name":"x","size":3})", "prod").outcome, ScopeOutcome::Refuse);
    Json seen = policy();
    seen["rules"] = Json::parse(R"([{"id":"A","effect":"allow","reads_as":"x","when":"action.destructive && 'deletes' in action.consequences && action.reversible == 'none' && agent == 'ops-1' && environment == 'eu'"}])");
    QCOMPARE(answer(seen, "delete_environment", "{}").outcome, ScopeOutcome::Allow);
    QCOMPARE(answer(seen, "delete_draft", "{}").outcome, ScopeOutcome::Refuse); // its own line of the tool list goes before the pattern
}

void ScopePolicyDocumentTest::whatCannotBeDecidedIsNotAllowed()
{
    const ScopeAnswer missing = answer(policy(), "delete_environment", R"({"name":"staging"})");
    QCOMPARE(missing.outcome, ScopeOutcome::Undecidable);
    QCOMPARE(missing.rule, std::string("A1"));
    QCOMPARE(answer(policy(), "delete_environment", R"({"size":3})").rule, std::string("R1")); // it could still refuse
    QCOMPARE(answer(policy(), "delete_environment", R"({"name":"staging","size":"three"})").outcome, ScopeOutcome::Undecidable);
    QCOMPARE(answer(policy(), "delete_environment", "[1]").outcome, ScopeOutcome::Undecidable); // no arguments that could be read
    Json endless = policy();
    endless["rules"] = Json::parse(R"x([{"id":"A","effect":"allow","reads_as":"x","when":"args.l.all(a, args.l.all(b, args.l.all(c, args.l.all(d, a + b + c + d >= 0))))"}])x");
    std::string list = "0";
    for (int i = 0; i < 999; ++i)
        list += ",0";
    QCOMPARE(answer(endless, "delete_environment", "{\"l\":[" + list + "]}").outcome, ScopeOutcome::Undecidable); // it takes too long
}

void ScopePolicyDocumentTest::whatItMayNotSeeIsRefusedByName_data()
{
    QTest::addColumn<QString>("when");
    QTest::addColumn<QString>("name");
    for (const char *name : {"input", "history", "state", "proposal", "confidence", "session", "verifier", "result", "now", "record"})
        QTest::newRow(name) << (QLatin1String(name) + QStringLiteral(" == null")) << QString::fromLatin1(name);
    QTest::newRow("what the agent said") << QStringLiteral("action.said == 'yes'") << QStringLiteral("action");
    QTest::newRow("through an index") << QStringLiteral("action['said'] == 'yes'") << QStringLiteral("action");
    QTest::newRow("whole") << QStringLiteral("action.exists(a, a == 'said')") << QStringLiteral("action");
    QTest::newRow("asked for") << QStringLiteral("has(action.said)") << QStringLiteral("action");
}

void ScopePolicyDocumentTest::whatItMayNotSeeIsRefusedByName()
{
    QFETCH(QString, when);
    QFETCH(QString, name);
    Json document = policy();
    document["rules"][1]["when"] = when.toStdString();
    const auto compiled = CompiledScopePolicy::compile(parseScopePolicy(document.dump())->document);
    QVERIFY(!compiled.ok());
    QCOMPARE(compiled.error().code, std::string("MND-SCP-002"));
    QCOMPARE(compiled.error().position.path, std::string("A1"));
    QVERIFY(compiled.error().happened.find('"' + name.toStdString() + '"') != std::string::npos);
}

void ScopePolicyDocumentTest::aMalformedDocumentIsRefusedWithItsPlace_data()
{
    QTest::addColumn<QString>("patch");
    QTest::addColumn<QString>("refusal");
    const auto row = [](const char *what, const char *patch, const char *refusal) { QTest::newRow(what) << QString::fromLatin1(patch) << QString::fromLatin1(refusal); };
    row("a pact", R"([{"op":"replace","path":"/schema","value":"mandate.pact/1"}])", "MND-SCP-001 /schema");
    row("another format", R"([{"op":"replace","path":"/schema","value":"x"}])", "MND-SCP-001 /schema");
    row("a misspelt member", R"([{"op":"add","path":"/rulez","value":[]}])", "MND-SCP-001 /rulez");
    row("no owner", R"([{"op":"remove","path":"/owner"}])", "MND-SCP-001 /owner");
    row("a blank owner", R"([{"op":"replace","path":"/owner","value":" "}])", "MND-SCP-001 /owner");
    row("no rules", R"([{"op":"remove","path":"/rules"}])", "MND-SCP-001 /rules");
    row("an effect that there is none of", R"([{"op":"replace","path":"/rules/0/effect","value":"maybe"}])", "MND-SCP-001 /rules/0/effect");
    row("two rules of one id", R"([{"op":"replace","path":"/rules/1/id","value":"R1"}])", "MND-SCP-001 /rules/1");
    row("no version", R"([{"op":"replace","path":"/version","value":"1.0"}])", "MND-SCP-001 /version");
    row("a condition that is none", R"x([{"op":"replace","path":"/rules/0/when","value":"size(args)"}])x", "MND-PCT-002 R1");
    row("a condition that does not end", R"([{"op":"replace","path":"/rules/0/when","value":"args.name == "}])", "MND-CEL-001 R1");
}

void ScopePolicyDocumentTest::aMalformedDocumentIsRefusedWithItsPlace()
{
    QFETCH(QString, patch);
    QFETCH(QString, refusal);
    QCOMPARE(QString::fromStdString(refusalOf(policy().patch(Json::parse(patch.toStdString())))), refusal);
}

void ScopePolicyDocumentTest::theSchemaAndTheReaderAgreeOnMembers()
{
    QFile file(QStringLiteral(MANDATE_SOURCE_DIR "/resources/schemas/scope-policy.schema.json"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const Json schema = Json::parse(file.readAll().toStdString());
    const auto agrees = [&](const Json &part, const std::string &at) {
        for (const auto &[name, member] : part["properties"].items()) { // each member that the schema has, the reader reads: an object is none of them
            Json document = policy();
            document[Json::json_pointer(at + '/' + name)] = Json::object({{"no", "such"}});
            if (!QString::fromStdString(refusalOf(document)).startsWith(QStringLiteral("MND-SCP-001 %1/%2").arg(QString::fromStdString(at), QString::fromStdString(name))))
                return "the reader does not read " + at + '/' + name;
        }
        for (const Json &name : part.value("required", Json::array())) {
            Json document = policy();
            document[Json::json_pointer(at)].erase(name.get<std::string>());
            if (refusalOf(document).empty())
                return "the reader does without " + at + '/' + name.get<std::string>();
        }
        return std::string();
    };
    QCOMPARE(agrees(schema, ""), std::string());
    for (const char *part : {"binds", "tools", "rules"})
        QCOMPARE(agrees(schema["properties"][part]["items"], '/' + std::string(part) + "/0"), std::string());
}

void ScopePolicyDocumentTest::theShippedPolicySaysNoToRecreatingAnEnvironment()
{
    QFile file(QStringLiteral(MANDATE_SOURCE_DIR "/resources/scope_policies/cloud_environments.json"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const Json shipped = Json::parse(file.readAll().toStdString());
    QCOMPARE(refusalOf(shipped), std::string());
    QCOMPARE(answer(shipped, "DeleteEnvironment", R"({"name":"staging"})").rule, std::string("R1"));
    QCOMPARE(answer(shipped, "StopInstances", R"({"InstanceIds":["i-1","i-2"]})").outcome, ScopeOutcome::Allow);
    QCOMPARE(answer(shipped, "StopInstances", "{}").outcome, ScopeOutcome::Refuse);
    QCOMPARE(answer(shipped, "TerminateInstances", R"({"InstanceIds":["i-1"]})").outcome, ScopeOutcome::Refuse);
}

void ScopePolicyDocumentTest::patternsMeetWhereSomeNameFitsBoth_data()
{
    QTest::addColumn<QString>("a");
    QTest::addColumn<QString>("b");
    QTest::addColumn<bool>("meet");
    const auto row = [](const char *a, const char *b, bool meet) { QTest::addRow("%s %s", a, b) << QString::fromLatin1(a) << QString::fromLatin1(b) << meet; };
    row("*", "shop-1", true);
    row("shop-*", "*-1", true);
    row("shop-*", "cloud-*", false);
    row("a*c", "ab*", true);
    row("a*c", "ab", false);
    row("ab", "ab", true);
    row("", "*", true);
    row("", "a", false);
    row("*a*", "*b*", true);
    row("a*b", "b*a", false);
}

void ScopePolicyDocumentTest::patternsMeetWhereSomeNameFitsBoth()
{
    QFETCH(QString, a);
    QFETCH(QString, b);
    QFETCH(bool, meet);
    QCOMPARE(patternsMeet(a.toStdString(), b.toStdString()), meet);
    QCOMPARE(patternsMeet(b.toStdString(), a.toStdString()), meet);
}

QTEST_APPLESS_MAIN(ScopePolicyDocumentTest)
#include "document_test.moc"
