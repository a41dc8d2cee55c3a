// SPDX-License-Identifier: GPL-3.0-or-later
// A pact's version as the command line prints it.
#pragma once

#include "models/workspace/pact_version.h"

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace mandate::cli {

/// The state now; "scheduled" for an active version whose time is to come.
[[nodiscard]] std::string stateName(const PactVersion &version, const Instant &now);
[[nodiscard]] nlohmann::ordered_json pactJson(const PactVersion &version);

} // namespace mandate::cli
