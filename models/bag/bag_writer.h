// SPDX-License-Identifier: GPL-3.0-or-later
// Writes a bag of version 1.0 with SHA-256 manifests: files piece by piece, then sealed in one step as a folder, a ZIP or a tar.gz. What is not
// sealed leaves nothing behind.
#pragma once

#include "models/bag/part_folder.h"
#include "models/bag/tag_file.h"
#include "models/base/digest.h"
#include "models/base/digest_stream.h"
#include "models/base/instant.h"
#include "models/base/result.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>

namespace mandate {

enum class BagForm : std::uint8_t { Folder, Zip, TarGz };

struct SealedBag
{
    Digest manifest;    ///< of manifest-sha256.txt: stands for every file of the payload
    Digest tagManifest; ///< of tagmanifest-sha256.txt: stands for the whole bag
    std::uint64_t files = 0;  ///< of the payload
    std::uint64_t octets = 0;
};

class BagWriter
{
public:
    /// Usage when something is at `target` already.
    static Result<BagWriter> begin(const std::string &target, BagForm form);

    /// One file of the payload while it is written. It is listed once it is finished.
    class File
    {
    public:
        File(BagWriter &bag, std::string name, int file);
        ~File();
        File(const File &) = delete;
        File &operator=(const File &) = delete;
        Result<void> write(std::string_view octets);
        Result<Digest> finish();
        [[nodiscard]] std::uint64_t octets() const { return m_octets + m_room.size(); }
        /// Where it lies until the bag is sealed.
        [[nodiscard]] std::string path() const;

    private:
        Result<void> flush();
        BagWriter &m_bag;
        std::string m_name;
        int m_file;
        std::string m_room;
        std::uint64_t m_octets = 0;
        DigestStream m_digest;
    };
    /// `name` lies below data/, by the rules of bag_name.h, and comes once.
    Result<std::unique_ptr<File>> file(const std::string &name);
    /// A whole file at once.
    Result<Digest> put(const std::string &name, std::string_view octets);
    /// Where a file lies until the bag is sealed, for what writes by itself.
    [[nodiscard]] std::string pathOf(const std::string &name) const;

    /// Writes the tag files and puts the bag at its place. `time` is what archives say their files are of.
    Result<SealedBag> seal(BagMetadata metadata, const Instant &time, std::stop_token stop = {});

private:
    BagWriter(PartFolder part, BagForm form) : m_part(std::move(part)), m_form(form) {}
    [[nodiscard]] std::string root() const { return m_part.path() + '/' + m_part.stem(); }
    Result<Digest> tagFile(const std::string &name, std::string_view text);

    PartFolder m_part;
    BagForm m_form;
    std::map<std::string, Digest> m_files;    ///< of the payload, below data/
    std::map<std::string, Digest> m_tagFiles;
    std::uint64_t m_octets = 0;
};

} // namespace mandate
