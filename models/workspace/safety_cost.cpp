// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/safety_cost.h"

#include "models/workspace/oversight_cases.h"

namespace mandate {

Result<std::vector<ClauseRequest>> clauseRequests(const Workspace &workspace)
{
    const auto views = workspace.approvals();
    if (!views)
        return views.error();
    std::vector<ClauseRequest> requests;
    for (const ApprovalPointer &view : *views) {
        const ApprovalRequest &asked = view->request;
        if (asked.testItem || asked.clause.empty())
            continue;
        requests.push_back({asked.action.agent, asked.deployment, asked.clause, asked.requestedAt.nanoseconds, oversightCase(*view, 0), view->decision == DecisionState::Cancelled});
    }
    return requests;
}

} // namespace mandate
