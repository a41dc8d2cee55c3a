// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/bag/pack.h"

#include "models/bag/archive_locale.h"
#include "models/bag/bag_error.h"

#include <algorithm>
#include <archive.h>
#include <archive_entry.h>
#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <unistd.h>
#include <vector>

namespace mandate {

namespace {

namespace fs = std::filesystem;

struct WriterFree
{
    void operator()(archive *a) const { archive_write_free(a); }
};
struct EntryFree
{
    void operator()(archive_entry *e) const { archive_entry_free(e); }
};
struct OpenFile
{
    int file = -1;
    ~OpenFile()
    {
        if (file >= 0)
            ::close(file);
    }
};

Error notPacked(const std::string &path, archive *writer)
{
    const int why = archive_errno(writer);
    return bagUnwritable(path, why > 0 ? why : EIO);
}

} // namespace

Result<void> pack(const std::string &folder, const std::string &name, const std::string &path, BagForm form, const Instant &time, std::stop_token stop)
{
    const ArchiveLocale utf8;
    std::error_code problem;
    std::vector<std::string> files;
    for (fs::recursive_directory_iterator at(folder, problem), end; !problem && at != end; at.increment(problem)) {
        if (at->is_regular_file())
            files.push_back(at->path().lexically_relative(folder).generic_string());
    }
    if (problem)
        return bagUnreadable(folder, problem.value());
    std::ranges::sort(files);

    OpenFile out;
    out.file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (out.file < 0)
        return bagUnwritable(path, errno);
    const std::unique_ptr<archive, WriterFree> writer(archive_write_new());
    if (form == BagForm::Zip) {
        archive_write_set_format_zip(writer.get());
        archive_write_set_options(writer.get(), "zip:compression=deflate,zip:hdrcharset=UTF-8");
    } else {
        archive_write_set_format_pax_restricted(writer.get());
        archive_write_add_filter_gzip(writer.get());
        archive_write_set_options(writer.get(), "gzip:!timestamp");
    }
    if (archive_write_open_fd(writer.get(), out.file) != ARCHIVE_OK)
        return notPacked(path, writer.get());
    const std::unique_ptr<archive_entry, EntryFree> entry(archive_entry_new());
    std::vector<char> room(1U << 18);
    for (const std::string &file : files) {
        const std::string source = folder + '/' + file;
        archive_entry_clear(entry.get());
        archive_entry_set_pathname_utf8(entry.get(), (name + '/' + file).c_str());
        archive_entry_set_filetype(entry.get(), AE_IFREG);
        archive_entry_set_perm(entry.get(), 0644);
        archive_entry_set_mtime(entry.get(), time.nanoseconds / 1'000'000'000, 0);
        const auto size = static_cast<std::int64_t>(fs::file_size(source, problem));
        if (problem)
            return bagUnreadable(source, problem.value());
        archive_entry_set_size(entry.get(), size);
        if (archive_write_header(writer.get(), entry.get()) < ARCHIVE_OK)
            return notPacked(path, writer.get());
        std::ifstream in(source, std::ios::binary);
        for (std::int64_t done = 0; done < size;) {
            if (stop.stop_requested())
                return bagStopped();
            in.read(room.data(), static_cast<std::streamsize>(room.size()));
            const std::streamsize got = in.gcount();
            if (got <= 0)
                return bagUnreadable(source, EIO);
            if (archive_write_data(writer.get(), room.data(), static_cast<std::size_t>(got)) != got)
                return notPacked(path, writer.get());
            done += got;
        }
    }
    if (archive_write_close(writer.get()) != ARCHIVE_OK)
        return notPacked(path, writer.get());
    if (::fsync(out.file) != 0 && errno != EINVAL)
        return bagUnwritable(path, errno);
    return {};
}

} // namespace mandate
