// SPDX-License-Identifier: GPL-3.0-or-later
// Ed25519 signatures (RFC 8032) by libsodium's rule, DSSE envelopes for what people sign, and C2SP signed notes for checkpoints.
#pragma once

#include "models/base/digest.h"
#include "models/base/result.h"

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace mandate {

struct PublicKey
{
    std::array<std::uint8_t, 32> octets{};
    bool operator==(const PublicKey &) const = default;
    /// "ed25519:" and the first 16 hexadecimal digits of SHA-256 over the key: how people and entries name it.
    [[nodiscard]] std::string id() const;
};

struct Signature
{
    std::array<std::uint8_t, 64> octets{};
    bool operator==(const Signature &) const = default;
};

/// A private key in memory that libsodium guards: not swapped, wiped when done.
class SigningKey
{
public:
    static SigningKey generate();
    /// From the 32-octet seed of RFC 8032.
    static SigningKey fromSeed(std::string_view seed);
    ~SigningKey();
    SigningKey(SigningKey &&) noexcept;
    SigningKey &operator=(SigningKey &&) noexcept;

    [[nodiscard]] const PublicKey &publicKey() const;
    [[nodiscard]] Signature sign(std::string_view message) const;
    [[nodiscard]] std::string seed() const;

private:
    struct Guarded;
    explicit SigningKey(std::unique_ptr<Guarded> guarded);
    std::unique_ptr<Guarded> m_guarded;
};

/// Rejects what libsodium rejects: small-order keys, non-canonical S.
[[nodiscard]] bool verifySignature(const PublicKey &key, std::string_view message, const Signature &signature);

/// Pre-authentication encoding of DSSE v1: the octets that an envelope's signatures are over.
[[nodiscard]] std::string dssePreAuthentication(std::string_view payloadType, std::string_view payload);
/// DSSE v1 envelope (github.com/secure-systems-lab/dsse) as canonical JSON: {"payload","payloadType","signatures":[{"keyid","sig"}]}.
/// An octet of the payload that is no UTF-8 is signed as U+FFFD: nobody could read what was signed otherwise, and a ledger keeps it for good.
[[nodiscard]] std::string dsseEnvelope(std::string_view payloadType, std::string_view payload, const SigningKey &key);
struct DsseContent
{
    std::string payloadType;
    std::string payload;
    std::string keyId;
};
/// Opens an envelope if its one signature by `key` holds; else Corrupt with the reason.
Result<DsseContent> openDsse(std::string_view envelope, const PublicKey &key);

/// A checkpoint of the ledger: the first `size` entries have this root.
struct Checkpoint
{
    std::string origin; ///< one line without '+' or white space at its ends, such as "mandate/0f3a…"
    std::uint64_t size = 0;
    Digest root;
    bool operator==(const Checkpoint &) const = default;
};
/// Signed note (C2SP tlog-checkpoint, signed-note): origin, size, Base64 root, blank line, "— name keyhash+signature".
[[nodiscard]] std::string signCheckpoint(const Checkpoint &checkpoint, const SigningKey &key);
/// Opens a note whose signature by `key` under the checkpoint's origin as key name holds; else Corrupt with the reason.
Result<Checkpoint> openCheckpoint(std::string_view note, const PublicKey &key);

} // namespace mandate
