// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/bag/bag_reader.h"

#include "models/bag/bag_digests.h"
#include "models/bag/bag_error.h"
#include "models/bag/bag_name.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <map>
#include <set>
#include <sys/stat.h>
#include <unistd.h>

namespace mandate {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t mostTagOctets = 256U << 20; ///< of one tag file
constexpr std::string_view payload = "data/";

/// A regular file that is open, never a link, a device or a pipe.
class PlainFile
{
public:
    explicit PlainFile(const std::string &path) : m_file(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC))
    {
        struct stat what
        {
        };
        if (m_file >= 0 && (::fstat(m_file, &what) != 0 || !S_ISREG(what.st_mode))) {
            ::close(m_file);
            m_file = -1;
            errno = EINVAL;
        }
    }
    ~PlainFile()
    {
        if (m_file >= 0)
            ::close(m_file);
    }
    PlainFile(const PlainFile &) = delete;
    PlainFile &operator=(const PlainFile &) = delete;
    [[nodiscard]] bool isOpen() const { return m_file >= 0; }
    /// 0 at its end, −1 when it cannot be read.
    [[nodiscard]] ssize_t read(char *into, std::size_t most) const
    {
        for (;;) {
            const ssize_t got = ::read(m_file, into, most);
            if (got >= 0 || errno != EINTR)
                return got;
        }
    }

private:
    int m_file;
};

/// Files that operating systems make and remove by themselves.
bool isSystemFile(std::string_view path)
{
    static constexpr std::array<std::string_view, 4> names{".DS_Store", "Thumbs.db", "desktop.ini", ".directory"};
    const std::string_view name = path.substr(path.rfind('/') + 1);
    return std::ranges::find(names, name) != names.end() || name.starts_with("._");
}

struct Digested
{
    std::uint64_t octets = 0;
    std::map<std::string, std::string, std::less<>> digests; ///< by algorithm
};

class Judging
{
public:
    Judging(const std::string &folder, const BagProgress &progress, std::stop_token stop)
        : m_folder(folder), m_progress(progress), m_stop(std::move(stop))
    {
    }

    Result<BagReport> run()
    {
        std::error_code problem;
        if (!fs::is_directory(fs::symlink_status(m_folder, problem)))
            return bagUnreadable(m_folder.string(), problem ? problem.value() : ENOTDIR);
        if (auto walked = walk(); !walked)
            return walked.error();
        if (!declared())
            return finished();
        readTagFiles();
        if (auto hashed = digestFiles(); !hashed)
            return hashed.error();
        for (const auto &[algorithm, manifest] : m_payload)
            checkPayload(algorithm, manifest);
        checkCompleteness();
        for (const auto &[algorithm, manifest] : m_tags)
            checkListed("tagmanifest-" + algorithm + ".txt", algorithm, manifest);
        checkOxum();
        checkFetch();
        return finished();
    }

private:
    using Kind = BagFinding::Kind;
    using Manifests = std::map<std::string, std::vector<ManifestLine>, std::less<>>; ///< by algorithm

    void find(Kind kind, std::string file, std::string what) { m_report.findings.push_back({kind, std::move(file), std::move(what)}); }

    Result<BagReport> finished()
    {
        std::ranges::stable_sort(m_report.findings, [](const BagFinding &a, const BagFinding &b) { return a.kind != b.kind ? a.kind > b.kind : a.file < b.file; });
        const auto twice = std::ranges::unique(m_report.findings);
        m_report.findings.erase(twice.begin(), twice.end());
        return std::move(m_report);
    }

