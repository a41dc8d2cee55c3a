// SPDX-License-Identifier: GPL-3.0-or-later
// Signatures against RFC 8032, DSSE's published vector and OpenSSL; keys that are imported; envelopes and notes that were tampered with.
#include <QFile>
#include <QTest>

#include "models/evidence/imported_key.h" // after Qt: moc 6.4 stumbles over <concepts> when it comes first
#include "models/evidence/signing.h"

#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <algorithm>

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
    /// RFC 8032, section 7.1: all five vectors of Ed25519.
    void everyVectorOfRfc8032IsSignedAndVerified_data()
    {
        QTest::addColumn<QByteArray>("seed");
        QTest::addColumn<QByteArray>("publicKey");
        QTest::addColumn<QByteArray>("message");
        QTest::addColumn<QByteArray>("signature");
        const auto octets = [](const char *hex) { return QByteArray::fromHex(QByteArray(hex)); };
        QTest::newRow("TEST 1") << octets("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
            << octets("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
            << octets("")
            << octets("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b");
        QTest::newRow("TEST 2") << octets("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
            << octets("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
            << octets("72")
            << octets("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
        QTest::newRow("TEST 3") << octets("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7")
            << octets("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025")
            << octets("af82")
            << octets("6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a");
        QTest::newRow("TEST 1024") << octets("f5e5767cf153319517630f226876b86c8160cc583bc013744c6bf255f5cc0ee5")
            << octets("278117fc144c72340f67d0f2316e8386ceffbf2b2428c9c51fef7c597f1d426e")
            << octets("08b8b2b733424243760fe426a4b54908632110a66c2f6591eabd3345e3e4eb98"
                      "fa6e264bf09efe12ee50f8f54e9f77b1e355f6c50544e23fb1433ddf73be84d8"
                      "79de7c0046dc4996d9e773f4bc9efe5738829adb26c81b37c93a1b270b20329d"
                      "658675fc6ea534e0810a4432826bf58c941efb65d57a338bbd2e26640f89ffbc"
                      "1a858efcb8550ee3a5e1998bd177e93a7363c344fe6b199ee5d02e82d522c4fe"
                      "ba15452f80288a821a579116ec6dad2b3b310da903401aa62100ab5d1a36553e"
                      "06203b33890cc9b832f79ef80560ccb9a39ce767967ed628c6ad573cb116dbef"
                      "efd75499da96bd68a8a97b928a8bbc103b6621fcde2beca1231d206be6cd9ec7"
                      "aff6f6c94fcd7204ed3455c68c83f4a41da4af2b74ef5c53f1d8ac70bdcb7ed1"
                      "85ce81bd84359d44254d95629e9855a94a7c1958d1f8ada5d0532ed8a5aa3fb2"
                      "d17ba70eb6248e594e1a2297acbbb39d502f1a8c6eb6f1ce22b3de1a1f40cc24"
                      "554119a831a9aad6079cad88425de6bde1a9187ebb6092cf67bf2b13fd65f270"
                      "88d78b7e883c8759d2c4f5c65adb7553878ad575f9fad878e80a0c9ba63bcbcc"
                      "2732e69485bbc9c90bfbd62481d9089beccf80cfe2df16a2cf65bd92dd597b07"
                      "07e0917af48bbb75fed413d238f5555a7a569d80c3414a8d0859dc65a46128ba"
                      "b27af87a71314f318c782b23ebfe808b82b0ce26401d2e22f04d83d1255dc51a"
                      "ddd3b75a2b1ae0784504df543af8969be3ea7082ff7fc9888c144da2af58429e"
                      "c96031dbcad3dad9af0dcbaaaf268cb8fcffead94f3c7ca495e056a9b47acdb7"
                      "51fb73e666c6c655ade8297297d07ad1ba5e43f1bca32301651339e22904cc8c"
                      "42f58c30c04aafdb038dda0847dd988dcda6f3bfd15c4b4c4525004aa06eeff8"
                      "ca61783aacec57fb3d1f92b0fe2fd1a85f6724517b65e614ad6808d6f6ee34df"
                      "f7310fdc82aebfd904b01e1dc54b2927094b2db68d6f903b68401adebf5a7e08"
                      "d78ff4ef5d63653a65040cf9bfd4aca7984a74d37145986780fc0b16ac451649"
                      "de6188a7dbdf191f64b5fc5e2ab47b57f7f7276cd419c17a3ca8e1b939ae49e4"
                      "88acba6b965610b5480109c8b17b80e1b7b750dfc7598d5d5011fd2dcc5600a3"
                      "2ef5b52a1ecc820e308aa342721aac0943bf6686b64b2579376504ccc493d97e"
                      "6aed3fb0f9cd71a43dd497f01f17c0e2cb3797aa2a2f256656168e6c496afc5f"
                      "b93246f6b1116398a346f1a641f3b041e989f7914f90cc2c7fff357876e506b5"
                      "0d334ba77c225bc307ba537152f3f1610e4eafe595f6d9d90d11faa933a15ef1"
                      "369546868a7f3a45a96768d40fd9d03412c091c6315cf4fde7cb68606937380d"
                      "b2eaaa707b4c4185c32eddcdd306705e4dc1ffc872eeee475a64dfac86aba41c"
                      "0618983f8741c5ef68d3a101e8a3b8cac60c905c15fc910840b94c00a0b9d0")
            << octets("0aab4c900501b3e24d7cdf4663326a3a87df5e4843b2cbdb67cbf6e460fec350aa5371b1508f9f4528ecea23c436d94b5e8fcd4f681e30a6ac00a9704a188a03");
        QTest::newRow("TEST SHA(abc)") << octets("833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42")
            << octets("ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf")
            << octets("ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f")
            << octets("dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704");
    }
    void everyVectorOfRfc8032IsSignedAndVerified()
    {
        QFETCH(QByteArray, seed);
        QFETCH(QByteArray, publicKey);
        QFETCH(QByteArray, message);
        QFETCH(QByteArray, signature);
        const SigningKey key = SigningKey::fromSeed(seed.toStdString());
        QCOMPARE(hexOf(key.publicKey().octets), publicKey.toHex().toStdString());
        const Signature made = key.sign(message.toStdString());
        QCOMPARE(hexOf(made.octets), signature.toHex().toStdString());
        QVERIFY(verifySignature(key.publicKey(), message.toStdString(), made));
        QVERIFY(!verifySignature(key.publicKey(), message.toStdString() + ' ', made));
        Signature changed = made;
        changed.octets[0] ^= 1;
        QVERIFY(!verifySignature(key.publicKey(), message.toStdString(), changed));
    }
    /// The points of small order that libsodium (ge25519_has_small_order) and "Taming the many EdDSAs" (Chalkias, Garillot, Nikolaenko 2020) list.
    /// With such a key one signature holds for many messages.
    void everySmallOrderKeyIsRejected_data()
    {
        QTest::addColumn<QByteArray>("key");
        for (const char *hex : {"0100000000000000000000000000000000000000000000000000000000000000", "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                                "0000000000000000000000000000000000000000000000000000000000000000", "0000000000000000000000000000000000000000000000000000000000000080",
                                "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05", "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
                                "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a", "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
                                "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"})
            QTest::newRow(hex) << QByteArray::fromHex(hex);
    }
    void everySmallOrderKeyIsRejected()
    {
        QFETCH(QByteArray, key);
        PublicKey small;
        std::copy(key.begin(), key.end(), small.octets.begin());
        Signature signature; // R the neutral element and S = 0: holds by the equation alone for the first of these keys
        signature.octets[0] = 1;
        QVERIFY(!verifySignature(small, "anything", signature));
        std::string spki = *fromHex("302a300506032b6570032100");
        spki += key.toStdString();
        QCOMPARE(readImportedKey(spki).ok(), false);
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
    void whatIsNotUtf8IsSignedSoThatItCanBeRead()
    {
        const SigningKey key = testKey();
        const std::string envelope = dsseEnvelope("application/json", "{\"note\":\"Gef\xe4hrlich\"}", key);
        QCOMPARE(openDsse(envelope, key.publicKey())->payload, std::string("{\"note\":\"Gef\xEF\xBF\xBDhrlich\"}"));
    }
    /// The test vector of DSSE's protocol.md (secure-systems-lab/dsse, "Test Vectors"): its encoding and its signature, which is ECDSA over NIST P-256. Another
    /// program made that signature, so it holds over our encoding only if that is the right one.
    void thePublishedVectorOfDsseHoldsOverOurEncoding()
    {
        const std::string encoded = dssePreAuthentication("http://example.com/HelloWorld", "hello world");
        QCOMPARE(encoded, std::string("DSSEv1 29 http://example.com/HelloWorld 11 hello world"));
        // X and Y of protocol.md, in hexadecimal, as an uncompressed point within a SubjectPublicKeyInfo.
        const std::string spki = *fromHex("3059301306072a8648ce3d020106082a8648ce3d030107034200" "04"
                                          "67cd390f77aa359cb08c2235f652270493a9ed832b0abcc01f70954c0390d238"
                                          "0c782bd54e269125a44f4433aff1432ce94e12bca73aa67ac80cea12608ddf74");
        const unsigned char *at = reinterpret_cast<const unsigned char *>(spki.data());
        EVP_PKEY *key = d2i_PUBKEY(nullptr, &at, static_cast<long>(spki.size()));
        QVERIFY(key);
        const std::string raw = *fromBase64("A3JqsQGtVsJ2O2xqrI5IcnXip5GToJ3F+FnZ+O88SjtR6rDAajabZKciJTfUiHqJPcIAriEGAHTVeCUjW2JIZA==");
        ECDSA_SIG *signature = ECDSA_SIG_new();
        const auto *octets = reinterpret_cast<const unsigned char *>(raw.data());
        ECDSA_SIG_set0(signature, BN_bin2bn(octets, 32, nullptr), BN_bin2bn(octets + 32, 32, nullptr));
        unsigned char *der = nullptr;
        const int length = i2d_ECDSA_SIG(signature, &der);
        const auto holdsOver = [&](const std::string &message) {
            EVP_MD_CTX *context = EVP_MD_CTX_new();
            EVP_DigestVerifyInit(context, nullptr, EVP_sha256(), nullptr, key);
            const int verified = EVP_DigestVerify(context, der, static_cast<std::size_t>(length), reinterpret_cast<const unsigned char *>(message.data()), message.size());
            EVP_MD_CTX_free(context);
            return verified == 1;
        };
        QVERIFY(holdsOver(encoded));
        QVERIFY(!holdsOver(dssePreAuthentication("http://example.com/HelloWorld", "hello worle")));
        QVERIFY(!holdsOver(dssePreAuthentication("http://example.com/HelloWorl", "dhello world")));
        OPENSSL_free(der);
        ECDSA_SIG_free(signature);
        EVP_PKEY_free(key);
    }
    void aKeyIsImportedAsPemAsDerAndAsTheBase64ThatCloudTrailPrints()
    {
        const SigningKey own = testKey();
        std::string spki = *fromHex("302a300506032b6570032100");
        spki.append(reinterpret_cast<const char *>(own.publicKey().octets.data()), 32);
        const auto der = readImportedKey(spki);
        QVERIFY2(der.ok(), der ? "" : describe(der.error()).c_str());
        QCOMPARE(der->id(), own.publicKey().id());
        const Signature signature = own.sign("message");
        const std::string octets(reinterpret_cast<const char *>(signature.octets.data()), 64);
        QVERIFY(der->verifies("message", octets));
        QVERIFY(!der->verifies("massage", octets));
        QVERIFY(!der->verifies("message", octets.substr(1)));
        QCOMPARE(readImportedKey(toBase64(spki) + "\n")->id(), der->id());
        QCOMPARE(readImportedKey("-----BEGIN PUBLIC KEY-----\n" + toBase64(spki) + "\n-----END PUBLIC KEY-----\n")->id(), der->id());
        QVERIFY(importedKey(der->der).ok());
    }
    void whatIsNoKeyIsNotImported()
    {
        for (const std::string &file : {std::string(), std::string("hello"), std::string(100'000, 'A'), std::string("-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIAAB\n-----END PRIVATE KEY-----\n"),
                                        std::string("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n")}) {
            const auto key = readImportedKey(file);
            QVERIFY(!key);
            QCOMPARE(key.error().code, std::string("MND-EVD-010"));
        }
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
