// SPDX-License-Identifier: GPL-3.0-or-later
// What an agent asks before it acts, and what it is told. Values; answering is decision_point.h.
#pragma once

#include "models/authorization/approval_life.h"
#include "models/authorization/register.h"
#include "models/pact/verdict.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mandate {

struct ActionQuestion
{
    ActionBinding action;
    std::string session;
    std::string deployment;
    std::string callId;               ///< the agent's own name of the call; empty when it gives none
    std::optional<std::string> input; ///< last user text before
    std::optional<double> confidence; ///< 0 to 1
    std::optional<Proposal> proposal;
    std::string approval;             ///< request id of the approval it wants to use; empty when it has none
    std::string resolution;           ///< signed resolution it was given with it (DSSE); empty when it does not show it
    std::string credential;           ///< name of the token that asks
    std::string bytes;                ///< the request exactly as received
    bool probe = false;               ///< asked by us or a monitor, to see what would be answered: nothing may run on it, nothing is used up
};

/// One condition that comes with a permission, such as reporting the outcome.
struct Obligation
{
    std::string type; ///< "report_outcome", "request_approval", "hand_off", "obtain_verification"
    std::string detail;
    bool operator==(const Obligation &) const = default;
};

struct ActionAnswer
{
    bool permit = false;
    Verdict verdict = Verdict::NoPact;
    /// Why, as a stable word: "permitted", "approved", "prohibited", "needs_approval", "out_of_scope", "undecidable", "no_pact", "not_authorized", "no_owner",
    /// "suspended", "revoked", "restricted", "expired", "verifier_missing", "verifier_refused", "verifier_stale", "scope_refused",
    /// "scope_undecidable", "approval_unknown", "approval_open",
    /// "approval_denied", "approval_expired", "approval_used", "approval_other_action", "approval_other_agent", "approval_forged", "store_locked",
    /// "store_failed", "clock_wrong", "key_missing".
    std::string reason;
    std::string words;    ///< one sentence for the agent's developer and the person who asks why
    std::string clause;   ///< deciding clause; empty when none decided
    std::string readsAs;  ///< its sentence
    std::string pact;     ///< "id@version"; empty when none binds the agent
    Digest pactDigest;
    AgentState state = AgentState::NotAuthorized;
    std::vector<std::string> missing; ///< facts or fields that were missing
    std::vector<Obligation> obligations;
    std::string approval; ///< request that is open for this action, or that was used
    Digest action;
    std::optional<std::uint64_t> entry; ///< ledger entry that holds it; none when it could not be recorded, and then it is a refusal
    Instant decidedAt;
    Instant validUntil;   ///< a permission is good for starting the action until then
    std::string envelope; ///< DSSE envelope of the decision, signed with the workspace's key
};

/// DSSE payload type of decisions.
inline constexpr std::string_view decisionPayloadType = "application/vnd.mandate.decision.v1+json";
/// How long a permission is good for starting the action, seconds.
inline constexpr std::int64_t permissionSeconds = 30;

} // namespace mandate
