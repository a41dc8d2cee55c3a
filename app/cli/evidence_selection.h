// SPDX-License-Identifier: GPL-3.0-or-later
// How commands name records: by a query behind the workspace, and by options: --agent, --tool, --verdict, --clause, --session, --kind, --since, --until, --text, and --incident; by --query where no words follow.
#pragma once

#include "app/cli/arguments.h"
#include "models/workspace/selection.h"

#include <string>
#include <vector>

namespace mandate::cli {

/// For Shape::valued; without --incident.
[[nodiscard]] const std::vector<std::string> &selectionOptions();
/// A usage error when the query cannot be read or a value is none.
Result<EvidenceSelection> selectionOf(const Arguments &arguments);

} // namespace mandate::cli
