// SPDX-License-Identifier: GPL-3.0-or-later
// The rules of ARCHITECTURE.md that a machine can check, and the check itself. It reads sources; it compiles nothing.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace mandate::structure {

struct Violation
{
    std::string rule; ///< short name: "arrow", "qt", "gui", "sql", "engine", "cycle", "folder", "include", "once", "licence", "length"
    std::string file; ///< below the root
    std::size_t line = 0;
    std::string reason;
};

/// "file:line: reason [rule]".
[[nodiscard]] std::string describe(const Violation &violation);

/// Every violation below `root`/{models,views,app,tests}, in the order of the files' names. `qtHeaders` is the folder that holds QtCore,
/// QtGui and so on: it tells which module a Qt header belongs to.
[[nodiscard]] std::vector<Violation> checkTree(const std::filesystem::path &root, const std::filesystem::path &qtHeaders);

} // namespace mandate::structure
