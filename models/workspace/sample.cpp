// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/sample.h"

#include "models/workspace/workspace.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace mandate {

namespace fs = std::filesystem;

namespace {

Error notThere(const std::string &path)
{
    Error error;
    error.kind = ErrorKind::Missing;
    error.code = "MND-SMP-001";
    error.happened = "The sample's files are not where they were installed: " + path + '.';
    error.unaffected = "Your own workspaces are unaffected.";
    error.remedy = "Install Mandate again, or create a workspace of your own.";
    return error;
}

Result<void> fill(Workspace &workspace, const std::string &resources)
{
    std::vector<std::string> pacts;
    std::error_code problem;
    for (const auto &entry : fs::directory_iterator(resources + "/pacts", problem)) {
        if (entry.path().extension() == ".json")
            pacts.push_back(entry.path().string());
    }
    if (problem)
        return notThere(resources + "/pacts");
    std::sort(pacts.begin(), pacts.end());
    for (const std::string &path : pacts) {
        std::ifstream file(path, std::ios::binary);
        const std::string json{std::istreambuf_iterator<char>(file), {}};
        if (auto added = workspace.addPact(json); !added)
            return added.error();
    }
    auto imported = workspace.import({resources + "/sample"}, {});
    if (!imported)
        return imported.error();
    return {};
}

} // namespace

Result<std::string> ensureSampleWorkspace(const std::string &resources, const std::string &target)
{
    std::error_code problem;
    if (!fs::is_directory(resources + "/sample", problem))
        return notThere(resources + "/sample");
    if (fs::exists(target, problem)) {
        const auto opened = Workspace::open(target, true);
        if (opened && (*opened)->store().size() > 0)
            return target;
        for (const char *suffix : {"", "-wal", "-shm", "-text"})
            fs::rename(target + suffix, target + ".damaged" + suffix, problem);
    }
    fs::create_directories(fs::path(target).parent_path(), problem);
    // Made beside its place and moved there when whole, so that a kill half-way leaves no half-made sample.
    const std::string making = target + ".making";
    for (const char *suffix : {"", "-wal", "-shm", "-text"})
        fs::remove(making + suffix, problem);
    {
        auto workspace = Workspace::create(making);
        if (!workspace)
            return workspace.error();
        if (auto filled = fill(**workspace, resources); !filled)
            return filled.error();
    }
    for (const char *suffix : {"-text", ""}) {
        if (fs::exists(making + suffix, problem))
            fs::rename(making + suffix, target + suffix, problem);
    }
    if (problem)
        return notThere(target);
    return target;
}

} // namespace mandate
