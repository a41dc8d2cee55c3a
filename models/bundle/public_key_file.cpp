// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/bundle/public_key_file.h"

#include "models/bundle/bundle_files.h"

#include <algorithm>
#include <cstring>

namespace mandate::bundle {

namespace {

constexpr std::string_view begin = "-----BEGIN PUBLIC KEY-----\n";
constexpr std::string_view end = "\n-----END PUBLIC KEY-----\n";
/// SubjectPublicKeyInfo of Ed25519, up to the 32 octets of the key.
constexpr std::string_view prefix("\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00", 12);

} // namespace

std::string pemOf(const PublicKey &key)
{
    std::string octets(prefix);
    octets.append(reinterpret_cast<const char *>(key.octets.data()), key.octets.size());
    return std::string(begin) + toBase64(octets) + std::string(end);
}

std::optional<PublicKey> keyOfPem(std::string_view pem)
{
    if (!pem.starts_with(begin) || !pem.ends_with(end) || pem.size() < begin.size() + end.size())
        return std::nullopt;
    const auto octets = fromBase64(pem.substr(begin.size(), pem.size() - begin.size() - end.size()));
    PublicKey key;
    if (!octets || octets->size() != prefix.size() + key.octets.size() || !octets->starts_with(prefix))
        return std::nullopt;
    std::memcpy(key.octets.data(), octets->data() + prefix.size(), key.octets.size());
    return key;
}

std::string personKeyFile(const PublicKey &key)
{
    std::string id = key.id();
    std::ranges::replace(id, ':', '-');
    return files::personKeyFolder + id + ".pem";
}

} // namespace mandate::bundle
