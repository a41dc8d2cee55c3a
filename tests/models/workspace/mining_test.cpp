// SPDX-License-Identifier: GPL-3.0-or-later
// Mining over a real ledger: what is mined, what is left out and listed, what is permitted and never used, and that the draft permits all
// that it was mined from.
#include "made_trail.h"

#include "models/pact/mining/draft.h"
#include "models/workspace/mining.h"

#include <QTest>
#include <nlohmann/json.hpp>

#include <array>

using namespace mandate;
using namespace mandate::test;

class MiningTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatWasProhibitedOrAwaitedAPersonIsLeftOutAndListed();
    void whatIsOutOfScopeIsMinedAndMarked();
    void toolsNeverUsedAndWidePatternsAreListed();
    void onlyTheAgentTheDeploymentAndTheRangeAreMined();
    void callsElsewhereCountInTheirSession();
    void anAgentThatDidNothingIsAnError();
    void severalPactsAreListedAndNoneIsDraftedFrom();
    void theDraftPermitsAllThatItWasMinedFrom_data();
    void theDraftPermitsAllThatItWasMinedFrom();

private:
    std::unique_ptr<Workspace> workspaceWith(const std::vector<Call> &calls, const std::string &pact)
    {
        auto made = m_folder.workspace(pact);
        (void)need(made->import({m_folder.write("t" + std::to_string(++m_trails) + ".jsonl", lines(calls))}, {}));
        return made;
    }
    WorkspaceFolder m_folder;
    int m_trails = 0;
};

namespace {

MiningQuery of(const std::string &agent)
{
    MiningQuery query;
    query.agent = agent;
    return query;
}

QString tools(const MiningReport &report)
{
    QStringList all;
    for (const mining::Proposal &proposal : report.scope.proposals)
        all << QString::fromStdString(proposal.clause.tools.front() + ' ' + std::to_string(proposal.calls));
    return all.join(QStringLiteral(", "));
}

} // namespace

void MiningTest::whatWasProhibitedOrAwaitedAPersonIsLeftOutAndListed()
{
    const auto workspace = workspaceWith({{"s", "pay", R"({"amount":10})", 1},
                                          {"s", "pay", R"({"amount":60})", 2},
                                          {"s", "pay", R"({"amount":500})", 3},
                                          {"s", "pay", R"({"sum":1})", 4},
                                          {"s", "pay", R"({"amount":49})", 5},
                                          {"s", "pay", R"({"amount":30})", 6, 2}},
                                         shopPact());
    const MiningReport report = need(mineScope(*workspace, of("clerk")));
    QCOMPARE(report.actions, std::uint64_t(6));
    QCOMPARE(report.mined, std::uint64_t(2));
    QCOMPARE(report.notExecuted, std::uint64_t(1));
    QStringList left;
    for (const LeftOutOfMining &one : report.leftOut)
        left << QString::fromStdString(std::string(nameOf(one.verdict)) + ' ' + one.clause + ' ' + one.tool + ' ' + std::to_string(one.calls));
    left.sort();
    QCOMPARE(left.join(u'|'), QStringLiteral("needs_approval P2 pay 1|prohibited P1 pay 1|undecidable P1 pay 1"));
    const mining::Proposal &pay = report.scope.proposals.front();
    QVERIFY(pay.clause.when.find("args.amount >= 10 && args.amount <= 49") != std::string::npos);
    QCOMPARE(pay.perSession->most, std::uint64_t(5)); // those left out ran all the same
    QVERIFY(report.since && report.since->nanoseconds == at(1).nanoseconds && report.until->nanoseconds == at(6).nanoseconds);
}

