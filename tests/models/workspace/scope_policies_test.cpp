// SPDX-License-Identifier: GPL-3.0-or-later
// Scope policies at a workspace: what runs against which version, disagreement as an incident, who may keep them, and what survives a restart.
#include "tests/models/workspace/asking_agents.h"
#include "tests/models/workspace/several_people.h"

#include "models/people/key_store.h"

#include <QTest>

using namespace mandate;
using namespace mandate::test;

namespace {

constexpr const char *opsPact = R"({"schema":"mandate.pact/1","pact_id":"ops","version":"1.0.0","title":"Ops","binds":[{"agent":"clerk"}],"accountability":{"owner":"Owner A"},
  "verification":{"tools":["drop_*"]},"clauses":[{"id":"P1","kind":"permit","tools":["drop_environment"],"when":"true","reads_as":"x"}]})";

} // namespace

class ScopePoliciesTest : public QObject, private AskingAgents
{
    Q_OBJECT

private Q_SLOTS:
    void withoutAPolicyInForceNothingDestructiveRuns();
    void whatThePolicyRefusesNoVerdictAndNoApprovalLetsThrough();
    void aVerdictAgainstAnotherVersionIsStale();
    void aWithdrawalBetweenVerdictAndUseStopsTheAction();
    void thePolicyCanAskForMoreThanThePact();
    void aVerifierThatAllowsTooMuchIsACriticalIncident();
    void whatRanAgainstThePolicyOfItsTimeIsACriticalIncident();
    void agentsAndChecksSayWhatIsMissing();
    void theSameHandNeverKeepsBoth();
    void whatOneHandKeptBeforePeopleWereEnrolledStopsCounting();
    void aForgedStatementIsNamedByVerify();
    void aPolicySurvivesARestartAndTwoProgramsSeeTheSame();

private:
    /// A request for this action, filed as an agent does.
    static ActionQuestion filed(Workspace &workspace, DecisionPoint &point, ActionQuestion question)
    {
        question.proposal = wholeProposal();
        const ActionAnswer asked = point.decide(question);
        question.approval = need(workspace.requestApproval(question, asked)).id;
        return question;
    }
    Digest set(Workspace &workspace, const std::string &json)
    {
        m_clock->fetch_add(1'000'000'000);
        return need(ScopeKeeping(workspace).set(json, "because")).version.digest;
    }
};

void ScopePoliciesTest::withoutAPolicyInForceNothingDestructiveRuns()
{
    const auto workspace = this->workspace();
    DecisionPoint point(*workspace);
    const ActionAnswer alone = point.decide(ask("drop_environment", R"({"name":"staging"})"));
    QCOMPARE(alone.reason, std::string("verifier_missing"));
    QVERIFY(alone.words.find("no scope policy in force binds clerk") != std::string::npos);
    const ActionQuestion question = filed(*workspace, point, ask("drop_environment", R"({"name":"staging"})"));
    QCOMPARE(workspace->verifyRequest(question.approval, "checker", "allow", sha256("x"), "").error().code, std::string("MND-APR-043"));
    const Digest policy = set(*workspace, scopePolicy("1.0.0"));
    const ActionAnswer asked = point.decide(ask("drop_environment", R"({"name":"staging"})"));
    QCOMPARE(asked.reason, std::string("verifier_missing"));
    QVERIFY(asked.words.find("desk-scope@1.0.0") != std::string::npos);
    QVERIFY(!point.decide(question).permit);
    (void)need(workspace->verifyRequest(question.approval, "checker", "allow", policy, ""));
    QCOMPARE(point.decide(question).reason, std::string("approved"));
}

void ScopePoliciesTest::whatThePolicyRefusesNoVerdictAndNoApprovalLetsThrough()
{
    const auto workspace = this->workspace();
    DecisionPoint point(*workspace);
    const Digest policy = set(*workspace, scopePolicy("1.0.0"));
    QCOMPARE(point.decide(ask("drop_environment", R"({"name":"prod-us"})")).reason, std::string("scope_refused"));
    const ActionAnswer open = point.decide(ask("drop_environment", "{}"));
    QCOMPARE(open.reason, std::string("scope_undecidable"));
    QVERIFY(open.words.find("args.name") != std::string::npos);
    const ActionQuestion question = filed(*workspace, point, ask("drop_environment", R"({"name":"prod-us"})"));
    QVERIFY(need(workspace->approval(question.approval)).disagreement); // the pact permits it
    const ApprovalView view = need(workspace->verifyRequest(question.approval, "checker", "allow", policy, "looks fine"));
    QCOMPARE(view.decision, DecisionState::Open); // for a person to see, and nobody can approve it
    QCOMPARE(workspace->act(question.approval, approval()).error().code, std::string("MND-APR-044"));
    QCOMPARE(point.decide(question).reason, std::string("scope_refused"));
    ApprovalAct deny;
    deny.reasonCode = "policy";
    QCOMPARE(need(workspace->act(question.approval, deny)).decision, DecisionState::Denied);
    QVERIFY(need(workspace->approval(question.approval)).disagreement); // it stays to be seen
}

void ScopePoliciesTest::aVerdictAgainstAnotherVersionIsStale()
{
    const auto workspace = this->workspace();
    DecisionPoint point(*workspace);
    const Digest first = set(*workspace, scopePolicy("1.0.0"));
    const ActionQuestion question = filed(*workspace, point, ask("drop_environment", R"({"name":"staging"})"));
    QCOMPARE(need(workspace->verifyRequest(question.approval, "checker", "allow", first, "")).decision, DecisionState::Approved);
    QVERIFY(need(workspace->approval(question.approval)).verdictFresh);
    QVERIFY(need(ScopePolicies(*workspace).awaitingVerdict("checker", 10)).empty());
    const Digest second = set(*workspace, scopePolicy("1.1.0", "args.name == 'staging'"));
    QVERIFY(!need(workspace->approval(question.approval)).verdictFresh);
    QCOMPARE(point.decide(question).reason, std::string("verifier_stale"));
    QCOMPARE(workspace->verifyRequest(question.approval, "checker", "allow", first, "").error().code, std::string("MND-APR-045"));
    const auto waiting = need(ScopePolicies(*workspace).awaitingVerdict("checker", 10));
    QCOMPARE(waiting.size(), std::size_t{1});
    QCOMPARE(waiting.front().policy->second, second);
    QVERIFY(need(ScopePolicies(*workspace).awaitingVerdict("clerk", 10)).empty()); // nobody verifies themselves
    (void)need(workspace->verifyRequest(question.approval, "checker", "allow", second, ""));
    QVERIFY(point.decide(question).permit);
    // And by its age.
    m_clock->fetch_add(minutes(20));
    const ActionQuestion later = filed(*workspace, point, ask("drop_environment", R"({"name":"staging"})", "s2"));
    (void)need(workspace->verifyRequest(later.approval, "checker", "allow", second, ""));
    m_clock->fetch_add(minutes(15) - 1'000'000'000);
    QVERIFY(need(workspace->approval(later.approval)).verdictFresh);
}

void ScopePoliciesTest::aWithdrawalBetweenVerdictAndUseStopsTheAction()
{
    const auto workspace = this->workspace();
    DecisionPoint point(*workspace);
    const Digest policy = set(*workspace, scopePolicy("1.0.0"));
    const ActionQuestion question = filed(*workspace, point, ask("drop_environment", R"({"name":"staging"})"));
    (void)need(workspace->verifyRequest(question.approval, "checker", "allow", policy, ""));
    (void)need(ScopeKeeping(*workspace).withdraw("desk-scope", "it was wrong"));
    const ActionAnswer stopped = point.decide(question);
    QVERIFY(!stopped.permit);
    QCOMPARE(stopped.reason, std::string("verifier_missing"));
    QVERIFY(!need(workspace->approval(question.approval)).history.back().statement.executed); // nothing was used up
}

void ScopePoliciesTest::thePolicyCanAskForMoreThanThePact()
{
    const std::string pact = std::string(deskPact).replace(std::string(deskPact).find(R"("get_order", "refund", "credit", "drop_environment")"), 51, R"("get_order", "wipe_logs", "drop_environment"      )");
    const auto workspace = this->workspace(pact);
    DecisionPoint point(*workspace);
    QVERIFY(point.decide(ask("wipe_logs", "{}")).permit);
    (void)set(*workspace, scopePolicy("1.0.0"));
    QCOMPARE(point.decide(ask("wipe_logs", "{}")).reason, std::string("scope_refused"));
    QVERIFY(point.decide(ask("get_order", R"({"id":"o1"})")).permit);
    QCOMPARE(point.decide(ask("wipe_logs", "{}", "s1", "other")).reason, std::string("permitted")); // it binds the clerk alone
}

void ScopePoliciesTest::aVerifierThatAllowsTooMuchIsACriticalIncident()
{
    const auto workspace = this->workspace();
    DecisionPoint point(*workspace);
    const Digest policy = set(*workspace, scopePolicy("1.0.0"));
    const ActionQuestion question = filed(*workspace, point, ask("drop_environment", R"({"name":"prod-us"})"));
    (void)need(workspace->verifyRequest(question.approval, "checker", "refuse", policy, ""));
    QVERIFY(need(workspace->incidents()).empty());
    m_clock->fetch_add(minutes(1));
    const ActionQuestion again = filed(*workspace, point, ask("drop_environment", R"({"name":"prod-us"})", "s2"));
    (void)need(workspace->verifyRequest(again.approval, "checker", "allow", policy, ""));
    (void)need(workspace->verifyRequest(again.approval, "checker", "allow", policy, "once more"));
    const auto incidents = need(workspace->incidents());
    QCOMPARE(incidents.size(), std::size_t{1}); // one a request
    QCOMPARE(incidents.front().clause.id, std::string("verifier_disagreeing"));
    QCOMPARE(incidents.front().severity, Severity::Critical);
    QCOMPARE(incidents.front().session, std::string("s2"));
}

void ScopePoliciesTest::whatRanAgainstThePolicyOfItsTimeIsACriticalIncident()
{
    m_clock->store(startSeconds * 1'000'000'000); // when the calls below begin
    const auto workspace = this->workspace();
    const auto import = [&](const std::vector<Call> &calls) {
        const auto number = static_cast<std::size_t>(++m_trails);
        (void)need(workspace->import({m_folder.write("calls" + std::to_string(number) + ".jsonl", lines(calls, number * 100))}, {}));
    };
    import({{"s0", "drop_environment", R"({"name":"prod-us"})", 1}});
    m_clock->fetch_add(minutes(5));
    (void)set(*workspace, scopePolicy("1.0.0"));
    import({{"s1", "drop_environment", R"({"name":"prod-us"})", 2}}); // reported late: it was before the policy
    QVERIFY(need(workspace->incidents()).empty());
    import({{"s2", "drop_environment", R"({"name":"staging"})", 10}, {"s3", "drop_environment", R"({"name":"prod-us"})", 10, 2}}); // allowed; refused by the tool
    QVERIFY(need(workspace->incidents()).empty());
    import({{"s4", "drop_environment", R"({"name":"prod-us"})", 11}, {"s4", "drop_environment", R"({})", 12}, {"s5", "get_order", R"({"id":"1"})", 12}});
    auto incidents = need(workspace->incidents());
    QCOMPARE(incidents.size(), std::size_t{1});
    QCOMPARE(incidents.front().clause.id, std::string("against_scope_policy"));
    QCOMPARE(incidents.front().session, std::string("s4"));
    QCOMPARE(incidents.front().executed, std::uint64_t{2}); // refused, and not decidable
    import({{"s4", "drop_environment", R"({"name":"prod-xx"})", 13}});
    incidents = need(workspace->incidents());
    QCOMPARE(incidents.size(), std::size_t{1}); // the same session and version
    QCOMPARE(incidents.front().executed, std::uint64_t{3});
    m_clock->fetch_add(minutes(10));
    (void)set(*workspace, scopePolicy("2.0.0", "args.name == 'prod-us'"));
    import({{"s4", "drop_environment", R"({"name":"staging"})", 20}, {"s6", "drop_environment", R"({"name":"prod-us"})", 20}, {"s7", "drop_environment", R"({"name":"staging"})", 14}});
    QCOMPARE(need(workspace->incidents()).size(), std::size_t{2}); // each by the version of its time
}

void ScopePoliciesTest::agentsAndChecksSayWhatIsMissing()
{
    std::string asking(deskPact);
    asking.replace(asking.find("\"tools\": [{"), 0, R"("verification": {"tools": ["drop_*"]}, )");
    const auto workspace = this->workspace(asking);
    report(*workspace, "get_order", R"({"id":"o1"})", "{}");
    const auto clerk = [&] { return need(workspace->agents()).front(); };
    QVERIFY(clerk().scopeFinding.find("no scope policy in force") != std::string::npos);
    const PactDocument desk = need(parsePact(asking)).document;
    QCOMPARE(ScopePolicies(*workspace).problems(need(parsePact(deskPact)).document).front().problemClass, ProblemClass::Info); // destructive tools alone
    const auto missing = ScopePolicies(*workspace).problems(desk);
    QCOMPARE(missing.size(), std::size_t{1});
    QCOMPARE(missing.front().problemClass, ProblemClass::Security);
    (void)set(*workspace, scopePolicy("1.0.0"));
    QVERIFY(clerk().scopeFinding.empty());
    QCOMPARE(clerk().scopePolicy, std::string("desk-scope@1.0.0"));
    QCOMPARE(ScopePolicies(*workspace).problems(desk).size(), std::size_t{1}); // the pact binds every agent of the shop, the policy one
    QVERIFY(ScopePolicies(*workspace).problems(need(parsePact(opsPact)).document).empty() == false); // and that one in any deployment
    PactDocument narrow = desk;
    narrow.binds = {{"clerk", "shop"}};
    QVERIFY(ScopePolicies(*workspace).problems(narrow).empty());
    narrow.owner = "security officer c";
    QCOMPARE(ScopePolicies(*workspace).problems(narrow).size(), std::size_t{1}); // not independent
    narrow.tools.clear();
    narrow.verifiedTools.clear();
    QVERIFY(ScopePolicies(*workspace).problems(narrow).empty()); // asks for nothing
    QVERIFY(!ScopePolicies(*workspace).separationFinding().empty());
}

void ScopePoliciesTest::theSameHandNeverKeepsBoth()
{
    const People people;
    const auto workspace = need(Workspace::create(m_folder.path("office.mandate"), people.surroundings()));
    (void)need(workspace->enrolFirst({PersonRole::Owner}, "first")); // ada
    (void)need(workspace->enrol(people.request("lex"), {PersonRole::Legal}, "legal"));
    (void)need(workspace->enrol(people.request("pia"), {PersonRole::ProductLead}, "product"));
    people.who->become("pia");
    (void)need(workspace->submitPact(opsPact, "first"));
    const std::string mine = R"({"schema":"mandate.scope-policy/1","scope_policy_id":"s","version":"1.0.0","title":"t","owner":"account:lex","binds":[{"agent":"clerk"}],
        "rules":[{"id":"A","effect":"allow","tools":["drop_environment"],"when":"args.name == 'staging'","reads_as":"x"}]})";
    ScopeKeeping keeping(*workspace);
    QCOMPARE(keeping.set(mine, "mine too").error().code, std::string("MND-SCP-010"));
    people.who->become("ada");
    (void)need(workspace->approvePact("ops@1.0.0", {}, "fine"));
    (void)need(workspace->activatePact("ops@1.0.0", {}));
    const auto refused = keeping.set(mine, "mine too");
    QCOMPARE(refused.error().code, std::string("MND-SCP-023"));
    QVERIFY(refused.error().remedy.find("account:lex") != std::string::npos); // says who can
    people.who->become("mallory");
    QVERIFY(!keeping.set(mine, "mine").ok());
    people.who->become("lex");
    QCOMPARE(keeping.set(mine, " ").error().code, std::string("MND-SCP-017"));
    QVERIFY(need(keeping.set(mine, "kept by legal")).version.proven);
    QVERIFY(ScopePolicies(*workspace).separationFinding().empty());
    std::string next = opsPact;
    next.replace(next.find("1.0.0"), 5, "1.1.0").insert(1, R"("parent_version":"1.0.0",)");
    people.who->become("pia");
    (void)need(workspace->submitPact(next, "second"));
    people.who->become("lex");
    QCOMPARE(workspace->approvePact("ops@1.1.0", {}, "mine too").error().code, std::string("MND-SCP-024"));
    const auto history = need(workspace->pactHistory("ops"));
    QVERIFY(history.versions.back().steps.front().refusal.has_value()); // and the window's button says so first
    people.who->become("ada");
    QCOMPARE(keeping.withdraw("s", "in the way").error().code, std::string("MND-SCP-023"));
    QVERIFY(need(workspace->verify()).ok);
}

void ScopePoliciesTest::whatOneHandKeptBeforePeopleWereEnrolledStopsCounting()
{
    const People people;
    const auto workspace = need(Workspace::create(m_folder.path("alone.mandate"), people.surroundings()));
    (void)need(workspace->addPact(opsPact));
    const std::string policy = R"({"schema":"mandate.scope-policy/1","scope_policy_id":"s","version":"1.0.0","title":"t","owner":"Security officer C","binds":[{"agent":"clerk"}],
        "rules":[{"id":"A","effect":"allow","tools":["drop_environment"],"when":"args.name == 'staging'","reads_as":"x"}]})";
    (void)need(ScopeKeeping(*workspace).set(policy, "alone"));
    QVERIFY(ScopePolicies(*workspace).inForce("clerk", "shop")->notCounting.empty());
    (void)need(workspace->enrolFirst({PersonRole::Owner}, "first"));
    const auto now = ScopePolicies(*workspace).inForce("clerk", "shop");
    QVERIFY(now->notCounting.find("account:ada") != std::string::npos);
    DecisionPoint point(*workspace);
    const ActionAnswer answer = point.decide(ask("drop_environment", R"({"name":"staging"})"));
    QCOMPARE(answer.reason, std::string("verifier_missing"));
    QVERIFY(answer.words.find("does not count") != std::string::npos);
    (void)need(workspace->enrol(people.request("lex"), {PersonRole::Legal}, "legal"));
    people.who->become("lex");
    std::string next = policy;
    next.replace(next.find("1.0.0"), 5, "1.0.1").replace(next.find("Security officer C"), 18, "account:lex");
    (void)need(ScopeKeeping(*workspace).set(next, "kept by somebody else"));
    QVERIFY(ScopePolicies(*workspace).inForce("clerk", "shop")->notCounting.empty());
}

