// SPDX-License-Identifier: GPL-3.0-or-later
// Ed25519 by libsodium and DSSE envelopes. Checkpoints are checkpoint.cpp; where keys are kept is models/people.
#include "models/evidence/signing.h"

#include "models/base/canonical_json.h"
#include "models/base/code_points.h"
#include "models/base/json_reader.h"

#include <cassert>
#include <cstdlib>
#include <cstring>
#include <sodium.h>

namespace mandate {

namespace {

void ensureSodium()
{
    static const bool ready = sodium_init() >= 0;
    if (!ready)
        std::abort(); // without its random source no key may be made
}

const unsigned char *octetsOf(std::string_view text)
{
    return reinterpret_cast<const unsigned char *>(text.data());
}

Error badEnvelope(std::string why)
{
    Error error;
    error.kind = ErrorKind::Corrupt;
    error.code = "MND-EVD-002";
    error.happened = "The signed envelope does not hold: " + std::move(why) + '.';
    error.unaffected = "Nothing was accepted from it.";
    error.remedy = "Ask the signer for the original envelope and compare the key id.";
    return error;
}

} // namespace

std::string PublicKey::id() const
{
    const std::string_view view(reinterpret_cast<const char *>(octets.data()), octets.size());
    return "ed25519:" + sha256(view).hex().substr(0, 16);
}

struct SigningKey::Guarded
{
    unsigned char *secret = nullptr; ///< 64 octets as libsodium lays them out: seed, public key
    PublicKey publicKey;

    Guarded()
    {
        ensureSodium();
        secret = static_cast<unsigned char *>(sodium_malloc(crypto_sign_SECRETKEYBYTES));
        if (!secret)
            std::abort(); // no guarded memory: better no key than one that is swapped to disk
    }
    ~Guarded() { sodium_free(secret); }
    Guarded(const Guarded &) = delete;
    Guarded &operator=(const Guarded &) = delete;
};

SigningKey::SigningKey(std::unique_ptr<Guarded> guarded) : m_guarded(std::move(guarded)) {}
SigningKey::~SigningKey() = default;
SigningKey::SigningKey(SigningKey &&) noexcept = default;
SigningKey &SigningKey::operator=(SigningKey &&) noexcept = default;

SigningKey SigningKey::generate()
{
    auto guarded = std::make_unique<Guarded>();
    crypto_sign_keypair(guarded->publicKey.octets.data(), guarded->secret);
    sodium_mprotect_readonly(guarded->secret);
    return SigningKey(std::move(guarded));
}

SigningKey SigningKey::fromSeed(std::string_view seed)
{
    assert(seed.size() == crypto_sign_SEEDBYTES);
    auto guarded = std::make_unique<Guarded>();
    crypto_sign_seed_keypair(guarded->publicKey.octets.data(), guarded->secret, octetsOf(seed));
    sodium_mprotect_readonly(guarded->secret);
    return SigningKey(std::move(guarded));
}

const PublicKey &SigningKey::publicKey() const
{
    return m_guarded->publicKey;
}

Signature SigningKey::sign(std::string_view message) const
{
    Signature signature;
    crypto_sign_detached(signature.octets.data(), nullptr, octetsOf(message), message.size(), m_guarded->secret);
    return signature;
}

std::string SigningKey::seed() const
{
    return {reinterpret_cast<const char *>(m_guarded->secret), crypto_sign_SEEDBYTES};
}

bool verifySignature(const PublicKey &key, std::string_view message, const Signature &signature)
{
    ensureSodium();
    return crypto_sign_verify_detached(signature.octets.data(), octetsOf(message), message.size(), key.octets.data()) == 0;
}

std::string dssePreAuthentication(std::string_view payloadType, std::string_view payload)
{
    std::string text = "DSSEv1 " + std::to_string(payloadType.size()) + ' ';
    text += payloadType;
    text += ' ' + std::to_string(payload.size()) + ' ';
    text += payload;
    return text;
}

std::string dsseEnvelope(std::string_view payloadType, std::string_view payload, const SigningKey &key)
{
    if (!isUtf8(payload))
        return dsseEnvelope(payloadType, asUtf8(payload), key);
    const Signature signature = key.sign(dssePreAuthentication(payloadType, payload));
    std::string out = R"({"payload":")" + toBase64(payload) + R"(","payloadType":)";
    appendCanonicalString(out, payloadType);
    out += R"(,"signatures":[{"keyid":")" + key.publicKey().id() + R"(","sig":")";
    out += toBase64({reinterpret_cast<const char *>(signature.octets.data()), signature.octets.size()});
    out += R"("}]})";
    return out;
}

Result<DsseContent> openDsse(std::string_view envelope, const PublicKey &key)
{
    Arena arena;
    JsonReader reader;
    const auto parsed = reader.read(envelope, arena);
    if (!parsed)
        return badEnvelope("it is not JSON");
    const Value &root = parsed.value();
    const auto payload = root.findText("payload");
    const auto type = root.findText("payloadType");
    const Value *signatures = root.find("signatures");
    if (!payload || !type || !signatures || !signatures->isList() || signatures->items().size() != 1)
        return badEnvelope("it lacks a payload, a payload type or its one signature");
    const Value &entry = signatures->items()[0];
    const auto keyId = entry.findText("keyid");
    const auto text = entry.findText("sig");
    if (!text)
        return badEnvelope("its signature has no value");
    if (keyId && *keyId != key.id())
        return badEnvelope("it was signed by key " + std::string(*keyId) + ", not by " + key.id());
    const auto octets = fromBase64(*text);
    const auto content = fromBase64(*payload);
    if (!octets || !content || octets->size() != crypto_sign_BYTES)
        return badEnvelope("its Base64 is malformed");
    Signature signature;
    std::memcpy(signature.octets.data(), octets->data(), octets->size());
    if (!verifySignature(key, dssePreAuthentication(*type, *content), signature))
        return badEnvelope("the signature by " + key.id() + " does not match the payload");
    return DsseContent{std::string(*type), *content, key.id()};
}

} // namespace mandate
