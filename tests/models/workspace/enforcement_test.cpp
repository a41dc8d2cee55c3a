// SPDX-License-Identifier: GPL-3.0-or-later
// From a suspension to every point's confirmation: told, asked again, tried until it holds, kept in the ledger, completed by whoever runs next.
// The points are status lists on disk, read back as their readers do.
#include "tests/models/workspace/made_trail.h"
#include "tests/models/workspace/several_people.h"

#include "models/workspace/decision_point.h"
#include "models/workspace/enforcer.h"

#include <QDir>
#include <QElapsedTimer>
#include <QTest>

using namespace mandate;
using namespace mandate::test;

class EnforcementTest : public QObject
{
    Q_OBJECT

    WorkspaceFolder m_folder;
    int m_made = 0;

    std::unique_ptr<Workspace> workspace()
    {
        auto made = m_folder.workspace(shopPact("1.0.0", "shop", "shop"));
        (void)need(made->import({m_folder.write("trail" + std::to_string(++m_made) + ".jsonl", lines({{"a", "read_order", "{}", 1}}))}, {}));
        return made;
    }
    /// A folder of its own, as an administrator makes one.
    std::string list(const std::string &name) const
    {
        const std::string folder = m_folder.path(name + std::to_string(m_made));
        QDir().mkpath(QString::fromStdString(folder));
        return folder;
    }
    static std::string configured(const std::string &id, const std::string &kind, const std::string &url)
    {
        return "{\"type\":\"enforcement_point\",\"v\":1,\"id\":" + mandate::test::quoted(std::string_view(id)) + ",\"kind\":" + mandate::test::quoted(std::string_view(kind)) + ",\"title\":" + mandate::test::quoted(std::string_view("Point " + id)) +
               ",\"url\":" + mandate::test::quoted(std::string_view(url)) + '}';
    }
    std::string point(const std::string &id) const { return configured(id, "status_file", list(id)); }
    static PointState stateOf(const Workspace &workspace) { return need(workspace.enforcement("clerk")).overall(); }

private Q_SLOTS:
    void aSuspensionIsConfirmedAndHolds();
    void withoutAPointNothingIsCalledStopped();
    void aSuspensionIsCompletedAfterARestart();
    void aPointThatCannotBeReachedSaysWhatToDoAndIsTriedOn();
    void aDrillAsksEveryPointAndIsKept();
    void aRunningAgentIsNotDrilled();
    void whatWasRefusedAndWhatRanAfterTheStopIsShown();
    void everyAgentIsSuspendedAtOnce();
    void theConfigurationIsSignedAndRemovable();
    void pointsStayWhenPeopleEnrol();
};

void EnforcementTest::aSuspensionIsConfirmedAndHolds()
{
    const auto workspace = this->workspace();
    (void)need(workspace->setPoint(point("one")));
    (void)need(workspace->setPoint(point("two")));
    Enforcer enforcer(*workspace);
    QTRY_COMPARE(stateOf(*workspace), PointState::Confirmed); // both know that it may act
    (void)need(workspace->suspend("clerk", "security", ""));
    QCOMPARE(stateOf(*workspace), PointState::Requested);
    QTRY_COMPARE(stateOf(*workspace), PointState::Holds);
    const EnforcementView view = need(workspace->enforcement("clerk"));
    QCOMPARE(view.points.size(), std::size_t{2});
    for (const PointProgress &progress : view.points) {
        QVERIFY(progress.confirmedAt && progress.heldAt);
        QVERIFY(progress.code.empty());
    }
    (void)need(workspace->resume("clerk", "false_alarm", ""));
    QTRY_COMPARE(stateOf(*workspace), PointState::Confirmed);
    QVERIFY(need(workspace->verify()).ok);
}

void EnforcementTest::withoutAPointNothingIsCalledStopped()
{
    const auto workspace = this->workspace();
    (void)need(workspace->suspend("clerk", "security", ""));
    QCOMPARE(stateOf(*workspace), PointState::Unknown);
}

void EnforcementTest::aSuspensionIsCompletedAfterARestart()
{
    const auto workspace = this->workspace();
    (void)need(workspace->setPoint(point("one")));
    (void)need(workspace->suspend("clerk", "security", "")); // and whoever tells points is killed here
    QCOMPARE(stateOf(*workspace), PointState::Requested);
    const auto next = need(Workspace::open(workspace->path()));
    Enforcer enforcer(*next);
    QTRY_COMPARE(stateOf(*workspace), PointState::Holds); // seen by the other one, too
}

