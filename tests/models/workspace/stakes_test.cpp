// SPDX-License-Identifier: GPL-3.0-or-later
// Money and customers behind changed verdicts: what the recording says is counted, everything else is said to be unknown.
#include "tests/models/workspace/made_trail.h"

#include "models/base/json_reader.h"
#include "models/workspace/warm_replay.h"

#include <QTest>

#include <limits>

using namespace mandate;
using namespace mandate::test;

namespace {

std::optional<Amount> amountIn(const std::string &json)
{
    static Arena arena; // amounts refer to it
    JsonReader reader;
    return amountOf(need(reader.read(json, arena)));
}

/// A pact that forbids all that the one in force permits; only "pay" spends.
ParsedPact nothingGoes()
{
    return need(parsePact(R"({"schema":"mandate.pact/1","pact_id":"none","version":"1.0.0","title":"None","binds":[{"deployment":"*"}],
"tools":[{"name":"pay","title":"Pay","consequence":["spends"]},{"name":"look","title":"Look","consequence":["internal"]}],
"accountability":{"owner":"Owner A","deputy":"Deputy B"},
"clauses":[{"id":"N","kind":"forbid","when":"true","reads_as":"Nothing."}]})"));
}

Call paying(const std::string &session, const std::string &arguments)
{
    return {session, "pay", arguments, 1};
}

} // namespace

class StakesTest : public QObject
{
    Q_OBJECT

    WorkspaceFolder m_folder;

    ReplayChange changeOf(const std::vector<Call> &calls)
    {
        const auto workspace = m_folder.workspace();
        (void)need(workspace->import({m_folder.write("calls.jsonl", lines(calls))}, {}));
        const ReplayReport warm = need(WarmReplay(*workspace).replay(nothingGoes(), {}));
        if (warm != need(workspace->replay(nothingGoes(), {})) || warm.changed.size() != 1)
            qFatal("both ways of replaying should find the one change");
        return warm.changed.front();
    }

private Q_SLOTS:
    void anAmountIsANumberFromZeroUp();
    void sumsAreExactAndNeverOverflow();
    void moneyIsSummedByCurrencyAndOnlyOfToolsThatSpend();
    void customersAreThoseTheActionsName();
    void aSessionWithOneCustomerSpeaksForItsActions();
};

void StakesTest::anAmountIsANumberFromZeroUp()
{
    QCOMPARE(amountIn(R"({"amount":12.34})")->millionths, std::int64_t{12'340'000});
    QCOMPARE(amountIn(R"({"amount":"7","currency":"EUR"})")->currency, std::string_view("EUR"));
    QCOMPARE(amountIn(R"({"amount":0})")->millionths, std::int64_t{0});
    for (const char *none : {R"({})", R"({"amount":-1})", R"({"amount":null})", R"({"amount":"7 EUR"})", R"({"amount":""})", R"({"amount":1e300})",
                             R"({"amount":"nan"})", R"({"amount":[7]})", R"({"total":7})", R"([7])"})
        QVERIFY2(!amountIn(none), none);
}

void StakesTest::sumsAreExactAndNeverOverflow()
{
    MoneyAtStake money;
    for (int i = 0; i < 10; ++i)
        money.add(amountIn(R"({"amount":0.1})"));
    QCOMPARE(money.millionths.at(""), std::int64_t{1'000'000});
    money.millionths["USD"] = std::numeric_limits<std::int64_t>::max();
    money.add(Amount{1, "USD"});
    QCOMPARE(money.unknown, std::uint64_t{1});
    QCOMPARE(money.counted, std::uint64_t{10});
}

void StakesTest::moneyIsSummedByCurrencyAndOnlyOfToolsThatSpend()
{
    const ReplayChange change = changeOf({paying("a", R"({"amount":1.5,"currency":"EUR"})"),
                                          paying("a", R"({"amount":2,"currency":"EUR"})"),
                                          paying("b", R"({"amount":4})"),
                                          paying("b", R"({"sum":9})"),
                                          {"b", "look", R"({"amount":100})", 1}});
    QCOMPARE(change.count, std::uint64_t{5});
    QVERIFY(change.money.millionths == (std::map<std::string, std::int64_t>{{"", 4'000'000}, {"EUR", 3'500'000}}));
    QCOMPARE(change.money.counted, std::uint64_t{3});
    QCOMPARE(change.money.unknown, std::uint64_t{1});
}

void StakesTest::customersAreThoseTheActionsName()
{
    Call depot = paying("d", R"({"customer_id":"c1"})");
    depot.deployment = "depot"; // another c1
    const ReplayChange change = changeOf(
        {paying("a", R"({"customer_id":"c1"})"), paying("b", R"({"user_id":"c1"})"), paying("c", R"({"customer_id":7})"), depot, paying("e", "{}")});
    QCOMPARE(change.customers.different, std::uint64_t{3});
    QCOMPARE(change.customers.unknown, std::uint64_t{1});
}

void StakesTest::aSessionWithOneCustomerSpeaksForItsActions()
{
    // The action before the customer is named, and the one after a second is, cannot be told.
    const ReplayChange change = changeOf(
        {paying("a", "{}"), paying("a", R"({"customer_id":"c1"})"), paying("a", "{}"), paying("a", R"({"customer_id":"c2"})"), paying("a", "{}")});
    QCOMPARE(change.customers.different, std::uint64_t{2});
    QCOMPARE(change.customers.unknown, std::uint64_t{2});
}

QTEST_GUILESS_MAIN(StakesTest)
#include "stakes_test.moc"
