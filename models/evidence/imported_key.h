// SPDX-License-Identifier: GPL-3.0-or-later
// Somebody else's public key, as it is imported to check what they signed: Ed25519 by libsodium's rule, RSA with SHA-256 by OpenSSL. No certificates,
// no private keys; who the key belongs to is said by whoever imports it.
#pragma once

#include "models/base/result.h"
#include "models/evidence/signing.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace mandate {

enum class KeyAlgorithm : std::uint8_t { Ed25519, Rsa };
/// "ed25519", "rsa-sha256".
[[nodiscard]] std::string_view nameOf(KeyAlgorithm algorithm);

struct ImportedKey
{
    KeyAlgorithm algorithm = KeyAlgorithm::Ed25519;
    std::string der; ///< SubjectPublicKeyInfo (RFC 5280)
    bool operator==(const ImportedKey &) const = default;
    /// "ed25519:" as PublicKey::id(), or "rsa:" and the first 16 hexadecimal digits of SHA-256 over `der`.
    [[nodiscard]] std::string id() const;
    /// RSA: PKCS #1 v1.5 with SHA-256 (RFC 8017). False for a signature of another length as for one that does not hold.
    [[nodiscard]] bool verifies(std::string_view message, std::string_view signature) const;
};

/// From PEM ("PUBLIC KEY", or PKCS #1 "RSA PUBLIC KEY"), or from DER in one of the two forms, plain or as the Base64 that "aws cloudtrail
/// list-public-keys" prints. Input error for anything else, for RSA below 2048 bits and for Ed25519 keys that libsodium calls invalid.
Result<ImportedKey> readImportedKey(std::string_view file);
/// From `der` as it was kept; Corrupt when it is none.
Result<ImportedKey> importedKey(std::string_view der);

} // namespace mandate
