// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/metrics/drift.h"

#include <algorithm>

namespace mandate {

std::string_view nameOf(DriftSubject subject)
{
    static constexpr std::array<std::string_view, 9> names{"violating_runs", "task_success", "tool_mix", "verdict_mix", "outcome_mix", "arguments", "confidence", "clause", "argument"};
    return names.at(static_cast<std::size_t>(subject));
}

std::string_view nameOf(DriftAnswer answer)
{
    static constexpr std::array<std::string_view, 5> names{"too_few", "not_distinguishable", "changed", "better", "worse"};
    return names.at(static_cast<std::size_t>(answer));
}

std::string_view nameOf(DriftTest test)
{
    static constexpr std::array<std::string_view, 4> names{"none", "fisher", "mcnemar", "permutation"};
    return names.at(static_cast<std::size_t>(test));
}

std::string_view nameOf(DriftMarker::Kind kind)
{
    static constexpr std::array<std::string_view, 7> names{"agent", "deployment", "model", "agent_version", "prompt", "pact", "tools"};
    return names.at(static_cast<std::size_t>(kind));
}

std::string_view nameOf(DriftLeftOut::Why why)
{
    static constexpr std::array<std::string_view, 4> names{"few_runs", "one_value", "names", "too_many"};
    return names.at(static_cast<std::size_t>(why));
}

bool namesSomething(std::string_view argument)
{
    std::string lower(argument.substr(argument.find_last_of(" .") + 1));
    std::ranges::transform(lower, lower.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return lower == "id" || lower.ends_with("_id") || lower.ends_with("-id") || lower.ends_with("number") || argument.ends_with("Id");
}

DriftCounts countsOf(const std::vector<AgentRun> &runs)
{
    DriftCounts counts;
    for (const AgentRun &run : runs) {
        ++counts.runs;
        counts.calls += run.facts.calls;
        counts.judged += run.facts.judged;
        counts.violating += run.facts.broke;
        counts.undecidable += run.facts.undecidable && !run.facts.broke;
        counts.scored += run.facts.succeeded.has_value();
        counts.succeeded += run.facts.succeeded.value_or(false);
        for (const auto &[tool, calls] : run.tools)
            counts.tools[tool] += calls;
        for (std::size_t i = 0; i < run.verdicts.size(); ++i) {
            if (run.verdicts.at(i) > 0)
                counts.verdicts[std::string(nameOf(static_cast<Verdict>(i)))] += run.verdicts.at(i);
        }
        for (std::size_t i = 0; i < run.outcomes.size(); ++i) {
            if (run.outcomes.at(i) > 0)
                counts.outcomes[std::string(nameOf(static_cast<Outcome>(i)))] += run.outcomes.at(i);
        }
        for (const std::string &clause : run.broke)
            ++counts.clauses[clause];
        for (const std::string &clause : run.undecided)
            ++counts.undecided[clause];
        for (const double confidence : run.confidences) // as the data's definition of calibration bins
            ++counts.confidences.at(static_cast<std::size_t>(std::clamp(confidence * 10 + 1e-9, 0.0, 9.0)));
    }
    return counts;
}

} // namespace mandate
