// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/people/key_store.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace mandate;

class KeyStoreTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    int m_number = 0;
    std::string newFolder() { return (m_folder.path() + QStringLiteral("/a/keys%1").arg(++m_number)).toStdString(); }
    static QString onlyFile(const std::string &folder)
    {
        const QDir dir(QString::fromStdString(folder));
        const QStringList names = dir.entryList(QDir::Files | QDir::Hidden);
        return names.size() == 1 ? dir.filePath(names.first()) : QString();
    }

private Q_SLOTS:
    void aKeyIsWrittenReadableByItsOwnerOnlyAndLoadsAgain()
    {
        KeyStore keys(newFolder());
        const auto created = keys.create();
        QVERIFY2(created.ok(), created ? "" : describe(created.error()).c_str());
        struct stat state
        {
        };
        QCOMPARE(stat(keys.folder().c_str(), &state), 0);
        QCOMPARE(int(state.st_mode & 0777), 0700);
        const QString file = onlyFile(keys.folder());
        QVERIFY(!file.isEmpty());
        QCOMPARE(stat(qPrintable(file), &state), 0);
        QCOMPARE(int(state.st_mode & 0777), 0600);
        const auto loaded = keys.load(created->publicKey());
        QVERIFY(loaded.ok());
        QVERIFY(verifySignature(created->publicKey(), "message", loaded->sign("message")));
    }
    void aKeyThatIsElsewhereIsMissing()
    {
        const KeyStore keys(newFolder());
        const auto loaded = keys.load(SigningKey::generate().publicKey());
        QVERIFY(!loaded);
        QCOMPARE(loaded.error().kind, ErrorKind::Missing);
        QCOMPARE(loaded.error().code, std::string("MND-KEY-002"));
    }
    void aKeyThatOthersCanReadIsRefused()
    {
        KeyStore keys(newFolder());
        const auto created = keys.create();
        QVERIFY(created.ok());
        QCOMPARE(chmod(qPrintable(onlyFile(keys.folder())), 0640), 0);
        const auto loaded = keys.load(created->publicKey());
        QVERIFY(!loaded);
        QCOMPARE(loaded.error().kind, ErrorKind::Refused);
    }
    void aDamagedKeyFileIsSaidToBeDamaged()
    {
        KeyStore keys(newFolder());
        const auto created = keys.create();
        QVERIFY(created.ok());
        QFile file(onlyFile(keys.folder()));
        QVERIFY(file.open(QIODevice::ReadWrite));
        for (const QByteArray &content : {QByteArray(), QByteArray("#"), QByteArray("# x\n00"), QByteArray(64, 'a')}) {
            QVERIFY(file.resize(0) && file.seek(0) && file.write(content) == content.size() && file.flush());
            const auto loaded = keys.load(created->publicKey());
            QVERIFY(!loaded);
            QCOMPARE(loaded.error().code, std::string("MND-KEY-005"));
        }
    }
    void aFolderThatCannotBeMadeIsAClearError()
    {
        KeyStore keys("/proc/no-such-place/keys");
        const auto created = keys.create();
        QVERIFY(!created);
        QCOMPARE(created.error().kind, ErrorKind::Storage);
        QVERIFY(!created.error().happened.empty() && !created.error().remedy.empty());
    }
    void thePlaceComesFromTheEnvironmentInOrder()
    {
        qputenv("MANDATE_KEYS", "/own/keys");
        qputenv("XDG_DATA_HOME", "/data");
        QCOMPARE(KeyStore::userFolder(), std::string("/own/keys"));
        qunsetenv("MANDATE_KEYS");
        QCOMPARE(KeyStore::userFolder(), std::string("/data/mandate/keys"));
        qunsetenv("XDG_DATA_HOME");
        QVERIFY(KeyStore::userFolder().ends_with("/.local/share/mandate/keys"));
    }
    void thePersonIsTheAccount()
    {
        qputenv("USER", "somebody-else");
        const Person person = signedInPerson();
        QVERIFY(person.id.starts_with("account:"));
        QVERIFY(person.id.find("somebody-else") == std::string::npos);
    }
};

QTEST_APPLESS_MAIN(KeyStoreTest)
#include "key_store_test.moc"
