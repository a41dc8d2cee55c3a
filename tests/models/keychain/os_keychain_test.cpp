// SPDX-License-Identifier: GPL-3.0-or-later
// The keychain that is not there, is switched off or does not answer: a state that is said, never a wait. One that works is tried in tests/app/tst_keychain.
#include <QTest>

#include "models/keychain/os_keychain.h"

#include <QElapsedTimer>
#include <QTcpServer>
#include <QTemporaryDir>

using namespace mandate;

class OsKeychainTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    static Result<Secret> passphrase() { return Secret("correct horse"); }

private Q_SLOTS:
    void init() { qputenv("MANDATE_KEYS", m_folder.filePath(QStringLiteral("keys")).toUtf8()); }
    void withoutABusFilesAreUsedAndSaidToBe();
    void switchedOffItIsNotAsked();
    void aBusThatIsNotThereIsAState();
    void aBusThatNeverAnswersIsNotWaitedFor();
};

void OsKeychainTest::withoutABusFilesAreUsedAndSaidToBe()
{
    qunsetenv("MANDATE_KEYCHAIN");
    qunsetenv("DBUS_SESSION_BUS_ADDRESS");
    const auto secrets = personSecrets(passphrase);
    QCOMPARE(secrets->kind(), SecretStoreKind::PassphraseFile);
    QVERIFY(secrets->description().find("no session bus") != std::string::npos);
    QVERIFY(secrets->put("token/gateway", "secret"));
    QCOMPARE(secrets->get("token/gateway")->text, std::string("secret"));
    QVERIFY(secrets->remove("token/gateway"));
    QCOMPARE(secrets->get("token/gateway").error().kind, ErrorKind::Missing);
}

void OsKeychainTest::switchedOffItIsNotAsked()
{
    qputenv("MANDATE_KEYCHAIN", "off");
    qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere");
    QVERIFY(personSecrets(passphrase)->description().find("switched off") != std::string::npos);
}

void OsKeychainTest::aBusThatIsNotThereIsAState()
{
    qunsetenv("MANDATE_KEYCHAIN");
    qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere");
    QElapsedTimer timer;
    timer.start();
    const auto secrets = personSecrets(passphrase);
    QCOMPARE(secrets->kind(), SecretStoreKind::PassphraseFile);
    QVERIFY(timer.elapsed() < 20'000);
    QVERIFY(secrets->put("a", "b"));
}

void OsKeychainTest::aBusThatNeverAnswersIsNotWaitedFor()
{
    QTcpServer silent; // takes the connection and says nothing
    QVERIFY(silent.listen(QHostAddress::LocalHost));
    qunsetenv("MANDATE_KEYCHAIN");
    qputenv("DBUS_SESSION_BUS_ADDRESS", "tcp:host=127.0.0.1,port=" + QByteArray::number(silent.serverPort()));
    QElapsedTimer timer;
    timer.start();
    const auto secrets = personSecrets(passphrase);
    QCOMPARE(secrets->kind(), SecretStoreKind::PassphraseFile);
    QVERIFY2(timer.elapsed() < 20'000, qPrintable(QString::number(timer.elapsed())));
}

QTEST_GUILESS_MAIN(OsKeychainTest)
#include "os_keychain_test.moc"
