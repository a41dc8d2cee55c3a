// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/bag/archive_end.h"

#include "models/bag/bag_error.h"

#include <algorithm>
#include <archive.h>
#include <archive_entry.h>
#include <cerrno>
#include <filesystem>
#include <memory>
#include <string_view>
#include <unistd.h>
#include <vector>

namespace mandate {

namespace {

// APPNOTE.TXT, sections 4.3.7, 4.3.12, 4.3.14, 4.3.15 and 4.3.16.
constexpr std::size_t endLength = 22;
constexpr std::size_t longestComment = 65535;
constexpr std::size_t locatorLength = 20;
constexpr std::size_t end64Length = 56;
constexpr std::size_t centralLength = 46;
constexpr std::size_t localLength = 30;
constexpr std::string_view endMark("PK\5\6", 4);
constexpr std::string_view locatorMark("PK\6\7", 4);
constexpr std::string_view end64Mark("PK\6\6", 4);
constexpr std::string_view centralMark("PK\1\2", 4);
constexpr std::string_view localMark("PK\3\4", 4);
constexpr std::uint64_t in64 = 0xFFFFFFFF; ///< the real number stands in the ZIP64 field
constexpr std::uint64_t mostCentral = std::uint64_t{1} << 30;

std::uint64_t numberAt(std::string_view bytes, std::size_t at, int octets)
{
    std::uint64_t value = 0;
    for (int i = octets - 1; i >= 0; --i)
        value = value << 8 | static_cast<unsigned char>(bytes[at + static_cast<std::size_t>(i)]);
    return value;
}

Error addedOctets(const std::string &path, std::uint64_t count, std::string_view where)
{
    return archiveRefused(path, std::to_string(count) + (count == 1 ? " added byte lies " : " added bytes lie ") + std::string(where) + ", which belongs to no file and no manifest covers");
}

class Zip
{
public:
    Zip(const std::string &path, int file) : m_path(path), m_file(file) {}

    Result<void> check()
    {
        const off_t end = ::lseek(m_file, 0, SEEK_END);
        ::lseek(m_file, 0, SEEK_SET);
        m_size = static_cast<std::uint64_t>(end);
        if (end < static_cast<off_t>(endLength))
            return unreadable();
        if (auto found = findEnd(); !found)
            return found;
        if (auto read = readCentral(); !read)
            return read;
        return followFiles();
    }

private:
    struct Stored
    {
        std::uint64_t offset = 0;
        std::uint64_t length = 0;
        bool described = false; ///< its length stands behind it once more
    };

    [[nodiscard]] Error unreadable() const { return archiveRefused(m_path, "it is damaged or no archive (its list of files cannot be read)"); }

    bool read(std::uint64_t offset, std::size_t length, std::string &bytes)
    {
        bytes.resize(length);
        return offset <= m_size && length <= m_size - offset && ::pread(m_file, bytes.data(), length, static_cast<off_t>(offset)) == static_cast<ssize_t>(length);
    }

    Result<void> findEnd()
    {
        std::string tail;
        const std::size_t looked = std::min<std::uint64_t>(m_size, endLength + longestComment);
        if (!read(m_size - looked, looked, tail))
            return unreadable();
        const std::size_t at = tail.rfind(endMark, tail.size() - endLength);
        if (at == std::string::npos)
            return archiveRefused(m_path, "it is damaged or no archive (it does not end as a ZIP does: it was cut off, or many bytes were added behind its end)");
        if (at + endLength != tail.size())
            return addedOctets(m_path, tail.size() - at - endLength, "behind its end");
        const std::string_view record = std::string_view(tail).substr(at);
        std::uint64_t end = m_size - endLength;
        m_centralLength = numberAt(record, 12, 4);
        m_central = numberAt(record, 16, 4);
        std::string locator;
        if (end >= locatorLength && read(end - locatorLength, locatorLength, locator) && locator.starts_with(locatorMark)) {
            const std::uint64_t begin = numberAt(locator, 8, 8);
            std::string end64;
            if (!read(begin, end64Length, end64) || !end64.starts_with(end64Mark) || begin + 12 + numberAt(end64, 4, 8) != end - locatorLength)
                return unreadable();
            m_centralLength = numberAt(end64, 40, 8);
            m_central = numberAt(end64, 48, 8);
            end = begin;
        }
        if (m_central > end || m_centralLength > end - m_central || m_centralLength > mostCentral)
            return unreadable();
        const std::uint64_t gap = end - m_central - m_centralLength;
        return gap == 0 ? Result<void>() : Result<void>(addedOctets(m_path, gap, "behind its list of files"));
    }

