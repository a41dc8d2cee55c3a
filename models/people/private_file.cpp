// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/people/private_file.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

namespace mandate {

namespace {

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

Error privateFileError(ErrorKind kind, std::string code, std::string happened, std::string remedy)
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
    Error error = privateFileError(ErrorKind::Storage, "MND-KEY-001", std::string(doing) + " \"" + path + "\" failed: " + std::strerror(number) + '.',
                           number == ENOSPC || number == EDQUOT ? "Free some disk space and try again."
                                                                : "Check the folder's permissions, or set MANDATE_KEYS to another folder.");
    error.position.file = path;
    return error;
}

} // namespace

Secret::~Secret()
{
    sodium_memzero(text.data(), text.size());
}

Result<void> ensurePrivateFolder(const std::string &path)
{
    std::error_code problem;
    const std::filesystem::path folder(path);
    if (folder.has_parent_path())
        std::filesystem::create_directories(folder.parent_path(), problem);
    if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST)
        return systemError("Creating the key folder", path, errno);
    struct stat state
    {
    };
    if (::stat(path.c_str(), &state) != 0 || !S_ISDIR(state.st_mode))
        return systemError("Opening the key folder", path, ENOTDIR);
    if ((state.st_mode & 0077) != 0 && ::chmod(path.c_str(), 0700) != 0)
        return systemError("Closing the key folder to others", path, errno);
    return {};
}

Result<void> writePrivateFile(const std::string &folder, const std::string &name, std::string_view content)
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

Result<Secret> readPrivateFile(const std::string &path, std::size_t most)
{
    const File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
    if (!file.isOpen() && (errno == ENOENT || errno == ENOTDIR))
        return privateFileError(ErrorKind::Missing, "MND-KEY-002", "There is no file \"" + path + "\".", "Check the name.");
    if (!file.isOpen())
        return systemError("Opening the key file", path, errno);
    struct stat state
    {
    };
    if (::fstat(file.descriptor(), &state) != 0)
        return systemError("Opening the key file", path, errno);
    if (!S_ISREG(state.st_mode))
        return privateFileError(ErrorKind::Refused, "MND-KEY-003", "\"" + path + "\" is not a regular file, so it was not used as a key.",
                                "Put the key file back in its place.");
    if ((state.st_mode & 0077) != 0 || (state.st_uid != geteuid() && geteuid() != 0))
        return privateFileError(ErrorKind::Refused, "MND-KEY-004", "The key file \"" + path + "\" can be read by others, so it was not used.",
                                "Run chmod 600 on it, and replace the key if someone may have copied it.");
    Secret content(std::string(most, '\0'));
    const ssize_t length = ::read(file.descriptor(), content.text.data(), content.text.size());
    if (length < 0)
        return systemError("Reading the key file", path, errno);
    sodium_memzero(content.text.data() + length, content.text.size() - static_cast<std::size_t>(length));
    content.text.resize(static_cast<std::size_t>(length));
    return content;
}

} // namespace mandate
