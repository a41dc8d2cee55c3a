// SPDX-License-Identifier: GPL-3.0-or-later
// People at a workspace: enrolled with keys of their own, what each may do, and what the ledger takes from somebody who holds the workspace's
// key and nobody else's.
#include "tests/models/workspace/forged_entry.h"
#include "tests/models/workspace/made_trail.h"
#include "tests/models/workspace/several_people.h"

#include "models/authorization/pact_statement.h"
#include "models/people/key_store.h"

#include <QTest>

using namespace mandate;
using namespace mandate::test;

namespace {

using Roles = std::vector<PersonRole>;
const Roles owner{PersonRole::Owner};

} // namespace

class PeopleTest : public QObject
{
    Q_OBJECT

    WorkspaceFolder m_folder;
    int m_made = 0;
    std::string m_path;

    /// "clerk" is bound by the pact; nobody is enrolled.
    std::unique_ptr<Workspace> open(const People &people)
    {
        m_path = m_folder.path("people" + std::to_string(++m_made) + ".mandate");
        auto made = need(Workspace::create(m_path, people.surroundings()));
        (void)need(made->addPact(shopPact()));
        (void)need(made->import({m_folder.write("trail" + std::to_string(m_made) + ".jsonl", lines({{"a", "read_order", "{}", 1}}))}, {}));
        return made;
    }
    /// Ada and Bob are owners, Dee a deputy, Leo legal, Ann an auditor.
    std::unique_ptr<Workspace> office(const People &people)
    {
        auto workspace = open(people);
        people.who->become("ada");
        (void)need(workspace->enrolFirst(owner, {}));
        (void)need(workspace->enrol(people.request("bob"), owner, {}));
        (void)need(workspace->enrol(people.request("dee"), {PersonRole::Deputy}, {}));
        (void)need(workspace->enrol(people.request("leo"), {PersonRole::Legal}, {}));
        (void)need(workspace->enrol(people.request("ann"), {PersonRole::Auditor}, {}));
        return workspace;
    }

private Q_SLOTS:
    void withNobodyEnrolledAllIsAsBeforeAndSaidSo();
    void anEnrolledPersonSignsWithTheirOwnKey();
    void statementsFromBeforeEnrolmentGoOnToHold();
    void whoIsNotEnrolledMayOnlyRead();
    void anEnrolmentThatFailsLeavesNoKeyBehind();
    void onlyTheWorkspacesKeyIsNotEnough();
    void aStatementInAnothersNameIsVoid();
    void aForgedEnrolmentIsVoidAndVerifyNamesIt();
    void aRevokedKeyEndsWhatCanBeSigned();
    void aRenewedKeySignsAndTheOldStatementsHold();
    void stepsWithPactsFollowTheRoles();
    void noPactComesIntoForceWithoutReviewOncePeopleAreEnrolled();
    void anOwnerWhoLeavesLatchesTheirAgents();
    void theKeyIsWhereTheStandingSays();
};

void PeopleTest::withNobodyEnrolledAllIsAsBeforeAndSaidSo()
{
    const People people;
    const auto workspace = open(people);
    QCOMPARE(workspace->peopleFinding()->code, std::string("MND-PPL-020"));
    people.who->become("anyone");
    const Statement suspended = need(workspace->suspend("clerk", "other", {}));
    QCOMPARE(suspended.keyId, workspace->store().publicKey().id());
    QCOMPARE(need(workspace->resume("clerk", "other", {})).kind, StatementKind::Decision); // alone, as before
    QVERIFY(need(workspace->verify()).ok);
    QCOMPARE(people.secrets->count(), std::size_t{0});
}

void PeopleTest::anEnrolledPersonSignsWithTheirOwnKey()
{
    const People people;
    const auto workspace = office(people);
    QVERIFY(!workspace->peopleFinding());
    const Statement suspended = need(workspace->suspend("clerk", "drift", "looks odd"));
    QCOMPARE(suspended.keyId, workspace->people().find("account:ada")->key->id());
    QVERIFY(suspended.keyId != workspace->store().publicKey().id());
    QCOMPARE(workspace->standing("clerk").state, AgentState::Suspended);
    const Verification verified = need(workspace->verify());
    QVERIFY2(verified.ok, verified.firstBad ? verified.firstBad->reason.c_str() : "");
    const auto again = need(Workspace::open(m_path, true));
    QCOMPARE(again->standing("clerk").state, AgentState::Suspended);
}

