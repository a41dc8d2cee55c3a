// SPDX-License-Identifier: GPL-3.0-or-later
// Incidents: one a session and clause, opened once, growing with what the session does later.
#include "tests/models/workspace/forged_entry.h"
#include "tests/models/workspace/made_trail.h"

#include "models/incidents/detect.h"

#include <QTest>

using namespace mandate;
using namespace mandate::test;

class IncidentsTest : public QObject
{
    Q_OBJECT

    WorkspaceFolder m_folder;
    const std::vector<Call> m_calls{
        {"a", "pay", R"({"amount":150})", 10},
        {"a", "pay", R"({"amount":20})", 11},
        {"a", "pay", R"({"amount":300})", 5, 2},
        {"b", "pay", R"({"amount":200})", 12, 2},
        {"b", "refund", "{}", 13},
        {"c", "pay", R"({"amount":60})", 14},
        {"d", "pay", R"({"amount":70})", 15, 2},
        {"e", "pay", "", 16},
        {"a", "pay", R"({"amount":500})", std::nullopt, 1, "robot"},
    };

    static std::map<std::string, Incident> byPlace(const Workspace &workspace)
    {
        std::map<std::string, Incident> found;
        for (Incident &incident : need(workspace.incidents())) {
            const std::string place = incident.agent + ' ' + incident.session + ' ' + incident.clause.id;
            if (found.contains(place))
                qFatal("two incidents for %s", place.c_str());
            found.emplace(place, std::move(incident));
        }
        return found;
    }

private Q_SLOTS:
    void oneASessionAndClause();
    void importingAgainOpensNone();
    void aSessionThatGoesOnGrowsItsIncident();
    void aPactAddedLaterOpensThem();
    void agentsAreCountedWithTheirIncidents();
    void anIdThatOnlyBeginsTheSameHidesNone();
};

void IncidentsTest::anIdThatOnlyBeginsTheSameHidesNone()
{
    auto workspace = m_folder.workspace(shopPact());
    const std::string path = workspace->path();
    const Digest pact = need(workspace->pact("shop@1.0.0")).digest;
    workspace.reset();
    // A ledger of before, with ids of eight digits: a's own, and one of a session that was named so that its id is b's.
    for (const auto &[of, session] : {std::pair("a", "a"), std::pair("b", "chosen")})
        appendForged(path, EntryType::Incident, incidentEntry({incidentId("clerk", of, "P1", pact).substr(0, shortIncidentId), "clerk", "shop", session, "P1", "shop", "1.0.0", pact, at(0), {}}));
    workspace = need(Workspace::open(path, false));
    (void)need(workspace->import({m_folder.write("trail.jsonl", lines(m_calls))}, {}));
    const auto found = byPlace(*workspace);
    QCOMPARE(found.at("clerk a P1").id.size(), shortIncidentId); // it goes on, and none is opened beside it
    QCOMPARE(found.at("clerk a P1").attempted, std::uint64_t{2});
    QCOMPARE(found.at("clerk b P1").id, incidentId("clerk", "b", "P1", pact));
}

void IncidentsTest::oneASessionAndClause()
{
    const auto workspace = m_folder.workspace(shopPact());
    const ImportReport report = need(workspace->import({m_folder.write("trail.jsonl", lines(m_calls))}, {}));
    const auto found = byPlace(*workspace);
    std::vector<std::string> places;
    for (const auto &[place, incident] : found)
        places.push_back(place);
    // An escalation opens one only when the action ran (not d); what ran and cannot be decided opens one of its own (e).
    QCOMPARE(places, (std::vector<std::string>{"clerk a P1", "clerk a P2", "clerk b P1", "clerk b R1", "clerk c P2", "clerk e undecided", "robot a P1", "robot a P2"}));
    QCOMPARE(report.incidentsOpened, std::uint64_t{8});
    QCOMPARE(found.at("clerk e undecided").severity, Severity::Minor);
    QCOMPARE(found.at("clerk e undecided").pactVersion, std::string("1.0.0"));

    const Incident &two = found.at("clerk a P1");
    QCOMPARE(two.attempted, std::uint64_t{2});
    QCOMPARE(two.executed, std::uint64_t{1});
    QCOMPARE(two.severity, Severity::Critical);
    QCOMPARE(two.firstTime.value(), at(5)); // by time, not by place
    QCOMPARE(two.lastTime.value(), at(10));
    QCOMPARE(two.owner, std::string("Owner A"));
    QCOMPARE(two.openedBy, std::string("rule P1"));
    QCOMPARE(two.actions.size(), std::size_t{2});
    QVERIFY(two.actions[0].executed && !two.actions[1].executed);
    QCOMPARE(rows(*workspace)[0].number, two.actions[0].entry);
    QVERIFY(two.id.starts_with("INC-"));

    QCOMPARE(found.at("clerk b P1").severity, Severity::Major); // only attempted: one class lower
    QCOMPARE(found.at("clerk b P1").executed, std::uint64_t{0});
    QVERIFY(!found.at("robot a P1").firstTime.has_value());
    // P2 was attempted twice in a, and one of it ran: both are its actions.
    QCOMPARE(found.at("clerk a P2").attempted, std::uint64_t{2});
    QCOMPARE(count(*workspace, ofType(EntryType::Incident)), std::uint64_t{8});
}

