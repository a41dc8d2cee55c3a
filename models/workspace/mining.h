// SPDX-License-Identifier: GPL-3.0-or-later
// Mining: from what an agent did to the narrowest scope that would have covered it, beside what it may do today and never did. Reads the
// ledger, stores nothing, puts nothing in force.
#pragma once

#include "models/base/instant.h"
#include "models/base/result.h"
#include "models/pact/mining/draft.h"
#include "models/pact/mining/limits.h"
#include "models/pact/mining/mined_scope.h"
#include "models/pact/verdict.h"
#include "models/store/store.h"
#include "models/workspace/import.h"
#include "models/workspace/replay.h"

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace mandate {

class Workspace;

struct MiningQuery
{
    std::string agent;
    std::optional<std::string> deployment; ///< only what it did there
    ReplayRange range;
    mining::Limits limits;
};

/// Executed actions that the scope is not made from: their verdict is prohibited, needs approval or undecidable.
struct LeftOutOfMining
{
    Verdict verdict = Verdict::Prohibited;
    std::string clause; ///< that decided; empty when none did
    std::string tool;
    std::uint64_t calls = 0;
    std::vector<EntryNumber> first; ///< at most mining::exampleEntries
};

/// A tool that a pact in force permits and that was never executed.
struct NeverUsed
{
    std::string tool;
    PactName pact;
    std::vector<std::string> clauses; ///< that permit it
    std::uint64_t attempted = 0;      ///< and refused or failed
};

/// A permission for tools by a pattern, or for every tool, beside the tools that were used under it.
struct BroadPermission
{
    PactName pact;
    std::string clause;
    std::string pattern; ///< "*" when it names no tool
    std::vector<std::string> used;
};

struct MiningReport
{
    std::uint64_t actions = 0;     ///< of the agent, where and when asked
    std::uint64_t mined = 0;       ///< executed and not left out; those without a proposal are listed in the scope
    std::uint64_t notExecuted = 0; ///< failed or refused
    std::vector<LeftOutOfMining> leftOut;
    mining::MinedScope scope;

    std::vector<PactName> inForce; ///< that bind the agent where it acted
    std::vector<NeverUsed> neverUsed;
    std::vector<BroadPermission> broader;
    std::optional<Instant> since; ///< the first and last time of an action; absent when none has a time
    std::optional<Instant> until;
    EntryNumber firstEntry = 0; ///< the first and last of these actions
    EntryNumber lastEntry = 0;

    mining::DraftOrigin origin; ///< what mining::draftDocument needs; its pact is empty also where not the same one binds the agent everywhere
    EntryNumber trailEntries = 0;
    Digest trailRoot;
};

/// Missing when the agent has no action there; Refused while verdicts wait for being judged again. One pass over the agent's actions.
Result<MiningReport> mineScope(const Workspace &workspace, const MiningQuery &query, const ImportProgress &progress = {}, std::stop_token stop = {});

} // namespace mandate
