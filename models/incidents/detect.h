// SPDX-License-Identifier: GPL-3.0-or-later
// The rule that opens incidents: one per session and clause that its actions broke. Detection and the incident's ledger entry; no storage.
#pragma once

#include "models/base/digest.h"
#include "models/base/result.h"
#include "models/incidents/incident.h"

#include <string>
#include <string_view>
#include <vector>

namespace mandate {

/// True when breaking this clause opens an incident by itself: prohibitions attempted, escalations that ran without anyone deciding, and
/// evidence that was owed and not there. Clauses judged from words (heuristic) never do: they are counted and shown, not accused of.
[[nodiscard]] bool opensIncident(const Clause &clause, bool executed);

/// A critical clause stays critical only if something ran; what was only attempted is one class lower.
[[nodiscard]] Severity severityOf(const Clause &clause, std::uint64_t executed);

/// Not below what is at stake: executed and irreversible towards others, 1,000 units of money or 10 people make it major; 10,000 units or 100 people critical.
[[nodiscard]] Severity severityFor(Severity ofClause, std::uint64_t executed, const IncidentStakes &stakes);

/// "INC-" and 16 hexadecimal digits of a digest of all four. An agent chooses how its sessions are called: with fewer it could choose one whose id is that of an
/// incident that is open already, and hide in it.
[[nodiscard]] std::string incidentId(std::string_view agent, std::string_view session, std::string_view clause, const Digest &pact);
inline constexpr std::size_t incidentDigits = 16;
/// Whether an id of a ledger is the one of these facts: ledgers of before have ids of 8 digits.
[[nodiscard]] bool isIdOf(std::string_view id, std::string_view full);
inline constexpr std::size_t shortIncidentId = 12; ///< octets

/// What a ledger entry of type incident holds; live counts are taken from the findings when it is shown.
struct IncidentEntry
{
    std::string id;
    std::string agent;
    std::string deployment;
    std::string session;
    std::string clause;
    std::string pactId;
    std::string pactVersion;
    Digest pactDigest;
    Instant opened;
    std::vector<std::uint64_t> actions; ///< ledger entries of the records, at opening
};
[[nodiscard]] std::string incidentEntry(const IncidentEntry &incident);
Result<IncidentEntry> readIncidentEntry(std::string_view body);

} // namespace mandate
