// SPDX-License-Identifier: GPL-3.0-or-later
// The register of people by itself: who may enrol, change and leave, and that nothing forged, replayed or late counts.
#include <QTest>

#include "tests/models/people/people_ledger.h"

using namespace mandate;
using namespace mandate::test;

class PeopleRegisterTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void withNobodyEnrolledTheWorkspaceIsOpen();
    void theFirstEnrolThemselvesAsOwners();
    void onlyOwnersEnrolAndChangeOthers();
    void nobodyGivesThemselvesARole();
    void aForgedEnrolmentCountsForNothing_data();
    void aForgedEnrolmentCountsForNothing();
    void aReplayedStatementCountsForNothingAndLocksNobodyOut();
    void aStatementOfAnotherWorkspaceCountsForNothing();
    void theLastOwnerStays();
    void aNewKeyEndsTheOldOne();
    void aRevokedKeySignsNothing();
    void aKeyIsUsedOnce();
    void whoLeftMayReadAndComeBackOnlyByAnOwner();
    void aClockThatWentBackwardsStopsChanges();
    void anOwnerWhoGoesLeavesTheirAgentsWithoutOne();
    void comingBackClearsNothing();
    void appointmentsAreForOwnersAndTheirDeputies();
    void whatWasTouchedCountsForNothing();
    void rolesHaveStableNamesAndPactsWordsForThem();
};

void PeopleRegisterTest::withNobodyEnrolledTheWorkspaceIsOpen()
{
    Ledger ledger;
    QVERIFY(ledger.people.isOpen());
    QVERIFY(!ledger.people.actingRefusal("account:anyone"));
    QVERIFY(ledger.people.keyring().objection("account:anyone", ledger.workspace.publicKey().id(), {}).empty());
}

void PeopleRegisterTest::theFirstEnrolThemselvesAsOwners()
{
    Ledger ledger;
    QVERIFY(!ledger.enrol("ada", "ada", {PersonRole::Legal}).empty());
    QVERIFY(!ledger.add(ledger.enrolment("ada", "bob", owner, "bob"), key("ada")).empty());
    QVERIFY(!ledger.add(ledger.enrolment("ada", "bob", owner, "bob"), key("bob")).empty()); // Bob's key, and Ada speaks
    QVERIFY(ledger.people.isOpen());
    QCOMPARE(ledger.enrol("ada", "ada", owner), std::string());
    QVERIFY(!ledger.people.isOpen());
    QVERIFY(ledger.people.is(id("ada"), PersonRole::Owner));
    QVERIFY(!ledger.enrol("eve", "eve", owner).empty()); // the door is closed
    QVERIFY(!ledger.people.find(id("eve")));
    QCOMPARE(ledger.people.actingRefusal(id("eve"))->code, std::string("MND-PPL-002"));
}

void PeopleRegisterTest::onlyOwnersEnrolAndChangeOthers()
{
    Ledger ledger = office();
    for (const char *who : {"dee", "leo", "ann"}) {
        QVERIFY(!ledger.enrol(who, "eve", {PersonRole::Auditor}).empty());
        QVERIFY(!ledger.step(PersonStep::ChangeRoles, who, "bob", {PersonRole::Auditor}).empty());
        QVERIFY(!ledger.step(PersonStep::Leave, who, "bob").empty());
        QVERIFY(!ledger.step(PersonStep::RevokeKey, who, "bob").empty());
        QVERIFY(!ledger.appoint(who, "clerk", "ada").empty());
    }
    QVERIFY(ledger.people.is(id("bob"), PersonRole::Owner));
    QCOMPARE(ledger.step(PersonStep::ChangeRoles, "ada", "bob", {PersonRole::Legal}), std::string()); // one owner demotes the other
    QVERIFY(!ledger.people.is(id("bob"), PersonRole::Owner));
    QVERIFY(!ledger.enrol("bob", "eve", {PersonRole::Auditor}).empty());
}

