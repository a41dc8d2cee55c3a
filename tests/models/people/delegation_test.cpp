// SPDX-License-Identifier: GPL-3.0-or-later
// Handing decisions over while away, in the register of people: who may, for how long, when it ends, and that nothing else comes of it.
#include <QTest>

#include "tests/models/people/people_ledger.h"

using namespace mandate;
using namespace mandate::test;

namespace {

constexpr std::int64_t hourNs = 3600LL * 1'000'000'000;

Instant in(const Ledger &ledger, std::int64_t hours)
{
    return Instant{ledger.now.nanoseconds + hours * hourNs, true};
}

PersonStatement handover(Ledger &ledger, const std::string &person, const std::string &to, std::int64_t fromHours, std::int64_t untilHours)
{
    PersonStatement statement = ledger.make(PersonStep::Delegate, person, person);
    statement.delegate = id(to);
    statement.from = in(ledger, fromHours);
    statement.until = in(ledger, untilHours);
    return statement;
}

std::string handOver(Ledger &ledger, const std::string &person, const std::string &to, std::int64_t fromHours = 0, std::int64_t untilHours = 48)
{
    return ledger.add(handover(ledger, person, to, fromHours, untilHours), key(person));
}

} // namespace

class DelegationTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void itHoldsFromItsBeginningToItsEnd();
    void onlyWhoDecidesHandsOverAndOnlyToWhoDecides();
    void nobodyHandsOverForAnother();
    void itLastsNinetyDaysAtMost();
    void itNeverBeginsBeforeItIsSigned();
    void whoIsAwayGetsNothingHandedOver();
    void thereIsOneAtATime();
    void itEndsByWhoGaveItWhoGotItOrAnOwner();
    void itEndsWhenEitherGoes_data();
    void itEndsWhenEitherGoes();
    void itGivesNoRole();
    void whatWasTouchedOrIsNotWholeCountsForNothing();
    void farTimesAreNoWayRoundTheBound();
};

void DelegationTest::itHoldsFromItsBeginningToItsEnd()
{
    Ledger ledger = office();
    QCOMPARE(handOver(ledger, "ada", "dee", 24, 72), std::string());
    const Delegation lent = ledger.people.delegations().all().front();
    QCOMPARE(lent.delegate, id("dee"));
    const auto between = [&](const Instant &at) { return ledger.people.delegations().between(id("ada"), id("dee"), at) != nullptr; };
    QVERIFY(!between(Instant{lent.from.nanoseconds - 1, true}));
    QVERIFY(between(lent.from));
    QVERIFY(between(Instant{lent.until.nanoseconds - 1, true}));
    QVERIFY(!between(lent.until));
    QVERIFY(ledger.people.delegations().of(id("ada"), ledger.now)); // announced
    QVERIFY(!ledger.people.delegations().of(id("ada"), lent.until));
    QCOMPARE(ledger.people.delegations().to(id("dee"), lent.from).size(), std::size_t{1});
    QVERIFY(ledger.people.delegations().to(id("bob"), lent.from).empty());
}

void DelegationTest::onlyWhoDecidesHandsOverAndOnlyToWhoDecides()
{
    Ledger ledger = office();
    QVERIFY(handOver(ledger, "leo", "bob").find("neither owner nor deputy") != std::string::npos);
    QVERIFY(!handOver(ledger, "ann", "bob").empty());
    for (const char *to : {"leo", "ann", "eve", "ada"})
        QVERIFY(handOver(ledger, "ada", to).find("cannot decide in your place") != std::string::npos);
    QCOMPARE(handOver(ledger, "dee", "ada"), std::string());
}

void DelegationTest::nobodyHandsOverForAnother()
{
    Ledger ledger = office();
    PersonStatement statement = handover(ledger, "bob", "dee", 0, 48);
    statement.person = id("ada"); // Bob signs that Ada hands over to Dee
    QVERIFY(ledger.add(statement, key("bob")).find("Nobody hands over") != std::string::npos);
    statement = handover(ledger, "ada", "bob", 0, 48); // in Ada's name, by Bob's key
    QVERIFY(!ledger.add(statement, key("bob")).empty());
    QVERIFY(ledger.people.delegations().all().empty());
}

void DelegationTest::itLastsNinetyDaysAtMost()
{
    Ledger ledger = office();
    QVERIFY(handOver(ledger, "ada", "bob", 1, 1 + 90 * 24 + 1).find("90 days at most") != std::string::npos);
    QVERIFY(handOver(ledger, "ada", "bob", 5, 5).find("end before it begins") != std::string::npos);
    QVERIFY(handOver(ledger, "ada", "bob", 91 * 24, 92 * 24).find("90 days ahead") != std::string::npos);
    QCOMPARE(handOver(ledger, "ada", "bob", 1, 1 + 90 * 24), std::string());
}

void DelegationTest::itNeverBeginsBeforeItIsSigned()
{
    Ledger ledger = office();
    QVERIFY(handOver(ledger, "ada", "bob", -1, 48).find("not before it is signed") != std::string::npos); // else what was decided before would count
}

