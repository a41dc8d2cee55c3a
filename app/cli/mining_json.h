// SPDX-License-Identifier: GPL-3.0-or-later
// A mining report as the JSON that docs/json.md describes.
#pragma once

#include "models/workspace/mining.h"

#include <nlohmann/json_fwd.hpp>

namespace mandate::cli {

[[nodiscard]] nlohmann::ordered_json jsonOf(const MiningQuery &query, const MiningReport &report);
/// A number as people read it: "100", "12.5".
[[nodiscard]] std::string plain(const mining::Number &number);

} // namespace mandate::cli
