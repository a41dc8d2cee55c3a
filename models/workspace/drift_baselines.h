// SPDX-License-Identifier: GPL-3.0-or-later
// The baselines of a workspace: setting and listing them. Who signs is who is signed in at the workspace.
#pragma once

#include "models/workspace/drift_baseline.h"
#include "models/workspace/workspace.h"

#include <stop_token>
#include <string>
#include <vector>

namespace mandate {

class DriftBaselines
{
public:
    explicit DriftBaselines(Workspace &workspace) : m_workspace(workspace) {}

    /// In the order in which they were set.
    [[nodiscard]] std::vector<DriftBaseline> list() const;
    /// Missing when there is none of this name.
    Result<DriftBaseline> named(const std::string &name) const;
    /// Pins the runs that the name, agent, deployment, times, evaluation and reason of `wanted` say; the rest is filled in. Refused when the name was used before; one deployment
    /// only, which need not be named where the agent has no other.
    Result<DriftBaseline> set(DriftBaseline wanted, std::stop_token stop = {});

private:
    Workspace &m_workspace;
};

/// Which runs a baseline is of, for readRuns(): together with `below` its ledger size.
[[nodiscard]] RowFilter runsOf(const DriftBaseline &baseline);

} // namespace mandate
