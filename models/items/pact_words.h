// SPDX-License-Identifier: GPL-3.0-or-later
// A pact version as the PactItem that views show: clauses as prose, people with their part, problems in words. Pure functions.
#pragma once

#include "models/items/pact_model.h"
#include "models/workspace/workspace.h"

#include <map>
#include <string>
#include <vector>

namespace mandate {

/// Recorded use of the agents, for the parts of a pact that can be compared with it.
struct ObservedAgent
{
    std::string agent;
    std::string deployment;
    std::map<std::string, std::uint64_t> decidedByClause; ///< actions by deciding clause
    std::vector<std::string> tools;
};

/// What the trail holds per agent and deployment, from the store's counts alone.
[[nodiscard]] Result<std::vector<ObservedAgent>> observedAgents(const Workspace &workspace);
/// `pact` tells which places are clauses; it may be missing.
[[nodiscard]] ProblemItem itemOf(const Problem &problem, const PactDocument *pact);
[[nodiscard]] PactItem itemOf(const PactVersion &version, const std::vector<ObservedAgent> &observed);

/// "15 min", "1 h 30 min"
[[nodiscard]] QString durationWords(std::uint32_t seconds);

} // namespace mandate
