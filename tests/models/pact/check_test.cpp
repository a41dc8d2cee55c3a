// SPDX-License-Identifier: GPL-3.0-or-later
// Problems of a pact beyond its schema, class by class.
#include <QTest> // first: moc 6.4 cannot read <compare> when it comes before QObject

#include "judged_session.h"
#include "models/pact/check.h"

using namespace mandate;

class CheckTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aSoundPactHasNoProblem();
    void shippedPactsHaveNoProblem_data();
    void shippedPactsHaveNoProblem();
    void everyProblemHasItsClassPlaceAndRemedy_data();
    void everyProblemHasItsClassPlaceAndRemedy();
    void aConditionThatDoesNotCompileIsPointedAt();
    void theNearestToolNameIsOffered();
    void toolsSeenInTheTrailCountAsKnown();
    void aTargetThatNothingCanFollowIsSaid();
    void aClauseForEveryToolCoversEachTool();
    void whatOnlyDetectsDoesNotLimitADestructiveTool();
    void theGravestComeFirstThenTheOrderOfTheDocument();
};

namespace {

const Instant today = *parseInstant("2026-03-01T00:00:00Z");

/// Sound parts that a test replaces one by one.
struct Parts
{
    std::string header = R"("accountability":{"owner":"O","deputy":"D"},"identity":{"credential":"own"})";
    std::string binds = R"("binds":[{"deployment":"shop"}])";
    std::string tools =
        R"({"name":"read","title":"Reads"},{"name":"cancel_order","title":"Cancels","consequence":["deletes"],"destructive":true,"reversible":"none"})";
    std::string clauses = clause("P", "permit", "true", R"(,"tools":["read","cancel_order"])") + ',' +
                          clause("F", "forbid", "args.n > 1", R"(,"tools":["cancel_order"])");
    std::string rest = R"("evidence":{"owed":["input"],"retention_days":365})";

    [[nodiscard]] PactDocument document() const
    {
        auto parsed = parsePact(pactWith(header + ',' + binds + ",\"tools\":[" + tools + "],\"clauses\":[" + clauses + "]," + rest));
        if (!parsed)
            qFatal("%s", describe(parsed.error()).c_str());
        return parsed->document;
    }
};

std::vector<Problem> problemsOf(const Parts &parts, const std::vector<std::string> &observed = {})
{
    return checkPact(parts.document(), today, observed);
}

QString told(const std::vector<Problem> &problems)
{
    QStringList lines;
    for (const Problem &problem : problems)
        lines << QString::fromStdString(std::string(nameOf(problem.problemClass)) + ' ' + problem.place + ": " + problem.reason);
    return lines.join(u'\n');
}

} // namespace

void CheckTest::aSoundPactHasNoProblem()
{
    QCOMPARE(told(problemsOf({})), QString());
}

void CheckTest::shippedPactsHaveNoProblem_data()
{
    QTest::addColumn<QString>("expected");
    QTest::newRow("airline") << QString();
    QTest::newRow("retail") << QString();
    QTest::newRow("telecom") << QString();
    QTest::newRow("banking") << QStringLiteral("suggestion B4: This clause always applies to its tools.");
}

void CheckTest::shippedPactsHaveNoProblem()
{
    QFETCH(QString, expected);
    QCOMPARE(told(checkPact(parsePact(shippedPactText(QTest::currentDataTag()))->document, today)), expected);
}

