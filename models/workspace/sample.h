// SPDX-License-Identifier: GPL-3.0-or-later
// The bundled sample workspace: recorded runs of other people's agents, imported like any other evidence. Marked SAMPLE wherever shown.
#pragma once

#include "models/base/result.h"

#include <string>

namespace mandate {

/// Makes the sample workspace at `target` from `resources`/sample and `resources`/pacts unless it is there already and opens; gives its path.
/// One that is damaged or was left half-made is set aside as "<target>.damaged" and made anew.
Result<std::string> ensureSampleWorkspace(const std::string &resources, const std::string &target);

} // namespace mandate
