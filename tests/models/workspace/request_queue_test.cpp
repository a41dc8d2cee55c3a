// SPDX-License-Identifier: GPL-3.0-or-later
// Many requests at once: what did not change is the same view, no agent has more open than it may, and those whose time is over are all written down.
#include "tests/models/workspace/asking_agents.h"
#include "tests/models/workspace/filed_requests.h"

#include <QTest>

#include <set>

using namespace mandate;
using namespace mandate::test;

class RequestQueueTest : public QObject, private AskingAgents
{
    Q_OBJECT

private Q_SLOTS:
    void whatDidNotChangeIsTheSameView();
    void timeAloneChangesAView();
    void theQueueIsInItsOrder();
    void oneAgentDoesNotBuryTheOthers();
    void allThatIsOverIsWrittenDown();

private:
    ApprovalRequest request(int number, const std::string &agent = "clerk") const
    {
        ApprovalRequest request;
        request.action.agent = agent;
        request.action.tool = "credit";
        request.action.parameters = "{\"amount\":" + std::to_string(600 + number) + '}';
        request.session = "s1";
        request.deployment = "shop";
        request.proposal = wholeProposal();
        request.to = "owner";
        request.requestedAt = Instant{m_clock->load(), true};
        request.respondBy = Instant{m_clock->load() + minutes(10) + number, true};
        request.expiresAt = Instant{m_clock->load() + minutes(15) + number, true};
        return request;
    }
    std::unique_ptr<Workspace> filled(int count, const std::string &agent = "clerk")
    {
        auto made = workspace();
        const std::string path = made->path();
        made.reset();
        const auto filed = fileRequests(path, count, [&](int i) { return request(i, agent); });
        if (!filed)
            qFatal("%s", describe(filed.error()).c_str());
        return need(Workspace::open(path, false, surroundings()));
    }
};

void RequestQueueTest::whatDidNotChangeIsTheSameView()
{
    const auto workspace = filled(40);
    const auto first = need(workspace->approvals());
    QCOMPARE(first.size(), std::size_t{40});
    QCOMPARE(need(workspace->approvals()), first); // the same pointers
    (void)need(workspace->act(first[7]->id, approval()));
    (void)need(workspace->requestApproval(request(99)));
    const auto second = need(workspace->approvals());
    QCOMPARE(second.size(), std::size_t{41});
    const std::set<ApprovalPointer> known(first.begin(), first.end());
    QCOMPARE(std::ranges::count_if(second, [&](const ApprovalPointer &view) { return known.contains(view); }), 39);
    QCOMPARE(need(workspace->approval(first[7]->id)).decision, DecisionState::Approved);
    QCOMPARE(first[7]->decision, DecisionState::Open); // what was handed out stays as it was
}

void RequestQueueTest::timeAloneChangesAView()
{
    const auto workspace = filled(3);
    const auto open = need(workspace->approvals());
    ApprovalAct claim;
    claim.step = ApprovalStep::Claim;
    (void)need(workspace->act(open[2]->id, claim));
    QVERIFY(!need(workspace->approval(open[2]->id)).claimedBy.empty());
    m_clock->fetch_add(minutes(15)); // the first expires now, the others some nanoseconds later; the claim is over
    const auto later = need(workspace->approvals());
    QCOMPARE(later[2]->id, open[0]->id);
    QCOMPARE(later[2]->decision, DecisionState::Expired);
    QCOMPARE(later[0]->id, open[1]->id);
    QCOMPARE(later[0]->decision, DecisionState::Open);
    QVERIFY(need(workspace->approval(open[2]->id)).claimedBy.empty());
    m_clock->fetch_sub(minutes(15)); // a clock that goes back is believed for what is shown
    QCOMPARE(need(workspace->approval(open[0]->id)).decision, DecisionState::Open);
}

void RequestQueueTest::theQueueIsInItsOrder()
{
    const auto workspace = filled(30);
    const auto all = need(workspace->approvals());
    ApprovalAct deny = approval();
    deny.step = ApprovalStep::Deny;
    deny.reasonCode = "policy";
    for (const int i : {3, 20, 11})
        (void)need(workspace->act(all[static_cast<std::size_t>(i)]->id, deny));
    (void)need(workspace->requestApproval(request(-5, "porter"))); // expires first
    const auto now = need(workspace->approvals());
    QCOMPARE(now.size(), std::size_t{31});
    QCOMPARE(now.front()->request.action.agent, std::string("porter"));
    for (std::size_t i = 1; i < 28; ++i)
        QVERIFY(now[i]->decision == DecisionState::Open && now[i - 1]->request.expiresAt.nanoseconds < now[i]->request.expiresAt.nanoseconds);
    QCOMPARE(now[28]->id, all[20]->id); // closed ones behind, the newest first
    QCOMPARE(now[29]->id, all[11]->id);
    QCOMPARE(now[30]->id, all[3]->id);
    ApprovalFilter filter;
    filter.agent = "porter";
    QCOMPARE(need(workspace->approvals(filter)).size(), std::size_t{1});
    filter = {};
    filter.openOnly = true;
    QCOMPARE(need(workspace->approvals(filter)).size(), std::size_t{28});
}

void RequestQueueTest::oneAgentDoesNotBuryTheOthers()
{
    const auto workspace = filled(static_cast<int>(mostOpenOfAgent));
    const auto refused = workspace->requestApproval(request(5000));
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, std::string("MND-APR-048"));
    QCOMPARE(need(workspace->requestApproval(request(17))).history.size(), std::size_t{1}); // it is open already, and the same
    (void)need(workspace->requestApproval(request(5000, "porter")));
    const auto open = need(workspace->approvals());
    QCOMPARE(open.size(), mostOpenOfAgent + 1);
    ApprovalLife::Attempt cancel;
    cancel.step = ApprovalStep::Cancel;
    (void)need(workspace->agentActs(need(workspace->approvals()).front()->id, "clerk", cancel));
    (void)need(workspace->requestApproval(request(5000))); // one was withdrawn
    QCOMPARE(workspace->requestApproval(request(5001)).error().code, std::string("MND-APR-048"));
    m_clock->fetch_add(minutes(20)); // what is over is open no longer
    (void)need(workspace->requestApproval(request(5001)));
}

void RequestQueueTest::allThatIsOverIsWrittenDown()
{
    const auto workspace = filled(700);
    QCOMPARE(need(workspace->expireApprovals()), std::uint64_t{0});
    m_clock->fetch_add(minutes(20));
    QCOMPARE(need(workspace->expireApprovals()), std::uint64_t{700}); // in several turns
    QCOMPARE(need(workspace->expireApprovals()), std::uint64_t{0});
    for (const ApprovalPointer &view : need(workspace->approvals()))
        QVERIFY(view->decision == DecisionState::Expired && view->decided && view->decided->actorKind == ActorKind::Timeout);
    QVERIFY(need(workspace->verify()).ok);
}

QTEST_GUILESS_MAIN(RequestQueueTest)
#include "request_queue_test.moc"
