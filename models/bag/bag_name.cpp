// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/bag/bag_name.h"

#include <QString>
#include <QStringDecoder>

#include <algorithm>

namespace mandate {

namespace {

constexpr std::size_t longestPath = 4096;
constexpr std::size_t longestPart = 255;

bool isUtf8(std::string_view text)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString read = decoder(QByteArrayView(text.data(), static_cast<qsizetype>(text.size())));
    return !decoder.hasError() && !read.contains(QChar(QChar::ReplacementCharacter));
}

} // namespace

std::string nameObjection(std::string_view path)
{
    if (path.empty())
        return "it has no name";
    if (path.size() > longestPath)
        return "its name is longer than " + std::to_string(longestPath) + " bytes";
    if (!isUtf8(path))
        return "its name is not UTF-8";
    if (std::ranges::any_of(path, [](unsigned char c) { return c < 0x20 || c == 0x7F; }))
        return "its name holds control characters";
    if (path.find('\\') != std::string_view::npos)
        return "its name holds a backslash, which separates folders on some systems";
    if (path.front() == '/' || (path.size() > 1 && path[1] == ':'))
        return "its name is absolute";
    if (path.front() == '~')
        return "its name begins with ~, which stands for somebody's own folder";
    for (std::string_view rest = path;;) {
        const std::size_t slash = rest.find('/');
        const std::string_view part = rest.substr(0, slash);
        if (part == "..")
            return "its name leads out of its folder";
        if (part.empty() || part == ".")
            return "its name holds an empty part or \".\"";
        if (part.size() > longestPart)
            return "a part of its name is longer than " + std::to_string(longestPart) + " bytes";
        if (slash == std::string_view::npos)
            return {};
        rest.remove_prefix(slash + 1);
    }
}

std::string foldedName(std::string_view path)
{
    const QString name = QString::fromUtf8(path.data(), static_cast<qsizetype>(path.size()));
    return name.normalized(QString::NormalizationForm_D).toCaseFolded().normalized(QString::NormalizationForm_C).toStdString();
}

std::optional<std::string> NamesSeen::add(std::string_view path, bool folder)
{
    const auto [at, isNew] = m_seen.try_emplace(foldedName(path), Seen{std::string(path), folder});
    if (isNew || (folder && at->second.folder && at->second.name == path))
        return std::nullopt;
    return at->second.name;
}

std::optional<std::string> NamesSeen::addParents(std::string_view path)
{
    for (std::size_t slash = path.find('/'); slash != std::string_view::npos; slash = path.find('/', slash + 1)) {
        if (auto earlier = add(path.substr(0, slash), true))
            return earlier;
    }
    return std::nullopt;
}

std::optional<std::string> NamesSeen::addFile(std::string_view path)
{
    if (auto earlier = addParents(path))
        return earlier;
    return add(path, false);
}

std::optional<std::string> NamesSeen::addFolder(std::string_view path)
{
    if (auto earlier = addParents(path))
        return earlier;
    return add(path, true);
}

} // namespace mandate
