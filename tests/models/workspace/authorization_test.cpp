// SPDX-License-Identifier: GPL-3.0-or-later
// Suspending and resuming through the workspace: a signed statement in the ledger, the state that follows, and what is refused.
#include "tests/models/workspace/made_trail.h"

#include "models/people/key_store.h"

#include <QTest>

#include <atomic>
#include <thread>

using namespace mandate;
using namespace mandate::test;

namespace {

AgentOverview overview(const Workspace &workspace, const std::string &agent)
{
    for (const AgentOverview &found : need(workspace.agents())) {
        if (found.agent == agent)
            return found;
    }
    qFatal("no agent %s", agent.c_str());
}

} // namespace

class AuthorizationTest : public QObject
{
    Q_OBJECT

    WorkspaceFolder m_folder;
    int m_trails = 0;

    /// A workspace with the agents "clerk", bound by the pact, and "stranger", bound by none.
    std::unique_ptr<Workspace> workspace()
    {
        auto made = m_folder.workspace(shopPact("1.0.0", "shop", "shop"));
        const std::vector<Call> calls{{"a", "read_order", "{}", 1}, {"b", "look", "{}", 2, 1, "stranger", "street"}};
        (void)need(made->import({m_folder.write("trail" + std::to_string(++m_trails) + ".jsonl", lines(calls))}, {}));
        return made;
    }

private Q_SLOTS:
    void aSuspensionIsAStatementInTheLedgerAndAStateUntilItIsResumed();
    void actionsAfterASuspensionAreCounted();
    void refusalsSayWhy_data();
    void refusalsSayWhy();
    void refusalsLeaveTheLedgerAsItWas();
    void twoOpenWorkspacesContinueOneChain();
    void decisionsAtTheSameMomentContinueOneChain();
};

void AuthorizationTest::aSuspensionIsAStatementInTheLedgerAndAStateUntilItIsResumed()
{
    const auto workspace = this->workspace();
    AgentOverview clerk = overview(*workspace, "clerk");
    QCOMPARE(clerk.state, AgentState::Authorized);
    QCOMPARE(clerk.reason, std::string("pact_in_force"));
    QCOMPARE(overview(*workspace, "stranger").state, AgentState::NotAuthorized);
    const Checkpoint before = workspace->store().head();
    quint64 grewTo = 0;
    connect(workspace.get(), &Workspace::ledgerGrew, this, [&](quint64 size) { grewTo = size; });

    const Statement suspended = need(workspace->suspend("clerk", "scope_violation", "94 changes in four minutes"));
    QCOMPARE(suspended.from, AgentState::Authorized);
    QCOMPARE(suspended.to, AgentState::Suspended);
    QCOMPARE(suspended.evidenceSize, before.size); // what the decision rests on
    QCOMPARE(suspended.evidenceRoot, before.root);
    QCOMPARE(suspended.decidedBy, signedInPerson().id);
    QCOMPARE(suspended.pactId, std::string("shop"));
    QCOMPARE(suspended.pactDigest, need(workspace->pact("shop")).digest);
    QCOMPARE(workspace->store().size(), before.size + 1);
    QCOMPARE(grewTo, quint64{before.size + 1});
    const std::string body = need(workspace->store().body(suspended.entry));
    const Statement signedOne = need(readStatementEntry(body, workspace->store().publicKey())); // by the workspace's key
    QCOMPARE(signedOne.note, std::string("94 changes in four minutes"));
    QCOMPARE(signedOne.reasonCode, std::string("scope_violation"));

    clerk = overview(*workspace, "clerk");
    QCOMPARE(clerk.state, AgentState::Suspended);
    QCOMPARE(clerk.reason, std::string("scope_violation"));
    QCOMPARE(clerk.by, signedInPerson().id);
    QCOMPARE(clerk.since.value(), suspended.decidedAt);
    QCOMPARE(overview(*workspace, "stranger").state, AgentState::NotAuthorized);

    const Statement resumed = need(workspace->resume("clerk", "cause_fixed", ""));
    QCOMPARE(resumed.from, AgentState::Suspended);
    QCOMPARE(resumed.to, AgentState::Authorized);
    QCOMPARE(resumed.previous, sha256(body));
    QCOMPARE(overview(*workspace, "clerk").state, AgentState::Authorized);
    QCOMPARE(overview(*workspace, "clerk").reason, std::string("cause_fixed"));
    QCOMPARE(workspace->statements("clerk").size(), std::size_t{2});
    QVERIFY(workspace->statements("stranger").empty());
    QVERIFY(need(workspace->verify()).ok);

    const auto opened = need(Workspace::open(workspace->path(), true));
    QCOMPARE(overview(*opened, "clerk").state, AgentState::Authorized);
    QCOMPARE(opened->statements("clerk"), workspace->statements("clerk"));
}