void IncidentsTest::importingAgainOpensNone()
{
    const auto workspace = m_folder.workspace(shopPact());
    const std::string path = m_folder.write("again.jsonl", lines(m_calls));
    (void)need(workspace->import({path}, {}));
    QCOMPARE(need(workspace->import({path}, {})).incidentsOpened, std::uint64_t{0});
    QCOMPARE(need(workspace->incidents()).size(), std::size_t{8});
}

void IncidentsTest::aSessionThatGoesOnGrowsItsIncident()
{
    const auto workspace = m_folder.workspace(shopPact());
    (void)need(workspace->import({m_folder.write("first.jsonl", lines(m_calls))}, {}));
    const auto before = byPlace(*workspace);
    const ImportReport report = need(workspace->import(
        {m_folder.write("second.jsonl", lines({{"a", "pay", R"({"amount":180})", 30}, {"f", "pay", R"({"amount":180})", 31}}, 50))}, {}));
    QCOMPARE(report.incidentsOpened, std::uint64_t{2}); // P1 and P2 of f
    const auto after = byPlace(*workspace);
    QCOMPARE(after.size(), std::size_t{10});
    QCOMPARE(after.at("clerk a P1").id, before.at("clerk a P1").id);
    QCOMPARE(after.at("clerk a P1").entry, before.at("clerk a P1").entry);
    QCOMPARE(after.at("clerk a P1").attempted, std::uint64_t{3});
    QCOMPARE(after.at("clerk a P1").lastTime.value(), at(30));
}

void IncidentsTest::aPactAddedLaterOpensThem()
{
    const auto judgedAtOnce = m_folder.workspace(shopPact());
    const std::string path = m_folder.write("late.jsonl", lines(m_calls));
    (void)need(judgedAtOnce->import({path}, {}));
    const auto late = m_folder.workspace();
    QCOMPARE(need(late->import({path}, {})).incidentsOpened, std::uint64_t{0});
    QVERIFY(need(late->incidents()).empty());
    (void)need(late->addPact(shopPact()));
    const auto expected = byPlace(*judgedAtOnce);
    const auto found = byPlace(*late);
    QCOMPARE(found.size(), expected.size());
    for (const auto &[place, incident] : expected)
        QCOMPARE(found.at(place).id, incident.id); // the same facts open the same incident

    // What a newer version judges otherwise stays with what it was opened for.
    (void)need(late->addPact(shopPact("2.0.0", "shop", "*", 10'000)));
    std::size_t ofOld = 0;
    for (const Incident &incident : need(late->incidents())) {
        if (incident.pactVersion != "1.0.0" || incident.clause.id != "P1")
            continue;
        ++ofOld;
        QVERIFY(incident.attempted > 0);
    }
    QCOMPARE(ofOld, std::size_t{3});
}

void IncidentsTest::agentsAreCountedWithTheirIncidents()
{
    const auto workspace = m_folder.workspace(shopPact());
    (void)need(workspace->import({m_folder.write("agents.jsonl", lines(m_calls))}, {}));
    const auto agents = need(workspace->agents());
    QCOMPARE(agents.size(), std::size_t{2});
    const AgentOverview &clerk = agents[0];
    QCOMPARE(clerk.agent, std::string("clerk"));
    QCOMPARE(clerk.calls, std::uint64_t{8});
    QCOMPARE(clerk.failedCalls, std::uint64_t{3});
    QCOMPARE(clerk.attemptedViolations, std::uint64_t{4}); // 150, 300, 200, the refund
    QCOMPARE(clerk.executedViolations, std::uint64_t{2});
    QCOMPARE(clerk.needsApproval, std::uint64_t{2});
    QCOMPARE(clerk.undecidable, std::uint64_t{1});
    QCOMPARE(clerk.openIncidents, std::uint64_t{6});
    QCOMPARE(clerk.owner, std::string("Owner A"));
    QCOMPARE(clerk.pacts, std::vector<std::string>{"shop@1.0.0"});
    QCOMPARE(agents[1].openIncidents, std::uint64_t{2});
    QVERIFY(!agents[1].lastSeen.has_value());
}

QTEST_GUILESS_MAIN(IncidentsTest)
#include "incidents_test.moc"
