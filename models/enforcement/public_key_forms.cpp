// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/enforcement/public_key_forms.h"

namespace mandate {

namespace {

std::string_view octetsOf(const PublicKey &key)
{
    return {reinterpret_cast<const char *>(key.octets.data()), key.octets.size()};
}

} // namespace

std::string publicKeyPem(const PublicKey &key)
{
    // SEQUENCE { SEQUENCE { OID 1.3.101.112 }, BIT STRING }, RFC 8410 section 4
    std::string der("\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00", 12);
    der += octetsOf(key);
    return "-----BEGIN PUBLIC KEY-----\n" + toBase64(der) + "\n-----END PUBLIC KEY-----\n";
}

std::string publicKeySet(const PublicKey &key)
{
    return R"({"keys":[{"alg":"EdDSA","crv":"Ed25519","kid":")" + key.id() + R"(","kty":"OKP","use":"sig","x":")" + toBase64Url(octetsOf(key)) +
           "\"}]}";
}

std::string webhookPublicKey(const PublicKey &key)
{
    return "whpk_" + toBase64(octetsOf(key));
}

std::string toBase64Url(std::string_view octets)
{
    std::string text = toBase64(octets);
    while (text.ends_with('='))
        text.pop_back();
    for (char &c : text) {
        if (c == '+')
            c = '-';
        else if (c == '/')
            c = '_';
    }
    return text;
}

} // namespace mandate