void PeopleRegisterTest::nobodyGivesThemselvesARole()
{
    Ledger ledger = office();
    QVERIFY(!ledger.step(PersonStep::ChangeRoles, "dee", "dee", owner).empty());
    QVERIFY(!ledger.step(PersonStep::ChangeRoles, "ada", "ada", {PersonRole::Owner, PersonRole::Legal}).empty());
    QVERIFY(!ledger.add(ledger.enrolment("ada", "ada", owner, "ada2"), key("ada")).empty());
    QCOMPARE(ledger.people.find(id("ada"))->roles, owner);
}

void PeopleRegisterTest::aForgedEnrolmentCountsForNothing_data()
{
    QTest::addColumn<QString>("signer");
    QTest::addColumn<QString>("proofKey");
    QTest::addColumn<QString>("proofPerson");
    QTest::newRow("signed by the workspace") << "workspace" << "eve" << "eve";
    QTest::newRow("signed by who enrols themselves") << "eve" << "eve" << "eve";
    QTest::newRow("signed by a deputy in an owner's name") << "dee" << "eve" << "eve";
    QTest::newRow("a key that who asks does not hold") << "ada" << "bob" << "eve";
    QTest::newRow("a request that another person made") << "ada" << "eve" << "mallory";
}

void PeopleRegisterTest::aForgedEnrolmentCountsForNothing()
{
    QFETCH(QString, signer);
    QFETCH(QString, proofKey);
    QFETCH(QString, proofPerson);
    Ledger ledger = office();
    PersonStatement forged = ledger.enrolment("ada", "eve", owner, "eve");
    forged.proof = keyRequest({id(proofPerson.toStdString()), {}}, key(proofKey.toStdString()));
    QVERIFY(!ledger.add(forged, key(signer.toStdString())).empty());
    QVERIFY(!ledger.people.find(id("eve")));
    QCOMPARE(ledger.enrol("ada", "eve", {PersonRole::Auditor}), std::string()); // and the real one still can
}

void PeopleRegisterTest::aReplayedStatementCountsForNothingAndLocksNobodyOut()
{
    Ledger ledger = office();
    QCOMPARE(ledger.step(PersonStep::Leave, "ada", "dee"), std::string());
    const std::vector<std::string> before = ledger.bodies;
    for (const std::string &body : before)
        QVERIFY(!ledger.put(body).empty());
    QVERIFY(ledger.people.find(id("dee"))->left); // her enrolment was put in again
    QCOMPARE(ledger.step(PersonStep::ChangeRoles, "ada", "leo", {PersonRole::Auditor}), std::string());
}

void PeopleRegisterTest::aStatementOfAnotherWorkspaceCountsForNothing()
{
    Ledger one;
    QCOMPARE(one.enrol("ada", "ada", owner), std::string());
    Ledger two;
    two.workspace = key("another workspace");
    two.people = PeopleRegister(two.workspace.publicKey());
    QVERIFY(!two.put(one.bodies.front()).empty());
    QVERIFY(two.people.isOpen());
}

void PeopleRegisterTest::theLastOwnerStays()
{
    Ledger ledger = office();
    QCOMPARE(ledger.step(PersonStep::Leave, "bob", "bob"), std::string());
    for (const PersonStep step : {PersonStep::Leave, PersonStep::RevokeKey}) {
        QVERIFY(!ledger.step(step, "ada", "ada").empty());
        QCOMPARE(ledger.people.refusal({step, id("ada"), {}, {}, {}, {}, {}, "because", id("ada"), ledger.now})->code, std::string("MND-PPL-008"));
    }
    QCOMPARE(ledger.step(PersonStep::ChangeRoles, "ada", "dee", owner), std::string());
    QCOMPARE(ledger.step(PersonStep::Leave, "ada", "ada"), std::string()); // there is a successor
    QVERIFY(ledger.people.is(id("dee"), PersonRole::Owner));
}

