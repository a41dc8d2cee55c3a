// SPDX-License-Identifier: GPL-3.0-or-later
// Keys as small files: "ed25519-<public key in hex>.key", a comment line and the seed in hex. Written to disk before they are used.
#include "models/people/key_store.h"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <pwd.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

namespace mandate {

namespace {

constexpr std::string_view comment = "# Mandate private key. Whoever can read this file can sign as its owner.\n";

class File
{
public:
    explicit File(int descriptor) : m_descriptor(descriptor) {}
    ~File()
    {
        if (m_descriptor >= 0)
            ::close(m_descriptor);
    }
    File(const File &) = delete;
    File &operator=(const File &) = delete;
    [[nodiscard]] int descriptor() const { return m_descriptor; }
    [[nodiscard]] bool isOpen() const { return m_descriptor >= 0; }

private:
    int m_descriptor;
};

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

Error systemError(std::string_view doing, const std::string &path, int number)
{
    Error error = keyError(ErrorKind::Storage, "MND-KEY-001", std::string(doing) + " \"" + path + "\" failed: " + std::strerror(number) + '.',
                           number == ENOSPC || number == EDQUOT ? "Free some disk space and try again."
                                                                : "Check the folder's permissions, or set MANDATE_KEYS to another folder.");
    error.position.file = path;
    return error;
}

std::string fileName(const PublicKey &key)
{
    return "ed25519-" + toHex({reinterpret_cast<const char *>(key.octets.data()), key.octets.size()}) + ".key";
}

/// Text that is wiped when done.
struct Secret
{
    std::string text;
    ~Secret() { sodium_memzero(text.data(), text.size()); }
};

Result<void> writeDurably(const std::string &folder, const std::string &name, std::string_view content)
{
    const std::string path = folder + '/' + name;
    const std::string temporary = path + ".new-" + std::to_string(::getpid());
    {
        const File file(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
        if (!file.isOpen())
            return systemError("Creating the key file", temporary, errno);
        std::string_view rest = content;
        while (!rest.empty()) {
            const ssize_t written = ::write(file.descriptor(), rest.data(), rest.size());
            if (written < 0 && errno == EINTR)
                continue;
            if (written < 0) {
                const int number = errno;
                ::unlink(temporary.c_str());
                return systemError("Writing the key file", temporary, number);
            }
            rest.remove_prefix(static_cast<std::size_t>(written));
        }
        if (::fsync(file.descriptor()) != 0) {
            const int number = errno;
            ::unlink(temporary.c_str());
            return systemError("Writing the key file", temporary, number);
        }
    }
    if (::rename(temporary.c_str(), path.c_str()) != 0) {
        const int number = errno;
        ::unlink(temporary.c_str());
        return systemError("Storing the key file", path, number);
    }
    const File directory(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!directory.isOpen() || ::fsync(directory.descriptor()) != 0)
        return systemError("Storing the key file", path, errno);
    return {};
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
    std::error_code problem;
    const std::filesystem::path folder(m_folder);
    if (folder.has_parent_path())
        std::filesystem::create_directories(folder.parent_path(), problem);
    if (::mkdir(m_folder.c_str(), 0700) != 0 && errno != EEXIST)
        return systemError("Creating the key folder", m_folder, errno);
    struct stat state
    {
    };
    if (::stat(m_folder.c_str(), &state) != 0 || !S_ISDIR(state.st_mode))
        return systemError("Opening the key folder", m_folder, ENOTDIR);
    if ((state.st_mode & 0077) != 0 && ::chmod(m_folder.c_str(), 0700) != 0)
        return systemError("Closing the key folder to others", m_folder, errno);

    SigningKey key = SigningKey::generate();
    Secret seed{key.seed()};
    Secret hex{toHex(seed.text)};
    Secret content{std::string(comment)};
    content.text.reserve(comment.size() + hex.text.size() + 1); // no copy of the seed left behind by growing
    content.text += hex.text;
    content.text += '\n';
    if (auto written = writeDurably(m_folder, fileName(key.publicKey()), content.text); !written)
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
    const File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    if (!file.isOpen() && (errno == ENOENT || errno == ENOTDIR))
        return keyError(ErrorKind::Missing, "MND-KEY-002",
                        "The private key " + key.id() + " is not on this machine (looked in \"" + m_folder + "\").",
                        "Copy the key file from the machine that made the workspace, or open the workspace for reading only.");
    if (!file.isOpen())
        return systemError("Opening the key file", path, errno);
    struct stat state
    {
    };
    if (::fstat(file.descriptor(), &state) != 0)
        return systemError("Opening the key file", path, errno);
    if (!S_ISREG(state.st_mode))
        return keyError(ErrorKind::Refused, "MND-KEY-003", "\"" + path + "\" is not a regular file, so it was not used as a key.",
                        "Put the key file back in its place.");
    if ((state.st_mode & 0077) != 0 || (state.st_uid != geteuid() && geteuid() != 0))
        return keyError(ErrorKind::Refused, "MND-KEY-004", "The key file \"" + path + "\" can be read by others, so it was not used.",
                        "Run chmod 600 on it, and replace the key if someone may have copied it.");
    Secret content;
    content.text.resize(4096);
    const ssize_t length = ::read(file.descriptor(), content.text.data(), content.text.size());
    if (length < 0)
        return systemError("Reading the key file", path, errno);
    std::string_view text(content.text.data(), static_cast<std::size_t>(length));
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