void AuthorizationTest::actionsAfterASuspensionAreCounted()
{
    const auto workspace = this->workspace();
    const Statement suspended = need(workspace->suspend("clerk", "drift", ""));
    QCOMPARE(overview(*workspace, "clerk").executedWhileSuspended, std::uint64_t{0});
    const int later = static_cast<int>((suspended.decidedAt.nanoseconds / 1'000'000'000 - startSeconds) / 60) + 2;
    (void)need(workspace->import({m_folder.write("later.jsonl", lines({{"z", "look", "{}", later},              // ran
                                                                       {"z", "look", "{}", later + 1, 2},       // failed
                                                                       {"z", "look", "{}", later + 2, 0},       // not said: counts as executed
                                                                       {"z", "look", "{}", std::nullopt},       // nobody knows when
                                                                       {"z", "look", "{}", later, 1, "other"}}, // another agent
                                                                      100))},
                                 {}));
    QCOMPARE(overview(*workspace, "clerk").executedWhileSuspended, std::uint64_t{2});
    (void)need(workspace->resume("clerk", "risk_accepted", ""));
    QCOMPARE(overview(*workspace, "clerk").executedWhileSuspended, std::uint64_t{0});
}

void AuthorizationTest::refusalsSayWhy_data()
{
    QTest::addColumn<bool>("suspend");
    QTest::addColumn<QString>("agent");
    QTest::addColumn<QString>("reason");
    QTest::addColumn<QString>("code");
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("says");
    const auto row = [](const char *name, bool suspend, const char *agent, const char *reason, const char *code, ErrorKind kind, const char *says) {
        QTest::newRow(name) << suspend << QString::fromLatin1(agent) << QString::fromLatin1(reason) << QString::fromLatin1(code)
                            << static_cast<int>(kind) << QString::fromLatin1(says);
    };
    row("nobody of that name", true, "nobody", "drift", "MND-WSP-007", ErrorKind::Missing, "\"nobody\"");
    row("suspended already", true, "held", "drift", "MND-WSP-008", ErrorKind::Refused, "suspended already");
    row("authorized already", false, "clerk", "other", "MND-WSP-008", ErrorKind::Refused, "authorized already");
    row("never authorized", false, "stranger", "other", "MND-WSP-009", ErrorKind::Refused, "not suspended");
    row("no reason", true, "clerk", "because", "MND-WSP-010", ErrorKind::Usage, "\"because\"");
    row("a reason to resume", true, "clerk", "cause_fixed", "MND-WSP-010", ErrorKind::Usage, "cause_fixed");
    row("a reason to suspend", false, "held", "drift", "MND-WSP-010", ErrorKind::Usage, "drift");
}

void AuthorizationTest::refusalsSayWhy()
{
    QFETCH(bool, suspend);
    QFETCH(QString, agent);
    QFETCH(QString, reason);
    QFETCH(QString, code);
    QFETCH(int, kind);
    QFETCH(QString, says);
    const auto workspace = this->workspace();
    (void)need(workspace->import({m_folder.write("held.jsonl", lines({{"h", "look", "{}", 1, 1, "held"}}, 7))}, {}));
    (void)need(workspace->suspend("held", "security", ""));
    const Checkpoint head = workspace->store().head();
    const auto refused = suspend ? workspace->suspend(agent.toStdString(), reason.toStdString(), {})
                                 : workspace->resume(agent.toStdString(), reason.toStdString(), {});
    QVERIFY(!refused);
    QCOMPARE(QString::fromStdString(refused.error().code), code);
    QCOMPARE(static_cast<int>(refused.error().kind), kind);
    QVERIFY2(refused.error().happened.find(says.toStdString()) != std::string::npos, refused.error().happened.c_str());
    QCOMPARE(refused.error().unaffected, std::string("No authorization was changed."));
    QVERIFY(!refused.error().remedy.empty());
    QCOMPARE(workspace->store().head(), head);
}

void AuthorizationTest::refusalsLeaveTheLedgerAsItWas()
{
    const auto made = workspace();
    const auto readOnly = need(Workspace::open(made->path(), true));
    const auto refused = readOnly->suspend("clerk", "drift", {});
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, std::string("MND-WSP-001"));
    QCOMPARE(overview(*readOnly, "clerk").state, AgentState::Authorized);
    QCOMPARE(made->store().head(), readOnly->store().head());
}

void AuthorizationTest::twoOpenWorkspacesContinueOneChain()
{
    const auto one = workspace();
    const auto two = need(Workspace::open(one->path()));
    for (int i = 0; i < 3; ++i) {
        (void)need(one->suspend("clerk", "other", "by one"));
        QCOMPARE(overview(*two, "clerk").state, AgentState::Suspended);
        QCOMPARE(two->suspend("clerk", "other", {}).error().code, std::string("MND-WSP-008"));
        (void)need(two->resume("clerk", "other", "by two"));
        QCOMPARE(overview(*one, "clerk").state, AgentState::Authorized);
    }
    QCOMPARE(one->statements("clerk").size(), std::size_t{6});
    QCOMPARE(one->statements("clerk"), two->statements("clerk"));
    QVERIFY(need(one->verify()).ok);
}

void AuthorizationTest::decisionsAtTheSameMomentContinueOneChain()
{
    const auto one = workspace();
    const auto two = need(Workspace::open(one->path()));
    std::atomic<int> stored = 0;
    const auto decide = [&](Workspace &workspace) {
        for (int i = 0; i < 60; ++i) {
            const auto decided = i % 2 == 0 ? workspace.suspend("clerk", "other", {}) : workspace.resume("clerk", "other", {});
            stored += decided.ok(); // refused where the other was first
        }
    };
    std::thread other([&] { decide(*two); });
    decide(*one);
    other.join();
    QVERIFY(stored > 0);
    const auto statements = one->statements("clerk");
    QCOMPARE(statements.size(), static_cast<std::size_t>(stored.load()));
    for (std::size_t i = 1; i < statements.size(); ++i)
        QCOMPARE(statements[i].from, statements[i - 1].to);
    const Verification verified = need(one->verify());
    QVERIFY2(verified.ok, verified.firstBad ? verified.firstBad->reason.c_str() : "");
}

QTEST_GUILESS_MAIN(AuthorizationTest)
#include "authorization_test.moc"