void ScopePoliciesTest::aForgedStatementIsNamedByVerify()
{
    const People people;
    const std::string path = m_folder.path("forged.mandate");
    auto workspace = need(Workspace::create(path, people.surroundings()));
    (void)need(workspace->addPact(opsPact));
    (void)need(workspace->enrolFirst({PersonRole::Owner}, "first"));
    const SigningKey key = need(KeyStore(KeyStore::userFolder()).load(workspace->store().publicKey()));
    workspace.reset();
    const auto parsed = need(parseScopePolicy(R"({"schema":"mandate.scope-policy/1","scope_policy_id":"s","version":"1.0.0","title":"t","owner":"x","binds":[{"agent":"clerk"}],
        "rules":[{"id":"A","effect":"allow","when":"true","reads_as":"everything"}]})"));
    ScopeStatement statement; // who holds the workspace's key and writes a program of their own
    statement.policyId = "s";
    statement.version = "1.0.0";
    statement.digest = parsed.digest;
    statement.document = parsed.canonical;
    statement.note = "because";
    statement.decidedBy = "account:ada";
    statement.decidedAt = *people.now;
    {
        const KeyStore keys(KeyStore::userFolder());
        auto store = need(openStore(path, {false, [&](const PublicKey &of) { return keys.load(of); }}));
        const std::string body = scopeStatementEntry(statement, key);
        Batch batch;
        NewEntry entry;
        entry.type = EntryType::ScopePolicy;
        entry.body = body;
        batch.entries.push_back(entry);
        std::vector<std::unique_ptr<Store::Prepared>> prepared;
        prepared.push_back(store->prepare(batch));
        (void)need(store->append(std::move(prepared)));
    }
    workspace = need(Workspace::open(path, false, people.surroundings()));
    QVERIFY(!ScopePolicies(*workspace).inForce("clerk", "shop"));
    const Verification verified = need(workspace->verify());
    QVERIFY(!verified.ok);
    QVERIFY(verified.firstBad && !verified.firstBad->reason.empty());
}

