// SPDX-License-Identifier: GPL-3.0-or-later
// The life of a pact's versions through the workspace: two persons, a clock of the test's own, and which version judges which action.
#include "tests/models/workspace/made_trail.h"

#include "models/people/key_store.h"

#include <QTest>

#include <atomic>
#include <thread>

using namespace mandate;
using namespace mandate::test;

namespace {

class TestPerson : public Identity
{
public:
    explicit TestPerson(std::string name) : m_name(std::move(name)) {}
    [[nodiscard]] Person person() const override { return {"account:" + m_name, m_name}; }

private:
    std::string m_name;
};

/// A shop pact with a parent and reviewers by role.
std::string shop(const std::string &version, const std::string &parent, int most, const std::string &reviewers = {})
{
    std::string json = shopPact(version, "shop", "*", most);
    if (!parent.empty())
        json.insert(1, R"("parent_version":")" + parent + R"(",)");
    if (!reviewers.empty())
        json.insert(json.find(R"("owner":)"), R"("reviewers":)" + reviewers + ',');
    return json;
}

std::string codeOf(const Result<PactVersion> &result)
{
    return result ? std::string() : result.error().code;
}

Call pay(int amount, int minute, const std::string &session = "s")
{
    return {session, "pay", R"({"amount":)" + std::to_string(amount) + '}', minute};
}

} // namespace

class WorkspacePactLifeTest : public QObject
{
    Q_OBJECT

    WorkspaceFolder m_folder;
    std::shared_ptr<std::atomic<int>> m_minute = std::make_shared<std::atomic<int>>(0);
    int m_files = 0;

    Surroundings as(const std::string &name) const
    {
        return {std::make_shared<TestPerson>(name), [minute = m_minute] { return at(*minute); }};
    }
    struct Two
    {
        std::unique_ptr<Workspace> author;
        std::unique_ptr<Workspace> other;
    };
    /// One workspace, open by two persons.
    Two two()
    {
        *m_minute = 0;
        const std::string path = m_folder.path("l" + std::to_string(++m_files) + ".mandate");
        Two made{need(Workspace::create(path, as("author"))), nullptr};
        made.other = need(Workspace::open(path, false, as("other")));
        return made;
    }
    /// Submitted, approved and activated at that minute.
    void activate(const Two &both, const std::string &json, int minute)
    {
        *m_minute = minute;
        const PactVersion submitted = need(both.author->submitPact(json, "change"));
        const std::string name = submitted.document.id + '@' + submitted.document.version;
        (void)need(both.other->approvePact(name, {}, "good"));
        (void)need(both.other->activatePact(name, {}));
    }
    /// Replayed, and kept.
    static StoredReplay simulated(Workspace &workspace, const std::string &json)
    {
        return need(workspace.recordReplay(need(workspace.replay(need(parsePact(json)), {}))));
    }
    void import(Workspace &workspace, const std::vector<Call> &calls, std::size_t first = 0)
    {
        (void)need(workspace.import({m_folder.write("t" + std::to_string(++m_files) + ".jsonl", lines(calls, first))}, {}));
    }
    static std::vector<std::string> told(const Workspace &workspace)
    {
        std::vector<std::string> all;
        for (const Row &row : rows(workspace))
            all.emplace_back(nameOf(row.verdict));
        return all;
    }
    /// Appends what no program wrote.
    static void append(const std::string &path, EntryType type, const std::string &body)
    {
        OpenOptions options;
        options.unlock = [](const PublicKey &key) { return KeyStore(KeyStore::userFolder()).load(key); };
        const auto store = need(openStore(path, std::move(options)));
        Batch batch;
        batch.entries.push_back({type, body, nullptr, -1, Verdict::NotJudged, {}});
        std::vector<std::unique_ptr<Store::Prepared>> prepared;
        prepared.push_back(store->prepare(batch));
        (void)need(store->append(std::move(prepared)));
    }
    static SigningKey keyOf(const Workspace &workspace) { return need(KeyStore(KeyStore::userFolder()).load(workspace.store().publicKey())); }

private Q_SLOTS:
    void aVersionLivesByStatementsOfTwoPersons();
    void refusalsChangeNothing();
    void verdictsAreByTheVersionOfTheirTime();
    void aSessionThatCrossesVersionsIsJudgedTheSameWhileImportingAndAfterwards();
    void aFirstVersionJudgesWhatWasRecordedBefore();
    void aScheduledVersionIsInForceWhenItsTimeComes();
    void whatIsWithdrawnJudgesNothingAfterwards();
    void anObservedVersionSaysWhatItWouldAndChangesNothing();
    void anActivationThatWasCutOffIsHealed();
    void aStoppedActivationLeavesEverythingAsItWas();
    void approvalsAtTheSameMomentContinueOneChain();
    void statementsThatDoNotHoldAreRefused();
    void aBrokenChainPutsNothingInForceAndAuthorizesNobody();
    void aStaleReplayIsNoBasis();
    void aReplayAgainstAnotherVersionIsNoBasis();
    void whatIsNoReplayOfTheVersionIsNoBasis();
    void aReplayThatHoldsReplacesNoApproval();
    void theHistorySaysWhatCanBeDoneAndWhyNot();
    void whatCannotBeReadAgainIsNotSigned();
};

