// SPDX-License-Identifier: GPL-3.0-or-later
// Pacts as a command line names them: a file, or a version in the workspace.
#pragma once

#include "models/base/result.h"
#include "models/pact/document.h"

#include <string>

namespace mandate {
class Workspace;
}

namespace mandate::cli {

Result<std::string> readFile(const std::string &path);
Result<ParsedPact> readPact(const std::string &path);
/// A file where there is one of that name, else "id" or "id@version" of the workspace.
Result<ParsedPact> pactNamed(const Workspace &workspace, const std::string &named);

} // namespace mandate::cli
