// SPDX-License-Identifier: GPL-3.0-or-later
// The desktop's keychain (Secret Service, KWallet) through qtkeychain, and the choice between it and sealed files. Every question to the
// keychain has a time limit: one that does not answer is a state, not a wait.
#pragma once

#include "models/people/secret_file.h"

#include <chrono>
#include <memory>
#include <string>

namespace mandate {

class OsKeychain final : public SecretStore
{
public:
    explicit OsKeychain(std::chrono::milliseconds patience = std::chrono::seconds(20)) : m_patience(patience) {}

    Result<Secret> get(std::string_view name) override;
    Result<void> put(std::string_view name, std::string_view secret) override;
    Result<void> remove(std::string_view name) override;
    [[nodiscard]] SecretStoreKind kind() override { return SecretStoreKind::Keychain; }
    [[nodiscard]] std::string description() override;
    /// Why it cannot be used now; empty when it answers. Asked with a limit of its own, of two seconds.
    [[nodiscard]] std::string whyNot();

private:
    std::chrono::milliseconds m_patience;
};

/// The keychain where one answers, else files sealed by a passphrase that `ask` gives; secrets put into either before are found. The keychain
/// is tried when the first secret is asked for, and not at all where there is no session bus or MANDATE_KEYCHAIN is "off".
[[nodiscard]] std::shared_ptr<SecretStore> personSecrets(AskPassphrase ask);

} // namespace mandate