void WorkspacePactLifeTest::aVersionLivesByStatementsOfTwoPersons()
{
    const Two both = two();
    int grew = 0;
    int changed = 0;
    connect(both.author.get(), &Workspace::ledgerGrew, this, [&] { ++grew; });
    connect(both.other.get(), &Workspace::verdictsChanged, this, [&] { ++changed; });
    const std::string json = shop("1.0.0", {}, 100, R"([{"role":"legal"}])");
    const PactVersion submitted = need(both.author->submitPact(json, "first limits"));
    QCOMPARE(grew, 1);
    QCOMPARE(submitted.state, PactState::InReview);
    QCOMPARE(submitted.addedBy, std::string("account:author"));
    QCOMPARE(submitted.summary, std::string("first limits"));
    QVERIFY(!submitted.inForce && !submitted.adopted);
    QVERIFY(!both.author->pactFor("clerk", "shop"));
    *m_minute = 1;
    QCOMPARE(codeOf(both.author->approvePact("shop@1.0.0", "legal", {})), std::string("MND-LIF-005"));
    const PactVersion approved = need(both.other->approvePact("shop@1.0.0", "legal", "fine"));
    QCOMPARE(approved.state, PactState::Approved);
    QCOMPARE(approved.approvals.size(), std::size_t{1});
    QCOMPARE(approved.approvals[0].person, std::string("account:other"));
    QCOMPARE(need(both.author->observePact("shop@1.0.0", {})).state, PactState::Observing);
    QCOMPARE(changed, 0);
    *m_minute = 2;
    const PactVersion active = need(both.other->activatePact("shop@1.0.0", {{}, "go", {}}));
    QCOMPARE(changed, 1);
    QVERIFY(active.inForce);
    QCOMPARE(active.activatedBy, std::string("account:other"));
    QVERIFY(active.effectiveFrom == at(2));
    QCOMPARE(both.author->pactFor("clerk", "shop")->document.version, std::string("1.0.0"));

    const PactHistory history = need(both.author->pactHistory("shop"));
    QCOMPARE(history.events.size(), std::size_t{4});
    Digest previous;
    for (const PactLife::Event &event : history.events) {
        QVERIFY(event.voidBecause.empty());
        QCOMPARE(event.statement.previous, previous);
        const std::string body = need(both.author->store().body(event.statement.entry));
        QVERIFY(readPactStatementEntry(body, both.author->store().publicKey()));
        QVERIFY(event.statement.evidenceSize <= event.statement.entry);
        previous = sha256(body);
    }
    QVERIFY(need(both.other->verify()).ok);
    const auto again = need(Workspace::open(both.author->path(), true, as("third")));
    QCOMPARE(need(again->pact("shop")).state, PactState::Active);
}

