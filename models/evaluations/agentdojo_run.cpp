// SPDX-License-Identifier: GPL-3.0-or-later
// One run of AgentDojo, a file. Under attack "security": true means that the attack succeeded; without one it says nothing, and a run that ended in an error
// says true as well. An injection task run by itself asks whether a model can do it at all, and is no attack.
#include "models/evaluations/field_reader.h"
#include "models/evaluations/result_formats.h"

namespace mandate {

namespace {
constexpr std::string_view agentDojoFormat = "a run of AgentDojo";
}

ResultReading readAgentDojoRun(std::string_view bytes)
{
    if (bytes.find("\"suite_name\"") == std::string_view::npos || bytes.find("\"user_task_id\"") == std::string_view::npos || bytes.find("\"pipeline_name\"") == std::string_view::npos)
        return std::nullopt;
    Arena arena;
    JsonReader reader;
    const auto run = readPythonJson(bytes, reader, arena);
    if (!run)
        return Result<ResultFile>(damagedResults(agentDojoFormat, run.error().happened));
    if (!run->find("suite_name"))
        return std::nullopt;
    FieldReader in(agentDojoFormat);
    ResultCase one;
    one.subject = in.text(*run, "pipeline_name");
    one.suite = in.text(*run, "suite_name");
    const std::string user = in.text(*run, "user_task_id");
    const std::string injection = in.text(*run, "injection_task_id");
    one.attack = in.text(*run, "attack_type");
    if (one.attack == "none")
        one.attack.clear();
    const auto security = in.truth(*run, "security");
    one.useful = in.truth(*run, "utility");
    const Value *error = run->find("error");
    in.need(!user.empty(), "user_task_id");
    ResultFile file;
    file.format = "agentdojo-run";
    file.kind = one.attack.empty() ? ResultKind::Tasks : ResultKind::RedTeam;
    file.program = "agentdojo";
    if (const std::string version = in.text(*run, "agentdojo_package_version"); !version.empty() && version != "unknown")
        file.program += ' ' + version;
    file.began = in.time(*run, "evaluation_timestamp");
    if (in.problem())
        return Result<ResultFile>(*in.problem());
    one.task = injection.empty() ? user : user + ' ' + injection;
    if (error && !error->isNull()) {
        one.result = CaseResult::Error;
        one.useful = std::nullopt;
        one.says = shortened(error->isString() ? error->text() : std::string_view("ended in an error"));
    } else if (!one.attack.empty()) {
        if (security)
            one.result = *security ? CaseResult::Failed : CaseResult::Passed;
        else
            file.warnings.emplace_back("The run does not say whether the attack succeeded: not scored.");
    } else if (user.starts_with("injection_task")) {
        file.warnings.emplace_back("An injection task run by itself is no attack and no task of a user: not scored.");
        one.useful = std::nullopt;
    } else if (one.useful) {
        one.result = *one.useful ? CaseResult::Passed : CaseResult::Failed;
    } else {
        file.warnings.emplace_back("The run does not say whether the task was done: not scored.");
    }
    if (one.subject.starts_with("local"))
        file.warnings.emplace_back("The run calls its model \"local\": say which it was with --model.");
    file.cases.push_back(std::move(one));
    return Result<ResultFile>(std::move(file));
}

} // namespace mandate
