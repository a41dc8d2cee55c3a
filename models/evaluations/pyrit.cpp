// SPDX-License-Identifier: GPL-3.0-or-later
// PyRIT's AttackResult: one object, a list of them, or one a line. "success" is the attacker's: the attack did what it was for. "undetermined" is scored by
// nobody.
#include "models/base/canonical_json.h"
#include "models/base/code_points.h"
#include "models/evaluations/field_reader.h"
#include "models/evaluations/result_formats.h"

namespace mandate {

namespace {

constexpr std::string_view pyritFormat = "attack results of PyRIT";

/// Its name: in newer versions a list of identifiers by class and module, in older ones one map.
std::string attackName(const Value &result)
{
    const Value *identifier = result.find("attack_identifier");
    if (!identifier)
        identifier = result.find("orchestrator_identifier");
    if (!identifier)
        return {};
    if (identifier->isString())
        return std::string(identifier->text());
    for (const std::string_view key : {"__type__", "class_name", "name"}) {
        if (const auto name = identifier->findText(key))
            return std::string(*name);
    }
    return {};
}

void takeAttack(FieldReader &in, const Value &result, ResultFile &file)
{
    ResultCase one;
    const std::string objective = in.text(result, "objective");
    const std::string outcome = in.text(result, "outcome");
    one.session = in.label(result, "conversation_id");
    in.need(!objective.empty(), "objective");
    in.need(!one.session.empty(), "conversation_id");
    in.need(!outcome.empty(), "outcome");
    if (in.problem())
        return;
    one.attack = attackName(result);
    one.task = fingerprint(objective);
    one.says = shortened(in.text(result, "outcome_reason"));
    if (outcome == "success")
        one.result = CaseResult::Failed;
    else if (outcome == "failure")
        one.result = CaseResult::Passed;
    else if (outcome == "error")
        one.result = CaseResult::Error;
    else if (outcome != "undetermined")
        in.refuse("outcome", "\"" + cutUtf8(outcome, 40) + "\" is no outcome that is known.");
    file.cases.push_back(std::move(one));
}

} // namespace

ResultReading readPyrit(std::string_view bytes)
{
    if (bytes.find("\"conversation_id\"") == std::string_view::npos || bytes.find("\"outcome\"") == std::string_view::npos || bytes.find("\"objective\"") == std::string_view::npos)
        return std::nullopt;
    ResultFile file;
    file.format = "pyrit";
    file.program = "PyRIT";
    file.kind = ResultKind::RedTeam;
    FieldReader in(pyritFormat);
    JsonReader reader;
    Arena arena;
    if (const auto whole = readPythonJson(bytes, reader, arena)) {
        const std::span<const Value> results = whole->isList() ? whole->items() : std::span(&*whole, 1);
        for (std::size_t i = 0; i < results.size() && !in.problem(); ++i) {
            in.at(whole->isList() ? '/' + std::to_string(i) : std::string());
            takeAttack(in, results[i], file);
        }
    } else {
        arena.reset();
        if (const auto damaged = eachJsonLine(bytes, pyritFormat, in, [&](const Value &result) { takeAttack(in, result, file); }))
            return Result<ResultFile>(*damaged);
    }
    if (in.problem())
        return Result<ResultFile>(*in.problem());
    file.warnings.emplace_back("PyRIT's results do not name the model that was attacked: say it with --model.");
    return Result<ResultFile>(std::move(file));
}

} // namespace mandate
