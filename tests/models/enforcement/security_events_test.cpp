// SPDX-License-Identifier: GPL-3.0-or-later
// Security event tokens to a receiver that verifies them with jwcrypto by what RFC 8417, 8935 and 9493 ask.
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include "models/enforcement/public_key_forms.h"
#include "tests/models/enforcement/peer.h"

using namespace mandate;
using namespace mandate::peer;
using Outcome = Delivery::Outcome;

class SecurityEventsTest : public QObject
{
    Q_OBJECT

    const SigningKey m_key = testKey();
    const Outside m_outside;
    const QString m_token = QStringLiteral("push-token-1234");

    [[nodiscard]] QStringList arguments() const
    {
        return {QString::fromStdString(publicKeySet(m_key.publicKey())), QStringLiteral("https://mandate.example"),
                QStringLiteral("https://receiver.example"), m_token};
    }
    [[nodiscard]] EnforcementPoint point(const std::string &url) const
    {
        EnforcementPoint point = pointOf(PointKind::SecurityEvents, url);
        point.settings = {{"issuer", "https://mandate.example"}, {"audience", "https://receiver.example"}};
        return point;
    }
    [[nodiscard]] Secrets secrets() const { return secretsWith(m_token.toStdString(), &m_key); }
    static QJsonObject next(Peer &receiver) { return QJsonDocument::fromJson(receiver.nextLine()).object(); }

private Q_SLOTS:
    void aSuspensionDisablesTheAccountAndRevokesItsSessions()
    {
        Peer receiver(QStringLiteral("set_receiver.py"), arguments());
        QVERIFY(receiver.runs());
        const Delivery delivery = deliver(point(receiver.url("/events")), standingOfBot(AgentState::Suspended), secrets(), m_outside);
        QVERIFY2(delivery.outcome == Outcome::Confirmed, words(delivery));
        QCOMPARE(delivery.httpStatus, 202);
        const QJsonObject disabled = next(receiver);
        QCOMPARE(disabled[QLatin1String("event")].toString(), QStringLiteral("account-disabled"));
        QCOMPARE(disabled[QLatin1String("subject")].toObject()[QLatin1String("id")].toString(), QStringLiteral("refund bot/é"));
        QCOMPARE(disabled[QLatin1String("txn")].toString().toStdString(), standingOfBot(AgentState::Suspended).statement.hex());
        const QJsonObject revoked = next(receiver);
        QCOMPARE(revoked[QLatin1String("event")].toString(), QStringLiteral("session-revoked"));
        QCOMPARE(revoked[QLatin1String("content")].toObject()[QLatin1String("event_timestamp")].toInt(), 1772600767);
        QCOMPARE(delivery.messageId,
                 (disabled[QLatin1String("jti")].toString() + QLatin1Char(' ') + revoked[QLatin1String("jti")].toString()).toStdString());
        QCOMPARE(deliver(point(receiver.url()), standingOfBot(AgentState::Suspended), secrets(), m_outside).outcome, Outcome::Confirmed);
        QVERIFY(next(receiver)[QLatin1String("again")].toBool()); // the same event, known by its jti
    }
    void aRestrictionNarrowsBeforeItEnables()
    {
        Peer receiver(QStringLiteral("set_receiver.py"), arguments());
        QVERIFY(receiver.runs());
        QCOMPARE(deliver(point(receiver.url()), standingOfBot(AgentState::Restricted), secrets(), m_outside).outcome, Outcome::Confirmed);
        const QJsonObject narrowed = next(receiver);
        QCOMPARE(narrowed[QLatin1String("event")].toString(), QStringLiteral("token-claims-change"));
        const QJsonArray tools{QStringLiteral("pay"), QStringLiteral("delete_order")};
        QCOMPARE(narrowed[QLatin1String("content")].toObject()[QLatin1String("claims")].toObject()[QLatin1String("mandate_refused_tools")].toArray(),
                 tools);
        QCOMPARE(next(receiver)[QLatin1String("event")].toString(), QStringLiteral("account-enabled"));
        QCOMPARE(deliver(point(receiver.url()), standingOfBot(AgentState::Authorized), secrets(), m_outside).outcome, Outcome::Confirmed);
        QVERIFY(next(receiver)[QLatin1String("content")]
                    .toObject()[QLatin1String("claims")]
                    .toObject()[QLatin1String("mandate_refused_tools")]
                    .toArray()
                    .isEmpty());
    }
    void subjectsAreNamedAsTheReceiverKnowsThem()
    {
        Peer receiver(QStringLiteral("set_receiver.py"), arguments());
        QVERIFY(receiver.runs());
        EnforcementPoint account = point(receiver.url());
        account.settings["subject_format"] = "account";
        account.settings["subject"] = "acct:{agent}@agents.example";
        EnforcedStanding standing = standingOfBot(AgentState::Suspended);
        standing.agent = "bot";
        QCOMPARE(deliver(account, standing, secrets(), m_outside).outcome, Outcome::Confirmed);
        QCOMPARE(next(receiver)[QLatin1String("subject")].toObject()[QLatin1String("uri")].toString(), QStringLiteral("acct:bot@agents.example"));
        next(receiver);
        account.settings["subject_format"] = "iss_sub";
        account.settings["subject"] = "{agent}";
        account.settings["subject_issuer"] = "https://idp.example";
        QCOMPARE(deliver(account, standing, secrets(), m_outside).outcome, Outcome::Confirmed);
        QCOMPARE(next(receiver)[QLatin1String("subject")].toObject()[QLatin1String("iss")].toString(), QStringLiteral("https://idp.example"));
    }
    void whatTheReceiverRefusesIsSaidInItsWords()
    {
        Peer receiver(QStringLiteral("set_receiver.py"), arguments());
        QVERIFY(receiver.runs());
        EnforcementPoint elsewhere = point(receiver.url());
        elsewhere.settings["audience"] = "https://other.example";
        const Delivery refused = deliver(elsewhere, standingOfBot(AgentState::Suspended), secrets(), m_outside);
        QCOMPARE(refused.outcome, Outcome::Failed);
        QCOMPARE(refused.code, std::string("MND-ENF-012"));
        QVERIFY2(refused.detail.find("account-disabled") != std::string::npos && refused.detail.find("for somebody else") != std::string::npos,
                 words(refused));
        const SigningKey stranger = SigningKey::fromSeed(std::string(32, 's'));
        const Delivery forged =
            deliver(point(receiver.url()), standingOfBot(AgentState::Suspended), secretsWith(m_token.toStdString(), &stranger), m_outside);
        QVERIFY2(forged.detail.find("no such key") != std::string::npos, words(forged));
        const Delivery stolen = deliver(point(receiver.url()), standingOfBot(AgentState::Suspended), secretsWith("another-token", &m_key), m_outside);
        QVERIFY2(stolen.outcome == Outcome::Failed && stolen.detail.find("wrong token") != std::string::npos, words(stolen));
    }
    void itCannotBeAskedAndSaysSo()
    {
        QCOMPARE(holds(point("http://127.0.0.1:9"), standingOfBot(AgentState::Suspended), secrets(), m_outside).code, std::string("MND-ENF-017"));
    }
    void testingTheConnectionSendsAVerificationEvent()
    {
        Peer receiver(QStringLiteral("set_receiver.py"), arguments());
        QVERIFY(receiver.runs());
        const Delivery delivery = tryConnection(point(receiver.url()), secrets(), m_outside);
        QVERIFY2(delivery.outcome == Outcome::Confirmed, words(delivery));
        QCOMPARE(next(receiver)[QLatin1String("event")].toString(), QStringLiteral("verification"));
    }
};

QTEST_GUILESS_MAIN(SecurityEventsTest)
#include "security_events_test.moc"
