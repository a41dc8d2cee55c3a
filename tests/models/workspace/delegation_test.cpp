// SPDX-License-Identifier: GPL-3.0-or-later
// Deciding in the place of who is away: what the delegate may, for how long, how it is recorded, and that two persons stay two.
#include "tests/models/workspace/asking_agents.h"
#include "tests/models/workspace/several_people.h"

#include <QTest>

using namespace mandate;
using namespace mandate::test;

namespace {

template<typename T>
std::string codeOf(const Result<T> &result)
{
    return result ? std::string() : result.error().code;
}

constexpr const char *agent = "clerk";

} // namespace

/// Ada answers for the agent; Bob, Eve and Fay are owners who do not; Dee is a deputy who does not.
class DelegationTest : public QObject, AskingAgents
{
    Q_OBJECT

    People m_people;
    std::unique_ptr<Workspace> m_workspace;

    void be(const char *who) { m_people.who->become(who); }
    [[nodiscard]] Instant inHours(std::int64_t hours) const { return Instant{m_people.now->nanoseconds + hours * 3600 * 1'000'000'000, true}; }
    std::string file(const std::string &order)
    {
        ApprovalRequest request;
        request.action = ask("refund", R"({"id":")" + order + R"(","amount":900})").action;
        request.session = "s1";
        request.deployment = "shop";
        request.proposal = wholeProposal();
        request.to = "owner";
        request.pactId = "desk";
        request.pactVersion = "1.0.0";
        request.clause = "E1";
        request.requestedAt = *m_people.now;
        request.expiresAt = inHours(200);
        return need(m_workspace->requestApproval(std::move(request))).id;
    }
    [[nodiscard]] std::optional<Delegation> awayOf(const ApprovalView &view) const { return absentAddressee(m_workspace->people(), view, m_workspace->now()); }
    Result<ApprovalView> deny(const std::string &id)
    {
        ApprovalAct act;
        act.step = ApprovalStep::Deny;
        act.reasonCode = "policy";
        return m_workspace->act(id, act);
    }

private Q_SLOTS:
    void init();
    void theDelegateDecidesForAsLongAsItLasts();
    void whatIsDecidedSaysForWhom();
    void itIsNotPassedOn();
    void itEndsWhenEitherLeavesOrAtTheOwnersWord();
    void requestsForWhoIsAwaySayIt();
    void whoProposesAsDelegateDoesNotConfirm();
    void whoProposedThemselvesDoesNotConfirmAsDelegate();
    void aProposalOfADelegateEndsWithTheHandover();
    void suspendingNeedsNoHandoverAndNamesNone();
    void whoDecidesInTheirOwnRightSpeaksForNobodyElse();
    void anotherWorkspaceOpenerReadsTheSame();
};

void DelegationTest::init()
{
    m_people = People();
    m_workspace = need(Workspace::create(m_folder.path("away" + std::to_string(++m_trails) + ".mandate"), m_people.surroundings()));
    (void)need(m_workspace->addPact(deskPact));
    report(*m_workspace, "get_order", "{}", "{}");
    (void)need(m_workspace->enrolFirst({PersonRole::Owner}, {}));
    for (const char *other : {"bob", "eve", "fay"})
        (void)need(m_workspace->enrol(m_people.request(other), {PersonRole::Owner}, {}));
    (void)need(m_workspace->enrol(m_people.request("dee"), {PersonRole::Deputy}, {}));
    (void)need(m_workspace->appoint(agent, "account:ada", {}, {}));
}

void DelegationTest::theDelegateDecidesForAsLongAsItLasts()
{
    const std::string before = file("1");
    const std::string during = file("2");
    const std::string after = file("3");
    (void)need(m_workspace->delegate("account:bob", inHours(24), inHours(72), "leave"));
    be("bob");
    QCOMPARE(codeOf(deny(before)), std::string("MND-APR-041"));
    be("dee");
    m_people.pass(25);
    QCOMPARE(codeOf(deny(during)), std::string("MND-APR-041")); // nobody else
    be("bob");
    QCOMPARE(need(deny(during)).decision, DecisionState::Denied);
    m_people.pass(48);
    QCOMPARE(codeOf(deny(after)), std::string("MND-APR-041"));
    be("ada");
    QCOMPARE(need(deny(after)).decided->actingFor, std::string());
    QVERIFY(need(m_workspace->verify()).ok);
}

void DelegationTest::whatIsDecidedSaysForWhom()
{
    const std::string id = file("1");
    const Instant until = inHours(48);
    (void)need(m_workspace->delegate("account:bob", {}, until, {}));
    be("bob");
    const ApprovalView denied = need(deny(id));
    QCOMPARE(denied.decided->by, std::string("account:bob"));
    QCOMPARE(denied.decided->actingFor, std::string("account:ada"));
    QCOMPARE(*denied.decided->actingUntil, until);
    const Statement restricted = need(m_workspace->restrict(agent, {"refund"}, "drift", {}));
    QCOMPARE(restricted.decidedBy, std::string("account:bob"));
    QCOMPARE(restricted.actingFor, std::string("account:ada"));
    QCOMPARE(*restricted.actingUntil, until);
    QVERIFY(need(m_workspace->verify()).ok);
}

void DelegationTest::itIsNotPassedOn()
{
    const std::string id = file("1");
    (void)need(m_workspace->delegate("account:bob", {}, inHours(48), {}));
    be("bob");
    (void)need(m_workspace->delegate("account:eve", {}, inHours(24), {})); // Bob goes too
    be("eve");
    QCOMPARE(codeOf(deny(id)), std::string("MND-APR-041"));
    QCOMPARE(codeOf(m_workspace->restrict(agent, {"refund"}, "drift", {})), std::string("MND-AUT-004"));
}

void DelegationTest::itEndsWhenEitherLeavesOrAtTheOwnersWord()
{
    const std::string id = file("1");
    (void)need(m_workspace->delegate("account:bob", {}, inHours(48), {}));
    (void)need(m_workspace->endDelegation("account:ada", {}));
    be("bob");
    QCOMPARE(codeOf(deny(id)), std::string("MND-APR-041"));
    be("ada");
    (void)need(m_workspace->delegate("account:eve", {}, inHours(48), {}));
    be("fay");
    (void)need(m_workspace->changeRoles("account:eve", {PersonRole::Legal}, {}));
    be("eve");
    QCOMPARE(codeOf(deny(id)), std::string("MND-APR-041"));
}

void DelegationTest::requestsForWhoIsAwaySayIt()
{
    const std::string id = file("1");
    QVERIFY(!awayOf(need(m_workspace->approval(id))));
    (void)need(m_workspace->delegate("account:bob", inHours(1), inHours(48), {}));
    QVERIFY(!awayOf(need(m_workspace->approval(id)))); // not gone yet
    m_people.pass(2);
    QCOMPARE(awayOf(need(m_workspace->approval(id)))->delegate, std::string("account:bob"));
    ApprovalAct reassign;
    reassign.step = ApprovalStep::Reassign;
    reassign.to = "account:fay";
    be("ada");
    QVERIFY(!awayOf(need(m_workspace->act(id, reassign)))); // now it is for somebody who is there
}

void DelegationTest::whoProposesAsDelegateDoesNotConfirm()
{
    (void)need(m_workspace->suspend(agent, "drift", {}));
    (void)need(m_workspace->delegate("account:bob", {}, inHours(48), {}));
    be("bob");
    const Statement proposed = need(m_workspace->resume(agent, "cause_fixed", {}));
    QCOMPARE(proposed.kind, StatementKind::Proposal);
    QCOMPARE(proposed.actingFor, std::string("account:ada"));
    QCOMPARE(codeOf(m_workspace->confirm(agent, {})), std::string("MND-AUT-007"));
    be("fay");
    const Statement confirmed = need(m_workspace->confirm(agent, {}));
    QCOMPARE(confirmed.requestedBy, std::string("account:bob"));
    QCOMPARE(confirmed.actingFor, std::string());
    QVERIFY(need(m_workspace->verify()).ok);
}

void DelegationTest::whoProposedThemselvesDoesNotConfirmAsDelegate()
{
    // Bob is the deputy of the agent and proposes in his own right; what Ada handed to him makes him no second person.
    (void)need(m_workspace->appoint(agent, "account:ada", "account:bob", {}));
    (void)need(m_workspace->suspend(agent, "drift", {}));
    be("bob");
    QCOMPARE(need(m_workspace->resume(agent, "cause_fixed", {})).actingFor, std::string());
    be("ada");
    (void)need(m_workspace->delegate("account:bob", {}, inHours(48), {}));
    be("bob");
    QCOMPARE(codeOf(m_workspace->confirm(agent, {})), std::string("MND-AUT-007"));
    QCOMPARE(m_workspace->standing(agent).state, AgentState::Suspended);
}

void DelegationTest::aProposalOfADelegateEndsWithTheHandover()
{
    (void)need(m_workspace->suspend(agent, "drift", {}));
    (void)need(m_workspace->delegate("account:bob", {}, inHours(48), {}));
    be("bob");
    (void)need(m_workspace->resume(agent, "cause_fixed", {}));
    be("ada");
    (void)need(m_workspace->endDelegation("account:ada", {}));
    be("fay");
    QCOMPARE(codeOf(m_workspace->confirm(agent, {})), std::string("MND-AUT-011"));
}

void DelegationTest::suspendingNeedsNoHandoverAndNamesNone()
{
    (void)need(m_workspace->delegate("account:bob", {}, inHours(48), {}));
    be("bob");
    QCOMPARE(need(m_workspace->suspend(agent, "drift", {})).actingFor, std::string());
}

void DelegationTest::whoDecidesInTheirOwnRightSpeaksForNobodyElse()
{
    const std::string id = file("1");
    (void)need(m_workspace->appoint(agent, "account:ada", "account:dee", {}));
    (void)need(m_workspace->delegate("account:dee", {}, inHours(48), {}));
    be("dee");
    QCOMPARE(need(deny(id)).decided->actingFor, std::string());
}

void DelegationTest::anotherWorkspaceOpenerReadsTheSame()
{
    const std::string id = file("1");
    (void)need(m_workspace->delegate("account:bob", {}, inHours(48), {}));
    be("bob");
    (void)need(deny(id));
    const std::string path = m_workspace->path();
    m_workspace.reset();
    m_people.pass(24 * 100); // long over: what was decided then still counts
    const auto again = need(Workspace::open(path, true, m_people.surroundings()));
    QCOMPARE(need(again->approval(id)).decision, DecisionState::Denied);
    QCOMPARE(need(again->approval(id)).decided->actingFor, std::string("account:ada"));
    QVERIFY(need(again->verify()).ok);
}

QTEST_APPLESS_MAIN(DelegationTest)
#include "delegation_test.moc"