    Result<void> walk()
    {
        std::error_code problem;
        std::uint64_t count = 0;
        for (fs::recursive_directory_iterator at(m_folder, problem), end; !problem && at != end; at.increment(problem)) {
            if (m_stop.stop_requested())
                return bagStopped();
            if (++count > mostBagFiles) {
                Error error{ErrorKind::Refused, "MND-BAG-005", "It holds more than " + std::to_string(mostBagFiles) + " files, and is not read.", "Nothing was changed.",
                            "Check it with the tool it was made with.", {}};
                error.position.file = m_folder.string();
                return error;
            }
            const std::string name = at->path().lexically_relative(m_folder).generic_string();
            const fs::file_status status = at->symlink_status(problem);
            if (fs::is_directory(status) && !fs::is_symlink(status))
                continue;
            const std::string objection = nameObjection(name);
            if (!objection.empty())
                find(Kind::Problem, name, "It is not read: " + objection + '.');
            else if (!fs::is_regular_file(status))
                find(Kind::Problem, name, fs::is_symlink(status) ? "It is a link, which is not followed." : "It is neither a file nor a folder, and is not read.");
            else
                m_files.emplace(name, Digested());
        }
        if (problem)
            return bagUnreadable(m_folder.string(), problem.value());
        for (const auto &[name, file] : m_files) {
            if (const auto earlier = m_names.addFile(name))
                find(Kind::Problem, name, "Elsewhere it would be the same file as \"" + *earlier + "\".");
            m_folded.emplace(foldedName(name), name);
        }
        return {};
    }

    std::optional<std::string> tagBytes(const std::string &name)
    {
        const PlainFile file((m_folder / name).string());
        std::string bytes;
        std::array<char, 65536> room;
        while (file.isOpen()) {
            const ssize_t got = file.read(room.data(), room.size());
            if (got == 0)
                return bytes;
            if (got < 0)
                break;
            bytes.append(room.data(), static_cast<std::size_t>(got));
            if (bytes.size() > mostTagOctets) {
                find(Kind::Problem, name, "It is larger than " + std::to_string(mostTagOctets >> 20) + " MiB, which no tag file needs.");
                return std::nullopt;
            }
        }
        find(Kind::Problem, name, "It cannot be read.");
        return std::nullopt;
    }

    std::optional<std::string> tagText(const std::string &name)
    {
        const auto bytes = tagBytes(name);
        if (!bytes)
            return std::nullopt;
        auto text = decodeTagFile(*bytes, m_report.declaration.encoding);
        if (!text)
            find(Kind::Problem, name, "It is not " + m_report.declaration.encoding + ", as bagit.txt says.");
        return text;
    }

    bool declared()
    {
        if (!m_files.contains("bagit.txt")) {
            find(Kind::Problem, "bagit.txt", "It is missing: this is no bag.");
            return false;
        }
        const auto bytes = tagBytes("bagit.txt");
        std::string why;
        const auto declaration = bytes ? readDeclaration(*bytes, why) : std::nullopt;
        if (!declaration) {
            if (bytes)
                find(Kind::Problem, "bagit.txt", "It does not declare a bag: " + why + '.');
            return false;
        }
        m_report.declaration = *declaration;
        return true;
    }

    void readTagFiles()
    {
        for (const auto &[name, unused] : m_files) {
            if (name.find('/') != std::string::npos || !name.ends_with(".txt"))
                continue;
            const bool tags = name.starts_with("tagmanifest-");
            if (tags || name.starts_with("manifest-")) {
                const std::size_t begin = name.find('-') + 1;
                readOneManifest(name, name.substr(begin, name.size() - begin - 4), tags ? m_tags : m_payload, tags);
            }
        }
        if (m_payload.empty())
            find(Kind::Problem, std::string(), "There is no payload manifest whose algorithm is known here: nothing says what the files were.");
        m_report.onlyWeakDigests = !m_payload.empty();
        for (const auto &[algorithm, manifest] : m_payload) {
            m_report.algorithms.push_back(algorithm);
            m_report.onlyWeakDigests &= isWeakAlgorithm(algorithm);
        }
        if (m_files.contains("bag-info.txt")) {
            std::string why;
            if (const auto text = tagText("bag-info.txt")) {
                if (auto metadata = readMetadata(*text, why))
                    m_report.metadata = std::move(*metadata);
                else
                    find(Kind::Problem, "bag-info.txt", "It is no metadata: " + why + '.');
            }
        }
        if (m_files.contains("fetch.txt")) {
            std::vector<std::string> bad;
            if (const auto text = tagText("fetch.txt"))
                m_fetch = readFetch(*text, m_report.declaration, bad);
            for (const std::string &line : bad)
                find(Kind::Problem, "fetch.txt", "The line " + line + " is no file to fetch.");
        }
    }

