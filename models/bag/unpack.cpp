// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/bag/unpack.h"

#include "models/bag/archive_end.h"
#include "models/bag/archive_locale.h"
#include "models/bag/bag_error.h"
#include "models/bag/bag_name.h"

#include <algorithm>
#include <archive.h>
#include <archive_entry.h>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string_view>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

namespace mandate {

namespace {

namespace fs = std::filesystem;

struct ArchiveFree
{
    void operator()(archive *a) const { archive_read_free(a); }
};

class Unpacking
{
public:
    Unpacking(const std::string &path, const std::string &into, const UnpackBounds &bounds, std::stop_token stop)
        : m_path(path), m_into(into), m_bounds(bounds), m_stop(std::move(stop)), m_reader(archive_read_new())
    {
    }
    ~Unpacking()
    {
        m_reader.reset();
        if (m_file >= 0)
            ::close(m_file);
    }
    Unpacking(const Unpacking &) = delete;
    Unpacking &operator=(const Unpacking &) = delete;

    Result<void> run()
    {
        if (auto opened = open(); !opened)
            return opened;
        for (archive_entry *entry = nullptr;;) {
            if (m_stop.stop_requested())
                return bagStopped();
            const int read = archive_read_next_header(m_reader.get(), &entry);
            if (read == ARCHIVE_EOF)
                return zip() ? Result<void>() : noAddedOctetsBehindTar(m_path, static_cast<std::uint64_t>(archive_filter_bytes(m_reader.get(), 0)), m_stop);
            if (read < ARCHIVE_WARN)
                return broken();
            if (std::exchange(m_first, false) && zip()) {
                if (auto whole = noAddedOctetsInZip(m_path, m_file); !whole)
                    return whole;
            }
            if (auto taken = take(entry); !taken)
                return taken;
        }
    }

private:
    Result<void> open()
    {
        m_file = ::open(m_path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
        struct stat what
        {
        };
        if (m_file < 0 || ::fstat(m_file, &what) != 0)
            return bagUnreadable(m_path, errno);
        if (!S_ISREG(what.st_mode))
            return bagUnreadable(m_path, EINVAL);
        m_most = std::min(m_bounds.octets, std::max(m_bounds.freeOctets, m_bounds.ratio * static_cast<std::uint64_t>(what.st_size)));
        archive_read_support_format_zip(m_reader.get());
        archive_read_support_format_tar(m_reader.get());
        archive_read_support_filter_gzip(m_reader.get());
        archive_read_set_options(m_reader.get(), "hdrcharset=UTF-8");
        if (archive_read_open_fd(m_reader.get(), m_file, 1U << 16) != ARCHIVE_OK)
            return broken();
        return {};
    }

    [[nodiscard]] bool zip() const { return (archive_format(m_reader.get()) & ARCHIVE_FORMAT_BASE_MASK) == ARCHIVE_FORMAT_ZIP; }

    [[nodiscard]] Error broken() const
    {
        const char *why = archive_error_string(m_reader.get());
        return archiveRefused(m_path, why ? "it is damaged or no archive (" + std::string(why) + ')' : std::string("it is damaged or no archive"));
    }

    [[nodiscard]] Error refuse(const std::string &name, const std::string &why) const { return archiveRefused(m_path, "of \"" + name + "\", " + why); }

    Result<void> take(archive_entry *entry)
    {
        const char *const given = archive_entry_pathname_utf8(entry);
        if (!given)
            return archiveRefused(m_path, "a name in it is not UTF-8");
        std::string name(given);
        const bool folder = archive_entry_filetype(entry) == AE_IFDIR;
        while (folder && name.size() > 1 && name.ends_with('/'))
            name.pop_back();
        while (name.starts_with("./"))
            name.erase(0, 2);
        if (folder && (name.empty() || name == "."))
            return {};
        if (const std::string objection = nameObjection(name); !objection.empty())
            return refuse(name, objection);
        if (archive_entry_hardlink(entry) || archive_entry_symlink(entry))
            return refuse(name, "it is a link");
        if (!folder && archive_entry_filetype(entry) != AE_IFREG)
            return refuse(name, "it is neither a file nor a folder");
        if (archive_entry_is_encrypted(entry))
            return refuse(name, "it is encrypted");
        if (const auto earlier = folder ? m_names.addFolder(name) : m_names.addFile(name))
            return refuse(name, *earlier == name ? "it is there twice" : name.starts_with(*earlier + '/') ? '"' + *earlier + "\" is there as a file" : "it would be the same file as \"" + *earlier + "\" on some systems");
        if (m_names.size() > m_bounds.files)
            return archiveRefused(m_path, "it holds more than " + std::to_string(m_bounds.files) + " files: looking at each takes longer than anyone waits, and no evidence needs so many");
        if (archive_entry_size_is_set(entry) && static_cast<std::uint64_t>(archive_entry_size(entry)) > m_most - m_octets)
            return tooLarge();
        std::error_code problem;
        const fs::path target = fs::path(m_into) / name;
        fs::create_directories(folder ? target : target.parent_path(), problem);
        if (problem)
            return bagUnwritable(target.string(), problem.value());
        return folder ? Result<void>() : content(target.string());
    }

    [[nodiscard]] Error tooLarge() const
    {
        return archiveRefused(m_path, "it would grow beyond " + std::to_string(m_most >> 20) + " MiB, which is more than an archive of its size may hold");
    }

    Result<void> content(const std::string &target)
    {
        const int file = ::open(target.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (file < 0)
            return bagUnwritable(target, errno);
        auto written = fill(file, target);
        if (::close(file) != 0 && written)
            return bagUnwritable(target, errno);
        return written;
    }

    Result<void> fill(int file, const std::string &target)
    {
        for (;;) {
            if (m_stop.stop_requested())
                return bagStopped();
            const la_ssize_t got = archive_read_data(m_reader.get(), m_room.data(), m_room.size());
            if (got == 0)
                return {};
            if (got < 0)
                return broken();
            m_octets += static_cast<std::uint64_t>(got);
            if (m_octets > m_most)
                return tooLarge();
            for (la_ssize_t done = 0; done < got;) {
                const ssize_t written = ::write(file, m_room.data() + done, static_cast<std::size_t>(got - done));
                if (written < 0 && errno != EINTR)
                    return bagUnwritable(target, errno);
                done += written > 0 ? written : 0;
            }
        }
    }

    const std::string &m_path;
    const std::string &m_into;
    const UnpackBounds &m_bounds;
    std::stop_token m_stop;
    std::unique_ptr<archive, ArchiveFree> m_reader;
    int m_file = -1;
    bool m_first = true;
    std::uint64_t m_most = 0;
    std::uint64_t m_octets = 0;
    NamesSeen m_names;
    std::vector<char> m_room = std::vector<char>(1U << 18);
};

/// The bag's own folder: the only thing in the archive, or what was unpacked itself.
std::string bagIn(const std::string &unpacked)
{
    std::error_code problem;
    std::string only;
    for (const fs::directory_entry &entry : fs::directory_iterator(unpacked, problem)) {
        if (!only.empty() || !entry.is_directory())
            return unpacked;
        only = entry.path().string();
    }
    return only.empty() ? unpacked : only;
}

} // namespace

bool looksLikeArchive(const std::string &path)
{
    std::error_code problem;
    if (!fs::is_regular_file(path, problem))
        return false;
    std::ifstream file(path, std::ios::binary);
    std::array<char, 512> head{};
    file.read(head.data(), head.size());
    const std::string_view read(head.data(), static_cast<std::size_t>(file.gcount()));
    return read.starts_with("PK\x03\x04") || read.starts_with("PK\x05\x06") || read.starts_with("\x1F\x8B") ||
           (read.size() >= 262 && read.substr(257, 5) == "ustar");
}

Result<void> unpack(const std::string &archive, const std::string &folder, const UnpackBounds &bounds, std::stop_token stop)
{
    const ArchiveLocale utf8;
    auto part = PartFolder::beside(folder);
    if (!part)
        return part.error();
    const std::string into = part->path() + "/content";
    if (::mkdir(into.c_str(), 0777) != 0)
        return bagUnwritable(into, errno);
    if (auto unpacked = Unpacking(archive, into, bounds, std::move(stop)).run(); !unpacked)
        return unpacked;
    return part->keep(bagIn(into));
}

Result<UnpackedArchive> UnpackedArchive::of(const std::string &archive, const UnpackBounds &bounds, std::stop_token stop)
{
    const char *const named = std::getenv("TMPDIR");
    std::string place = std::string(named && *named ? named : "/tmp") + "/mandate-bag-XXXXXX";
    if (!::mkdtemp(place.data()))
        return bagUnwritable(place, errno);
    UnpackedArchive unpacked(std::move(place));
    if (auto done = unpack(archive, unpacked.folder(), bounds, std::move(stop)); !done)
        return done.error();
    return unpacked;
}

UnpackedArchive::~UnpackedArchive()
{
    std::error_code problem;
    if (!m_place.empty())
        fs::remove_all(m_place, problem);
}

} // namespace mandate