void PeopleTest::statementsFromBeforeEnrolmentGoOnToHold()
{
    const People people;
    const auto workspace = open(people);
    (void)need(workspace->suspend("clerk", "drift", {}));
    (void)need(workspace->enrolFirst(owner, {}));
    QCOMPARE(workspace->standing("clerk").state, AgentState::Suspended);
    QCOMPARE(workspace->standing("clerk").by, std::string("account:ada"));
    QVERIFY(need(workspace->verify()).ok);
}

void PeopleTest::whoIsNotEnrolledMayOnlyRead()
{
    const People people;
    const auto workspace = office(people);
    people.who->become("eve");
    QCOMPARE(workspace->peopleFinding()->code, std::string("MND-PPL-002"));
    QVERIFY(workspace->agents());
    const std::uint64_t before = workspace->store().size();
    QCOMPARE(workspace->suspend("clerk", "drift", {}).error().code, std::string("MND-PPL-002"));
    QCOMPARE(workspace->enrolFirst(owner, {}).error().code, std::string("MND-PPL-002"));
    QCOMPARE(workspace->submitPact(shopPact("2.0.0"), {}).error().code, std::string("MND-PPL-002"));
    QCOMPARE(workspace->recordEvaluation("clerk", "suite", "{}").error().code, std::string("MND-PPL-002"));
    QCOMPARE(workspace->store().size(), before);
}

void PeopleTest::anEnrolmentThatFailsLeavesNoKeyBehind()
{
    const People people;
    const auto workspace = open(people);
    QCOMPARE(workspace->enrolFirst({PersonRole::Legal}, {}).error().code, std::string("MND-PPL-013"));
    QCOMPARE(people.secrets->count(), std::size_t{0});
}

void PeopleTest::onlyTheWorkspacesKeyIsNotEnough()
{
    const People people;
    auto workspace = office(people);
    (void)need(workspace->suspend("clerk", "drift", {}));
    Statement forged;
    forged.agent = "clerk";
    forged.from = AgentState::Suspended;
    forged.to = AgentState::Authorized;
    forged.reasonCode = "cause_fixed";
    forged.decidedBy = "account:bob";
    forged.decidedAt = people.surroundings().clock();
    forged.previous = sha256(need(workspace->store().body(workspace->statements("clerk").back().entry)));
    const std::string body = statementEntry(forged, workspaceKey(*workspace));
    workspace.reset();
    appendForged(m_path, EntryType::Statement, body);
    workspace = need(Workspace::open(m_path, false, people.surroundings()));
    QCOMPARE(workspace->standing("clerk").state, AgentState::Suspended);
    QVERIFY(workspace->statements("clerk").back().voidBecause.find("only the workspace's key") != std::string::npos);
    const Verification verified = need(workspace->verify());
    QVERIFY(!verified.ok);
    QCOMPARE(verified.firstBad->entry, workspace->store().size() - 1);
    // Nobody is locked out by it.
    (void)need(workspace->resume("clerk", "cause_fixed", {}));
    people.who->become("bob");
    (void)need(workspace->confirm("clerk", {}));
    QCOMPARE(workspace->standing("clerk").state, AgentState::Authorized);
}

