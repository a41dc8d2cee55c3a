// SPDX-License-Identifier: GPL-3.0-or-later
// What commands that only read take: a workspace, or an exported bundle in its place.
#pragma once

#include "models/workspace/workspace.h"

#include <memory>
#include <string>

namespace mandate::cli {

/// A bundle is checked first, and one that does not hold is refused: "mandate verify" says more of it.
Result<std::unique_ptr<Workspace>> openEvidence(const std::string &path);

} // namespace mandate::cli
