// SPDX-License-Identifier: GPL-3.0-or-later
// Time-stamp requests and responses (RFC 3161, with the SHA-256 certificate identifiers of RFC 5816): that something was there at a time, on the word of an
// authority outside. Verified with OpenSSL against certificates that somebody chose. Knows no network and no ledger.
#pragma once

#include "models/base/digest.h"
#include "models/base/instant.h"
#include "models/base/result.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace mandate {

/// What an authority signed.
struct Timestamp
{
    Instant at;            ///< genTime, UTC
    std::string serial;    ///< hexadecimal
    std::string policy;    ///< object identifier in dots
    std::string authority; ///< subject of the certificate that signed, RFC 2253
    bool operator==(const Timestamp &) const = default;
};

/// DER TimeStampReq for what has this SHA-256: asks for the certificate. A nonce of 0 is none.
[[nodiscard]] std::string timestampRequest(const Digest &imprint, std::uint64_t nonce = 0);

/// The DER TimeStampResp, if it grants a token over `imprint` that a certificate for time stamping signed which leads to one of `trusted` (PEM, one
/// or several), as of the token's own time. `nonce` as in the request; 0 is not compared. Corrupt with the reason else.
Result<Timestamp> openTimestamp(std::string_view response, const Digest &imprint, std::string_view trusted, std::uint64_t nonce = 0);

/// Whether a text holds certificates in PEM and nothing that cannot be read. Input error else.
Result<void> checkCertificates(std::string_view pem);

} // namespace mandate
