// SPDX-License-Identifier: GPL-3.0-or-later
// What an approval is good for: exactly that action, once, in its time, session and deployment, by a person, and with the verifier it needs.
#include "tests/models/workspace/asking_agents.h"
#include "tests/models/workspace/several_people.h"

#include "models/base/json_reader.h"
#include "models/people/key_store.h"
#include "models/workspace/approval_resolution.h"

#include <QTest>

#include <thread>

using namespace mandate;
using namespace mandate::test;

class ApprovalUseTest : public QObject, private AskingAgents
{
    Q_OBJECT

private Q_SLOTS:
    void anApprovalLetsExactlyThatActionThroughOnce();
    void whatIsNotTheApprovedActionIsRefused_data();
    void whatIsNotTheApprovedActionIsRefused();
    void anApprovalInAnothersNameLetsNothingThroughAndIsNamed();
    void nobodyDecidesAfterTheDeadline();
    void anApprovedActionIsNoIncident();
    void aDestructiveToolNeedsAVerifier();
    void anotherActionOnAnApprovalIsACriticalIncident();
    void anApprovalIsGoodForItsSessionAndDeploymentOnly();
    void aVerifierDoesNotStandForAPerson();
    void whatCannotBeReadBackIsNotFiled();
    void filingAgainWithTheProposalCompletesTheRequest();
};

void ApprovalUseTest::filingAgainWithTheProposalCompletesTheRequest()
{
    const auto workspace = this->workspace();
    report(*workspace, "get_order", R"({"id":"o1"})", R"({"id":"o1","status":"delivered"})");
    DecisionPoint point(*workspace);
    ActionQuestion question = ask("credit", R"({"id":"o1","amount":740})");
    const std::string id = need(workspace->requestApproval(question, point.decide(question))).id;
    const auto refused = workspace->act(id, approval());
    QCOMPARE(refused.error().code, std::string("MND-APR-028"));
    question.proposal = wholeProposal();
    question.proposal->confidence.reset();
    QCOMPARE(need(workspace->requestApproval(question, point.decide(question))).history.size(), std::size_t{1}); // still not whole: as it was
    question.proposal = wholeProposal();
    const ApprovalView whole = need(workspace->requestApproval(question, point.decide(question)));
    QCOMPARE(whole.id, id);
    QCOMPARE(whole.history.back().statement.step, ApprovalStep::Complete);
    QCOMPARE(whole.history.back().statement.by, std::string("clerk"));
    QCOMPARE(whole.request.proposal, wholeProposal());
    question.proposal->reasoning = "Another reason";
    QCOMPARE(need(workspace->requestApproval(question, point.decide(question))).request.proposal, wholeProposal()); // once said, it stays said
    QCOMPARE(need(workspace->act(id, approval())).decision, DecisionState::Approved);
    QVERIFY(need(workspace->verify()).ok);
    const auto again = need(Workspace::open(workspace->path(), true, surroundings()));
    QCOMPARE(need(again->approval(id)).request.proposal, wholeProposal());
}

void ApprovalUseTest::anApprovalLetsExactlyThatActionThroughOnce()
{
    const auto workspace = this->workspace();
    report(*workspace, "get_order", R"({"id":"o1"})", R"({"id":"o1","status":"delivered"})");
    DecisionPoint point(*workspace);
    ActionQuestion question = ask("credit", R"({"id":"o1","amount":740})");
    question.proposal = wholeProposal();
    const ActionAnswer asked = point.decide(question);
    QCOMPARE(asked.reason, std::string("needs_approval"));
    QCOMPARE(asked.obligations.front().type, std::string("request_approval"));
    const ApprovalView filed = need(workspace->requestApproval(question, asked));
    QCOMPARE(filed.request.clause, std::string("E1"));
    QCOMPARE(filed.request.to, std::string("owner"));
    QCOMPARE(need(workspace->requestApproval(question, asked)).id, filed.id); // the same action is the same request
    question.approval = filed.id;
    QCOMPARE(point.decide(question).reason, std::string("approval_open"));
    QCOMPARE(need(workspace->act(filed.id, approval())).decision, DecisionState::Approved);
    question.resolution = need(workspace->resolution(filed.id));
    const ActionAnswer let = point.decide(question);
    QVERIFY(let.permit);
    QCOMPARE(let.verdict, Verdict::Approved);
    QCOMPARE(need(workspace->approval(filed.id)).operation, OperationState::Running);
    QCOMPARE(point.decide(question).reason, std::string("approval_used"));
    ApprovalLife::Attempt reported;
    reported.step = ApprovalStep::Report;
    reported.verdict = "executed";
    QCOMPARE(need(workspace->agentActs(filed.id, "clerk", reported)).operation, OperationState::Done);
}

