// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/evaluations/archive_members.h"

#include "models/bag/unpack.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <unistd.h>

namespace mandate {

namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t mostFiles = 100'000;
constexpr std::uint64_t mostOctets = std::uint64_t{1} << 30;

Error unwritable()
{
    return {ErrorKind::Storage, "MND-EVL-005", "The archive cannot be unpacked: the folder for temporary files cannot be written.", "Nothing was imported.", "Make room there, or name another folder in TMPDIR.", {}};
}

/// A file for as long as this lives.
class LentFile
{
public:
    explicit LentFile(std::string_view bytes)
    {
        const char *const named = std::getenv("TMPDIR");
        std::string place = std::string(named && *named ? named : "/tmp") + "/mandate-results-XXXXXX";
        const int file = ::mkstemp(place.data());
        if (file < 0)
            return;
        ::close(file);
        m_path = place;
        std::ofstream out(m_path, std::ios::binary);
        out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        out.flush();
        m_good = out.good();
    }
    ~LentFile()
    {
        std::error_code problem;
        if (!m_path.empty())
            fs::remove(m_path, problem);
    }
    LentFile(const LentFile &) = delete;
    LentFile &operator=(const LentFile &) = delete;
    [[nodiscard]] bool good() const { return m_good; }
    [[nodiscard]] const std::string &path() const { return m_path; }

private:
    std::string m_path;
    bool m_good = false;
};

} // namespace

Result<std::vector<ArchiveMember>> archiveMembers(std::string_view archive)
{
    const LentFile lent(archive);
    if (!lent.good())
        return unwritable();
    UnpackBounds bounds;
    bounds.files = mostFiles;
    bounds.octets = mostOctets;
    const auto unpacked = UnpackedArchive::of(lent.path(), bounds);
    if (!unpacked) {
        Error error = unpacked.error();
        error.position.file.clear(); // a name that nobody gave it
        return error;
    }
    std::vector<ArchiveMember> members;
    const fs::path folder = unpacked->folder();
    std::error_code problem;
    for (fs::recursive_directory_iterator entry(folder, problem), end; !problem && entry != end; entry.increment(problem)) {
        if (!entry->is_regular_file())
            continue;
        std::ifstream file(entry->path(), std::ios::binary);
        std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
        if (!file.good() && !file.eof())
            return unwritable();
        members.push_back({entry->path().lexically_relative(folder).generic_string(), std::move(bytes)});
    }
    if (problem)
        return unwritable();
    std::ranges::sort(members, {}, &ArchiveMember::name);
    return members;
}

} // namespace mandate
