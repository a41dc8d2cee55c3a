// SPDX-License-Identifier: GPL-3.0-or-later
// An agent that tells after its stop what it did before: believed where the gateway had permitted it, in doubt otherwise. What a person imports
// is no report of a running agent.
#include "tests/models/workspace/asking_agents.h"

#include "models/incidents/rules.h"
#include "models/workspace/decision_point.h"
#include "models/workspace/late_reports.h"

#include <QTest>

using namespace mandate;
using namespace mandate::test;

class LateReportsTest : public QObject, AskingAgents
{
    Q_OBJECT

    /// Telemetry that the gateway received then, saying that it happened `minute` minutes after the beginning.
    void reported(Workspace &workspace, const Instant &received, std::optional<int> minute, const std::string &arguments = R"({"id":"o1"})",
                  int count = 1)
    {
        std::string text;
        for (int i = 0; i < count; ++i)
            text += line({"s1", "get_order", arguments, minute}, static_cast<std::size_t>(++m_trails));
        ImportOptions options;
        options.format = "otlp";
        (void)need(workspace.import({m_folder.write(reportName(received, static_cast<std::uint64_t>(m_trails)), text)}, options));
    }
    static std::uint64_t inDoubt(const Workspace &workspace) { return need(workspace.enforcement("clerk")).reportedLate; }
    static std::optional<Incident> incidentOf(const Workspace &workspace, std::string_view rule)
    {
        for (const Incident &incident : need(workspace.incidents())) {
            if (incident.clause.id == rule)
                return incident;
        }
        return std::nullopt;
    }
    [[nodiscard]] Instant now() const { return Instant{m_clock->load(), true}; }
    /// The workspace an hour after the beginning, the clerk known and suspended.
    std::unique_ptr<Workspace> suspended(int permissions = 0)
    {
        m_clock->store(at(0).nanoseconds);
        auto made = workspace();
        reported(*made, at(1), 1, R"({"id":"first"})");
        m_clock->store(at(50).nanoseconds);
        if (permissions > 0) {
            DecisionPoint point(*made);
            for (int i = 0; i < permissions; ++i)
                (void)point.decide(ask("get_order", R"({"id":"o1"})"));
        }
        m_clock->store(at(60).nanoseconds);
        (void)need(made->suspend("clerk", "security", {}));
        m_clock->store(at(61).nanoseconds);
        return made;
    }

private Q_SLOTS:
    void namesCarryTheGatewaysTime();
    void anUnshownReportIsAnIncidentBelowActing();
    void whatWasPermittedBeforeIsBelieved();
    void onePermissionShowsOneCall();
    void anImportByAPersonIsNoReport();
    void whatWasReceivedBeforeIsBelieved();
    void waitingForTheResumptionDoesNotHelp();
    void whatHappenedAfterIsActingWhileSuspended();
    void aReportBeforeAnyStopIsNoFinding();
};

void LateReportsTest::namesCarryTheGatewaysTime()
{
    const Instant received = *parseInstant("2026-03-04T05:06:07.891Z");
    QCOMPARE(reportedAt(reportName(received, 7))->nanoseconds, received.nanoseconds);
    QCOMPARE(reportedAt(reportName(Instant{5}, 0))->nanoseconds, std::int64_t{5});
    for (const char *other :
         {"", "trail.jsonl", "a.otlp.json", "00001700000000000000-.otlp.json", "00001700000000000000-x.otlp.json", "0001700000000000000-1.otlp.json",
          "-0001700000000000000-1.otlp.json", "99999999999999999999-1.otlp.json", "00001700000000000000-1.otlp.json.unread"})
        QVERIFY2(!reportedAt(other), other);
}

