// SPDX-License-Identifier: GPL-3.0-or-later
// Whose actions a replay is about, and by which pacts they are judged today.
#pragma once

#include "models/workspace/replay.h"

#include <set>
#include <string>
#include <utility>
#include <vector>

namespace mandate {

class Workspace;

/// Agents and deployments among the actions of the ledger that the bindings name.
Result<std::set<std::pair<std::string, std::string>>> boundAgents(const Store &store, const std::vector<Binding> &binds);
/// The pacts in force that bind some of them, sorted.
[[nodiscard]] std::vector<PactName> pactsInForce(const Workspace &workspace, const std::set<std::pair<std::string, std::string>> &agents);
/// A report that says what is replayed, and nothing yet of what comes out.
Result<ReplayReport> beginReport(const Workspace &workspace, const ParsedPact &candidate, const ReplayRange &range, const Checkpoint &head);

} // namespace mandate
