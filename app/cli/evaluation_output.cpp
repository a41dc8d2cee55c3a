// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/evaluation_output.h"

#include "app/cli/output.h"

#include <nlohmann/json.hpp>

#include <charconv>

namespace mandate::cli {

using EvaluationOutput = nlohmann::ordered_json;

EvaluationOutput textOrNull(const std::string &text)
{
    return text.empty() ? EvaluationOutput(nullptr) : EvaluationOutput(text);
}

Result<std::uint64_t> entryNumber(const std::string &word)
{
    std::uint64_t entry = 0;
    if (const auto [end, problem] = std::from_chars(word.data(), word.data() + word.size(), entry); problem != std::errc() || end != word.data() + word.size())
        return Error{ErrorKind::Usage, "MND-EVL-020", "\"" + word + "\" is no entry number.", "Nothing was read.", "\"mandate evaluate list\" shows the entries.", {}};
    return entry;
}

EvaluationOutput countsJson(const ResultCounts &counts)
{
    EvaluationOutput told{{"cases", counts.cases()}};
    for (const CaseResult result : {CaseResult::Passed, CaseResult::Failed, CaseResult::Error, CaseResult::NotScored})
        told[std::string(nameOf(result))] = counts.of(result);
    return told;
}

EvaluationOutput statementJson(const EvaluationStatement &evaluation)
{
    return {{"entry", evaluation.entry},
            {"agent", textOrNull(evaluation.agent)},
            {"suite", evaluation.suite},
            {"source", evaluation.source},
            {"format", evaluation.format},
            {"kind", nameOf(evaluation.kind)},
            {"program", textOrNull(evaluation.program)},
            {"model", textOrNull(evaluation.model)},
            {"pact", textOrNull(evaluation.pact)},
            {"ran", jsonOf(evaluation.ran)},
            {"signed_by", evaluation.signer.by},
            {"signed_at", formatInstant(evaluation.signer.at)},
            {"content", evaluation.content.hex()},
            {"octets", evaluation.octets},
            {"counts", countsJson(evaluation.counts)}};
}

std::string countsWords(const ResultCounts &counts)
{
    return counted(counts.cases(), "case") + ": " + std::to_string(counts.of(CaseResult::Passed)) + " passed, " + std::to_string(counts.of(CaseResult::Failed)) + " failed, " +
           std::to_string(counts.of(CaseResult::Error)) + " ended in an error, " + std::to_string(counts.of(CaseResult::NotScored)) + " not scored";
}

} // namespace mandate::cli