void PeopleTest::aStatementInAnothersNameIsVoid()
{
    const People people;
    auto workspace = office(people);
    const SigningKey ofAda = need(personKey(*people.secrets, *workspace->people().find("account:ada")->key));
    Statement forged;
    forged.agent = "clerk";
    forged.to = AgentState::Suspended;
    forged.reasonCode = "drift";
    forged.decidedBy = "account:bob";
    forged.decidedAt = people.surroundings().clock();
    forged.ledger = workspace->store().publicKey().id();
    const std::string asBob = statementEntry(forged, ofAda);
    forged.decidedBy = "account:ada";
    forged.ledger = "ed25519:0000000000000000";
    const std::string elsewhere = statementEntry(forged, ofAda);
    PactStatement step;
    step.pactId = "shop";
    step.version = "1.0.0";
    step.pactDigest = need(workspace->pact("shop")).digest;
    step.step = PactStep::Withdraw;
    step.note = "gone";
    step.decidedBy = "account:bob";
    step.decidedAt = people.surroundings().clock();
    const std::string pactAsBob = pactStatementEntry(step, ofAda);
    workspace.reset();
    for (const std::string &body : {asBob, elsewhere, pactAsBob})
        appendForged(m_path, EntryType::Statement, body);
    workspace = need(Workspace::open(m_path, false, people.surroundings()));
    QCOMPARE(workspace->standing("clerk").state, AgentState::Authorized);
    const auto statements = workspace->statements("clerk");
    QCOMPARE(statements.size(), std::size_t{2});
    QVERIFY(statements[0].voidBecause.find("the key of account:ada signed it") != std::string::npos);
    QVERIFY(statements[1].voidBecause.find("another workspace") != std::string::npos);
    QVERIFY(!need(workspace->pactHistory("shop")).broken);
    QVERIFY(need(workspace->pact("shop")).inForce);
    QVERIFY(!need(workspace->verify()).ok);
}

void PeopleTest::aForgedEnrolmentIsVoidAndVerifyNamesIt()
{
    const People people;
    auto workspace = office(people);
    const SigningKey ofEve = SigningKey::generate();
    PersonStatement forged;
    forged.person = "account:eve";
    forged.roles = owner;
    forged.key = ofEve.publicKey();
    forged.proof = keyRequest({"account:eve", {}}, ofEve);
    forged.decidedBy = "account:ada";
    forged.decidedAt = people.surroundings().clock();
    forged.ledger = workspace->store().publicKey().id();
    forged.previous = workspace->people().lastDigest();
    const std::string body = personStatementEntry(forged, workspaceKey(*workspace));
    workspace.reset();
    appendForged(m_path, EntryType::Person, body);
    workspace = need(Workspace::open(m_path, false, people.surroundings()));
    QVERIFY(!workspace->people().find("account:eve"));
    const Verification verified = need(workspace->verify());
    QVERIFY(!verified.ok);
    QCOMPARE(verified.firstBad->entry, workspace->store().size() - 1);
}

void PeopleTest::aRevokedKeyEndsWhatCanBeSigned()
{
    const People people;
    const auto workspace = office(people);
    people.who->become("bob");
    (void)need(workspace->suspend("clerk", "drift", {}));
    people.who->become("ada");
    (void)need(workspace->revokeKey("account:bob", "laptop lost"));
    people.who->become("bob");
    QCOMPARE(workspace->suspend("clerk", "drift", {}).error().code, std::string("MND-PPL-003"));
    QVERIFY(need(workspace->verify()).ok); // what he signed before still holds
    const std::string request = people.request("bob");
    people.who->become("ada");
    (void)need(workspace->giveKey(request, "new laptop"));
    people.who->become("bob");
    (void)need(workspace->resume("clerk", "false_alarm", {}));
    QVERIFY(need(workspace->verify()).ok);
}

void PeopleTest::aRenewedKeySignsAndTheOldStatementsHold()
{
    const People people;
    const auto workspace = office(people);
    (void)need(workspace->suspend("clerk", "drift", {}));
    const PublicKey before = *workspace->people().find("account:ada")->key;
    (void)need(workspace->renewKey({}));
    QVERIFY(*workspace->people().find("account:ada")->key != before);
    (void)need(workspace->revoke("clerk", "drift", {}));
    QVERIFY(need(workspace->verify()).ok);
}