void ApprovalUseTest::whatIsNotTheApprovedActionIsRefused_data()
{
    QTest::addColumn<QString>("change");
    QTest::addColumn<QString>("reason");
    QTest::newRow("another argument") << "amount" << "approval_other_action";
    QTest::newRow("another agent") << "agent" << "approval_other_agent";
    QTest::newRow("forged resolution") << "forged" << "approval_forged";
    QTest::newRow("unknown request") << "unknown" << "approval_unknown";
    QTest::newRow("expired") << "expired" << "approval_expired";
    QTest::newRow("denied") << "denied" << "approval_denied";
    QTest::newRow("revoked") << "revoked" << "approval_denied";
}

void ApprovalUseTest::whatIsNotTheApprovedActionIsRefused()
{
    QFETCH(const QString, change);
    QFETCH(const QString, reason);
    const auto workspace = this->workspace();
    report(*workspace, "get_order", R"({"id":"o1"})", R"({"id":"o1","status":"delivered"})");
    DecisionPoint point(*workspace);
    ActionQuestion question = ask("refund", R"({"id":"o1","amount":740})");
    question.proposal = wholeProposal();
    const ApprovalView filed = need(workspace->requestApproval(question, point.decide(question)));
    ApprovalAct act;
    act.step = change == QLatin1String("denied") ? ApprovalStep::Deny : ApprovalStep::Approve;
    act.reasonCode = change == QLatin1String("denied") ? "not_proven" : "checked";
    (void)need(workspace->act(filed.id, act));
    question.approval = filed.id;
    if (change == QLatin1String("amount")) {
        question.action.parameters = R"({"id":"o1","amount":7400})";
    } else if (change == QLatin1String("agent")) {
        question.action.agent = "other";
        question.session = "s2";
        report(*workspace, "get_order", R"({"id":"o1"})", R"({"id":"o1","status":"delivered"})");
    } else if (change == QLatin1String("forged")) {
        question.resolution = resolutionEnvelope(need(workspace->approval(filed.id)), SigningKey::generate());
    } else if (change == QLatin1String("unknown")) {
        question.approval = "ESC-0000000000";
    } else if (change == QLatin1String("expired")) {
        m_clock->fetch_add(minutes(15));
    } else if (change == QLatin1String("revoked")) {
        ApprovalAct revoke;
        revoke.step = ApprovalStep::Revoke;
        (void)need(workspace->act(filed.id, revoke));
    }
    const ActionAnswer answer = point.decide(question);
    QVERIFY(!answer.permit);
    if (change == QLatin1String("agent")) // knows nothing of that order, and may not use the approval either
        QVERIFY(answer.reason == "undecidable" || answer.reason == "approval_other_agent");
    else
        QCOMPARE(answer.reason, reason.toStdString());
    QVERIFY(answer.entry.has_value());
    QCOMPARE(need(workspace->detail(*answer.entry)).record.outcome, Outcome::Refused);
    const OperationState operation = need(workspace->approval(filed.id)).operation;
    QVERIFY(operation == OperationState::NotAllowed || operation == OperationState::WaitingForAgent);
}