void CheckTest::everyProblemHasItsClassPlaceAndRemedy_data()
{
    QTest::addColumn<QString>("part");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("problem");
    const auto row = [](const char *name, const char *part, const std::string &text, const char *problem) {
        QTest::newRow(name) << QString::fromLatin1(part) << QByteArray::fromStdString(text) << QString::fromUtf8(problem);
    };
    const std::string permit =
        clause("P", "permit", "true", R"(,"tools":["read"])") + ',' + clause("L", "forbid", "args.n > 1", R"(,"tools":["cancel_order"])");
    row("no owner", "header", R"("accountability":{"deputy":"D"})", "security /accountability/owner: Nobody is named who answers");
    row("no deputy", "header", R"("accountability":{"owner":"O"})", "warning /accountability/deputy: No deputy is named");
    row("owner is deputy", "header", R"("accountability":{"owner":"O","deputy":"O"})",
        "warning /accountability/deputy: Owner and deputy are the same");
    row("inherited credential", "header", R"("accountability":{"owner":"O","deputy":"D"},"identity":{"credential":"inherited"})",
        "security /identity/credential: The agent acts with a person's credential");
    row("binds nobody", "binds", R"("binds":[])", "error /binds: The pact binds no agent");
    row("binds everybody", "binds", R"("binds":[{}])", "warning /binds: The pact binds every agent");
    row("review is due", "rest", R"("review_by":"2026-02-28","evidence":{"owed":["input"]})", "warning /review_by: The date by which");
    row("no longer valid", "rest", R"("valid_until":"2026-02-28","evidence":{"owed":["input"]})", "error /valid_until: The pact is no longer valid");
    row("ends before it begins", "rest", R"("valid_from":"2027-02-02","valid_until":"2027-02-01","evidence":{"owed":["input"]})",
        "error /valid_until: The pact ends before it begins");
    row("short retention", "rest", R"("evidence":{"owed":["input"],"retention_days":182})",
        "warning /evidence/retention_days: Logs of high-risk systems");
    row("never holds", "clauses", permit + ',' + clause("N", "forbid", "false"), "warning N: This condition can never hold");
    row("never holds by arithmetic", "clauses", permit + ',' + clause("N", "forbid", "1 > 2 && args.n > 1"),
        "warning N: This condition can never hold");
    row("never permits", "clauses", permit + ',' + clause("N", "permit", "'a' == 'b'"), "warning N: This condition can never hold");
    row("a fact never read", "rest", R"("state":[{"fact":"f","when":"false"}],"evidence":{"owed":["input"]})",
        "warning state.f.when: This condition can never hold");
    row("a plain ban", "clauses", permit + ',' + clause("B", "forbid", "true", R"(,"tools":["cancel_order"])"),
        "suggestion B: This clause always applies");
    row("result too early", "clauses", permit + ',' + clause("B", "forbid", "result.contains('x')"),
        "error B: The condition reads what the action returned");
    row("returned too early", "clauses", permit + ',' + clause("B", "escalate", "returned != null"),
        "error B: The condition reads what the action returned");
    row("record.result too early", "clauses", permit + ',' + clause("B", "forbid", "!record.result"),
        "error B: The condition reads what the action returned");
    row("no yes or no", "clauses", permit + ',' + clause("B", "forbid", "size(args.items)"),
        "error B: The condition gives a value of type int, where a yes or no is needed");
    row("a key that is no text", "rest", R"("state":[{"fact":"f","key":"size(text) "}],"evidence":{"owed":["input"]})",
        "error state.f.key: The expression gives a value of type int, where a text is needed");
    row("a fact's condition", "rest", R"("state":[{"fact":"f","when":"valeu.a == 1"}],"evidence":{"owed":["input"]})", "error state.f.when: ");
    row("a fact's value", "rest", R"("state":[{"fact":"f","value":"value."}],"evidence":{"owed":["input"]})", "error state.f.value: ");
    row("unknown tool", "clauses", permit + ',' + clause("B", "forbid", "args.n > 1", R"(,"tools":["zzz"])"),
        "error B: No tool \"zzz\" is listed in the pact.");
    row("pattern that matches nothing", "clauses", permit + ',' + clause("B", "forbid", "args.n > 1", R"(,"tools":["zzz*"])"),
        "error B: No tool \"zzz*\"");
    row("unknown verified tool", "rest", R"("verification":{"tools":["zzz"]},"evidence":{"owed":["input"]})",
        "error /verification/tools: No tool \"zzz\"");
    row("unknown tool of a fact", "rest", R"("state":[{"fact":"f","tools":["zzz"]}],"evidence":{"owed":["input"]})",
        "error state.f: No tool \"zzz\"");
    // The list of clauses ends in the text, and what follows is the list of windows.
    const auto window = [&](const std::string &parts, const std::string &when, const std::string &between = {}) {
        return permit + ',' + clause("B", "forbid", when) + "]," + between + R"("windows":[{"window":"paid","within":"1h")" + parts + '}';
    };
    row("unknown window", "clauses", window("", "size(window.payd) > size(window.paid) + 1"), "error B: The pact declares no window \"payd\", so it is never known.");
    row("a window never read", "clauses", window("", "args.n > 1"), "warning window.paid: No clause reads this window.");
    row("unknown tool of a window", "clauses", window(R"(,"tools":["zzz"])", "size(window.paid) > 1"), "error window.paid: No tool \"zzz\"");
    row("a window that is always empty", "clauses", window(R"(,"when":"1 > 2")", "size(window.paid) > 1"),
        "warning window.paid.when: This condition can never hold");
    row("a window's key that is no text", "clauses", window(R"x(,"by":"size(agent)")x", "size(window.paid) > 1"),
        "error window.paid.by: The expression gives a value of type int, where a text is needed");
    row("a window that reads another", "clauses", window(R"(,"value":"window.paid")", "size(window.paid) > 1"), "error window.paid.value: ");
    row("a fact that reads a window", "clauses", window("", "size(window.paid) > 1", R"("state":[{"fact":"f","when":"size(window.paid) > 1"}],)"),
        "error state.f.when: ");
    row("a sum of nothing added to a decimal", "clauses", window("", "window.paid.sum() + double(args.n) > 5.0"),
        "error B: While nothing lies in the window, \"window.paid.sum()\" is the whole number 0");
    row("asking whether a window is there", "clauses", window("", "has(window.paid)"), "error B: A window that the pact declares is always there");
    row("unlimited destruction", "clauses", clause("P", "permit", "true", R"(,"tools":["read","cancel_order"])"),
        "security /tools/cancel_order: A destructive tool that no clause limits");
    row("consequences without evidence", "rest", R"("on_breach":[])", "warning /tools/cancel_order: A tool with consequences owes no evidence");
    row("can it be undone", "tools", R"({"name":"read","title":"Reads"},{"name":"cancel_order","title":"C","destructive":true})",
        "suggestion /tools/cancel_order: It is not said whether");
    row("nothing permitted", "clauses", clause("F", "forbid", "args.n > 1", R"(,"tools":["cancel_order"])"),
        "warning /clauses: Nothing is permitted");
}

