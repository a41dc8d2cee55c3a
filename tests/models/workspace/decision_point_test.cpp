// SPDX-License-Identifier: GPL-3.0-or-later
// Agents that ask before they act: state, pact, approval and verifier in that order, every decision in the ledger, and no permission behind a
// suspension. Real workspaces in real files.
#include "tests/models/workspace/made_trail.h"

#include "models/base/json_reader.h"
#include "models/people/key_store.h"
#include "models/workspace/approval_resolution.h"
#include "models/workspace/decision_point.h"

#include <QTest>

#include <atomic>
#include <thread>

using namespace mandate;
using namespace mandate::test;

namespace {

constexpr std::string_view deskPact = R"x({
  "schema": "mandate.pact/1", "pact_id": "desk", "version": "1.0.0", "title": "Returns desk", "binds": [{"deployment": "shop"}],
  "accountability": {"owner": "Owner A", "deputy": "Deputy B"},
  "tools": [{"name": "drop_environment", "title": "Delete an environment", "consequence": ["deletes"], "destructive": true, "reversible": "none"},
            {"name": "refund", "title": "Refund", "consequence": ["spends"], "reversible": "none"}],
  "state": [{"fact": "order", "tools": ["get_order"], "key": "value.id", "value": "value"}],
  "clauses": [
    {"id": "P1", "kind": "permit", "tools": ["get_order", "refund", "credit", "drop_environment"], "when": "true", "reads_as": "The agent may look up and refund orders."},
    {"id": "F1", "kind": "forbid", "tools": ["refund"], "when": "state.order[args.id].status != 'delivered'", "reads_as": "Only delivered orders are refunded."},
    {"id": "F2", "kind": "forbid", "tools": ["refund"], "when": "history.exists(h, h.executed && h.tool == 'refund' && h.args.id == args.id)", "reads_as": "An order is refunded once."},
    {"id": "E1", "kind": "escalate", "tools": ["refund", "credit"], "when": "args.amount > 500", "reads_as": "A refund or credit over 500 needs the owner.",
     "escalation": {"to": "owner", "respond_within": "15m", "if_unanswered": "deny"}}
  ]})x";

std::int64_t minutes(std::int64_t count)
{
    return count * 60'000'000'000;
}

} // namespace

class DecisionPointTest : public QObject
{
    Q_OBJECT

    WorkspaceFolder m_folder;
    int m_trails = 0;
    std::shared_ptr<std::atomic<std::int64_t>> m_clock = std::make_shared<std::atomic<std::int64_t>>(1'700'000'000'000'000'000);

    Surroundings surroundings()
    {
        Surroundings around;
        around.clock = [clock = m_clock] { return Instant{clock->load(), true}; };
        return around;
    }

