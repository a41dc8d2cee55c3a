// SPDX-License-Identifier: GPL-3.0-or-later
// Opens a bundle in place of a workspace: checked, read into memory of its own, and described for the window. Not for views: the program's opener calls it.
#pragma once

#include "models/items/export_form.h"
#include "models/workspace/workspace.h"

#include <memory>
#include <stop_token>
#include <string>

namespace mandate {

struct BundleAsWorkspace
{
    std::unique_ptr<Workspace> workspace;
    std::shared_ptr<const BundleContent> content;
};

/// In a worker.
Result<BundleAsWorkspace> openBundleAsWorkspace(const std::string &path, Surroundings surroundings = {}, std::stop_token stop = {});
/// A folder or an archive, which no workspace is.
[[nodiscard]] bool isBundlePath(const std::string &path);

} // namespace mandate