    void readOneManifest(const std::string &name, const std::string &algorithm, Manifests &into, bool tags)
    {
        if (!isBagAlgorithm(algorithm)) {
            find(Kind::Warning, name, "Its algorithm is not known here, so it was not checked.");
            return;
        }
        std::vector<std::string> bad;
        const auto text = tagText(name);
        auto lines = text ? readManifest(*text, algorithm, m_report.declaration, bad) : std::vector<ManifestLine>();
        for (const std::string &line : bad)
            find(Kind::Problem, name, "The line " + line + " is no digest of a file.");
        std::map<std::string, std::string> seen;
        std::erase_if(lines, [&](const ManifestLine &line) {
            if (const std::string objection = nameObjection(line.path); !objection.empty()) {
                find(Kind::Problem, name, "It lists \"" + line.path + "\", which is not read: " + objection + '.');
                return true;
            }
            if (line.path.starts_with(payload) == tags) {
                find(Kind::Problem, name, "It lists \"" + line.path + "\", which belongs in " + (tags ? "a payload manifest." : "a tag manifest."));
                return true;
            }
            if (line.star)
                find(Kind::Warning, line.path, "It is listed as \"*\" and its name, as md5sum writes it.");
            if (line.dotSlash)
                find(Kind::Warning, line.path, "It is listed with a leading \"./\".");
            if (isSystemFile(line.path))
                find(Kind::Warning, line.path, "It is a file that operating systems make by themselves.");
            const auto [at, isNew] = seen.emplace(line.path, line.digest);
            if (isNew)
                return false;
            const bool same = at->second == line.digest;
            const bool excused = same && !m_report.declaration.atLeast(1, 0);
            find(excused ? Kind::Warning : Kind::Problem, line.path, same ? "It is listed twice in " + name + '.' : "It is listed in " + name + " with two different digests.");
            return same;
        });
        if (tags) {
            for (const ManifestLine &line : lines)
                m_report.listedTagFiles.push_back(line.path);
        }
        into.emplace(algorithm, std::move(lines));
    }

    Result<void> digestFiles()
    {
        std::vector<std::string> forPayload;
        std::vector<std::string> forTags;
        for (const auto &[algorithm, manifest] : m_payload)
            forPayload.push_back(algorithm);
        for (const auto &[algorithm, manifest] : m_tags)
            forTags.push_back(algorithm);
        std::vector<char> room(1U << 20);
        std::uint64_t done = 0;
        for (auto &[name, file] : m_files) {
            const bool ofPayload = name.starts_with(payload);
            const auto &algorithms = ofPayload ? forPayload : forTags;
            BagDigests digests(algorithms);
            const PlainFile open((m_folder / name).string());
            ssize_t got = open.isOpen() ? 1 : -1;
            while (got > 0) {
                if (m_stop.stop_requested())
                    return bagStopped();
                got = open.read(room.data(), room.size());
                if (got <= 0)
                    break;
                digests.add({room.data(), static_cast<std::size_t>(got)});
                file.octets += static_cast<std::uint64_t>(got);
                done += static_cast<std::uint64_t>(got);
                if (m_progress)
                    m_progress(done);
            }
            if (got < 0) {
                find(Kind::Problem, name, "It cannot be read.");
                continue;
            }
            const auto hex = digests.finish();
            for (std::size_t i = 0; i < algorithms.size(); ++i)
                file.digests.emplace(algorithms[i], hex[i]);
            if (ofPayload) {
                ++m_report.payloadFiles;
                m_report.payloadOctets += file.octets;
            }
        }
        return {};
    }

    /// The file that a manifest means: by its name, else by one that is the same where the bag was made.
    const std::pair<const std::string, Digested> *meant(const std::string &path)
    {
        if (const auto exact = m_files.find(path); exact != m_files.end())
            return &*exact;
        const auto other = m_folded.find(foldedName(path));
        return other == m_folded.end() ? nullptr : &*m_files.find(other->second);
    }

