// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/evaluations.h"

#include "models/workspace/run_reading.h"
#include "models/workspace/workspace_private.h"

#include <algorithm>
#include <set>

namespace mandate {

namespace {

constexpr std::size_t largestResults = std::size_t{256} << 20;

std::string oneOrNone(const std::set<std::string> &names)
{
    return names.size() == 1 ? *names.begin() : std::string();
}

EvaluationStatement statementOf(const ResultFile &file, std::string_view bytes, const EvaluationOrder &order)
{
    std::set<std::string> suites;
    for (const ResultCase &one : file.cases)
        suites.insert(one.suite);
    EvaluationStatement statement;
    statement.agent = order.agent;
    statement.suite = !order.suite.empty() ? order.suite : oneOrNone(suites);
    if (statement.suite.empty())
        statement.suite = order.source.empty() ? file.format : order.source;
    statement.source = order.source;
    statement.format = file.format;
    statement.kind = file.kind;
    statement.program = file.program;
    statement.ran = order.ran ? order.ran : file.began;
    statement.model = order.model;
    statement.content = sha256(bytes);
    statement.octets = bytes.size();
    statement.counts = countResults(file.cases);
    return statement;
}

} // namespace

Result<ImportedEvaluation> Evaluations::import(std::string_view bytes, const EvaluationOrder &order)
{
    if (bytes.size() > largestResults)
        return Error{ErrorKind::Input, "MND-EVL-004", "The results have more than 256 MiB.", "Nothing was imported.", "Import them in parts, such as a file a suite.", {}};
    auto file = readResultFile(bytes);
    if (!file)
        return file.error();
    EvaluationStatement statement = statementOf(*file, bytes, order);
    for (const EvaluationStatement &known : m_workspace.evaluations()) {
        if (known.content == statement.content && known.agent == statement.agent)
            return ImportedEvaluation{known, std::move(file->warnings), true};
    }
    if (!statement.agent.empty()) {
        const AgentStanding standing = m_workspace.standing(statement.agent);
        if (!standing.pactId.empty()) {
            statement.pact = standing.pactId + '@' + standing.pactVersion;
            if (const auto pact = m_workspace.pact(statement.pact))
                statement.pactDigest = pact->digest.hex();
        }
    }
    const auto entry = m_workspace.signNote(
        [&](const NoteSigner &signer, const SigningKey &key) -> Result<std::string> {
            statement.signer = signer;
            return evaluationEntry(statement, key);
        },
        bytes);
    if (!entry)
        return entry.error();
    statement.entry = *entry;
    return ImportedEvaluation{std::move(statement), std::move(file->warnings), false};
}

Result<ResultFile> resultsOf(const Workspace &workspace, const EvaluationStatement &evaluation)
{
    const EntryNumber entry = evaluation.entry;
    const auto rows = workspace.store().rows({&entry, 1});
    if (!rows)
        return rows.error();
    if (rows->empty() || !rows->front().item)
        return Error{ErrorKind::Missing, "MND-EVL-011", "The results of the evaluation in entry " + std::to_string(entry) + " are not here.", "What was signed about them is.", "Open the workspace that they were imported into.", {}};
    const auto item = workspace.store().item(*rows->front().item);
    if (!item)
        return item.error();
    return readResultFile(item->bytes);
}

Result<std::map<std::string, bool>> sessionLabels(const Workspace &workspace, std::stop_token stop)
{
    const auto runs = readRuns(workspace, {}, stop);
    if (!runs)
        return runs.error();
    std::map<std::string, bool> labels;
    std::set<std::string> seen;
    std::set<std::string> shared;
    for (const AgentRun &run : *runs) {
        if (!seen.insert(run.session).second)
            shared.insert(run.session);
        if (run.facts.succeeded)
            labels[run.session] = *run.facts.succeeded;
    }
    for (const std::string &session : shared)
        labels.erase(session);
    return labels;
}

} // namespace mandate