    Result<void> readCentral()
    {
        std::string list;
        if (!read(m_central, m_centralLength, list))
            return unreadable();
        const std::string_view bytes = list;
        for (std::size_t at = 0; at < bytes.size();) {
            if (bytes.size() - at < centralLength || bytes.substr(at, 4) != centralMark)
                return unreadable();
            const std::size_t name = numberAt(bytes, at + 28, 2);
            const std::size_t extra = numberAt(bytes, at + 30, 2);
            const std::size_t whole = centralLength + name + extra + numberAt(bytes, at + 32, 2);
            if (bytes.size() - at < whole)
                return unreadable();
            Stored file{numberAt(bytes, at + 42, 4), numberAt(bytes, at + 20, 4), (numberAt(bytes, at + 8, 2) & 8U) != 0};
            wide(bytes.substr(at + centralLength + name, extra), numberAt(bytes, at + 24, 4) == in64, file);
            m_files.push_back(file);
            at += whole;
        }
        std::ranges::sort(m_files, {}, &Stored::offset);
        return {};
    }

    /// What did not fit into 32 bits: length, packed length, offset, each only where its field says so.
    static void wide(std::string_view extra, bool wideLength, Stored &file)
    {
        for (std::size_t at = 0; at + 4 <= extra.size();) {
            const std::size_t length = numberAt(extra, at + 2, 2);
            if (numberAt(extra, at, 2) == 1 && at + 4 + length <= extra.size()) {
                std::string_view values = extra.substr(at + 4, length);
                if (wideLength && values.size() >= 8)
                    values.remove_prefix(8);
                for (std::uint64_t *value : {&file.length, &file.offset}) {
                    if (*value == in64 && values.size() >= 8) {
                        *value = numberAt(values, 0, 8);
                        values.remove_prefix(8);
                    }
                }
            }
            at += 4 + length;
        }
    }

    /// Each file begins where the one before it ends.
    Result<void> followFiles()
    {
        std::uint64_t expected = 0;
        for (std::size_t i = 0; i < m_files.size(); ++i) {
            const Stored &file = m_files[i];
            if (file.offset != expected && i == 0)
                return addedOctets(m_path, file.offset, "before its first file");
            std::string local;
            if (!read(file.offset, localLength, local) || !local.starts_with(localMark))
                return unreadable();
            const std::uint64_t begin = file.offset + localLength + numberAt(local, 26, 2) + numberAt(local, 28, 2);
            const std::uint64_t next = i + 1 < m_files.size() ? m_files[i + 1].offset : m_central;
            if (begin > next || file.length > next - begin)
                return unreadable();
            const std::uint64_t behind = next - begin - file.length;
            const bool describes = file.described && (behind == 12 || behind == 16 || behind == 20 || behind == 24);
            if (behind != 0 && !describes)
                return addedOctets(m_path, behind, "behind one of its files");
            expected = next;
        }
        return {};
    }

    const std::string &m_path;
    int m_file;
    std::uint64_t m_size = 0;
    std::uint64_t m_central = 0;
    std::uint64_t m_centralLength = 0;
    std::vector<Stored> m_files;
};

} // namespace

Result<void> noAddedOctetsInZip(const std::string &path, int file)
{
    const off_t before = ::lseek(file, 0, SEEK_CUR);
    auto checked = Zip(path, file).check();
    ::lseek(file, before, SEEK_SET);
    return checked;
}

Result<void> noAddedOctetsBehindTar(const std::string &path, std::uint64_t tarOctets, std::stop_token stop)
{
    struct Free
    {
        void operator()(archive *a) const { archive_read_free(a); }
    };
    const std::unique_ptr<archive, Free> reader(archive_read_new());
    archive_read_support_format_raw(reader.get());
    archive_read_support_filter_gzip(reader.get());
    archive_entry *entry = nullptr;
    if (archive_read_open_filename(reader.get(), path.c_str(), 1U << 16) != ARCHIVE_OK || archive_read_next_header(reader.get(), &entry) != ARCHIVE_OK)
        return bagUnreadable(path, EIO);
    std::vector<char> room(1U << 18);
    std::uint64_t done = 0;
    for (;;) {
        if (stop.stop_requested())
            return bagStopped();
        const la_ssize_t got = archive_read_data(reader.get(), room.data(), room.size());
        if (got < 0)
            return archiveRefused(path, "it is damaged or no archive");
        if (got == 0)
            break;
        const auto first = static_cast<std::size_t>(std::min<std::uint64_t>(tarOctets > done ? tarOctets - done : 0, static_cast<std::uint64_t>(got)));
        const auto behind = std::count_if(room.begin() + static_cast<std::ptrdiff_t>(first), room.begin() + got, [](char octet) { return octet != '\0'; }); // zeros pad a tar
        if (behind > 0)
            return addedOctets(path, static_cast<std::uint64_t>(behind), "behind its end");
        done += static_cast<std::uint64_t>(got);
    }
    std::error_code problem;
    const std::uint64_t size = std::filesystem::file_size(path, problem);
    const auto read = static_cast<std::uint64_t>(archive_filter_bytes(reader.get(), -1));
    return problem || read >= size ? Result<void>() : Result<void>(addedOctets(path, size - read, "behind its end"));
}

} // namespace mandate
