// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/pact_json.h"

#include "app/cli/output.h"

#include <nlohmann/json.hpp>

namespace mandate::cli {

std::string stateName(const PactVersion &version, const Instant &now)
{
    const bool scheduled = version.state == PactState::Active && version.effectiveFrom && version.effectiveFrom->nanoseconds > now.nanoseconds;
    return scheduled ? "scheduled" : std::string(nameOf(version.state));
}

nlohmann::ordered_json pactJson(const PactVersion &version)
{
    using Json = nlohmann::ordered_json;
    Json approvals = Json::array();
    for (const PactApproval &approval : version.approvals)
        approvals.push_back({{"role", approval.role}, {"by", approval.person}, {"at", formatInstant(approval.at)}, {"entry", approval.entry}});
    Json missing = Json::array();
    for (const PactDocument::Reviewer &reviewer : version.missing)
        missing.push_back({{"role", reviewer.role}, {"count", reviewer.count}});
    return {{"pact", version.document.id},
            {"version", version.document.version},
            {"title", version.document.title},
            {"state", stateName(version, systemNow())},
            {"in_force", version.inForce},
            {"digest", version.digest.hex()},
            {"clauses", version.document.clauses.size()},
            {"owner", version.document.owner},
            {"added", formatInstant(version.added)},
            {"added_by", version.addedBy},
            {"entry", version.entry},
            {"adopted", version.adopted},
            {"returned", version.returned},
            {"summary", version.summary},
            {"approvals", std::move(approvals)},
            {"missing_approvals", std::move(missing)},
            {"observed_since", jsonOf(version.observedSince)},
            {"effective_from", jsonOf(version.effectiveFrom)},
            {"effective_until", jsonOf(version.effectiveUntil)},
            {"activated_by", version.activatedBy.empty() ? Json(nullptr) : Json(version.activatedBy)}};
}

} // namespace mandate::cli
