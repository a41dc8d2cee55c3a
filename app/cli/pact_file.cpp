// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/pact_file.h"

#include "models/workspace/workspace.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace mandate::cli {

Result<std::string> readFile(const std::string &path)
{
    std::error_code problem;
    const bool folder = std::filesystem::is_directory(path, problem);
    errno = 0;
    std::ifstream file(path, std::ios::binary);
    if (folder || !file) {
        Error error;
        error.kind = ErrorKind::Input;
        error.code = "MND-CLI-004";
        error.happened = std::string("Could not be read: ") + (folder ? "it is a folder" : std::strerror(errno ? errno : ENOENT)) + '.';
        error.unaffected = "Nothing was done.";
        error.remedy = "Check the path and that you may read it.";
        error.position.file = path;
        return error;
    }
    return std::string{std::istreambuf_iterator<char>(file), {}};
}

Result<ParsedPact> readPact(const std::string &path)
{
    auto json = readFile(path);
    if (!json)
        return json.error();
    return parsePact(*json, path);
}

Result<ParsedPact> pactNamed(const Workspace &workspace, const std::string &named)
{
    std::error_code problem;
    if (std::filesystem::exists(named, problem))
        return readPact(named);
    const auto version = workspace.pact(named);
    if (!version)
        return version.error();
    return parsePact(version->source);
}

} // namespace mandate::cli
