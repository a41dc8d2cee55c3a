// SPDX-License-Identifier: GPL-3.0-or-later
// Secrets as files sealed by a passphrase, where no keychain runs: Argon2id makes the key (libsodium crypto_pwhash), XSalsa20-Poly1305
// seals (crypto_secretbox). One file a secret, 0600, with the parameters of the derivation in it.
#pragma once

#include "models/people/secret_store.h"

#include <functional>
#include <memory>
#include <mutex>
#include <optional>

namespace mandate {

/// Asks for the passphrase. Refused with what to do when nobody can be asked.
using AskPassphrase = std::function<Result<Secret>()>;

/// Reads the first line of the file that MANDATE_PASSPHRASE_FILE names, which must be 0600.
Result<Secret> passphraseFromFile();

class SecretFile final : public SecretStore
{
public:
    /// What a derivation costs. Default: 64 MiB, about a tenth of a second.
    struct Effort
    {
        std::uint64_t operations = 2;
        std::uint64_t memory = 64ULL << 20;
    };
    SecretFile(std::string folder, AskPassphrase ask) : SecretFile(std::move(folder), std::move(ask), Effort()) {}
    SecretFile(std::string folder, AskPassphrase ask, Effort effort) : m_folder(std::move(folder)), m_ask(std::move(ask)), m_effort(effort) {}
    ~SecretFile() override;

    Result<Secret> get(std::string_view name) override;
    Result<void> put(std::string_view name, std::string_view secret) override;
    Result<void> remove(std::string_view name) override;
    [[nodiscard]] SecretStoreKind kind() override { return SecretStoreKind::PassphraseFile; }
    [[nodiscard]] std::string description() override;
    Result<void> unlock(std::string_view passphrase) override;
    [[nodiscard]] bool isLocked() override;
    /// Whether any secret is kept here.
    [[nodiscard]] bool isEmpty() const;

private:
    [[nodiscard]] std::string fileOf(std::string_view name) const;
    Result<const Secret *> passphrase();
    Result<Secret> open(std::string_view sealed, std::string_view name, const Secret &passphrase) const;
    /// Opens any secret there is: one passphrase is for all of them.
    Result<void> tryAny(const Secret &passphrase) const;

    std::string m_folder;
    AskPassphrase m_ask;
    Effort m_effort;
    std::mutex m_mutex;
    std::optional<Secret> m_passphrase; ///< once it has opened or sealed something
};

} // namespace mandate