void WorkspacePactLifeTest::refusalsChangeNothing()
{
    const Two both = two();
    const std::string json = shop("1.0.0", {}, 100, R"([{"role":"legal","count":2}])");
    (void)need(both.author->submitPact(json, {}));
    (void)need(both.other->approvePact("shop@1.0.0", "legal", {}));
    (void)need(both.author->submitPact(shop("1.1.0", {}, 100), {}));
    (void)need(both.other->returnPact("shop@1.1.0", "the limit is missing"));
    const Checkpoint head = both.author->store().head();
    QCOMPARE(codeOf(both.other->approvePact("shop@1.0.0", "legal", {})), std::string("MND-LIF-006"));
    QCOMPARE(codeOf(both.other->activatePact("shop@1.0.0", {})), std::string("MND-LIF-004"));
    QCOMPARE(codeOf(both.other->approvePact("shop@9.0.0", {}, {})), std::string("MND-LIF-003"));
    QCOMPARE(codeOf(both.other->approvePact("shop", {}, {})), std::string("MND-LIF-003"));
    QCOMPARE(codeOf(both.other->withdrawPact("shop@1.0.0", {})), std::string("MND-LIF-013"));
    QCOMPARE(codeOf(both.author->submitPact(json, {})), std::string("MND-LIF-004"));                   // submitted already
    QCOMPARE(codeOf(both.author->submitPact(shop("1.1.0", {}, 100), {})), std::string("MND-LIF-004")); // spent
    QCOMPARE(codeOf(both.author->submitPact(shop("1.0.0", {}, 200), {})), std::string("MND-WSP-002"));
    QCOMPARE(codeOf(both.author->addPact(json)), std::string("MND-LIF-016"));
    QCOMPARE(codeOf(both.author->addPact(shop("1.1.0", {}, 100))), std::string("MND-LIF-016"));
    const auto reader = need(Workspace::open(both.author->path(), true, as("other")));
    QCOMPARE(codeOf(reader->approvePact("shop@1.0.0", "legal", {})), std::string("MND-WSP-001"));
    QCOMPARE(codeOf(reader->submitPact(shop("3.0.0", {}, 1), {})), std::string("MND-WSP-001"));
    QCOMPARE(both.author->store().head(), head);
    QVERIFY(need(both.author->pact("shop@1.1.0")).returned);
}

void WorkspacePactLifeTest::verdictsAreByTheVersionOfTheirTime()
{
    const Two both = two();
    activate(both, shop("1.0.0", {}, 100), 0);
    import(*both.author, {pay(150, 5), pay(150, 15)});
    activate(both, shop("2.0.0", "1.0.0", 200), 10);
    QVERIFY((told(*both.author) == std::vector<std::string>{"prohibited", "needs_approval"}));
    import(*both.author, {pay(150, 9), pay(150, 10), pay(250, 11)}, 10);
    QVERIFY((told(*both.author) == std::vector<std::string>{"prohibited", "needs_approval", "prohibited", "needs_approval", "prohibited"}));
    for (const Row &row : rows(*both.author)) {
        const Explanation explanation = *need(both.author->detail(row.number)).explanation;
        QCOMPARE(explanation.verdict, row.verdict);
        QCOMPARE(explanation.pactVersion, std::string(row.time->nanoseconds < at(10).nanoseconds ? "1.0.0" : "2.0.0"));
    }
    const JudgementReport report = need(both.author->judge());
    QCOMPARE(report.verdicts[static_cast<std::size_t>(Verdict::Prohibited)], std::uint64_t{3});
    // The incidents of either version hold its own actions.
    std::map<std::string, std::uint64_t> attempted;
    for (const Incident &incident : need(both.author->incidents())) {
        if (incident.clause.id == "P1")
            attempted[incident.pactVersion] += incident.attempted;
    }
    QVERIFY((attempted == std::map<std::string, std::uint64_t>{{"1.0.0", 2}, {"2.0.0", 1}}));
    QVERIFY(need(both.author->verify()).ok);
    QVERIFY(!both.author->verdictsPending());
}

void WorkspacePactLifeTest::aSessionThatCrossesVersionsIsJudgedTheSameWhileImportingAndAfterwards()
{
    const std::vector<Call> calls{{"x", "read_order", "{}", 1},  {"x", "refund", "{}", 2},  {"x", "refund", "{}", 12}, {"y", "refund", "{}", 13},
                                  {"y", "read_order", "{}", 14}, {"y", "refund", "{}", 15}, pay(150, 3, "x"),          pay(150, 16, "x")};
    const Two before = two();
    activate(before, shop("1.0.0", {}, 100), 0);
    activate(before, shop("2.0.0", "1.0.0", 200), 10);
    import(*before.author, calls);
    const Two after = two();
    activate(after, shop("1.0.0", {}, 100), 0);
    import(*after.author, calls);
    activate(after, shop("2.0.0", "1.0.0", 200), 10);
    QVERIFY((told(*before.author) == std::vector<std::string>{"permitted", "permitted", "permitted", "prohibited", "permitted", "permitted",
                                                              "prohibited", "needs_approval"}));
    QVERIFY(told(*after.author) == told(*before.author));
    QCOMPARE(need(after.author->store().findings()).size(), need(before.author->store().findings()).size());
}

