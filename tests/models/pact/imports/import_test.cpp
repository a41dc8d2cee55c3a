// SPDX-License-Identifier: GPL-3.0-or-later
// Which rules of other engines become clauses, and why the others do not.
#include "models/pact/imports/import.h"
#include "tests/models/pact/judged_session.h"

#include <nlohmann/json.hpp>

#include <QTest>

#include <algorithm>

using namespace mandate;

namespace {

ImportedPact imported(Result<ImportedPact> result)
{
    if (!result)
        qFatal("%s", describe(result.error()).c_str());
    return std::move(*result);
}

ImportedPact agt(const std::string &rules, const std::string &more = {})
{
    return imported(importAgt("apiVersion: governance.toolkit/v1\nname: n\n" + more + "rules:\n" + rules, "draft"));
}

std::string agtRule(const std::string &name, const std::string &condition, const std::string &action, int priority = 0)
{
    return "  - name: " + name + "\n    condition: \"" + condition + "\"\n    action: " + action + "\n    priority: " + std::to_string(priority) +
           '\n';
}

std::string whyNot(const ImportedPact &pact, const std::string &rule)
{
    const auto found = std::find_if(pact.refused.begin(), pact.refused.end(), [&](const RefusedRule &r) { return r.rule == rule; });
    return found == pact.refused.end() ? std::string() : found->reason;
}

std::string whenOf(const ImportedPact &pact, std::size_t clause)
{
    return nlohmann::json::parse(pact.document)["clauses"].at(clause)["when"];
}

} // namespace

class ImportTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void agtRulesBecomeClauses()
    {
        const ImportedPact pact =
            agt(agtRule("no-drop", "tool_name in ['drop', 'truncate']", "deny", 10) +
                    agtRule("ask", "tool_name == 'pay' and args.amount > 100.5", "require_approval\n    approvers: [\"finance\"]", 5) +
                    agtRule("may", "tool_name == 'pay'", "allow"),
                "default_action: deny\n");
        QVERIFY(pact.refused.empty());
        QCOMPARE(pact.clauses, (std::vector<std::string>{"no-drop", "ask", "may"}));
        JudgedSession session(compiledPact(pact.document));
        QCOMPARE(session.call("drop").verdict, Verdict::Prohibited);
        QCOMPARE(session.call("pay", R"({"amount":100.6})").verdict, Verdict::NeedsApproval);
        QCOMPARE(session.call("pay", R"({"amount":100})").verdict, Verdict::Permitted);
        QCOMPARE(session.call("pay").verdict, Verdict::Permitted);
        QCOMPARE(session.call("read").verdict, Verdict::OutOfScope);
    }

    void agtConditionsOfFieldOperatorAndValueAreRead()
    {
        const ImportedPact pact = agt("  - name: a\n    condition: {field: args.path, operator: starts_with, value: \"/etc\"}\n    action: deny\n"
                                      "  - name: b\n    condition: {field: args.mode, operator: in, value: [r, \"2\", 3]}\n    action: deny\n"
                                      "  - name: c\n    condition: {field: args.mode, operator: matches, value: \"x+\"}\n    action: deny\n"
                                      "  - name: d\n    condition: {field: args.mode, operator: eq, value: yes}\n    action: deny\n");
        QCOMPARE(pact.clauses, (std::vector<std::string>{"a", "b"}));
        QCOMPARE(whenOf(pact, 0), std::string(R"(has(args.path) && args.path.startsWith("/etc"))"));
        QCOMPARE(whenOf(pact, 1), std::string(R"(has(args.mode) && args.mode in ["r", "2", 3])"));
        QVERIFY(!whyNot(pact, "c").empty() && !whyNot(pact, "d").empty());
    }

    void anAgtRuleBehindAMilderOneIsRefused()
    {
        const ImportedPact pact = agt(agtRule("may", "tool_name == 'pay'", "allow", 9) + agtRule("never", "args.amount > 5", "deny", 1) +
                                      agtRule("elsewhere", "tool_name == 'drop'", "deny", 1));
        QVERIFY(whyNot(pact, "never").starts_with("a milder rule of higher priority"));
        QCOMPARE(pact.clauses, (std::vector<std::string>{"may", "elsewhere"}));
    }

    void agtRulesThatAreNotExactAreRefused_data()
    {
        QTest::addColumn<QString>("condition");
        for (const char *condition :
             {"args.a != 'x'", "args.a == 'x' or args.b == 'y'", "user.role == 'admin'", "args.a == args.b", "drop", "", "not args.a", "args.a > 'x'",
              "tool_name != 'x'", "tool_name == 'a*'", "args. == 1", "args.a == 'x", "args.a == 'x\\\\'", "args.a in args.b", "args.a == 0x10",
              "args.a == 12345678901234567", "args.a == 1 and", "tool_name == 'a' and tool_name == 'b'"})
            QTest::newRow(condition) << QString::fromUtf8(condition);
    }

    void agtRulesThatAreNotExactAreRefused()
    {
        QFETCH(const QString, condition);
        const ImportedPact pact = agt(agtRule("r", condition.toStdString(), "deny"));
        QVERIFY(pact.clauses.empty());
        QVERIFY(!whyNot(pact, "r").empty());
    }

    void wrongAgtFilesAreInputErrors()
    {
        for (const char *text : {"", "[", "a: &a [*a]", "rules: []", "apiVersion: governance.toolkit/v1\nrules: x\n",
                                 "apiVersion: other/v1\nrules: []\n", "- 1\n---\n- 2\n", "\xff\xfe\x00"})
            QVERIFY(importAgt(text, "draft").error().kind == ErrorKind::Input);
        QVERIFY(importAgt(std::string(100'000, '['), "draft").error().kind == ErrorKind::Input);
    }

    void cedarPoliciesBecomeClauses()
    {
        const ImportedPact pact = imported(importCedar(R"(
            // rules of a gateway
            @id("limit") forbid (principal, action == AgentCore::Action::"Bank___pay", resource == AgentCore::Gateway::"g")
            when { context.input.amount > 500 && context.input has "to" };
            permit (principal is AgentCore::OAuthUser, action in [Action::"pay", Action::"read"], resource) unless { context.input.to like "US*" };)",
                                                       "draft"));
        QVERIFY(pact.refused.empty());
        QCOMPARE(pact.clauses, (std::vector<std::string>{"limit", "policy1"}));
        JudgedSession session(compiledPact(pact.document));
        QCOMPARE(session.call("pay", R"({"amount":501,"to":"DE1"})").verdict, Verdict::Prohibited);
        QCOMPARE(session.call("pay", R"({"amount":500,"to":"DE1"})").verdict, Verdict::Permitted);
        QCOMPARE(session.call("pay", R"({"amount":500,"to":"US1"})").verdict, Verdict::OutOfScope);
        QCOMPARE(session.call("pay", R"({"to":"DE1"})").verdict, Verdict::Permitted); // Cedar leaves out a policy whose condition fails
    }

    void cedarPoliciesThatAreNotSimpleAreRefused_data()
    {
        QTest::addColumn<QString>("policy");
        for (const char *policy :
             {R"(permit (principal == User::"a", action, resource))", R"(permit (principal in Group::"a", action, resource))",
              R"(permit (principal, action in Action::"all", resource))", R"(permit (principal, action == Action::"a*", resource))",
              R"(permit (principal, action, resource == File::"x"))", R"(permit (principal, action, resource) when { resource.owner == principal })",
              R"(permit (principal, action, resource) when { context.user == "a" })",
              R"(permit (principal, action, resource) when { context.input.a == context.input.b })",
              R"(permit (principal, action, resource) when { !context.input.a == true })",
              R"(permit (principal, action, resource) when { if true then true else false })",
              R"(permit (principal, action, resource) when { context.input.a like "a*b" })",
              R"(permit (principal, action, resource) when { context.input.a + 1 > 2 })",
              R"(permit (principal, action, resource) when { context.input.a.lessThan(decimal("1.0")) })",
              R"(permit (principal, action, resource) when { (true) == true })", R"(permit (?principal, action, resource))", R"(permit)",
              R"(allow (principal, action, resource))", R"(permit (principal, action, resource) when { context.input.a > 99999999999999999 })",
              R"(@pact("p") @digest("d") permit (principal, action, resource))"})
            QTest::newRow(policy) << QString::fromUtf8(policy);
    }

    void cedarPoliciesThatAreNotSimpleAreRefused()
    {
        QFETCH(const QString, policy);
        const ImportedPact pact =
            imported(importCedar(policy.toStdString() + ";\npermit (principal, action == Action::\"read\", resource);", "draft"));
        QCOMPARE(pact.refused.size(), std::size_t{1});
        QCOMPARE(pact.clauses.size(), std::size_t{1});
    }

    void wrongCedarTextsAreInputErrorsAndDeepOnesRefused()
    {
        for (const char *text : {"permit (\"", "#", "\"\\q\"", "\"\\u{110000}\"", "\"\\u{1}\""})
            QVERIFY(importCedar(text, "draft").error().kind == ErrorKind::Input);
        for (const std::string part : {"(", "!"}) {
            std::string deep;
            for (int i = 0; i < 20'000; ++i)
                deep += part;
            QCOMPARE(imported(importCedar("permit (principal, action, resource) when { " + deep, "draft")).refused.size(), std::size_t{1});
        }
        QVERIFY(imported(importCedar("", "draft")).clauses.empty());
        QVERIFY(!importCedar("", "")); // a pact has an id
    }
};

QTEST_GUILESS_MAIN(ImportTest)
#include "import_test.moc"
