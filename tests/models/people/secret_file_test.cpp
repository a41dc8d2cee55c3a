// SPDX-License-Identifier: GPL-3.0-or-later
// Secrets under a passphrase, as files on a real disk: what is put is got, and nothing else opens them.
#include <QTest>

#include "models/people/person_keys.h"
#include "models/people/secret_file.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <sys/stat.h>

using namespace mandate;

namespace {

constexpr SecretFile::Effort little{1, 8192};

AskPassphrase answer(const char *text)
{
    return [text] { return Result<Secret>(Secret(text)); };
}

} // namespace

class SecretFileTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    [[nodiscard]] std::string folder(const char *name) const { return m_folder.filePath(QLatin1String(name)).toStdString(); }
    [[nodiscard]] static QString only(const std::string &folder)
    {
        const QDir dir(QString::fromStdString(folder));
        return dir.filePath(dir.entryList(QDir::Files).value(0));
    }

private Q_SLOTS:
    void whatIsPutIsGot();
    void aWrongPassphraseIsSaid();
    void onePassphraseIsForAll();
    void filesThatOthersCanReadAreNotUsed();
    void damagedFilesAreSaidToBe_data();
    void damagedFilesAreSaidToBe();
    void aFileUnderAnotherNameIsNotTakenForIt();
    void thePassphraseComesFromAFileThatNobodyElseReads();
    void withoutAPassphraseNothingHangs();
    void aPersonsKeyIsFoundAgain();
};

void SecretFileTest::whatIsPutIsGot()
{
    SecretFile store(folder("one"), answer("correct horse"), little);
    QVERIFY(store.put("token/gateway", "secret\n\xc3\xbc"));
    QVERIFY(store.put("token/gateway", "another"));
    QCOMPARE(store.get("token/gateway")->text, std::string("another"));
    QCOMPARE(store.get("token/else").error().kind, ErrorKind::Missing);
    struct stat state{};
    QCOMPARE(::stat(qPrintable(only(folder("one"))), &state), 0);
    QCOMPARE(state.st_mode & 0777, 0600U);
    QFile raw(only(folder("one")));
    QVERIFY(raw.open(QIODevice::ReadOnly));
    QVERIFY(!raw.readAll().contains("another"));
    QVERIFY(store.remove("token/gateway"));
    QVERIFY(store.remove("token/gateway"));
    QCOMPARE(store.get("token/gateway").error().kind, ErrorKind::Missing);
}

void SecretFileTest::aWrongPassphraseIsSaid()
{
    QVERIFY(SecretFile(folder("wrong"), answer("correct horse"), little).put("a", "b"));
    SecretFile store(folder("wrong"), answer("battery staple"), little);
    QCOMPARE(store.get("a").error().code, std::string("MND-KEY-008"));
    QCOMPARE(store.unlock("still wrong").error().code, std::string("MND-KEY-008"));
    QCOMPARE(store.unlock("short").error().code, std::string("MND-KEY-009"));
    QVERIFY(store.unlock("correct horse"));
    QCOMPARE(store.get("a")->text, std::string("b"));
}

void SecretFileTest::onePassphraseIsForAll()
{
    QVERIFY(SecretFile(folder("all"), answer("correct horse"), little).put("a", "b"));
    QCOMPARE(SecretFile(folder("all"), answer("battery staple"), little).put("c", "d").error().code, std::string("MND-KEY-008"));
}

void SecretFileTest::filesThatOthersCanReadAreNotUsed()
{
    SecretFile store(folder("open"), answer("correct horse"), little);
    QVERIFY(store.put("a", "b"));
    QVERIFY(QFile::setPermissions(only(folder("open")), QFile::ReadOwner | QFile::WriteOwner | QFile::ReadOther));
    QCOMPARE(store.get("a").error().code, std::string("MND-KEY-004"));
}

void SecretFileTest::damagedFilesAreSaidToBe_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("no JSON") << QByteArray("{{{");
    QTest::newRow("asks for a terabyte") << QByteArray(
        R"({"kdf":"argon2id13","memory":1099511627776,"nonce":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","operations":1,"salt":"AAAAAAAAAAAAAAAAAAAAAA==","sealed":"AAAAAAAAAAAAAAAAAAAAAAAAAAA=","v":1})");
    QTest::newRow("another derivation") << QByteArray(
        R"({"kdf":"none","memory":8192,"nonce":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","operations":1,"salt":"AAAAAAAAAAAAAAAAAAAAAA==","sealed":"AAAAAAAAAAAAAAAAAAAAAAAAAAA=","v":1})");
}

void SecretFileTest::damagedFilesAreSaidToBe()
{
    QFETCH(QByteArray, content);
    const std::string where = folder(QTest::currentDataTag());
    SecretFile store(where, answer("correct horse"), little);
    QVERIFY(store.put("a", "b"));
    QFile file(only(where));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
    file.close();
    QCOMPARE(store.get("a").error().code, std::string("MND-KEY-006"));
}

void SecretFileTest::aFileUnderAnotherNameIsNotTakenForIt()
{
    SecretFile store(folder("swap"), answer("correct horse"), little);
    QVERIFY(store.put("mine", "b"));
    const QString mine = only(folder("swap"));
    QVERIFY(store.put("theirs", "c"));
    for (const QString &name : QDir(QString::fromStdString(folder("swap"))).entryList(QDir::Files)) {
        const QString path = QString::fromStdString(folder("swap")) + QLatin1Char('/') + name;
        if (path != mine) {
            QVERIFY(QFile::remove(path));
            QVERIFY(QFile::copy(mine, path));
        }
    }
    QCOMPARE(store.get("theirs").error().code, std::string("MND-KEY-006"));
}

void SecretFileTest::thePassphraseComesFromAFileThatNobodyElseReads()
{
    QFile file(m_folder.filePath(QStringLiteral("passphrase")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("correct horse\nmore\n");
    file.close();
    QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner));
    qputenv("MANDATE_PASSPHRASE_FILE", file.fileName().toUtf8());
    QCOMPARE(passphraseFromFile()->text, std::string("correct horse"));
    QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup));
    QCOMPARE(passphraseFromFile().error().code, std::string("MND-KEY-004"));
    qunsetenv("MANDATE_PASSPHRASE_FILE");
}

void SecretFileTest::withoutAPassphraseNothingHangs()
{
    SecretFile store(folder("unattended"), passphraseFromFile, little);
    QVERIFY(store.isLocked());
    QCOMPARE(store.put("a", "b").error().code, std::string("MND-KEY-010"));
}

void SecretFileTest::aPersonsKeyIsFoundAgain()
{
    SecretFile store(folder("keys"), answer("correct horse"), little);
    const auto made = newPersonKey(store);
    QVERIFY(made);
    const auto found = personKey(store, made->publicKey());
    QVERIFY(found);
    QCOMPARE(found->seed(), made->seed());
    QCOMPARE(personKey(store, SigningKey::generate().publicKey()).error().code, std::string("MND-KEY-011"));
    const auto request = readKeyRequest(newKeyRequest(store, {"account:ada", "Ada"}).value());
    QVERIFY(request);
    QCOMPARE(request->person.id, std::string("account:ada"));
}

QTEST_APPLESS_MAIN(SecretFileTest)
#include "secret_file_test.moc"