void MiningTest::whatIsOutOfScopeIsMinedAndMarked()
{
    std::string pact = shopPact();
    pact.replace(pact.find(R"("tools":["*"])"), 13, R"("tools":["pay"])");
    const auto workspace = workspaceWith({{"s", "pay", R"({"amount":10})", 1}, {"s", "read_order", "{}", 2}}, pact);
    const MiningReport report = need(mineScope(*workspace, of("clerk")));
    QCOMPARE(tools(report), QStringLiteral("pay 1, read_order 1"));
    QCOMPARE(report.scope.proposals[0].outOfScope, std::uint64_t(0));
    QCOMPARE(report.scope.proposals[1].outOfScope, std::uint64_t(1));
}

void MiningTest::toolsNeverUsedAndWidePatternsAreListed()
{
    auto json = nlohmann::json::parse(shopPact());
    json["tools"] = nlohmann::json::parse(R"([{"name":"pay","title":"Pays"},{"name":"ship","title":"Ships"},{"name":"stop","title":"Stops"}])");
    json["clauses"].push_back({{"id", "S2"}, {"kind", "permit"}, {"tools", {"refund", "read_*"}}, {"when", "true"}, {"reads_as", "Refunds."}});
    const auto workspace = workspaceWith({{"s", "read_order", "{}", 1}, {"s", "pay", R"({"amount":1})", 2}, {"s", "ship", "{}", 3, 2}}, json.dump());
    const MiningReport report = need(mineScope(*workspace, of("clerk")));
    QStringList never;
    for (const NeverUsed &one : report.neverUsed)
        never << QString::fromStdString(one.tool + ' ' + one.clauses.front() + ' ' + std::to_string(one.attempted));
    QCOMPARE(never.join(u'|'), QStringLiteral("ship S1 1|stop S1 0|refund S1 0"));
    QCOMPARE(report.neverUsed.back().clauses.size(), std::size_t(2));
    QStringList broad;
    for (const BroadPermission &one : report.broader)
        broad << QString::fromStdString(one.clause + ' ' + one.pattern + ' ' + std::to_string(one.used.size()));
    QCOMPARE(broad.join(u'|'), QStringLiteral("S1 * 2|S2 read_* 1"));
}

void MiningTest::onlyTheAgentTheDeploymentAndTheRangeAreMined()
{
    const auto workspace = workspaceWith({{"s", "a", "{}", 1},
                                          {"s", "b", "{}", 5},
                                          {"s", "c", "{}", 9},
                                          {"s", "d", "{}", 5, 1, "clerk", "bank"},
                                          {"s", "e", "{}", 5, 1, "other"},
                                          {"s", "f", "{}", std::nullopt}},
                                         shopPact());
    QCOMPARE(tools(need(mineScope(*workspace, of("clerk")))), QStringLiteral("a 1, b 1, c 1, d 1, f 1"));
    MiningQuery query = of("clerk");
    query.deployment = "shop";
    QCOMPARE(tools(need(mineScope(*workspace, query))), QStringLiteral("a 1, b 1, c 1, f 1"));
    query.range = {at(1), at(9)};
    QCOMPARE(tools(need(mineScope(*workspace, query))), QStringLiteral("a 1, b 1"));
}

void MiningTest::callsElsewhereCountInTheirSession()
{
    const auto workspace =
        workspaceWith({{"s", "a", "{}", 1, 1, "clerk", "bank"}, {"s", "a", "{}", 2, 1, "clerk", "bank"}, {"s", "a", "{}", 3}}, shopPact());
    MiningQuery query = of("clerk");
    query.deployment = "shop";
    const MiningReport report = need(mineScope(*workspace, query));
    QCOMPARE(report.mined, std::uint64_t(1));
    QCOMPARE(report.scope.proposals.front().perSession->most, std::uint64_t(3));
    QVERIFY(!report.origin.everywhere);
}