void CheckTest::everyProblemHasItsClassPlaceAndRemedy()
{
    QFETCH(QString, part);
    QFETCH(QByteArray, text);
    QFETCH(QString, problem);
    Parts parts;
    const std::map<QString, std::string *> byName{{QStringLiteral("header"), &parts.header},
                                                  {QStringLiteral("binds"), &parts.binds},
                                                  {QStringLiteral("tools"), &parts.tools},
                                                  {QStringLiteral("clauses"), &parts.clauses},
                                                  {QStringLiteral("rest"), &parts.rest}};
    *byName.at(part) = text.toStdString();
    const auto problems = problemsOf(parts);
    QVERIFY2(problems.size() == 1, qPrintable(told(problems)));
    QVERIFY2(told(problems).startsWith(problem), qPrintable(told(problems)));
    QVERIFY(!problems.front().remedy.empty());
}

void CheckTest::aConditionThatDoesNotCompileIsPointedAt()
{
    Parts parts;
    parts.clauses += ',' + clause("B", "forbid", R"(args.n > 1 &&\n  argz.n > 2)");
    const auto problems = problemsOf(parts);
    QCOMPARE(problems.size(), std::size_t{1});
    QCOMPARE(problems.front().problemClass, ProblemClass::Error);
    QCOMPARE(problems.front().place, std::string("B"));
    QCOMPARE(problems.front().line, std::optional<std::uint64_t>(2));
    QCOMPARE(problems.front().column, std::optional<std::uint64_t>(3));
}

