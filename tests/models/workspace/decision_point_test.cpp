// SPDX-License-Identifier: GPL-3.0-or-later
// Agents that ask before they act: state, then pact, every decision in the ledger, and no permission behind a suspension. Real workspaces in real
// files. Approvals and verifiers: approval_use_test.cpp.
#include "tests/models/workspace/asking_agents.h"

#include "models/base/json_reader.h"
#include "models/people/key_store.h"
#include "models/workspace/approval_resolution.h"

#include <QTest>

#include <thread>

using namespace mandate;
using namespace mandate::test;

class DecisionPointTest : public QObject, private AskingAgents
{
    Q_OBJECT

private Q_SLOTS:
    void whatThePactSaysIsAnsweredAndRecorded();
    void theDecisionIsSignedAndInTheLedger();
    void factsComeFromWhatTheAgentReported();
    void aPermittedCallCountsUntilItIsReported();
    void aSuspensionIsFinal();
    void noPermissionStandsBehindASuspension();
    void anActionAfterTheStopIsACriticalIncident();
    void aBreachSuspendsByRuleWhereThePactSaysSo();
    void onlyAWrittenProhibitionAnswersABreach();
    void theTimeThatASourceSaysNeitherHidesABreachNorRepeatsIt();
    void askingFirstDoesNotSaveFromTheRule();
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

void DecisionPointTest::onlyAWrittenProhibitionAnswersABreach()
{
    std::string pact = shopPact("1.0.0", "shop", "shop");
    pact.insert(pact.size() - 1, R"(,"on_breach":["suspend"])");
    m_clock->store(at(30).nanoseconds);
    const auto workspace = this->workspace(pact);
    m_clock->store(at(60).nanoseconds);
    // Nobody can decide the first, the second is harmless, the third was only attempted.
    (void)need(workspace->import({m_folder.write("un.jsonl", lines({{"u", "pay", "", 50}, {"h", "read_order", "{}", 51}, {"t", "pay", R"({"amount":900})", 52, 2}}, 820))}, {}));
    auto incidents = need(workspace->incidents());
    QVERIFY(std::ranges::any_of(incidents, [](const Incident &incident) { return incident.clause.id == "undecided" && incident.executed == 1; }));
    QCOMPARE(workspace->standing("clerk").state, AgentState::Authorized);
    RowFilter harmless = actions();
    harmless.sessions = {"h"};
    CaseStatement opening;
    opening.title = "Looked odd";
    opening.text = "Somebody asked.";
    opening.severity = Severity::Minor;
    opening.records = need(workspace->store().select(harmless, RowOrder::ArrivalAscending));
    const std::string byHand = need(workspace->openIncident(opening));
    (void)need(workspace->import({m_folder.write("un2.jsonl", lines({{"h2", "read_order", "{}", 53}}, 830))}, {}));
    QCOMPARE(workspace->standing("clerk").state, AgentState::Authorized);
    const auto attempted = std::ranges::find(incidents, std::string("P1"), [](const Incident &incident) { return incident.clause.id; });
    QVERIFY(attempted != incidents.end() && attempted->executed == 0);
    CaseStatement merge;
    merge.step = CaseStep::Merge;
    merge.incident = byHand;
    merge.other = attempted->id;
    merge.text = "The same.";
    (void)need(workspace->takeCaseStep(merge));
    (void)need(workspace->import({m_folder.write("un3.jsonl", lines({{"h3", "read_order", "{}", 54}}, 840))}, {}));
    QCOMPARE(workspace->standing("clerk").state, AgentState::Authorized);
    (void)need(workspace->import({m_folder.write("un4.jsonl", lines({{"t", "pay", R"({"amount":900})", 55}}, 850))}, {}));
    QCOMPARE(workspace->standing("clerk").by, std::string("rule:shop@1.0.0#P1")); // once it ran
}

void DecisionPointTest::theTimeThatASourceSaysNeitherHidesABreachNorRepeatsIt()
{
    std::string pact = shopPact("1.0.0", "shop", "shop");
    pact.insert(pact.size() - 1, R"(,"on_breach":["suspend"])");
    m_clock->store(at(30).nanoseconds);
    const auto workspace = this->workspace(pact);
    m_clock->store(at(60).nanoseconds);
    (void)need(workspace->import({m_folder.write("future.jsonl", lines({{"f", "pay", R"({"amount":900})", 500'000}}, 860))}, {}));
    QCOMPARE(workspace->standing("clerk").state, AgentState::Suspended);
    m_clock->store(at(70).nanoseconds);
    (void)need(workspace->resume("clerk", "risk_accepted", ""));
    (void)need(workspace->import({m_folder.write("quiet.jsonl", lines({{"q", "read_order", "{}", 69}}, 870))}, {}));
    QCOMPARE(workspace->standing("clerk").state, AgentState::Authorized); // an owner let it go on, knowing of it
    (void)need(workspace->import({m_folder.write("early.jsonl", lines({{"e", "pay", R"({"amount":900})", 40}}, 880))}, {}));
    QCOMPARE(workspace->standing("clerk").state, AgentState::Suspended); // of before the decision, and nobody knew of it then
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