void DelegationTest::whoIsAwayGetsNothingHandedOver()
{
    Ledger ledger = office();
    QCOMPARE(handOver(ledger, "bob", "dee", 10, 20), std::string());
    QVERIFY(handOver(ledger, "ada", "bob", 15, 48).find("is away themselves") != std::string::npos);
    QCOMPARE(handOver(ledger, "ada", "bob", 24, 48), std::string()); // Bob is back then
}

void DelegationTest::thereIsOneAtATime()
{
    Ledger ledger = office();
    QCOMPARE(handOver(ledger, "ada", "bob"), std::string());
    QVERIFY(handOver(ledger, "ada", "dee").find("already") != std::string::npos);
    ledger.now.nanoseconds += 72 * hourNs;
    QCOMPARE(handOver(ledger, "ada", "dee"), std::string()); // that one is over
    QCOMPARE(ledger.people.delegations().of(id("ada"), ledger.now)->delegate, id("dee"));
}

void DelegationTest::itEndsByWhoGaveItWhoGotItOrAnOwner()
{
    for (const char *who : {"dee", "ada", "bob"}) {
        Ledger ledger = office();
        QCOMPARE(handOver(ledger, "dee", "ada"), std::string());
        QVERIFY(!ledger.step(PersonStep::EndDelegation, "leo", "dee").empty());
        QCOMPARE(ledger.step(PersonStep::EndDelegation, who, "dee"), std::string());
        QVERIFY(!ledger.people.delegations().of(id("dee"), ledger.now));
        QCOMPARE(ledger.people.delegations().all().front().endedBecause, id(who) + " ended it");
        QVERIFY(ledger.step(PersonStep::EndDelegation, who, "dee").find("handed nothing over") != std::string::npos);
    }
}

void DelegationTest::itEndsWhenEitherGoes_data()
{
    QTest::addColumn<QString>("who");
    QTest::addColumn<int>("step");
    for (const char *who : {"dee", "bob"}) {
        for (const auto step : {PersonStep::Leave, PersonStep::RevokeKey, PersonStep::ChangeRoles})
            QTest::newRow(qPrintable(QStringLiteral("%1 %2").arg(QLatin1String(who)).arg(static_cast<int>(step)))) << who << static_cast<int>(step);
    }
}

void DelegationTest::itEndsWhenEitherGoes()
{
    QFETCH(QString, who);
    QFETCH(int, step);
    Ledger ledger = office();
    QCOMPARE(handOver(ledger, "dee", "bob"), std::string());
    QCOMPARE(ledger.step(static_cast<PersonStep>(step), "ada", who.toStdString(), {PersonRole::Legal}), std::string());
    QVERIFY(!ledger.people.delegations().of(id("dee"), ledger.now));
    QVERIFY(ledger.people.delegations().to(id("bob"), ledger.now).empty());
    // Coming back brings nothing back.
    if (static_cast<PersonStep>(step) == PersonStep::ChangeRoles)
        QCOMPARE(ledger.step(PersonStep::ChangeRoles, "ada", who.toStdString(), {PersonRole::Deputy}), std::string());
    QVERIFY(ledger.people.delegations().to(id("bob"), ledger.now).empty());
}

void DelegationTest::itGivesNoRole()
{
    Ledger ledger = office();
    QCOMPARE(handOver(ledger, "ada", "dee"), std::string());
    QVERIFY(!ledger.people.is(id("dee"), PersonRole::Owner));
    QVERIFY(!ledger.enrol("dee", "eve", {PersonRole::Auditor}).empty());
    QVERIFY(!ledger.appoint("dee", "refund-bot", "ada").empty());
}

void DelegationTest::whatWasTouchedOrIsNotWholeCountsForNothing()
{
    Ledger ledger = office();
    PersonStatement whole = handover(ledger, "ada", "bob", 0, 48);
    std::string body = personStatementEntry(whole, key("ada"));
    const std::size_t at = body.find("\"step\":\"delegate\"");
    QVERIFY(at != std::string::npos);
    std::string shown = body;
    shown.replace(at, 17, "\"step\":\"leave\""); // what is readable beside the signature
    QVERIFY(!ledger.put(shown).empty());
    PersonStatement endless = handover(ledger, "ada", "bob", 0, 48);
    endless.delegate.clear();
    QVERIFY(!ledger.add(endless, key("ada")).empty());
    QCOMPARE(ledger.put(body), std::string());
    QVERIFY(!ledger.put(body).empty()); // replayed
    QCOMPARE(ledger.people.delegations().all().size(), std::size_t{1});
}

void DelegationTest::farTimesAreNoWayRoundTheBound()
{
    Ledger ledger = office();
    PersonStatement far = handover(ledger, "ada", "bob", 0, 48);
    far.until = parseInstant("2262-04-11T00:00:00Z");
    QVERIFY(!ledger.add(far, key("ada")).empty());
    far = handover(ledger, "ada", "bob", 0, 48);
    far.from = parseInstant("1677-09-22T00:00:00Z");
    far.until = parseInstant("2262-04-11T00:00:00Z");
    QVERIFY(!ledger.add(far, key("ada")).empty());
    QVERIFY(ledger.people.delegations().all().empty());
}

QTEST_APPLESS_MAIN(DelegationTest)
#include "delegation_test.moc"
