// SPDX-License-Identifier: GPL-3.0-or-later
// The evaluations of a workspace: results of evaluation programs, kept with their exact bytes and signed by who brings them in.
#pragma once

#include "models/evaluations/comparison.h"
#include "models/evaluations/evaluation_grid.h"
#include "models/evaluations/evaluation_statement.h"
#include "models/workspace/workspace.h"

#include <map>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace mandate {

/// What whoever brings in results says of them; what is empty is taken from the results, where they say it.
struct EvaluationOrder
{
    std::string agent;
    std::string suite;
    std::string model;
    std::optional<Instant> ran;
    std::string source; ///< name of the file
};

struct ImportedEvaluation
{
    EvaluationStatement statement;
    std::vector<std::string> warnings;
    bool known = false; ///< the same results are there for the same agent already: nothing was added
};

/// Which sessions of the ledger are an evaluation. Times are those of a session's first action; a session without time is left out where a time is asked.
struct SessionEvaluationOrder
{
    std::string agent;
    std::string suite; ///< empty: the deployments' names, or "sessions"
    std::string model; ///< empty: the one that the records name, if it is one
    std::optional<Instant> since; ///< inclusive
    std::optional<Instant> until; ///< exclusive
};

/// Who answers for the agent, decides in their place, or leads the product brings in evaluations of it. Nothing where this person may.
[[nodiscard]] std::optional<Error> evaluationRoleRefusal(const PeopleRegister &people, const std::string &person, const std::string &agent, const Instant &at);

class Evaluations
{
public:
    explicit Evaluations(Workspace &workspace) : m_workspace(workspace) {}

    /// Signs for the results and keeps their bytes. Input error when they cannot be read, Refused when who is signed in may not: then nothing is kept.
    /// The same results for the same agent are known, unless they come with a model or a time that is not there yet. What was brought in by who may not is
    /// not known.
    Result<ImportedEvaluation> import(std::string_view bytes, const EvaluationOrder &order);
    /// Signs for what the trail itself says of an agent's sessions: attacks that succeeded, tasks that were done. Missing when no session says anything.
    Result<ImportedEvaluation> ofSessions(const SessionEvaluationOrder &order, std::stop_token stop = {});

private:
    Result<ImportedEvaluation> keep(EvaluationStatement statement, std::string_view bytes, std::vector<std::string> warnings);
    Workspace &m_workspace;
};

/// The cases of one, read from its bytes again. Missing when the bytes are not there.
Result<ResultFile> resultsOf(const Workspace &workspace, const EvaluationStatement &evaluation);
/// The one in this entry; Missing when the entry holds none.
Result<EvaluationStatement> evaluationIn(const Workspace &workspace, EntryNumber entry);

/// Two evaluations side by side, for a page or a command.
struct EvaluationComparison
{
    EvaluationStatement before, after;
    std::vector<ShareComparison> shares;
    std::vector<std::string> warnings; ///< why the two may not be of the same kind, a sentence each
};
/// Input error when one of them holds answers or opinions, which have no share of failed cases.
Result<EvaluationComparison> compareEvaluations(const Workspace &workspace, EntryNumber before, EntryNumber after);
/// Attacks against models and pact versions of one agent, or of all evaluations that name no agent (empty).
Result<EvaluationGrid> gridOf(const Workspace &workspace, const std::string &agent);

/// What sources say became of their sessions: succeeded, or not; by session. A session that several agents share is left out.
Result<std::map<std::string, bool>> sessionLabels(const Workspace &workspace, std::stop_token stop = {});

} // namespace mandate
