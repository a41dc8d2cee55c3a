// SPDX-License-Identifier: GPL-3.0-or-later
// Who may change what an agent may do, when it takes two, when it ends by itself, and the gate before an agent is authorized.
#include "tests/models/workspace/forged_entry.h"
#include "tests/models/workspace/made_trail.h"
#include "tests/models/workspace/several_people.h"

#include "models/authorization/signed_note.h"
#include "models/people/person_keys.h"

#include <QTest>

using namespace mandate;
using namespace mandate::test;

namespace {

using Roles = std::vector<PersonRole>;

std::string codeOf(const Result<Statement> &result)
{
    return result ? std::string() : result.error().code;
}

} // namespace

class AuthorityTest : public QObject
{
    Q_OBJECT

    WorkspaceFolder m_folder;
    int m_made = 0;
    std::string m_path;

    std::unique_ptr<Workspace> open(const People &people, const std::string &pact = shopPact())
    {
        m_path = m_folder.path("authority" + std::to_string(++m_made) + ".mandate");
        auto made = need(Workspace::create(m_path, people.surroundings()));
        if (!pact.empty())
            (void)need(made->addPact(pact));
        (void)need(made->import({m_folder.write("trail" + std::to_string(m_made) + ".jsonl", lines({{"a", "read_order", "{}", 1}}))}, {}));
        return made;
    }
    /// Ada and Bob are owners, Dee a deputy, Leo legal, Pia product lead.
    std::unique_ptr<Workspace> office(const People &people, const std::string &pact = shopPact())
    {
        auto workspace = open(people, pact);
        (void)need(workspace->enrolFirst({PersonRole::Owner}, {}));
        (void)need(workspace->enrol(people.request("bob"), {PersonRole::Owner}, {}));
        (void)need(workspace->enrol(people.request("dee"), {PersonRole::Deputy}, {}));
        (void)need(workspace->enrol(people.request("leo"), {PersonRole::Legal}, {}));
        (void)need(workspace->enrol(people.request("pia"), {PersonRole::ProductLead}, {}));
        return workspace;
    }
    /// By Ada with her own key where she is enrolled, else by the system with the workspace's.
    static void note(Workspace &workspace, const People &people, const std::string &kind, const std::string &result, const Instant &at, bool bySystem = false)
    {
        SignedNote made;
        made.kind = kind;
        made.agent = "clerk";
        made.result = result;
        made.by = "system";
        made.at = at;
        const auto own = bySystem ? std::nullopt : workspace.people().keyring().keyOf("account:ada");
        if (own) {
            made.by = "account:ada";
            made.ledger = workspace.store().publicKey().id();
        }
        appendForged(workspace.path(), EntryType::Note, signedNoteEntry(made, own ? need(personKey(*people.secrets, *own)) : workspaceKey(workspace)));
    }

private Q_SLOTS:
    void ownersAndDeputiesSuspendAtOnceOthersDoNot();
    void suspendingIsHeldUpByNothing();
    void resumingTakesTwoPeople();
    void whoProposesDoesNotConfirm();
    void whoSuspendedDoesNotResumeAlone();
    void aRoleThatWasLostBeforeTheConfirmationEndsTheProposal();
    void aProposalDiesWithTimeAndWithEveryDecision();
    void legalDeclinesAndDoesNotDecide();
    void whatIsConfirmedIsWhatWasProposed();
    void resumingInStages();
    void narrowingTakesOneAndWideningTwo();
    void onlyTheAgentsOwnPeopleDecide();
    void rulesSuspendAndDoNothingElse();
    void anAuthorizationEndsByItself();
    void whatEndsSoonIsListed();
    void revokedStaysRevokedUntilTwoPeopleAuthorizeAnew();
    void theGateHasFiveRefusals();
    void theGateOpensWhenAllFiveAreThere();
    void withNobodyEnrolledOneAccountDoesAll();
    void theSystemNeitherDrillsNorEvaluatesOncePeopleDo();
    void whatIsOnlyProposedEndsNoStop();
};

