// SPDX-License-Identifier: GPL-3.0-or-later
// A replay as evidence: what was replayed and what came out, as an entry of the ledger, and whether it still says what it said. Never a permission:
// an activation may ask for a replay that holds, and needs its quorum all the same.
#pragma once

#include "models/workspace/replay.h"

#include <optional>
#include <string>
#include <vector>

namespace mandate {

/// What the ledger keeps of a replay. The cases are not in it: the digest of all changes is, and anyone can replay the same trail and compare.
struct StoredReplay
{
    EntryNumber entry = 0;
    Digest digest; ///< of the entry: what cites it
    Instant recorded;
    std::string by;        ///< person id
    std::string evaluator; ///< program and version
    ReplayReport report;   ///< without cases and missing facts
    bool operator==(const StoredReplay &) const = default;
};

/// What happened since a replay.
struct ReplayStanding
{
    std::vector<PactName> inForce; ///< now, for the agents that the replayed pact binds
    bool pactsChanged = false;     ///< others than during the replay
    std::uint64_t newActions = 0;  ///< recorded since, of these agents and in the range
    [[nodiscard]] bool isFresh() const { return !pactsChanged && newActions == 0; }
};

/// The entry's canonical JSON, `{"type":"note","note":"replay",…}`, see docs/json.md.
[[nodiscard]] std::string replayEntry(const ReplayReport &report, const Instant &recorded, std::string_view by, std::string_view evaluator);
/// Absent when the entry is another note; Corrupt when it is a replay that cannot be read.
Result<std::optional<StoredReplay>> readReplayEntry(EntryNumber entry, std::string_view body);

/// Nothing when the replay is of this version and fresh; else Refused, with what it was simulated against.
Result<void> requireFresh(const StoredReplay &replay, const ReplayStanding &standing, const Digest &pact);

} // namespace mandate