void ApprovalUseTest::anApprovalInAnothersNameLetsNothingThroughAndIsNamed()
{
    const People people;
    Surroundings around = people.surroundings();
    const std::string path = m_folder.path("forged.mandate");
    auto workspace = need(Workspace::create(path, around));
    (void)need(workspace->addPact(deskPact));
    (void)need(workspace->enrolFirst({PersonRole::Owner}, "the first"));
    report(*workspace, "get_order", R"({"id":"o1"})", R"({"id":"o1","status":"delivered"})");
    ActionQuestion question = ask("credit", R"({"id":"o1","amount":740})");
    question.proposal = wholeProposal();
    {
        DecisionPoint point(*workspace);
        question.approval = need(workspace->requestApproval(question, point.decide(question))).id;
    }
    // Whoever holds the workspace's key, and not Ada's, writes that she approved.
    const ApprovalView filed = need(workspace->approval(question.approval));
    const KeyStore keys(KeyStore::userFolder());
    ApprovalStatement forged;
    forged.request = filed.id;
    forged.step = ApprovalStep::Approve;
    forged.actionDigest = filed.digest;
    forged.by = People::id("ada");
    forged.reasonCode = "checked";
    forged.at = people.now->nanoseconds > 0 ? *people.now : Instant{};
    forged.previous = sha256(need(workspace->detail(filed.entry)).body);
    const std::string body = approvalEntry(forged, need(keys.load(workspace->store().publicKey())));
    workspace.reset();
    {
        auto store = need(openStore(path, {false, [&](const PublicKey &key) { return keys.load(key); }}));
        Batch batch;
        NewEntry entry;
        entry.type = EntryType::Request;
        entry.body = body;
        batch.entries.push_back(entry);
        std::vector<std::unique_ptr<Store::Prepared>> prepared;
        prepared.push_back(store->prepare(batch));
        (void)need(store->append(std::move(prepared)));
    }
    workspace = need(Workspace::open(path, false, around));
    QCOMPARE(need(workspace->approval(filed.id)).decision, DecisionState::Open);
    DecisionPoint point(*workspace);
    const ActionAnswer answer = point.decide(question);
    QVERIFY(!answer.permit);
    QCOMPARE(answer.reason, std::string("approval_open"));
    const Verification verified = need(workspace->verify());
    QVERIFY(!verified.ok && verified.firstBad);
    QVERIFY2(verified.firstBad->affects.find("request") != std::string::npos, verified.firstBad->affects.c_str());
    // Ada's own word still counts.
    ApprovalAct act = approval();
    QCOMPARE(need(workspace->act(filed.id, act)).decision, DecisionState::Approved);
}

void ApprovalUseTest::nobodyDecidesAfterTheDeadline()
{
    const auto workspace = this->workspace();
    report(*workspace, "get_order", R"({"id":"o1"})", R"({"id":"o1","status":"delivered"})");
    DecisionPoint point(*workspace);
    ActionQuestion question = ask("refund", R"({"id":"o1","amount":740})");
    question.proposal = wholeProposal();
    const ApprovalView filed = need(workspace->requestApproval(question, point.decide(question)));
    m_clock->fetch_add(minutes(15));
    QCOMPARE(workspace->act(filed.id, approval()).error().code, std::string("MND-APR-013"));
    QCOMPARE(need(workspace->approval(filed.id)).decision, DecisionState::Expired);
    QCOMPARE(need(workspace->expireApprovals()), std::uint64_t{1});
    QCOMPARE(need(workspace->expireApprovals()), std::uint64_t{0});
    const ApprovalView expired = need(workspace->approval(filed.id));
    QCOMPARE(expired.decided->actorKind, ActorKind::Timeout);
    QVERIFY(expired.decided->by.empty());
}