void AuthorityTest::ownersAndDeputiesSuspendAtOnceOthersDoNot()
{
    const People people;
    const auto workspace = office(people);
    (void)need(workspace->appoint("clerk", "account:ada", {}, {}));
    for (const char *who : {"leo", "pia"}) {
        people.who->become(who);
        QCOMPARE(codeOf(workspace->suspend("clerk", "drift", {})), std::string("MND-AUT-003"));
        QVERIFY(workspace->changeRefusal("clerk", AgentState::Suspended)->remedy.find("account:dee") != std::string::npos);
    }
    people.who->become("dee"); // not this agent's deputy
    QCOMPARE(need(workspace->suspend("clerk", "drift", {})).to, AgentState::Suspended);
}

void AuthorityTest::suspendingIsHeldUpByNothing()
{
    const People people;
    const auto workspace = office(people);
    (void)need(workspace->restrict("clerk", {"pay"}, "drift", {}));
    people.pass(-48); // the clock went back
    people.who->become("bob");
    QCOMPARE(codeOf(workspace->restrict("clerk", {"pay", "refund"}, "drift", {})), std::string("MND-AUT-012"));
    QCOMPARE(need(workspace->suspend("clerk", "drift", {})).kind, StatementKind::Decision);
    QCOMPARE(workspace->standing("clerk").state, AgentState::Suspended);
    QVERIFY(need(workspace->verify()).ok);
}

void AuthorityTest::resumingTakesTwoPeople()
{
    const People people;
    const auto workspace = office(people);
    (void)need(workspace->suspend("clerk", "drift", {}));
    people.who->become("dee");
    const Statement proposed = need(workspace->resume("clerk", "cause_fixed", "retrained"));
    QCOMPARE(proposed.kind, StatementKind::Proposal);
    QCOMPARE(workspace->standing("clerk").state, AgentState::Suspended);
    QCOMPARE(workspace->standing("clerk").proposal->decidedBy, std::string("account:dee"));
    people.who->become("bob");
    const Statement confirmed = need(workspace->confirm("clerk", "seen"));
    QCOMPARE(confirmed.requestedBy, std::string("account:dee"));
    QCOMPARE(confirmed.decidedBy, std::string("account:bob"));
    QCOMPARE(workspace->standing("clerk").state, AgentState::Authorized);
    QVERIFY(!workspace->standing("clerk").proposal);
    QVERIFY(need(workspace->verify()).ok);
    QCOMPARE(codeOf(workspace->confirm("clerk", {})), std::string("MND-AUT-006")); // once
}

void AuthorityTest::whoProposesDoesNotConfirm()
{
    const People people;
    const auto workspace = office(people);
    (void)need(workspace->suspend("clerk", "drift", {}));
    (void)need(workspace->resume("clerk", "cause_fixed", {}));
    QCOMPARE(codeOf(workspace->confirm("clerk", {})), std::string("MND-AUT-007"));
    QCOMPARE(workspace->answerRefusal("clerk", StatementKind::Decision)->code, std::string("MND-AUT-007"));
    for (const char *who : {"leo", "pia"}) {
        people.who->become(who);
        QCOMPARE(codeOf(workspace->confirm("clerk", {})), std::string("MND-AUT-003"));
    }
    QCOMPARE(workspace->standing("clerk").state, AgentState::Suspended);
}

void AuthorityTest::whoSuspendedDoesNotResumeAlone()
{
    const People people;
    const auto workspace = open(people);
    (void)need(workspace->enrolFirst({PersonRole::Owner}, {}));
    (void)need(workspace->suspend("clerk", "drift", {}));
    (void)need(workspace->resume("clerk", "cause_fixed", {}));
    const auto alone = workspace->confirm("clerk", {});
    QCOMPARE(codeOf(alone), std::string("MND-AUT-007"));
    QVERIFY(alone.error().remedy.find("nobody") != std::string::npos);
}

