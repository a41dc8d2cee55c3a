// SPDX-License-Identifier: GPL-3.0-or-later
// Webhooks to a receiver that verifies Standard Webhooks signatures with code of its own.
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include "models/enforcement/public_key_forms.h"
#include "tests/models/enforcement/peer.h"

using namespace mandate;
using namespace mandate::peer;
using Outcome = Delivery::Outcome;

namespace {

const std::string secretText = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"; // of the specification's examples
const std::string otherSecret = "whsec_" + toBase64(std::string(24, 'o'));

QJsonObject objectIn(const QByteArray &line)
{
    return QJsonDocument::fromJson(line).object();
}

} // namespace

class WebhookTest : public QObject
{
    Q_OBJECT

    const SigningKey m_key = testKey();
    const Outside m_outside;

    [[nodiscard]] QStringList arguments(const char *wanted, const char *answer = "refused") const
    {
        return {QString::fromStdString(secretText), QString::fromStdString(webhookPublicKey(m_key.publicKey())), QLatin1String(wanted),
                QLatin1String(answer)};
    }
    [[nodiscard]] Secrets secrets(const std::string &secret = secretText) const { return secretsWith(secret, &m_key); }

private Q_SLOTS:
    void theReceiverVerifiesBothSignatures()
    {
        Peer receiver(QStringLiteral("webhook_receiver.py"), arguments("v1 v1a"));
        QVERIFY(receiver.runs());
        EnforcementPoint point = pointOf(PointKind::Webhook, receiver.url("/hook?tenant=7"));
        point.settings["signatures"] = "v1 v1a";
        const Delivery delivery = deliver(point, standingOfBot(AgentState::Suspended), secrets(), m_outside);
        QVERIFY2(delivery.outcome == Outcome::Confirmed, words(delivery));
        QCOMPARE(delivery.httpStatus, 204);
        const QJsonObject received = objectIn(receiver.nextLine());
        QCOMPARE(received[QLatin1String("id")].toString().toStdString(), delivery.messageId);
        QCOMPARE(received[QLatin1String("held")].toArray().size(), 2);
        QCOMPARE(received[QLatin1String("path")].toString(), QStringLiteral("/hook?tenant=7"));
        QCOMPARE(received[QLatin1String("type")].toString(), QStringLiteral("application/json"));
        const QJsonObject event = objectIn(received[QLatin1String("body")].toString().toUtf8());
        QCOMPARE(event[QLatin1String("type")].toString(), QStringLiteral("agent.suspended"));
        QCOMPARE(event[QLatin1String("timestamp")].toString(), QStringLiteral("2026-03-04T05:06:07.5Z"));
        const QJsonObject data = event[QLatin1String("data")].toObject();
        QCOMPARE(data[QLatin1String("agent")].toString(), QStringLiteral("refund bot/é"));
        QCOMPARE(data[QLatin1String("allowed")], QJsonValue(false));
        QCOMPARE(data[QLatin1String("entry")].toInt(), 42);
    }
    void aRepeatedEventHasTheSameIdAndBytes()
    {
        Peer receiver(QStringLiteral("webhook_receiver.py"), arguments("v1"));
        QVERIFY(receiver.runs());
        const EnforcementPoint point = pointOf(PointKind::Webhook, receiver.url());
        const Delivery first = deliver(point, standingOfBot(AgentState::Revoked), secrets(), m_outside);
        const Delivery second = deliver(point, standingOfBot(AgentState::Revoked), secrets(), m_outside);
        QVERIFY2(second.outcome == Outcome::Confirmed, words(second));
        QCOMPARE(first.messageId, second.messageId);
        QCOMPARE(receiver.nextLine(), receiver.nextLine());
    }
    void eachStateHasItsEvent_data()
    {
        QTest::addColumn<int>("state");
        QTest::addColumn<QByteArray>("reason");
        QTest::addColumn<QString>("event");
        QTest::newRow("suspended") << int(AgentState::Suspended) << QByteArray("drift") << QStringLiteral("agent.suspended");
        QTest::newRow("restricted") << int(AgentState::Restricted) << QByteArray("drift") << QStringLiteral("agent.restricted");
        QTest::newRow("revoked") << int(AgentState::Revoked) << QByteArray("drift") << QStringLiteral("agent.revoked");
        QTest::newRow("expired") << int(AgentState::NotAuthorized) << QByteArray() << QStringLiteral("agent.revoked");
        QTest::newRow("resumed") << int(AgentState::Authorized) << QByteArray("cause_fixed") << QStringLiteral("agent.resumed");
        QTest::newRow("authorized") << int(AgentState::Authorized) << QByteArray() << QStringLiteral("agent.authorized");
    }
    void eachStateHasItsEvent()
    {
        QFETCH(int, state);
        QFETCH(QByteArray, reason);
        QFETCH(QString, event);
        Peer receiver(QStringLiteral("webhook_receiver.py"), arguments("v1"));
        QVERIFY(receiver.runs());
        EnforcedStanding standing = standingOfBot(static_cast<AgentState>(state));
        standing.reasonCode = reason.toStdString();
        const Delivery delivery = deliver(pointOf(PointKind::Webhook, receiver.url()), standing, secrets(), m_outside);
        QVERIFY2(delivery.outcome == Outcome::Confirmed, words(delivery));
        const QJsonObject body = objectIn(objectIn(receiver.nextLine())[QLatin1String("body")].toString().toUtf8());
        QCOMPARE(body[QLatin1String("type")].toString(), event);
    }
    void whileASecretIsReplacedBothSign()
    {
        Peer receiver(QStringLiteral("webhook_receiver.py"), arguments("v1"));
        QVERIFY(receiver.runs());
        const EnforcementPoint point = pointOf(PointKind::Webhook, receiver.url());
        QCOMPARE(deliver(point, standingOfBot(AgentState::Suspended), secrets(otherSecret + ' ' + secretText), m_outside).outcome,
                 Outcome::Confirmed);
    }
    void aWrongSecretIsSaidAndNotShown()
    {
        Peer receiver(QStringLiteral("webhook_receiver.py"), arguments("v1"));
        QVERIFY(receiver.runs());
        const EnforcementPoint point = pointOf(PointKind::Webhook, receiver.url());
        const Delivery refused = deliver(point, standingOfBot(AgentState::Suspended), secrets(otherSecret), m_outside);
        QCOMPARE(refused.outcome, Outcome::Failed);
        QCOMPARE(refused.code, std::string("MND-ENF-011"));
        QVERIFY(!refused.byHand.empty() && !refused.retry);
        const Delivery noSecret = deliver(point, standingOfBot(AgentState::Suspended), secrets("not-a-webhook-secret"), m_outside);
        QCOMPARE(noSecret.code, std::string("MND-ENF-002"));
        QVERIFY(QByteArray(words(noSecret)).indexOf("not-a-webhook-secret") < 0);
        QCOMPARE(deliver(point, standingOfBot(AgentState::Suspended), {}, m_outside).code, std::string("MND-ENF-002"));
    }
    void receivedIsNotStoppedUnlessAProbeSaysSo()
    {
        const EnforcementPoint without = pointOf(PointKind::Webhook, "http://127.0.0.1:9");
        QCOMPARE(holds(without, standingOfBot(AgentState::Suspended), secrets(), m_outside).code, std::string("MND-ENF-017"));
        const auto asked = [this](const char *answer, AgentState state) {
            Peer receiver(QStringLiteral("webhook_receiver.py"), arguments("v1", answer));
            EnforcementPoint point = pointOf(PointKind::Webhook, receiver.url("/hook"));
            point.settings["probe_url"] = receiver.url("/probe?from=mandate");
            return holds(point, standingOfBot(state), secrets(), m_outside);
        };
        const Delivery stopped = asked("refused", AgentState::Suspended);
        QVERIFY2(stopped.outcome == Outcome::Confirmed, words(stopped));
        QCOMPARE(asked("refused", AgentState::Restricted).outcome, Outcome::Confirmed);
        const Delivery lying = asked("allowed", AgentState::Suspended);
        QCOMPARE(lying.outcome, Outcome::Failed);
        QVERIFY(lying.detail.starts_with("Not stopped"));
        QCOMPARE(asked("allowed", AgentState::Restricted).code, std::string("MND-ENF-014"));
        QCOMPARE(asked("other", AgentState::Suspended).outcome, Outcome::Unknown); // it speaks of another agent
        QCOMPARE(asked("refused", AgentState::Authorized).code, std::string("MND-ENF-015"));
    }
    void testingTheConnectionNamesNoAgent()
    {
        Peer receiver(QStringLiteral("webhook_receiver.py"), arguments("v1"));
        QVERIFY(receiver.runs());
        const Delivery delivery = tryConnection(pointOf(PointKind::Webhook, receiver.url()), secrets(), m_outside);
        QVERIFY2(delivery.outcome == Outcome::Confirmed, words(delivery));
        const QByteArray received = receiver.nextLine();
        QVERIFY(received.contains("point.tested") && !received.contains("agent"));
    }
};

QTEST_GUILESS_MAIN(WebhookTest)
#include "webhook_test.moc"