void WorkspacePactLifeTest::aFirstVersionJudgesWhatWasRecordedBefore()
{
    const Two both = two();
    import(*both.author, {pay(150, 1), pay(10, 2)});
    QVERIFY((told(*both.author) == std::vector<std::string>{"no_pact", "no_pact"}));
    activate(both, shop("1.0.0", {}, 100), 50);
    QVERIFY((told(*both.author) == std::vector<std::string>{"prohibited", "permitted"}));
}

void WorkspacePactLifeTest::aScheduledVersionIsInForceWhenItsTimeComes()
{
    const Two both = two();
    activate(both, shop("1.0.0", {}, 100), 0);
    import(*both.author, {pay(1, 1)}); // so that the agent is known
    *m_minute = 5;
    (void)need(both.author->submitPact(shop("2.0.0", "1.0.0", 200), {}));
    (void)need(both.other->approvePact("shop@2.0.0", {}, {}));
    QCOMPARE(codeOf(both.other->activatePact("shop@2.0.0", {at(4), {}, {}})), std::string("MND-LIF-010"));
    const PactVersion scheduled = need(both.other->activatePact("shop@2.0.0", {at(20), {}, {}}));
    QCOMPARE(scheduled.state, PactState::Active);
    QVERIFY(!scheduled.inForce);
    QVERIFY(scheduled.effectiveFrom == at(20));
    QCOMPARE(need(both.author->agents())[0].pactVersion, std::string("1.0.0"));
    QCOMPARE(codeOf(both.author->addPact(shop("3.0.0", "1.0.0", 9))), std::string("MND-LIF-011"));
    import(*both.author, {pay(150, 19), pay(150, 20)}, 10);
    QVERIFY((told(*both.author) == std::vector<std::string>{"permitted", "prohibited", "needs_approval"}));
    *m_minute = 20; // time passes; nothing is written
    QCOMPARE(need(both.author->agents())[0].pactVersion, std::string("2.0.0"));
    QVERIFY(need(both.author->pact("shop@2.0.0")).inForce);
    QCOMPARE(need(both.author->pact("shop@1.0.0")).state, PactState::Superseded);
    QCOMPARE(need(both.author->pact("shop")).document.version, std::string("2.0.0"));
    QVERIFY(!both.author->verdictsPending());

    // A first version that is to come authorizes nobody until then.
    const Two fresh = two();
    import(*fresh.author, {pay(1, 1)});
    (void)need(fresh.author->submitPact(shop("1.0.0", {}, 100), {}));
    (void)need(fresh.other->approvePact("shop@1.0.0", {}, {}));
    (void)need(fresh.other->activatePact("shop@1.0.0", {at(30), {}, {}}));
    QCOMPARE(need(fresh.author->agents())[0].state, AgentState::NotAuthorized);
    *m_minute = 30;
    QCOMPARE(need(fresh.author->agents())[0].state, AgentState::Authorized);
}

void WorkspacePactLifeTest::whatIsWithdrawnJudgesNothingAfterwards()
{
    const Two both = two();
    activate(both, shop("1.0.0", {}, 100), 0);
    import(*both.author, {pay(150, 5), pay(150, 15)});
    *m_minute = 10;
    QCOMPARE(need(both.other->withdrawPact("shop@1.0.0", "too lax")).state, PactState::Withdrawn);
    QVERIFY((told(*both.author) == std::vector<std::string>{"prohibited", "no_pact"}));
    QVERIFY(!both.author->pactFor("clerk", "shop"));
    QCOMPARE(both.author->pactFor("clerk", "shop", at(5))->document.version, std::string("1.0.0"));
    QCOMPARE(need(both.author->agents())[0].state, AgentState::NotAuthorized);
    QVERIFY(need(both.author->detail(rows(*both.author)[0].number)).explanation);
    QVERIFY(!need(both.author->detail(rows(*both.author)[1].number)).explanation);
    QCOMPARE(codeOf(both.author->addPact(shop("1.0.0", {}, 100))), std::string("MND-LIF-016"));
}

