// SPDX-License-Identifier: GPL-3.0-or-later
// What exports say and what they list as not said. Whether a target's answer is ours is in cedar_equality_test and rego_equality_test.
#include "models/pact/exports/cedar_words.h"
#include "models/pact/exports/export.h"
#include "models/pact/exports/formula.h"
#include "models/pact/exports/writing.h"
#include "tests/models/pact/judged_session.h"

#include <nlohmann/json.hpp>

#include <QElapsedTimer>
#include <QTest>

#include <algorithm>

using namespace mandate;

namespace {

ParsedPact parsed(const std::string &json)
{
    auto pact = parsePact(json);
    if (!pact)
        qFatal("%s", describe(pact.error()).c_str());
    return std::move(*pact);
}

Export to(ExportTarget target, const std::string &json)
{
    auto out = exportPact(parsed(json), target);
    if (!out)
        qFatal("%s", describe(out.error()).c_str());
    return std::move(*out);
}

std::string one(const std::string &kind, const std::string &when, const std::string &more = R"(,"tools":["pay"])")
{
    return pactWith(R"("clauses":[)" + clause("C", kind, when, more) + "]");
}

std::string reasonFor(const Export &exported, const std::string &place)
{
    const auto found = std::find_if(exported.left.begin(), exported.left.end(), [&](const Inexpressible &part) { return part.place == place; });
    return found == exported.left.end() ? std::string() : found->reason;
}

bool has(const Export &exported, std::string_view file, std::string_view text)
{
    const ExportedFile *found = exported.file(file);
    return found && found->text.find(text) != std::string::npos;
}

} // namespace

class ExportTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void textsStayTextsInCedar()
    {
        using exports::cedarPattern;
        using exports::cedarText;
        QCOMPARE(cedarText("a\"b\\c"), std::string("\"a\\\"b\\\\c\""));
        QCOMPARE(cedarText(std::string_view("\n\0\x7f", 3)), std::string("\"\\u{a}\\u{0}\\u{7f}\""));
        QCOMPARE(cedarText("é*"), std::string("\"é*\""));
        QCOMPARE(cedarPattern("a*\\\"", false, true), std::string("\"a\\*\\\\\\\"*\""));
        QCOMPARE(cedarPattern("", true, true), std::string("\"**\""));
    }

    void numbersAreWholeUnitsOrNotSaid()
    {
        using exports::unitsOf;
        QCOMPARE(unitsOf(100.0, 2), std::optional<std::int64_t>(10000));
        QCOMPARE(unitsOf(0.1, 2), std::optional<std::int64_t>(10));
        QCOMPARE(unitsOf(-2.5, 1), std::optional<std::int64_t>(-25));
        QCOMPARE(unitsOf(1.005, 2), std::optional<std::int64_t>());
        QCOMPARE(unitsOf(0.1 + 0.2, 2), std::optional<std::int64_t>()); // 0.30000000000000004
        QCOMPARE(unitsOf(9999999999999.99, 2), std::optional<std::int64_t>(999999999999999));
        QCOMPARE(unitsOf(10000000000000.0, 2), std::optional<std::int64_t>());
        const Export finer = to(ExportTarget::Cedar, one("forbid", "args.amount > 0.125"));
        QVERIFY(has(finer, "policies.cedar", "context.input.amount > 125"));
        QVERIFY(has(finer, "mapping.json", "\"decimal_places\": 3"));
        QVERIFY(!reasonFor(to(ExportTarget::Cedar, one("forbid", "args.amount > 0.12345678")), "C").empty());
    }

    void eachKindOfClauseBecomesItsPolicy()
    {
        QVERIFY(has(to(ExportTarget::Cedar, one("permit", "true")), "policies.cedar",
                    "permit (\n  principal,\n  action == AgentCore::Action::\"p___pay\","));
        const Export escalated = to(ExportTarget::Cedar, one("escalate", "has(args.amount) && double(args.amount) > 100.0"));
        QVERIFY(has(escalated, "policies.cedar", "@escalate(\"owner\")\n@respond_within(\"900s\")\n@if_unanswered(\"deny\")\nforbid ("));
        QVERIFY(has(escalated, "policies.cedar", "when { context.input has amount && context.input.amount > 10000 };"));
        QVERIFY(has(escalated, "policies.cedar", "@digest(\"sha256:"));
        QCOMPARE(reasonFor(to(ExportTarget::Cedar, one("evidence", "true")), "C"),
                 std::string("evidence that is owed: Cedar allows or denies, and what is owed is neither"));
    }

    void aGapThatCannotBeDecidedIsAForbidOfItsOwn()
    {
        const Export open = to(ExportTarget::Cedar, one("forbid", "args.to == 'x'"));
        QVERIFY(has(open, "policies.cedar", "@id(\"C:undecidable\")"));
        QVERIFY(has(open, "mapping.json", "\"undecidable\": \"C:undecidable\""));
        const Export decided = to(ExportTarget::Cedar, one("forbid", "args[?'to'].orValue('') == 'x'"));
        QVERIFY(!has(decided, "policies.cedar", "undecidable"));
    }

    void nullIsLeftOutOnlyWhereItMeansTheSame()
    {
        QVERIFY(
            has(to(ExportTarget::Cedar, one("forbid", "has(args.n) && args.n != null && args.n > 1")), "mapping.json", "\"null\": \"leave_out\""));
        QVERIFY(has(to(ExportTarget::Cedar, one("forbid", "has(args.n) && args.n > 1")), "mapping.json", "\"null\": \"refuse\""));
        QVERIFY(has(to(ExportTarget::Cedar, one("forbid", "has(args.n)")), "mapping.json", "\"kind\": \"presence\""));
        QVERIFY(has(to(ExportTarget::Cedar, one("forbid", "args.?n.hasValue()")), "mapping.json", "\"null\": \"refuse\""));
    }

    void whatIsNotSaidHasItsReason_data()
    {
        QTest::addColumn<QString>("when");
        QTest::addColumn<QString>("reason");
        QTest::newRow("fact") << "state.order['1'].open"
                              << "it reads a fact from earlier results, and Cedar is asked about the arguments alone (state)";
        QTest::newRow("history") << "history.exists(h, h.tool == 'pay')"
                                 << "it looks at earlier calls of the session (history); the export to cedar-temporal says some such conditions";
        QTest::newRow("window") << "size(window.paid) > 3"
                                << "it looks at earlier actions of other sessions within a length of time (window)";
        QTest::newRow("clock") << "now > timestamp('2025-01-01T00:00:00Z')"
                               << "it reads the pact's clock (now)";
        QTest::newRow("words") << "input.contains('x')"
                               << "it reads the customer's words, and Cedar";
        QTest::newRow("size") << "size(args.items) > 5"
                              << "it counts, which Cedar cannot: size(args.items)";
        QTest::newRow("sum") << "args.items.map(i, i.price).sum() > 5.0"
                             << "it computes with what Cedar cannot be given exactly";
        QTest::newRow("pattern") << "args.to.matches('x+')"
                                 << "it looks for a pattern, which Cedar cannot";
        QTest::newRow("arithmetic") << "args.a + 1 > 5"
                                    << "it computes with what Cedar cannot be given exactly: args.a + 1";
        QTest::newRow("text order") << "args.day < '2025-01-01'"
                                    << "it puts texts in order, which Cedar cannot";
        QTest::newRow("kinds apart") << "args.a == args.b && args.a == 'x' && args.b > 1"
                                     << "it compares args.a with args.b, and Cedar";
        QTest::newRow("reserved name") << "args.__entity == 'x'"
                                       << "args.__entity has a name that means something else";
        QTest::newRow("two kinds") << "args.a == 'x' || args.a > 1"
                                   << "it uses args.a as text and as number";
    }

    void whatIsNotSaidHasItsReason()
    {
        QFETCH(const QString, when);
        QFETCH(const QString, reason);
        const Export exported = to(ExportTarget::Cedar, one("forbid", when.toStdString()));
        QVERIFY(exported.clausesExpressed.empty());
        const std::string said = reasonFor(exported, "C");
        QVERIFY2(said.starts_with(reason.toStdString()), said.c_str());
        QVERIFY(has(exported, "policies.cedar", "//   C: " + exports::oneLine(said)));
        QVERIFY(has(exported, "mapping.json", "\"place\": \"C\""));
    }

    void twoClausesThatReadOneArgumentDifferentlyAreNotBothSaid()
    {
        const Export exported = to(ExportTarget::Cedar, pactWith(R"("clauses":[)" + clause("A", "forbid", "args.x == 'a'", R"(,"tools":["pay"])") +
                                                                 ',' + clause("B", "forbid", "args.x > 1", R"(,"tools":["pay"])") + ',' +
                                                                 clause("D", "forbid", "args.x > 1", R"(,"tools":["other"])") + "]"));
        QCOMPARE(exported.clausesExpressed, (std::vector<std::string>{"A", "D"}));
        QVERIFY(reasonFor(exported, "B").starts_with("another clause reads args.x of pay as another kind"));
    }

    void hostileTextsStayInTheirComments()
    {
        std::string json = pactWith(R"("clauses":[)" + clause("C", "permit", "true", R"(,"tools":["pay"])") + "]");
        const std::string title = R"("title":"T")";
        json.replace(json.find(title), title.size(), R"("title":"T\npermit (principal, action, resource);\u2028forbid\r\u0085x")");
        const Export cedar = to(ExportTarget::Cedar, json);
        const std::string &text = cedar.file("policies.cedar")->text;
        QVERIFY(text.starts_with("// T permit (principal, action, resource); forbid  x\n// Pact p@1.0.0"));
        QVERIFY(has(to(ExportTarget::Rego, json), "pact.rego", "# T permit (principal, action, resource); forbid  x\n# Pact"));
        const std::string page = to(ExportTarget::Markdown, json).files[0].text;
        QVERIFY(page.starts_with("# T permit \\(principal, action, resource\\); forbid  x\n"));
    }

    void choicesWithinChoicesAreGivenUpSoon()
    {
        std::string when = "args.z > 1";
        for (int i = 0; i < 40; ++i)
            when = "(" + when + " ? args.p" + std::to_string(i) + " : args.q" + std::to_string(i) + ") > 1";
        QElapsedTimer time;
        time.start();
        for (const ExportTarget target : {ExportTarget::Cedar, ExportTarget::Rego, ExportTarget::Agt})
            QVERIFY(to(target, one("forbid", when)).clausesExpressed.empty());
        QVERIFY(time.elapsed() < 20'000);
    }

    void everyTargetAccountsForEveryClause()
    {
        for (const char *name : {"airline", "banking", "retail", "telecom"}) {
            const std::string json = shippedPactText(name);
            for (const ExportTarget target : {ExportTarget::Cedar, ExportTarget::Rego, ExportTarget::Agt, ExportTarget::Markdown}) {
                const Export exported = to(target, json);
                QCOMPARE(exported, to(target, json));
                for (const Clause &clause : parsed(json).document.clauses) {
                    const auto &said = exported.clausesExpressed;
                    QVERIFY((std::find(said.begin(), said.end(), clause.id) != said.end()) != !reasonFor(exported, clause.id).empty());
                }
            }
        }
    }

    void theManifestForAgtNamesItsPolicy()
    {
        const Export agt = to(ExportTarget::Agt, shippedPactText("banking"));
        const std::string &yaml = agt.file("manifest.yaml")->text;
        const auto manifest = nlohmann::json::parse(yaml.substr(yaml.find('\n') + 1));
        QCOMPARE(manifest["policies"]["pact"]["query"].get<std::string>(), std::string("data.mandate.banking_assistant.verdict"));
        QCOMPARE(manifest["approval"]["on_timeout"].get<std::string>(), std::string("deny"));
        QCOMPARE(manifest["approval"]["timeout_seconds"].get<int>(), 900);
        QVERIFY(has(agt, "policy/pact.rego", "input.policy_target.value.amount > 1000"));
        QVERIFY(reasonFor(agt, "B5, escalation").find("then deny") != std::string::npos);
    }

    void conditionsThatDoNotCompileAreRefused()
    {
        const auto exported = exportCedar(parsed(one("forbid", "args.a >")));
        QVERIFY(!exported && exported.error().kind == ErrorKind::Input);
    }
};

QTEST_GUILESS_MAIN(ExportTest)
#include "export_test.moc"
