// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/people/person_keys.h"

#include "models/people/key_store.h"
#include "models/people/secret_file.h"

namespace mandate {

namespace {

std::string secretName(const PublicKey &key)
{
    return "person-key/" + toHex({reinterpret_cast<const char *>(key.octets.data()), key.octets.size()});
}

} // namespace

Result<SigningKey> newPersonKey(SecretStore &secrets)
{
    SigningKey key = SigningKey::generate();
    const Secret seed(key.seed());
    const Secret hex(toHex(seed.text)); // keychains keep text
    if (auto kept = secrets.put(secretName(key.publicKey()), hex.text); !kept)
        return kept.error();
    return key;
}

Result<SigningKey> personKey(SecretStore &secrets, const PublicKey &key)
{
    auto kept = secrets.get(secretName(key));
    if (!kept && kept.error().kind == ErrorKind::Missing) {
        Error error;
        error.kind = ErrorKind::Missing;
        error.code = "MND-KEY-011";
        error.happened = "Your private key " + key.id() + " is not on this machine. Looked in: " + secrets.description();
        error.unaffected = "Nothing was signed; the workspace is unchanged.";
        error.remedy = "Work where you made it, or have an owner give you a new key.";
        return error;
    }
    if (!kept)
        return kept.error();
    if (auto octets = fromHex(kept->text); octets && octets->size() == 32) {
        const Secret seed(std::move(*octets));
        SigningKey loaded = SigningKey::fromSeed(seed.text);
        if (loaded.publicKey() == key)
            return loaded;
    }
    Error error;
    error.kind = ErrorKind::Corrupt;
    error.code = "MND-KEY-005";
    error.happened = "What is kept under the name of the private key " + key.id() + " is another one.";
    error.unaffected = "Nothing was signed; the workspace is unchanged.";
    error.remedy = "Restore it from a backup, or have an owner give you a new key.";
    return error;
}

void discardPersonKey(SecretStore &secrets, const PublicKey &key)
{
    (void)secrets.remove(secretName(key)); // a key that stays behind harms nothing
}

Result<std::string> newKeyRequest(SecretStore &secrets, const Person &person)
{
    const auto key = newPersonKey(secrets);
    if (!key)
        return key.error();
    return keyRequest(person, *key);
}

std::shared_ptr<SecretStore> unattendedSecrets()
{
    return std::make_shared<SecretFile>(KeyStore::userFolder(), passphraseFromFile);
}

} // namespace mandate