void WorkspacePactLifeTest::anObservedVersionSaysWhatItWouldAndChangesNothing()
{
    const Two both = two();
    activate(both, shop("1.0.0", {}, 100), 0);
    import(*both.author, {{"o", "read_order", "{}", 4}, pay(150, 5)});
    *m_minute = 10;
    (void)need(both.author->submitPact(shop("2.0.0", "1.0.0", 200), {}));
    QCOMPARE(both.other->observation("shop@2.0.0").error().code, std::string("MND-LIF-004"));
    (void)need(both.other->approvePact("shop@2.0.0", {}, {}));
    (void)need(both.other->observePact("shop@2.0.0", {}));
    import(*both.author, {pay(150, 11), pay(10, 12), {"o", "refund", "{}", 13}, pay(250, 14), { "e", "look", "{}", 9 }}, 10);
    QVERIFY((told(*both.author) ==
             std::vector<std::string>{"permitted", "prohibited", "prohibited", "permitted", "permitted", "prohibited", "permitted"}));
    const Checkpoint head = both.author->store().head();
    const ObservationReport report = need(both.author->observation("shop@2.0.0"));
    QCOMPARE(report.since, at(10));
    const auto would = [&](Verdict verdict) { return report.would.verdicts[static_cast<std::size_t>(verdict)]; };
    QCOMPARE(would(Verdict::NeedsApproval), std::uint64_t{1});
    QCOMPARE(would(Verdict::Permitted), std::uint64_t{2}); // the refund too: its order was read before the observation began
    QCOMPARE(would(Verdict::Prohibited), std::uint64_t{1});
    QCOMPARE(would(Verdict::NoPact), std::uint64_t{0});
    QCOMPARE(report.changes.changed.size(), std::size_t{1});
    QCOMPARE(both.author->store().head(), head);
}

void WorkspacePactLifeTest::anActivationThatWasCutOffIsHealed()
{
    const Two both = two();
    activate(both, shop("1.0.0", {}, 100), 0);
    import(*both.author, {pay(150, 15)});
    *m_minute = 10;
    (void)need(both.author->submitPact(shop("2.0.0", "1.0.0", 200), {}));
    (void)need(both.other->approvePact("shop@2.0.0", {}, {}));
    // As kill -9 between the statement and its verdicts leaves it.
    PactStatement statement;
    statement.pactId = "shop";
    statement.version = "2.0.0";
    statement.pactDigest = need(both.author->pact("shop@2.0.0")).digest;
    statement.step = PactStep::Activate;
    statement.decidedBy = "account:other";
    statement.decidedAt = at(10);
    statement.effective = at(10);
    const auto events = need(both.author->pactHistory("shop")).events;
    statement.previous = sha256(need(both.author->store().body(events.back().statement.entry)));
    append(both.author->path(), EntryType::Statement, pactStatementEntry(statement, keyOf(*both.author)));
    QVERIFY(need(both.author->pact("shop@2.0.0")).inForce);
    QVERIFY((told(*both.author) == std::vector<std::string>{"prohibited"}));
    QVERIFY(both.author->verdictsPending());
    QVERIFY(need(both.author->verify()).ok);
    import(*both.author, {pay(150, 16)}, 10);
    QVERIFY((told(*both.author) == std::vector<std::string>{"needs_approval", "needs_approval"}));
    QVERIFY(!both.author->verdictsPending());
}

void WorkspacePactLifeTest::aStoppedActivationLeavesEverythingAsItWas()
{
    const Two both = two();
    import(*both.author, {pay(150, 15)});
    (void)need(both.author->submitPact(shop("1.0.0", {}, 100), {}));
    (void)need(both.other->approvePact("shop@1.0.0", {}, {}));
    const Checkpoint head = both.author->store().head();
    std::stop_source stop;
    stop.request_stop();
    const auto stopped = both.other->activatePact("shop@1.0.0", {}, {}, stop.get_token());
    QVERIFY(!stopped);
    QCOMPARE(stopped.error().kind, ErrorKind::Cancelled);
    QCOMPARE(both.author->store().head(), head);
    QCOMPARE(need(both.author->pact("shop@1.0.0")).state, PactState::Approved);
}

