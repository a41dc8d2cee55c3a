// SPDX-License-Identifier: GPL-3.0-or-later
// When mining takes what it saw for a limit, what evidence it gives, what it says it does not cover, and the draft made of it.
#include "mined_calls.h"

using namespace mandate;
using namespace mandate::test;
using nlohmann::ordered_json;

class RulesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aListOfValuesNeedsFewValuesSeenAgainAndAgain_data();
    void aListOfValuesNeedsFewValuesSeenAgainAndAgain();
    void numbersThatNameSomethingHaveNoRange();
    void evidenceNamesTheExtremeCases();
    void boundsAreTheNextLowerValuesAndPercentiles();
    void elementsOfOneCallCountOnce();
    void fewCallsAreSaidToBeFew();
    void callsWithoutArgumentsLeaveArgumentsOpen();
    void toolsThatAClauseCannotNameAreLeftOut();
    void whatDidNotFitIsSaid();
    void sentencesSayTheLimits();
    void clauseIdsOfThePactInForceAreNotUsedAgain();
    void theDraftKeepsAllButThePermissions();
    void aPactOfOneAgentGetsANewVersion();
    void anAgentThatCannotBeNamedHasNoDraft();
};

namespace {

/// One call a session with one argument, its values taken in turn from a list of JSON texts.
std::vector<MinedCall> callsWith(const std::string &name, const std::vector<std::string> &values, int sessions)
{
    std::vector<MinedCall> calls;
    for (int i = 0; i < sessions; ++i)
        calls.push_back({"s" + std::to_string(i), "act", "{\"" + name + "\":" + values[static_cast<std::size_t>(i) % values.size()] + '}'});
    return calls;
}

std::vector<std::string> numbered(const std::string &text, int count)
{
    std::vector<std::string> all;
    for (int i = 0; i < count; ++i)
        all.push_back('"' + text + std::string(1, static_cast<char>('a' + i)) + '"');
    return all;
}

const char *const shopPact = R"x({"schema":"mandate.pact/1","pact_id":"shop","version":"1.4.2","title":"Shop","binds":[{"deployment":"shop"}],
    "accountability":{"owner":"Owner A","deputy":"Deputy B"},"tools":[{"name":"act","title":"Acts"}],
    "clauses":[{"id":"M1","kind":"permit","when":"true","reads_as":"All."},
               {"id":"F1","kind":"forbid","tools":["act"],"when":"args.by == 'thief'","reads_as":"No thief.","severity":"critical"},
               {"id":"E1","kind":"evidence","tools":["act"],"when":"!has(args.by)","reads_as":"By whom."}],
    "evidence":{"owed":["result"],"retention_days":400}})x";

} // namespace

void RulesTest::aListOfValuesNeedsFewValuesSeenAgainAndAgain_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QStringList>("values");
    QTest::addColumn<int>("sessions");
    QTest::addColumn<QString>("why");
    const auto row = [](const char *title, const char *name, const std::vector<std::string> &values, int sessions, const char *why) {
        QStringList texts;
        for (const std::string &value : values)
            texts << QString::fromStdString(value);
        QTest::newRow(title) << QString::fromLatin1(name) << texts << sessions << QString::fromLatin1(why);
    };
    row("two values", "cabin", {R"("economy")", R"("business")"}, 20, "");
    row("one value", "cabin", {R"("economy")"}, 20, "");
    row("twenty values", "cabin", numbered("v", 20), 40, "");
    row("a digit or two", "type", {R"("t3.micro")", R"("t3.large")"}, 20, "");
    row("too many values", "cabin", numbered("v", 21), 84, "it had more than 20 values");
    row("too few sessions", "cabin", {R"("economy")"}, 19, "it was seen in fewer than 20 sessions");
    row("values seen once", "cabin", numbered("v", 18), 20, "16 of its values were seen in one session only, so more are to be expected");
    row("an identifier by name", "orderId", {R"("a")", R"("b")"}, 40, "its name says that it names something or is free text");
    row("a person by name", "first_name", {R"("Ann")", R"("Bob")"}, 40, "its name says that it names something or is free text");
    row("free text by name", "body", {R"("Hello")"}, 40, "its name says that it names something or is free text");
    row("identifiers by look", "thing", {R"("A100")", R"("A200")"}, 40, "its values look like identifiers or free text");
    row("sentences by look", "thing", {R"("one two three four five")"}, 40, "its values look like identifiers or free text");
    row("addresses by look", "thing", {R"("a@b")"}, 40, "its values look like identifiers or free text");
    row("other kinds", "thing", {R"("a")", "1"}, 40, "its kind differs from call to call");
    row("both truths", "thing", {"true", "false"}, 40, "it was true and false");
}

