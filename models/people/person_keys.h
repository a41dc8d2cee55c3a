// SPDX-License-Identifier: GPL-3.0-or-later
// People's own keys in a secret store: made once, found again by their public part.
#pragma once

#include "models/people/person_statement.h"
#include "models/people/secret_store.h"

#include <memory>

namespace mandate {

/// Makes a key and keeps it before returning it.
Result<SigningKey> newPersonKey(SecretStore &secrets);
/// Missing when it is not on this machine.
Result<SigningKey> personKey(SecretStore &secrets, const PublicKey &key);
/// Removes a key that was just made and has signed nothing that counts.
void discardPersonKey(SecretStore &secrets, const PublicKey &key);
/// Makes a key and what an owner needs to enrol its holder, or to give them this key.
Result<std::string> newKeyRequest(SecretStore &secrets, const Person &person);

/// Sealed files in the user's key folder, opened by the passphrase of MANDATE_PASSPHRASE_FILE: what programs use that ask nobody.
[[nodiscard]] std::shared_ptr<SecretStore> unattendedSecrets();

} // namespace mandate