void WorkspacePactLifeTest::approvalsAtTheSameMomentContinueOneChain()
{
    const Two both = two();
    (void)need(both.author->submitPact(shop("1.0.0", {}, 100, R"([{"role":"legal","count":8}])"), {}));
    std::atomic<int> approved = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&, i] {
            const auto workspace = need(Workspace::open(both.author->path(), false, as("person" + std::to_string(i))));
            for (int attempt = 0; attempt < 400; ++attempt) {
                const auto done = workspace->approvePact("shop@1.0.0", "legal", {});
                if (done) {
                    ++approved;
                    return;
                }
                if (done.error().code != "MND-STO-024") // another one writes: try again
                    qFatal("%s", describe(done.error()).c_str());
                std::this_thread::sleep_for(std::chrono::milliseconds(5));
            }
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(approved.load(), 8);
    const PactVersion version = need(both.author->pact("shop@1.0.0"));
    QCOMPARE(version.approvals.size(), std::size_t{8});
    QCOMPARE(version.state, PactState::Approved);
    QVERIFY(!need(both.author->pactHistory("shop")).broken);
    QVERIFY(need(both.author->verify()).ok);
}

void WorkspacePactLifeTest::statementsThatDoNotHoldAreRefused()
{
    const Two both = two();
    (void)need(both.author->submitPact(shop("1.0.0", {}, 100), {}));
    const auto events = need(both.author->pactHistory("shop")).events;
    const std::string body = need(both.author->store().body(events[0].statement.entry));
    // Signed by another key, and shown as another step than was signed.
    PactStatement forged = events[0].statement;
    forged.step = PactStep::Approve;
    forged.decidedBy = "account:other";
    const std::string foreign = pactStatementEntry(forged, SigningKey::generate());
    std::string relabelled = body;
    relabelled.replace(relabelled.find(R"("step":"submit")"), 15, R"("step":"approve")");
    for (const std::string &bad : {foreign, relabelled}) {
        const std::string copy = m_folder.path("forged" + std::to_string(++m_files) + ".mandate");
        QVERIFY(QFile::copy(QString::fromStdString(both.author->path()), QString::fromStdString(copy)));
        if (QFile::exists(QString::fromStdString(both.author->path() + "-wal")))
            QFile::copy(QString::fromStdString(both.author->path() + "-wal"), QString::fromStdString(copy + "-wal"));
        append(copy, EntryType::Statement, bad);
        const auto opened = Workspace::open(copy, true, as("third"));
        QVERIFY(!opened);
        QCOMPARE(opened.error().code, std::string("MND-LIF-001"));
        QCOMPARE(opened.error().kind, ErrorKind::Corrupt);
    }
    // Who has it open goes on with what held, however often it is asked, and writes nothing more.
    append(both.author->path(), EntryType::Statement, foreign);
    for (int i = 0; i < 3; ++i) {
        QCOMPARE(both.author->pacts().size(), std::size_t{1});
        QCOMPARE(both.author->pacts()[0].state, PactState::InReview);
    }
    QCOMPARE(codeOf(both.other->approvePact("shop@1.0.0", {}, {})), std::string("MND-LIF-001"));
}

void WorkspacePactLifeTest::aBrokenChainPutsNothingInForceAndAuthorizesNobody()
{
    const Two both = two();
    activate(both, shop("1.0.0", {}, 100), 0);
    import(*both.author, {pay(150, 1)});
    *m_minute = 5;
    (void)need(both.author->submitPact(shop("2.0.0", "1.0.0", 200), {}));
    (void)need(both.other->approvePact("shop@2.0.0", {}, {}));
    PactStatement loose;
    loose.pactId = "shop";
    loose.version = "2.0.0";
    loose.pactDigest = need(both.author->pact("shop@2.0.0")).digest;
    loose.step = PactStep::Activate;
    loose.decidedBy = "account:other";
    loose.decidedAt = at(5);
    loose.effective = at(5);
    loose.previous = sha256("not the one before");
    append(both.author->path(), EntryType::Statement, pactStatementEntry(loose, keyOf(*both.author)));
    const PactHistory history = need(both.author->pactHistory("shop"));
    QVERIFY(history.broken);
    QVERIFY(!history.events.back().voidBecause.empty());
    for (const PactStepOption &option : history.versions.back().steps)
        QCOMPARE(option.refusal->code, std::string("MND-LIF-002"));
    QCOMPARE(codeOf(both.other->activatePact("shop@2.0.0", {})), std::string("MND-LIF-002"));
    QCOMPARE(codeOf(both.other->addPact(shop("3.0.0", "1.0.0", 200))), std::string("MND-LIF-002"));
    QCOMPARE(need(both.author->pact("shop")).document.version, std::string("1.0.0"));
    QCOMPARE(need(both.author->agents())[0].state, AgentState::NotAuthorized);
    QVERIFY((told(*both.author) == std::vector<std::string>{"prohibited"}));
    const Verification verified = need(both.author->verify());
    QVERIFY(!verified.ok);
    QVERIFY(verified.firstBad->affects.find("in force") != std::string::npos);
}