void CheckTest::theNearestToolNameIsOffered()
{
    Parts parts;
    parts.clauses += ',' + clause("B", "forbid", "args.n > 1", R"(,"tools":["cancel_oder"])");
    auto problems = problemsOf(parts);
    QCOMPARE(problems.size(), std::size_t{1});
    QVERIFY2(problems.front().remedy.starts_with("Did you mean \"cancel_order\"?"), problems.front().remedy.c_str());
    // Also one that only the trail knows; and none when nothing is near.
    parts.clauses = Parts().clauses + ',' + clause("B", "forbid", "args.n > 1", R"(,"tools":["refnud"])");
    problems = problemsOf(parts, {"refund", "read"});
    QVERIFY2(problems.front().reason.ends_with("or was ever seen in the trail."), problems.front().reason.c_str());
    QVERIFY2(problems.front().remedy.starts_with("Did you mean \"refund\"?"), problems.front().remedy.c_str());
    parts.clauses = Parts().clauses + ',' + clause("B", "forbid", "args.n > 1", R"(,"tools":["zzzzzz"])");
    QVERIFY(problemsOf(parts).front().remedy.starts_with("List the tool"));
}

void CheckTest::toolsSeenInTheTrailCountAsKnown()
{
    Parts parts;
    parts.clauses += ',' + clause("B", "forbid", "args.n > 1", R"(,"tools":["refund_*"])");
    QCOMPARE(problemsOf(parts).size(), std::size_t{1});
    QCOMPARE(told(problemsOf(parts, {"refund_order"})), QString());
}

void CheckTest::aTargetThatNothingCanFollowIsSaid()
{
    const auto said = [](const std::string &window) {
        Parts parts;
        parts.rest = R"("targets":[{"metric":"m","bound":0.1,"window":")" + window + R"("}])";
        const auto problems = problemsOf(parts);
        return std::ranges::count(problems, std::string("target-window"), &Problem::rule);
    };
    QCOMPARE(said("3660d"), 0);
    QCOMPARE(said("36500w"), 1);
    QCOMPARE(said("a month"), 1);
}

void CheckTest::aClauseForEveryToolCoversEachTool()
{
    Parts parts;
    parts.rest = R"("on_breach":[])";
    parts.clauses = clause("P", "permit", "true", R"(,"tools":["read","cancel_order"])") + ',' + clause("F", "forbid", "args.n > 1") + ',' +
                    clause("E", "evidence", "!record.input");
    QCOMPARE(told(problemsOf(parts)), QString());
    parts.clauses = clause("P", "permit", "true", R"(,"tools":["read","cancel_order"])") + ',' + clause("E", "evidence", "!record.result");
    parts.rest = R"("verification":{"tools":["cancel_*"]})";
    QCOMPARE(told(problemsOf(parts)), QString());
}

void CheckTest::whatOnlyDetectsDoesNotLimitADestructiveTool()
{
    Parts parts;
    parts.clauses =
        clause("P", "permit", "true", R"(,"tools":["read","cancel_order"])") + ',' + clause("F", "forbid", "result == ''", R"(,"after_result":true)");
    const auto problems = problemsOf(parts);
    QCOMPARE(problems.size(), std::size_t{1});
    QCOMPARE(problems.front().problemClass, ProblemClass::Security);
}

void CheckTest::theGravestComeFirstThenTheOrderOfTheDocument()
{
    Parts parts;
    parts.header = R"("purpose":"")";
    parts.clauses += ',' + clause("A", "forbid", "true") + ',' + clause("B", "forbid", "nope") + ',' + clause("C", "forbid", "nope");
    parts.binds = R"("binds":[{}])";
    QStringList places;
    for (const Problem &problem : problemsOf(parts))
        places << QString::fromStdString(problem.place);
    QCOMPARE(places.join(u' '), QStringLiteral("/accountability/owner B C /accountability/deputy /binds P P A"));
}

QTEST_APPLESS_MAIN(CheckTest)
#include "check_test.moc"
