// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/resource_folder.h"

namespace mandate::cli {

namespace fs = std::filesystem;

fs::path resourceFolder()
{
    std::error_code problem;
    const fs::path program = fs::read_symlink("/proc/self/exe", problem);
    const fs::path beside = program.parent_path().parent_path() / "share" / "mandate";
    return !problem && fs::is_directory(beside / "pacts", problem) ? beside : fs::path(MANDATE_SOURCE_DIR) / "resources";
}

} // namespace mandate::cli
