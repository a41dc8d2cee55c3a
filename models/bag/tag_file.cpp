// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/bag/tag_file.h"

#include "models/bag/bag_digests.h"

#include <QStringDecoder>

#include <algorithm>
#include <charconv>

namespace mandate {

namespace {

constexpr std::string_view byteOrderMark = "\xEF\xBB\xBF";

std::string upper(std::string_view text)
{
    std::string out(text);
    std::ranges::transform(out, out.begin(), [](unsigned char c) { return static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c); });
    return out;
}

std::optional<QStringConverter::Encoding> encodingOf(std::string_view name)
{
    const std::string wanted = upper(name);
    if (wanted == "UTF-8" || wanted == "US-ASCII" || wanted == "ASCII")
        return QStringConverter::Utf8;
    if (wanted == "UTF-16")
        return QStringConverter::Utf16;
    if (wanted == "UTF-16LE")
        return QStringConverter::Utf16LE;
    if (wanted == "UTF-16BE")
        return QStringConverter::Utf16BE;
    if (wanted == "UTF-32")
        return QStringConverter::Utf32;
    if (wanted == "ISO-8859-1" || wanted == "LATIN1")
        return QStringConverter::Latin1;
    return std::nullopt;
}

bool isSpace(char c)
{
    return c == ' ' || c == '\t';
}

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && isSpace(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && isSpace(text.back()))
        text.remove_suffix(1);
    return text;
}

bool isHex(std::string_view text)
{
    return std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); });
}

/// "%0A", "%0D" and "%25" since version 1.0; before it nothing was escaped.
std::string unescaped(std::string_view path, const BagDeclaration &declaration)
{
    if (!declaration.atLeast(1, 0))
        return std::string(path);
    std::string out;
    for (std::size_t i = 0; i < path.size(); ++i) {
        const std::string code = path[i] == '%' ? upper(path.substr(i, 3)) : std::string();
        const char meant = code == "%0A" ? '\n' : code == "%0D" ? '\r' : code == "%25" ? '%' : '\0';
        out += meant ? meant : path[i];
        i += meant ? 2 : 0;
    }
    return out;
}

std::optional<int> numberOf(std::string_view text)
{
    int number = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || problem != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return number;
}

std::string inQuotes(std::string_view line)
{
    return '"' + std::string(line.substr(0, 200)) + (line.size() > 200 ? "…\"" : "\"");
}

} // namespace

bool isTagEncoding(std::string_view encoding)
{
    return encodingOf(encoding).has_value();
}

std::optional<std::string> decodeTagFile(std::string_view bytes, std::string_view encoding)
{
    const auto known = encodingOf(encoding);
    if (!known)
        return std::nullopt;
    QStringDecoder decoder(*known);
    const QString text = decoder(QByteArrayView(bytes.data(), static_cast<qsizetype>(bytes.size())));
    if (decoder.hasError() || (*known != QStringConverter::Latin1 && text.contains(QChar(QChar::ReplacementCharacter))))
        return std::nullopt;
    return text.toStdString();
}

std::vector<std::string_view> linesOf(std::string_view text)
{
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find_first_of("\r\n"), text.size());
        lines.push_back(text.substr(0, end));
        std::size_t next = end;
        if (next < text.size())
            next += text.substr(next).starts_with("\r\n") ? 2 : 1;
        text.remove_prefix(next);
    }
    return lines;
}

std::optional<BagDeclaration> readDeclaration(std::string_view bytes, std::string &why)
{
    if (bytes.starts_with(byteOrderMark)) {
        why = "it begins with a byte order mark";
        return std::nullopt;
    }
    const auto text = decodeTagFile(bytes, "UTF-8");
    if (!text) {
        why = "it is not UTF-8";
        return std::nullopt;
    }
    constexpr std::string_view version = "BagIt-Version: ";
    constexpr std::string_view encoding = "Tag-File-Character-Encoding: ";
    const auto lines = linesOf(*text);
    if (lines.size() != 2 || !lines[0].starts_with(version) || !lines[1].starts_with(encoding)) {
        why = "it is not the two lines BagIt-Version and Tag-File-Character-Encoding";
        return std::nullopt;
    }
    BagDeclaration declaration;
    const std::string_view number = trimmed(lines[0].substr(version.size()));
    const std::size_t dot = number.find('.');
    const auto major = numberOf(number.substr(0, dot));
    const auto minor = dot == std::string_view::npos ? std::nullopt : numberOf(number.substr(dot + 1));
    if (!major || !minor || (*major != 0 && (*major != 1 || *minor != 0)) || (*major == 0 && (*minor < 93 || *minor > 97))) {
        why = "its version " + inQuotes(number) + " is none that is known here (0.93 to 0.97, 1.0)";
        return std::nullopt;
    }
    declaration.major = *major;
    declaration.minor = *minor;
    declaration.encoding = trimmed(lines[1].substr(encoding.size()));
    if (!isTagEncoding(declaration.encoding)) {
        why = "its encoding " + inQuotes(declaration.encoding) + " is none that is known here";
        return std::nullopt;
    }
    return declaration;
}

