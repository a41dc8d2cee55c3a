// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/whole_file.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>

namespace mandate::cli {

namespace {

Error notWritten(const std::string &place, int why)
{
    Error error;
    error.kind = ErrorKind::Storage;
    error.code = "MND-CLI-014";
    error.happened = std::string("The file could not be written: ") + std::strerror(why) + '.';
    error.unaffected = "What was there before is as it was.";
    error.remedy = "Check the folder and the space on its disk.";
    error.position.file = place;
    return error;
}

Error thereAlready(const std::string &place)
{
    Error error;
    error.kind = ErrorKind::Usage;
    error.code = "MND-CLI-013";
    error.happened = '"' + place + "\" is there already.";
    error.unaffected = "It is as it was.";
    error.remedy = "Name another file with --out, or overwrite it with --force.";
    return error;
}

/// Errno; 0 when everything is on the disk. Closes the file.
int fill(int file, const std::string &text)
{
    int why = 0;
    for (std::size_t done = 0; done < text.size() && why == 0;) {
        const ssize_t written = ::write(file, text.data() + done, text.size() - done);
        if (written > 0)
            done += static_cast<std::size_t>(written);
        else if (errno != EINTR)
            why = errno;
    }
    if (why == 0 && ::fsync(file) != 0 && errno != EINVAL)
        why = errno;
    if (::close(file) != 0 && why == 0)
        why = errno;
    return why;
}

/// A new file gets what the account gives new files, a replaced one keeps what it has.
void takeAfter(int file, const std::string &target)
{
    struct stat old
    {
    };
    if (::stat(target.c_str(), &old) != 0) {
        const mode_t mask = ::umask(0);
        ::umask(mask);
        (void)::fchmod(file, 0666 & ~mask);
        return;
    }
    if (::fchown(file, old.st_uid, old.st_gid) != 0) {
        // Only root gives files away; then it belongs to whoever wrote it.
    }
    (void)::fchmod(file, old.st_mode & 0777);
}

} // namespace

Result<void> writeNewFile(const std::string &place, const std::string &text)
{
    const int file = ::open(place.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (file < 0)
        return errno == EEXIST ? thereAlready(place) : notWritten(place, errno);
    if (const int why = fill(file, text); why != 0) {
        ::unlink(place.c_str());
        return notWritten(place, why);
    }
    return {};
}

Result<void> replaceFile(const std::string &place, const std::string &text)
{
    std::error_code problem;
    const std::filesystem::path real = std::filesystem::weakly_canonical(place, problem);
    const std::string target = problem ? place : real.string();
    std::string beside = target + ".XXXXXX";
    const int file = ::mkstemp(beside.data());
    if (file < 0)
        return notWritten(place, errno);
    takeAfter(file, target);
    int why = fill(file, text);
    if (why == 0 && ::rename(beside.c_str(), target.c_str()) != 0)
        why = errno;
    if (why == 0)
        return {};
    ::unlink(beside.c_str());
    return notWritten(place, why);
}

} // namespace mandate::cli
