// SPDX-License-Identifier: GPL-3.0-or-later
// A replay kept as evidence: what the ledger says of it, and when it no longer holds.
#include "tests/models/workspace/made_trail.h"

#include "models/workspace/replay_evidence.h"
#include "models/workspace/warm_replay.h"

#include <QTest>

using namespace mandate;
using namespace mandate::test;

namespace {

ParsedPact candidate()
{
    return need(parsePact(shopPact("5.0.0", "shop", "shop", 20)));
}

const std::vector<Call> monday{{"a", "read_order", "{}", 1}, {"a", "refund", "{}", 2}, {"b", "pay", R"({"amount":40})", 3}};

/// As the ledger keeps it.
ReplayReport withoutCases(ReplayReport report)
{
    report.missing.clear();
    for (ReplayChange &change : report.changed)
        change.cases.clear();
    return report;
}

} // namespace

class ReplayEvidenceTest : public QObject
{
    Q_OBJECT

    WorkspaceFolder m_folder;

    std::unique_ptr<Workspace> shop()
    {
        auto workspace = m_folder.workspace(shopPact("4.0.0"));
        (void)need(workspace->import({m_folder.write("monday.jsonl", lines(monday))}, {}));
        return workspace;
    }

private Q_SLOTS:
    void whatIsKeptIsReadBack();
    void everyFieldSurvivesTheEntry();
    void aReplayThatWasJustMadeIsFresh();
    void anotherVersionInForceMakesItStale();
    void actionsRecordedSinceMakeItStale();
    void actionsOutsideOfItDoNot();
    void aReplayOfOtherContentIsRefused();
    void aReplayOfAnotherLedgerIsNotStored();
    void aDamagedEntryIsSaidToBeOne();
};

void ReplayEvidenceTest::whatIsKeptIsReadBack()
{
    const auto workspace = shop();
    const ReplayReport report = need(workspace->replay(candidate(), {at(0), {}}));
    QCOMPARE(report.changed.size(), std::size_t{1});
    QCOMPARE(report.inForce.size(), std::size_t{1});
    QCOMPARE(report.inForce.front().version, std::string("4.0.0"));
    const StoredReplay stored = need(workspace->recordReplay(report));
    QVERIFY(stored.report == withoutCases(report));
    QCOMPARE(stored.entry, report.trailEntries);
    QVERIFY(stored.digest == sha256(need(workspace->store().body(stored.entry))));
    QCOMPARE(stored.by, workspace->person().id);
    const auto all = need(workspace->replays());
    QCOMPARE(all.size(), std::size_t{1});
    QVERIFY(all.front() == stored);
    QVERIFY(need(workspace->replayIn(stored.entry)) == stored);
    QVERIFY(stored.report.pact == candidate().digest);
    QVERIFY(need(workspace->verify()).ok);
    QCOMPARE(count(*workspace, ofType(EntryType::Note)), std::uint64_t{1});
    // Replayed again by another way over a ledger that holds the note: the same changes.
    QVERIFY(need(WarmReplay(*workspace).replay(candidate(), {at(0), {}})).changes == report.changes);
}

void ReplayEvidenceTest::everyFieldSurvivesTheEntry()
{
    ReplayReport report;
    report.judged = 7;
    report.undecidable = 2;
    report.changes = sha256("changes");
    report.range = {at(3), Instant{at(9).nanoseconds, false}};
    report.pactId = "p";
    report.pactVersion = "1.0.0";
    report.pact = sha256("pact");
    report.binds = {{"a*", "shop"}, {"*", "x"}};
    report.inForce = {{"p", "0.9.0", sha256("old")}, {"q", "1.0.0", sha256("q")}};
    report.trailEntries = 99;
    report.trailRoot = sha256("root");
    ReplayChange change;
    change.from = Verdict::Permitted;
    change.to = Verdict::Undecidable;
    change.count = 5;
    change.sessions = 4;
    change.executed = 3;
    change.customers = {2, 1};
    change.money = {{{"", 1}, {"EUR", INT64_MAX}}, 3, 2};
    report.changed = {change};
    const auto stored = need(readReplayEntry(100, replayEntry(report, at(1), "account:x", "mandate 1")));
    QVERIFY(stored.has_value());
    QVERIFY(stored->report == report);
    QVERIFY(stored->recorded == at(1));
    QCOMPARE(stored->by, std::string("account:x"));
    QVERIFY(!need(readReplayEntry(1, R"({"text":"a remark","type":"note"})")));
}