void RulesTest::aListOfValuesNeedsFewValuesSeenAgainAndAgain()
{
    QFETCH(QString, name);
    QFETCH(QStringList, values);
    QFETCH(int, sessions);
    QFETCH(QString, why);
    std::vector<std::string> texts;
    for (const QString &value : values)
        texts.push_back(value.toStdString());
    const mining::MinedScope scope = minedFrom(callsWith(name.toStdString(), texts, sessions));
    const mining::Proposal &proposal = proposalFor(scope, "act");
    const mining::ArgumentEvidence &evidence = argument(proposal, name.toStdString());
    QCOMPARE(QString::fromStdString(evidence.notCovered), why);
    QCOMPARE(evidence.values.empty(), !why.isEmpty());
    QCOMPARE(proposal.clause.when.find(texts.front()) != std::string::npos, why.isEmpty());
}

void RulesTest::numbersThatNameSomethingHaveNoRange()
{
    for (const char *name : {"order_id", "phone", "flightNumber"}) {
        const mining::MinedScope scope = minedFrom(callsWith(name, {"5", "7"}, 40));
        QVERIFY2(!argument(proposalFor(scope, "act"), name).notCovered.empty(), name);
        QVERIFY(proposalFor(scope, "act").tighter.empty());
    }
    const mining::MinedScope scope = minedFrom(callsWith("number_of_nights", {"5", "7"}, 40));
    QVERIFY(proposalFor(scope, "act").clause.when.find("args.number_of_nights >= 5 && args.number_of_nights <= 7") != std::string::npos);
}

void RulesTest::evidenceNamesTheExtremeCases()
{
    const mining::MinedScope scope = minedFrom({{"a", "other", "{}"},
                                                {"a", "act", R"({"n":5})"},
                                                {"b", "act", R"({"n":-2.5,"urgent":true})"},
                                                {"b", "act", R"({"n":9})", false},
                                                {"b", "act", R"({"n":8})"},
                                                {"b", "act", R"({"n":8})"}});
    const mining::Proposal &proposal = proposalFor(scope, "act");
    QCOMPARE(proposal.calls, std::uint64_t(4));
    QCOMPARE(proposal.sessions.value(), std::uint64_t(2));
    QCOMPARE(proposal.first, mining::Entry(1));
    QCOMPARE(proposal.last, mining::Entry(5));
    const mining::ArgumentEvidence &n = argument(proposal, "n");
    QVERIFY(n.always);
    QCOMPARE(n.range->fromEntry, mining::Entry(2));
    QCOMPARE(n.range->toEntry, mining::Entry(4));
    const mining::ArgumentEvidence &urgent = argument(proposal, "urgent");
    QVERIFY(!urgent.always);
    QCOMPARE(urgent.only, std::optional(true));
    QCOMPARE(urgent.calls, std::uint64_t(1));
    QCOMPARE(
        QString::fromStdString(proposal.clause.when),
        QStringLiteral(
            R"(has(args.n) && args.n >= -2.5 && args.n <= 8 && (!has(args.urgent) || args.urgent == true) && args.all(name, name in ["n", "urgent"]))"));
    QCOMPARE(proposal.perSession->most, std::uint64_t(3));
    QCOMPARE(proposal.perSession->entry, mining::Entry(5));
}

void RulesTest::boundsAreTheNextLowerValuesAndPercentiles()
{
    std::vector<std::string> numbers;
    for (int i = 1; i <= 200; ++i)
        numbers.push_back(std::to_string(i));
    const mining::MinedScope scope = minedFrom(callsWith("n", numbers, 200));
    const mining::Tighter &tighter = proposalFor(scope, "act").tighter.front();
    QCOMPARE(tighter.now.value.asInt(), 200);
    const auto told = [&](const mining::TighterBound &bound) {
        return QStringLiteral("%1 %2 %3 %4")
            .arg(bound.bound.value.asInt())
            .arg(bound.nextLower ? QStringLiteral("next") : QStringLiteral("-"))
            .arg(bound.percentile.value_or(0))
            .arg(bound.calls);
    };
    QStringList all;
    for (const mining::TighterBound &bound : tighter.bounds)
        all << told(bound);
    QCOMPARE(all, (QStringList{QStringLiteral("199 next 0 1"), QStringLiteral("198 next 99 2"), QStringLiteral("190 - 95 10")}));
}

