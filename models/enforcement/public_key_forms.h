// SPDX-License-Identifier: GPL-3.0-or-later
// The forms in which others take our public key, and Base64 for URLs (RFC 4648 section 5, without padding).
#pragma once

#include "models/evidence/signing.h"

#include <string>
#include <string_view>

namespace mandate {

/// SubjectPublicKeyInfo (RFC 8410) in PEM, as `openssl pkeyutl -pubin -inkey` takes it.
[[nodiscard]] std::string publicKeyPem(const PublicKey &key);
/// A JWK Set (RFC 7517, RFC 8037) with this one key, for receivers of security events.
[[nodiscard]] std::string publicKeySet(const PublicKey &key);
/// "whpk_" and Base64, as Standard Webhooks names a key that verifies v1a signatures.
[[nodiscard]] std::string webhookPublicKey(const PublicKey &key);

[[nodiscard]] std::string toBase64Url(std::string_view octets);

} // namespace mandate