    std::unique_ptr<Workspace> workspace(std::string_view pact = deskPact)
    {
        auto made = need(Workspace::create(m_folder.path("d" + std::to_string(++m_trails) + ".mandate"), surroundings()));
        (void)need(made->addPact(pact));
        m_clock->fetch_add(1'000'000'000);
        return made;
    }

    static ActionQuestion ask(const std::string &tool, const std::string &arguments, const std::string &session = "s1", const std::string &agent = "clerk")
    {
        ActionQuestion question;
        question.action.agent = agent;
        question.action.tool = tool;
        question.action.parameters = arguments;
        question.session = session;
        question.deployment = "shop";
        question.bytes = "{\"asked\":\"" + tool + "\"}";
        return question;
    }

    static Proposal wholeProposal()
    {
        return {"The customer asks for it", "One refund", "1 order", Reversibility::None, 0.9, {}};
    }

    /// What the agent reports by telemetry.
    void report(Workspace &workspace, const std::string &tool, const std::string &arguments, const std::string &result, int status = 1)
    {
        const int number = ++m_trails;
        Call call{"s1", tool, arguments, number % 50, status};
        call.result = result;
        (void)need(workspace.import({m_folder.write("report" + std::to_string(number) + ".jsonl", lines({call}, static_cast<std::size_t>(number)))}, {}));
    }

private Q_SLOTS:
    void whatThePactSaysIsAnsweredAndRecorded();
    void theDecisionIsSignedAndInTheLedger();
    void factsComeFromWhatTheAgentReported();
    void aPermittedCallCountsUntilItIsReported();
    void anApprovalLetsExactlyThatActionThroughOnce();
    void whatIsNotTheApprovedActionIsRefused_data();
    void whatIsNotTheApprovedActionIsRefused();
    void nobodyDecidesAfterTheDeadline();
    void anApprovedActionIsNoIncident();
    void aDestructiveToolNeedsAVerifier();
    void aSuspensionIsFinal();
    void noPermissionStandsBehindASuspension();
    void anActionAfterTheStopIsACriticalIncident();
    void anotherActionOnAnApprovalIsACriticalIncident();
    void aBreachSuspendsByRuleWhereThePactSaysSo();
    void askingFirstDoesNotSaveFromTheRule();
    void anApprovalIsGoodForItsSessionAndDeploymentOnly();
    void whatCannotBeReadBackIsNotFiled();
    void aVerifierDoesNotStandForAPerson();
    void aClockThatWentBackIsRefused();
    void aLedgerThatIsWrittenToIsWaitedForAndThenRefused();
    void aProbeUsesNothingUp();
    void whatWasDecidedVerifies();
};

void DecisionPointTest::whatThePactSaysIsAnsweredAndRecorded()
{
    const auto workspace = this->workspace();
    DecisionPoint point(*workspace);
    const ActionAnswer look = point.decide(ask("get_order", R"({"id":"o1"})"));
    QVERIFY(look.permit);
    QCOMPARE(look.reason, std::string("permitted"));
    QCOMPARE(look.clause, std::string("P1"));
    QCOMPARE(look.pact, std::string("desk@1.0.0"));
    const ActionAnswer other = point.decide(ask("send_mail", "{}"));
    QVERIFY(!other.permit);
    QCOMPARE(other.reason, std::string("out_of_scope"));
    const ActionAnswer unknownFact = point.decide(ask("refund", R"({"id":"o1","amount":20})"));
    QVERIFY(!unknownFact.permit);
    QCOMPARE(unknownFact.reason, std::string("undecidable"));
    QCOMPARE(unknownFact.missing.size(), std::size_t{1});
    ActionQuestion stranger = ask("get_order", "{}");
    stranger.deployment = "street";
    QCOMPARE(point.decide(stranger).reason, std::string("no_pact"));
    RowFilter decisions;
    decisions.kinds = {RecordKind::Decision};
    QCOMPARE(need(workspace->store().count(decisions)), std::uint64_t{4});
    const auto detail = need(workspace->detail(*unknownFact.entry));
    QCOMPARE(detail.record.outcome, Outcome::Refused);
    QCOMPARE(detail.row.verdict, Verdict::Undecidable);
    QCOMPARE(detail.itemBytes.substr(0, 18), std::string(R"({"asked":"refund"})"));
    QVERIFY(need(workspace->verify()).ok);
}

void DecisionPointTest::theDecisionIsSignedAndInTheLedger()
{
    const auto workspace = this->workspace();
    DecisionPoint point(*workspace);
    const ActionAnswer answer = point.decide(ask("get_order", R"({"id":"o1"})"));
    const auto opened = need(openDsse(answer.envelope, workspace->store().publicKey()));
    QCOMPARE(opened.payloadType, std::string(decisionPayloadType));
    const auto detail = need(workspace->detail(*answer.entry));
    QVERIFY(detail.itemBytes.ends_with('\n' + opened.payload)); // what was signed is what is kept
    QVERIFY(answer.validUntil.nanoseconds > answer.decidedAt.nanoseconds);
}

void DecisionPointTest::factsComeFromWhatTheAgentReported()
{
    const auto workspace = this->workspace();
    DecisionPoint point(*workspace);
    QVERIFY(point.decide(ask("get_order", R"({"id":"o1"})")).permit);
    report(*workspace, "get_order", R"({"id":"o1"})", R"({"id":"o1","status":"delivered"})");
    QVERIFY(point.decide(ask("refund", R"({"id":"o1","amount":20})")).permit);
    report(*workspace, "get_order", R"({"id":"o2"})", R"({"id":"o2","status":"pending"})");
    const ActionAnswer pending = point.decide(ask("refund", R"({"id":"o2","amount":20})"));
    QCOMPARE(pending.reason, std::string("prohibited"));
    QCOMPARE(pending.clause, std::string("F1"));
    // What was refused is an attempt: it opens an incident.
    const auto incidents = need(workspace->incidents());
    QCOMPARE(incidents.size(), std::size_t{1});
    QCOMPARE(incidents.front().clause.id, std::string("F1"));
    QCOMPARE(incidents.front().executed, std::uint64_t{0});
}

void DecisionPointTest::aPermittedCallCountsUntilItIsReported()
{
    const auto workspace = this->workspace();
    report(*workspace, "get_order", R"({"id":"o1"})", R"({"id":"o1","status":"delivered"})");
    {
        DecisionPoint point(*workspace);
        QVERIFY(point.decide(ask("refund", R"({"id":"o1","amount":20})")).permit);
        QCOMPARE(point.decide(ask("refund", R"({"id":"o1","amount":20})")).clause, std::string("F2")); // on its way
    }
    DecisionPoint again(*workspace); // after a restart, from the ledger alone
    QCOMPARE(again.decide(ask("refund", R"({"id":"o1","amount":20})")).clause, std::string("F2"));
    report(*workspace, "refund", R"({"id":"o1","amount":20})", "no", 2); // it failed
    QVERIFY(again.decide(ask("refund", R"({"id":"o1","amount":20})")).permit);
}

void DecisionPointTest::anApprovalLetsExactlyThatActionThroughOnce()
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
    ApprovalAct approve;
    approve.step = ApprovalStep::Approve;
    approve.reasonCode = "checked";
    QCOMPARE(need(workspace->act(filed.id, approve)).decision, DecisionState::Approved);
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

void DecisionPointTest::whatIsNotTheApprovedActionIsRefused_data()
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

void DecisionPointTest::whatIsNotTheApprovedActionIsRefused()
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

void DecisionPointTest::nobodyDecidesAfterTheDeadline()
{
    const auto workspace = this->workspace();
    report(*workspace, "get_order", R"({"id":"o1"})", R"({"id":"o1","status":"delivered"})");
    DecisionPoint point(*workspace);
    ActionQuestion question = ask("refund", R"({"id":"o1","amount":740})");
    question.proposal = wholeProposal();
    const ApprovalView filed = need(workspace->requestApproval(question, point.decide(question)));
    m_clock->fetch_add(minutes(15));
    ApprovalAct approve;
    approve.step = ApprovalStep::Approve;
    approve.reasonCode = "checked";
    QCOMPARE(workspace->act(filed.id, approve).error().code, std::string("MND-APR-013"));
    QCOMPARE(need(workspace->approval(filed.id)).decision, DecisionState::Expired);
    QCOMPARE(need(workspace->expireApprovals()), std::uint64_t{1});
    QCOMPARE(need(workspace->expireApprovals()), std::uint64_t{0});
    const ApprovalView expired = need(workspace->approval(filed.id));
    QCOMPARE(expired.decided->actorKind, ActorKind::Timeout);
    QVERIFY(expired.decided->by.empty());
}

void DecisionPointTest::anApprovedActionIsNoIncident()
{
    const auto workspace = this->workspace();
    report(*workspace, "get_order", R"({"id":"o1"})", R"({"id":"o1","status":"delivered"})");
    DecisionPoint point(*workspace);
    ActionQuestion question = ask("refund", R"({"id":"o1","amount":740})");
    question.proposal = wholeProposal();
    question.approval = need(workspace->requestApproval(question, point.decide(question))).id;
    ApprovalAct approve;
    approve.step = ApprovalStep::Approve;
    approve.reasonCode = "checked";
    (void)need(workspace->act(question.approval, approve));
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

void DecisionPointTest::aDestructiveToolNeedsAVerifier()
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
    const Digest policy = sha256("the scope policy");
    QCOMPARE(workspace->verifyRequest(filed.id, "checker", "allow", Digest(), "").error().code, std::string("MND-APR-040"));
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

void DecisionPointTest::aSuspensionIsFinal()
{
    const auto workspace = this->workspace();
    DecisionPoint point(*workspace);
    report(*workspace, "get_order", R"({"id":"o1"})", R"({"id":"o1","status":"delivered"})");
    QVERIFY(point.decide(ask("get_order", "{}")).permit);
    (void)need(workspace->suspend("clerk", "security", ""));
    const ActionAnswer refused = point.decide(ask("get_order", "{}"));
    QVERIFY(!refused.permit);
    QCOMPARE(refused.reason, std::string("suspended"));
    QCOMPARE(refused.state, AgentState::Suspended);
    (void)need(workspace->resume("clerk", "false_alarm", ""));
    QVERIFY(point.decide(ask("get_order", "{}")).permit);
}

void DecisionPointTest::noPermissionStandsBehindASuspension()
{
    const auto workspace = this->workspace();
    report(*workspace, "get_order", R"({"id":"o1"})", R"({"id":"o1","status":"delivered"})");
    const auto elsewhere = need(Workspace::open(workspace->path(), false, surroundings())); // as another process would
    DecisionPoint point(*workspace);
    std::atomic<bool> stop = false;
    std::atomic<std::uint64_t> permitted = 0;
    std::vector<std::thread> clients;
    for (int i = 0; i < 4; ++i) {
        clients.emplace_back([&, i] {
            while (!stop)
                permitted += point.decide(ask("get_order", "{}", "c" + std::to_string(i))).permit;
        });
    }
    while (permitted < 20)
        std::this_thread::yield();
    const Statement suspended = need(elsewhere->suspend("clerk", "security", ""));
    const std::uint64_t after = suspended.entry;
    QVERIFY(!point.decide(ask("get_order", "{}")).permit);
    stop = true;
    for (std::thread &client : clients)
        client.join();
    RowFilter decisions;
    decisions.kinds = {RecordKind::Decision};
    for (const Row &row : need(workspace->store().rows(need(workspace->store().select(decisions, RowOrder::ArrivalAscending))))) {
        if (row.number > after)
            QCOMPARE(row.outcome, Outcome::Refused);
    }
    QVERIFY(need(workspace->verify()).ok);
}

void DecisionPointTest::anActionAfterTheStopIsACriticalIncident()
{
    const auto workspace = this->workspace();
    report(*workspace, "get_order", R"({"id":"o1"})", R"({"id":"o1","status":"delivered"})");
    m_clock->store(at(60).nanoseconds);
    (void)need(workspace->suspend("clerk", "security", ""));
    QVERIFY(need(workspace->incidents()).empty());
    Call late{"s9", "get_order", "{}", 61};
    (void)need(workspace->import({m_folder.write("late.jsonl", lines({late}, 900))}, {}));
    Call failed{"s9", "get_order", R"({"id":"x"})", 62, 2}; // refused where it ran: the stop held
    (void)need(workspace->import({m_folder.write("failed.jsonl", lines({failed}, 901))}, {}));
    auto incidents = need(workspace->incidents());
    QCOMPARE(incidents.size(), std::size_t{1});
    QCOMPARE(incidents.front().clause.id, std::string("acting_while_suspended"));
    QCOMPARE(incidents.front().severity, Severity::Critical);
    QCOMPARE(incidents.front().executed, std::uint64_t{1});
    QCOMPARE(incidents.front().owner, std::string("Owner A"));
    Call again{"s9", "get_order", R"({"id":"y"})", 63};
    (void)need(workspace->import({m_folder.write("again.jsonl", lines({again}, 902))}, {}));
    incidents = need(workspace->incidents());
    QCOMPARE(incidents.size(), std::size_t{1}); // the same stop
    QCOMPARE(incidents.front().executed, std::uint64_t{2});
    QVERIFY(need(workspace->verify()).ok);
}

void DecisionPointTest::anotherActionOnAnApprovalIsACriticalIncident()
{
    const auto workspace = this->workspace();
    report(*workspace, "get_order", R"({"id":"o1"})", R"({"id":"o1","status":"delivered"})");
    DecisionPoint point(*workspace);
    ActionQuestion question = ask("credit", R"({"id":"o1","amount":740})");
    question.proposal = wholeProposal();
    question.approval = need(workspace->requestApproval(question, point.decide(question))).id;
    ApprovalAct approve;
    approve.step = ApprovalStep::Approve;
    approve.reasonCode = "checked";
    (void)need(workspace->act(question.approval, approve));
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

void DecisionPointTest::aBreachSuspendsByRuleWhereThePactSaysSo()
{
    std::string pact = shopPact("1.0.0", "shop", "shop");
    pact.insert(pact.size() - 1, R"(,"on_breach":["open_incident","suspend"])");
    m_clock->store(at(30).nanoseconds);
    const auto workspace = this->workspace(pact);
    (void)need(workspace->import({m_folder.write("old.jsonl", lines({{"a", "pay", R"({"amount":900})", 20}}, 800))}, {}));
    QCOMPARE(workspace->standing("clerk").state, AgentState::Authorized); // before the pact was signed
    m_clock->store(at(60).nanoseconds);
    (void)need(workspace->import({m_folder.write("new.jsonl", lines({{"b", "pay", R"({"amount":901})", 50}}, 801))}, {}));
    const AgentStanding standing = workspace->standing("clerk");
    QCOMPARE(standing.state, AgentState::Suspended);
    QCOMPARE(standing.by, std::string("rule:shop@1.0.0#P1"));
    QCOMPARE(need(workspace->resume("clerk", "risk_accepted", "")).to, AgentState::Authorized); // an owner takes it back
    QVERIFY(need(workspace->verify()).ok);
}

void DecisionPointTest::askingFirstDoesNotSaveFromTheRule()
{
    std::string pact = shopPact("1.0.0", "shop", "shop");
    pact.insert(pact.size() - 1, R"(,"on_breach":["suspend"])");
    m_clock->store(at(30).nanoseconds);
    const auto workspace = this->workspace(pact);
    m_clock->store(at(60).nanoseconds);
    DecisionPoint point(*workspace);
    QCOMPARE(point.decide(ask("pay", R"({"amount":900})", "b")).reason, std::string("prohibited"));
    QCOMPARE(need(workspace->incidents()).size(), std::size_t{1});
    // It does it all the same, and reports it without a time.
    (void)need(workspace->import({m_folder.write("asked.jsonl", lines({{"b", "pay", R"({"amount":900})", std::nullopt}}, 811))}, {}));
    QCOMPARE(workspace->standing("clerk").state, AgentState::Suspended);
    // And acts on, without a time: the stop does not hold.
    (void)need(workspace->import({m_folder.write("on.jsonl", lines({{"b", "look", "{}", std::nullopt}}, 812))}, {}));
    bool acting = false;
    for (const Incident &incident : need(workspace->incidents()))
        acting = acting || incident.clause.id == "acting_while_suspended";
    QVERIFY(acting);
}

void DecisionPointTest::anApprovalIsGoodForItsSessionAndDeploymentOnly()
{
    const auto workspace = this->workspace();
    report(*workspace, "get_order", R"({"id":"o1"})", R"({"id":"o1","status":"delivered"})");
    DecisionPoint point(*workspace);
    ActionQuestion question = ask("credit", R"({"id":"o1","amount":740})");
    question.proposal = wholeProposal();
    question.approval = need(workspace->requestApproval(question, point.decide(question))).id;
    ApprovalAct approve;
    approve.step = ApprovalStep::Approve;
    approve.reasonCode = "checked";
    (void)need(workspace->act(question.approval, approve));
    ActionQuestion elsewhere = question;
    elsewhere.session = "s2";
    QCOMPARE(point.decide(elsewhere).reason, std::string("approval_other_action"));
    QVERIFY(point.decide(question).permit);
}

void DecisionPointTest::aVerifierDoesNotStandForAPerson()
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
    filing.needsVerifier = true;
    filing.requestedAt = Instant{m_clock->load() + 5, true};
    question.approval = need(workspace->requestApproval(filing)).id;
    QCOMPARE(need(workspace->verifyRequest(question.approval, "checker", "allow", sha256("the scope policy"), "")).decision, DecisionState::Approved);
    const ActionAnswer answer = point.decide(question);
    QVERIFY(!answer.permit);
    QCOMPARE(answer.reason, std::string("needs_approval"));
}

void DecisionPointTest::whatCannotBeReadBackIsNotFiled()
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

void DecisionPointTest::aClockThatWentBackIsRefused()
{
    const auto workspace = this->workspace();
    DecisionPoint point(*workspace);
    QVERIFY(point.decide(ask("get_order", "{}")).permit);
    m_clock->fetch_sub(minutes(1));
    QCOMPARE(point.decide(ask("get_order", "{}")).reason, std::string("clock_wrong"));
    m_clock->fetch_add(minutes(2));
    QVERIFY(point.decide(ask("get_order", "{}")).permit);
}

void DecisionPointTest::aLedgerThatIsWrittenToIsWaitedForAndThenRefused()
{
    const auto workspace = this->workspace();
    auto other = need(openStore(workspace->path(), {false, [](const PublicKey &key) { return KeyStore(KeyStore::userFolder()).load(key); }}));
    QVERIFY(other->beginWriting().ok());
    DecisionPoint::Limits limits;
    limits.patience = std::chrono::milliseconds(50);
    DecisionPoint point(*workspace, limits);
    const ActionAnswer refused = point.decide(ask("get_order", "{}"));
    QVERIFY(!refused.permit);
    QCOMPARE(refused.reason, std::string("store_locked"));
    QVERIFY(!refused.entry);
    QVERIFY(refused.envelope.empty());
    other->endWriting();
    QVERIFY(point.decide(ask("get_order", "{}")).permit);
}

void DecisionPointTest::aProbeUsesNothingUp()
{
    const auto workspace = this->workspace();
    DecisionPoint point(*workspace);
    const std::uint64_t before = workspace->store().size();
    ActionQuestion question = ask("get_order", "{}");
    question.probe = true;
    const ActionAnswer answer = point.decide(question);
    QVERIFY(answer.permit);
    QCOMPARE(answer.validUntil, answer.decidedAt);
    QCOMPARE(workspace->store().size(), before);
}

void DecisionPointTest::whatWasDecidedVerifies()
{
    const auto workspace = this->workspace();
    DecisionPoint point(*workspace);
    std::vector<std::thread> clients;
    for (int i = 0; i < 4; ++i) {
        clients.emplace_back([&, i] {
            for (int n = 0; n < 200; ++n)
                (void)point.decide(ask(n % 3 ? "get_order" : "send_mail", "{\"n\":" + std::to_string(n) + "}", "c" + std::to_string(i)));
        });
    }
    for (std::thread &client : clients)
        client.join();
    QCOMPARE(point.counts().decisions, std::uint64_t{800});
    QCOMPARE(point.counts().unrecorded, std::uint64_t{0});
    const Verification verified = need(workspace->verify());
    QVERIFY2(verified.ok, verified.firstBad ? verified.firstBad->reason.c_str() : "");
    const auto reopened = need(Workspace::open(workspace->path(), true, surroundings()));
    RowFilter decisions;
    decisions.kinds = {RecordKind::Decision};
    QCOMPARE(need(reopened->store().count(decisions)), std::uint64_t{800});
}

QTEST_GUILESS_MAIN(DecisionPointTest)
#include "decision_point_test.moc"
