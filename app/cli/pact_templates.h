// SPDX-License-Identifier: GPL-3.0-or-later
// The pacts that come with the program, to begin one's own with.
#pragma once

#include "models/base/result.h"

#include <string>
#include <vector>

namespace mandate::cli {

struct PactTemplate
{
    std::string name; ///< of its file, without suffix
    std::string path;
    std::string title;
    std::string purpose;
};

/// By name. Missing when the program's resources are not where they were installed.
Result<std::vector<PactTemplate>> pactTemplates();
/// A usage error with the nearest name when there is none of that name.
Result<PactTemplate> pactTemplate(const std::string &name);

} // namespace mandate::cli