void ApprovalUseTest::anApprovedActionIsNoIncident()
{
    const auto workspace = this->workspace();
    report(*workspace, "get_order", R"({"id":"o1"})", R"({"id":"o1","status":"delivered"})");
    DecisionPoint point(*workspace);
    ActionQuestion question = ask("refund", R"({"id":"o1","amount":740})");
    question.proposal = wholeProposal();
    question.approval = need(workspace->requestApproval(question, point.decide(question))).id;
    (void)need(workspace->act(question.approval, approval()));
    QVERIFY(point.decide(question).permit);
    report(*workspace, "refund", R"({"id":"o1","amount":740})", "done");
    RowFilter refunds;
    refunds.kinds = {RecordKind::Action};
    refunds.tools = {"refund"};
    const auto rows = need(workspace->store().rows(need(workspace->store().select(refunds, RowOrder::ArrivalAscending))));
    QCOMPARE(rows.size(), std::size_t{1});
    QCOMPARE(rows.front().verdict, Verdict::Approved);
    QVERIFY(need(workspace->incidents()).empty());
    // The same call once more is covered by nothing.
    report(*workspace, "refund", R"({"id":"o1","amount":741})", "done");
    QVERIFY(!need(workspace->incidents()).empty());
}

void ApprovalUseTest::aDestructiveToolNeedsAVerifier()
{
    const auto workspace = this->workspace();
    DecisionPoint point(*workspace);
    ActionQuestion question = ask("drop_environment", R"({"name":"prod-eu"})");
    question.proposal = wholeProposal();
    const ActionAnswer asked = point.decide(question);
    QVERIFY(!asked.permit);
    QCOMPARE(asked.reason, std::string("verifier_missing"));
    const ApprovalView filed = need(workspace->requestApproval(question, asked));
    QVERIFY(filed.request.needsVerifier);
    question.approval = filed.id;
    QVERIFY(!point.decide(question).permit);
    QCOMPARE(workspace->verifyRequest(filed.id, "checker", "allow", Digest(), "").error().code, std::string("MND-APR-040"));
    const Digest other = sha256("some other scope policy");
    QCOMPARE(workspace->verifyRequest(filed.id, "checker", "allow", other, "").error().code, std::string("MND-APR-043")); // there is none to check against
    const Digest policy = need(ScopeKeeping(*workspace).set(scopePolicy("1.0.0"), "first")).version.digest;
    QCOMPARE(workspace->verifyRequest(filed.id, "checker", "allow", other, "").error().code, std::string("MND-APR-045"));
    QCOMPARE(workspace->verifyRequest(filed.id, "clerk", "allow", policy, "").error().code, std::string("MND-APR-014")); // not the agent itself
    (void)need(workspace->verifyRequest(filed.id, "checker", "refuse", policy, "outside"));
    QVERIFY(!point.decide(question).permit);
    QCOMPARE(need(workspace->approval(filed.id)).decision, DecisionState::Denied);

    m_clock->fetch_add(minutes(1));
    question.approval.clear();
    const ApprovalView second = need(workspace->requestApproval(question, point.decide(question)));
    QVERIFY(second.id != filed.id);
    (void)need(workspace->verifyRequest(second.id, "checker", "allow", policy, ""));
    question.approval = second.id;
    m_clock->fetch_add(minutes(16)); // stale, and expired
    QVERIFY(!point.decide(question).permit);
    question.approval.clear();
    const ApprovalView third = need(workspace->requestApproval(question, point.decide(question)));
    (void)need(workspace->verifyRequest(third.id, "checker", "allow", policy, ""));
    question.approval = third.id;
    QVERIFY(point.decide(question).permit);
    QCOMPARE(point.decide(question).reason, std::string("approval_used"));
}

