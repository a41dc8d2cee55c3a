// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/oversight_cases.h"

namespace mandate {

std::optional<OversightCase> oversightCase(const ApprovalView &view, int words)
{
    OversightCase one;
    switch (view.decision) {
    case DecisionState::Approved:
    case DecisionState::Revoked: one.end = OversightCase::End::Approved; break;
    case DecisionState::Denied: one.end = OversightCase::End::Denied; break;
    case DecisionState::Expired: one.end = OversightCase::End::Abandoned; break;
    case DecisionState::Open:
    case DecisionState::Cancelled: return std::nullopt;
    }
    one.team = view.request.pactId.empty() ? view.request.source : view.request.pactId;
    one.askedNs = view.request.requestedAt.nanoseconds;
    one.decidedNs = view.request.expiresAt.nanoseconds;
    one.words = words;
    one.testItem = view.request.testItem;
    if (one.end == OversightCase::End::Abandoned)
        return one;
    // What the newest statement says may be a revocation: the decision itself is in the history.
    for (const ApprovalLife::Event &event : view.history) {
        const ApprovalStatement &step = event.statement;
        if (!event.voidBecause.empty() || (step.step != ApprovalStep::Approve && step.step != ApprovalStep::Deny))
            continue;
        one.person = step.by;
        one.decidedNs = step.at.nanoseconds;
    }
    for (const ApprovalLife::Event &event : view.history) {
        if (event.voidBecause.empty() && event.statement.step == ApprovalStep::Claim && event.statement.by == one.person)
            one.claimedNs = event.statement.at.nanoseconds;
    }
    return one;
}

} // namespace mandate