void AuthorityTest::aRoleThatWasLostBeforeTheConfirmationEndsTheProposal()
{
    const People people;
    const auto workspace = office(people);
    (void)need(workspace->suspend("clerk", "drift", {}));
    people.who->become("bob");
    (void)need(workspace->resume("clerk", "cause_fixed", {}));
    people.who->become("ada");
    (void)need(workspace->changeRoles("account:bob", {PersonRole::Legal}, {}));
    people.who->become("dee");
    QCOMPARE(codeOf(workspace->confirm("clerk", {})), std::string("MND-AUT-011"));
    (void)need(workspace->decline("clerk", {}));
    QVERIFY(!workspace->standing("clerk").proposal);
    // And who confirms has to have the role still, too.
    (void)need(workspace->resume("clerk", "cause_fixed", {}));
    people.who->become("bob");
    QCOMPARE(codeOf(workspace->confirm("clerk", {})), std::string("MND-AUT-003"));
}

void AuthorityTest::aProposalDiesWithTimeAndWithEveryDecision()
{
    const People people;
    const auto workspace = office(people);
    (void)need(workspace->suspend("clerk", "drift", {}));
    (void)need(workspace->resume("clerk", "cause_fixed", {}));
    people.pass(8 * 24);
    people.who->become("bob");
    QCOMPARE(codeOf(workspace->confirm("clerk", {})), std::string("MND-AUT-006"));
    (void)need(workspace->resume("clerk", "cause_fixed", {}));
    (void)need(workspace->revoke("clerk", "security", {}));
    people.who->become("ada");
    QCOMPARE(codeOf(workspace->confirm("clerk", {})), std::string("MND-AUT-006"));
}

void AuthorityTest::legalDeclinesAndDoesNotDecide()
{
    const People people;
    const auto workspace = office(people);
    (void)need(workspace->suspend("clerk", "drift", {}));
    (void)need(workspace->resume("clerk", "cause_fixed", {}));
    people.who->become("pia");
    QCOMPARE(codeOf(workspace->decline("clerk", {})), std::string("MND-AUT-003"));
    people.who->become("leo");
    QCOMPARE(codeOf(workspace->resume("clerk", "cause_fixed", {})), std::string("MND-AUT-004"));
    QCOMPARE(need(workspace->decline("clerk", "a claim is open")).kind, StatementKind::Decline);
    QCOMPARE(workspace->standing("clerk").state, AgentState::Suspended);
    QVERIFY(need(workspace->verify()).ok);
}

void AuthorityTest::whatIsConfirmedIsWhatWasProposed()
{
    Register chains;
    PeopleRegister people(SigningKey::fromSeed(std::string(32, 'w')).publicKey());
    Register::Attempt attempt;
    attempt.kind = StatementKind::Proposal;
    QCOMPARE(chains.refusal(attempt, people)->code, std::string("MND-AUT-008")); // nobody enrolled: no second person
    const People office;
    const auto workspace = this->office(office);
    (void)need(workspace->suspend("clerk", "drift", {}));
    const Statement proposed = need(workspace->resume("clerk", "cause_fixed", {}, {"pay"}));
    Register copy;
    for (const Statement &statement : workspace->statements("clerk"))
        copy.add(statement, need(workspace->store().body(statement.entry)), workspace->people());
    attempt = {StatementKind::Decision, "clerk", AgentState::Authorized, {}, "account:bob", Instant{proposed.decidedAt.nanoseconds + 9}, copy.proposalDigest("clerk")};
    QCOMPARE(copy.refusal(attempt, workspace->people())->code, std::string("MND-AUT-006"));
    attempt.to = AgentState::Restricted;
    attempt.tools = {"pay"};
    QVERIFY(!copy.refusal(attempt, workspace->people()));
    attempt.proposal = sha256("another");
    QCOMPARE(copy.refusal(attempt, workspace->people())->code, std::string("MND-AUT-006"));
}

void AuthorityTest::resumingInStages()
{
    const People people;
    const auto workspace = office(people);
    (void)need(workspace->suspend("clerk", "drift", {}));
    (void)need(workspace->resume("clerk", "cause_fixed", {}, {"pay", "refund", "pay"}));
    people.who->become("bob");
    (void)need(workspace->confirm("clerk", {}));
    AgentStanding now = workspace->standing("clerk");
    QCOMPARE(now.state, AgentState::Restricted);
    QCOMPARE(now.tools, (std::vector<std::string>{"pay", "refund"}));
    QCOMPARE(need(workspace->resume("clerk", "cause_fixed", {}, {"pay"})).kind, StatementKind::Proposal);
    people.who->become("dee");
    (void)need(workspace->confirm("clerk", {}));
    QCOMPARE(need(workspace->resume("clerk", "cause_fixed", {})).kind, StatementKind::Proposal);
    people.who->become("ada");
    (void)need(workspace->confirm("clerk", {}));
    QCOMPARE(workspace->standing("clerk").state, AgentState::Authorized);
    QVERIFY(workspace->standing("clerk").tools.empty());
}