    void checkListed(const std::string &manifestName, const std::string &algorithm, const std::vector<ManifestLine> &manifest)
    {
        for (const ManifestLine &line : manifest) {
            const auto *file = meant(line.path);
            if (!file) {
                const bool excused = isSystemFile(line.path);
                m_missingSystemFile |= excused;
                find(excused ? Kind::Warning : Kind::Problem, line.path, "It was removed: " + manifestName + " lists it, and it is not there.");
                continue;
            }
            m_listed[algorithm].insert(file->first);
            const auto digest = file->second.digests.find(algorithm);
            if (digest == file->second.digests.end())
                continue; // could not be read: said already
            if (digest->second != line.digest)
                find(Kind::Problem, file->first, "It was changed: its " + algorithm + " is " + digest->second + ", and " + manifestName + " says " + line.digest + '.');
            else if (file->first != line.path)
                find(Kind::Warning, file->first, "It is listed as \"" + line.path + "\": another spelling that is the same file only on some systems.");
        }
    }

    void checkPayload(const std::string &algorithm, const std::vector<ManifestLine> &manifest) { checkListed("manifest-" + algorithm + ".txt", algorithm, manifest); }

    void checkCompleteness()
    {
        bool anyPayload = false;
        const bool inEvery = m_report.declaration.atLeast(1, 0);
        for (const auto &[name, file] : m_files) {
            if (!name.starts_with(payload))
                continue;
            anyPayload = true;
            std::string without;
            std::size_t listed = 0;
            for (const auto &[algorithm, manifest] : m_payload) {
                if (m_listed[algorithm].contains(name))
                    ++listed;
                else
                    without = "manifest-" + algorithm + ".txt";
            }
            if (!m_payload.empty() && (listed == 0 || (inEvery && !without.empty())))
                find(Kind::Problem, name, listed == 0 ? "It was added: no manifest lists it." : "It was added: " + without + " does not list it.");
        }
        std::error_code problem;
        if (!anyPayload && !fs::is_directory(fs::symlink_status(m_folder / "data", problem)))
            find(Kind::Problem, "data", "The folder of the payload is missing.");
    }

    /// Says nothing where the files say more: what was added or removed changes the sum too.
    void checkOxum()
    {
        if (std::ranges::any_of(m_report.findings, [](const BagFinding &finding) { return finding.kind == Kind::Problem && finding.file.starts_with(payload); }))
            return;
        for (const auto &[label, value] : m_report.metadata) {
            if (label != "Payload-Oxum" || m_missingSystemFile)
                continue;
            const auto oxum = readOxum(value);
            if (!oxum || oxum->first != m_report.payloadOctets || oxum->second != m_report.payloadFiles)
                find(Kind::Problem, "bag-info.txt",
                     "It says Payload-Oxum " + value + "; there are " + std::to_string(m_report.payloadOctets) + " octets in " + std::to_string(m_report.payloadFiles) + " files.");
        }
    }

    void checkFetch()
    {
        for (const FetchLine &line : m_fetch) {
            if (const std::string objection = nameObjection(line.path); !objection.empty())
                find(Kind::Problem, "fetch.txt", "It lists \"" + line.path + "\", which is not read: " + objection + '.');
            else if (!line.path.starts_with(payload))
                find(Kind::Problem, "fetch.txt", "It lists \"" + line.path + "\", which is no file of the payload.");
            else if (!meant(line.path))
                find(Kind::Problem, line.path, "It would have to be fetched from elsewhere, which is not done.");
        }
    }

    fs::path m_folder;
    const BagProgress &m_progress;
    std::stop_token m_stop;
    BagReport m_report;
    std::map<std::string, Digested, std::less<>> m_files; ///< regular files whose names may be
    std::map<std::string, std::string, std::less<>> m_folded; ///< names by their folded form
    NamesSeen m_names;
    Manifests m_payload;
    Manifests m_tags;
    std::map<std::string, std::set<std::string>, std::less<>> m_listed; ///< files by the algorithm of a manifest that lists them
    std::vector<FetchLine> m_fetch;
    bool m_missingSystemFile = false;
};

} // namespace

bool BagReport::isValid() const
{
    return std::ranges::none_of(findings, [](const BagFinding &finding) { return finding.kind == BagFinding::Kind::Problem; });
}

Result<BagReport> judgeBag(const std::string &folder, const BagProgress &progress, std::stop_token stop)
{
    return Judging(folder, progress, std::move(stop)).run();
}

} // namespace mandate
