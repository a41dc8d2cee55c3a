// SPDX-License-Identifier: GPL-3.0-or-later
// The tag files of a bag as values: declaration, metadata, manifests, and files to fetch. Text in, values out; no file is opened here.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mandate {

/// UTF-8 text of a tag file in the encoding its bag declares; nothing when it is not that, or the encoding is not known here.
[[nodiscard]] std::optional<std::string> decodeTagFile(std::string_view bytes, std::string_view encoding);
/// Whether decodeTagFile() knows an encoding: UTF-8, UTF-16, UTF-32, ISO-8859-1, US-ASCII.
[[nodiscard]] bool isTagEncoding(std::string_view encoding);
/// Lines ended by LF, CR or CR LF; the last may have no end.
[[nodiscard]] std::vector<std::string_view> linesOf(std::string_view text);

/// bagit.txt
struct BagDeclaration
{
    int major = 0;
    int minor = 0;
    std::string encoding;
    [[nodiscard]] bool atLeast(int wantedMajor, int wantedMinor) const { return major > wantedMajor || (major == wantedMajor && minor >= wantedMinor); }
};
/// Nothing when it is none; `why` says what is wrong.
[[nodiscard]] std::optional<BagDeclaration> readDeclaration(std::string_view bytes, std::string &why);

/// bag-info.txt: labels and values in order; a label may come again.
using BagMetadata = std::vector<std::pair<std::string, std::string>>;
[[nodiscard]] std::optional<BagMetadata> readMetadata(std::string_view text, std::string &why);
/// Payload-Oxum: octets and files.
[[nodiscard]] std::optional<std::pair<std::uint64_t, std::uint64_t>> readOxum(std::string_view text);

struct ManifestLine
{
    std::string digest; ///< lower-case hexadecimal
    std::string path;   ///< without a leading "./"
    bool star = false;      ///< "*path", as md5sum writes for binary files
    bool dotSlash = false;  ///< "./path"
};
/// Lines that are none are named in `bad`.
[[nodiscard]] std::vector<ManifestLine> readManifest(std::string_view text, std::string_view algorithm, const BagDeclaration &declaration, std::vector<std::string> &bad);

/// fetch.txt: what would have to be loaded from elsewhere. Nothing ever is.
struct FetchLine
{
    std::string url;
    std::string path;
};
[[nodiscard]] std::vector<FetchLine> readFetch(std::string_view text, const BagDeclaration &declaration, std::vector<std::string> &bad);

/// A path as it stands in a manifest of version 1.0: CR, LF and % are written %0D, %0A and %25.
[[nodiscard]] std::string manifestPath(std::string_view path);

} // namespace mandate