void AuthorityTest::narrowingTakesOneAndWideningTwo()
{
    const People people;
    const auto workspace = office(people);
    QCOMPARE(codeOf(workspace->restrict("clerk", {}, "drift", {})), std::string("MND-AUT-009"));
    QCOMPARE(need(workspace->restrict("clerk", {"pay"}, "drift", {})).kind, StatementKind::Decision);
    QCOMPARE(codeOf(workspace->restrict("clerk", {"refnud"}, "drift", {})), std::string("MND-AUT-111"));
    QCOMPARE(need(workspace->restrict("clerk", {"refund"}, "drift", {})).kind, StatementKind::Decision); // what is restricted adds up
    QCOMPARE(workspace->standing("clerk").tools, (std::vector<std::string>{"pay", "refund"}));
    QCOMPARE(need(workspace->resume("clerk", "cause_fixed", {}, {"refund"})).kind, StatementKind::Proposal);
    QCOMPARE(workspace->standing("clerk").tools, (std::vector<std::string>{"pay", "refund"}));
    (void)need(workspace->suspend("clerk", "drift", {}));
    QCOMPARE(codeOf(workspace->restrict("clerk", {"pay"}, "drift", {})), std::string("MND-AUT-110")); // would let it act again
}

void AuthorityTest::onlyTheAgentsOwnPeopleDecide()
{
    const People people;
    const auto workspace = office(people);
    (void)need(workspace->appoint("clerk", "account:bob", {}, {}));
    QCOMPARE(codeOf(workspace->restrict("clerk", {"pay"}, "drift", {})), std::string("MND-AUT-004")); // Ada owns others
    people.who->become("dee");
    QCOMPARE(codeOf(workspace->restrict("clerk", {"pay"}, "drift", {})), std::string("MND-AUT-004"));
    people.who->become("bob");
    (void)need(workspace->restrict("clerk", {"pay"}, "drift", {}));
    (void)need(workspace->resume("clerk", "cause_fixed", {}));
    people.who->become("dee"); // any owner or deputy is a second person
    (void)need(workspace->confirm("clerk", {}));
    QCOMPARE(workspace->standing("clerk").state, AgentState::Authorized);
}

void AuthorityTest::rulesSuspendAndDoNothingElse()
{
    const People people;
    const auto workspace = office(people);
    const Statement stopped = need(workspace->suspendByRule("clerk", "shop@1.0.0#P1", "scope_violation", {}));
    QCOMPARE(stopped.decidedBy, std::string("rule:shop@1.0.0#P1"));
    QCOMPARE(workspace->standing("clerk").state, AgentState::Suspended);
    QVERIFY(need(workspace->verify()).ok);
    Register none;
    Register::Attempt attempt{StatementKind::Decision, "clerk", AgentState::Authorized, {}, "rule:any", {}, {}};
    QCOMPARE(none.refusal(attempt, workspace->people())->code, std::string("MND-AUT-002"));
    people.who->become("bob");
    QCOMPARE(need(workspace->resume("clerk", "false_alarm", {})).kind, StatementKind::Proposal);
}

