// SPDX-License-Identifier: GPL-3.0-or-later
// The paths of approval requests: file, read and wait, report, cancel, answer, verify.
#pragma once

#include "models/gateway/evaluations.h"
#include "models/workspace/workspace.h"

namespace mandate {

class ApprovalRoutes
{
public:
    ApprovalRoutes(Workspace &workspace, DecisionPoint &point, Evaluations &evaluations, Refusals &refusals)
        : m_workspace(workspace), m_point(point), m_evaluations(evaluations), m_refusals(refusals)
    {
    }

    [[nodiscard]] http::Reply file(http::Request &request, const Caller &caller);
    [[nodiscard]] http::Reply read(const http::Request &request, const Caller &caller);
    /// "executed", "cancel", "answer".
    [[nodiscard]] http::Reply act(const http::Request &request, const Caller &caller);
    [[nodiscard]] http::Reply verify(const http::Request &request, const Caller &caller);

    static constexpr std::chrono::seconds longestWait{60};
    /// What the waiting look at: it changes when the agent has something new to hear.
    [[nodiscard]] static std::string standing(const ApprovalView &view);

private:
    [[nodiscard]] http::Reply fileForOthers(const Value &document, ActionQuestion question, const ActionAnswer &answer, std::string source);
    /// The request of the path, when the token may see it.
    [[nodiscard]] std::variant<ApprovalView, http::Reply> find(const http::Request &request, const Caller &caller);
    [[nodiscard]] http::Reply replyOf(const ApprovalView &view, int status = 200);

    Workspace &m_workspace;
    DecisionPoint &m_point;
    Evaluations &m_evaluations;
    Refusals &m_refusals;
};

} // namespace mandate
