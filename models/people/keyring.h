// SPDX-License-Identifier: GPL-3.0-or-later
// Whose key is whose, at one place in the ledger. Made by PeopleRegister; asked by everything that reads what people signed.
#pragma once

#include "models/base/result.h"
#include "models/evidence/signing.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace mandate {

/// Whether an actor is a person. Rules, timeouts and the system are not ("rule:…", "timeout", "system"): the workspace's key signs for them.
[[nodiscard]] bool isPerson(std::string_view actor);

class Keyring
{
public:
    /// Of a workspace where nobody is enrolled: its key signs for every account.
    Keyring(const PublicKey &workspace) : m_workspace(workspace) {} // NOLINT(google-explicit-constructor)

    /// Opens an envelope by the key that it names, if that is the workspace's or was ever a person's; Corrupt when it does not hold.
    /// Whether the signer may sign then is objection().
    Result<DsseContent> open(std::string_view envelope) const;
    /// Why what `keyId` signed as `decidedBy` does not count; empty when it does. `ledger` is what the statement says of the workspace it
    /// was signed for: people's own keys sign for one workspace, the workspace's key says nothing.
    [[nodiscard]] std::string objection(std::string_view decidedBy, std::string_view keyId, std::string_view ledger) const;

    /// Nobody was ever enrolled.
    [[nodiscard]] bool isOpen() const { return m_keys.empty(); }
    [[nodiscard]] const PublicKey &workspace() const { return m_workspace; }
    /// The key a person signs with now; none when they are not enrolled, left, or their key is revoked.
    [[nodiscard]] std::optional<PublicKey> keyOf(std::string_view person) const;
    [[nodiscard]] bool knows(const PublicKey &key) const;

    /// From now on this is the person's key; the one before no longer counts.
    void put(const std::string &person, const PublicKey &key);
    /// From now on the person has no key. `why` completes "was … ": "revoked", "given up when its owner left".
    void retire(std::string_view person, std::string_view why);

private:
    struct Held
    {
        PublicKey key;
        std::string person;
        std::string ended; ///< why it no longer counts; empty while it does
    };
    PublicKey m_workspace;
    std::map<std::string, Held, std::less<>> m_keys; ///< by key id
};

} // namespace mandate
