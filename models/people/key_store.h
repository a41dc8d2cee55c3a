// SPDX-License-Identifier: GPL-3.0-or-later
// Where private keys live: one file a key in the user's own data folder, readable by nobody else, never inside a workspace.
#pragma once

#include "models/base/result.h"
#include "models/evidence/signing.h"
#include "models/people/identity.h"

#include <string>

namespace mandate {

/// Keys as files of mode 0600 in a folder of mode 0700. The folder comes in as a parameter; `userFolder` names the default:
/// $MANDATE_KEYS, else $XDG_DATA_HOME/mandate/keys, else ~/.local/share/mandate/keys.
class KeyStore
{
public:
    explicit KeyStore(std::string folder) : m_folder(std::move(folder)) {}
    [[nodiscard]] static std::string userFolder();

    /// Writes a new key durably before returning it.
    Result<SigningKey> create();
    /// Removes a key that was just created and has signed nothing: what it was for did not come to be.
    void discard(const PublicKey &key) const;
    /// Missing when the key is not on this machine; Refused when others can read its file.
    Result<SigningKey> load(const PublicKey &key) const;
    [[nodiscard]] const std::string &folder() const { return m_folder; }

private:
    std::string m_folder;
};

} // namespace mandate