void WorkspacePactLifeTest::aStaleReplayIsNoBasis()
{
    const Two both = two();
    activate(both, shop("1.0.0", {}, 100), 0);
    import(*both.author, {pay(150, 1)});
    (void)need(both.author->submitPact(shop("2.0.0", "1.0.0", 200), {}));
    (void)need(both.other->approvePact("shop@2.0.0", {}, {}));
    const StoredReplay stale = simulated(*both.author, shop("2.0.0", "1.0.0", 200));
    import(*both.author, {pay(150, 2)}, 10);
    const std::uint64_t before = both.author->store().size();
    const auto refused = both.other->activatePact("shop@2.0.0", {{}, {}, stale.entry});
    QCOMPARE(codeOf(refused), std::string("MND-RPL-004"));
    QCOMPARE(refused.error().happened, std::string("1 action was recorded since shop@2.0.0 was replayed."));
    QCOMPARE(both.author->store().size(), before);
    QVERIFY(!need(both.author->pact("shop@2.0.0")).inForce);
    const StoredReplay fresh = simulated(*both.author, shop("2.0.0", "1.0.0", 200));
    (void)need(both.other->activatePact("shop@2.0.0", {{}, {}, fresh.entry}));
    QVERIFY(need(both.author->pactHistory("shop")).events.back().statement.replay == fresh.digest);
    QVERIFY(need(both.author->verify()).ok);
}

void WorkspacePactLifeTest::aReplayAgainstAnotherVersionIsNoBasis()
{
    const Two both = two();
    activate(both, shop("4.0.0", {}, 100), 0);
    import(*both.author, {pay(150, 1)});
    for (const std::string parent : {"4.0.0", "4.1.0"}) { // whichever it was written against
        const std::string next = parent == "4.0.0" ? "5.0.0" : "5.1.0";
        (void)need(both.author->submitPact(shop(next, parent, 200), {}));
        (void)need(both.other->approvePact("shop@" + next, {}, {}));
    }
    const EntryNumber written = simulated(*both.author, shop("5.0.0", "4.0.0", 200)).entry;
    const EntryNumber later = simulated(*both.author, shop("5.1.0", "4.1.0", 200)).entry;
    activate(both, shop("4.1.0", "4.0.0", 120), 5);
    *m_minute = 6;
    for (const auto &[name, entry] : {std::pair("shop@5.0.0", written), {"shop@5.1.0", later}}) {
        const auto refused = both.other->activatePact(name, {{}, {}, entry});
        QCOMPARE(codeOf(refused), std::string("MND-RPL-003"));
        QCOMPARE(refused.error().happened, std::string(name) + " was simulated against shop@4.0.0; in force now is shop@4.1.0.");
    }
    QCOMPARE(need(both.author->pact("shop")).document.version, std::string("4.1.0"));
    // Nobody has to cite one.
    QVERIFY(need(both.other->activatePact("shop@5.1.0", {})).inForce);
}

