// SPDX-License-Identifier: GPL-3.0-or-later
// Where the files that come with the program are: beside the installed program, else in the source tree, as the console finds its sample.
#pragma once

#include <filesystem>

namespace mandate::cli {

[[nodiscard]] std::filesystem::path resourceFolder();

} // namespace mandate::cli
