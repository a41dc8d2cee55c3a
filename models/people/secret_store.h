// SPDX-License-Identifier: GPL-3.0-or-later
// Where secrets of this account are kept: people's private keys, tokens of enforcement points. The face; a file with a passphrase is
// secret_file.h, the desktop's keychain is models/keychain.
#pragma once

#include "models/base/result.h"
#include "models/people/private_file.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace mandate {

enum class SecretStoreKind : std::uint8_t { None, PassphraseFile, Keychain };
/// Stable names: "none", "passphrase_file", "keychain".
[[nodiscard]] std::string_view nameOf(SecretStoreKind kind);

/// Secrets by name. Functions may be called from any thread, may take a second, and never wait without end.
class SecretStore
{
public:
    SecretStore() = default;
    virtual ~SecretStore() = default;
    SecretStore(const SecretStore &) = delete;
    SecretStore &operator=(const SecretStore &) = delete;

    /// Missing when there is no such secret here; Refused when it is locked or the passphrase is wrong; Storage when the store does not answer.
    virtual Result<Secret> get(std::string_view name) = 0;
    /// Puts a secret in, or in place of the one of that name. Kept durably before this returns.
    virtual Result<void> put(std::string_view name, std::string_view secret) = 0;
    /// What is not there is removed.
    virtual Result<void> remove(std::string_view name) = 0;

    /// Where the next secret is put.
    [[nodiscard]] virtual SecretStoreKind kind() = 0;
    /// The same in a sentence for a person, with the folder or the service, and why it is not the keychain when it is not.
    [[nodiscard]] virtual std::string description() = 0;
    /// Takes the passphrase for a store that needs one and was not given any; wrong ones are Refused. Others ignore it.
    virtual Result<void> unlock(std::string_view) { return {}; }
    /// Whether the next get() or put() would be refused for want of a passphrase.
    [[nodiscard]] virtual bool isLocked() { return false; }
};

} // namespace mandate