void PeopleTest::stepsWithPactsFollowTheRoles()
{
    const People people;
    const auto workspace = office(people);
    people.who->become("leo");
    QCOMPARE(workspace->submitPact(shopPact("2.0.0"), {}).error().code, std::string("MND-LIF-020"));
    people.who->become("ann");
    QCOMPARE(workspace->submitPact(shopPact("2.0.0"), {}).error().code, std::string("MND-PPL-004"));
    people.who->become("ada");
    std::string next = shopPact("2.0.0");
    next.insert(next.size() - 1, R"(,"parent_version":"1.0.0")");
    next.replace(next.find(R"("deputy":"Deputy B")"), 19, R"("deputy":"Deputy B","reviewers":[{"role":"legal","count":1}])");
    (void)need(workspace->submitPact(next, {}));
    people.who->become("bob");
    QCOMPARE(workspace->approvePact("shop@2.0.0", "legal", {}).error().code, std::string("MND-LIF-021"));
    people.who->become("leo");
    (void)need(workspace->approvePact("shop@2.0.0", "legal", {}));
    QCOMPARE(workspace->activatePact("shop@2.0.0", {}).error().code, std::string("MND-LIF-020"));
    people.who->become("dee");
    QVERIFY(need(workspace->activatePact("shop@2.0.0", {})).inForce);
    QVERIFY(need(workspace->verify()).ok);
}

void PeopleTest::noPactComesIntoForceWithoutReviewOncePeopleAreEnrolled()
{
    const People people;
    auto workspace = office(people);
    QCOMPARE(workspace->addPact(shopPact("2.0.0")).error().code, std::string("MND-LIF-022"));
    // An unsigned entry that says so is not in force either.
    std::string body;
    {
        const auto other = need(Workspace::create(m_folder.path("other" + std::to_string(m_made) + ".mandate"), people.surroundings()));
        body = need(other->store().body(need(other->addPact(shopPact("2.0.0", "shop", "*", 1'000'000))).entry));
    }
    workspace.reset();
    appendForged(m_path, EntryType::Pact, body);
    workspace = need(Workspace::open(m_path, false, people.surroundings()));
    QCOMPARE(need(workspace->pact("shop")).document.version, std::string("1.0.0"));
    QVERIFY(!need(workspace->pact("shop@2.0.0")).inForce);
    QVERIFY(!need(workspace->verify()).ok);
}

void PeopleTest::anOwnerWhoLeavesLatchesTheirAgents()
{
    const People people;
    const auto workspace = office(people);
    QVERIFY(workspace->standing("clerk").ownerFinding.find("\"Owner A\"") != std::string::npos); // named by the pact, and nobody's appointment
    QCOMPARE(workspace->standing("clerk").state, AgentState::Authorized);
    (void)need(workspace->appoint("clerk", "account:bob", "account:dee", {}));
    QCOMPARE(workspace->standing("clerk").ownerFinding, std::string());
    people.who->become("bob");
    (void)need(workspace->leave("account:bob", "moved to another team"));
    AgentStanding now = workspace->standing("clerk");
    QCOMPARE(now.state, AgentState::NotAuthorized);
    QCOMPARE(now.reason, std::string("no_owner"));
    people.who->become("ada");
    (void)need(workspace->enrol(people.request("bob"), owner, "back again"));
    QCOMPARE(workspace->standing("clerk").reason, std::string("no_owner")); // coming back clears nothing
    for (const AgentOverview &agent : need(workspace->agents())) {
        if (agent.agent == "clerk")
            QCOMPARE(agent.state, AgentState::NotAuthorized);
    }
    (void)need(workspace->suspend("clerk", "other", {})); // stopping works all the same
    QCOMPARE(workspace->standing("clerk").state, AgentState::Suspended);
    QCOMPARE(workspace->resume("clerk", "other", {}).error().code, std::string("MND-AUT-102"));
    (void)need(workspace->appoint("clerk", "account:bob", {}, {}));
    people.who->become("bob");
    QCOMPARE(need(workspace->resume("clerk", "other", {})).kind, StatementKind::Proposal);
}

void PeopleTest::theKeyIsWhereTheStandingSays()
{
    const People people;
    const auto workspace = open(people);
    QVERIFY(!workspace->keyStanding().key);
    (void)need(workspace->enrolFirst(owner, {}));
    QCOMPARE(workspace->keyStanding().kind, SecretStoreKind::Keychain);
    QVERIFY(workspace->keyStanding().key);
}

QTEST_GUILESS_MAIN(PeopleTest)
#include "people_test.moc"