void ReplayEvidenceTest::aReplayThatWasJustMadeIsFresh()
{
    const auto workspace = shop();
    const StoredReplay stored = need(workspace->recordReplay(need(workspace->replay(candidate(), {}))));
    const ReplayStanding standing = need(workspace->standingOf(stored));
    QVERIFY(standing.isFresh());
    QVERIFY(requireFresh(stored, standing, candidate().digest));
}

void ReplayEvidenceTest::anotherVersionInForceMakesItStale()
{
    const auto workspace = shop();
    const StoredReplay stored = need(workspace->recordReplay(need(workspace->replay(candidate(), {}))));
    (void)need(workspace->addPact(shopPact("4.1.0", "shop", "*", 90)));
    const ReplayStanding standing = need(workspace->standingOf(stored));
    QVERIFY(!standing.isFresh());
    const auto held = requireFresh(stored, standing, candidate().digest);
    QVERIFY(!held);
    QVERIFY(held.error().kind == ErrorKind::Refused);
    QVERIFY(held.error().happened.find("was simulated against shop@4.0.0; in force now is shop@4.1.0") != std::string::npos);
}

void ReplayEvidenceTest::actionsRecordedSinceMakeItStale()
{
    const auto workspace = shop();
    const StoredReplay stored = need(workspace->recordReplay(need(workspace->replay(candidate(), {}))));
    (void)need(workspace->import({m_folder.write("tuesday.jsonl", lines({{"a", "look", "{}", 100}, {"c", "look", "{}", 101}}, 50))}, {}));
    const ReplayStanding standing = need(workspace->standingOf(stored));
    QCOMPARE(standing.newActions, std::uint64_t{2});
    QVERIFY(!standing.pactsChanged);
    QVERIFY(!requireFresh(stored, standing, candidate().digest));
}

void ReplayEvidenceTest::actionsOutsideOfItDoNot()
{
    const auto workspace = shop();
    const StoredReplay stored = need(workspace->recordReplay(need(workspace->replay(candidate(), {{}, at(50)}))));
    Call elsewhere{"a", "look", "{}", 10};
    elsewhere.deployment = "depot";
    (void)need(workspace->import({m_folder.write("later.jsonl", lines({{"a", "look", "{}", 60}, elsewhere}, 50))}, {}));
    QVERIFY(need(workspace->standingOf(stored)).isFresh());
}

void ReplayEvidenceTest::aReplayOfOtherContentIsRefused()
{
    const auto workspace = shop();
    const StoredReplay stored = need(workspace->recordReplay(need(workspace->replay(candidate(), {}))));
    const auto held = requireFresh(stored, need(workspace->standingOf(stored)), sha256("another"));
    QVERIFY(!held);
    QCOMPARE(held.error().code, std::string("MND-RPL-002"));
}

void ReplayEvidenceTest::aReplayOfAnotherLedgerIsNotStored()
{
    const auto workspace = shop();
    const auto another = m_folder.workspace(shopPact("3.0.0"));
    const ReplayReport report = need(another->replay(candidate(), {}));
    QVERIFY(!workspace->recordReplay(report));
    QCOMPARE(count(*workspace, ofType(EntryType::Note)), std::uint64_t{0});
}

void ReplayEvidenceTest::aDamagedEntryIsSaidToBeOne()
{
    const auto read = readReplayEntry(5, R"({"note":"replay","type":"note","v":1})");
    QVERIFY(!read);
    QVERIFY(read.error().kind == ErrorKind::Corrupt);
}

QTEST_GUILESS_MAIN(ReplayEvidenceTest)
#include "replay_evidence_test.moc"