void EnforcementTest::aPointThatCannotBeReachedSaysWhatToDoAndIsTriedOn()
{
    const auto workspace = this->workspace();
    const std::string blocked = m_folder.write("blocked" + std::to_string(m_made), "a file where a folder should be");
    (void)need(workspace->setPoint(configured("bad", "status_file", blocked)));
    (void)need(workspace->setPoint(point("good")));
    (void)need(workspace->suspend("clerk", "security", ""));
    Enforcer enforcer(*workspace);
    QTRY_COMPARE(stateOf(*workspace), PointState::Failed);
    const EnforcementView view = need(workspace->enforcement("clerk"));
    QVERIFY(!view.points[0].byHand.empty() && !view.points[0].code.empty() && !view.points[0].detail.empty());
    QTRY_COMPARE(need(workspace->enforcement("clerk")).points[1].state, PointState::Holds); // the other is not held up
    QVERIFY(QFile::remove(QString::fromStdString(blocked)) && QDir().mkpath(QString::fromStdString(blocked)));
    QTRY_COMPARE_WITH_TIMEOUT(stateOf(*workspace), PointState::Holds, 20'000);
}

void EnforcementTest::aDrillAsksEveryPointAndIsKept()
{
    const auto workspace = this->workspace();
    (void)need(workspace->suspend("clerk", "security", ""));
    QVERIFY(!need(workspace->drill("clerk")).passed); // there is no point
    (void)need(workspace->setPoint(point("one")));
    const DrillReport drill = need(workspace->drill("clerk"));
    QVERIFY(drill.passed);
    QCOMPARE(drill.points.front().state, PointState::Holds);
    const auto gate = need(workspace->gate("clerk"));
    QVERIFY(!gate.checks[4].refusal); // a tested stop
    QVERIFY(need(workspace->verify()).ok);
}

void EnforcementTest::aRunningAgentIsNotDrilled()
{
    const auto workspace = this->workspace();
    (void)need(workspace->setPoint(point("one")));
    QCOMPARE(workspace->drill("clerk").error().code, std::string("MND-ENF-032"));
}

void EnforcementTest::whatWasRefusedAndWhatRanAfterTheStopIsShown()
{
    const auto workspace = this->workspace();
    (void)need(workspace->suspend("clerk", "security", ""));
    DecisionPoint decisions(*workspace);
    ActionQuestion question;
    question.action.agent = "clerk";
    question.action.tool = "read_order";
    question.session = "a";
    question.deployment = "shop";
    const ActionAnswer refused = decisions.decide(question);
    QVERIFY(!refused.permit);
    Call late{"a", "read_order", R"({"id":"late"})", static_cast<int>((systemNow().nanoseconds / 1'000'000'000 - startSeconds) / 60 + 5)};
    (void)need(workspace->import({m_folder.write("late" + std::to_string(m_made) + ".jsonl", lines({late}, 77))}, {}));
    const EnforcementView view = need(workspace->enforcement("clerk"));
    QCOMPARE(view.firstRefusedEntry, refused.entry);
    QVERIFY(view.lastAction.has_value());
    QCOMPARE(view.actionsAfter, std::uint64_t{1});
}

void EnforcementTest::everyAgentIsSuspendedAtOnce()
{
    const auto workspace = this->workspace();
    const std::vector<Call> calls{{"x", "look", "{}", 1, 1, "second"}, {"y", "look", "{}", 2, 1, "stranger", "street"}};
    (void)need(workspace->import({m_folder.write("more" + std::to_string(m_made) + ".jsonl", lines(calls))}, {}));
    QCOMPARE(need(workspace->suspendAll("security", "")), std::uint64_t{2}); // no pact binds the stranger: it may not act anyway
    QCOMPARE(workspace->standing("second").state, AgentState::Suspended);
    QCOMPARE(need(workspace->suspendAll("security", "")), std::uint64_t{0});
}

void EnforcementTest::theConfigurationIsSignedAndRemovable()
{
    const auto workspace = this->workspace();
    QCOMPARE(workspace->setPoint(configured("x", "opa", "http:/" "/other.example/")).error().code, std::string("MND-ENF-001"));
    (void)need(workspace->setPoint(point("one")));
    const auto reopened = need(Workspace::open(workspace->path(), true));
    QCOMPARE(need(reopened->points()).size(), std::size_t{1});
    QCOMPARE(need(reopened->points()).front().by, signedInPerson().id);
    QVERIFY(workspace->removePoint("one").ok());
    QVERIFY(need(workspace->points()).empty());
    QCOMPARE(workspace->removePoint("one").error().kind, ErrorKind::Missing);
}

void EnforcementTest::pointsStayWhenPeopleEnrol()
{
    const People people;
    const std::string path = m_folder.path("enrolled" + std::to_string(++m_made) + ".mandate");
    {
        const auto workspace = need(Workspace::create(path, people.surroundings()));
        (void)need(workspace->setPoint(point("one"))); // by the workspace's key: nobody is enrolled
        (void)need(workspace->enrolFirst({PersonRole::Owner}, {}));
        QCOMPARE(need(workspace->points()).size(), std::size_t{1});
    }
    const auto reopened = need(Workspace::open(path, false, people.surroundings()));
    QCOMPARE(need(reopened->points()).size(), std::size_t{1}); // all read at once, each with the people of its time
    (void)need(reopened->setPoint(point("two")));
    people.who->become("mallory");
    QVERIFY(!reopened->setPoint(point("three")).ok());
    QCOMPARE(need(reopened->points()).size(), std::size_t{2});
}

QTEST_GUILESS_MAIN(EnforcementTest)
#include "enforcement_test.moc"
