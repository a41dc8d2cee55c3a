// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/enforcement/status_folder.h"

#include "models/enforcement/public_key_forms.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <filesystem>
#include <optional>
#include <sys/file.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>
#include <utility>
#include <vector>

namespace mandate {

namespace {

constexpr std::size_t kept = 8; ///< lists, so that who reads an older one is not interrupted
constexpr std::size_t largest = std::size_t{64} << 20;

class Handle
{
public:
    explicit Handle(int descriptor) : m_descriptor(descriptor) {}
    ~Handle()
    {
        if (m_descriptor >= 0)
            ::close(m_descriptor);
    }
    Handle(Handle &&other) noexcept : m_descriptor(std::exchange(other.m_descriptor, -1)) {}
    Handle &operator=(Handle &&) = delete;
    [[nodiscard]] int get() const { return m_descriptor; }
    [[nodiscard]] bool isOpen() const { return m_descriptor >= 0; }

private:
    int m_descriptor;
};

Error diskError(const std::string &doing, const std::string &path, int number)
{
    Error error;
    error.kind = ErrorKind::Storage;
    error.code = "MND-ENF-019";
    error.happened = doing + " in \"" + path + "\" failed: " + std::strerror(number) + '.';
    error.unaffected = "The status list that was there is still in force.";
    error.remedy = number == ENOENT                       ? "Make the folder, or correct the point's path."
                   : number == ENOSPC || number == EDQUOT ? "Free some disk space."
                                                          : "Check the folder's owner and permissions.";
    error.position.file = path;
    return error;
}

Handle openFolder(int at, const char *path)
{
    return Handle(::openat(at, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC));
}

/// 0, or the errno of what failed.
int writeFile(int folder, const char *name, std::string_view content)
{
    const Handle file(::openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644));
    if (!file.isOpen())
        return errno;
    while (!content.empty()) {
        const ssize_t written = ::write(file.get(), content.data(), content.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return errno;
        content.remove_prefix(static_cast<std::size_t>(written));
    }
    return ::fsync(file.get()) == 0 ? 0 : errno;
}

std::optional<std::string> readFile(int folder, const char *name)
{
    const Handle file(::openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    struct stat state
    {
    };
    if (!file.isOpen() || ::fstat(file.get(), &state) != 0 || !S_ISREG(state.st_mode))
        return std::nullopt;
    std::string content;
    std::array<char, 65536> block{};
    while (content.size() <= largest) {
        const ssize_t length = ::read(file.get(), block.data(), block.size());
        if (length < 0 && errno == EINTR)
            continue;
        if (length < 0)
            return std::nullopt;
        if (length == 0)
            return content;
        content.append(block.data(), static_cast<std::size_t>(length));
    }
    return std::nullopt;
}

void removeFolder(const std::string &lists, const std::string &name)
{
    std::error_code ignored; // what stays behind is never in force, and is tried again with the next list
    std::filesystem::remove_all(std::filesystem::path(lists) / name, ignored);
}

/// A sequence as a folder's name: digits that sort.
std::string nameFor(std::uint64_t sequence)
{
    std::string digits = std::to_string(sequence);
    return std::string(20 - std::min<std::size_t>(20, digits.size()), '0') + digits;
}

bool isSequence(std::string_view name)
{
    constexpr std::string_view end = "00009007199254740992"; // 2^53: beyond, other programs' JSON numbers are no longer exact
    return name.size() == end.size() && name < end && std::all_of(name.begin(), name.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// Names in FOLDER/lists: whole lists, sorted, and what killed writers left.
struct Listing
{
    std::vector<std::string> lists;
    std::vector<std::string> remains;
};

Listing listingOf(const std::string &path)
{
    Listing listing;
    std::error_code problem;
    for (const auto &entry : std::filesystem::directory_iterator(path, problem)) {
        const std::string name = entry.path().filename().string();
        if (isSequence(name))
            listing.lists.push_back(name);
        else if (name.starts_with(".new-"))
            listing.remains.push_back(name);
    }
    std::sort(listing.lists.begin(), listing.lists.end());
    return listing;
}

/// The lock of all writers; closing it lets go. Waits in small steps, since a waiting lock could not be given up.
Result<Handle> lockFolder(int folder, const std::string &path, const std::function<bool()> &mayWait)
{
    Handle lock(::openat(folder, ".lock", O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!lock.isOpen())
        return diskError("Locking the status lists", path, errno);
    while (::flock(lock.get(), LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK && errno != EINTR)
            return diskError("Locking the status lists", path, errno);
        if (!mayWait())
            return diskError("Waiting for another writer", path, ETIMEDOUT);
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return lock;
}

/// Writes a whole list under a name that nobody reads, and gives it its own. 0, or the errno of what failed.
int writeList(int lists, const std::string &listsPath, const std::string &name, const StatusList &list, const SigningKey &key)
{
    const std::string temporary = ".new-" + name;
    removeFolder(listsPath, temporary);
    if (::mkdirat(lists, temporary.c_str(), 0755) != 0)
        return errno;
    int problem = 0;
    {
        const Handle folder = openFolder(lists, temporary.c_str());
        const std::string json = statusListJson(list);
        const Signature signature = key.sign(json);
        problem = folder.isOpen() ? 0 : errno;
        const std::array<std::pair<const char *, std::string>, 4> files{{
            {"status.json", json},
            {"status.json.sig", std::string(reinterpret_cast<const char *>(signature.octets.data()), signature.octets.size())},
            {"status.dsse.json", dsseEnvelope(statusListPayloadType, json, key)},
            {"key.pem", publicKeyPem(key.publicKey())},
        }};
        for (const auto &[file, content] : files)
            problem = problem != 0 ? problem : writeFile(folder.get(), file, content);
        if (problem == 0 && ::fsync(folder.get()) != 0)
            problem = errno;
    }
    if (problem == 0 && ::renameat(lists, temporary.c_str(), lists, name.c_str()) != 0)
        problem = errno;
    if (problem == 0 && ::fsync(lists) != 0)
        problem = errno;
    if (problem != 0)
        removeFolder(listsPath, temporary);
    return problem;
}

/// Lets "current" name another list, at once and durably. 0, or the errno of what failed.
int putInForce(int folder, const std::string &name)
{
    ::unlinkat(folder, ".current.new", 0);
    if (::symlinkat(("lists/" + name).c_str(), folder, ".current.new") != 0)
        return errno;
    if (::renameat(folder, ".current.new", folder, "current") != 0 || ::fsync(folder) != 0) {
        const int problem = errno;
        ::unlinkat(folder, ".current.new", 0);
        return problem;
    }
    return 0;
}

} // namespace

Result<StatusList> StatusFolder::current(const PublicKey &key) const
{
    const Handle folder = openFolder(AT_FDCWD, m_path.c_str());
    if (!folder.isOpen())
        return diskError("Reading the status list", m_path, errno);
    const Handle list = openFolder(folder.get(), "current"); // once: what is read below belongs together
    if (!list.isOpen() && errno == ENOENT) {
        Error none = badStatusList("there is none yet");
        none.kind = ErrorKind::Missing;
        return none;
    }
    if (!list.isOpen())
        return diskError("Reading the status list", m_path, errno);
    const auto json = readFile(list.get(), "status.json");
    const auto octets = readFile(list.get(), "status.json.sig");
    const auto envelope = readFile(list.get(), "status.dsse.json");
    Signature signature;
    if (!json || !octets || octets->size() != signature.octets.size() || !envelope)
        return badStatusList("a file of it is missing or damaged");
    std::copy(octets->begin(), octets->end(), signature.octets.begin());
    if (!verifySignature(key, *json, signature))
        return badStatusList("its signature is not by key " + key.id());
    const auto opened = openDsse(*envelope, key);
    if (!opened || opened->payload != *json || opened->payloadType != statusListPayloadType)
        return badStatusList("its envelope does not hold the same list, signed by key " + key.id());
    return readStatusList(*json);
}

Result<StatusList> StatusFolder::publish(const std::function<StatusList()> &make, const SigningKey &key, const std::function<bool()> &mayWait) const
{
    const Handle folder = openFolder(AT_FDCWD, m_path.c_str());
    if (!folder.isOpen())
        return diskError("Opening the folder of status lists", m_path, errno);
    const auto lock = lockFolder(folder.get(), m_path, mayWait);
    if (!lock)
        return lock.error();
    if (::mkdirat(folder.get(), "lists", 0755) != 0 && errno != EEXIST)
        return diskError("Making the folder of lists", m_path, errno);
    const Handle lists = openFolder(folder.get(), "lists");
    if (!lists.isOpen())
        return diskError("Opening the folder of lists", m_path, errno);

    const std::string listsPath = m_path + "/lists";
    const Listing before = listingOf(listsPath);
    for (const std::string &name : before.remains)
        removeFolder(listsPath, name);
    StatusList list = make();
    if (!before.lists.empty()) {
        std::uint64_t last = 0;
        const std::string &name = before.lists.back();
        std::from_chars(name.data(), name.data() + name.size(), last);
        list.sequence = std::max(list.sequence, last + 1);
    }
    const std::string name = nameFor(list.sequence);
    if (const int problem = writeList(lists.get(), listsPath, name, list, key); problem != 0)
        return diskError("Writing the status list", m_path, problem);
    if (const int problem = putInForce(folder.get(), name); problem != 0)
        return diskError("Putting the status list in force", m_path, problem);
    for (std::size_t i = 0; i + kept <= before.lists.size(); ++i)
        removeFolder(listsPath, before.lists[i]);
    return list;
}

Result<void> StatusFolder::tryWriting() const
{
    const Handle folder = openFolder(AT_FDCWD, m_path.c_str());
    if (!folder.isOpen())
        return diskError("Opening the folder of status lists", m_path, errno);
    const std::string name = ".test-" + std::to_string(::getpid());
    const int problem = writeFile(folder.get(), name.c_str(), "mandate\n");
    ::unlinkat(folder.get(), name.c_str(), 0);
    if (problem != 0)
        return diskError("Writing a file", m_path, problem);
    return {};
}

} // namespace mandate
