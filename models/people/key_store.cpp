// SPDX-License-Identifier: GPL-3.0-or-later
// Keys as small files: "ed25519-<public key in hex>.key", a comment line and the seed in hex. Written to disk before they are used.
#include "models/people/key_store.h"

#include "models/people/private_file.h"

#include <cstdlib>
#include <filesystem>
#include <pwd.h>
#include <unistd.h>

namespace mandate {

namespace {

constexpr std::string_view comment = "# Mandate private key. Whoever can read this file can sign as its owner.\n";

Error keyError(ErrorKind kind, std::string code, std::string happened, std::string remedy)
{
    Error error;
    error.kind = kind;
    error.code = std::move(code);
    error.happened = std::move(happened);
    error.unaffected = "The workspace and its evidence are unchanged.";
    error.remedy = std::move(remedy);
    return error;
}

std::string fileName(const PublicKey &key)
{
    return "ed25519-" + toHex({reinterpret_cast<const char *>(key.octets.data()), key.octets.size()}) + ".key";
}

} // namespace

std::string KeyStore::userFolder()
{
    const auto absolute = [](const char *name) -> std::string {
        const char *value = std::getenv(name);
        return value && value[0] == '/' ? value : "";
    };
    if (std::string own = absolute("MANDATE_KEYS"); !own.empty())
        return own;
    if (std::string data = absolute("XDG_DATA_HOME"); !data.empty())
        return data + "/mandate/keys";
    std::string home = absolute("HOME");
    if (home.empty()) {
        const passwd *account = getpwuid(geteuid());
        home = account && account->pw_dir ? account->pw_dir : "/";
    }
    return home + "/.local/share/mandate/keys";
}

Result<SigningKey> KeyStore::create()
{
    if (auto ready = ensurePrivateFolder(m_folder); !ready)
        return ready.error();
    SigningKey key = SigningKey::generate();
    Secret seed{key.seed()};
    Secret hex{toHex(seed.text)};
    Secret content{std::string(comment)};
    content.text.reserve(comment.size() + hex.text.size() + 1); // no copy of the seed left behind by growing
    content.text += hex.text;
    content.text += '\n';
    if (auto written = writePrivateFile(m_folder, fileName(key.publicKey()), content.text); !written)
        return written.error();
    return key;
}

void KeyStore::discard(const PublicKey &key) const
{
    std::error_code problem; // a key that stays behind harms nothing
    std::filesystem::remove(std::filesystem::path(m_folder) / fileName(key), problem);
}

Result<SigningKey> KeyStore::load(const PublicKey &key) const
{
    const std::string path = m_folder + '/' + fileName(key);
    const auto content = readPrivateFile(path, 4096);
    if (!content && content.error().kind == ErrorKind::Missing)
        return keyError(ErrorKind::Missing, "MND-KEY-002",
                        "The private key " + key.id() + " is not on this machine (looked in \"" + m_folder + "\").",
                        "Copy the key file from the machine that made the workspace, or open the workspace for reading only.");
    if (!content)
        return content.error();
    std::string_view text = content->text;
    while (text.starts_with('#'))
        text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
    if (text.ends_with('\n'))
        text.remove_suffix(1);
    auto octets = fromHex(text);
    if (octets && octets->size() == 32) {
        const Secret seed{std::move(*octets)};
        SigningKey loaded = SigningKey::fromSeed(seed.text);
        if (loaded.publicKey() == key)
            return loaded;
    }
    return keyError(ErrorKind::Corrupt, "MND-KEY-005", "The key file \"" + path + "\" does not hold the private key " + key.id() + '.',
                    "Restore the file from a backup.");
}

} // namespace mandate
