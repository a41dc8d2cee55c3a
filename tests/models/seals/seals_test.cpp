// SPDX-License-Identifier: GPL-3.0-or-later
// Seals of sources: signed lines, AGT's hash chains (made by Python, tests/data/sources/agt/make.py) and CloudTrail's digest files (signed by OpenSSL here).
#include <QFile>
#include <QTest>

#include "models/seals/agt_chain.h"
#include "models/seals/cloudtrail_digests.h"
#include "models/seals/python_json.h"
#include "models/seals/signed_seal.h"
#include "models/sources/json_splitter.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <algorithm>
#include <memory>

using namespace mandate;

namespace {

std::string fileOf(const char *name)
{
    QFile file(QStringLiteral(MANDATE_SOURCE_DIR "/tests/data/sources/agt/") + QLatin1String(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
}

std::vector<std::string> linesOf(const std::string &text)
{
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = text.find('\n', at);
        lines.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return lines;
}

std::string replaced(std::string text, std::string_view what, std::string_view with)
{
    const std::size_t at = text.find(what);
    if (at == std::string::npos)
        qFatal("the text to replace is not there");
    return text.replace(at, what.size(), with);
}

std::vector<Seal> sealsOf(const std::vector<std::string> &lines)
{
    AgtChain chain;
    JsonReader reader;
    std::vector<Seal> seals;
    for (const std::string &line : lines)
        seals.push_back(chain.add(line, reader));
    return seals;
}

std::string statesOf(const std::vector<Seal> &seals)
{
    std::string states;
    for (const Seal &seal : seals)
        states += (states.empty() ? "" : " ") + std::string(nameOf(seal.state));
    return states;
}

SigningKey keyOf(char fill)
{
    return SigningKey::fromSeed(std::string(32, fill));
}

TrustedKey trusted(const SigningKey &key, std::string name = {})
{
    std::string spki = *fromHex("302a300506032b6570032100");
    spki.append(reinterpret_cast<const char *>(key.publicKey().octets.data()), 32);
    return {std::move(readImportedKey(spki)).value(), std::move(name)};
}

std::string octetsOf(const Signature &signature)
{
    return {reinterpret_cast<const char *>(signature.octets.data()), signature.octets.size()};
}

/// A record with its signature beside it; `said` is canonical and ends before its last bracket.
std::string detached(const std::string &said, const SigningKey &key)
{
    return said.substr(0, said.size() - 1) + ",\"signature\":\"" + toBase64(octetsOf(key.sign(said))) + "\"}";
}

/// As a CloudTrail trail signs: an RSA key of 2048 bits and what it says.
class Trail
{
public:
    Trail() : m_key(EVP_RSA_gen(2048), &EVP_PKEY_free) {}

    [[nodiscard]] TrustedKey key(std::string name) const
    {
        BIO *out = BIO_new(BIO_s_mem());
        PEM_write_bio_PUBKEY(out, m_key.get());
        char *data = nullptr;
        const long length = BIO_get_mem_data(out, &data);
        const std::string pem(data, static_cast<std::size_t>(length));
        BIO_free(out);
        return {std::move(readImportedKey(pem)).value(), std::move(name)};
    }
    [[nodiscard]] std::string sign(const std::string &message) const
    {
        std::string signature(256, '\0');
        std::size_t length = signature.size();
        EVP_MD_CTX *context = EVP_MD_CTX_new();
        EVP_DigestSignInit(context, nullptr, EVP_sha256(), nullptr, m_key.get());
        EVP_DigestSign(context, reinterpret_cast<unsigned char *>(signature.data()), &length, reinterpret_cast<const unsigned char *>(message.data()), message.size());
        EVP_MD_CTX_free(context);
        return toHex(signature);
    }

private:
    std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> m_key;
};

const Trail &theTrail()
{
    static const Trail trail; // making a key takes a while
    return trail;
}

struct SignedDigest
{
    std::string bytes, signature;
};

SignedDigest digestFile(const Trail &trail, int hour, const std::string &log, const SignedDigest *before)
{
    const auto object = [](int h) { return "AWSLogs/1/CloudTrail-Digest/us-east-1/1_CloudTrail-Digest_" + std::to_string(h) + ".json.gz"; };
    const std::string end = "2023-07-10T1" + std::to_string(hour) + ":00:00Z";
    const auto quoted = [](const std::string &text) { return '"' + text + '"'; };
    std::string bytes = "{\"awsAccountId\":\"1\",\"digestEndTime\":\"" + end + "\",\"digestS3Bucket\":\"bucket\",\"digestS3Object\":\"" + object(hour) +
                        "\",\"digestPublicKeyFingerprint\":\"f1\",\"digestSignatureAlgorithm\":\"SHA256withRSA\",\"previousDigestS3Bucket\":\"bucket\",\"previousDigestS3Object\":" +
                        (before ? quoted(object(hour - 1)) : "null") + ",\"previousDigestHashValue\":" + (before ? quoted(sha256(before->bytes).hex()) : "null") +
                        ",\"previousDigestSignature\":" + (before ? quoted(before->signature) : "null") + ",\"logFiles\":[{\"s3Bucket\":\"bucket\",\"s3Object\":\"AWSLogs/1/CloudTrail/log" +
                        std::to_string(hour) + ".json.gz\",\"hashValue\":\"" + sha256(log).hex() + "\",\"hashAlgorithm\":\"SHA-256\"}]}";
    // Written out, and not by the function that is tested: as the AWS documentation has it.
    const std::string message = end + "\nbucket/" + object(hour) + '\n' + sha256(bytes).hex() + '\n' + (before ? before->signature : std::string("null"));
    return {bytes, trail.sign(message)};
}

std::string headOf(const SignedDigest &digest)
{
    return "{\"ContentType\":\"application/json\",\"Metadata\":{\"signature\":\"" + digest.signature + "\",\"signature-algorithm\":\"SHA256withRSA\"}}";
}

} // namespace

class SealsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // Signed lines
    void aRecordSignedBesideItHoldsByATrustedKey();
    void aChangedRecordDoesNotHold();
    void aKeyThatNobodyTrustedIsUnknown();
    void whatIsNotSignedIsNotSealedWhateverItSays();
    void anEnvelopeHoldsByOneOfItsSignatures();
    void anEnvelopeInUrlSafeBase64Holds();
    void anRsaKeyDoesNotCheckEd25519();
    void damagedSignaturesDoNotHold();
    // AGT
    void chainsHashedByPythonHold_data();
    void chainsHashedByPythonHold();
    void pythonsJsonIsWrittenAsPythonWritesIt();
    void whatIsOutsideAnEntrysHashIsNotSealed();
    void aChangedActionBreaksTheChainThereAndWhatFollowsIsUnknown();
    void aRemovedEntryBreaksTheChainWhereItWas();
    void aChainThatBeginsInItsMiddleSaysSo();
    void aChainGoesOnInTheNextSource();
    void anEntryThatCannotBeReadBreaksTheChain();
    void entriesWithoutHashesAreNotSealed();
    // CloudTrail
    void aLogFileThatADigestFileNamesHolds();
    void theSignatureOfADigestFileMayBeInTheNextOne();
    void aChangedLogFileDoesNotHold();
    void aChangedDigestFileDoesNotHoldAndItsLogFilesAreUnknown();
    void aDigestFileOfAnotherKeyIsOfAnUnknownKey();
    void whatADigestFileNamesAndIsNotHereIsNamed();
    void aDigestFileWithoutASignatureProvesNothing();
    void aLogFileWhoseBytesAreNotHereAsAWholeIsUnknown();

private:
    JsonReader m_reader;
    const std::string m_said = "{\"agent\":\"bot\",\"arguments\":{\"amount\":500},\"key_id\":\"k1\",\"tool\":\"refund\"}";
};

void SealsTest::aRecordSignedBesideItHoldsByATrustedKey()
{
    const SigningKey key = keyOf('a');
    const std::vector keys{trusted(keyOf('b'), "k0"), trusted(key, "k1")};
    const Seal seal = sealOfSignedLine(detached(m_said, key), keys, m_reader);
    QCOMPARE(seal.state, SealState::Valid);
    QCOMPARE(seal.kind, SealKind::Signature);
    QCOMPARE(seal.key, key.publicKey().id());
    // The signature is over the RFC 8785 form: order of members and white space do not matter.
    const std::string reordered = "{ \"tool\":\"refund\", \"key_id\":\"k1\", \"signature\":\"" + toBase64(octetsOf(key.sign(m_said))) + "\", \"arguments\":{\"amount\":5.0e2}, \"agent\":\"bot\" }";
    QCOMPARE(sealOfSignedLine(reordered, keys, m_reader).state, SealState::Valid);
    for (const char *part : {"tool", "arguments", "basis", "labels/x"})
        QVERIFY(covers(seal.kind, part));
}

void SealsTest::aChangedRecordDoesNotHold()
{
    const SigningKey key = keyOf('a');
    const std::vector keys{trusted(key, "k1")};
    const std::string line = detached(m_said, key);
    const Seal seal = sealOfSignedLine(replaced(line, "500", "900"), keys, m_reader);
    QCOMPARE(seal.state, SealState::Broken);
    QVERIFY(seal.key.empty());
    QVERIFY(!seal.why.empty());
    QCOMPARE(sealOfSignedLine(replaced(line, "\"tool\"", "\"more\":1,\"tool\""), keys, m_reader).state, SealState::Broken);
}

void SealsTest::aKeyThatNobodyTrustedIsUnknown()
{
    const std::string line = detached(m_said, keyOf('a'));
    QCOMPARE(sealOfSignedLine(line, {}, m_reader).state, SealState::UnknownKey);
    const std::vector other{trusted(keyOf('b'), "k2")};
    QCOMPARE(sealOfSignedLine(line, other, m_reader).state, SealState::UnknownKey);
    // A key without a name is tried for any; that it does not verify does not say that it should.
    const std::vector unnamed{trusted(keyOf('b'))};
    QCOMPARE(sealOfSignedLine(line, unnamed, m_reader).state, SealState::UnknownKey);
    const std::vector right{trusted(keyOf('a'))};
    QCOMPARE(sealOfSignedLine(line, right, m_reader).state, SealState::Valid);
}

void SealsTest::whatIsNotSignedIsNotSealedWhateverItSays()
{
    const std::vector keys{trusted(keyOf('a'))};
    const Seal seal = sealOfSignedLine("{\"agent\":\"bot\",\"tool\":\"refund\",\"verified\":true,\"signature_valid\":true}", keys, m_reader);
    QCOMPARE(seal.state, SealState::NotSealed);
    QCOMPARE(seal.kind, SealKind::None);
    QVERIFY(!covers(seal.kind, "tool"));
}

void SealsTest::anEnvelopeHoldsByOneOfItsSignatures()
{
    const SigningKey one = keyOf('a');
    const SigningKey two = keyOf('b');
    const std::string type = "application/vnd.mandate.record.v1+json";
    const std::string first = dsseEnvelope(type, m_said, one);
    const std::vector keys{trusted(one)};
    QCOMPARE(sealOfSignedLine(first, keys, m_reader).state, SealState::Valid);
    QCOMPARE(sealOfSignedLine(first, keys, m_reader).kind, SealKind::Envelope);
    const std::string second = dsseEnvelope(type, m_said, two);
    const std::string both = replaced(second, "\"signatures\":[", "\"signatures\":[" + first.substr(first.find("[{") + 1, first.rfind("}]") - first.find("[{")) + ',');
    QCOMPARE(sealOfSignedLine(both, keys, m_reader).state, SealState::Valid);
    QCOMPARE(sealOfSignedLine(both, std::vector{trusted(two)}, m_reader).state, SealState::Valid);
    QCOMPARE(sealOfSignedLine(second, keys, m_reader).state, SealState::UnknownKey);
    const std::string payload = toBase64(m_said);
    const std::string changed = replaced(first, payload, toBase64(replaced(m_said, "500", "900")));
    QCOMPARE(sealOfSignedLine(changed, keys, m_reader).state, SealState::Broken);
    // The type is signed too.
    QCOMPARE(sealOfSignedLine(replaced(first, type, "application/json"), keys, m_reader).state, SealState::Broken);
}

void SealsTest::anEnvelopeInUrlSafeBase64Holds()
{
    const SigningKey key = keyOf('a');
    const std::string type = "application/json";
    std::string payload = m_said;
    std::string signature;
    do { // until both alphabets differ
        payload.insert(1, "\"p\":\"\xC3\xBF\",");
        signature = toBase64(octetsOf(key.sign(dssePreAuthentication(type, payload))));
    } while (signature.find('+') == std::string::npos && signature.find('/') == std::string::npos);
    const auto urlSafe = [](std::string text) {
        std::replace(text.begin(), text.end(), '+', '-');
        std::replace(text.begin(), text.end(), '/', '_');
        while (text.ends_with('='))
            text.pop_back();
        return text;
    };
    const std::string line = "{\"payloadType\":\"" + type + "\",\"payload\":\"" + urlSafe(toBase64(payload)) + "\",\"signatures\":[{\"sig\":\"" + urlSafe(signature) + "\"}]}";
    QCOMPARE(sealOfSignedLine(line, std::vector{trusted(key)}, m_reader).state, SealState::Valid);
}

void SealsTest::anRsaKeyDoesNotCheckEd25519()
{
    const Trail &trail = theTrail();
    QCOMPARE(sealOfSignedLine(detached(m_said, keyOf('a')), std::vector{trail.key("k1")}, m_reader).state, SealState::UnknownKey);
}

void SealsTest::damagedSignaturesDoNotHold()
{
    const std::vector keys{trusted(keyOf('a'), "k1")};
    for (const char *signature : {"\"\"", "\"!!\"", "\"aGVsbG8=\"", "7", "null"}) {
        const Seal seal = sealOfSignedLine(m_said.substr(0, m_said.size() - 1) + ",\"signature\":" + signature + '}', keys, m_reader);
        QCOMPARE(seal.state, SealState::Broken);
    }
    for (const char *line : {"{\"payload\":1,\"payloadType\":\"a\",\"signatures\":[]}", "{\"payload\":\"e30=\",\"payloadType\":\"application/json\",\"signatures\":[]}",
                             "{\"payload\":\"e30=\",\"payloadType\":\"application/json\",\"signatures\":[{}]}", "[]", "{", ""})
        QCOMPARE(sealOfSignedLine(line, keys, m_reader).state, SealState::Broken);
}

void SealsTest::chainsHashedByPythonHold_data()
{
    QTest::addColumn<QString>("file");
    QTest::newRow("as the reference implementation writes them") << QStringLiteral("audit.jsonl");
    QTest::newRow("as the specification says") << QStringLiteral("spec.json");
}

void SealsTest::chainsHashedByPythonHold()
{
    QFETCH(QString, file);
    const std::string text = fileOf(qPrintable(file));
    std::vector<std::string> lines;
    if (const auto entries = extentAt(text, {"entries"})) { // an export: its entries as they lie in it
        ElementWalk walk(text, entries->begin);
        while (const auto entry = walk.next())
            lines.emplace_back(entry->of(text));
    } else {
        lines = linesOf(text);
    }
    QCOMPARE(lines.size(), 5U);
    const auto seals = sealsOf(lines);
    QCOMPARE(statesOf(seals), std::string("valid valid valid valid valid"));
    for (const Seal &seal : seals)
        QCOMPARE(seal.kind, SealKind::HashChain);
}

void SealsTest::pythonsJsonIsWrittenAsPythonWritesIt()
{
    // json.dumps({"b": [1e16, 1e-05, 0.0001, -0.0, 9999999999999998.0, 5e-324], "a": "\u007f\u00e9\U0001f600"}, sort_keys=True)
    Arena arena;
    const auto value = m_reader.read("{\"b\":[1e16,1e-05,0.0001,-0.0,9999999999999998.0,5e-324],\"a\":\"\\u007f\\u00e9\\ud83d\\ude00\"}", arena);
    QVERIFY(value.ok());
    QCOMPARE(pythonJson(*value, PythonJson::Spaced), std::string("{\"a\": \"\\u007f\\u00e9\\ud83d\\ude00\", \"b\": [1e+16, 1e-05, 0.0001, -0.0, 9999999999999998.0, 5e-324]}"));
    QCOMPARE(pythonJson(*value, PythonJson::Compact), std::string("{\"a\":\"\x7f\xC3\xA9\xF0\x9F\x98\x80\",\"b\":[1e+16,1e-05,0.0001,-0.0,9999999999999998.0,5e-324]}"));
}

/// FEATURES B8, first half.
void SealsTest::whatIsOutsideAnEntrysHashIsNotSealed()
{
    auto lines = linesOf(fileOf("audit.jsonl"));
    lines[1] = replaced(lines[1], "\"policy_version\": \"v4\"", "\"policy_version\": \"v9\"");
    lines[3] = replaced(lines[3], "did:mesh:ada", "did:mesh:eve");
    const auto seals = sealsOf(lines);
    QCOMPARE(statesOf(seals), std::string("valid valid valid valid valid"));
    for (const char *part : {"basis", "session", "trace", "labels/policy_version", "labels/policy_decision", "labels/matched_rule", "labels/arguments_hash", "labels/approver_did"})
        QVERIFY2(!covers(seals[1].kind, part), part);
    for (const char *part : {"agent", "tool", "target", "arguments", "outcome", "occurred", "span", "labels/event_type"})
        QVERIFY2(covers(seals[1].kind, part), part);
}

/// FEATURES B8, second half.
void SealsTest::aChangedActionBreaksTheChainThereAndWhatFollowsIsUnknown()
{
    auto lines = linesOf(fileOf("audit.jsonl"));
    lines[1] = replaced(lines[1], "\"action\": \"lookup\"", "\"action\": \"delete\"");
    const auto seals = sealsOf(lines);
    QCOMPARE(statesOf(seals), std::string("valid broken unknown unknown unknown"));
    QVERIFY(!seals[1].why.empty() && !seals[2].why.empty());
}

void SealsTest::aRemovedEntryBreaksTheChainWhereItWas()
{
    auto lines = linesOf(fileOf("audit.jsonl"));
    lines.erase(lines.begin() + 2);
    QCOMPARE(statesOf(sealsOf(lines)), std::string("valid valid broken unknown"));
    std::swap(lines[0], lines[1]);
    QCOMPARE(sealsOf(lines)[1].state, SealState::Valid); // "previous_hash" is empty: it begins a chain, and that is said as a gap
}

void SealsTest::aChainThatBeginsInItsMiddleSaysSo()
{
    const auto lines = linesOf(fileOf("audit.jsonl"));
    AgtChain chain;
    QCOMPARE(chain.add(lines[2], m_reader).state, SealState::Valid);
    QCOMPARE(chain.beginnings().size(), 1U);
    QVERIFY(!chain.beginnings()[0].previous.empty());
    QCOMPARE(chain.add(lines[0], m_reader).state, SealState::Valid);
    QCOMPARE(chain.beginnings().size(), 2U);
    QVERIFY(chain.beginnings()[1].previous.empty());
    QCOMPARE(chain.beginnings()[1].index, 1U);
}

void SealsTest::aChainGoesOnInTheNextSource()
{
    const auto lines = linesOf(fileOf("audit.jsonl"));
    AgtChain chain;
    chain.nextSource();
    (void)chain.add(lines[0], m_reader);
    (void)chain.add(replaced(lines[1], "lookup", "delete"), m_reader);
    chain.nextSource();
    QCOMPARE(chain.add(lines[2], m_reader).state, SealState::Unknown);
    QVERIFY(chain.beginnings().empty());
}

void SealsTest::anEntryThatCannotBeReadBreaksTheChain()
{
    auto lines = linesOf(fileOf("audit.jsonl"));
    lines[2].resize(lines[2].size() / 2);
    QCOMPARE(statesOf(sealsOf(lines)), std::string("valid valid broken unknown unknown"));
}

void SealsTest::entriesWithoutHashesAreNotSealed()
{
    auto lines = linesOf(fileOf("audit.jsonl"));
    const std::string bare = "{\"entry_id\":\"a\",\"event_type\":\"tool_invocation\",\"agent_did\":\"d\",\"action\":\"x\",\"entry_hash\":\"\",\"previous_hash\":\"\"}";
    QCOMPARE(statesOf(sealsOf({bare, bare})), std::string("not_sealed not_sealed"));
    // But a hash that was taken away is not an entry that never had one.
    lines[3] = replaced(lines[3], lines[3].substr(lines[3].find("\"entry_hash\": \"") + 15, 64), "");
    QCOMPARE(statesOf(sealsOf(lines)), std::string("valid valid valid broken unknown"));
}

void SealsTest::aLogFileThatADigestFileNamesHolds()
{
    const Trail &trail = theTrail();
    const SignedDigest digest = digestFile(trail, 1, "log", nullptr);
    const TrustedKey key = trail.key("f1");
    CloudTrailDigests digests;
    QVERIFY(digests.addFile("d/1.json", digest.bytes, m_reader));
    QVERIFY(digests.addFile("d/1.json.head.json", headOf(digest), m_reader));
    digests.addLog("2023/log1.json", sha256("log"));
    digests.addLog("other.json", sha256("other"));
    digests.check([&](const std::string &) { return std::vector{key}; });
    QCOMPARE(digests.sealOf("d/1.json").state, SealState::Valid);
    QCOMPARE(digests.sealOf("2023/log1.json").state, SealState::Valid);
    QCOMPARE(digests.sealOf("2023/log1.json").key, key.key.id());
    QCOMPARE(digests.sealOf("other.json").state, SealState::NotSealed);
    QVERIFY(digests.gapsOf("d/1.json").empty());
    QVERIFY(covers(SealKind::DigestFile, "basis"));
}

void SealsTest::theSignatureOfADigestFileMayBeInTheNextOne()
{
    const Trail &trail = theTrail();
    const SignedDigest one = digestFile(trail, 1, "log one", nullptr);
    const SignedDigest two = digestFile(trail, 2, "log two", &one);
    CloudTrailDigests digests;
    (void)digests.addFile("1.json", one.bytes, m_reader);
    (void)digests.addFile("2.json", two.bytes, m_reader);
    (void)digests.addFile("2.json.head.json", headOf(two), m_reader);
    digests.check([&](const std::string &) { return std::vector{trail.key("f1")}; });
    QCOMPARE(digests.sealOf("1.json").state, SealState::Valid);
    QCOMPARE(digests.sealOf("2.json").state, SealState::Valid);
    QCOMPARE(digests.gapsOf("2.json").size(), 1U); // its log file; the digest file before it is here
}

void SealsTest::aChangedLogFileDoesNotHold()
{
    const Trail &trail = theTrail();
    const SignedDigest digest = digestFile(trail, 1, "log", nullptr);
    CloudTrailDigests digests;
    (void)digests.addFile("1.json", digest.bytes, m_reader);
    (void)digests.addFile("1.json.head.json", headOf(digest), m_reader);
    digests.addLog("log1.json", sha256("lag"));
    digests.check([&](const std::string &) { return std::vector{trail.key("f1")}; });
    QCOMPARE(digests.sealOf("log1.json").state, SealState::Broken);
    QCOMPARE(digests.sealOf("1.json").state, SealState::Valid);
}

void SealsTest::aChangedDigestFileDoesNotHoldAndItsLogFilesAreUnknown()
{
    const Trail &trail = theTrail();
    const SignedDigest one = digestFile(trail, 1, "log", nullptr);
    const SignedDigest two = digestFile(trail, 2, "log two", &one);
    CloudTrailDigests digests;
    (void)digests.addFile("1.json", replaced(one.bytes, sha256("log").hex(), sha256("lag").hex()), m_reader);
    (void)digests.addFile("2.json", two.bytes, m_reader);
    (void)digests.addFile("2.json.head.json", headOf(two), m_reader);
    digests.addLog("log1.json", sha256("lag"));
    digests.addLog("log2.json", sha256("log two"));
    digests.check([&](const std::string &) { return std::vector{trail.key("f1")}; });
    QCOMPARE(digests.sealOf("1.json").state, SealState::Broken);
    QCOMPARE(digests.sealOf("log1.json").state, SealState::Unknown);
    QCOMPARE(digests.sealOf("log2.json").state, SealState::Valid); // each digest file is signed by itself
}

void SealsTest::aDigestFileOfAnotherKeyIsOfAnUnknownKey()
{
    const Trail &trail = theTrail();
    const Trail another;
    const SignedDigest digest = digestFile(trail, 1, "log", nullptr);
    CloudTrailDigests digests;
    (void)digests.addFile("1.json", digest.bytes, m_reader);
    (void)digests.addFile("1.json.head.json", headOf(digest), m_reader);
    digests.addLog("log1.json", sha256("log"));
    digests.check([&](const std::string &) { return std::vector{another.key("f2")}; });
    QCOMPARE(digests.sealOf("1.json").state, SealState::UnknownKey);
    QCOMPARE(digests.sealOf("log1.json").state, SealState::UnknownKey);
}

void SealsTest::whatADigestFileNamesAndIsNotHereIsNamed()
{
    const Trail &trail = theTrail();
    const SignedDigest one = digestFile(trail, 1, "log", nullptr);
    const SignedDigest two = digestFile(trail, 2, "log two", &one);
    CloudTrailDigests digests;
    (void)digests.addFile("2.json", two.bytes, m_reader);
    digests.check([&](const std::string &) { return std::vector{trail.key("f1")}; });
    QCOMPARE(digests.gapsOf("2.json").size(), 2U);
    QVERIFY(digests.gapsOf("2.json")[0].find("1_CloudTrail-Digest_1.json.gz") != std::string::npos);
    QVERIFY(digests.gapsOf("2.json")[1].find("log2.json.gz") != std::string::npos);
}

void SealsTest::aDigestFileWithoutASignatureProvesNothing()
{
    const Trail &trail = theTrail();
    const SignedDigest digest = digestFile(trail, 1, "log", nullptr);
    CloudTrailDigests digests;
    (void)digests.addFile("1.json", digest.bytes, m_reader);
    digests.addLog("log1.json", sha256("log"));
    digests.check([&](const std::string &) { return std::vector{trail.key("f1")}; });
    QCOMPARE(digests.sealOf("1.json").state, SealState::Unknown);
    QCOMPARE(digests.sealOf("log1.json").state, SealState::Unknown);
}

void SealsTest::aLogFileWhoseBytesAreNotHereAsAWholeIsUnknown()
{
    const Trail &trail = theTrail();
    const SignedDigest digest = digestFile(trail, 1, "log", nullptr);
    CloudTrailDigests digests;
    (void)digests.addFile("1.json", digest.bytes, m_reader);
    (void)digests.addFile("1.json.head.json", headOf(digest), m_reader);
    digests.addLog("log1.json", std::nullopt);
    digests.check([&](const std::string &) { return std::vector{trail.key("f1")}; });
    QCOMPARE(digests.sealOf("log1.json").state, SealState::Unknown);
}

QTEST_APPLESS_MAIN(SealsTest)
#include "seals_test.moc"
