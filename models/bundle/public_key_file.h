// SPDX-License-Identifier: GPL-3.0-or-later
// Ed25519 public keys as PEM (RFC 8410), as openssl reads them.
#pragma once

#include "models/evidence/signing.h"

#include <optional>
#include <string>
#include <string_view>

namespace mandate::bundle {

[[nodiscard]] std::string pemOf(const PublicKey &key);
[[nodiscard]] std::optional<PublicKey> keyOfPem(std::string_view pem);
/// "keys/ed25519-….pem"
[[nodiscard]] std::string personKeyFile(const PublicKey &key);

} // namespace mandate::bundle
