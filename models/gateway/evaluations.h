// SPDX-License-Identifier: GPL-3.0-or-later
// The evaluation paths of OpenID AuthZEN 1.0: questions that came at the same time are one round of the decision point.
#pragma once

#include "models/gateway/access.h"
#include "models/gateway/figures.h"
#include "models/gateway/refusals.h"
#include "models/workspace/decision_point.h"

namespace mandate {

class Evaluations
{
public:
    static constexpr std::size_t mostOfABatch = 256;

    Evaluations(DecisionPoint &point, Access &access, Figures &figures, Refusals &refusals) : m_point(point), m_access(access), m_figures(figures), m_refusals(refusals) {}

    /// One reply a request, in their order. `callers` are those of the requests.
    [[nodiscard]] std::vector<http::Reply> answer(std::vector<http::Request> &requests, const std::vector<Caller> &callers);
    /// `evaluations` with their defaults and semantic.
    [[nodiscard]] http::Reply answerMany(http::Request &request, const Caller &caller);

    /// Reads one question and checks whose it is: the question, or the reply that refuses it.
    [[nodiscard]] std::variant<ActionQuestion, http::Reply> read(const Value &request, const Value *defaults, const std::string &place, const Caller &caller, std::string_view peer);

private:
    void count(const ActionAnswer &answer, std::chrono::steady_clock::time_point since);

    DecisionPoint &m_point;
    Access &m_access;
    Figures &m_figures;
    Refusals &m_refusals;
};

} // namespace mandate