void AuthorityTest::anAuthorizationEndsByItself()
{
    People people;
    *people.now = at(10); // while its records are fresh
    const auto workspace = open(people);
    note(*workspace, people, "drill", "held", at(2));
    const Instant until{people.now->nanoseconds + 3600'000'000'000};
    const Statement made = need(workspace->authorize("clerk", {{}, until, "gate_passed", {}}));
    QCOMPARE(made.validUntil, std::optional(until));
    QCOMPARE(workspace->standing("clerk").state, AgentState::Authorized);
    people.pass(1);
    QCOMPARE(workspace->standing("clerk").state, AgentState::NotAuthorized);
    QCOMPARE(workspace->standing("clerk").reason, std::string("expired"));
    (void)need(workspace->authorize("clerk", {{}, Instant{people.now->nanoseconds + 3600'000'000'000}, "renewal", {}}));
    QCOMPARE(workspace->standing("clerk").state, AgentState::Authorized);
    QCOMPARE(codeOf(workspace->authorize("clerk", {{}, Instant{people.now->nanoseconds - 1}, "renewal", {}})), std::string("MND-AUT-010"));
    // A stop does not lengthen it.
    (void)need(workspace->suspend("clerk", "drift", {}));
    (void)need(workspace->resume("clerk", "false_alarm", {}));
    people.pass(2);
    QCOMPARE(workspace->standing("clerk").reason, std::string("expired"));
    // Nor does one that begins later begin now.
    (void)need(workspace->authorize("clerk", {Instant{people.now->nanoseconds + 3600'000'000'000}, {}, "renewal", {}}));
    QCOMPARE(workspace->standing("clerk").reason, std::string("not_yet"));
    people.pass(1);
    QCOMPARE(workspace->standing("clerk").state, AgentState::Authorized);
}

void AuthorityTest::whatEndsSoonIsListed()
{
    People people;
    *people.now = at(10);
    const auto workspace = open(people);
    note(*workspace, people, "drill", "held", at(2));
    (void)need(workspace->authorize("clerk", {{}, Instant{people.now->nanoseconds + 5LL * 24 * 3600'000'000'000}, "gate_passed", {}}));
    QVERIFY(workspace->expiring(4).empty());
    QCOMPARE(workspace->expiring(6).size(), std::size_t{1});
    people.pass(24 * 10);
    QCOMPARE(workspace->expiring(0).front().reason, std::string("expired"));
}

void AuthorityTest::revokedStaysRevokedUntilTwoPeopleAuthorizeAnew()
{
    People people;
    *people.now = at(10);
    const auto workspace = office(people);
    (void)need(workspace->appoint("clerk", "account:ada", "account:dee", {}));
    note(*workspace, people, "drill", "held", at(2));
    (void)need(workspace->revoke("clerk", "security", {}));
    QCOMPARE(codeOf(workspace->resume("clerk", "cause_fixed", {})), std::string("MND-WSP-009"));
    QCOMPARE(codeOf(workspace->suspend("clerk", "drift", {})), std::string("MND-WSP-008"));
    QCOMPARE(need(workspace->authorize("clerk", {{}, {}, "other", {}})).kind, StatementKind::Proposal);
    note(*workspace, people, "drill", "not_held", at(3)); // the gate is asked again
    people.who->become("dee");
    QCOMPARE(codeOf(workspace->confirm("clerk", {})), std::string("MND-AUT-105"));
    note(*workspace, people, "drill", "held", at(4));
    (void)need(workspace->confirm("clerk", {}));
    QCOMPARE(workspace->standing("clerk").state, AgentState::Authorized);
    QVERIFY(need(workspace->verify()).ok);
}

void AuthorityTest::theGateHasFiveRefusals()
{
    People people;
    *people.now = at(10);
    std::string pact = shopPact();
    pact.insert(pact.size() - 1, R"(,"evaluation":{"cadence":"monthly"})");
    const auto workspace = office(people, pact);
    const auto refusals = [&] {
        std::vector<std::string> codes;
        for (const GateCheck &check : need(workspace->gate("clerk")).checks)
            codes.push_back(check.refusal ? check.refusal->code : "");
        return codes;
    };
    using Codes = std::vector<std::string>;
    QCOMPARE(refusals(), (Codes{"", "MND-AUT-102", "", "MND-AUT-104", "MND-AUT-105"}));
    QCOMPARE(codeOf(workspace->authorize("clerk", {})), std::string("MND-AUT-102"));
    (void)need(workspace->appoint("clerk", "account:ada", {}, {}));
    QCOMPARE(codeOf(workspace->authorize("clerk", {})), std::string("MND-AUT-104"));
    (void)need(workspace->recordEvaluation("clerk", "red team", "{}"));
    QCOMPARE(codeOf(workspace->authorize("clerk", {})), std::string("MND-AUT-105"));
    note(*workspace, people, "drill", "not_held", at(2));
    QCOMPARE(codeOf(workspace->authorize("clerk", {})), std::string("MND-AUT-105"));
    note(*workspace, people, "drill", "held", at(3));
    QCOMPARE(refusals(), (Codes{"", "", "", "", ""}));
    people.pass(32 * 24); // evaluation and evidence get old
    QCOMPARE(refusals(), (Codes{"", "", "MND-AUT-103", "MND-AUT-104", ""}));
    for (const GateCheck &check : need(workspace->gate("stranger")).checks) {
        if (check.refusal)
            QVERIFY(!check.says.empty() && !check.refusal->remedy.empty());
    }
    const auto unbound = open(people, {});
    QCOMPARE(codeOf(unbound->authorize("clerk", {})), std::string("MND-AUT-101"));
}

void AuthorityTest::theGateOpensWhenAllFiveAreThere()
{
    People people;
    *people.now = at(10);
    const auto workspace = office(people);
    (void)need(workspace->appoint("clerk", "account:ada", {}, {}));
    note(*workspace, people, "drill", "held", at(3));
    QCOMPARE(need(workspace->authorize("clerk", {})).kind, StatementKind::Decision);
    QCOMPARE(workspace->standing("clerk").reason, std::string("gate_passed"));
    people.who->become("leo");
    QCOMPARE(codeOf(workspace->authorize("clerk", {})), std::string("MND-AUT-004"));
}

void AuthorityTest::theSystemNeitherDrillsNorEvaluatesOncePeopleDo()
{
    for (const char *kind : {"drill", "evaluation"}) {
        People people;
        *people.now = at(10);
        std::string pact = shopPact();
        pact.insert(pact.size() - 1, R"(,"evaluation":{"cadence":"monthly"})");
        const auto workspace = office(people, pact);
        QVERIFY(need(workspace->verify()).ok);
        note(*workspace, people, kind, "held", at(3), true); // who has the workspace's key alone
        const Gate gate = need(workspace->gate("clerk"));
        QVERIFY(gate.checks[3].refusal.has_value());
        QVERIFY(gate.checks[4].refusal.has_value());
        const Verification verified = need(workspace->verify());
        QVERIFY(!verified.ok);
        QVERIFY2(verified.firstBad->reason.find("is no person") != std::string::npos, verified.firstBad->reason.c_str());
    }
}

void AuthorityTest::whatIsOnlyProposedEndsNoStop()
{
    People people;
    *people.now = at(10);
    const auto workspace = office(people);
    (void)need(workspace->suspend("clerk", "drift", {}));
    people.pass(1);
    people.who->become("bob");
    QCOMPARE(need(workspace->resume("clerk", "cause_fixed", {})).kind, StatementKind::Proposal);
    people.pass(1);
    (void)need(workspace->import({m_folder.write("proposed.jsonl", lines({{"p", "read_order", "{}", 100}}, 7000))}, {}));
    const auto incidents = need(workspace->incidents());
    const auto found = std::ranges::find(incidents, std::string("acting_while_suspended"), [](const Incident &incident) { return incident.clause.id; });
    QVERIFY(found != incidents.end());
    QCOMPARE(found->executed, std::uint64_t{1});
}

void AuthorityTest::withNobodyEnrolledOneAccountDoesAll()
{
    const People people;
    const auto workspace = open(people);
    (void)need(workspace->restrict("clerk", {"pay"}, "drift", {}));
    (void)need(workspace->suspend("clerk", "drift", {}));
    QCOMPARE(need(workspace->resume("clerk", "other", {}, {"pay"})).kind, StatementKind::Decision);
    QCOMPARE(need(workspace->resume("clerk", "other", {})).kind, StatementKind::Decision);
    (void)need(workspace->revoke("clerk", "other", {}));
    QVERIFY(need(workspace->verify()).ok);
}

QTEST_GUILESS_MAIN(AuthorityTest)
#include "authority_test.moc"
