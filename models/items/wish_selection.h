// SPDX-License-Identifier: GPL-3.0-or-later
// What somebody chose in the window as the records of a workspace. One meaning for exports and legal holds.
#pragma once

#include "models/items/export_form.h"
#include "models/workspace/selection.h"

namespace mandate {

class Workspace;

/// Input error where the conditions name something that is not in the workspace.
[[nodiscard]] Result<EvidenceSelection> selectionOf(const Workspace &workspace, const ExportWish &wish);

} // namespace mandate