void RulesTest::elementsOfOneCallCountOnce()
{
    const mining::MinedScope scope =
        minedFrom({{"a", "act", R"({"prices":[1,9,9,9]})"}, {"b", "act", R"({"prices":[4,2]})"}, {"c", "act", R"({"prices":[]})"}});
    const mining::Proposal &proposal = proposalFor(scope, "act");
    QVERIFY(proposal.clause.when.find("args.prices.all(item, item >= 1 && item <= 9)") != std::string::npos);
    for (const mining::Tighter &tighter : proposal.tighter) {
        if (tighter.path == "prices[]") {
            QCOMPARE(tighter.bounds.size(), std::size_t(1));
            QCOMPARE(tighter.bounds.front().calls, std::uint64_t(1));
            QCOMPARE(tighter.bounds.front().bound.value.asInt(), 4);
            QVERIFY(tighter.bounds.front().first == std::vector<mining::Entry>{0});
        }
    }
    QCOMPARE(argument(proposal, "prices[]").calls, std::uint64_t(2));
}

void RulesTest::fewCallsAreSaidToBeFew()
{
    QVERIFY(proposalFor(minedFrom(callsWith("n", {"1"}, 29)), "act").restsOnLittle);
    QVERIFY(!proposalFor(minedFrom(callsWith("n", {"1"}, 30)), "act").restsOnLittle);
}

void RulesTest::callsWithoutArgumentsLeaveArgumentsOpen()
{
    const mining::MinedScope scope = minedFrom({{"a", "act", R"({"n":5})"}, {"a", "act", ""}});
    const mining::Proposal &proposal = proposalFor(scope, "act");
    QCOMPARE(proposal.clause.when, std::string("true"));
    QCOMPARE(proposal.notCovered.front(), std::string("1 of the calls carry no arguments, so none can be limited."));
    QVERIFY(proposal.tighter.empty());
    const mining::MinedScope without = minedFrom({{"a", "act", "{}"}});
    QCOMPARE(proposalFor(without, "act").clause.when, std::string("size(args) == 0"));
}

void RulesTest::toolsThatAClauseCannotNameAreLeftOut()
{
    const mining::MinedScope scope = minedFrom({{"a", "*", "{}"}, {"a", "pay*", "{}"}, {"a", "", "{}"}, {"a", "pay", "{}"}});
    QCOMPARE(scope.proposals.size(), std::size_t(1));
    QCOMPARE(scope.left.size(), std::size_t(3));
    QCOMPARE(scope.left[1].reason, std::string("Its name holds a '*', which a clause reads as any text."));
}

void RulesTest::whatDidNotFitIsSaid()
{
    mining::Limits limits;
    limits.tools = 1;
    limits.arguments = 2;
    const mining::MinedScope scope = minedFrom({{"a", "act", R"({"a":1,"b":2,"c":3})"}, {"a", "pay", "{}"}}, limits);
    QCOMPARE(scope.callsOfFurtherTools, std::uint64_t(1));
    const mining::Proposal &proposal = proposalFor(scope, "act");
    QCOMPARE(proposal.notCovered.front(), std::string("Further arguments: there were too many to remember."));
    QVERIFY(proposal.clause.when.find("args.all") == std::string::npos);

    limits = {};
    limits.sessionCells = 1;
    const mining::MinedScope crowded = minedFrom({{"a", "act", R"({"n":1})"}, {"b", "act", R"({"n":2})"}}, limits);
    QVERIFY(!proposalFor(crowded, "act").sessions);
    QVERIFY(!proposalFor(crowded, "act").perSession);
    QVERIFY(!proposalFor(crowded, "act").tighter.front().bounds.front().sessions);

    std::vector<MinedCall> long_;
    for (int i = 0; i < 40; ++i) {
        ordered_json args;
        for (int j = 0; j < 60; ++j)
            args[std::string(100, 'x') + std::to_string(j)] = std::string(30, static_cast<char>('a' + i % 20));
        long_.push_back({"s" + std::to_string(i), "act", args.dump()});
    }
    const mining::Proposal proposal2 = proposalFor(minedFrom(long_), "act");
    QCOMPARE(proposal2.clause.when, std::string("true"));
    QCOMPARE(proposal2.notCovered.front(), std::string("Its arguments: a condition on all of them would be too long."));
}

void RulesTest::sentencesSayTheLimits()
{
    std::vector<MinedCall> calls;
    for (int i = 0; i < 40; ++i)
        calls.push_back({"s" + std::to_string(i), "pay",
                         R"({"amount":)" + std::to_string(i) + R"(,"currency":")" + (i % 2 ? "EUR" : "USD") + R"(","user_id":"u")" +
                             (i % 3 ? "" : R"(,"cover":["note"])") + "}"});
    const mining::Proposal proposal = proposalFor(minedFrom(calls), "pay");
    QCOMPARE(
        QString::fromStdString(proposal.clause.readsAs),
        QStringLiteral(R"(The agent may use pay with "amount" from 0 to 39, "cover", if given, of exactly 1 element, "currency" "EUR" or "USD", )"
                       R"(a value for "user_id", and with no arguments other than "amount", "cover", "currency" and "user_id".)"));
    QCOMPARE(QString::fromStdString(proposal.perSession->clause.readsAs),
             QStringLiteral("A person approves further calls of pay once a session has made one."));
    QCOMPARE(proposal.clause.why, std::string("Proposed from use: 40 executed calls in 40 sessions, entries 0 to 39 of the ledger."));
}

