// SPDX-License-Identifier: GPL-3.0-or-later
// Open Policy Agent, Keycloak and AuthZEN gateways by exchanges written down from their documentation (tests/data/enforcement; not recorded
// from servers): each request must be exactly the one that the documentation shows, and each documented answer must be understood.
#include <QTest>

#include "tests/models/enforcement/peer.h"

using namespace mandate;
using namespace mandate::peer;
using Outcome = Delivery::Outcome;

namespace {

enum Call { Send, Ask, Try };

} // namespace

class RecordedPointsTest : public QObject
{
    Q_OBJECT

    const Outside m_outside;

    /// What became of a call against one written exchange; fails the test when a request deviates or one is missing.
    Delivery played(const char *file, const char *name, int exchanges, PointKind kind, Call call, AgentState state, const std::string &secret)
    {
        Peer player(QStringLiteral("replay_server.py"),
                    {QStringLiteral(MANDATE_SOURCE_DIR "/tests/data/enforcement/") + QLatin1String(file), QLatin1String(name)});
        if (!player.runs())
            QTest::qFail("replay_server.py does not run", __FILE__, __LINE__);
        EnforcementPoint point = pointOf(kind, player.url());
        EnforcedStanding standing = standingOfBot(state);
        standing.agent = "refund-bot";
        if (kind == PointKind::Keycloak) {
            point.settings = {{"realm", "agents"}, {"admin_realm", "master"}, {"admin_client", "mandate"}, {"client", "agent-{agent}"}};
        } else if (kind == PointKind::OpenPolicyAgent) {
            point.settings = {{"probe_tool", "lookup"}};
            standing.agent = "refund bot/é";
        } else {
            point.settings = {{"probe_tool", "lookup"}};
        }
        const Secrets secrets = secretsWith(secret);
        const Delivery delivery = call == Send  ? deliver(point, standing, secrets, m_outside)
                                  : call == Ask ? holds(point, standing, secrets, m_outside)
                                                : tryConnection(point, secrets, m_outside);
        for (int i = 0; i < exchanges; ++i)
            QTest::qCompare(QString::fromUtf8(player.nextLine()), QStringLiteral("as written"), name, "as written", __FILE__, __LINE__);
        QTest::qCompare(QString::fromUtf8(player.rest()), QString(), name, "no request more", __FILE__, __LINE__);
        return delivery;
    }
    Delivery opa(const char *name, Call call, AgentState state, int exchanges = 1)
    {
        return played("opa.json", name, exchanges, PointKind::OpenPolicyAgent, call, state, "opa-token");
    }
    Delivery keycloak(const char *name, Call call, AgentState state, int exchanges)
    {
        return played("keycloak.json", name, exchanges, PointKind::Keycloak, call, state, "s3cret&more");
    }
    Delivery gateway(const char *name, Call call, AgentState state, int exchanges = 1)
    {
        return played("authzen.json", name, exchanges, PointKind::Gateway, call, state, "gateway-token");
    }

private Q_SLOTS:
    void opaTakesTheStandingAsADocument()
    {
        const Delivery delivery = opa("put", Send, AgentState::Restricted);
        QVERIFY2(delivery.outcome == Outcome::Confirmed, words(delivery));
    }
    void opaIsAskedForADecision()
    {
        QCOMPARE(opa("decision false", Ask, AgentState::Suspended).outcome, Outcome::Confirmed);
        QCOMPARE(opa("decision object", Ask, AgentState::Suspended).outcome, Outcome::Confirmed);
        QCOMPARE(opa("restricted", Ask, AgentState::Restricted, 2).outcome, Outcome::Confirmed);
        const Delivery lets = opa("decision true", Ask, AgentState::Suspended);
        QCOMPARE(lets.outcome, Outcome::Failed);
        QCOMPARE(lets.code, std::string("MND-ENF-014"));
        QCOMPARE(opa("decision true", Ask, AgentState::Authorized).outcome, Outcome::Confirmed);
    }
    void opaWithoutADecisionSaysNothing()
    {
        const Delivery delivery = opa("undefined", Ask, AgentState::Suspended);
        QCOMPARE(delivery.outcome, Outcome::Unknown);
        QVERIFY2(delivery.detail.find("mandate/allow") != std::string::npos, words(delivery));
    }
    void opaThatRefusesTheTokenFailsInItsWords()
    {
        const Delivery delivery = opa("unauthorized", Send, AgentState::Suspended);
        QCOMPARE(delivery.outcome, Outcome::Failed);
        QVERIFY2(delivery.detail.find("request rejected by administrative policy") != std::string::npos, words(delivery));
    }
    void opaIsTriedWithAnAgentOfWhichItKnowsNothing()
    {
        QCOMPARE(opa("test", Try, AgentState::Suspended).outcome, Outcome::Confirmed);
        QCOMPARE(opa("test permits", Try, AgentState::Suspended).outcome, Outcome::Failed);
    }
    void keycloakDisablesTheClientGivesBackTheRestAndIsReadBack()
    {
        const Delivery delivery = keycloak("disable", Send, AgentState::Suspended, 4);
        QVERIFY2(delivery.outcome == Outcome::Confirmed, words(delivery));
    }
    void keycloakEnablesItAgain()
    {
        const Delivery delivery = keycloak("enable", Send, AgentState::Authorized, 4);
        QVERIFY2(delivery.outcome == Outcome::Confirmed, words(delivery));
    }
    void keycloakThatAnswers204AndChangesNothingIsFoundOut()
    {
        const Delivery delivery = keycloak("disable without effect", Send, AgentState::Suspended, 4);
        QCOMPARE(delivery.outcome, Outcome::Failed);
        QCOMPARE(delivery.code, std::string("MND-ENF-014"));
        QVERIFY2(delivery.byHand.find("switch Enabled off") != std::string::npos, words(delivery));
    }
    void keycloakIsAskedWhetherTheClientIsEnabled()
    {
        QCOMPARE(keycloak("is disabled", Ask, AgentState::Suspended, 2).outcome, Outcome::Confirmed);
        QCOMPARE(keycloak("is disabled", Ask, AgentState::Restricted, 2).outcome, Outcome::Confirmed);
        QCOMPARE(keycloak("is enabled", Ask, AgentState::Suspended, 2).code, std::string("MND-ENF-014"));
        QCOMPARE(keycloak("is enabled", Ask, AgentState::Restricted, 2).outcome, Outcome::Unknown);
    }
    void keycloakCannotRestrictAndChangesNothing()
    {
        const Delivery delivery = keycloak("nothing", Send, AgentState::Restricted, 0);
        QCOMPARE(delivery.outcome, Outcome::Failed);
        QCOMPARE(delivery.code, std::string("MND-ENF-018"));
    }
    void keycloakWithoutTheClientOrTheRightSaysSo()
    {
        QCOMPARE(keycloak("no client", Send, AgentState::Suspended, 2).code, std::string("MND-ENF-021"));
        const Delivery signIn = keycloak("wrong secret", Send, AgentState::Suspended, 1);
        QCOMPARE(signIn.code, std::string("MND-ENF-011"));
        QVERIFY2(signIn.detail.find("Invalid client or Invalid client credentials") != std::string::npos, words(signIn));
        const Delivery forbidden = keycloak("forbidden", Send, AgentState::Suspended, 3);
        QCOMPARE(forbidden.outcome, Outcome::Failed);
        QVERIFY2(forbidden.detail.find("eyJ") == std::string::npos, words(forbidden));
    }
    void keycloakIsTriedByReadingOnly() { QCOMPARE(keycloak("test", Try, AgentState::Suspended, 2).outcome, Outcome::Confirmed); }
    void aGatewayIsAskedAsAgentsAskIt()
    {
        QCOMPARE(gateway("refuses", Ask, AgentState::Suspended).outcome, Outcome::Confirmed);
        QCOMPARE(gateway("refuses", Send, AgentState::Suspended).outcome, Outcome::Confirmed);
        QCOMPARE(gateway("permits", Send, AgentState::Suspended).code, std::string("MND-ENF-014"));
        QCOMPARE(gateway("permits", Ask, AgentState::Authorized).outcome, Outcome::Confirmed);
        QCOMPARE(gateway("restricted, second permitted", Ask, AgentState::Restricted, 2).code, std::string("MND-ENF-014"));
        QCOMPARE(gateway("test", Try, AgentState::Suspended).outcome, Outcome::Confirmed);
    }
};

QTEST_GUILESS_MAIN(RecordedPointsTest)
#include "recorded_points_test.moc"
