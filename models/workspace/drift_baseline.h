// SPDX-License-Identifier: GPL-3.0-or-later
// The signed note that pins how an agent behaved: what later behaviour is held against. It names the runs and repeats their counts, so that it still says what
// was when sources are gone. Nothing changes it: who wants another sets another under another name.
#pragma once

#include "models/base/digest.h"
#include "models/people/note_envelope.h"
#include "models/metrics/drift.h"
#include "models/people/people_register.h"

#include <optional>
#include <string>
#include <string_view>

namespace mandate {

struct DriftBaseline
{
    std::uint64_t entry = 0;        ///< of the ledger; not signed
    std::string name;               ///< small letters, digits, hyphens and points
    std::string agent;
    std::string deployment;         ///< empty: its source names none
    std::optional<Instant> since;   ///< inclusive
    std::optional<Instant> until;   ///< exclusive
    std::optional<Digest> evaluation; ///< of the evaluation of this agent that it goes with
    std::string reason;
    std::string pact;               ///< id@version that bound the agent then; empty when none did
    std::optional<Digest> pactDigest;
    std::uint64_t ledgerSize = 0;   ///< runs are of the first that many entries
    Digest ledgerRoot;
    Digest sessions;                ///< SHA-256 of their names, sorted, a line each
    DriftCounts counts;
    NoteSigner signer;
    bool mayBeWatched = true;       ///< who signed answers for the agent; no part of what is signed. Ledgers of before have others too, which serve for comparing
    bool operator==(const DriftBaseline &) const = default;
};

inline constexpr std::string_view baselinePayloadType = "application/vnd.mandate.baseline.v1+json";

/// Why it cannot be one, whoever says it; nothing when it can.
[[nodiscard]] std::optional<Error> baselineRefusal(const DriftBaseline &baseline);
/// Who answers for the agent, or decides in their place, sets its baselines; of no agent (empty): owners and deputies. Nothing where this person may.
[[nodiscard]] std::optional<Error> baselineRoleRefusal(const PeopleRegister &people, const std::string &person, const std::string &agent, const Instant &at);

[[nodiscard]] std::string baselineEntry(const DriftBaseline &baseline, const SigningKey &key);
/// Corrupt when it is none, or its counts contradict one another, or it speaks of more than was there before `entry`, or who signed may not.
Result<DriftBaseline> readBaselineEntry(std::uint64_t entry, std::string_view body, const PeopleRegister &people);

} // namespace mandate