void ScopePoliciesTest::aPolicySurvivesARestartAndTwoProgramsSeeTheSame()
{
    auto workspace = this->workspace();
    const std::string path = workspace->path();
    auto other = need(Workspace::open(path, false, surroundings()));
    DecisionPoint point(*other); // as the gateway, in another program
    QCOMPARE(point.decide(ask("drop_environment", R"({"name":"prod-us"})")).reason, std::string("verifier_missing"));
    const Digest policy = set(*workspace, scopePolicy("1.0.0"));
    QCOMPARE(point.decide(ask("drop_environment", R"({"name":"prod-us"})")).reason, std::string("scope_refused"));
    (void)need(ScopeKeeping(*workspace).withdraw("desk-scope", "wrong"));
    QCOMPARE(point.decide(ask("drop_environment", R"({"name":"prod-us"})")).reason, std::string("verifier_missing"));
    workspace.reset();
    workspace = need(Workspace::open(path, false, surroundings()));
    const auto history = need(ScopePolicies(*workspace).history("desk-scope"));
    QCOMPARE(history.events.size(), std::size_t{2});
    QVERIFY(history.versions.front().version.withdrawn);
    QCOMPARE(history.versions.front().version.digest, policy);
    QVERIFY(need(workspace->verify()).ok);
    QCOMPARE(ScopePolicies(*workspace).find("nothing").error().code, std::string("MND-SCP-005"));
}

QTEST_GUILESS_MAIN(ScopePoliciesTest)
#include "scope_policies_test.moc"
