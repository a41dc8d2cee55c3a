// SPDX-License-Identifier: GPL-3.0-or-later
// The baselines of a workspace: setting and listing them. Who signs is who is signed in at the workspace.
#pragma once

#include "models/workspace/drift.h"
#include "models/workspace/drift_baseline.h"
#include "models/workspace/workspace.h"

#include <cstdint>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace mandate {

/// How often each baseline was looked at in this process, by its name. An agent is looked at when it has 10, 20, 40, … runs since its baseline, the k-th time at a
/// level of 0.05 / (k (k + 1)): all looks together call an unchanged agent changed at most 5 times in 100. Each look is at exactly so many runs, the first that
/// came: who looks again after a restart asks the same question, and no new one.
using DriftLooks = std::map<std::string, unsigned, std::less<>>;
/// Which look it is with so many runs: 0 is none yet.
[[nodiscard]] unsigned driftLook(std::uint64_t runs);
/// How many runs the k-th look is at.
[[nodiscard]] std::uint64_t runsOfLook(unsigned look);
[[nodiscard]] double levelOfLook(unsigned look);
/// Its terms: so many permutations that the level can be reached, and no more than a comparison takes.
[[nodiscard]] DriftPlan planOfLook(unsigned look);

class DriftBaselines
{
public:
    explicit DriftBaselines(Workspace &workspace) : m_workspace(workspace) {}

    /// In the order in which they were set.
    [[nodiscard]] std::vector<DriftBaseline> list() const;
    /// Missing when there is none of this name.
    Result<DriftBaseline> named(const std::string &name) const;
    /// The one whose drift opened this incident; nothing where none did.
    [[nodiscard]] std::optional<DriftBaseline> behindIncident(const std::string &incident) const;
    /// Pins the runs that the name, agent, deployment, times, evaluation and reason of `wanted` say; the rest is filled in. Refused when the name was used before; one deployment
    /// only, which need not be named where the agent has no other.
    Result<DriftBaseline> set(DriftBaseline wanted, std::stop_token stop = {});

    /// Compares each agent with its newest baseline that has enough runs behind it, where a look is due, and opens an incident where it behaves worse or otherwise than chance explains:
    /// one a baseline. How many.
    Result<std::uint64_t> watch(DriftLooks &looks, std::stop_token stop = {});

private:
    /// Looks at the newest of these that has enough runs behind it; they are one agent's in one deployment, newest first.
    Result<std::uint64_t> lookAtNewest(const std::vector<DriftBaseline> &baselines, DriftLooks &looks, const std::stop_token &stop);
    Result<std::uint64_t> lookAt(const DriftBaseline &baseline, unsigned look, const std::stop_token &stop);
    Workspace &m_workspace;
};

/// Which runs a baseline is of, for readRuns(): together with `below` its ledger size.
[[nodiscard]] RowFilter runsOf(const DriftBaseline &baseline);
/// Where its runs end by time: none where it has no end, or one that had not come when it was pinned. Then what is later lies behind its part of the ledger.
[[nodiscard]] std::optional<Instant> endOf(const DriftBaseline &baseline);

} // namespace mandate