void PeopleRegisterTest::aNewKeyEndsTheOldOne()
{
    Ledger ledger = office();
    PersonStatement renewed = ledger.make(PersonStep::NewKey, "bob", "bob");
    renewed.key = key("bob2").publicKey();
    renewed.proof = keyRequest({id("bob"), {}}, key("bob2"));
    QVERIFY(!ledger.add(renewed, key("bob2")).empty()); // a key does not bring itself
    QCOMPARE(ledger.add(renewed, key("bob")), std::string());
    const Keyring &ring = ledger.people.keyring();
    const std::string here = ledger.workspace.publicKey().id();
    QVERIFY(!ring.objection(id("bob"), key("bob").publicKey().id(), here).empty());
    QVERIFY(ring.objection(id("bob"), key("bob2").publicKey().id(), here).empty());
    QVERIFY(!ledger.step(PersonStep::Leave, "bob", "dee").empty()); // signed by the old one
}

void PeopleRegisterTest::aRevokedKeySignsNothing()
{
    Ledger ledger = office();
    QCOMPARE(ledger.step(PersonStep::RevokeKey, "ada", "bob"), std::string());
    QVERIFY(!ledger.enrol("bob", "eve", owner).empty());
    QVERIFY(!ledger.people.is(id("bob"), PersonRole::Owner));
    QCOMPARE(ledger.people.actingRefusal(id("bob"))->code, std::string("MND-PPL-003"));
    QVERIFY(!ledger.step(PersonStep::Leave, "ada", "ada").empty()); // an owner without a key is no successor
    PersonStatement given = ledger.make(PersonStep::NewKey, "ada", "bob");
    given.key = key("bob2").publicKey();
    given.proof = keyRequest({id("bob"), {}}, key("bob2"));
    QCOMPARE(ledger.add(given, key("ada")), std::string());
    QVERIFY(ledger.people.is(id("bob"), PersonRole::Owner));
}

void PeopleRegisterTest::aKeyIsUsedOnce()
{
    Ledger ledger = office();
    QVERIFY(!ledger.add(ledger.enrolment("ada", "eve", owner, "bob"), key("ada")).empty());
    QCOMPARE(ledger.step(PersonStep::Leave, "ada", "bob"), std::string());
    QVERIFY(!ledger.enrol("ada", "bob", owner).empty()); // also not one that was given up
    QCOMPARE(ledger.add(ledger.enrolment("ada", "bob", owner, "bob, later"), key("ada")), std::string());
}

void PeopleRegisterTest::whoLeftMayReadAndComeBackOnlyByAnOwner()
{
    Ledger ledger = office();
    QCOMPARE(ledger.step(PersonStep::Leave, "bob", "bob"), std::string());
    QCOMPARE(ledger.people.actingRefusal(id("bob"))->code, std::string("MND-PPL-002"));
    QVERIFY(!ledger.add(ledger.enrolment("bob", "bob", owner, "bob2"), key("bob2")).empty());
    QVERIFY(ledger.people.find(id("bob"))->left);
}

void PeopleRegisterTest::aClockThatWentBackwardsStopsChanges()
{
    Ledger ledger = office();
    ledger.now.nanoseconds -= 3600'000'000'000;
    QVERIFY(!ledger.enrol("ada", "eve", {PersonRole::Auditor}).empty());
    QCOMPARE(ledger.people.refusal({PersonStep::Leave, id("dee"), {}, {}, {}, {}, {}, "because", id("ada"), ledger.now})->code, std::string("MND-PPL-012"));
}

