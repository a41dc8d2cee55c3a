// SPDX-License-Identifier: GPL-3.0-or-later
// A question that finds nothing because it names what is not there: says so, with the name that was probably meant.
#pragma once

#include "app/cli/arguments.h"

#include <string>
#include <vector>

namespace mandate {
class Workspace;
}

namespace mandate::cli {

/// One sentence for each of --agent, --tool and --clause that names nothing in the workspace.
[[nodiscard]] std::vector<std::string> unknownNames(const Workspace &workspace, const Arguments &arguments);

} // namespace mandate::cli
