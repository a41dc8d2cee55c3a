// SPDX-License-Identifier: GPL-3.0-or-later
// Why a step of an approval request must not be taken, in words for a person or an agent's developer.
#include "models/authorization/approval_life.h"

#include <algorithm>

namespace mandate {

namespace {

constexpr std::int64_t clockTolerance = 5'000'000'000; ///< between two machines that write the same workspace, nanoseconds

Error refusedApproval(std::string code, std::string happened, std::string remedy)
{
    Error error;
    error.kind = ErrorKind::Refused;
    error.code = std::move(code);
    error.happened = std::move(happened);
    error.unaffected = "The request is as it was.";
    error.remedy = std::move(remedy);
    return error;
}

std::string settledHow(DecisionState state)
{
    switch (state) {
    case DecisionState::Open: return "is open";
    case DecisionState::Approved: return "was approved";
    case DecisionState::Denied: return "was denied";
    case DecisionState::Expired: return "expired: nobody decided in time";
    case DecisionState::Cancelled: return "was withdrawn by the agent";
    case DecisionState::Revoked: return "was approved, and the approval was revoked";
    }
    return {};
}

std::string listed(const std::vector<std::string_view> &names)
{
    std::string list;
    for (const std::string_view name : names)
        list += (list.empty() ? "" : ", ") + std::string(name);
    return list;
}

bool isBlankText(const std::string &text)
{
    return text.find_first_not_of(" \t\r\n") == std::string::npos;
}

} // namespace

std::optional<Error> ApprovalLife::refusal(const Attempt &attempt) const
{
    if (!m_filed)
        return refusedApproval("MND-APR-010", "There is no request " + m_id + '.', "Look at the list of requests.");
    if (m_broken)
        return refusedApproval("MND-APR-011", "The steps of " + m_id + " do not follow one another, so nothing about it can be relied on.",
                               "Run \"mandate verify\", and let the agent ask again.");
    if (!m_history.empty() && attempt.at.nanoseconds + clockTolerance < m_history.back().statement.at.nanoseconds)
        return refusedApproval("MND-APR-012", "The clock of this machine is behind the newest step of " + m_id + '.', "Set the clock right, then try again.");
    const DecisionState state = decision(attempt.at);
    const bool isPerson = attempt.actorKind == ActorKind::Person && !attempt.by.empty();
    const bool isAgent = attempt.actorKind == ActorKind::Agent && attempt.by == m_filed->action.agent;
    const auto notOpen = [&]() -> std::optional<Error> {
        if (state == DecisionState::Open)
            return std::nullopt;
        return refusedApproval("MND-APR-013", m_id + ' ' + settledHow(state) + ", so this can no longer be done.", "The agent can ask again.");
    };
    const auto wrongActor = [&] {
        return refusedApproval("MND-APR-014", "This step of " + m_id + " is not for \"" + attempt.by + "\" to take.",
                               "Requests are decided by persons, answered by the agent that asked, and checked by a verifier that is not that agent.");
    };
    switch (attempt.step) {
    case ApprovalStep::File: return refusedApproval("MND-APR-015", m_id + " was filed before.", "Wait for the decision.");
    case ApprovalStep::Claim:
    case ApprovalStep::Reassign:
    case ApprovalStep::Ask:
    case ApprovalStep::Snooze:
    case ApprovalStep::Release: {
        if (!isPerson)
            return wrongActor();
        if (auto refused = notOpen())
            return refused;
        const std::string_view holder = claimedBy(attempt.at);
        if (attempt.step == ApprovalStep::Release && holder != attempt.by)
            return refusedApproval("MND-APR-016", m_id + " is not claimed by you.", "Nothing needs to be released.");
        if (attempt.step == ApprovalStep::Claim && !holder.empty() && holder != attempt.by)
            return refusedApproval("MND-APR-017", m_id + " is claimed by " + std::string(holder) + '.', "Wait until it is released, or reassign it.");
        if (attempt.step == ApprovalStep::Ask && isBlankText(attempt.note))
            return refusedApproval("MND-APR-018", "The question is empty.", "Write what the agent should answer.");
        if (attempt.step == ApprovalStep::Snooze && (!attempt.until || attempt.until->nanoseconds <= attempt.at.nanoseconds ||
                                                     attempt.until->nanoseconds >= m_filed->respondBy.nanoseconds))
            return refusedApproval("MND-APR-019", "A request can be put aside until a time before its answer is due, not beyond.",
                                   "Choose a time before " + formatInstant(m_filed->respondBy) + '.');
        return std::nullopt;
    }
    case ApprovalStep::Answer:
        if (!isAgent)
            return wrongActor();
        if (!m_awaitsAnswer)
            return refusedApproval("MND-APR-020", "Nobody asked about " + m_id + '.', "Wait for the decision.");
        return notOpen();
    case ApprovalStep::Complete:
        if (!isAgent)
            return wrongActor();
        if (m_filed->proposal.missing().empty())
            return refusedApproval("MND-APR-047", m_id + " says all that is needed already.", "Wait for the decision.");
        if (!attempt.proposal || !attempt.proposal->missing().empty())
            return refusedApproval("MND-APR-028", "This does not say what is needed to decide: " + listed(attempt.proposal ? attempt.proposal->missing() : m_filed->proposal.missing()) + '.',
                                   "File it again with the whole proposal.");
        return notOpen();
    case ApprovalStep::Verify: return verdictRefusal(attempt);
    case ApprovalStep::Approve:
    case ApprovalStep::Deny: return decisionRefusal(attempt);
    case ApprovalStep::Revoke:
        if (!isPerson)
            return wrongActor();
        if (state != DecisionState::Approved || m_consumedAt)
            return refusedApproval("MND-APR-022", m_consumedAt ? "The agent has used the approval " + m_id + " already." : m_id + " is not approved.",
                                   m_consumedAt ? "Suspend the agent to stop what comes next." : "There is nothing to revoke.");
        return std::nullopt;
    case ApprovalStep::Expire:
        if (attempt.actorKind != ActorKind::Timeout)
            return wrongActor();
        if (m_state != DecisionState::Open || attempt.at.nanoseconds < m_filed->expiresAt.nanoseconds)
            return refusedApproval("MND-APR-023", m_id + " has not expired.", "Wait until " + formatInstant(m_filed->expiresAt) + '.');
        return std::nullopt;
    case ApprovalStep::Cancel:
        if (!isAgent)
            return wrongActor();
        if (m_consumedAt)
            return refusedApproval("MND-APR-022", "The approval " + m_id + " is used already.", "Report what became of the action.");
        return state == DecisionState::Approved ? std::nullopt : notOpen();
    case ApprovalStep::Consume: return consumptionRefusal(attempt);
    case ApprovalStep::Report:
        if (!isAgent)
            return wrongActor();
        if (!m_consumedAt)
            return refusedApproval("MND-APR-024", "The agent was not let through with " + m_id + ", so nothing can have run on it.",
                                   "Ask for a decision before acting.");
        if (m_outcome == "executed" || m_outcome == "failed" || (m_outcome == "unknown" && attempt.verdict == "unknown"))
            return refusedApproval("MND-APR-025", "The outcome of " + m_id + " was reported before.", "Nothing more needs to be reported.");
        if (attempt.verdict != "executed" && attempt.verdict != "failed" && attempt.verdict != "unknown")
            return refusedApproval("MND-APR-026", "\"" + attempt.verdict + "\" is no outcome.", "Use \"executed\", \"failed\" or \"unknown\".");
        return std::nullopt;
    }
    return std::nullopt;
}

std::optional<Error> ApprovalLife::scopeRefusal(const ScopeCheck &check) const
{
    if (check.policy.empty())
        return refusedApproval("MND-APR-043", check.words, "Put a scope policy in force that binds " + m_filed->action.agent + ": \"mandate scope set\".");
    if (check.allows())
        return std::nullopt;
    if (check.outcome == "undecidable")
        return refusedApproval("MND-APR-046", check.words + " (" + check.policy + ')', "Do not act; name what is missing, or have the scope policy say what holds without it.");
    return refusedApproval("MND-APR-044", check.words + " (" + check.policy + ')', "Do not act; the scope policy's owner can change it.");
}

bool ApprovalLife::isVerdictFresh(const Instant &at, const Digest &policy) const
{
    const ApprovalStatement *verified = verifiedBy();
    return verified && verified->policy == policy && at.nanoseconds - verified->at.nanoseconds <= verdictSeconds * 1'000'000'000;
}

std::optional<Error> ApprovalLife::verdictRefusal(const Attempt &attempt) const
{
    if (attempt.actorKind != ActorKind::Verifier || attempt.by.empty() || attempt.by == m_filed->action.agent)
        return refusedApproval("MND-APR-014", "This step of " + m_id + " is not for \"" + attempt.by + "\" to take.", "A verifier checks what another agent asks.");
    if (attempt.verdict != "allow" && attempt.verdict != "refuse")
        return refusedApproval("MND-APR-021", "\"" + attempt.verdict + "\" is no verdict.", "Use \"allow\" or \"refuse\".");
    if (const DecisionState state = decision(attempt.at); state != DecisionState::Open && (state != DecisionState::Approved || m_consumedAt))
        return refusedApproval("MND-APR-013", m_id + ' ' + settledHow(state) + ", so this can no longer be done.", "The agent can ask again.");
    if (!attempt.scope)
        return std::nullopt;
    if (attempt.scope->policy.empty())
        return scopeRefusal(*attempt.scope);
    if (attempt.policy != attempt.scope->digest)
        return refusedApproval("MND-APR-045", "The verdict was given against another scope policy than " + attempt.scope->policy + ", which is in force.",
                               "Fetch the scope policy in force and check the action against it.");
    return std::nullopt;
}

std::optional<Error> ApprovalLife::verifierRefusal(const Attempt &attempt) const
{
    if (!m_filed->needsVerifier)
        return std::nullopt;
    if (attempt.scope) {
        if (auto refused = scopeRefusal(*attempt.scope))
            return refused;
    }
    const ApprovalStatement *verified = verifiedBy();
    if (!verified)
        return refusedApproval("MND-APR-029", "No verifier has checked this action, and it needs one.", "Wait for the verifier's verdict.");
    if (m_verdict != "allow")
        return refusedApproval("MND-APR-037", "The verifier refuses this action: it is outside its scope policy.", "Do not act.");
    if (attempt.scope && verified->policy != attempt.scope->digest)
        return refusedApproval("MND-APR-045", "The verifier checked against another scope policy than " + attempt.scope->policy + ", which is in force now.",
                               "Let the verifier check the action again.");
    if (attempt.at.nanoseconds - verified->at.nanoseconds > verdictSeconds * 1'000'000'000)
        return refusedApproval("MND-APR-038", "The verifier's verdict is older than " + std::to_string(verdictSeconds / 60) + " minutes.",
                               "Let the verifier check the action again.");
    return std::nullopt;
}

std::optional<Error> ApprovalLife::decisionRefusal(const Attempt &attempt) const
{
    if (attempt.actorKind != ActorKind::Person || attempt.by.empty())
        return refusedApproval("MND-APR-014", "Only a person decides on " + m_id + '.', "Wait for the decision.");
    const DecisionState state = decision(attempt.at);
    if (state != DecisionState::Open)
        return refusedApproval("MND-APR-013", m_id + ' ' + settledHow(state) + ", so it can no longer be decided.", "The agent can ask again.");
    const std::string_view holder = claimedBy(attempt.at);
    if (!holder.empty() && holder != attempt.by)
        return refusedApproval("MND-APR-017", m_id + " is claimed by " + std::string(holder) + '.', "Wait until it is released, or reassign it.");
    const bool approves = attempt.step == ApprovalStep::Approve;
    const auto isReason = [&](const auto &reasons) { return std::ranges::find(reasons, attempt.reasonCode) != reasons.end(); };
    if (approves ? !isReason(approveReasons) : !isReason(denyReasons)) {
        std::vector<std::string_view> reasons(approveReasons.begin(), approveReasons.end());
        if (!approves)
            reasons.assign(denyReasons.begin(), denyReasons.end());
        return refusedApproval("MND-APR-027", attempt.reasonCode.empty() ? "No reason was chosen." : "\"" + attempt.reasonCode + "\" is not a reason.",
                               "Use one of: " + listed(reasons) + '.');
    }
    if (!approves)
        return std::nullopt;
    if (const auto missing = m_filed->proposal.missing(); !missing.empty() && (m_filed->grade != BindingGrade::None || !m_filed->clause.empty()))
        return refusedApproval("MND-APR-028", "The agent did not say what is needed to decide: " + listed(missing) + '.',
                               "Ask the agent, or deny the request.");
    if (auto refused = verifierRefusal(attempt))
        return refused;
    if (attempt.limitedTo) {
        if (!isNarrower(*attempt.limitedTo, m_filed->action) || *attempt.limitedTo == m_filed->action)
            return refusedApproval("MND-APR-030", "These limits do not narrow the action: only smaller numbers and shorter lists do.",
                                   "Change the limits, or deny the request and say what would be fine.");
        if (m_filed->needsVerifier)
            return refusedApproval("MND-APR-031", "The verifier checked another action than the narrowed one.", "Deny the request and let the agent ask for the narrower action.");
    }
    return std::nullopt;
}

std::optional<Error> ApprovalLife::consumptionRefusal(const Attempt &attempt) const
{
    const DecisionState state = decision(attempt.at);
    if (m_consumedAt)
        return refusedApproval("MND-APR-032", "The approval " + m_id + " was used before; it is good for once.", "Ask for a new decision.");
    if (state != DecisionState::Approved)
        return refusedApproval("MND-APR-033", m_id + ' ' + settledHow(state) + '.', state == DecisionState::Open ? "Wait for the decision." : "Do not act.");
    if (attempt.at.nanoseconds >= m_filed->expiresAt.nanoseconds)
        return refusedApproval("MND-APR-034", "The approval " + m_id + " expired at " + formatInstant(m_filed->expiresAt) + '.', "Ask for a new decision.");
    if (m_filed->testItem)
        return refusedApproval("MND-APR-035", m_id + " is a test of oversight; nothing runs on it.", "Do not act.");
    if (auto refused = verifierRefusal(attempt))
        return refused;
    if (!attempt.executed || *attempt.executed != approvedDigest())
        return refusedApproval("MND-APR-036", "This is not the action that was approved with " + m_id + ": its digest differs.",
                               "Do exactly what was approved, or ask for a new decision.");
    return std::nullopt;
}

} // namespace mandate
