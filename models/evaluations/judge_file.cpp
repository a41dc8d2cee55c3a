// SPDX-License-Identifier: GPL-3.0-or-later
// A judge's opinions. Verdicts are free text: a word that is known as a yes or a no counts, any other is not scored and named in a warning.
#include "models/base/code_points.h"
#include "models/base/json_reader.h"
#include "models/evaluations/result_formats.h"

#include <algorithm>
#include <array>
#include <map>

namespace mandate {

namespace {

constexpr std::string_view judgeFormat = "a judge's opinions of sessions";
constexpr std::array<std::string_view, 8> yes{"pass", "passed", "satisfied", "satisfactory", "compliant", "correct", "success", "yes"};
constexpr std::array<std::string_view, 9> no{"fail", "failed", "unsatisfied", "unsatisfactory", "non-compliant", "noncompliant", "incorrect", "failure", "no"};

std::string lowered(std::string_view text)
{
    std::string low;
    for (const char c : text)
        low += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    const auto begin = low.find_first_not_of(" \t\r\n\".");
    return begin == std::string::npos ? std::string() : low.substr(begin, low.find_last_not_of(" \t\r\n\".") - begin + 1);
}

CaseResult verdictOf(std::string_view word)
{
    const std::string low = lowered(word);
    if (std::ranges::find(yes, low) != yes.end())
        return CaseResult::Passed;
    return std::ranges::find(no, low) != no.end() ? CaseResult::Failed : CaseResult::NotScored;
}

std::string labelOf(const Value &entry, std::string_view key)
{
    const Value *value = entry.find(key);
    if (value && value->isString())
        return std::string(value->text());
    return value && value->is(ValueKind::Int) ? std::to_string(value->asInt()) : std::string();
}

} // namespace

ResultReading readJudgeFile(std::string_view bytes)
{
    if (bytes.find("\"judge_verdict\"") == std::string_view::npos)
        return std::nullopt;
    Arena arena;
    JsonReader reader;
    const auto document = reader.read(bytes, arena);
    if (!document)
        return Result<ResultFile>(damagedResults(judgeFormat, document.error().happened));
    const Value *entries = document->find("entries");
    if (!entries || !entries->isList())
        return std::nullopt;
    ResultFile file;
    file.format = "judge";
    file.kind = ResultKind::Opinions;
    std::map<std::string, std::uint64_t> unknown;
    for (std::size_t i = 0; i < entries->items().size(); ++i) {
        const Value &entry = entries->items()[i];
        const std::string place = "/entries/" + std::to_string(i);
        const auto verdict = entry.findText("judge_verdict");
        ResultCase opinion;
        opinion.session = labelOf(entry, "simulation_id");
        if (opinion.session.empty())
            return Result<ResultFile>(damagedResults(judgeFormat, "An opinion does not say which session it is about.", place + "/simulation_id"));
        opinion.task = labelOf(entry, "task_id");
        opinion.scorer = labelOf(entry, "judge_model");
        opinion.result = verdict ? verdictOf(*verdict) : CaseResult::NotScored;
        opinion.says = std::string(verdict.value_or(std::string_view()));
        if (const auto why = entry.findText("judge_justification"))
            opinion.says += (opinion.says.empty() ? "" : ": ") + std::string(*why);
        if (const Value *label = entry.find("tau2_success"); label && label->is(ValueKind::Bool))
            opinion.labelled = label->asBool();
        if (opinion.result == CaseResult::NotScored)
            ++unknown[cutUtf8(verdict.value_or("(none)"), 60)];
        file.cases.push_back(std::move(opinion));
    }
    for (const auto &[word, count] : unknown)
        file.warnings.push_back("The verdict \"" + word + "\" (" + std::to_string(count) + " times) is known as neither a yes nor a no: it is not scored.");
    if (document->find("agree_count") || document->find("disagree_count"))
        file.warnings.emplace_back("The file's own count of agreement is not taken over; agreement is computed from the opinions.");
    return Result<ResultFile>(std::move(file));
}

} // namespace mandate
