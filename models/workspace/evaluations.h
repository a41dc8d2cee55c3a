// SPDX-License-Identifier: GPL-3.0-or-later
// The evaluations of a workspace: results of evaluation programs, kept with their exact bytes and signed by who brings them in.
#pragma once

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
    bool known = false; ///< the same bytes are there for the same agent already: nothing was added
};

class Evaluations
{
public:
    explicit Evaluations(Workspace &workspace) : m_workspace(workspace) {}

    /// Signs for the results and keeps their bytes. Input error when they cannot be read: then nothing is kept.
    Result<ImportedEvaluation> import(std::string_view bytes, const EvaluationOrder &order);

private:
    Workspace &m_workspace;
};

/// The cases of one, read from its bytes again. Missing when the bytes are not there.
Result<ResultFile> resultsOf(const Workspace &workspace, const EvaluationStatement &evaluation);
/// What sources say became of their sessions: succeeded, or not; by session. A session that several agents share is left out.
Result<std::map<std::string, bool>> sessionLabels(const Workspace &workspace, std::stop_token stop = {});

} // namespace mandate
