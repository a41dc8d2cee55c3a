// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/source_files.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace mandate {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t largestCopied = std::size_t{64} << 20;

Error unreadable(const std::string &path, const std::string &why)
{
    Error error;
    error.kind = ErrorKind::Input;
    error.code = "MND-IMP-001";
    error.happened = "Could not be read: " + why + '.';
    error.unaffected = "Other files and the workspace are unaffected.";
    error.remedy = "Check the path and that you may read it, then import it again.";
    error.position.file = path;
    return error;
}

bool isHidden(const fs::path &path)
{
    const std::string name = path.filename().string();
    return name.size() > 1 && name.front() == '.' && name != "..";
}

} // namespace

void findFiles(const std::vector<std::string> &paths, std::vector<FoundFile> &files, std::vector<Error> &problems)
{
    for (const std::string &path : paths) {
        std::error_code problem;
        const fs::file_status status = fs::status(path, problem);
        if (problem || !fs::exists(status)) {
            problems.push_back(unreadable(path, problem ? problem.message() : "there is no such file or folder"));
            continue;
        }
        if (!fs::is_directory(status)) {
            if (!fs::is_regular_file(status))
                problems.push_back(unreadable(path, "it is neither a file nor a folder"));
            else
                files.push_back({path, fs::path(path).filename().string(), fs::file_size(path, problem)});
            continue;
        }
        const std::size_t firstOfFolder = files.size();
        fs::recursive_directory_iterator entry(path, fs::directory_options::skip_permission_denied, problem);
        if (problem) {
            problems.push_back(unreadable(path, problem.message()));
            continue;
        }
        for (const fs::recursive_directory_iterator end; entry != end; entry.increment(problem)) {
            if (problem) {
                problems.push_back(unreadable(path, problem.message()));
                break;
            }
            if (isHidden(entry->path())) {
                if (entry->is_directory(problem))
                    entry.disable_recursion_pending();
                continue;
            }
            if (entry->is_regular_file(problem))
                files.push_back({entry->path().string(), fs::relative(entry->path(), path, problem).string(), entry->file_size(problem)});
        }
        std::sort(files.begin() + static_cast<std::ptrdiff_t>(firstOfFolder), files.end(),
                  [](const FoundFile &a, const FoundFile &b) { return a.path < b.path; });
    }
}

Result<MappedFile> MappedFile::open(const std::string &path)
{
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return unreadable(path, std::strerror(errno));
    struct stat info = {};
    if (::fstat(descriptor, &info) != 0 || !S_ISREG(info.st_mode)) {
        const std::string why = S_ISDIR(info.st_mode) ? "it is a folder" : std::strerror(errno);
        ::close(descriptor);
        return unreadable(path, why);
    }
    const auto size = static_cast<std::size_t>(info.st_size);
    if (size == 0) {
        ::close(descriptor);
        return MappedFile(nullptr, 0);
    }
    // A mapped file that someone truncates meanwhile kills the reader, so only files too large to hold are mapped; others are copied once.
    const bool copied = size <= largestCopied;
    void *data = copied ? ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
                        : ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor, 0);
    if (data == MAP_FAILED) {
        const int problem = errno;
        ::close(descriptor);
        return unreadable(path, std::strerror(problem));
    }
    MappedFile file(static_cast<char *>(data), size);
    file.m_mapped = !copied;
    if (copied) {
        std::size_t done = 0;
        while (done < size) {
            const ssize_t count = ::read(descriptor, file.m_data + done, size - done);
            if (count < 0 && errno == EINTR)
                continue;
            if (count < 0) {
                const int problem = errno;
                ::close(descriptor);
                return unreadable(path, std::strerror(problem));
            }
            if (count == 0)
                break; // it became shorter meanwhile: what is there is what is read
            done += static_cast<std::size_t>(count);
        }
        file.m_used = done;
        ::close(descriptor);
        return file;
    }
    ::close(descriptor);
    ::madvise(data, size, MADV_SEQUENTIAL);
    return file;
}

MappedFile::~MappedFile()
{
    if (m_data)
        ::munmap(m_data, m_size);
}

MappedFile::MappedFile(MappedFile &&other) noexcept
    : m_data(std::exchange(other.m_data, nullptr)), m_size(std::exchange(other.m_size, 0)), m_used(std::exchange(other.m_used, 0)), m_mapped(other.m_mapped), m_forgotten(std::exchange(other.m_forgotten, 0))
{
}

MappedFile &MappedFile::operator=(MappedFile &&other) noexcept
{
    std::swap(m_data, other.m_data);
    std::swap(m_size, other.m_size);
    std::swap(m_used, other.m_used);
    std::swap(m_mapped, other.m_mapped);
    std::swap(m_forgotten, other.m_forgotten);
    return *this;
}

void MappedFile::forget(std::size_t count)
{
    constexpr std::size_t step = std::size_t{32} << 20;
    const std::size_t end = std::min(count, m_size) / step * step;
    if (m_mapped && end > m_forgotten) {
        ::madvise(m_data + m_forgotten, end - m_forgotten, MADV_DONTNEED);
        m_forgotten = end;
    }
}

} // namespace mandate