void PeopleRegisterTest::anOwnerWhoGoesLeavesTheirAgentsWithoutOne()
{
    Ledger ledger = office();
    QCOMPARE(ledger.appoint("ada", "clerk", "bob", "dee"), std::string());
    QCOMPARE(ledger.appoint("bob", "cook", "ada"), std::string());
    QVERIFY(!ledger.people.appointments().of("clerk")->vacated);
    QCOMPARE(ledger.step(PersonStep::ChangeRoles, "ada", "bob", {PersonRole::Deputy}), std::string());
    QVERIFY(ledger.people.appointments().of("clerk")->vacated);
    QCOMPARE(ledger.people.appointments().of("clerk")->deputy, id("dee"));
    QVERIFY(!ledger.people.appointments().of("cook")->vacated);
    QCOMPARE(ledger.step(PersonStep::Leave, "ada", "dee"), std::string());
    QCOMPARE(ledger.people.appointments().of("clerk")->deputy, std::string());
}

void PeopleRegisterTest::comingBackClearsNothing()
{
    Ledger ledger = office();
    QCOMPARE(ledger.appoint("ada", "clerk", "bob"), std::string());
    QCOMPARE(ledger.step(PersonStep::Leave, "bob", "bob"), std::string());
    QCOMPARE(ledger.add(ledger.enrolment("ada", "bob", owner, "bob, again"), key("ada")), std::string());
    QVERIFY(ledger.people.appointments().of("clerk")->vacated);
    QCOMPARE(ledger.appoint("ada", "clerk", "bob"), std::string());
    QVERIFY(!ledger.people.appointments().of("clerk")->vacated);
}

void PeopleRegisterTest::appointmentsAreForOwnersAndTheirDeputies()
{
    Ledger ledger = office();
    QVERIFY(!ledger.appoint("ada", "clerk", "leo").empty());
    QVERIFY(!ledger.appoint("ada", "clerk", "nobody").empty());
    QVERIFY(!ledger.appoint("ada", "clerk", "bob", "leo").empty());
    QVERIFY(!ledger.appoint("ada", "clerk", "bob", "bob").empty());
    QVERIFY(!ledger.appoint("ada", "", "bob").empty());
    PersonStatement early = ledger.make(PersonStep::Appoint, "ada", "bob");
    early.agent = "clerk";
    early.from = Instant{early.decidedAt.nanoseconds + 1};
    QVERIFY(!ledger.add(early, key("ada")).empty());
    QVERIFY(!ledger.people.appointments().of("clerk"));
    QCOMPARE(ledger.appoint("ada", "clerk", "ada", "bob"), std::string());
}

void PeopleRegisterTest::whatWasTouchedCountsForNothing()
{
    Ledger ledger = office();
    PersonStatement statement = ledger.make(PersonStep::ChangeRoles, "ada", "leo");
    statement.roles = owner;
    const std::string body = personStatementEntry(statement, key("ada"));
    // Of the envelope the names of its members are no part of what is signed; the content and the signature are.
    const std::size_t begin = body.find("eyJ");
    for (std::size_t at = begin; at < body.find("payloadType") - 6; ++at) {
        std::string touched = body;
        touched[at] = touched[at] == 'A' ? 'B' : 'A';
        PeopleRegister copy = ledger.people;
        copy.add(9, touched);
        QVERIFY2(!copy.is(id("leo"), PersonRole::Owner) || touched == body, touched.c_str());
    }
    QCOMPARE(ledger.put(body), std::string());
}

void PeopleRegisterTest::rolesHaveStableNamesAndPactsWordsForThem()
{
    for (const char *name : {"owner", "deputy", "legal", "product_lead", "auditor"})
        QCOMPARE(nameOf(*personRoleOf(name)), std::string_view(name));
    QCOMPARE(personRoleMeant("Accountability owner"), std::optional(PersonRole::Owner));
    QCOMPARE(personRoleMeant("Legal"), std::optional(PersonRole::Legal));
    QCOMPARE(personRoleMeant("product lead"), std::optional(PersonRole::ProductLead));
    QVERIFY(!personRoleMeant("works council"));
}

QTEST_APPLESS_MAIN(PeopleRegisterTest)
#include "people_register_test.moc"
