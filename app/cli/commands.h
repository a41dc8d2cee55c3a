// SPDX-License-Identifier: GPL-3.0-or-later
// The commands: each takes its parsed words, does its work through a Workspace, prints, and gives the exit code.
#pragma once

#include "app/cli/arguments.h"

#include <functional>
#include <string>
#include <vector>

namespace mandate::cli {

struct Command
{
    std::string name; ///< "init", "pact check"
    std::string title;
    Shape shape;
    std::function<int(const Arguments &)> run;
};

[[nodiscard]] std::vector<Command> evidenceCommands();
[[nodiscard]] std::vector<Command> annotationCommands();
[[nodiscard]] std::vector<Command> bundleCommands();
[[nodiscard]] std::vector<Command> keepingCommands();
[[nodiscard]] std::vector<Command> retentionCommands();
[[nodiscard]] std::vector<Command> custodyCommands();
[[nodiscard]] std::vector<Command> pactCommands();
[[nodiscard]] std::vector<Command> pactNewCommands();
[[nodiscard]] std::vector<Command> pactEditCommands();
[[nodiscard]] std::vector<Command> exportCommands();
[[nodiscard]] std::vector<Command> pactLifeCommands();
[[nodiscard]] std::vector<Command> pactImportCommands();
[[nodiscard]] std::vector<Command> miningCommands();
[[nodiscard]] std::vector<Command> pactMergeCommands();
[[nodiscard]] std::vector<Command> redlineCommands();
[[nodiscard]] std::vector<Command> replayCommands();
[[nodiscard]] std::vector<Command> authorizationCommands();
[[nodiscard]] std::vector<Command> peopleCommands();
[[nodiscard]] std::vector<Command> gatewayCommands();
[[nodiscard]] std::vector<Command> tokenCommands();
[[nodiscard]] std::vector<Command> approvalCommands();
[[nodiscard]] std::vector<Command> pointCommands();
[[nodiscard]] std::vector<Command> scopeCommands();
[[nodiscard]] std::vector<Command> incidentCommands();
[[nodiscard]] std::vector<Command> witnessCommands();
[[nodiscard]] std::vector<Command> metricSourceCommands();
[[nodiscard]] std::vector<Command> metricsCommands();
[[nodiscard]] std::vector<Command> evaluationCommands();
[[nodiscard]] std::vector<Command> targetCommands();
[[nodiscard]] std::vector<Command> driftCommands();
[[nodiscard]] std::vector<Command> reevaluationCommands();
[[nodiscard]] std::vector<Command> sealCommands();
[[nodiscard]] std::vector<Command> labelCommands();
[[nodiscard]] std::vector<Command> sourceCommands();
[[nodiscard]] std::vector<Command> readinessCommands();

} // namespace mandate::cli
