// SPDX-License-Identifier: GPL-3.0-or-later
// Signed sources through the real binary, with keys and signatures that openssl made: trusted, checked, removed.
#include "cli_process.h"

#include <QCryptographicHash>
#include <QFile>
#include <QProcess>
#include <QTest>

using nlohmann::json;

namespace {

QString text(const char *latin)
{
    return QString::fromLatin1(latin);
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void openssl(const QStringList &arguments)
{
    QProcess process;
    process.start(text("openssl"), arguments);
    if (!process.waitForFinished(60'000) || process.exitCode() != 0)
        qFatal("openssl: %s", process.readAllStandardError().constData());
}

} // namespace

class tst_Seals : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aSignedSourceIsCheckedByAnImportedKey();
    void aDigestFileOfCloudTrailIsCheckedByAnRsaKey();
    void anAgtChainSaysWhichFieldsItSeals();
    void wrongUsageIsSaid();

private:
    /// The record with openssl's Ed25519 signature over it; `said` is its RFC 8785 form.
    static QByteArray signedBy(const CliWorld &world, const QString &key, const QByteArray &said)
    {
        const QString in = world.write(text("said.json"), said);
        openssl({text("pkeyutl"), text("-sign"), text("-rawin"), text("-inkey"), key, text("-in"), in, text("-out"), world.path(text("sig"))});
        return said.left(said.size() - 1) + ",\"signature\":\"" + contentOf(world.path(text("sig"))).toBase64() + "\"}\n";
    }
};

void tst_Seals::aSignedSourceIsCheckedByAnImportedKey()
{
    const CliWorld world;
    const QString w = world.path(text("w.mandate"));
    const QString key = world.path(text("key.pem"));
    const QString pub = world.path(text("pub.pem"));
    openssl({text("genpkey"), text("-algorithm"), text("ed25519"), text("-out"), key});
    openssl({text("pkey"), text("-in"), key, text("-pubout"), text("-out"), pub});
    QByteArray lines;
    for (const char *amount : {"1", "2.5", "300"})
        lines += signedBy(world, key, "{\"agent\":\"bot\",\"arguments\":{\"amount\":" + QByteArray(amount) + "},\"key_id\":\"k1\",\"tool\":\"refund\"}");
    lines.replace("300", "900");
    QCOMPARE(world.run({text("init"), w}).exitCode, 0);
    QCOMPARE(world.run({text("import"), w, world.write(text("audit.ndjson"), lines)}).exitCode, 0);
    COMPARE_JSON(world.run({text("seals"), w, text("--json")}).json()["totals"], (json{{"valid", 0}, {"broken", 0}, {"unknown_key", 3}, {"unknown", 0}, {"not_sealed", 0}}));

    const CliResult trusted = world.run({text("keys"), text("trust"), w, text("audit.ndjson"), pub, text("--name"), text("k1"), text("--note"), text("read out by telephone"), text("--json")});
    QVERIFY2(trusted.exitCode == 0, trusted.err);
    const std::string id = trusted.json()["statement"]["key"];
    QVERIFY(id.starts_with("ed25519:"));
    const json listed = world.run({text("keys"), w, text("--json")}).json()["keys"];
    QCOMPARE(listed.size(), std::size_t{1});
    COMPARE_JSON(listed[0]["note"], json("read out by telephone"));

    const CliResult seals = world.run({text("seals"), w, text("--source"), text("audit.ndjson"), text("--json")});
    QCOMPARE(seals.exitCode, 1); // one does not hold
    COMPARE_JSON(seals.json()["totals"], (json{{"valid", 2}, {"broken", 1}, {"unknown_key", 0}, {"unknown", 0}, {"not_sealed", 0}}));
    const int broken = seals.json()["sources"][0]["broken_entries"][0];
    const CliResult one = world.run({text("seals"), w, text("--entry"), QString::number(broken)});
    QCOMPARE(one.exitCode, 1);
    QVERIFY2(one.out.contains("sealed, and the seal does not hold"), one.out);
    COMPARE_JSON(world.run({text("stats"), w, text("--json")}).json()["seals"]["broken"], json(1));
    const json incidents = world.run({text("incidents"), w, text("--json")}).json()["incidents"];
    QCOMPARE(incidents.size(), std::size_t{1});
    QCOMPARE(world.run({text("verify"), w}).exitCode, 0); // our own seal on receipt is another matter, and holds

    QCOMPARE(world.run({text("keys"), text("remove"), w, text("audit.ndjson"), QString::fromStdString(id)}).exitCode, 0);
    COMPARE_JSON(world.run({text("seals"), w, text("--json")}).json()["totals"]["unknown_key"], json(3));
}

void tst_Seals::aDigestFileOfCloudTrailIsCheckedByAnRsaKey()
{
    const CliWorld world;
    const QString w = world.path(text("w.mandate"));
    const QString key = world.path(text("key.pem"));
    const QString pub = world.path(text("pub.pem"));
    openssl({text("genpkey"), text("-algorithm"), text("RSA"), text("-pkeyopt"), text("rsa_keygen_bits:2048"), text("-out"), key});
    openssl({text("rsa"), text("-in"), key, text("-RSAPublicKey_out"), text("-out"), pub}); // PKCS #1, as CloudTrail gives them
    const QByteArray log = "{\"Records\":[{\"eventVersion\":\"1.08\",\"eventSource\":\"s3.amazonaws.com\",\"eventName\":\"GetObject\",\"userIdentity\":{\"type\":\"Root\",\"arn\":\"a\"}}]}";
    const auto sha = [](const QByteArray &bytes) { return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex(); };
    const QByteArray digest = "{\"digestEndTime\":\"2026-02-03T13:00:00Z\",\"digestS3Bucket\":\"b\",\"digestS3Object\":\"d/1.json.gz\",\"digestPublicKeyFingerprint\":\"f1\","
                              "\"digestSignatureAlgorithm\":\"SHA256withRSA\",\"previousDigestSignature\":null,\"logFiles\":[{\"s3Object\":\"l/log.json.gz\",\"hashValue\":\"" +
                              sha(log) + "\"},{\"s3Object\":\"l/missing.json.gz\",\"hashValue\":\"" + sha("x") + "\"}]}";
    const QString message = world.write(text("message"), "2026-02-03T13:00:00Z\nb/d/1.json.gz\n" + sha(digest) + "\nnull");
    openssl({text("dgst"), text("-sha256"), text("-sign"), key, text("-out"), world.path(text("sig")), message});
    QCOMPARE(world.run({text("init"), w}).exitCode, 0);
    QCOMPARE(world.run({text("import"), w, world.write(text("log.json"), log), world.write(text("1.json"), digest),
                        world.write(text("1.json.head.json"), "{\"Metadata\":{\"signature\":\"" + contentOf(world.path(text("sig"))).toHex() + "\",\"signature-algorithm\":\"SHA256withRSA\"}}")})
                 .exitCode,
             0);
    QCOMPARE(world.run({text("keys"), text("trust"), w, text("*"), pub, text("--name"), text("f1")}).exitCode, 0);
    const json sources = world.run({text("seals"), w, text("--json")}).json()["sources"];
    for (const json &source : sources) {
        if (source["source"] == "log.json")
            COMPARE_JSON(source["valid"], json(1));
        if (source["source"] == "1.json") {
            COMPARE_JSON(source["valid"], json(1));
            QVERIFY(source["gaps"][0].get<std::string>().find("l/missing.json.gz") != std::string::npos);
        }
    }
}

void tst_Seals::anAgtChainSaysWhichFieldsItSeals()
{
    const CliWorld world;
    const QString w = world.path(text("w.mandate"));
    QCOMPARE(world.run({text("init"), w}).exitCode, 0);
    QByteArray chain = contentOf(text(MANDATE_SOURCE_DIR "/tests/data/sources/agt/audit.jsonl"));
    chain.replace("\"policy_version\": \"v4\"", "\"policy_version\": \"v9\"");
    QCOMPARE(world.run({text("import"), w, world.write(text("agt.jsonl"), chain)}).exitCode, 0);
    const CliResult seals = world.run({text("seals"), w, text("--json")});
    QCOMPARE(seals.exitCode, 0);
    COMPARE_JSON(seals.json()["totals"]["valid"], json(5));
    const json one = world.run({text("seals"), w, text("--entry"), text("0"), text("--json")}).json();
    COMPARE_JSON(one["state"], json("valid"));
    COMPARE_JSON(one["kind"], json("hash_chain"));
    const auto holds = [&](const char *list, const char *part) { return std::find(one[list].begin(), one[list].end(), part) != one[list].end(); };
    QVERIFY(holds("sealed_fields", "arguments"));
    QVERIFY(holds("recorded_not_sealed", "basis"));
    QVERIFY(holds("recorded_not_sealed", "labels/policy_version"));
}

void tst_Seals::wrongUsageIsSaid()
{
    const CliWorld world;
    const QString w = world.path(text("w.mandate"));
    QCOMPARE(world.run({text("init"), w}).exitCode, 0);
    const CliResult noKey = world.run({text("keys"), text("trust"), w, text("a"), world.write(text("k"), "no key")});
    QCOMPARE(noKey.exitCode, 2);
    QVERIFY2(noKey.err.contains("MND-EVD-010"), noKey.err);
    const QString small = world.path(text("small.pem"));
    openssl({text("genpkey"), text("-algorithm"), text("RSA"), text("-pkeyopt"), text("rsa_keygen_bits:1024"), text("-out"), small});
    QVERIFY(world.run({text("keys"), text("trust"), w, text("a"), small}).err.contains("private key"));
    openssl({text("pkey"), text("-in"), small, text("-pubout"), text("-out"), world.path(text("small.pub"))});
    QVERIFY(world.run({text("keys"), text("trust"), w, text("a"), world.path(text("small.pub"))}).err.contains("1024 bits"));
    QVERIFY(world.run({text("keys"), text("remove"), w, text("a"), text("ed25519:0")}).err.contains("MND-WSP-061"));
    QVERIFY(world.run({text("seals"), w, text("--source"), text("nowhere")}).err.contains("MND-CLI-090"));
}

QTEST_GUILESS_MAIN(tst_Seals)
#include "tst_seals.moc"
