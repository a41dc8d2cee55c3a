// SPDX-License-Identifier: GPL-3.0-or-later
// Actions with what our evaluator says to each clause, and another engine asked about the same actions through a script.
#pragma once

#include "models/pact/exports/export.h"
#include "models/pact/judge.h"

#include <nlohmann/json.hpp>

#include <QString>

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace mandate {

/// A pact as its export and its evaluator see it.
struct JudgedPact
{
    ParsedPact parsed;
    std::shared_ptr<const CompiledPact> compiled;
    Export exported;
};

/// Aborts the test program when the document is refused.
[[nodiscard]] JudgedPact judgedPact(std::string_view json, ExportTarget target);

struct AnsweredAction
{
    std::string pact; ///< name in the map below
    std::string tool;
    std::string args;                      ///< canonical JSON, "null" when the source gave none
    nlohmann::json session;                ///< what else conditions see: state, action, record, input …
    std::map<std::string, Answer> answers; ///< by clause id, of the clauses that speak of the tool
    Verdict verdict = Verdict::NotJudged;
};

using Pacts = std::map<std::string, JudgedPact>;

/// Every recorded action below a folder that one of the pacts binds, in order, with whole sessions behind it.
[[nodiscard]] std::vector<AnsweredAction> recordedActions(const Pacts &pacts, const std::string &folder);
/// One action alone. Aborts when `args` is no JSON.
[[nodiscard]] AnsweredAction answered(const Pacts &pacts, const std::string &pact, std::string_view tool, std::string_view args);

/// Writes the exports and the actions into a folder and runs `program script folder`, which writes answers.json: one entry an action.
/// Anything but exit code 0 fails with what the script printed.
struct Asked
{
    nlohmann::json answers;
    QString failure;
};
[[nodiscard]] Asked ask(const Pacts &pacts, const std::vector<AnsweredAction> &actions, const QString &program, const QStringList &script);

} // namespace mandate
