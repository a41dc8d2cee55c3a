// SPDX-License-Identifier: GPL-3.0-or-later
// Which agents have to be evaluated again: what their pacts ask for, held against the newest evaluation and what the ledger has seen change since. And what a
// pact lets happen by itself where nobody did.
#pragma once

#include "models/evaluations/staleness.h"
#include "models/workspace/workspace.h"

#include <stop_token>
#include <string>
#include <vector>

namespace mandate {

/// What the pacts in force for an agent ask for; of several, the strictest.
struct EvaluationTerms
{
    std::string pact;        ///< id@version of the first that asks; empty: none does
    std::string cadence;     ///< the shortest
    std::vector<std::string> triggers;
    std::string onOverdue;   ///< "tell", "restrict" or "suspend"; empty: tell
    std::string onOverduePact; ///< id@version of the one that asks for it
    std::optional<Instant> since;
    EntryNumber entry = 0;   ///< what put it in force
};

struct AgentReevaluation
{
    std::string agent;
    std::string owner; ///< the person who answers for it; else whom the pact names; empty: nobody
    EvaluationTerms terms;
    Staleness staleness;
};

class Reevaluations
{
public:
    explicit Reevaluations(const Workspace &workspace) : m_workspace(workspace) {}

    Result<AgentReevaluation> of(const std::string &agent, std::stop_token stop = {}) const;
    /// Of every agent whose pact asks for evaluations: overdue ones first, then by deadline.
    Result<std::vector<AgentReevaluation>> all(std::stop_token stop = {}) const;
    /// Restricts or suspends agents whose pacts say so and whose evaluation is overdue, in the name of that rule; unless a person let the agent go on after
    /// that deadline. How many.
    static Result<std::uint64_t> respond(Workspace &workspace, std::stop_token stop = {});

private:
    [[nodiscard]] EvaluationTerms termsOf(const std::string &agent) const;
    /// Of an agent: the newest that counts and the pact it was made under (empty where none was in force, none where it does not say); and the newest signed
    /// since that would count, had somebody said when it ran.
    struct Newest
    {
        std::optional<LastEvaluated> last, undated;
        std::optional<std::string> pact;
    };
    [[nodiscard]] Newest newestOf(const std::string &agent, const Instant &now) const;
    Result<std::vector<BasisChange>> changesSince(const std::string &agent, const LastEvaluated &last, std::stop_token stop) const;
    const Workspace &m_workspace;
};

/// How far back the trail is asked what an agent was before its evaluation: so many sessions of each deployment.
inline constexpr std::size_t sessionsOfBasis = 20;

} // namespace mandate
