// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/bag/part_folder.h"

#include "models/bag/bag_error.h"

#include <array>
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <filesystem>
#include <string_view>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace mandate {

namespace fs = std::filesystem;

namespace {

Error thereAlready(const std::string &target)
{
    Error error{ErrorKind::Usage, "MND-BAG-006", "Something is there already.", "It is as it was.", "Name another place, or move it away first.", {}};
    error.position.file = target;
    return error;
}

Error takenByAnother(const std::string &part)
{
    Error error{ErrorKind::Refused, "MND-BAG-007", "Another program, or another account, is making something there.", "Nothing was changed.",
                "Wait for it, or name another place. If nothing runs, remove this folder.", {}};
    error.position.file = part;
    return error;
}

std::string stemOf(std::string name)
{
    for (const std::string_view ending : {".zip", ".tar.gz", ".tgz", ".tar"}) {
        if (name.size() > ending.size() && name.ends_with(ending))
            return name.substr(0, name.size() - ending.size());
    }
    return name;
}

/// As rename(), but never over anything. Errno; 0 when done.
int renameToNew(const std::string &from, const std::string &to)
{
    if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0)
        return 0;
    if (errno != EINVAL && errno != ENOSYS)
        return errno;
    std::error_code problem; // a file system that cannot promise it
    if (fs::exists(fs::symlink_status(to, problem)))
        return EEXIST;
    return ::rename(from.c_str(), to.c_str()) == 0 ? 0 : errno;
}

} // namespace

struct PartFolder::State
{
    std::string target;
    std::string path;
    std::string stem;
    int folder = -1; ///< open and locked while this lives

    ~State()
    {
        if (folder < 0)
            return;
        std::error_code problem;
        fs::remove_all(path, problem);
        ::close(folder);
    }
};

PartFolder::PartFolder(std::unique_ptr<State> state) : m(std::move(state)) {}
PartFolder::~PartFolder() = default;
PartFolder::PartFolder(PartFolder &&) noexcept = default;
PartFolder &PartFolder::operator=(PartFolder &&) noexcept = default;

const std::string &PartFolder::path() const
{
    return m->path;
}

const std::string &PartFolder::stem() const
{
    return m->stem;
}

Result<PartFolder> PartFolder::beside(const std::string &target)
{
    fs::path place(target);
    if (!place.has_filename())
        place = place.parent_path();
    const std::string name = place.filename().string();
    if (name.empty() || name == "." || name == "..")
        return thereAlready(target);
    std::error_code problem;
    if (fs::exists(fs::symlink_status(place, problem)))
        return thereAlready(target);
    auto state = std::make_unique<State>();
    state->target = place.string();
    state->path = (place.parent_path() / ('.' + name + ".mandate-part")).string();
    state->stem = stemOf(name);
    if (::mkdir(state->path.c_str(), 0700) != 0 && errno != EEXIST)
        return bagUnwritable(target, errno);
    const int folder = ::open(state->path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    struct stat what
    {
    };
    if (folder < 0)
        return takenByAnother(state->path);
    if (::fstat(folder, &what) != 0 || what.st_uid != ::geteuid() || ::flock(folder, LOCK_EX | LOCK_NB) != 0) {
        ::close(folder);
        return takenByAnother(state->path);
    }
    state->folder = folder;
    for (fs::directory_iterator left(state->path, problem), end; !problem && left != end; left.increment(problem))
        fs::remove_all(left->path(), problem); // of one that was killed
    if (problem)
        return bagUnwritable(state->path, problem.value());
    return PartFolder(std::move(state));
}

Result<void> PartFolder::keep(const std::string &part)
{
    if (::syncfs(m->folder) != 0)
        return bagUnwritable(m->target, errno);
    if (const int why = renameToNew(part, m->target); why != 0)
        return why == EEXIST ? thereAlready(m->target) : bagUnwritable(m->target, why);
    const std::string parent = fs::path(m->target).parent_path().string();
    const int folder = ::open(parent.empty() ? "." : parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder >= 0) {
        ::fsync(folder);
        ::close(folder);
    }
    return {};
}

} // namespace mandate