void LateReportsTest::anUnshownReportIsAnIncidentBelowActing()
{
    const auto workspace = suspended();
    reported(*workspace, now(), 55, R"({"id":"o1"})", 2);
    const auto view = need(workspace->enforcement("clerk"));
    QCOMPARE(view.actionsAfter, std::uint64_t{0});
    QCOMPARE(view.reportedLate, std::uint64_t{2});
    QVERIFY(view.reportedLateEntry);
    const auto incident = incidentOf(*workspace, reportedAfterStop);
    QVERIFY(incident);
    QCOMPARE(incident->severity, Severity::Major);
    QCOMPARE(incident->executed, std::uint64_t{2});
    QVERIFY(!incidentOf(*workspace, actingWhileSuspended));
    reported(*workspace, now(), 56);
    QCOMPARE(incidentOf(*workspace, reportedAfterStop)->executed, std::uint64_t{3}); // the same incident
    QVERIFY(need(workspace->verify()).ok);
}

void LateReportsTest::whatWasPermittedBeforeIsBelieved()
{
    const auto workspace = suspended(1);
    reported(*workspace, now(), 50);
    QCOMPARE(inDoubt(*workspace), std::uint64_t{0});
    QVERIFY(!incidentOf(*workspace, reportedAfterStop));
    reported(*workspace, now(), 50, R"({"id":"another"})"); // another action than the one that was permitted
    QCOMPARE(inDoubt(*workspace), std::uint64_t{1});
}

void LateReportsTest::onePermissionShowsOneCall()
{
    const auto workspace = suspended(2);
    reported(*workspace, now(), 50, R"({"id":"o1"})", 5);
    QCOMPARE(inDoubt(*workspace), std::uint64_t{3});
    const auto other = suspended(1);
    m_clock->store(at(59).nanoseconds);
    reported(*other, at(59), 50); // received in time and imported late: it uses the permission up
    reported(*other, at(61), 50);
    QCOMPARE(inDoubt(*other), std::uint64_t{1});
}

void LateReportsTest::anImportByAPersonIsNoReport()
{
    const auto workspace = suspended();
    report(*workspace, "get_order", R"({"id":"old"})", "{}"); // a recording of before, from a file
    QCOMPARE(inDoubt(*workspace), std::uint64_t{0});
    QVERIFY(!incidentOf(*workspace, reportedAfterStop));
}

void LateReportsTest::whatWasReceivedBeforeIsBelieved()
{
    const auto workspace = suspended();
    reported(*workspace, at(59), 58); // a gateway that was killed, and started again after the stop
    QCOMPARE(inDoubt(*workspace), std::uint64_t{0});
}

void LateReportsTest::waitingForTheResumptionDoesNotHelp()
{
    const auto workspace = suspended();
    m_clock->store(at(70).nanoseconds);
    (void)need(workspace->resume("clerk", "cause_fixed", {}));
    m_clock->store(at(80).nanoseconds);
    reported(*workspace, now(), 55);
    QVERIFY(incidentOf(*workspace, reportedAfterStop));
    m_clock->store(at(90).nanoseconds);
    (void)need(workspace->suspend("clerk", "security", {}));
    QCOMPARE(inDoubt(*workspace), std::uint64_t{0}); // it belongs to the stop before
    m_clock->store(at(91).nanoseconds);
    reported(*workspace, now(), 85);
    QCOMPARE(inDoubt(*workspace), std::uint64_t{1});
}

void LateReportsTest::whatHappenedAfterIsActingWhileSuspended()
{
    const auto workspace = suspended(1);
    reported(*workspace, now(), 61);
    QCOMPARE(need(workspace->enforcement("clerk")).actionsAfter, std::uint64_t{1});
    QCOMPARE(incidentOf(*workspace, actingWhileSuspended)->severity, Severity::Critical);
    QCOMPARE(inDoubt(*workspace), std::uint64_t{0});
}

void LateReportsTest::aReportBeforeAnyStopIsNoFinding()
{
    auto made = workspace();
    reported(*made, at(10), 1);
    QVERIFY(!incidentOf(*made, reportedAfterStop));
}

QTEST_APPLESS_MAIN(LateReportsTest)
#include "late_reports_test.moc"
