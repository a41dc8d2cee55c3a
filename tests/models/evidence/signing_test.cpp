// SPDX-License-Identifier: GPL-3.0-or-later
// Signatures against RFC 8032 and against OpenSSL; envelopes and notes that were tampered with.
#include <QFile>
#include <QTest>

#include "models/evidence/signing.h" // after Qt: moc 6.4 stumbles over <concepts> when it comes first

using namespace mandate;

namespace {

std::string contentOf(const char *name)
{
    QFile file(QStringLiteral(MANDATE_SOURCE_DIR "/tests/data/checkpoint/") + QLatin1String(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
}

SigningKey testKey()
{
    std::string seed;
    for (int i = 0; i < 32; ++i)
        seed += static_cast<char>(i);
    return SigningKey::fromSeed(seed);
}

template<std::size_t N>
std::string hexOf(const std::array<std::uint8_t, N> &octets)
{
    return toHex({reinterpret_cast<const char *>(octets.data()), octets.size()});
}

} // namespace

class SigningTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rfc8032TestVectorsHold()
    {
        const SigningKey one = SigningKey::fromSeed(*fromHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"));
        QCOMPARE(hexOf(one.publicKey().octets), std::string("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"));
        QCOMPARE(
            hexOf(one.sign("").octets),
            std::string(
                "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"));
        const SigningKey two = SigningKey::fromSeed(*fromHex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"));
        QCOMPARE(
            hexOf(two.sign("\x72").octets),
            std::string(
                "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"));
    }
    void aSmallOrderKeyIsRejected()
    {
        PublicKey small;
        small.octets[0] = 1; // the neutral element
        Signature signature;
        signature.octets[0] = 1;
        QVERIFY(!verifySignature(small, "anything", signature));
    }
    void aNonCanonicalSIsRejected()
    {
        const SigningKey key = testKey();
        Signature signature = key.sign("message");
        // S + L verifies by the equation alone; L as little-endian octets.
        const std::string order = *fromHex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
        unsigned carry = 0;
        for (std::size_t i = 0; i < 32; ++i) {
            carry += signature.octets[32 + i] + static_cast<unsigned char>(order[i]);
            signature.octets[32 + i] = static_cast<std::uint8_t>(carry);
            carry >>= 8;
        }
        QVERIFY(!verifySignature(key.publicKey(), "message", signature));
    }
    void aCheckpointSignedByOpensslOpensAndIsWrittenTheSame()
    {
        const SigningKey key = testKey();
        const std::string note = contentOf("openssl.note");
        const auto checkpoint = openCheckpoint(note, key.publicKey());
        QVERIFY2(checkpoint.ok(), checkpoint ? "" : describe(checkpoint.error()).c_str());
        QCOMPARE(checkpoint->origin, std::string("mandate/0f3a9b"));
        QCOMPARE(checkpoint->size, std::uint64_t{20852163});
        QCOMPARE(checkpoint->root, sha256("root"));
        QCOMPARE(signCheckpoint(*checkpoint, key), note);
    }
    void aCheckpointWithAnyByteChangedIsRefused()
    {
        const std::string note = contentOf("openssl.note");
        const PublicKey key = testKey().publicKey();
        QVERIFY(!note.empty());
        for (std::size_t i = 0; i < note.size(); ++i) {
            std::string changed = note;
            changed[i] = static_cast<char>(changed[i] ^ 1);
            QVERIFY2(!openCheckpoint(changed, key), std::to_string(i).c_str());
            QVERIFY2(!openCheckpoint(std::string_view(note).substr(0, i), key), std::to_string(i).c_str());
        }
    }
    void aCheckpointOfAnotherKeyIsRefused() { QVERIFY(!openCheckpoint(contentOf("openssl.note"), SigningKey::generate().publicKey())); }
    void anEnvelopeSignedByOpensslOpensAndIsWrittenTheSame()
    {
        const SigningKey key = testKey();
        const std::string envelope = contentOf("openssl.dsse.json");
        const auto content = openDsse(envelope, key.publicKey());
        QVERIFY2(content.ok(), content ? "" : describe(content.error()).c_str());
        QCOMPARE(content->payload, std::string("hello world"));
        QCOMPARE(content->payloadType, std::string("http://example.com/HelloWorld"));
        QCOMPARE(content->keyId, key.publicKey().id());
        QCOMPARE(dsseEnvelope(content->payloadType, content->payload, key), envelope);
    }
    void anEnvelopeWithAnyByteChangedIsRefused()
    {
        const std::string envelope = contentOf("openssl.dsse.json");
        const PublicKey key = testKey().publicKey();
        QVERIFY(!envelope.empty());
        for (std::size_t i = 0; i < envelope.size(); ++i) {
            std::string changed = envelope;
            changed[i] = static_cast<char>(changed[i] ^ 1);
            if (changed.find("\"keyie\"") != std::string::npos || changed.find("keyid") == std::string::npos)
                continue; // without a key id the signature alone decides, as DSSE says
            QVERIFY2(!openDsse(changed, key), changed.c_str());
        }
    }
};

QTEST_APPLESS_MAIN(SigningTest)
#include "signing_test.moc"
