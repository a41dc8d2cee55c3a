// SPDX-License-Identifier: GPL-3.0-or-later
// Points that lie, are silent, slow, huge, broken, elsewhere or not who they say: what is said then, within the time limit, and never
// "stopped".
#include <QElapsedTimer>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include "tests/models/enforcement/peer.h"

#include <thread>

using namespace mandate;
using namespace mandate::peer;
using Outcome = Delivery::Outcome;

class BadPointsTest : public QObject
{
    Q_OBJECT

    const SigningKey m_key = testKey();
    const Outside m_outside; // patient, so that a busy machine fails no test
    const Outside m_short = shortLimits();
    const Secrets m_secrets = secretsWith("token-that-is-secret", &m_key);
    QTemporaryDir m_folder;

    [[nodiscard]] bool openssl(const QStringList &arguments) const
    {
        QProcess process;
        process.setWorkingDirectory(m_folder.path());
        process.start(QStringLiteral("openssl"), arguments);
        return process.waitForFinished() && process.exitCode() == 0;
    }
    /// NAME.pem and NAME.key for a host, signed by the authority of this test or by itself.
    [[nodiscard]] bool makeCertificate(const QString &name, const QString &host, bool selfSigned = false) const
    {
        QStringList arguments{QStringLiteral("req"),
                              QStringLiteral("-x509"),
                              QStringLiteral("-newkey"),
                              QStringLiteral("ec"),
                              QStringLiteral("-pkeyopt"),
                              QStringLiteral("ec_paramgen_curve:P-256"),
                              QStringLiteral("-nodes"),
                              QStringLiteral("-days"),
                              QStringLiteral("2"),
                              QStringLiteral("-keyout"),
                              name + QStringLiteral(".key"),
                              QStringLiteral("-out"),
                              name + QStringLiteral(".pem"),
                              QStringLiteral("-subj"),
                              QStringLiteral("/CN=") + name,
                              QStringLiteral("-addext"),
                              host.isEmpty() ? QStringLiteral("basicConstraints=critical,CA:TRUE") : QStringLiteral("subjectAltName=DNS:") + host};
        if (!host.isEmpty() && !selfSigned)
            arguments += {QStringLiteral("-CA"),           QStringLiteral("authority.pem"), QStringLiteral("-CAkey"),
                          QStringLiteral("authority.key"), QStringLiteral("-addext"),       QStringLiteral("basicConstraints=critical,CA:FALSE")};
        return openssl(arguments);
    }
    [[nodiscard]] QStringList secured(const char *mode, const QString &name) const
    {
        return {QLatin1String(mode), m_folder.filePath(name + QStringLiteral(".pem")), m_folder.filePath(name + QStringLiteral(".key"))};
    }
    [[nodiscard]] EnforcementPoint securePoint(const Peer &server) const
    {
        EnforcementPoint point = pointOf(PointKind::Gateway, server.secureUrl("localhost"));
        point.settings["ca_file"] = m_folder.filePath(QStringLiteral("authority.pem")).toStdString();
        return point;
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(makeCertificate(QStringLiteral("authority"), {}));
        QVERIFY(makeCertificate(QStringLiteral("good"), QStringLiteral("localhost")));
        QVERIFY(makeCertificate(QStringLiteral("other-host"), QStringLiteral("other.example")));
        QVERIFY(makeCertificate(QStringLiteral("self-signed"), QStringLiteral("localhost"), true));
    }
    void nothingButAnAnswerCountsAsOne_data()
    {
        QTest::addColumn<QByteArray>("mode");
        QTest::addColumn<int>("outcome"); // of deliver(); holds() must be Unknown for all of them
        QTest::addColumn<QByteArray>("code");
        const auto row = [](const char *mode, Outcome outcome, const char *code) {
            QTest::newRow(mode) << QByteArray(mode) << int(outcome) << QByteArray(code);
        };
        row("silent", Outcome::Unknown, "MND-ENF-007");
        row("drip_head", Outcome::Unknown, "MND-ENF-007");
        row("drip_body", Outcome::Unknown, "MND-ENF-007");
        row("huge_body", Outcome::Unknown, "MND-ENF-009");
        row("huge_chunks", Outcome::Unknown, "MND-ENF-009");
        row("huge_head", Outcome::Unknown, "MND-ENF-009");
        row("gzip_bomb", Outcome::Unknown, "MND-ENF-013");
        row("redirect", Outcome::Failed, "MND-ENF-008");
        row("not_json", Outcome::Unknown, "MND-ENF-013");
        row("login_page", Outcome::Unknown, "MND-ENF-013");
        row("text_for_bool", Outcome::Unknown, "MND-ENF-013");
        row("no_content", Outcome::Unknown, "MND-ENF-013");
        row("error", Outcome::Failed, "MND-ENF-010");
        row("echo", Outcome::Failed, "MND-ENF-011");
        row("close", Outcome::Unknown, "MND-ENF-023");
        row("half", Outcome::Unknown, "MND-ENF-023");
    }
    void nothingButAnAnswerCountsAsOne()
    {
        QFETCH(QByteArray, mode);
        QFETCH(int, outcome);
        QFETCH(QByteArray, code);
        Peer server(QStringLiteral("bad_server.py"), {QLatin1String(mode)});
        QVERIFY(server.runs());
        const EnforcementPoint point = pointOf(PointKind::Gateway, server.url());
        const EnforcedStanding standing = standingOfBot(AgentState::Suspended);
        const Outside &outside = code == "MND-ENF-007" ? m_short : m_outside;
        QElapsedTimer clock;
        clock.start();
        const Delivery sent = deliver(point, standing, m_secrets, outside);
        const Delivery asked = holds(point, standing, m_secrets, outside);
        QVERIFY2(clock.elapsed() < 2 * outside.limits.whole.count() + 3000, "it went on far beyond its time limit");
        QVERIFY2(int(sent.outcome) == outcome, words(sent));
        QVERIFY2(QByteArray::fromStdString(sent.code) == code, words(sent));
        QVERIFY2(asked.outcome == Outcome::Unknown && asked.code == sent.code, words(asked));
        for (const Delivery &delivery : {sent, asked}) {
            QVERIFY(!delivery.detail.empty() && !delivery.byHand.empty());
            QVERIFY2(!QByteArray(words(delivery)).contains("token-that-is-secret"), words(delivery));
        }
    }
    void aSecretThatThePointSaysBackIsTakenOutWhole_data()
    {
        QTest::addColumn<QByteArray>("secret");
        QTest::newRow("longer than what is quoted") << QByteArray("aaaa") + QByteArray(300, 'b');
        QTest::newRow("a word that we use") << QByteArray("secret");
    }
    void aSecretThatThePointSaysBackIsTakenOutWhole()
    {
        QFETCH(QByteArray, secret);
        Peer server(QStringLiteral("bad_server.py"), {QStringLiteral("echo")});
        QVERIFY(server.runs());
        const EnforcementPoint point = pointOf(PointKind::Gateway, server.url());
        const Delivery delivery = deliver(point, standingOfBot(AgentState::Suspended), secretsWith(secret.toStdString()), m_outside);
        QVERIFY2(delivery.detail == "It refused the credentials (HTTP 401): \"bad token […]\".", words(delivery));
    }
    void aRedirectIsNotFollowedAndSaysWhereTo()
    {
        Peer server(QStringLiteral("bad_server.py"), {QStringLiteral("redirect")});
        QVERIFY(server.runs());
        const Delivery delivery = deliver(pointOf(PointKind::Gateway, server.url()), standingOfBot(AgentState::Suspended), m_secrets, m_outside);
        QVERIFY2(delivery.detail.find("to another server, https://elsewhere.example:443") != std::string::npos, words(delivery));
        QVERIFY(!delivery.retry);
    }
    void anAnswerThatIsNotTheProtocolsConfirmsNothing_data()
    {
        QTest::addColumn<int>("kind");
        QTest::newRow("opa") << int(PointKind::OpenPolicyAgent);
        QTest::newRow("security events") << int(PointKind::SecurityEvents);
        QTest::newRow("keycloak") << int(PointKind::Keycloak);
    }
    void anAnswerThatIsNotTheProtocolsConfirmsNothing()
    {
        QFETCH(int, kind);
        Peer server(QStringLiteral("bad_server.py"), {QStringLiteral("login_page")}); // 200, as a proxy's page has
        QVERIFY(server.runs());
        EnforcementPoint point = pointOf(static_cast<PointKind>(kind), server.url());
        point.settings = {{"realm", "r"}, {"admin_client", "c"}, {"issuer", "i"}, {"audience", "a"}};
        const Delivery delivery = deliver(point, standingOfBot(AgentState::Suspended), m_secrets, m_outside);
        QVERIFY2(delivery.outcome == Outcome::Unknown && delivery.code == "MND-ENF-013", words(delivery));
    }
    void aPointThatTakesTheStopAndLetsTheCallPassIsNotStopped()
    {
        Peer server(QStringLiteral("bad_server.py"), {QStringLiteral("allow")});
        QVERIFY(server.runs());
        for (const PointKind kind : {PointKind::Gateway, PointKind::OpenPolicyAgent}) {
            const Delivery delivery = holds(pointOf(kind, server.url()), standingOfBot(AgentState::Suspended), m_secrets, m_outside);
            QVERIFY2(delivery.outcome == Outcome::Failed && delivery.code == "MND-ENF-014", words(delivery));
            QVERIFY(delivery.detail.starts_with("Not stopped") && !delivery.byHand.empty() && delivery.retry);
        }
    }
    void aPointThatDoesNotRunIsSaidToBeDown()
    {
        std::string url;
        {
            const Peer server(QStringLiteral("bad_server.py"), {QStringLiteral("refuse")});
            QVERIFY(server.runs());
            url = server.url();
        } // no longer
        const Delivery delivery = deliver(pointOf(PointKind::Gateway, url), standingOfBot(AgentState::Suspended), m_secrets, m_outside);
        QVERIFY2(delivery.outcome == Outcome::Failed && delivery.code == "MND-ENF-004" && delivery.retry, words(delivery));
        QCOMPARE(holds(pointOf(PointKind::Gateway, url), standingOfBot(AgentState::Suspended), m_secrets, m_outside).outcome, Outcome::Unknown);
    }
    void aPointWithoutAnAddressIsSaidToHaveNone()
    {
        const Delivery delivery =
            deliver(pointOf(PointKind::Gateway, "https://no-such-host.invalid"), standingOfBot(AgentState::Suspended), m_secrets, m_outside);
        QVERIFY2(delivery.outcome == Outcome::Failed && delivery.code == "MND-ENF-003" && delivery.retry, words(delivery));
    }
    void aTrustedCertificateOfTheRightHostIsTaken()
    {
        Peer server(QStringLiteral("bad_server.py"), secured("refuse", QStringLiteral("good")));
        QVERIFY(server.runs());
        const Delivery delivery = holds(securePoint(server), standingOfBot(AgentState::Suspended), m_secrets, m_outside);
        QVERIFY2(delivery.outcome == Outcome::Confirmed, words(delivery));
    }
    void aCertificateThatIsNotTrustedGetsNothing_data()
    {
        QTest::addColumn<QString>("certificate");
        QTest::addColumn<bool>("withAuthority");
        QTest::newRow("signed by itself") << QStringLiteral("self-signed") << true;
        QTest::newRow("of another host") << QStringLiteral("other-host") << true;
        QTest::newRow("of an authority that the system does not know") << QStringLiteral("good") << false;
    }
    void aCertificateThatIsNotTrustedGetsNothing()
    {
        QFETCH(QString, certificate);
        QFETCH(bool, withAuthority);
        Peer server(QStringLiteral("bad_server.py"), secured("refuse", certificate));
        QVERIFY(server.runs());
        EnforcementPoint point = securePoint(server);
        if (!withAuthority)
            point.settings.clear();
        const Delivery delivery = deliver(point, standingOfBot(AgentState::Suspended), m_secrets, m_outside);
        QVERIFY2(delivery.outcome == Outcome::Failed && delivery.code == "MND-ENF-005", words(delivery));
    }
    void aMissingTrustFileAndAServerWithoutTlsAreSaid()
    {
        Peer server(QStringLiteral("bad_server.py"), secured("refuse", QStringLiteral("good")));
        QVERIFY(server.runs());
        EnforcementPoint point = securePoint(server);
        point.settings["ca_file"] = "/nowhere.pem";
        QCOMPARE(deliver(point, standingOfBot(AgentState::Suspended), m_secrets, m_outside).code, std::string("MND-ENF-022"));
        Peer plain(QStringLiteral("bad_server.py"), {QStringLiteral("refuse")});
        const Delivery delivery = deliver(securePoint(plain), standingOfBot(AgentState::Suspended), m_secrets, m_outside);
        QVERIFY2(delivery.outcome == Outcome::Failed, words(delivery));
    }
    void aHandshakeThatDripsEndsAtTheLimit()
    {
        Peer server(QStringLiteral("bad_server.py"), {QStringLiteral("slow_handshake")});
        QVERIFY(server.runs());
        QElapsedTimer clock;
        clock.start();
        const Delivery delivery = deliver(securePoint(server), standingOfBot(AgentState::Suspended), m_secrets, m_short);
        QVERIFY2(delivery.outcome != Outcome::Confirmed, words(delivery));
        QVERIFY(clock.elapsed() < m_short.limits.whole.count() + 2000);
    }
    void aStopRequestEndsTheWait()
    {
        Peer server(QStringLiteral("bad_server.py"), {QStringLiteral("silent")});
        QVERIFY(server.runs());
        Outside patient;
        patient.limits = {std::chrono::seconds(20), std::chrono::seconds(20), std::chrono::seconds(20)};
        std::stop_source stop;
        std::thread canceller([&] {
            server.nextLine(); // the request is there
            stop.request_stop();
        });
        QElapsedTimer clock;
        clock.start();
        const Delivery delivery =
            deliver(pointOf(PointKind::Gateway, server.url()), standingOfBot(AgentState::Suspended), m_secrets, patient, stop.get_token());
        canceller.join();
        QVERIFY2(delivery.outcome == Outcome::Unknown && delivery.code == "MND-ENF-016", words(delivery));
        QVERIFY(clock.elapsed() < 10000);
        QCOMPARE(deliver(pointOf(PointKind::Gateway, server.url()), standingOfBot(AgentState::Suspended), m_secrets, patient, stop.get_token()).code,
                 std::string("MND-ENF-016"));
    }
    void plainHttpToAnotherMachineIsNotSentEvenIfTheConfigurationSlippedThrough()
    {
        const Delivery delivery =
            deliver(pointOf(PointKind::Gateway, "http://192.0.2.1"), standingOfBot(AgentState::Suspended), m_secrets, m_outside);
        QVERIFY2(delivery.outcome == Outcome::Failed && delivery.code == "MND-ENF-001", words(delivery));
    }
    void aProxyOfTheEnvironmentIsNotUsed()
    {
        Peer server(QStringLiteral("bad_server.py"), {QStringLiteral("refuse")});
        QVERIFY(server.runs());
        for (const char *name : {"http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY"})
            qputenv(name, "http://127.0.0.1:9");
        QCOMPARE(holds(pointOf(PointKind::Gateway, server.url()), standingOfBot(AgentState::Suspended), m_secrets, m_outside).outcome,
                 Outcome::Confirmed);
        for (const char *name : {"http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY"})
            qunsetenv(name);
    }
    void aCallbackThatThrowsLetsNothingOut()
    {
        const Secrets throwing{[](const std::string &) -> std::optional<std::string> { throw std::runtime_error("token-that-is-secret"); }, &m_key};
        const Delivery delivery =
            deliver(pointOf(PointKind::Gateway, "http://127.0.0.1:9"), standingOfBot(AgentState::Suspended), throwing, m_outside);
        QCOMPARE(delivery.outcome, Outcome::Unknown);
        QCOMPARE(delivery.code, std::string("MND-ENF-024"));
        QVERIFY(!QByteArray(words(delivery)).contains("token-that-is-secret"));
    }
};

QTEST_GUILESS_MAIN(BadPointsTest)
#include "bad_points_test.moc"