void MiningTest::anAgentThatDidNothingIsAnError()
{
    const auto workspace = workspaceWith({{"s", "a", "{}", 1}}, shopPact());
    const auto report = mineScope(*workspace, of("nobody"));
    QVERIFY(!report);
    QCOMPARE(report.error().kind, ErrorKind::Missing);
    std::stop_source stop;
    stop.request_stop();
    const auto stopped = mineScope(*workspace, of("clerk"), {}, stop.get_token());
    QVERIFY(!stopped);
    QCOMPARE(stopped.error().kind, ErrorKind::Cancelled);
}

void MiningTest::severalPactsAreListedAndNoneIsDraftedFrom()
{
    auto workspace = workspaceWith({{"s", "a", "{}", 1}, {"s", "a", "{}", 2, 1, "clerk", "bank"}}, shopPact("1.0.0", "shop", "shop"));
    (void)need(workspace->addPact(shopPact("1.0.0", "bank", "bank")));
    const MiningReport report = need(mineScope(*workspace, of("clerk")));
    QCOMPARE(report.inForce.size(), std::size_t(2));
    QVERIFY(report.origin.inForce.empty());
    QVERIFY(!mining::draftDocument(report.scope, report.origin));
    MiningQuery query = of("clerk");
    query.deployment = "bank";
    QVERIFY(!need(mineScope(*workspace, query)).origin.inForce.empty());
}

void MiningTest::theDraftPermitsAllThatItWasMinedFrom_data()
{
    QTest::addColumn<QString>("pact");
    QTest::newRow("airline") << QStringLiteral("airline");
    QTest::newRow("retail") << QStringLiteral("retail");
    QTest::newRow("telecom") << QStringLiteral("telecom");
    QTest::newRow("banking") << QStringLiteral("banking");
    QTest::newRow("no pact") << QString();
}

void MiningTest::theDraftPermitsAllThatItWasMinedFrom()
{
    QFETCH(QString, pact);
    auto workspace = m_folder.workspace(pact.isEmpty() ? std::string() : shippedPact(pact.toStdString()));
    (void)need(workspace->import({sample("")}, {}));
    std::uint64_t judged = 0;
    for (const Tally &tally : need(workspace->store().tally(actions(), std::array{Dimension::Agent, Dimension::Deployment}))) {
        const std::string agent = tally.key[0];
        RowFilter filter = actions();
        filter.agents = {agent};
        filter.deployments = {tally.key[1]};
        MiningQuery query = of(agent);
        query.deployment = tally.key[1];
        const MiningReport report = need(mineScope(*workspace, query));
        if (report.scope.proposals.empty())
            continue;
        const ParsedPact draft = need(parsePact(need(mining::draftDocument(report.scope, report.origin))));
        QCOMPARE(draft.document.owner.empty(), report.inForce.empty());
        std::map<EntryNumber, Verdict> before;
        for (const Row &row : rows(*workspace, filter)) {
            if (countsAsExecuted(row.outcome))
                before[row.number] = row.verdict;
        }
        std::uint64_t permitted = 0;
        for (const auto &[entry, verdict] : before)
            permitted += verdict == Verdict::Permitted;
        for (const ReplayChange &change : need(workspace->replay(draft, {})).changed) {
            for (const ReplayChange::Case &one : change.cases) {
                const auto known = before.find(one.action.entry);
                if (known == before.end())
                    continue; // refused or failed, so not mined
                // What was mined without being permitted becomes it; nothing that was becomes anything else, and nothing left out changes.
                QVERIFY2(change.to == Verdict::Permitted && (change.from == Verdict::NoPact || change.from == Verdict::OutOfScope),
                         (one.action.tool + ' ' + std::string(nameOf(change.from)) + " to " + std::string(nameOf(change.to))).c_str());
                ++permitted;
            }
        }
        std::uint64_t withoutProposal = 0;
        for (const auto &left : report.scope.left)
            withoutProposal += left.calls;
        QCOMPARE(permitted + withoutProposal, report.mined);
        judged += permitted;
    }
    QVERIFY(judged > 20);
}

QTEST_GUILESS_MAIN(MiningTest)
#include "mining_test.moc"
