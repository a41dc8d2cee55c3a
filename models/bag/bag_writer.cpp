// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/bag/bag_writer.h"

#include "models/bag/bag_error.h"
#include "models/bag/pack.h"

#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>

namespace mandate {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t roomOctets = 1U << 18;

/// What a new file may be read and written by, as this account gives it.
mode_t newFileMode(mode_t mode)
{
    const mode_t mask = ::umask(0);
    ::umask(mask);
    return mode & ~mask;
}

Result<int> openNew(const std::string &path)
{
    std::error_code problem;
    fs::create_directories(fs::path(path).parent_path(), problem);
    const int file = problem ? -1 : ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (file < 0)
        return bagUnwritable(path, problem ? problem.value() : errno);
    return file;
}

} // namespace

BagWriter::File::File(BagWriter &bag, std::string name, int file) : m_bag(bag), m_name(std::move(name)), m_file(file)
{
    m_room.reserve(roomOctets);
}

BagWriter::File::~File()
{
    if (m_file >= 0)
        ::close(m_file);
}

std::string BagWriter::File::path() const
{
    return m_bag.pathOf(m_name);
}

Result<void> BagWriter::File::flush()
{
    m_digest.add(m_room);
    for (std::size_t done = 0; done < m_room.size();) {
        const ssize_t written = ::write(m_file, m_room.data() + done, m_room.size() - done);
        if (written < 0 && errno != EINTR)
            return bagUnwritable(path(), errno);
        done += written > 0 ? static_cast<std::size_t>(written) : 0;
    }
    m_octets += m_room.size();
    m_room.clear();
    return {};
}

Result<void> BagWriter::File::write(std::string_view octets)
{
    while (!octets.empty()) {
        const std::string_view some = octets.substr(0, roomOctets - m_room.size());
        m_room += some;
        octets.remove_prefix(some.size());
        if (m_room.size() >= roomOctets) {
            if (auto flushed = flush(); !flushed)
                return flushed;
        }
    }
    return {};
}

Result<Digest> BagWriter::File::finish()
{
    if (auto flushed = flush(); !flushed)
        return flushed.error();
    const int file = m_file;
    m_file = -1;
    if (::close(file) != 0)
        return bagUnwritable(path(), errno);
    const Digest digest = m_digest.digest();
    m_bag.m_files.emplace(m_name, digest);
    m_bag.m_octets += m_octets;
    return digest;
}

Result<BagWriter> BagWriter::begin(const std::string &target, BagForm form)
{
    auto part = PartFolder::beside(target);
    if (!part)
        return part.error();
    BagWriter writer(std::move(part).value(), form);
    std::error_code problem;
    fs::create_directories(writer.root() + "/data", problem);
    if (problem)
        return bagUnwritable(target, problem.value());
    return writer;
}

std::string BagWriter::pathOf(const std::string &name) const
{
    return root() + "/data/" + name;
}

Result<std::unique_ptr<BagWriter::File>> BagWriter::file(const std::string &name)
{
    const auto file = openNew(pathOf(name));
    if (!file)
        return file.error();
    return std::make_unique<File>(*this, name, *file);
}

Result<Digest> BagWriter::put(const std::string &name, std::string_view octets)
{
    auto opened = file(name);
    if (!opened)
        return opened.error();
    if (auto written = (*opened)->write(octets); !written)
        return written.error();
    return (*opened)->finish();
}

Result<Digest> BagWriter::tagFile(const std::string &name, std::string_view text)
{
    const std::string path = root() + '/' + name;
    const auto file = openNew(path);
    if (!file)
        return file.error();
    int why = 0;
    for (std::size_t done = 0; done < text.size() && why == 0;) {
        const ssize_t written = ::write(*file, text.data() + done, text.size() - done);
        if (written < 0 && errno != EINTR)
            why = errno;
        done += written > 0 ? static_cast<std::size_t>(written) : 0;
    }
    if (::close(*file) != 0 && why == 0)
        why = errno;
    if (why != 0)
        return bagUnwritable(path, why);
    const Digest digest = sha256(text);
    m_tagFiles.emplace(name, digest);
    return digest;
}

Result<SealedBag> BagWriter::seal(BagMetadata metadata, const Instant &time, std::stop_token stop)
{
    SealedBag sealed;
    sealed.files = m_files.size();
    sealed.octets = m_octets;
    metadata.emplace_back("Payload-Oxum", std::to_string(m_octets) + '.' + std::to_string(m_files.size()));
    std::string info;
    for (const auto &[label, value] : metadata) {
        info += label + ": ";
        for (const char c : value) // a line end would begin another label
            info += c == '\n' || c == '\r' ? ' ' : c;
        info += '\n';
    }
    std::string manifest;
    for (const auto &[name, digest] : m_files)
        manifest += digest.hex() + "  data/" + manifestPath(name) + '\n';
    if (auto written = tagFile("bagit.txt", "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"); !written)
        return written.error();
    if (auto written = tagFile("bag-info.txt", info); !written)
        return written.error();
    const auto listed = tagFile("manifest-sha256.txt", manifest);
    if (!listed)
        return listed.error();
    std::string tags;
    for (const auto &[name, digest] : m_tagFiles)
        tags += digest.hex() + "  " + name + '\n';
    const auto whole = tagFile("tagmanifest-sha256.txt", tags);
    if (!whole)
        return whole.error();
    sealed.manifest = *listed;
    sealed.tagManifest = *whole;
    if (stop.stop_requested())
        return bagStopped();
    std::string part = root();
    if (m_form != BagForm::Folder) {
        part = m_part.path() + "/archive";
        if (auto packed = pack(root(), m_part.stem(), part, m_form, time, stop); !packed)
            return packed.error();
    } else if (::chmod(part.c_str(), newFileMode(0777)) != 0) {
        return bagUnwritable(part, errno);
    }
    if (auto kept = m_part.keep(part); !kept)
        return kept.error();
    return sealed;
}

} // namespace mandate
