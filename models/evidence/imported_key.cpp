// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/evidence/imported_key.h"

#include <cstring>
#include <memory>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <sodium.h>

namespace mandate {

namespace {

constexpr int smallestRsa = 2048; // bits
constexpr std::size_t largestKeyFile = std::size_t{1} << 16;

using KeyPointer = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;

Error noKey(std::string why)
{
    Error error;
    error.kind = ErrorKind::Input;
    error.code = "MND-EVD-010";
    error.happened = "This is no public key that signatures can be checked with: " + std::move(why) + '.';
    error.unaffected = "No key was imported.";
    error.remedy = "Give an Ed25519 key, or an RSA key of 2048 bits or more, as PEM: \"BEGIN PUBLIC KEY\" or \"BEGIN RSA PUBLIC KEY\".";
    return error;
}

KeyPointer fromDer(std::string_view der)
{
    const auto *begin = reinterpret_cast<const unsigned char *>(der.data());
    const auto length = static_cast<long>(der.size());
    for (const bool pkcs1 : {false, true}) {
        const unsigned char *at = begin;
        KeyPointer key(pkcs1 ? d2i_PublicKey(EVP_PKEY_RSA, nullptr, &at, length) : d2i_PUBKEY(nullptr, &at, length), &EVP_PKEY_free);
        ERR_clear_error();
        if (key && at == begin + length)
            return key;
    }
    return {nullptr, &EVP_PKEY_free};
}

/// The octets between a PEM file's lines; nothing when it is no PEM of a public key.
std::optional<std::string> derInPem(std::string_view pem)
{
    std::unique_ptr<BIO, decltype(&BIO_free)> source(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), &BIO_free);
    char *name = nullptr;
    char *header = nullptr;
    unsigned char *data = nullptr;
    long length = 0;
    const bool read = source && PEM_read_bio(source.get(), &name, &header, &data, &length) == 1;
    ERR_clear_error();
    if (!read)
        return std::nullopt;
    std::optional<std::string> der;
    if (std::strcmp(name, "PUBLIC KEY") == 0 || std::strcmp(name, "RSA PUBLIC KEY") == 0)
        der.emplace(reinterpret_cast<const char *>(data), static_cast<std::size_t>(length));
    OPENSSL_free(name);
    OPENSSL_free(header);
    OPENSSL_free(data);
    return der;
}

std::string spkiOf(EVP_PKEY *key)
{
    unsigned char *out = nullptr;
    const int length = i2d_PUBKEY(key, &out);
    std::string der(reinterpret_cast<const char *>(out), length > 0 ? static_cast<std::size_t>(length) : 0);
    OPENSSL_free(out);
    return der;
}

std::optional<PublicKey> rawEd25519(EVP_PKEY *key)
{
    PublicKey raw;
    std::size_t length = raw.octets.size();
    if (EVP_PKEY_get_raw_public_key(key, raw.octets.data(), &length) != 1 || length != raw.octets.size())
        return std::nullopt;
    return raw;
}

Result<ImportedKey> taken(const KeyPointer &key)
{
    if (!key)
        return noKey("it is neither PEM nor DER of one");
    if (EVP_PKEY_base_id(key.get()) == EVP_PKEY_RSA) {
        if (EVP_PKEY_bits(key.get()) < smallestRsa)
            return noKey("an RSA key of " + std::to_string(EVP_PKEY_bits(key.get())) + " bits is too short to prove anything");
        return ImportedKey{KeyAlgorithm::Rsa, spkiOf(key.get())};
    }
    if (EVP_PKEY_base_id(key.get()) != EVP_PKEY_ED25519)
        return noKey("its algorithm is neither Ed25519 nor RSA");
    const auto raw = rawEd25519(key.get());
    if (!raw || sodium_init() < 0 || crypto_core_ed25519_is_valid_point(raw->octets.data()) != 1)
        return noKey("its point is not one that a key can have (small order, or not written canonically)");
    return ImportedKey{KeyAlgorithm::Ed25519, spkiOf(key.get())};
}

} // namespace

std::string_view nameOf(KeyAlgorithm algorithm)
{
    return algorithm == KeyAlgorithm::Ed25519 ? "ed25519" : "rsa-sha256";
}

std::string ImportedKey::id() const
{
    if (algorithm == KeyAlgorithm::Ed25519) {
        if (const KeyPointer key = fromDer(der); key) {
            if (const auto raw = rawEd25519(key.get()))
                return raw->id();
        }
    }
    return "rsa:" + sha256(der).hex().substr(0, 16);
}

bool ImportedKey::verifies(std::string_view message, std::string_view signature) const
{
    const KeyPointer key = fromDer(der);
    if (!key)
        return false;
    if (algorithm == KeyAlgorithm::Ed25519) {
        const auto raw = rawEd25519(key.get());
        Signature octets;
        if (!raw || signature.size() != octets.octets.size())
            return false;
        std::memcpy(octets.octets.data(), signature.data(), signature.size());
        return verifySignature(*raw, message, octets);
    }
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    const bool holds = context && EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get()) == 1 &&
                       EVP_DigestVerify(context.get(), reinterpret_cast<const unsigned char *>(signature.data()), signature.size(),
                                        reinterpret_cast<const unsigned char *>(message.data()), message.size()) == 1;
    ERR_clear_error();
    return holds;
}

Result<ImportedKey> readImportedKey(std::string_view file)
{
    if (file.size() > largestKeyFile)
        return noKey("a file of " + std::to_string(file.size()) + " bytes is none");
    if (file.find("PRIVATE KEY-----") != std::string_view::npos)
        return noKey("it is a private key, which nobody else should have");
    if (const auto der = derInPem(file))
        return taken(fromDer(*der));
    std::string_view text = file;
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r' || text.back() == ' '))
        text.remove_suffix(1);
    if (const auto der = fromBase64(text))
        return taken(fromDer(*der));
    return taken(fromDer(file));
}

Result<ImportedKey> importedKey(std::string_view der)
{
    auto key = taken(fromDer(der));
    if (!key || key->der == der)
        return key;
    return noKey("it is not kept in the form it was imported in");
}

} // namespace mandate
