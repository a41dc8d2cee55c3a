// SPDX-License-Identifier: GPL-3.0-or-later
// How far enforcement points are, as the command line says it; and waiting for them after a statement.
#pragma once

#include "models/workspace/enforcement.h"

#include <nlohmann/json_fwd.hpp>

#include <chrono>
#include <string>
#include <vector>

namespace mandate {
class Workspace;
}

namespace mandate::cli {

[[nodiscard]] nlohmann::ordered_json pointProgressJson(const PointProgress &progress);
[[nodiscard]] nlohmann::ordered_json enforcementJson(const EnforcementView &view);
/// One line a point, and what to do by hand under those that are not confirmed.
void printEnforcement(const EnforcementView &view);
/// Each point confirmed it or was seen to hold; with no point at all, nobody did.
[[nodiscard]] bool isConfirmed(const EnforcementView &view);
/// Tells the points, until each of these agents' points has confirmed and was asked, or the time is over.
[[nodiscard]] std::vector<EnforcementView> tellPoints(Workspace &workspace, const std::vector<std::string> &agents, std::chrono::milliseconds most);

} // namespace mandate::cli