void ApprovalUseTest::anotherActionOnAnApprovalIsACriticalIncident()
{
    const auto workspace = this->workspace();
    report(*workspace, "get_order", R"({"id":"o1"})", R"({"id":"o1","status":"delivered"})");
    DecisionPoint point(*workspace);
    ActionQuestion question = ask("credit", R"({"id":"o1","amount":740})");
    question.proposal = wholeProposal();
    question.approval = need(workspace->requestApproval(question, point.decide(question))).id;
    (void)need(workspace->act(question.approval, approval()));
    QVERIFY(point.decide(question).permit);
    ActionBinding ran = question.action;
    ran.parameters = R"({"amount":10000,"id":"o1"})";
    ApprovalLife::Attempt reported;
    reported.step = ApprovalStep::Report;
    reported.verdict = "executed";
    reported.executed = ran.digest();
    (void)need(workspace->agentActs(question.approval, "clerk", reported));
    const auto incidents = need(workspace->incidents());
    QCOMPARE(incidents.size(), std::size_t{1});
    QCOMPARE(incidents.front().clause.id, std::string("approval_not_covering"));
}

void ApprovalUseTest::anApprovalIsGoodForItsSessionAndDeploymentOnly()
{
    const auto workspace = this->workspace();
    report(*workspace, "get_order", R"({"id":"o1"})", R"({"id":"o1","status":"delivered"})");
    DecisionPoint point(*workspace);
    ActionQuestion question = ask("credit", R"({"id":"o1","amount":740})");
    question.proposal = wholeProposal();
    question.approval = need(workspace->requestApproval(question, point.decide(question))).id;
    (void)need(workspace->act(question.approval, approval()));
    ActionQuestion elsewhere = question;
    elsewhere.session = "s2";
    QCOMPARE(point.decide(elsewhere).reason, std::string("approval_other_action"));
    QVERIFY(point.decide(question).permit);
}

void ApprovalUseTest::aVerifierDoesNotStandForAPerson()
{
    const auto workspace = this->workspace();
    report(*workspace, "get_order", R"({"id":"o1"})", R"({"id":"o1","status":"delivered"})");
    DecisionPoint point(*workspace);
    ActionQuestion question = ask("credit", R"({"id":"o1","amount":740})");
    QCOMPARE(point.decide(question).reason, std::string("needs_approval"));
    // Filed so that no clause is named and nobody is asked, as a system of its own would.
    ApprovalRequest filing;
    filing.action = question.action;
    filing.session = question.session;
    filing.deployment = question.deployment;
    filing.source = "langgraph";
    filing.grade = BindingGrade::None;
    question.approval = need(workspace->requestApproval(filing)).id;
    (void)workspace->verifyRequest(question.approval, "checker", "allow", sha256("the scope policy"), "");
    QVERIFY(!point.decide(question).permit);
    // Nor where a verifier does decide: filed while the action was only destructive, used where a person is asked.
    const Digest policy = need(ScopeKeeping(*workspace).set(scopePolicy("1.0.0"), "first")).version.digest;
    filing.needsVerifier = true;
    filing.requestedAt = Instant{m_clock->load() + 5, true};
    question.approval = need(workspace->requestApproval(filing)).id;
    QCOMPARE(need(workspace->verifyRequest(question.approval, "checker", "allow", policy, "")).decision, DecisionState::Approved);
    const ActionAnswer answer = point.decide(question);
    QVERIFY(!answer.permit);
    QCOMPARE(answer.reason, std::string("needs_approval"));
}

void ApprovalUseTest::whatCannotBeReadBackIsNotFiled()
{
    const auto workspace = this->workspace();
    DecisionPoint point(*workspace);
    std::string deep = "1";
    for (int i = 0; i < 480; ++i)
        deep = "{\"a\":" + deep + '}';
    ApprovalRequest request;
    request.action = ask("credit", deep).action;
    request.to = "owner";
    QCOMPARE(workspace->requestApproval(request).error().code, std::string("MND-APR-004"));
    QVERIFY(point.decide(ask("get_order", "{}")).permit); // nobody else is harmed
    QVERIFY(Workspace::open(workspace->path(), true, surroundings()).ok());
}

QTEST_GUILESS_MAIN(ApprovalUseTest)
#include "approval_use_test.moc"