std::optional<BagMetadata> readMetadata(std::string_view text, std::string &why)
{
    BagMetadata metadata;
    for (const std::string_view line : linesOf(text)) {
        if (line.empty())
            continue;
        if (isSpace(line.front()) && !metadata.empty()) { // goes on
            metadata.back().second += ' ';
            metadata.back().second += trimmed(line);
            continue;
        }
        const std::size_t colon = line.find(':');
        if (colon == std::string_view::npos || trimmed(line.substr(0, colon)).empty()) {
            why = "the line " + inQuotes(line) + " is no label with a value";
            return std::nullopt;
        }
        metadata.emplace_back(trimmed(line.substr(0, colon)), trimmed(line.substr(colon + 1)));
    }
    return metadata;
}

std::optional<std::pair<std::uint64_t, std::uint64_t>> readOxum(std::string_view text)
{
    std::pair<std::uint64_t, std::uint64_t> oxum;
    const char *const end = text.data() + text.size();
    const auto octets = std::from_chars(text.data(), end, oxum.first);
    if (octets.ec != std::errc() || octets.ptr == end || *octets.ptr != '.')
        return std::nullopt;
    const auto files = std::from_chars(octets.ptr + 1, end, oxum.second);
    if (files.ec != std::errc() || files.ptr != end)
        return std::nullopt;
    return oxum;
}

std::vector<ManifestLine> readManifest(std::string_view text, std::string_view algorithm, const BagDeclaration &declaration, std::vector<std::string> &bad)
{
    std::vector<ManifestLine> manifest;
    for (const std::string_view line : linesOf(text)) {
        if (line.empty())
            continue;
        const std::size_t blank = line.find_first_of(" \t");
        const std::string_view digest = line.substr(0, blank);
        if (blank == std::string_view::npos || digest.size() != hexDigitsOf(algorithm) || !isHex(digest)) {
            bad.push_back(inQuotes(line));
            continue;
        }
        std::string_view path = line.substr(blank);
        while (!path.empty() && isSpace(path.front()))
            path.remove_prefix(1);
        ManifestLine read;
        read.digest.assign(digest);
        std::ranges::transform(read.digest, read.digest.begin(), [](char c) { return static_cast<char>(c >= 'A' && c <= 'F' ? c + 32 : c); });
        if (path.starts_with('*')) {
            read.star = true;
            path.remove_prefix(1);
        }
        if (path.starts_with("./")) {
            read.dotSlash = true;
            path.remove_prefix(2);
        }
        read.path = unescaped(path, declaration);
        manifest.push_back(std::move(read));
    }
    return manifest;
}

std::vector<FetchLine> readFetch(std::string_view text, const BagDeclaration &declaration, std::vector<std::string> &bad)
{
    std::vector<FetchLine> fetch;
    for (const std::string_view line : linesOf(text)) {
        if (line.empty())
            continue;
        const std::size_t first = line.find_first_of(" \t");
        const std::size_t length = first == std::string_view::npos ? first : line.find_first_not_of(" \t", first);
        const std::size_t second = length == std::string_view::npos ? length : line.find_first_of(" \t", length);
        const std::size_t path = second == std::string_view::npos ? second : line.find_first_not_of(" \t", second);
        if (path == std::string_view::npos) {
            bad.push_back(inQuotes(line));
            continue;
        }
        fetch.push_back({std::string(line.substr(0, first)), unescaped(line.substr(path), declaration)});
    }
    return fetch;
}

std::string manifestPath(std::string_view path)
{
    std::string out;
    for (const char c : path) {
        switch (c) {
        case '\n': out += "%0A"; break;
        case '\r': out += "%0D"; break;
        case '%': out += "%25"; break;
        default: out += c;
        }
    }
    return out;
}

} // namespace mandate
