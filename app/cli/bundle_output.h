// SPDX-License-Identifier: GPL-3.0-or-later
// Bundles on the command line: checking one, and how plans and checks are printed.
#pragma once

#include "app/cli/arguments.h"
#include "models/bundle/bundle_export.h"
#include "models/bundle/bundle_verification.h"

#include <nlohmann/json_fwd.hpp>

namespace mandate::cli {

/// verify of a bundle.
int verifyBundleCommand(const Arguments &arguments);

[[nodiscard]] nlohmann::ordered_json planJson(const ExportOrder &order, const ExportPlan &plan);
void printPlan(const ExportOrder &order, const ExportPlan &plan);
[[nodiscard]] nlohmann::ordered_json verificationJson(const BundleVerification &verification);
void printVerification(const BundleVerification &verification);

} // namespace mandate::cli