void RulesTest::clauseIdsOfThePactInForceAreNotUsedAgain()
{
    mining::ObservedUse use;
    for (const char *tool : {"a", "b"}) {
        mining::SeenCall call;
        call.tool = tool;
        use.add(call);
    }
    const mining::MinedScope scope = use.propose({"M1", "L2"});
    QCOMPARE(scope.proposals[0].clause.id, std::string("M2"));
    QCOMPARE(scope.proposals[1].clause.id, std::string("M3"));
    QCOMPARE(scope.proposals[1].perSession->clause.id, std::string("L3"));
}

void RulesTest::theDraftKeepsAllButThePermissions()
{
    const ordered_json draft = draftOf(minedFrom(callsWith("by", {R"("post")"}, 40)), shopPact);
    QCOMPARE(draft["pact_id"].get<std::string>(), std::string("shop-clerk"));
    QCOMPARE(draft["version"].get<std::string>(), std::string("0.1.0"));
    QCOMPARE(draft["binds"].dump(), std::string(R"([{"agent":"clerk","deployment":"shop"}])"));
    QCOMPARE(draft["accountability"]["owner"].get<std::string>(), std::string("Owner A"));
    QCOMPARE(draft["evidence"]["retention_days"].get<int>(), 400);
    QStringList ids;
    for (const ordered_json &clause : draft["clauses"])
        ids << QString::fromStdString(clause["kind"].get<std::string>() + ' ' + clause["id"].get<std::string>());
    QCOMPARE(ids,
             (QStringList{QStringLiteral("permit M1"), QStringLiteral("forbid F1"), QStringLiteral("evidence E1"), QStringLiteral("escalate L1")}));
    QCOMPARE(draft["tools"].size(), std::size_t(1));
    const auto pact = compiledPact(draft.dump());
    QCOMPARE(judgedUnder(pact, {{"x", "act", R"({"by":"post"})"}}).front().verdict, Verdict::Permitted);
    QCOMPARE(judgedUnder(pact, {{"x", "act", R"({"by":"thief"})"}}).front().verdict, Verdict::Prohibited);
    QCOMPARE(judgedUnder(pact, {{"x", "act", R"({"by":"drone"})"}}).front().verdict, Verdict::OutOfScope);
}

void RulesTest::aPactOfOneAgentGetsANewVersion()
{
    ordered_json own = ordered_json::parse(shopPact);
    own["binds"] = ordered_json::array({{{"agent", "clerk"}}});
    const mining::MinedScope scope = minedFrom(callsWith("by", {R"("post")"}, 40));
    const ordered_json draft = draftOf(scope, own.dump());
    QCOMPARE(draft["pact_id"].get<std::string>(), std::string("shop"));
    QCOMPARE(draft["version"].get<std::string>(), std::string("1.5.0"));
    QCOMPARE(draft["parent_version"].get<std::string>(), std::string("1.4.2"));
    QCOMPARE(draft["binds"].dump(), std::string(R"([{"agent":"clerk"}])"));
    // Seen in one deployment by choice, it must not narrow what the pact says elsewhere.
    const auto chosen = mining::draftDocument(scope, {"clerk", {"shop"}, false, own.dump()});
    QVERIFY(chosen);
    QCOMPARE(ordered_json::parse(*chosen)["pact_id"].get<std::string>(), std::string("shop-clerk"));
}

void RulesTest::anAgentThatCannotBeNamedHasNoDraft()
{
    const mining::MinedScope scope = minedFrom(callsWith("by", {R"("post")"}, 40));
    for (const char *agent : {"", "*", "clerk*"})
        QVERIFY2(!mining::draftDocument(scope, {agent, {"shop"}, true, {}}), agent);
    QVERIFY(!mining::draftDocument(scope, {"clerk", {"sh*p"}, true, {}}));
    const auto odd = mining::draftDocument(scope, {"ft:gpt-4.1/ü \"x\"", {""}, true, {}});
    QVERIFY(odd);
    QCOMPARE(ordered_json::parse(*odd)["pact_id"].get<std::string>(), std::string("ft-gpt-4.1-----x-"));
}

QTEST_GUILESS_MAIN(RulesTest)
#include "rules_test.moc"
