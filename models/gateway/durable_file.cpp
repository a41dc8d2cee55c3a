// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/gateway/durable_file.h"

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace mandate {

namespace {

Error notDurable(const std::string &place, int why)
{
    Error error;
    error.kind = ErrorKind::Storage;
    error.code = "MND-GTW-020";
    error.happened = std::string("The file could not be written: ") + std::strerror(why) + '.';
    error.unaffected = "What was there before is as it was.";
    error.remedy = "Check the folder and the space on its disk.";
    error.position.file = place;
    return error;
}

int writeAll(int file, std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t written = ::write(file, bytes.data(), bytes.size());
        if (written > 0)
            bytes.remove_prefix(static_cast<std::size_t>(written));
        else if (errno != EINTR)
            return errno;
    }
    return ::fsync(file) == 0 || errno == EINVAL ? 0 : errno;
}

} // namespace

Result<void> writeDurably(const std::string &place, std::string_view bytes)
{
    static std::atomic<std::uint64_t> count{0};
    const std::string beside = place + '.' + std::to_string(::getpid()) + '-' + std::to_string(++count) + ".tmp";
    const int file = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0)
        return notDurable(place, errno);
    int why = writeAll(file, bytes);
    if (::close(file) != 0 && why == 0)
        why = errno;
    if (why == 0 && std::rename(beside.c_str(), place.c_str()) != 0)
        why = errno;
    if (why != 0) {
        ::unlink(beside.c_str());
        return notDurable(place, why);
    }
    const std::size_t slash = place.rfind('/');
    const int folder = ::open(slash == std::string::npos ? "." : slash == 0 ? "/" : place.substr(0, slash).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder >= 0) {
        (void)::fsync(folder); // the name; not every file system knows this of folders
        ::close(folder);
    }
    return {};
}

} // namespace mandate