void WorkspacePactLifeTest::whatIsNoReplayOfTheVersionIsNoBasis()
{
    const Two both = two();
    activate(both, shop("1.0.0", {}, 100), 0);
    import(*both.author, {{ "s", "note", R"({"note":"replay","type":"note"})", 1 }});
    (void)need(both.author->submitPact(shop("2.0.0", "1.0.0", 200), {}));
    (void)need(both.other->approvePact("shop@2.0.0", {}, {}));
    const StoredReplay another = simulated(*both.author, shop("2.0.0", "1.0.0", 300));
    const auto code = [&](EntryNumber entry) { return codeOf(both.other->activatePact("shop@2.0.0", {{}, {}, entry})); };
    QCOMPARE(code(another.entry), std::string("MND-RPL-002"));
    for (EntryNumber entry = 0; entry < another.entry; ++entry)
        QCOMPARE(code(entry), std::string("MND-RPL-006"));
    QCOMPARE(code(both.author->store().size()), std::string("MND-RPL-006"));
    QCOMPARE(code(UINT64_MAX), std::string("MND-RPL-006"));
    QVERIFY(!need(both.author->pact("shop@2.0.0")).inForce);
}

void WorkspacePactLifeTest::aReplayThatHoldsReplacesNoApproval()
{
    const Two both = two();
    activate(both, shop("1.0.0", {}, 100), 0);
    import(*both.author, {pay(150, 1)});
    (void)need(both.author->submitPact(shop("2.0.0", "1.0.0", 200), {}));
    const EntryNumber entry = simulated(*both.author, shop("2.0.0", "1.0.0", 200)).entry;
    QVERIFY(need(both.author->standingOf(need(both.author->replayIn(entry)))).isFresh());
    QCOMPARE(codeOf(both.author->activatePact("shop@2.0.0", {{}, {}, entry})), std::string("MND-LIF-004"));
    QCOMPARE(codeOf(both.other->activatePact("shop@2.0.0", {{}, {}, entry})), std::string("MND-LIF-004"));
    (void)need(both.other->approvePact("shop@2.0.0", {}, {}));
    QVERIFY(need(both.other->activatePact("shop@2.0.0", {{}, {}, entry})).inForce);
}

void WorkspacePactLifeTest::theHistorySaysWhatCanBeDoneAndWhyNot()
{
    const Two both = two();
    (void)need(both.author->submitPact(shop("1.0.0", {}, 100, R"([{"role":"legal"},{"role":"owner"}])"), {}));
    const auto codes = [](const Workspace &workspace) {
        std::vector<std::string> all;
        const PactHistory history = need(workspace.pactHistory("shop"));
        for (const PactStepOption &option : history.versions[0].steps)
            all.push_back(std::string(nameOf(option.step)) + ' ' + option.role + ' ' + (option.refusal ? option.refusal->code : "may"));
        return all;
    };
    QVERIFY((codes(*both.author) == std::vector<std::string>{"approve legal MND-LIF-005", "approve owner MND-LIF-005", "return  MND-LIF-005",
                                                             "observe  MND-LIF-004", "activate  MND-LIF-004", "withdraw  may"}));
    QVERIFY((codes(*both.other) == std::vector<std::string>{"approve legal may", "approve owner may", "return  may", "observe  MND-LIF-004",
                                                            "activate  MND-LIF-004", "withdraw  may"}));
    const auto reader = need(Workspace::open(both.author->path(), true, as("other")));
    QCOMPARE(codes(*reader)[0], std::string("approve legal MND-WSP-001"));
    QCOMPARE(both.author->pactHistory("none").error().code, std::string("MND-WSP-004"));
}

void WorkspacePactLifeTest::whatCannotBeReadAgainIsNotSigned()
{
    const Two both = two();
    const Checkpoint head = both.author->store().head();
    QCOMPARE(codeOf(both.author->submitPact(shop("1.0.0", {}, 100), "\xff\xfe")), std::string("MND-LIF-018"));
    QCOMPARE(codeOf(both.author->submitPact(shop("1.0.0", {}, 100), std::string(20'000, 'a'))), std::string("MND-LIF-018"));
    QCOMPARE(both.author->store().head(), head);
    (void)need(both.author->submitPact(shop("1.0.0", {}, 100), "ok\n\"<img>\""));
    QCOMPARE(codeOf(both.other->approvePact("shop@1.0.0", {}, "\xc3")), std::string("MND-LIF-018"));
    QCOMPARE(need(need(Workspace::open(both.author->path(), true))->pact("shop")).summary, std::string("ok\n\"<img>\""));
}

QTEST_GUILESS_MAIN(WorkspacePactLifeTest)
#include "pact_life_test.moc"
