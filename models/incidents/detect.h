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

[[nodiscard]] std::string incidentId(std::string_view agent, std::string_view session, std::string_view clause, const Digest &pact);

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
